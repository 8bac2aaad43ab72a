"""From a linked paper to nodes and relationships: identity, evidence, ancestors, results."""

import pytest

from paperatlas.graph.schema import NODES, RELATIONSHIPS
from paperatlas.graph.store import Node, NodeKey, PaperFacts, Relationship
from paperatlas.loaders.catalog.catalogue import Catalog, Entry
from paperatlas.loaders.facts import paper_facts, paper_keys, parameters_in_name
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
        Entry("Heron", "model", aliases=("HERON",), about="Wades.", year=2020, huggingface="wader/heron"),
        Entry("Heron 2", "model", parents=(("version_of", "model:heron"),), arxiv="2101.00001"),
        Entry(
            "Heron 2 3B",
            "model",
            parents=(("version_of", "model:heron-2"),),
            url="https://example.org/h",
            parameters=3_100_000_000,
        ),
        Entry("Stilt", "method"),
        Entry("MarshText", "dataset"),
        Entry("MarshText-C", "dataset", parents=(("part_of", "dataset:marshtext"),)),
    )
)
SENTENCE = "Stilt lifts Heron 2 7B to 40.25."
EVIDENCE = Evidence("abstract", 0, 5, SENTENCE, 0.8, "rule")


def mention(surface: str, start: int, field: str = "abstract", sentence: str = SENTENCE) -> Mention:
    return Mention(field, start, start + len(surface), sentence, 0.9, "matcher", surface)  # type: ignore[arg-type]


def entity(name: str, kind: str, role: str = "mentions", family: str | None = None, **more: object) -> LinkedEntity:
    return LinkedEntity(name, kind, (mention(name, 0),), role, family, **more)  # type: ignore[arg-type]


def facts(*entities: LinkedEntity, **more: object) -> PaperFacts:
    paper = SourcePaper("On stilts", SENTENCE, arxiv_id="2301.00009v2")
    return paper_facts(LinkedPaper(paper, entities, linked_with="L", **more), CATALOG)  # type: ignore[arg-type]


def node(given: PaperFacts, id_: str) -> Node:
    (found,) = [n for n in given.nodes if n.id == id_]
    return found


def edges(given: PaperFacts, type_: str) -> list[Relationship]:
    return [r for r in given.relationships if r.type == type_]


def test_everything_is_of_the_schema_and_nothing_is_none() -> None:
    given = facts(
        entity("Stilt", "method", "introduces"),
        entity("Heron 2 7B", "model", "uses", "Heron 2"),
        entity("MarshText-C", "dataset", "evaluates_on"),
        relations=(Relation("Stilt", "outperforms", "Heron 2 7B", EVIDENCE),),
        results=(Result(40.25, EVIDENCE, "Stilt", "Heron 2 7B", "MarshText-C", "F1", "%", True, "Heron 2 7B"),),
        code=(CodeLink("https://github.com/Wader/Stilt", EVIDENCE),),
    )
    for item in (given.paper, *given.nodes):
        assert set(item.properties) <= {p.name for p in NODES[item.label].properties}
        assert {p.name for p in NODES[item.label].properties if p.required} <= set(item.properties)
        assert None not in item.properties.values()
    keys = {given.paper.key, *(n.key for n in given.nodes)}
    for relationship in given.relationships:
        kind = RELATIONSHIPS[relationship.type]
        assert relationship.head.label in kind.heads
        assert relationship.tail.label in kind.tails
        assert {relationship.head, relationship.tail} <= keys
        assert set(relationship.properties) <= {p.name for p in kind.properties}
        assert {p.name for p in kind.properties if p.required} <= set(relationship.properties)


def test_the_papers_own_keys() -> None:
    given = facts()
    assert given.paper.id == "arxiv:2301.00009"
    assert given.paper.properties["arxiv_id"] == "2301.00009"
    assert given.paper.properties["title_key"] == "onstilts"
    assert given.paper.properties["linked_with"] == "L"
    assert "year" not in given.paper.properties
    assert "authors" not in given.paper.properties


@pytest.mark.parametrize(
    ("paper", "id_"),
    [
        (SourcePaper("T", arxiv_id="arXiv:2301.00009", doi="10.1234/x"), "arxiv:2301.00009"),
        (SourcePaper("T", doi="https://doi.org/10.1234/X"), "doi:10.1234/x"),
        (SourcePaper("T", id="17", doi="10.1234/x"), "doi:10.1234/x"),
        (SourcePaper("T", id="doi:10.9999/given", doi="10.1234/x"), "doi:10.9999/given"),
    ],
)
def test_an_id_comes_of_the_strongest_key(paper: SourcePaper, id_: str) -> None:
    assert paper_keys(paper).id == id_
    linked = LinkedPaper(paper)
    assert paper_facts(linked, CATALOG).paper.id == id_
    assert paper_facts(linked, CATALOG, "arxiv:0000.00001").paper.id == "arxiv:0000.00001"


def test_mentions_lie_side_by_side_in_reading_order() -> None:
    found = (mention("Stilt", 30), mention("stilts", 3, "title", "On stilts"), mention("Stilt", 4))
    (edge,) = edges(facts(LinkedEntity("Stilt", "method", found, confidence=0.7)), "MENTIONS")
    assert edge.properties == {
        "count": 3,
        "fields": ["title", "abstract", "abstract"],
        "starts": [3, 4, 30],
        "ends": [9, 9, 35],
        "surfaces": ["stilts", "Stilt", "Stilt"],
        "sentence": "On stilts",
        "confidence": 0.7,
        "rule": "matcher",
    }


