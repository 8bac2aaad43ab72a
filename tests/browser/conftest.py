"""The samples of `examples/` in a real Neo4j, what `paperatlas browser` serves of it, and a Chromium to look with."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "queries")]

import chromium  # noqa: E402 the path first
from samples import annotated_examples, load  # noqa: E402

ROOT = Path(__file__).parents[2]
POST_CONNECT = "browser.post_connect_cmd"
WHITELIST = "browser.remote_content_hostname_whitelist"


def compose_setting(name: str) -> str:
    """A setting of the server as docker-compose.yml gives it."""
    variable = "NEO4J_" + name.replace("_", "__").replace(".", "_")
    found = re.search(rf'^ +{variable}: "(.*)"$', (ROOT / "docker-compose.yml").read_text(), re.MULTILINE)
    assert found is not None
    return found[1]


@pytest.fixture(scope="module")
def atlas_server(neo4j_server: Any) -> Iterator[Any]:
    """The server with the samples in it."""
    from paperatlas.graph.store import open_store

    neo4j_server.run("MATCH (n) DETACH DELETE n")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in neo4j_server.environment().items():
            patch.setenv(name, value)
        with open_store(neo4j_server.url) as store:
            load(store, annotated_examples())
        yield neo4j_server
    neo4j_server.run("MATCH (n) DETACH DELETE n")


@pytest.fixture(scope="module")
def served(atlas_server: Any) -> Iterator[str]:
    """`paperatlas browser` at work: the address that it serves at."""
    command = [sys.executable, "-m", "paperatlas", "browser", "--no-open", "--port", "0", "--store", atlas_server.url]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        line = next((line for line in process.stdout if line.startswith("Serving on ")), "")
        assert line
        yield line.split()[2]
        process.terminate()


@pytest.fixture(scope="module")
def browser_server(atlas_server: Any, served: str) -> Iterator[Any]:
    """The server with the settings of docker-compose.yml, the port being the one at hand."""
    server = atlas_server.server
    if server is None:
        pytest.skip("the server that PAPERATLAS_TEST_NEO4J names is not ours to configure")
    port = served.rpartition(":")[2]
    server.settings[WHITELIST] = compose_setting(WHITELIST)
    server.settings[POST_CONNECT] = re.sub(r":\d+/", f":{port}/", compose_setting(POST_CONNECT))
    server.lay_out()
    server.restart()
    yield server
    # The running server may keep them: they say something to Browsers only.
    del server.settings[WHITELIST], server.settings[POST_CONNECT]
    server.lay_out()


@pytest.fixture
def page(browser_server: Any) -> Iterator[chromium.NeoBrowser]:
    if missing := chromium.missing_tools():
        if os.environ.get("PAPERATLAS_REQUIRE_NEO4J") == "1":
            pytest.fail(f"The Neo4j Browser is to be looked at here. {missing}", pytrace=False)
        pytest.skip(missing)
    opened = chromium.NeoBrowser()
    yield opened
    opened.close()
