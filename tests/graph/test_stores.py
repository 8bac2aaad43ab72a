"""One suite for every store: what GraphStore promises, and DESIGN's identity, ownership and freshness."""

import dataclasses
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import kglite
import pytest
from store_papers import ALL, CATALOG, MODELS, ROKKAKU, SURVEY, linked, load

from paperatlas.errors import QueryError, StoreError
from paperatlas.graph.store import GraphStore, NodeKey, PaperKeys, Relationship, open_store
from paperatlas.loaders.catalog.catalogue import Catalog, Entry
from paperatlas.loaders.facts import paper_facts, paper_keys, paper_node
from paperatlas.loaders.record import LinkedPaper, SourcePaper

EMPTY_DIGEST = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
ROKKAKU_ID = "arxiv:2401.00001"
SURVEY_ID = "arxiv:2402.00002"


@pytest.fixture
def store(store_url: str) -> Iterator[GraphStore]:
    with open_store(store_url) as opened:
        yield opened


@dataclass
class Foreign:
    """A user of the same database who knows nothing of Paperatlas."""

    store: GraphStore
    url: str
    address: Any = None

    def run(self, text: str, **parameters: Any) -> None:
        if self.address is not None:
            self.address.run(text, **parameters)
            return
        self.store.close()
        graph = kglite.open(self.url)
        graph.cypher(text, params=parameters)
        graph.close()

    def reopen(self) -> GraphStore:
        self.store.close()
        self.store = open_store(self.url, must_exist=True)
        return self.store


@pytest.fixture
def foreign(request: pytest.FixtureRequest, store: GraphStore, store_url: str) -> Iterator[Foreign]:
    address = request.getfixturevalue("neo4j_address") if "://" in store_url else None
    user = Foreign(store, store_url, address)
    yield user
    user.store.close()


def edges(store: GraphStore, *types: str) -> set[tuple[str, ...]]:
    """(type, head id, tail id) of the stored relationships, with the source where there is one."""
    found = (r for r in store.relationships() if not types or r.type in types)
    return {
        (r.type, r.head.id, r.tail.id, str(r.properties["source"]))
        if "source" in r.properties
        else (r.type, r.head.id, r.tail.id)
        for r in found
    }


def ids(store: GraphStore) -> set[str]:
    return {node.id for node in store.nodes() if node.label != "Atlas"}


def keys_of(relationship: Relationship) -> set[str]:
    return set(relationship.properties)


def retitled(paper: LinkedPaper, **changes: object) -> LinkedPaper:
    return dataclasses.replace(paper, paper=dataclasses.replace(paper.paper, **changes))  # type: ignore[arg-type]


# -- loading


def test_new_store_is_empty(store: GraphStore) -> None:
    assert store.counts() == {"Atlas": 1}
    assert [node.id for node in store.nodes()] == ["atlas"]
    assert store.digest() == EMPTY_DIGEST
    assert store.find_papers([PaperKeys("arxiv:2401.00001")]) == [None]
    assert list(store.papers()) == []
    assert store.load([]).papers == 0


def test_facts_come_back_as_they_were_given(store: GraphStore) -> None:
    given = paper_facts(ROKKAKU, CATALOG)
    store.load([given])
    nodes = {node.key: dict(node.properties) for node in store.nodes() if node.label != "Atlas"}
    assert nodes == {node.key: dict(node.properties) for node in (given.paper, *given.nodes)}
    key = lambda r: (r.type, r.head, r.tail, str(r.properties.get("source")))  # noqa: E731
    assert sorted(store.relationships(), key=key) == sorted(given.relationships, key=key)


def test_counts_what_a_load_wrote(store: GraphStore) -> None:
    given = paper_facts(ROKKAKU, CATALOG)
    counts = store.load([given])
    assert (counts.papers, counts.nodes, counts.relationships) == (1, len(given.nodes), len(given.relationships))
    stored = store.counts()
    assert stored["Paper"] == 1
    assert stored["Result"] == 2
    assert sum(stored[r] for r in {r.type for r in given.relationships}) == len(given.relationships)


def test_loading_twice_is_loading_once(store: GraphStore) -> None:
    load(store, *ALL)
    first = store.digest()
    load(store, *ALL)
    assert store.digest() == first
    load(store, *reversed(ALL))
    assert store.digest() == first


