"""A small graph with everything in it that can go wrong on the way out: odd characters, lists, parallel statements."""

import pytest

from paperatlas.graph.memory import MemoryGraph
from paperatlas.graph.store import Node, NodeKey, Relationship
from paperatlas.loaders.catalog.catalogue import Catalog, Entry
from paperatlas.loaders.facts import paper_facts
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
        Entry("Otter", "method", aliases=("Otter tuning", "OT"), about="A way to tune with few weights.", year=2021),
        Entry(
            "River Otter",
            "method",
            parents=(("variant_of", "method:otter"),),
            url="https://example.org/river otter?a={b}",
        ),
        Entry("Sea Otter+", "method", parents=(("variant_of", "method:river-otter"),)),
        Entry("Pond", "model", year=2023),
        Entry("Pond 2", "model", parents=(("version_of", "model:pond"),)),
        Entry("FishSums", "benchmark", aliases=("Fish Sums",), about="Sums about fish."),
        Entry("WaterGLUE", "benchmark"),
        Entry("ShellCola", "benchmark", parents=(("part_of", "benchmark:waterglue"),)),
        Entry("RiverText", "dataset"),
    )
)


def span(text: str, part: str, sentence: str | None = None, *, field: str = "abstract", rule: str = "test") -> Evidence:
    start = text.index(part)
    return Evidence(field, start, start + len(part), sentence or text, 0.9, rule)  # type: ignore[arg-type]


def mentions(text: str, *parts: str, field: str = "abstract") -> tuple[Mention, ...]:
    return tuple(
        Mention(field, text.index(p), text.index(p) + len(p), text, 0.8, "lexicon", p)  # type: ignore[arg-type]
        for p in parts
    )


ONE = (
    "We present Sea Otter+, a kind of Otter. "
    "On FishSums with Pond 2 7B it reaches 71.5, better than River Otter by 2.5%."
)
TWO = 'Zażółć “β-Otter” </script><b>&amp; \\ "quoted"\nline two\tand 水獺 beat River Otter on ShellCola.'


def linked_papers() -> list[LinkedPaper]:
    first = LinkedPaper(
        SourcePaper(
            title="Sea Otter+: Swimming Further",
            abstract=ONE,
            arxiv_id="2401.00001",
            doi="10.1234/a(b)<c>;d#e",
            s2_id="abc def",
            openalex_id="W12",
            year=2024,
            published="2024-01-02",
            authors=("Ada Byron", "Böb Ō'Neill", "Ada Byron"),
            categories=("cs.CL", "cs.AI"),
            url="https://arxiv.org/abs/2401.00001",
            source="samples.jsonl",
        ),
        entities=(
            LinkedEntity(
                "Sea Otter+",
                "method",
                mentions(ONE, "Sea Otter+"),
                "introduces",
                role_evidence=span(ONE, "present Sea Otter+"),
            ),
            LinkedEntity("Otter", "method", mentions(ONE, "Otter", "kind of Otter")),
            LinkedEntity(
                "River Otter",
                "method",
                mentions(ONE, "River Otter"),
                "compares_with",
                role_evidence=span(ONE, "better than River Otter"),
            ),
            LinkedEntity(
                "FishSums",
                "benchmark",
                mentions(ONE, "FishSums"),
                "evaluates_on",
                role_evidence=span(ONE, "On FishSums"),
            ),
            LinkedEntity(
                "Pond 2 7B",
                "model",
                mentions(ONE, "Pond 2 7B"),
                "uses",
                family="Pond 2",
                role_evidence=span(ONE, "with Pond 2 7B"),
            ),
        ),
        relations=(
            Relation("Sea Otter+", "outperforms", "River Otter", span(ONE, "better than River Otter")),
            Relation("Sea Otter+", "variant_of", "Otter", span(ONE, "a kind of Otter")),
        ),
        results=(
            Result(
                71.5, span(ONE, "71.5"), "Sea Otter+", "Pond 2 7B", "FishSums", "accuracy", None, False, None, "higher"
            ),
            Result(
                2.5, span(ONE, "2.5%"), "Sea Otter+", "Pond 2 7B", "FishSums", None, "%", True, "River Otter", "unknown"
            ),
        ),
        code=(CodeLink("https://github.com/Example/sea-otter", span(ONE, "We present")),),
        linked_with="0123456789abcdef",
    )
    second = LinkedPaper(
        SourcePaper(
            title='On <Otters> & "Ponds" \\ 水獺',
            abstract=TWO,
            year=2025,
            published="2025-13",
            authors=("李 明",),
        ),
        entities=(
            LinkedEntity(
                "β-Otter",
                "method",
                mentions(TWO, "β-Otter"),
                "introduces",
                discovered=True,
                role_evidence=span(TWO, "“β-Otter”"),
            ),
            LinkedEntity("水獺", "method", mentions(TWO, "水獺"), discovered=True),
            LinkedEntity(
                "River Otter",
                "method",
                mentions(TWO, "River Otter"),
                "compares_with",
                role_evidence=span(TWO, "beat River Otter"),
            ),
            LinkedEntity(
                "ShellCola",
                "benchmark",
                mentions(TWO, "ShellCola"),
                "evaluates_on",
                role_evidence=span(TWO, "on ShellCola"),
            ),
            LinkedEntity("RiverText", "dataset", (), "trains_on", role_evidence=span(TWO, "line two")),
        ),
        relations=(
            Relation("β-Otter", "outperforms", "River Otter", span(TWO, "beat River Otter")),
            Relation("River Otter", "variant_of", "水獺", span(TWO, "beat River Otter")),
        ),
        linked_with="0123456789abcdef",
    )
    third = LinkedPaper(
        SourcePaper(
            title="Otters do not outperform", doi="10.5555/old/ID%20x", abstract="River Otter beats Sea Otter+."
        ),
        entities=(
            LinkedEntity("River Otter", "method", mentions("River Otter beats Sea Otter+.", "River Otter")),
            LinkedEntity("Sea Otter+", "method", mentions("River Otter beats Sea Otter+.", "Sea Otter+")),
        ),
        relations=(
            Relation("Sea Otter+", "outperforms", "River Otter", span("River Otter beats Sea Otter+.", "beats")),
        ),
        linked_with="fedcba9876543210",
    )
    return [first, second, third]


def graph_of(papers: list[LinkedPaper]) -> MemoryGraph:
    """The graph that a store would hold after loading the papers."""
    nodes: list[Node] = [
        Node(
            "Atlas", {"id": "atlas", "name": "Paperatlas", "schema_version": 1, "cursors": '{"x": "/home/me/x.jsonl"}'}
        )
    ]
    relationships: dict[tuple[str, NodeKey, NodeKey, str], Relationship] = {}
    for paper in papers:
        facts = paper_facts(paper, CATALOG)
        nodes += [facts.paper, *facts.nodes]
        for r in facts.relationships:
            relationships[r.type, r.head, r.tail, str(r.properties.get("source", ""))] = r
    return MemoryGraph.of(nodes, relationships.values())


@pytest.fixture(scope="session")
def sample_graph() -> MemoryGraph:
    return graph_of(linked_papers())


@pytest.fixture(scope="session")
def linked_otters() -> list[LinkedPaper]:
    """The papers of `sample_graph`, as the linker would deliver them."""
    return linked_papers()


@pytest.fixture(scope="session")
def otter_catalog() -> Catalog:
    """The catalogue that `sample_graph` was made with."""
    return CATALOG
