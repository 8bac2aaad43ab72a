"""The SPARQL counterparts give the rows of the Cypher queries, in Oxigraph and in rdflib, over one sample graph."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib

from paperatlas.errors import InputError, QueryError
from paperatlas.graph.memory import MemoryGraph
from paperatlas.graph.rdf import sparql
from paperatlas.graph.rdf.export import export_rdf, to_rdflib
from paperatlas.graph.store import GraphStore, open_store
from paperatlas.loaders.facts import paper_facts
from paperatlas.queries import library

SAMPLES = Path(__file__).parents[2] / "queries" / "samples.py"
NAMES = sorted(sparql.counterparts())
MORE: dict[str, list[dict[str, Any]]] = {
    "papers_about": [{"entity": "GSM8K", "role": "evaluates_on", "from_year": 2023}, {"entity": "LLaMA 2 7B"}],
    "papers_by_author": [{"author": "e", "from_year": 2022}],
    "outperforms": [{"entity": "LoRA"}, {"to_year": 2023}],
    "evidence": [{"entity": "DoRA"}, {"entity": "DoRA", "other": "LoRA"}],
    "models_by_size": [{"min_parameters": 10**10}, {"max_parameters": 8 * 10**9}],
    "top_benchmarks": [{"field": "CS.LG"}, {"from_year": 2024}],
    "introduced_by_year": [{"kind": "Method", "to_year": 2023}],
    "results_of": [{"entity": "LLaMA 2 7B"}, {"entity": "DoRA"}],
    "leaderboard_gains": [{"benchmark": "MATH"}, {"metric": "acc"}],
    "entity_by_year": [{"entity": "GSM8K", "from_year": 2023}],
    "doubtful_links": [{"max_confidence": 0.85}],
    "cooccurrence": [{"kind": "benchmark"}, {"entity": "GSM8K", "from_year": 2023}],
    "model_gaps": [{"method": "DoRA"}],
    "benchmark_companions": [{"benchmark": "MATH"}],
    "method_on_benchmark_with_model": [{"model": "LLaMA 2"}, {"method": "PiSSA"}],
    "statistics": [{"limit": 3}],
}
CASES = [(name, more) for name in NAMES for more in [{}, *MORE.get(name, [])]]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    spec = importlib.util.spec_from_file_location("query_samples", SAMPLES)
    assert spec is not None
    assert spec.loader is not None
    samples = sys.modules["query_samples"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(samples)
    with open_store(tmp_path_factory.mktemp("sparql") / "atlas.db") as opened:
        opened.load([paper_facts(paper, samples.sample_catalog()) for paper in samples.sample_papers()])
        yield opened


@pytest.fixture(scope="module")
def oxigraph(store: GraphStore, tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    path = tmp_path_factory.mktemp("sparql") / "graph.trig.gz"
    export_rdf(store, path)
    return sparql.load([path])


@pytest.fixture(scope="module")
def graph(store: GraphStore) -> rdflib.Graph:
    return to_rdflib(store)


def tidy(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows that can be compared: rounded numbers, lists in order."""

    def one(value: Any) -> Any:
        if isinstance(value, float):
            return round(value, 2)
        return sorted(value) if isinstance(value, list) else value

    return [{key: one(value) for key, value in row.items()} for row in rows]


@pytest.mark.parametrize(("name", "more"), CASES, ids=lambda x: x if isinstance(x, str) else ",".join(x) or "default")
def test_the_same_rows_as_cypher_in_the_same_order(
    store: GraphStore, oxigraph: ox.Store, name: str, more: dict[str, Any]
) -> None:
    expected = library.run(store, name, more)
    columns, rows = sparql.run(oxigraph, sparql.find(name), sparql.bind(oxigraph, name, more))
    assert tuple(columns) == expected.columns
    assert tidy(rows) == tidy(expected)


def test_enough_of_them_say_something(oxigraph: ox.Store) -> None:
    assert len(NAMES) >= 15
    assert set(NAMES) <= set(library.load().queries)
    rows = {n: len(sparql.run(oxigraph, sparql.find(n), sparql.bind(oxigraph, n, {}))[1]) for n in NAMES}
    assert sum(1 for count in rows.values() if count >= 3) >= 15


@pytest.mark.parametrize("name", NAMES)
def test_rdflib_gives_the_same_rows(oxigraph: ox.Store, graph: rdflib.Graph, name: str) -> None:
    query = sparql.find(name)
    text = sparql.fill_in(query.text, sparql.bind(oxigraph, name, {}))
    answer = graph.query(text)
    columns = [str(v) for v in answer.vars or ()]

    def value(term: Any, column: str) -> Any:
        found = None if term is None else term.toPython() if isinstance(term, rdflib.Literal) else str(term)
        if column in query.lists:
            return sorted(part for part in (found or "").split(sparql.SEPARATOR) if part)
        return float(found) if found is not None and type(found).__name__ == "Decimal" else found

    rows = [{column: value(row[column], column) for column in columns} for row in answer]
    expected = sparql.run(oxigraph, query, sparql.bind(oxigraph, name, {}))[1]
    assert sorted(tidy(rows), key=repr) == sorted(tidy(expected), key=repr)