def test_order_and_batches_do_not_matter(store: GraphStore) -> None:
    load(store, *ALL)
    first = store.digest()
    store.remove([paper.id for paper in list(store.papers())])
    assert store.digest() == EMPTY_DIGEST
    for paper in reversed(ALL):
        load(store, paper)
    assert store.digest() == first


def test_two_spellings_of_a_discovered_name_do_not_depend_on_the_order(store: GraphStore) -> None:
    one = linked("First kite", "We use Para-Sail here.", methods=("Para-Sail",))
    two = linked("Second kite", "We use Para Sail here.", methods=("Para Sail",))
    load(store, one, two)
    first = store.digest()
    store.remove([paper.id for paper in list(store.papers())])
    load(store, two)
    load(store, one)
    assert store.digest() == first
    assert {n.properties["name"] for n in store.nodes() if n.label == "Method"} == {"Para Sail"}


def test_of_one_paper_twice_in_a_batch_the_later_one_stands(store: GraphStore) -> None:
    other = linked(
        "Rokkaku: a kite with six sides", "AirText is all we have.", datasets=("AirText",), arxiv_id="2401.00001"
    )
    store.load([paper_facts(ROKKAKU, CATALOG), paper_facts(other, CATALOG)])
    assert edges(store) == {("MENTIONS", ROKKAKU_ID, "dataset:airtext")}


def test_properties_that_nothing_has_yet_can_be_asked_for(store: GraphStore) -> None:
    load(store, SURVEY)
    assert (
        store.query("MATCH (p:Paper {doi: 'x', s2_id: 'y'})-[:HAS_CODE]->(r:Repository {url: 'z'}) RETURN p.id AS id")
        == []
    )


def test_texts_of_any_script_and_length_survive(store: GraphStore) -> None:
    abstract = "Ein Drachen 🪁 über 東京: Kite\u2028mit \\ \"Quoten\" 'und' `mehr` $x {y}; \t" + "lang " * 5000
    paper = linked("Drachen 🪁 凧", abstract, methods=("Kite",), authors=("Łukasz Ünal", "王 小明"))
    load(store, paper)
    (stored,) = store.papers()
    assert stored.properties["abstract"] == abstract
    assert stored.properties["title"] == "Drachen 🪁 凧"
    assert stored.properties["authors"] == ["Łukasz Ünal", "王 小明"]
    (mention,) = [r for r in store.relationships() if r.type == "MENTIONS"]
    start, end = mention.properties["starts"][0], mention.properties["ends"][0]  # type: ignore[index]
    assert abstract[start:end] == "Kite"


# -- what the facts say


def test_families_and_catalogue_ancestors(store: GraphStore) -> None:
    load(store, MODELS)
    assert edges(store, "VERSION_OF") == {
        ("VERSION_OF", "model:gull-2-7b", "model:gull-2", "grammar"),
        ("VERSION_OF", "model:gull-2-70b", "model:gull-2", "grammar"),
        ("VERSION_OF", "model:gull-2", "model:gull", "catalogue"),
        ("VERSION_OF", "model:tern-3b", "model:tern", "grammar"),
    }
    assert edges(store, "PART_OF") == {("PART_OF", "benchmark:windcola", "benchmark:skyglue", "catalogue")}
    models = {n.id: n.properties for n in store.nodes() if n.label == "Model"}
    assert models["model:gull-2-70b"]["parameters"] == 70_000_000_000
    assert models["model:gull-2"]["discovered"] is False
    assert models["model:tern"]["discovered"] is True
    assert "parameters" not in models["model:gull"]


def test_results_say_what_they_are_about(store: GraphStore) -> None:
    load(store, ROKKAKU)
    rows = store.query(
        "MATCH (p:Paper)-[:REPORTS]->(r:Result)-[:`ON`]->(b:Benchmark) MATCH (r)-[:OF]->(m:Method) "
        "MATCH (r)-[:`WITH`]->(w:Model) RETURN p.id AS paper, r.name AS result, r.value AS value, r.is_delta AS delta, "
        "b.name AS benchmark, m.name AS method, w.name AS model ORDER BY value"
    )
    assert [tuple(row.values()) for row in rows] == [
        (ROKKAKU_ID, "CloudSums accuracy 58.25", 58.25, False, "CloudSums", "Box Kite", "Gull 2 7B"),
        (ROKKAKU_ID, "CloudSums accuracy 61.5", 61.5, False, "CloudSums", "Rokkaku", "Gull 2 7B"),
    ]


