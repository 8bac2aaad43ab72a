"""Two sets of papers as linked-paper records, with offsets and sentences found in their texts.

`sample_papers`: the invented papers of `papers.yaml`. `annotated_examples`: the samples of `examples/` with the links
that a person annotated (`examples/papers.gold.jsonl`), so that the answers do not move with the linker.
"""

import json
import re
from pathlib import Path
from typing import Any

import yaml

from paperatlas.graph.schema import KINDS
from paperatlas.graph.store import GraphStore
from paperatlas.loaders.catalog.catalogue import Catalog, read_entries
from paperatlas.loaders.facts import paper_facts
from paperatlas.loaders.record import (
    CodeLink,
    Evidence,
    Field,
    LinkedEntity,
    LinkedPaper,
    Mention,
    Relation,
    Result,
    SourcePaper,
)

HERE = Path(__file__).parent
RULE = "by hand"
SENTENCE_END = re.compile(r"[.?!] (?=[A-Z0-9]|phi-)|: (?=[A-Z])")
"""Where a sentence of these texts ends: one may begin with a number (8-bit GaLore) or with a name in small letters."""
STATED_BY = {
    "outperforms": re.compile(
        r"outperform|surpass|beats?\b|better|exceed|ahead|improves|gain|scores?\b|attain|solves|resolves|gets\b|reach"
        r"|behind|(?:more|fewer) .*than"
    ),
    "variant_of": re.compile(
        r"\bvariant|extension|extends|version|improved|correction|simplification|successor|derived"
    ),
}
"""Words by which a sentence says that one thing outperforms or varies another, not just names both."""


class _Text:
    """A paper's fields, and where something stands in them."""

    def __init__(self, title: str, abstract: str, confidence: float) -> None:
        self.fields: dict[Field, str] = {"title": title, "abstract": abstract}
        self.confidence = confidence

    def sentence(self, field: Field, start: int) -> str:
        text = self.fields[field]
        if field == "title":
            return text
        cuts = [m.end() for m in SENTENCE_END.finditer(text)]
        begin = max((c for c in cuts if c <= start), default=0)
        end = min((c for c in cuts if c > start), default=len(text))
        return text[begin:end].strip()

    def evidence(self, *needles: str) -> Evidence:
        """The first sentence of the abstract (else the title) in which all needles stand."""
        for field in ("abstract", "title"):
            text = self.fields[field]
            for match in re.finditer(re.escape(needles[0]), text):
                sentence = self.sentence(field, match.start())
                if all(n in sentence for n in needles):
                    return Evidence(field, match.start(), match.end(), sentence, self.confidence, RULE)
        raise AssertionError(f"{needles} do not stand together in {self.fields['title']}")

    def together(self, type_: str, heads: list[str], tails: list[str]) -> Evidence:
        """The sentence that states the relation, as well as its words tell.

        Best is one that names both and says what lies between them, next one that says it of `it` or `they`, naming
        one of the two, then one that names both, at last one that names the head; the abstract before the title.
        """
        by_head, by_tail = (self.mentions(surfaces) for surfaces in (heads, tails))
        naming = [{m.sentence for m in mentions} for mentions in (by_head, by_tail)]
        states = STATED_BY.get(type_, re.compile(""))

        def rank(m: Mention) -> tuple[bool, bool, bool, bool, bool, int]:
            said, both = bool(states.search(m.sentence)), all(m.sentence in s for s in naming)
            pointing = type_ in STATED_BY and said and m.sentence in naming[1]
            return (
                not (said and both),
                not pointing,
                not both,
                m.sentence not in naming[0],
                m.field == "title",
                m.start,
            )

        m = min((*by_head, *by_tail), key=rank)
        return Evidence(m.field, m.start, m.end, m.sentence, self.confidence, RULE)

    def number(self, value: float) -> Evidence:
        """Where the number stands in the abstract, thousands marked by commas or not; 0 where it is spelled out."""
        text = self.fields["abstract"]
        spellings = {f"{value:g}", f"{value}", f"{value:,}", f"{value:.1f}", f"{value:.2f}"}
        either = "|".join(map(re.escape, sorted(spellings, key=len, reverse=True)))
        found = re.search(rf"(?<![\w.])(?:{either})(?!\d|[.,]\d)", text)
        start, end = found.span() if found else (0, 0)
        return Evidence("abstract", start, end, self.sentence("abstract", start), self.confidence, RULE)

    def mentions(self, surfaces: list[str]) -> tuple[Mention, ...]:
        found = []
        # A name is not looked for inside a longer one (LoRA in LoRA+, LLaMA in LLaMA 2), unless it stands nowhere else.
        for after in (r"(?![\w+]| \d)", r"(?!\w)", ""):
            for field, text in self.fields.items():
                for surface in surfaces:
                    for m in re.finditer(rf"(?<!\w){re.escape(surface)}{after}", text):
                        sentence = self.sentence(field, m.start())
                        found.append(Mention(field, m.start(), m.end(), sentence, self.confidence, RULE, surface))
            if found:
                break
        assert found, f"{surfaces} stand nowhere in {self.fields['title']}"
        return tuple(found)


