"""The MCP server, spoken to by the SDK's own client over both transports."""

import json
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import anyio
import pytest

pytest.importorskip("mcp")

from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from paperatlas.errors import PaperatlasError
from paperatlas.graph.schema import ROLES
from paperatlas.mcp_server import Limits, Tools
from paperatlas.queries import library

COMMAND = [sys.executable, "-m", "paperatlas", "mcp"]


@asynccontextmanager
async def over_stdio(store: str, *options: str) -> AsyncIterator[Client]:
    parameters = StdioServerParameters(command=COMMAND[0], args=[*COMMAND[1:], "--store", store, *options])
    async with Client(stdio_client(parameters)) as client:
        yield client


@pytest.fixture(scope="module")
def http_url(invented_path: str) -> Iterator[str]:
    command = [*COMMAND, "--store", invented_path, "--http", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            found = re.search(r"http://127\.0\.0\.1:\d+/mcp", server.stderr.readline())
            assert found
            yield found.group()
        finally:
            server.terminate()


async def converse(client: Client) -> dict[str, Any]:
    """Everything the tests look at, in one conversation."""

    async def call(name: str, arguments: dict[str, Any]) -> Any:
        answer = await client.call_tool(name, arguments)
        return answer.content[0].text if answer.is_error else answer.structured_content

    tools = (await client.list_tools()).tools
    return {
        "tools": {tool.name: tool for tool in tools},
        "variants": await call("method_variants", {"method": "low rank adaptation", "limit": 2}),
        "alias": await call("method_variants", {"method": "Low-Rank Adaption"}),
        "unknown parameter": await call("method_variants", {"metod": "LoRA"}),
        "unknown role": await call("papers_about", {"role": "foo"}),
        "cypher": await call(
            "cypher", {"text": "MATCH (m:Method {name: $n}) RETURN m.name AS name", "parameters": {"n": "DoRA"}}
        ),
        "write": await call("cypher", {"text": "CREATE (n:Method {id: 'x'}) RETURN n.id AS id"}),
        "load": await call("cypher", {"text": "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line"}),
        "schema": await call("schema", {}),
        "find": await call("find_entity", {"text": "qlor", "kind": "method"}),
        "nothing": await call("no_such_tool", {}),
    }


def check(heard: dict[str, Any]) -> None:
    assert set(library.read_folder(library.HERE)) | {"cypher", "schema", "find_entity"} == set(heard["tools"])
    schema = heard["tools"]["leaderboard"].input_schema
    assert schema["properties"]["limit"] == {"type": "integer", "default": 25, "description": "rows at most"}
    assert schema["properties"]["from_year"]["type"] == ["integer", "null"]
    assert schema["properties"]["benchmark"]["default"] == "GSM8K"
    assert schema["additionalProperties"] is False
    assert all(tool.annotations.read_only_hint for tool in heard["tools"].values())
    assert [row["variant"] for row in heard["variants"]["rows"]] == ["QLoRA", "DoRA"]
    assert heard["variants"]["columns"] == ["variant", "steps", "variant_of", "year", "papers"]
    assert "Did you mean LoRA (method)" in heard["alias"]
    assert "Did you mean method?" in heard["unknown parameter"]
    role, confidence = (
        heard["tools"]["papers_about"].input_schema["properties"][n] for n in ("role", "min_confidence")
    )
    assert (role["type"], role["enum"], role["default"]) == (["string", "null"], [*ROLES, None], None)
    assert (confidence["minimum"], confidence["maximum"]) == (0, 1)
    assert "must be one of introduces, evaluates_on, " in heard["unknown role"]
    assert heard["cypher"] == {"columns": ["name"], "rows": [{"name": "DoRA"}]}
    assert "writes" in heard["write"]
    assert "LOAD CSV is refused" in heard["load"]
    assert heard["schema"]["nodes"]["Paper"]["count"] == 12
    assert heard["schema"]["relationships"]["VARIANT_OF"]["from"] == ["Method", "Model"]
    assert heard["find"]["rows"][0] == {"name": "QLoRA", "kind": "method"}
    assert "There is no tool `no_such_tool`" in heard["nothing"]


def test_over_stdio(invented_path: str) -> None:
    async def talk() -> dict[str, Any]:
        async with over_stdio(invented_path) as client:
            return await converse(client)

    check(anyio.run(talk))


def test_over_http(http_url: str) -> None:
    async def talk() -> dict[str, Any]:
        async with Client(http_url) as client:
            return await converse(client)

    check(anyio.run(talk))


def test_http_refuses_other_hosts(http_url: str) -> None:
    """A page in a browser must not reach it by a name that resolves to this machine."""
    import urllib.error
    import urllib.request

    headers = {
        "Host": "evil.example",
        "Content-Type": "application/json",
        "Accept": "application/json, text/event-stream",
    }
    request = urllib.request.Request(http_url, data=b"{}", headers=headers)
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request)
    assert caught.value.code in (403, 421)


def test_limits(invented: Any) -> None:
    few = Tools(invented, Limits(rows=3)).call("papers_about", {})
    assert len(few["rows"]) == 3
    assert "at most 3 rows" in few["cut_off"]
    small = Tools(invented, Limits(bytes=1000)).call("papers_about", {})
    assert len(json.dumps(small["rows"], ensure_ascii=False)) < 1000
    assert "at most 1000 bytes" in small["cut_off"]
    assert "cut_off" not in Tools(invented, Limits()).call("papers_about", {})
    endless = "UNWIND range(1, 3000000) AS a UNWIND range(1, 100) AS b WITH a * b AS c RETURN count(c) AS n"
    with pytest.raises(Exception, match=r"took longer than 0\.2 seconds"):
        Tools(invented, Limits(seconds=0.2)).call("cypher", {"text": endless})


@pytest.mark.neo4j
def test_neo4j_refuses_writing_and_files(neo4j_graphs: Any) -> None:
    store = neo4j_graphs("invented")
    tools = Tools(store, Limits())
    assert tools.call("method_variants", {"limit": 1})["rows"][0]["variant"] == "QLoRA"
    for text in ("CREATE (n:Method {id: 'x'}) RETURN n.id AS id", "CALL db.createLabel('X')"):
        with pytest.raises(PaperatlasError):
            tools.call("cypher", {"text": text})
    with pytest.raises(Exception, match="LOAD CSV is refused"):
        tools.call("cypher", {"text": "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line"})
    assert store.query("MATCH (m:Method {id: 'x'}) RETURN count(m) AS n") == [{"n": 0}]


def test_without_the_package_there_is_a_clear_sentence(invented_path: str) -> None:
    code = (
        "import sys; sys.modules['mcp'] = sys.modules['mcp_types'] = None\n"
        "from paperatlas.cli import main; main(['mcp'])"
    )
    env = {**os.environ, "PAPERATLAS_STORE": invented_path}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, check=False)
    assert done.returncode == 2
    assert "pip install 'paperatlas[mcp]'" in done.stderr
    assert "Traceback" not in done.stderr