def test_catalogue_edges_carry_no_evidence_and_a_papers_do(store: GraphStore) -> None:
    load(store, ROKKAKU)
    variants = {
        r.properties["source"]: r for r in store.relationships() if r.type == "VARIANT_OF" and "rok" in r.head.id
    }
    assert keys_of(variants["catalogue"]) == {"source"}
    assert keys_of(variants[ROKKAKU_ID]) == {"source", "field", "start", "end", "sentence", "confidence", "rule"}


# -- replacing and removing


def test_an_edited_paper_replaces_just_what_it_said(store: GraphStore) -> None:
    load(store, *ALL)
    edited = linked(
        "Rokkaku: a kite with six sides",
        "We present Rokkaku. On WindCola it reaches 61.5.",
        methods=("Rokkaku",),
        benchmarks=("WindCola",),
        roles={"Rokkaku": "introduces", "WindCola": "evaluates_on"},
        arxiv_id="2401.00001",
        year=2024,
        authors=("Ada Finch", "Ben Wren"),
        source="test",
    )
    others = {e for e in edges(store) if ROKKAKU_ID not in e and not e[1].startswith("result:")}
    load(store, edited)
    said = {e for e in edges(store) if ROKKAKU_ID in e}
    assert said == {
        ("MENTIONS", ROKKAKU_ID, "method:rokkaku"),
        ("INTRODUCES", ROKKAKU_ID, "method:rokkaku"),
        ("MENTIONS", ROKKAKU_ID, "benchmark:windcola"),
        ("EVALUATES_ON", ROKKAKU_ID, "benchmark:windcola"),
    }
    assert {e for e in edges(store) if ROKKAKU_ID not in e} == others
    edited_digest = store.digest()
    store.remove([paper.id for paper in list(store.papers())])
    load(store, edited, SURVEY, MODELS)
    assert store.digest() == edited_digest


def test_an_unchanged_link_loses_what_it_no_longer_carries(store: GraphStore) -> None:
    load(store, ROKKAKU)
    first = store.digest()
    longer = retitled(ROKKAKU, abstract=ROKKAKU.paper.abstract + " Kites fly.")
    load(store, dataclasses.replace(longer, linked_with="linker 2"))
    assert store.digest() != first
    load(store, ROKKAKU)
    assert store.digest() == first


def test_removing_a_paper_leaves_what_others_hold(store: GraphStore) -> None:
    load(store, SURVEY, MODELS)
    before = store.digest()
    load(store, ROKKAKU)
    assert store.remove([ROKKAKU_ID, "arxiv:9999.00000"]) == [ROKKAKU_ID]
    assert store.digest() == before
    assert store.remove([SURVEY_ID, "doi:10.1234/gulls"]) == [SURVEY_ID, "doi:10.1234/gulls"]
    assert store.digest() == EMPTY_DIGEST
    assert store.remove([SURVEY_ID]) == []


def test_catalogue_ancestors_stay_while_a_descendant_is_held(store: GraphStore) -> None:
    load(store, ROKKAKU, SURVEY)
    store.remove([ROKKAKU_ID])
    # the survey names Rokkaku only: its parents stay for its sake
    assert {"method:rokkaku", "method:box-kite", "method:kite"} <= ids(store)
    assert "method:sled-x" in ids(store)
    store.remove([SURVEY_ID])
    assert ids(store) == set()


def test_a_newer_catalogue_replaces_the_older_ones_lineage(store: GraphStore) -> None:
    load(store, SURVEY)
    entries = tuple(e for e in CATALOG.entries if e.name != "Rokkaku")
    newer = Catalog(
        (*entries, Entry("Rokkaku", "method", parents=(("variant_of", "method:kite"),), about="Six sides."))
    )
    store.load([paper_facts(SURVEY, newer)])
    assert edges(store, "VARIANT_OF") == {("VARIANT_OF", "method:rokkaku", "method:kite", "catalogue")}
    assert "method:box-kite" not in ids(store)