def test_an_entity_without_offsets_is_still_held() -> None:
    (edge,) = edges(facts(LinkedEntity("Stilt", "method", ())), "MENTIONS")
    assert edge.properties == {"count": 0, "confidence": 1.0, "rule": "record"}


def test_a_role_carries_its_own_evidence_else_the_first_mentions() -> None:
    given = facts(entity("Stilt", "method", "introduces", role_evidence=EVIDENCE), entity("Heron", "model", "uses"))
    (introduces,), (uses,) = edges(given, "INTRODUCES"), edges(given, "USES")
    assert introduces.properties == EVIDENCE.to_json()
    assert uses.properties["rule"] == "matcher"
    assert not edges(facts(entity("Stilt", "method")), "INTRODUCES")


def test_what_the_catalogue_knows_of_an_entity() -> None:
    given = facts(entity("Heron 2 3B", "model"), entity("Egret", "method", discovered=True))
    assert node(given, "model:heron").properties == {
        "id": "model:heron",
        "name": "Heron",
        "aliases": ["HERON"],
        "description": "Wades.",
        "year": 2020,
        "url": "https://huggingface.co/wader/heron",
        "discovered": False,
    }
    assert node(given, "model:heron-2").properties["url"] == "https://arxiv.org/abs/2101.00001"
    assert node(given, "model:heron-2-3b").properties["parameters"] == 3_100_000_000
    assert node(given, "method:egret").properties == {"id": "method:egret", "name": "Egret", "discovered": True}


def test_lineage_is_the_catalogues_and_where_it_is_silent_the_grammars() -> None:
    given = facts(
        entity("Heron 2 3B", "model", family="Heron 2"),
        entity("Heron 2 7B", "model", family="Heron 2"),
        entity("Ibis 1B", "model", family="Ibis", discovered=True),
    )
    found = {(r.head.id, r.tail.id, r.properties["source"]) for r in edges(given, "VERSION_OF")}
    assert found == {
        ("model:heron-2-3b", "model:heron-2", "catalogue"),
        ("model:heron-2-7b", "model:heron-2", "grammar"),
        ("model:heron-2", "model:heron", "catalogue"),
        ("model:ibis-1b", "model:ibis", "grammar"),
    }
    assert all(r.properties.keys() == {"source"} for r in edges(given, "VERSION_OF"))
    assert node(given, "model:ibis").properties["discovered"] is True


def test_what_a_paper_states_carries_its_id_and_evidence() -> None:
    pair = (entity("Stilt", "method"), entity("Heron", "model"))
    surer = Evidence("abstract", 6, 9, SENTENCE, 0.95, "surer")
    twice = (Relation("Stilt", "outperforms", "Heron", EVIDENCE), Relation("Stilt", "outperforms", "Heron", surer))
    (edge,) = edges(facts(*pair, relations=twice), "OUTPERFORMS")
    assert edge.properties == {"source": "arxiv:2301.00009", **surer.to_json()}


def test_results_have_stable_ids_and_readable_names() -> None:
    entities = (
        entity("Stilt", "method"),
        entity("Heron 2 7B", "model", family="Heron 2"),
        entity("MarshText", "dataset"),
    )
    one = Result(40.25, EVIDENCE, "Stilt", "Heron 2 7B", "MarshText", "F1", better="higher")
    gain = Result(3.0, EVIDENCE, "Stilt", None, "MarshText", "F1", "points", True, "Heron 2 7B")
    only_model = Result(12, EVIDENCE, None, "Heron 2 7B", None, None, "%")
    given, again = facts(*entities, results=(one, gain, only_model)), facts(*entities, results=(only_model, gain, one))
    assert given == again
    results = {n.properties["name"]: n for n in given.nodes if n.label == "Result"}
    assert set(results) == {"MarshText F1 40.25", "MarshText F1 Δ 3 points", "Heron 2 7B 12%"}
    about = {
        name: {(r.type, r.tail.id) for r in given.relationships if r.head == result.key}
        for name, result in results.items()
    }
    assert about["MarshText F1 40.25"] == {
        ("OF", "method:stilt"),
        ("WITH", "model:heron-2-7b"),
        ("ON", "dataset:marshtext"),
    }
    assert about["MarshText F1 Δ 3 points"] == {
        ("OF", "method:stilt"),
        ("ON", "dataset:marshtext"),
        ("VERSUS", "model:heron-2-7b"),
    }
    assert about["Heron 2 7B 12%"] == {("OF", "model:heron-2-7b")}
    assert results["MarshText F1 40.25"].properties["better"] == "higher"


def test_repositories_are_known_by_their_place() -> None:
    links = ("https://github.com/Wader/Stilt", "https://github.com/wader/stilt/", "https://stilt.example.org")
    given = facts(code=tuple(CodeLink(url, EVIDENCE) for url in links))
    names = {n.id: n.properties["name"] for n in given.nodes}
    assert names == {
        "repository:github.com/wader/stilt": "wader/stilt",
        "repository:stilt.example.org": "stilt.example.org",
    }
    assert {r.tail for r in edges(given, "HAS_CODE")} == {NodeKey("Repository", id_) for id_ in names}


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("Heron 2 7B", 7_000_000_000),
        ("Heron-1.5B-Chat", 1_500_000_000),
        ("OPT-125M", 125_000_000),
        ("Heron 1T", 1_000_000_000_000),
        ("Heron 30B-A3B", 30_000_000_000),
        ("Heron 6B 200K", 6_000_000_000),
        ("Heron 8x7B", None),
        ("4M", None),
        ("Heron-3.5", None),
        ("Heron 128K", None),
        ("B2B", None),
    ],
)
def test_sizes_are_read_off_names(name: str, parameters: int | None) -> None:
    assert parameters_in_name(name) == parameters