def test_names_are_found_by_any_alias(oxigraph: ox.Store) -> None:
    bound = sparql.bind(oxigraph, "papers_about", {"entity": "lora"})
    assert bound["entity"] == "LoRA"
    with pytest.raises(QueryError, match=r"no method `Loora`.*Did you mean LoRA"):
        sparql.bind(oxigraph, "papers_with_code", {"method": "Loora"})
    with pytest.raises(QueryError, match=r"no parameter `colour`.*It takes entity"):
        sparql.bind(oxigraph, "papers_about", {"colour": "red"})
    with pytest.raises(QueryError, match="must be from 0 to 1, not nan"):
        sparql.bind(oxigraph, "papers_about", {"min_confidence": "nan"})
    with pytest.raises(QueryError, match="must be of type integer, not 'x'"):
        sparql.bind(oxigraph, "papers_about", {"limit": "x"})
    assert sparql.bind(oxigraph, "similar_papers", {"paper": "2106.09685"})["paper"] == "arxiv:2106.09685"
    with pytest.raises(QueryError, match="no paper `nothing`"):
        sparql.bind(oxigraph, "similar_papers", {"paper": "nothing"})


def test_values_become_literals_and_nothing_else() -> None:
    text = 'SELECT $a ("$a" AS ?b) { ?x <http://e.org/$a> $a . # $a\n FILTER(?c > $n && $t) } LIMIT $none'
    nasty = 'x" } ; DROP ALL # \\ \n\x01'
    filled = sparql.fill_in(text, {"a": nasty, "n": 0.5, "t": True, "none": None})
    assert filled.count('"x\\" } ; DROP ALL # \\\\ \\n\\u0001"') == 2
    assert '"$a" AS ?b' in filled
    assert "<http://e.org/$a>" in filled
    assert "# $a\n" in filled
    assert "?c > 0.5e0 && true" in filled
    assert filled.endswith("LIMIT $none")
    store = ox.Store()
    (row,) = store.query(f"SELECT ({sparql.literal(nasty)} AS ?x) {{}}")  # type: ignore[union-attr]
    assert row["x"].value == nasty


def test_own_queries_and_their_faults(oxigraph: ox.Store, tmp_path: Path) -> None:
    own = tmp_path / "mine.rq"
    own.write_text("ASK { ?x a <https://w3id.org/paperatlas/ontology#Method> }")
    assert sparql.run(oxigraph, sparql.find(str(own))) == (["answer"], [{"answer": True}])
    own.write_text(
        "CONSTRUCT { ?x ?p ?o } WHERE { ?x a <https://w3id.org/paperatlas/ontology#Method> ; ?p ?o } LIMIT 2"
    )
    columns, rows = sparql.run(oxigraph, sparql.find(str(own)))
    assert columns == ["subject", "predicate", "object"]
    assert len(rows) == 2
    own.write_text("SELECT ?x WHERE {")
    with pytest.raises(QueryError, match="mine is no valid SPARQL"):
        sparql.run(oxigraph, sparql.find(str(own)))
    own.write_text("DELETE WHERE { ?x ?y ?z }")
    with pytest.raises(QueryError, match="no valid SPARQL"):
        sparql.run(oxigraph, sparql.find(str(own)))
    own.write_text("SELECT * { SERVICE <http://localhost:1/> { ?s ?p ?o } }")
    with pytest.raises(QueryError, match="asks another server"):
        sparql.run(oxigraph, sparql.find(str(own)))
    own.write_bytes(b"SELECT \xff")
    with pytest.raises(QueryError, match=r"mine\.rq is not valid UTF-8"):
        sparql.find(str(own))
    with pytest.raises(QueryError, match=r"no SPARQL query `paper_about`.*Did you mean papers_about"):
        sparql.find("paper_about")
    with pytest.raises(QueryError, match="cannot be read"):
        sparql.find(str(tmp_path / "gone.rq"))


def test_data_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.ttl").write_text("this is no Turtle")
    with pytest.raises(InputError, match=r"x\.ttl is no valid turtle"):
        sparql.load([tmp_path / "x.ttl"])
    with pytest.raises(InputError, match="cannot be read"):
        sparql.load([tmp_path / "gone.nt"])


def test_parallel_statements_count_each(sample_graph: MemoryGraph, tmp_path: Path) -> None:
    export_rdf(sample_graph, tmp_path / "g.nq")
    store = sparql.load([tmp_path / "g.nq"])
    rows = sparql.run(store, sparql.find("statistics"), sparql.bind(store, "statistics", {}))[1]
    assert {"what": "relationships", "name": "OUTPERFORMS", "number": 3} in rows
