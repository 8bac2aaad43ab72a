"""Fixtures for every test: a store of each kind, and a real Neo4j server behind one of them.

The server is the one that PAPERATLAS_TEST_NEO4J names (with NEO4J_USERNAME, NEO4J_PASSWORD, NEO4J_DATABASE; its
database must be empty, since the tests empty it), else one that `tests/neo4j/server.py` starts. Where Java or Maven is
missing these tests are skipped, and the last lines of the run say so; with PAPERATLAS_REQUIRE_NEO4J=1 they fail.
"""

import importlib.util
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


def load_server_module() -> ModuleType:
    """`tests/neo4j/server.py`, by path: a folder called neo4j must not stand in the way of the driver's package."""
    name = "paperatlas_neo4j_server"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).parent / "neo4j" / "server.py")
        assert spec is not None
        assert spec.loader is not None
        module = sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[name]


@dataclass(frozen=True)
class Neo4jAddress:
    """Where the tests' server is; `server` is None where somebody else runs it."""

    url: str
    username: str
    password: str
    server: Any = None

    def environment(self) -> dict[str, str]:
        return {"NEO4J_USERNAME": self.username, "NEO4J_PASSWORD": self.password}

    def run(self, text: str, **parameters: Any) -> list[dict[str, Any]]:
        """Run Cypher beside the store, as a user of the same database would."""
        import neo4j

        with neo4j.GraphDatabase.driver(self.url, auth=(self.username, self.password)) as driver:
            database = os.environ.get("NEO4J_DATABASE") or None
            return [record.data() for record in driver.execute_query(text, parameters, database_=database).records]


_skipped: list[str] = []


def _unavailable(reason: str) -> None:
    if os.environ.get("PAPERATLAS_REQUIRE_NEO4J") == "1":
        pytest.fail(f"A real Neo4j is required here (PAPERATLAS_REQUIRE_NEO4J=1). {reason}", pytrace=False)
    _skipped.append(reason)
    pytest.skip(reason)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if _skipped:
        terminalreporter.write_sep("=", "tests with a real Neo4j were SKIPPED", yellow=True)
        terminalreporter.write_line(_skipped[0])


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jAddress]:
    """A real Neo4j for the whole run."""
    if url := os.environ.get("PAPERATLAS_TEST_NEO4J"):
        username = os.environ.get("NEO4J_USERNAME") or "neo4j"
        address = Neo4jAddress(url, username, os.environ.get("NEO4J_PASSWORD", ""))
        if address.run("MATCH (n) RETURN count(n) AS count")[0]["count"]:
            pytest.fail(f"The database at {url} is not empty, and the tests would empty it.", pytrace=False)
        yield address
        address.run("MATCH (n) DETACH DELETE n")
        return
    module = load_server_module()
    if missing := module.missing_tools():
        _unavailable(missing)
    try:
        server = module.Neo4jServer.start(tmp_path_factory.mktemp("neo4j"))
    except module.Neo4jUnavailableError as error:
        _unavailable(str(error))
    with server:
        yield Neo4jAddress(server.url, server.username, server.password, server)


@pytest.fixture
def neo4j_address(neo4j_server: Neo4jAddress, monkeypatch: pytest.MonkeyPatch) -> Neo4jAddress:
    """The server with an empty database, and the environment that the store reads."""
    for name, value in neo4j_server.environment().items():
        monkeypatch.setenv(name, value)
    neo4j_server.run("MATCH (n) DETACH DELETE n")
    return neo4j_server


@pytest.fixture
def embedded_url(tmp_path: Path) -> str:
    return str(tmp_path / "atlas.db")


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def store_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty store of each kind in turn: one behaviour, tested on every back end."""
    if request.param == "neo4j":
        address: Neo4jAddress = request.getfixturevalue("neo4j_address")
        return address.url
    url: str = request.getfixturevalue("embedded_url")
    return url