def _paper(raw: dict[str, Any], known: Catalog) -> LinkedPaper:
    text = _Text(raw["title"], raw["abstract"], raw.get("confidence", 0.9))
    entities = []
    for key, names in raw.items():
        kind, _, role = key.partition(" ")
        if kind not in KINDS:
            continue
        for item in names:
            name, _, surfaces = item.partition(" = ")
            mentions = text.mentions(surfaces.split("|") if surfaces else [name])
            first = mentions[-1] if mentions[0].field == "title" and len(mentions) > 1 else mentions[0]
            evidence = Evidence(first.field, first.start, first.end, first.sentence, text.confidence, RULE)
            entities.append(
                LinkedEntity(
                    name=name,
                    kind=kind,
                    mentions=mentions,
                    role=role,
                    discovered=known.get(kind, name) is None,
                    confidence=text.confidence,
                    role_evidence=None if role == "mentions" else evidence,
                )
            )
    relations = []
    for line in raw.get("relations", ()):
        triple, _, needle = line.partition(" = ")
        head, type_, tail = re.fullmatch(r"(.+) (variant_of|part_of|outperforms) (.+)", triple).groups()
        needles = [needle] if needle else [head, tail]
        relations.append(Relation(head, type_, tail, text.evidence(*needles)))
    results = []
    for row in raw.get("results", ()):
        values = {("on" if k == "where" else k): v for k, v in row.items() if k not in ("value", "delta")}
        number = re.escape(f"{row['value']}")
        found = re.search(rf"(?<![\w.]){number}(?![\w%]|\.\d)", raw["abstract"])
        start = found.start()
        evidence = Evidence("abstract", start, found.end(), text.sentence("abstract", start), text.confidence, RULE)
        results.append(Result(value=float(row["value"]), delta=row.get("delta", False), evidence=evidence, **values))
    return LinkedPaper(
        paper=SourcePaper(
            title=raw["title"],
            abstract=raw["abstract"],
            id=f"arxiv:{raw['arxiv_id']}",
            arxiv_id=raw["arxiv_id"],
            year=raw["year"],
            authors=tuple(raw["authors"]),
            categories=tuple(raw["categories"]),
            url=f"https://arxiv.org/abs/{raw['arxiv_id']}",
            source="tests",
        ),
        entities=tuple(entities),
        relations=tuple(relations),
        results=tuple(results),
        code=tuple(CodeLink(url, text.evidence(url)) for url in raw.get("code", ())),
        linked_with="by hand",
    )


def _annotated(source: dict[str, Any], gold: dict[str, Any], known: Catalog) -> LinkedPaper:
    text = _Text(source["title"], source["abstract"], 1.0)
    entities = []
    for raw in gold["entities"]:
        mentions = text.mentions(raw["surfaces"])
        first = next((m for m in mentions if m.field == "abstract"), mentions[0])
        evidence = Evidence(first.field, first.start, first.end, first.sentence, 1.0, RULE)
        role = raw["role"]
        entities.append(
            LinkedEntity(
                name=raw["name"],
                kind=raw["kind"],
                mentions=mentions,
                role=role,
                family=raw.get("family"),
                # As if a catalogue knew all but what the papers introduce.
                discovered=role == "introduces" and known.get(raw["kind"], raw["name"]) is None,
                role_evidence=None if role == "mentions" else evidence,
            )
        )
    surfaces = {raw["name"]: raw["surfaces"] for raw in gold["entities"]}
    relations = tuple(
        Relation(
            raw["head"],
            raw["type"],
            raw["tail"],
            text.together(raw["type"], surfaces[raw["head"]], surfaces[raw["tail"]]),
        )
        for raw in gold["relations"]
    )
    results = tuple(
        Result(
            value=float(raw["value"]),
            evidence=text.number(raw["value"]),
            method=raw["method"],
            model=raw["model"],
            on=raw["on"],
            metric=raw["metric"],
            unit=raw["unit"],
            delta=raw["delta"],
            versus=raw["versus"],
            better=_direction(raw["metric"]),
        )
        for raw in gold["results"]
    )
    return LinkedPaper(
        paper=SourcePaper(**{k: tuple(v) if isinstance(v, list) else v for k, v in source.items()}),
        entities=tuple(entities),
        relations=relations,
        results=results,
        code=tuple(CodeLink(url, text.evidence(url)) for url in gold["code"]),
        linked_with="by hand",
    )


def _direction(metric: str | None) -> Any:
    """The direction of the metrics that the samples name."""
    if metric is None:
        return "unknown"
    if re.search(r"FID|perplexity|parameters|memory|cost|time|error", metric, re.IGNORECASE):
        return "lower"
    return "higher"


def annotated_examples() -> list[LinkedPaper]:
    """The samples of `examples/`, linked as a person annotated them."""
    folder = HERE.parents[1] / "examples"
    sources = [json.loads(line) for line in (folder / "papers.jsonl").read_text("utf-8").splitlines()]
    gold = [json.loads(line) for line in (folder / "papers.gold.jsonl").read_text("utf-8").splitlines()]
    assert [s["title"] for s in sources] == [g["title"] for g in gold]
    catalog = sample_catalog()
    return [_annotated(s, g, catalog) for s, g in zip(sources, gold, strict=True)]


def sample_catalog() -> Catalog:
    """The small catalogue beside the papers."""
    return Catalog(tuple(read_entries(HERE / "catalog.yaml")), digest="tests")


def sample_papers() -> list[LinkedPaper]:
    """The invented papers, linked by hand."""
    catalog = sample_catalog()
    return [_paper(raw, catalog) for raw in yaml.safe_load((HERE / "papers.yaml").read_text(encoding="utf-8"))]


def linked(raw: dict[str, Any]) -> LinkedPaper:
    """A paper written as those in `papers.yaml` are."""
    return _paper(raw, sample_catalog())


def load(store: GraphStore, papers: list[LinkedPaper]) -> None:
    """Put the papers into the store, with the lineage of the small catalogue."""
    catalog = sample_catalog()
    store.load([paper_facts(paper, catalog) for paper in papers])
