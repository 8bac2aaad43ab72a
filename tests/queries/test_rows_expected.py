"""Every canned query answers what its file in `expected/` says, row by row, on both graphs and on both stores."""

from typing import Any

import pytest
from regenerate import expected_path, read_expected

from paperatlas.queries import library

QUERIES = library.read_folder(library.HERE)
GRAPHS = ("invented", "examples")


@pytest.mark.parametrize("graph", GRAPHS)
@pytest.mark.parametrize("name", sorted(QUERIES))
def test_rows(stores: dict[str, Any], name: str, graph: str) -> None:
    case = read_expected(name)[graph]
    assert case["rows"], f"no rows are stated for {name}: run tests/queries/regenerate.py and check them by hand"
    assert library.run(stores[graph], name, case["parameters"]) == case["rows"]


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_three_rows_with_the_defaults(stores: dict[str, Any], name: str) -> None:
    rows = library.run(stores["examples"], name)
    assert len(rows) >= (1 if QUERIES[name].few_rows else 3)


def test_no_expectation_without_a_query() -> None:
    stated = {path.stem for path in expected_path("x").parent.glob("*.json")}
    assert stated == set(QUERIES)


def test_there_are_at_least_thirty() -> None:
    assert len(QUERIES) >= 30


@pytest.mark.neo4j
def test_the_same_rows_on_neo4j(neo4j_graphs: Any) -> None:
    for graph in GRAPHS:
        store = neo4j_graphs(graph)
        for name in sorted(QUERIES):
            case = read_expected(name)[graph]
            assert library.run(store, name, case["parameters"]) == case["rows"], (graph, name)


@pytest.mark.neo4j
@pytest.mark.parametrize("papers", [1, 3, None])
def test_plans_read_no_more_than_the_header_declares(
    stores: dict[str, Any], neo4j_graphs: Any, neo4j_server: Any, papers: int | None
) -> None:
    """PROFILE on the real server: a scan of all nodes or a cartesian product must be declared.

    The planner chooses by what it has counted, so it is asked anew for each size of the graph.
    """
    import neo4j

    neo4j_graphs("examples", papers)
    auth = (neo4j_server.username, neo4j_server.password)
    undeclared = []
    with neo4j.GraphDatabase.driver(neo4j_server.url, auth=auth) as driver:
        driver.execute_query("CALL db.clearQueryCaches()")
        for query in QUERIES.values():
            parameters = library.bind(stores["examples"], query, {})
            summary = driver.execute_query(f"PROFILE {query.body}", parameters).summary
            operators = set(_operators(summary.profile))
            if "AllNodesScan" in operators and "whole graph" not in query.scans:
                undeclared.append((query.name, "AllNodesScan"))
            if "CartesianProduct" in operators and "cartesian" not in query.scans:
                undeclared.append((query.name, "CartesianProduct"))
    assert undeclared == []


def _operators(plan: Any) -> Any:
    yield plan["operatorType"].split("@")[0]
    for child in plan.get("children", ()):
        yield from _operators(child)
