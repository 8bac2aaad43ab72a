"""Graphs for the tests of the queries: the invented papers, and the samples of `examples/` as a person linked them."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from paperatlas.graph.embedded_store import EmbeddedStore

sys.path.insert(0, str(Path(__file__).parent))

from samples import annotated_examples, load, sample_papers

PAPERS = {"invented": sample_papers, "examples": annotated_examples}


@pytest.fixture(scope="session")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, EmbeddedStore]]:
    """The embedded store of each graph, read only by the tests."""
    folder = tmp_path_factory.mktemp("queries")
    opened = {}
    for name, papers in PAPERS.items():
        opened[name] = EmbeddedStore(folder / f"{name}.db")
        load(opened[name], papers())
    yield opened
    for store in opened.values():
        store.close()


@pytest.fixture(scope="session")
def invented(stores: dict[str, EmbeddedStore]) -> EmbeddedStore:
    return stores["invented"]


@pytest.fixture(scope="session")
def invented_path(stores: dict[str, EmbeddedStore], tmp_path_factory: pytest.TempPathFactory) -> str:
    """A file with the invented papers that no process holds open, for the command line and the MCP server."""
    path = tmp_path_factory.mktemp("file") / "atlas.db"
    with EmbeddedStore(path) as store:
        load(store, sample_papers())
    return str(path)


@pytest.fixture(scope="module")
def neo4j_graphs(neo4j_server: Any) -> Iterator[Any]:
    """A function that puts one of the graphs, or its first papers, in the place of whatever the Neo4j server holds, and
    opens it."""
    from paperatlas.graph.store import open_store

    with pytest.MonkeyPatch.context() as patch:
        for name, value in neo4j_server.environment().items():
            patch.setenv(name, value)
        opened = []

        def put(name: str, papers: int | None = None) -> Any:
            neo4j_server.run("MATCH (n) DETACH DELETE n")
            store = open_store(neo4j_server.url)
            opened.append(store)
            load(store, PAPERS[name]()[:papers])
            neo4j_server.run("CALL db.awaitIndexes()")
            return store

        yield put
        for store in opened:
            store.close()
        neo4j_server.run("MATCH (n) DETACH DELETE n")