def test_a_name_found_yesterday_and_catalogued_today_is_one_node(store: GraphStore) -> None:
    load(store, SURVEY)
    newer = Catalog(
        (*CATALOG.entries, Entry("Sled-X", "method", aliases=("SledX",), parents=(("variant_of", "method:kite"),)))
    )
    store.load([paper_facts(SURVEY, newer)])
    (node,) = [n for n in store.nodes() if n.id == "method:sled-x"]
    assert node.properties["discovered"] is False
    assert node.properties["aliases"] == ["SledX"]
    assert ("VARIANT_OF", "method:sled-x", "method:kite", "catalogue") in edges(store)


def test_a_grammar_edge_stays_until_the_catalogue_says_the_same(store: GraphStore) -> None:
    load(store, MODELS)
    without_family = linked("Another", "Gull 2 7B flies.", models=("Gull 2 7B",))
    bare = dataclasses.replace(without_family.entities[0], family=None)
    load(store, dataclasses.replace(without_family, entities=(bare,)))
    assert ("VERSION_OF", "model:gull-2-7b", "model:gull-2", "grammar") in edges(store)
    newer = Catalog((*CATALOG.entries, Entry("Gull 2 7B", "model", parents=(("version_of", "model:gull-2"),))))
    store.load([paper_facts(MODELS, newer)])
    found = {e for e in edges(store, "VERSION_OF") if e[1] == "model:gull-2-7b"}
    assert found == {("VERSION_OF", "model:gull-2-7b", "model:gull-2", "catalogue")}


# -- identity


def test_the_same_paper_from_two_sources_is_one_node(store: GraphStore) -> None:
    load(store, ROKKAKU)
    (known,) = store.find_papers([PaperKeys("doi:10.5555/kite", arxiv_id="2401.00001", doi="10.5555/kite")])
    assert known is not None
    assert known.id == ROKKAKU_ID
    assert known.has_abstract
    assert known.linked_with == "linker 1"
    assert known.authors == ("Ada Finch", "Ben Wren")


def test_ids_learnt_later_are_added_and_found(store: GraphStore) -> None:
    load(store, linked("Late kite", "Kite flies.", methods=("Kite",), year=2024, authors=("Ada Finch",)))
    (first,) = store.papers()
    assert first.id.startswith("title:")
    later = retitled(linked("Late Kite!", "Kite flies.", methods=("Kite",), doi="10.5555/late"), authors=("A. Finch",))
    load(store, later)
    (paper,) = store.papers()
    assert paper.id == first.id
    assert paper.properties["doi"] == "10.5555/late"
    assert paper.properties["year"] == 2024  # the later record has none, and an empty field overwrites nothing
    assert [p.id for p in store.find_papers([PaperKeys("doi:10.5555/late", doi="10.5555/late")]) if p] == [first.id]


@pytest.mark.parametrize(
    ("year", "authors", "same"),
    [
        (2024, ("Someone Else",), True),
        (2025, ("A. Finch",), True),
        (2025, ("Finch, Ada",), True),
        (None, (), True),
        (None, ("Ada Finch",), True),
        (2025, ("Someone Else",), False),
        (2025, (), False),
    ],
)
def test_a_title_joins_only_where_year_or_author_agrees(
    store: GraphStore, year: int | None, authors: tuple[str, ...], same: bool
) -> None:
    load(store, linked("Introduction to kites", "Kite.", methods=("Kite",), year=2024, authors=("Ada Finch",)))
    record = SourcePaper("Introduction to Kites", year=year, authors=authors)
    found = store.find_papers([paper_keys(record)])[0]
    # without arXiv identifier and DOI the id itself comes of the title, so it is asked for under another one
    keys = dataclasses.replace(paper_keys(record), id="doi:10.5555/x")
    assert (store.find_papers([keys])[0] is not None) is same
    assert found is not None or not same


def test_two_arxiv_identifiers_are_two_papers_whatever_the_title(store: GraphStore) -> None:
    load(store, ROKKAKU)
    keys = dataclasses.replace(paper_keys(ROKKAKU.paper), id="arxiv:2405.00009", arxiv_id="2405.00009")
    assert store.find_papers([keys]) == [None]


def test_many_papers_are_found_in_order(store: GraphStore) -> None:
    load(store, *ALL)
    keys = [
        paper_keys(MODELS.paper),
        PaperKeys("arxiv:1111.11111"),
        paper_keys(SURVEY.paper),
        paper_keys(ROKKAKU.paper),
    ]
    assert [p.id if p else None for p in store.find_papers(keys)] == ["doi:10.1234/gulls", None, SURVEY_ID, ROKKAKU_ID]


