"""A Model Context Protocol server: the canned queries as tools, with read-only Cypher, the schema and entity search.

Every answer is bounded in rows, time and size; what was cut off is said in the answer. Nothing can be written: the
store refuses it, as it refuses LOAD CSV.
"""

import json
import socket
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import anyio
import anyio.to_thread

from paperatlas.errors import PaperatlasError, QueryError
from paperatlas.graph.schema import ATLAS, KINDS, NODE_TYPES, RELATIONSHIP_TYPES, Property
from paperatlas.graph.store import GraphStore
from paperatlas.queries import library
from paperatlas.queries.canned import CannedQuery, Parameter
from paperatlas.queries.names import suggest_entities

try:
    import mcp_types as types
    from mcp.server import Server, ServerRequestContext
    from mcp.server.stdio import stdio_server
except ImportError as error:
    raise PaperatlasError(
        "The MCP server needs the package `mcp`, which is not installed.", "Install it: pip install 'paperatlas[mcp]'."
    ) from error

HOST = "127.0.0.1"
"""The only address it listens on: the graph is for this machine's agents."""

INSTRUCTIONS = (
    "A graph of papers and the methods, models, datasets and benchmarks that they name, with the sentence behind every "
    "link. Names may be given by any alias. Begin with find_entity or entity_profile; quote the sentences you rely on."
)
_JSON_TYPES = {"integer": "integer", "float": "number", "boolean": "boolean"}


@dataclass(frozen=True)
class Limits:
    """What one answer may cost: rows, seconds, and bytes of JSON."""

    rows: int = 200
    seconds: float = 20.0
    bytes: int = 200_000


@dataclass(frozen=True)
class _Tool:
    description: types.Tool
    run: Callable[[Mapping[str, Any]], dict[str, Any]]


