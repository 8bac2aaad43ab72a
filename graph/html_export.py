"""The graph as a picture: one HTML file with everything in it, readable without any network."""

import html
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import orjson

from .memory import ReadableGraph
from .networkx_export import Written, drawn_nodes
from .output import open_output
from .schema import NODES
from .store import Node, NodeKey, Relationship

MAX_NODES = 500
_DETAILS = ("Result", "Repository")
"""Labels that fill what room is left, and are hidden at first in a big picture: each belongs to one paper."""
_CROWDED = 150
_LEFT_OUT_OF_EDGES = ("field", "fields", "start", "starts", "end", "ends", "count")


def export_html(
    graph: ReadableGraph,
    target: str | Path,
    *,
    title: str = "Paperatlas",
    max_nodes: int = MAX_NODES,
    focus: NodeKey | None = None,
) -> Written:
    """Write the picture of a graph to a file; see `to_html`."""
    picture, written = _picture(graph, title, max_nodes, focus)
    with open_output(target) as stream:
        stream.write(picture.encode("utf-8", "replace"))
    return written


def to_html(
    graph: ReadableGraph, *, title: str = "Paperatlas", max_nodes: int = MAX_NODES, focus: NodeKey | None = None
) -> str:
    """A whole HTML page that shows the graph: a legend, search, kinds to hide, and each node's facts and sentences.

    Of a bigger graph the `max_nodes` best connected nodes are drawn, and the page says so. `focus`: the node that is
    selected when the page opens.
    """
    return _picture(graph, title, max_nodes, focus)[0]


def _picture(graph: ReadableGraph, title: str, max_nodes: int, focus: NodeKey | None) -> tuple[str, Written]:
    degrees: Counter[NodeKey] = Counter()
    for r in graph.relationships():
        degrees[r.head] += 1
        degrees[r.tail] += 1
    everything = [(_rank(node.key, degrees, focus), node.key) for node in drawn_nodes(graph)]
    kept = {key for _, key in sorted(everything)[:max_nodes]}
    nodes = [node for node in drawn_nodes(graph) if node.key in kept]
    index = {node.key: i for i, node in enumerate(nodes)}
    edges = [r for r in graph.relationships() if r.head in index and r.tail in index]
    data = {
        "summary": _summary(len(nodes), len(edges), len(everything)),
        "hidden": list(_DETAILS) if len(nodes) > _CROWDED and not _only_details(nodes) else [],
        "nodes": [_node(node) for node in nodes],
        "edges": [_edge(r, index) for r in edges],
        "focus": index[focus] + 1 if focus in index else 0,
    }
    return _page(title, data), Written(len(nodes), len(edges))


def _rank(key: NodeKey, degrees: Counter[NodeKey], focus: NodeKey | None) -> tuple[bool, bool, int]:
    return key != focus, key.label in _DETAILS, -degrees[key]


def _only_details(nodes: Iterable[Node]) -> bool:
    return all(node.label in _DETAILS for node in nodes)


def _summary(nodes: int, edges: int, all_nodes: int) -> str:
    text = f"{nodes:,} nodes, {edges:,} relationships."
    return text if nodes == all_nodes else f"{text} The best connected of {all_nodes:,} nodes."


def _node(node: Node) -> dict[str, Any]:
    name = str(node.properties.get(NODES[node.label].caption) or node.id)
    return {"id": node.id, "kind": node.label, "name": name, "facts": dict(node.properties)}


def _edge(relationship: Relationship, index: dict[NodeKey, int]) -> list[Any]:
    properties: dict[str, Any] = {k: v for k, v in relationship.properties.items() if k not in _LEFT_OUT_OF_EDGES}
    if isinstance(surfaces := properties.get("surfaces"), list):
        properties["surfaces"] = list(dict.fromkeys(surfaces))
    return [index[relationship.head], index[relationship.tail], relationship.type, properties]


@cache
def _asset(name: str) -> str:
    return files("paperatlas.graph").joinpath(name).read_text("utf-8")


def _page(title: str, data: dict[str, Any]) -> str:
    parts = {
        "title": html.escape(title),
        "css": _asset("picture.css"),
        "script": _asset("picture.js"),
        "data": _script_safe(_json(data)),
    }
    # One pass over the template, so that a title with `{{data}}` in it stays a title.
    pieces = _asset("picture.html").split("{{")
    out = [pieces[0]]
    for piece in pieces[1:]:
        name, _, rest = piece.partition("}}")
        out += [parts[name], rest]
    return "".join(out)


def _json(data: dict[str, Any]) -> str:
    try:
        return orjson.dumps(data).decode()
    except TypeError:  # half of a surrogate pair: the standard library writes it as an escape
        import json

        return json.dumps(data)


def _script_safe(text: str) -> str:
    """JSON inside a script element: no `<` may stand in it, or a title with `</script>` would end it."""
    return (
        text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
        .replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    )  # fmt: skip