# -- metadata, freshness, cursors


def test_metadata_is_merged_and_links_stay(store: GraphStore) -> None:
    load(store, ROKKAKU)
    before = edges(store)
    record = SourcePaper("ROKKAKU", abstract="", arxiv_id="2401.00001", doi="10.5555/kite", categories=("cs.CL",))
    store.update_papers([paper_node(record, ROKKAKU_ID), paper_node(record, "arxiv:never.seen")])
    (paper,) = store.papers()
    assert paper.properties["doi"] == "10.5555/kite"
    assert paper.properties["categories"] == ["cs.CL"]
    for kept in ("title", "abstract", "title_key", "text_digest", "linked_with", "year"):
        assert paper.properties[kept] == paper_facts(ROKKAKU, CATALOG).paper.properties[kept]
    assert edges(store) == before


def test_papers_of_another_linker_are_listed(store: GraphStore) -> None:
    load(
        store, ROKKAKU, dataclasses.replace(SURVEY, linked_with="linker 2"), dataclasses.replace(MODELS, linked_with="")
    )
    assert [p.id for p in store.papers()] == [ROKKAKU_ID, SURVEY_ID, "doi:10.1234/gulls"]
    assert [p.id for p in store.papers(not_linked_with="linker 2")] == [ROKKAKU_ID, "doi:10.1234/gulls"]


def test_papers_can_be_loaded_again_while_they_are_listed(store: GraphStore) -> None:
    load(store, *ALL)
    by_id = {"arxiv:2401.00001": ROKKAKU, "arxiv:2402.00002": SURVEY, "doi:10.1234/gulls": MODELS}
    for paper in store.papers(not_linked_with="linker 2"):
        load(store, dataclasses.replace(by_id[paper.id], linked_with="linker 2"))
    assert list(store.papers(not_linked_with="linker 2")) == []


def test_cursors_are_kept(store: GraphStore, store_url: str) -> None:
    load(store, ROKKAKU)
    before = store.digest()
    store.set_cursor("papers.jsonl", "line 7")
    store.set_cursor("arXiv", '{"from": "2024-01-01"}')
    store.set_cursor("gone", "x")
    store.set_cursor("gone", None)
    assert store.digest() == before
    store.close()
    with open_store(store_url, must_exist=True) as again:
        assert again.cursor("papers.jsonl") == "line 7"
        assert again.cursor("arXiv") == '{"from": "2024-01-01"}'
        assert again.cursor("gone") is None
        assert again.digest() == before


# -- queries


def test_queries_take_values_only_as_parameters_and_return_rows(store: GraphStore) -> None:
    load(store, *ALL)
    text = "MATCH (p:Paper)-[:MENTIONS]->(m:Method {name: $name}) RETURN p.id AS id ORDER BY id"
    assert store.query(text, {"name": "Rokkaku"}) == [{"id": ROKKAKU_ID}, {"id": SURVEY_ID}]
    assert store.query(text, {"name": "Rokkaku"}, row_limit=1) == [{"id": ROKKAKU_ID}]
    assert store.query(text, {"name": "' OR 1=1 //"}) == []


@pytest.mark.parametrize(
    "text",
    [
        "CREATE (n:Method {id: 'x', name: 'x'})",
        "MATCH (n) DETACH DELETE n",
        "MATCH (n:Paper) SET n.title = 'x'",
        "MERGE (n:Paper {id: 'x'}) RETURN n.id AS id",
    ],
)
def test_queries_cannot_write(store: GraphStore, text: str) -> None:
    load(store, ROKKAKU)
    before = store.digest()
    with pytest.raises(QueryError, match="only read"):
        store.query(text)
    assert store.digest() == before


@pytest.mark.parametrize(
    "text",
    [
        "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
        "MATCH (n) load /* hidden */ csv FROM $u AS l RETURN l",
        "RETURN '//' AS x UNION LOAD\nCSV FROM 'http://example.org' AS x RETURN x",
        "CALL () { L\\u004fAD CSV FROM 'file:///etc/passwd' AS line RETURN line } RETURN line",
    ],
)
def test_queries_cannot_read_files(store: GraphStore, text: str) -> None:
    with pytest.raises(QueryError, match="LOAD CSV is refused"):
        store.query(text)