class Tools:
    """The tools of one store; `call` runs one and keeps its answer within the limits."""

    def __init__(self, store: GraphStore, limits: Limits) -> None:
        self._store = store
        self._limits = limits
        own = [self._cypher(), self._schema(), self._find_entity()]
        # The built-in tools come last: a query of the user's own cannot take the place of one.
        self._tools = {tool.description.name: tool for tool in (*map(self._canned, library.load()), *own)}

    def descriptions(self) -> list[types.Tool]:
        """What the client is told of each tool."""
        return [tool.description for tool in self._tools.values()]

    def call(self, name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Run a tool; PaperatlasError says what is wrong with its arguments."""
        tool = self._tools.get(name)
        if tool is None:
            raise QueryError(f"There is no tool `{name}`.", f"Tools: {', '.join(self._tools)}.")
        return tool.run(arguments)

    def _canned(self, query: CannedQuery) -> _Tool:
        def run(arguments: Mapping[str, Any]) -> dict[str, Any]:
            given = {name: value for name, value in arguments.items() if value is not None}
            limit = self._limits
            rows = library.run(self._store, query.name, given, row_limit=limit.rows + 1, timeout=limit.seconds)
            return self._bounded(rows.columns, rows)

        schema = {
            "type": "object",
            "properties": {p.name: _parameter_schema(p) for p in query.parameters},
            "required": [p.name for p in query.parameters if p.required],
            "additionalProperties": False,
        }
        about = f"{query.about} Returns rows of {', '.join(query.columns)}."
        return _Tool(_description(query.name, about, schema), run)

    def _cypher(self) -> _Tool:
        def run(arguments: Mapping[str, Any]) -> dict[str, Any]:
            text, parameters = arguments.get("text"), arguments.get("parameters") or {}
            if not isinstance(text, str) or not isinstance(parameters, dict):
                raise QueryError("`text` must be a string and `parameters` an object.")
            limit = self._limits
            rows = self._store.query(text, parameters, row_limit=limit.rows + 1, timeout=limit.seconds)
            return self._bounded(tuple(rows[0]) if rows else (), [_plain(row) for row in rows])

        schema = {
            "type": "object",
            "properties": {
                "text": {"type": "string", "description": "One reading statement; alias every column."},
                "parameters": {"type": "object", "description": "Values for $name in the text."},
            },
            "required": ["text"],
            "additionalProperties": False,
        }
        about = "Run read-only Cypher on the graph (the tool `schema` says what is in it). Writing is refused."
        return _Tool(_description("cypher", about, schema), run)

    def _schema(self) -> _Tool:
        schema = {"type": "object", "properties": {}, "additionalProperties": False}
        about = (
            "The labels, relationship types and properties of the graph, with what they mean and how many there are."
        )
        return _Tool(_description("schema", about, schema), lambda _: describe_schema(self._store))

    def _find_entity(self) -> _Tool:
        def run(arguments: Mapping[str, Any]) -> dict[str, Any]:
            text, kind = arguments.get("text"), arguments.get("kind")
            if not isinstance(text, str) or not text.strip():
                raise QueryError("`text` must be a string that is not empty.")
            if kind is not None and kind not in KINDS:
                raise QueryError(f"`{kind}` is no kind.", f"Kinds: {', '.join(KINDS)}.")
            names = suggest_entities(self._store, text, (kind,) if kind else KINDS, limit=20)
            return self._bounded(("name", "kind"), [{"name": e.name, "kind": e.kind} for e in names])

        schema = {
            "type": "object",
            "properties": {
                "text": {"type": "string", "description": "A name, an alias, or something like one."},
                "kind": {"type": "string", "enum": list(KINDS)},
            },
            "required": ["text"],
            "additionalProperties": False,
        }
        about = "Find methods, models, datasets and benchmarks whose name or alias is like a text, the likeliest first."
        return _Tool(_description("find_entity", about, schema), run)

    def _bounded(self, columns: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
        kept: list[dict[str, Any]] = []
        size, cut_by = 0, ""
        for row in rows:
            size += len(json.dumps(row, ensure_ascii=False, default=str).encode())
            if len(kept) == self._limits.rows:
                cut_by = f"{self._limits.rows} rows"
                break
            if size > self._limits.bytes:
                cut_by = f"{self._limits.bytes} bytes"
                break
            kept.append(dict(row))
        answer: dict[str, Any] = {"columns": list(columns), "rows": kept}
        if cut_by:
            answer["cut_off"] = f"More rows were left out: an answer has at most {cut_by}. Narrow the question down."
        return answer


def _description(name: str, about: str, schema: dict[str, Any]) -> types.Tool:
    hints = types.ToolAnnotations(read_only_hint=True, destructive_hint=False, open_world_hint=False)
    return types.Tool(name=name, description=about, input_schema=schema, annotations=hints)


def _parameter_schema(parameter: Parameter) -> dict[str, Any]:
    type_ = _JSON_TYPES.get(parameter.types[0], "string")
    optional = not parameter.required and parameter.default is None
    out: dict[str, Any] = {"type": [type_, "null"] if optional else type_}
    if parameter.choices:
        out["enum"] = [*parameter.choices, *([None] if optional else [])]
    if parameter.bounds:
        out["minimum"], out["maximum"] = parameter.bounds
    kind = "" if parameter.choices or parameter.type in (type_, "float") else f"({parameter.type})"
    if about := " ".join(part for part in (parameter.about, kind) if part):
        out["description"] = about
    if not parameter.required:
        out["default"] = parameter.default
    return out


def describe_schema(store: GraphStore) -> dict[str, Any]:
    """Labels and relationship types with their meaning, properties and number in this store."""
    counts = store.counts()
    return {
        "nodes": {
            n.label: {"about": n.about, "count": counts.get(n.label, 0), "properties": _properties(n.properties)}
            for n in NODE_TYPES
            if n is not ATLAS
        },
        "relationships": {
            r.type: {
                "about": r.about,
                "count": counts.get(r.type, 0),
                "from": list(r.heads),
                "to": list(r.tails),
                "properties": _properties(r.properties),
            }
            for r in RELATIONSHIP_TYPES
        },
    }


def _properties(properties: Iterable[Property]) -> dict[str, str]:
    return {p.name: f"{p.type}: {p.about}" for p in properties}


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """Free Cypher may return nodes and dates; what is no JSON value is given as text."""
    plain: dict[str, Any] = json.loads(json.dumps(row, ensure_ascii=False, default=str))
    return plain


def make_server(store: GraphStore, limits: Limits | None = None) -> Server[Any]:
    """The server with its tools; run it over a transport of the SDK."""
    from importlib.metadata import version

    tools = Tools(store, limits or Limits())

    async def list_tools(
        ctx: ServerRequestContext[Any], params: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        return types.ListToolsResult(tools=tools.descriptions())

    async def call_tool(ctx: ServerRequestContext[Any], params: types.CallToolRequestParams) -> types.CallToolResult:
        try:
            # In a thread: a slow query must not keep other clients waiting.
            answer = await anyio.to_thread.run_sync(tools.call, params.name, params.arguments or {})
        except PaperatlasError as refusal:
            return types.CallToolResult(content=[types.TextContent(type="text", text=str(refusal))], is_error=True)
        text = json.dumps(answer, ensure_ascii=False)
        return types.CallToolResult(
            content=[types.TextContent(type="text", text=text)], structured_content=json.loads(text)
        )

    return Server(
        "paperatlas",
        version=version("paperatlas"),
        title="Paperatlas",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def serve_stdio(store: GraphStore, limits: Limits) -> None:
    """Speak over standard input and output until the client goes away."""
    server = make_server(store, limits)

    async def run() -> None:
        async with stdio_server() as (read, write):
            await server.run(read, write, server.create_initialization_options())

    anyio.run(run)


def serve_http(store: GraphStore, limits: Limits, port: int) -> None:
    """Speak streamable HTTP on 127.0.0.1 until interrupted; port 0 takes a free one. The address goes to stderr."""
    import uvicorn

    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except OSError as error:
        raise PaperatlasError(
            f"Port {port} of {HOST} cannot be used: {error.strerror}.", "Name another with --port, or 0 for any."
        ) from error
    app = make_server(store, limits).streamable_http_app(host=HOST, stateless_http=True, json_response=True)
    print(f"Serving MCP at http://{HOST}:{listening.getsockname()[1]}/mcp", file=sys.stderr, flush=True)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    anyio.run(lambda: server.serve(sockets=[listening]))
