"""Linked papers for the tests of the stores, written by hand: offsets are found in the text, never counted."""

import re
from collections.abc import Sequence

from paperatlas.graph.store import GraphStore, PaperFacts
from paperatlas.loaders.catalog.catalogue import Catalog, Entry
from paperatlas.loaders.facts import paper_facts, paper_keys
from paperatlas.loaders.record import (
    CodeLink,
    Evidence,
    LinkedEntity,
    LinkedPaper,
    Mention,
    Relation,
    Result,
    SourcePaper,
)

CATALOG = Catalog(
    (
        Entry("Kite", "method", aliases=("Kite tuning",), about="Tunes a model by a few strings.", year=2019),
        Entry("Box Kite", "method", parents=(("variant_of", "method:kite"),), arxiv="2001.00001"),
        Entry("Rokkaku", "method", parents=(("variant_of", "method:box-kite"),)),
        Entry("Gull", "model", about="A family of small models."),
        Entry("Gull 2", "model", parents=(("version_of", "model:gull"),)),
        Entry("CloudSums", "benchmark"),
        Entry("SkyGLUE", "benchmark"),
        Entry("WindCola", "benchmark", parents=(("part_of", "benchmark:skyglue"),)),
        Entry("AirText", "dataset"),
    ),
    digest="test",
)
FAMILIES = {"Gull 2 7B": "Gull 2", "Gull 2 70B": "Gull 2", "Tern 3B": "Tern"}


def evidence(text: str, part: str, rule: str = "test") -> Evidence:
    start = text.index(part)
    return Evidence("abstract", start, start + len(part), text, 0.9, rule)


def linked(
    title: str,
    abstract: str,
    *,
    methods: Sequence[str] = (),
    models: Sequence[str] = (),
    datasets: Sequence[str] = (),
    benchmarks: Sequence[str] = (),
    roles: dict[str, str] | None = None,
    relations: Sequence[tuple[str, str, str]] = (),
    results: Sequence[tuple[float, dict[str, object]]] = (),
    code: Sequence[str] = (),
    linked_with: str = "linker 1",
    **paper: object,
) -> LinkedPaper:
    """A linked paper whose abstract names the entities as written."""
    by_kind = {"method": methods, "model": models, "dataset": datasets, "benchmark": benchmarks}
    entities = []
    for kind, names in by_kind.items():
        for name in names:
            spans = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", abstract)]
            assert spans, f"{name} does not stand in: {abstract}"
            role = (roles or {}).get(name, "mentions")
            entities.append(
                LinkedEntity(
                    name=name,
                    kind=kind,  # type: ignore[arg-type]
                    mentions=tuple(Mention("abstract", a, b, abstract, 0.9, "test", name) for a, b in spans),
                    role=role,  # type: ignore[arg-type]
                    family=FAMILIES.get(name),
                    discovered=CATALOG.get(kind, name) is None and name not in FAMILIES,
                    role_evidence=evidence(abstract, name) if role != "mentions" else None,
                )
            )
    return LinkedPaper(
        paper=SourcePaper(title=title, abstract=abstract, **paper),  # type: ignore[arg-type]
        entities=tuple(entities),
        relations=tuple(Relation(h, t, o, evidence(abstract, h)) for h, t, o in relations),  # type: ignore[arg-type]
        results=tuple(Result(v, evidence(abstract, f"{v:g}"), **about) for v, about in results),  # type: ignore[arg-type]
        code=tuple(CodeLink(url, evidence(abstract, url)) for url in code),
        linked_with=linked_with,
    )


def load(store: GraphStore, *papers: LinkedPaper) -> None:
    """What the pipeline does: recognise the papers, then load them under the ids they were given."""
    store.load(facts(store, *papers))


def facts(store: GraphStore, *papers: LinkedPaper) -> list[PaperFacts]:
    known = store.find_papers([paper_keys(paper.paper) for paper in papers])
    return [
        paper_facts(paper, CATALOG, stored.id if stored else None) for paper, stored in zip(papers, known, strict=True)
    ]


ROKKAKU = linked(
    "Rokkaku: a kite with six sides",
    "We present Rokkaku, a variant of Box Kite. On CloudSums, Gull 2 7B with Rokkaku reaches 61.5, against 58.25 for "
    "Box Kite. Code: https://example.org/kites/rokkaku",
    methods=("Rokkaku", "Box Kite"),
    models=("Gull 2 7B",),
    benchmarks=("CloudSums",),
    roles={"Rokkaku": "introduces", "CloudSums": "evaluates_on", "Gull 2 7B": "uses", "Box Kite": "compares_with"},
    relations=(("Rokkaku", "variant_of", "Box Kite"), ("Rokkaku", "outperforms", "Box Kite")),
    results=(
        (61.5, {"method": "Rokkaku", "model": "Gull 2 7B", "on": "CloudSums", "metric": "accuracy"}),
        (58.25, {"method": "Box Kite", "model": "Gull 2 7B", "on": "CloudSums", "metric": "accuracy"}),
    ),
    code=("https://example.org/kites/rokkaku",),
    arxiv_id="2401.00001",
    year=2024,
    authors=("Ada Finch", "Ben Wren"),
    source="test",
)
SURVEY = linked(
    "Kites, a survey",
    "Rokkaku and Sled-X are kites; WindCola and AirText feed them.",
    methods=("Rokkaku", "Sled-X"),
    datasets=("AirText",),
    benchmarks=("WindCola",),
    roles={"AirText": "trains_on"},
    arxiv_id="2402.00002",
    year=2024,
    authors=("Cleo Swift",),
)
MODELS = linked(
    "Gulls at scale",
    "Gull 2 70B and Tern 3B fly further than Gull 2 7B on WindCola.",
    models=("Gull 2 70B", "Tern 3B", "Gull 2 7B"),
    benchmarks=("WindCola",),
    roles={"Gull 2 70B": "introduces", "WindCola": "evaluates_on"},
    relations=(("Gull 2 70B", "outperforms", "Gull 2 7B"),),
    doi="10.1234/gulls",
    year=2023,
    authors=("Dora Tern",),
)
ALL = (ROKKAKU, SURVEY, MODELS)