def test_a_string_may_say_load_csv(store: GraphStore) -> None:
    assert store.query("RETURN 'LOAD CSV' AS text // LOAD CSV") == [{"text": "LOAD CSV"}]


def test_a_faulty_query_is_one_sentence(store: GraphStore) -> None:
    with pytest.raises(QueryError) as caught:
        store.query("MATCH (n RETURN n")
    assert "\n" not in str(caught.value)


def test_a_slow_query_is_stopped(store: GraphStore) -> None:
    numbers = " ".join(f"UNWIND range(1, 1000) AS {name}" for name in "abc")
    slow = f"{numbers} RETURN sum(a * b * c % 7) AS n"
    with pytest.raises(QueryError, match=r"longer than 0\.2 seconds"):
        store.query(slow, timeout=0.2)


# -- somebody else's data


def test_a_foreign_label_keeps_an_entity(store: GraphStore, foreign: Foreign) -> None:
    load(store, SURVEY)
    foreign.run("MATCH (n:Method {id: 'method:sled-x'}) SET n:Favourite")
    store = foreign.reopen()
    store.remove([SURVEY_ID])
    assert ids(store) == {"method:sled-x"}


def test_a_foreign_relationship_keeps_an_entity_and_its_ancestors(store: GraphStore, foreign: Foreign) -> None:
    load(store, SURVEY)
    foreign.run("CREATE (:Note {id: 'note', text: 'try this'})")
    foreign.run(
        "MATCH (a:Note {id: 'note'}) MATCH (m:Method {id: 'method:rokkaku'}) CREATE (a)-[:ABOUT {since: 3}]->(m)"
    )
    store = foreign.reopen()
    store.remove([SURVEY_ID])
    assert ids(store) == {"method:rokkaku", "method:box-kite", "method:kite"}
    rows = store.query("MATCH (a:Note)-[r:ABOUT]->(m:Method) RETURN a.text AS text, r.since AS since, m.name AS name")
    assert rows == [{"text": "try this", "since": 3, "name": "Rokkaku"}]


def test_foreign_nodes_and_properties_are_left_alone(store: GraphStore, foreign: Foreign) -> None:
    load(store, *ALL)
    before = store.digest()
    foreign.run("CREATE (:Person {id: 'p1', name: 'Ada'})")
    foreign.run("MATCH (p:Paper {id: $id}) SET p.stars = 5", id=ROKKAKU_ID)
    foreign.run(
        "MATCH (:Paper {id: $id})-[r:MENTIONS]->(:Method {id: 'method:rokkaku'}) SET r.checked = true", id=ROKKAKU_ID
    )
    foreign.run("MATCH (a:Person {id: 'p1'}) MATCH (p:Paper {id: $id}) CREATE (a)-[:WROTE]->(p)", id=ROKKAKU_ID)
    store = foreign.reopen()
    assert store.digest() == before
    load(store, *ALL)
    assert store.digest() == before
    rows = store.query(
        "MATCH (a:Person)-[:WROTE]->(p:Paper)-[r:MENTIONS]->(:Method {id: 'method:rokkaku'}) "
        "RETURN a.name AS name, p.stars AS stars, r.checked AS checked"
    )
    assert rows == [{"name": "Ada", "stars": 5, "checked": True}]


def test_removing_a_paper_keeps_what_a_user_hung_on_it(store: GraphStore, foreign: Foreign) -> None:
    load(store, ROKKAKU)
    foreign.run("CREATE (:Person {id: 'p1', name: 'Ada'})")
    foreign.run("MATCH (a:Person {id: 'p1'}) MATCH (p:Paper {id: $id}) CREATE (a)-[:WROTE]->(p)", id=ROKKAKU_ID)
    store = foreign.reopen()
    assert store.remove([ROKKAKU_ID]) == [ROKKAKU_ID]
    assert ids(store) == {ROKKAKU_ID}
    (known,) = store.find_papers([PaperKeys(ROKKAKU_ID)])
    assert known is not None
    assert known.linked_with == known.text_digest == ""  # a build links it again
    assert store.query("MATCH (a:Person)-[:WROTE]->(p:Paper) RETURN a.name AS name") == [{"name": "Ada"}]


# -- two at once, and a second look


def test_a_second_handle_sees_what_the_first_committed(store: GraphStore, store_url: str) -> None:
    load(store, ROKKAKU)
    with open_store(store_url, must_exist=True) as reader:
        assert reader.digest() == store.digest()
        load(store, SURVEY)
        assert reader.digest() == store.digest()
        assert {p.id for p in reader.papers()} == {ROKKAKU_ID, SURVEY_ID}


def test_threads_may_read_while_one_writes(store: GraphStore) -> None:
    load(store, MODELS)
    failures: list[BaseException] = []

    def read() -> None:
        try:
            for _ in range(20):
                rows = store.query("MATCH (p:Paper)-[:MENTIONS]->(e) RETURN p.id AS id, count(*) AS n ORDER BY id")
                assert rows[-1] == {"id": "doi:10.1234/gulls", "n": 4}
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(3):
        load(store, ROKKAKU)
        store.remove([ROKKAKU_ID])
    for thread in threads:
        thread.join()
    assert not failures


def many(count: int) -> list[LinkedPaper]:
    """Papers that share hubs, so that two loaders meet on the same nodes."""
    return [
        linked(
            f"Kite number {i}",
            f"Kite and Box Kite meet Gull 2 7B, Sled-{i % 7} and Gust-{i} on CloudSums: 1{i}.5 for Gust-{i}.",
            methods=("Kite", "Box Kite", f"Sled-{i % 7}", f"Gust-{i}"),
            models=("Gull 2 7B",),
            benchmarks=("CloudSums",),
            roles={f"Gust-{i}": "introduces", "CloudSums": "evaluates_on"},
            relations=((f"Gust-{i}", "variant_of", "Kite"),),
            results=((float(f"1{i}.5"), {"method": f"Gust-{i}", "on": "CloudSums"}),),
            arxiv_id=f"2403.{i:05d}",
        )
        for i in range(count)
    ]


@pytest.mark.neo4j
def test_two_loaders_of_the_same_papers_end_in_the_same_graph(neo4j_address: object) -> None:
    url: str = neo4j_address.url  # type: ignore[attr-defined]
    papers = many(120)

    def loader(order: list[LinkedPaper]) -> None:
        with open_store(url) as store:
            for start in range(0, len(order), 20):
                load(store, *order[start : start + 20])

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(loader, (papers, papers[::-1], papers[60:] + papers[:60])))
    with open_store(url) as store:
        together = store.digest()
        assert store.counts()["Paper"] == 120
        store.remove([paper.id for paper in list(store.papers())])
        assert store.digest() == EMPTY_DIGEST
        load(store, *papers)
        assert store.digest() == together


@pytest.mark.neo4j
def test_loading_and_removing_at_once_leaves_no_orphan(neo4j_address: object) -> None:
    url: str = neo4j_address.url  # type: ignore[attr-defined]
    papers = many(60)

    def coming(part: list[LinkedPaper]) -> None:
        with open_store(url) as store:
            for paper in part:
                load(store, paper)
                store.remove([paper_facts(paper, CATALOG).paper.id])

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(coming, (papers[:20], papers[20:40], papers[40:])))
    with open_store(url) as store:
        assert store.digest() == EMPTY_DIGEST


@pytest.mark.neo4j
def test_both_stores_agree_on_the_digest(neo4j_address: object, embedded_url: str) -> None:
    url: str = neo4j_address.url  # type: ignore[attr-defined]
    digests = set()
    for where in (url, embedded_url):
        with open_store(where) as store:
            load(store, *ALL, *many(30))
            load(store, retitled(SURVEY, abstract=SURVEY.paper.abstract + " More."))
            store.remove(["arxiv:2403.00007"])
            digests.add(store.digest())
    assert len(digests) == 1


# -- the stores as a whole


def test_an_unknown_scheme_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="scheme"):
        open_store("mysql://localhost/x")


def test_facts_leave_out_what_the_schema_does_not_allow() -> None:
    paper = linked(
        "Odd",
        "Kite beats Gull 2 7B and itself.",
        methods=("Kite",),
        models=("Gull 2 7B",),
        relations=(("Kite", "variant_of", "Gull 2 7B"), ("Kite", "outperforms", "Kite")),
    )
    nobody = dataclasses.replace(paper.relations[0], tail="Nobody")
    given = paper_facts(dataclasses.replace(paper, relations=(*paper.relations, nobody)), CATALOG)
    assert {r.type for r in given.relationships} == {"MENTIONS", "VERSION_OF"}
    assert NodeKey("Method", "method:kite") in {node.key for node in given.nodes}
