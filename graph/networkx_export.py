"""The graph for NetworkX, and as node-link JSON and GraphML for the tools that read these."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

import orjson

from .memory import ReadableGraph
from .output import open_output
from .schema import NODES, RELATIONSHIPS, Property
from .store import Node, Relationship, Value

if TYPE_CHECKING:
    import networkx


@dataclass
class Written:
    """How many nodes and relationships an export wrote."""

    nodes: int = 0
    relationships: int = 0


def drawn_nodes(graph: ReadableGraph) -> Iterator[Node]:
    """The nodes that say something about papers: all but Atlas, which describes the store."""
    return (node for node in graph.nodes() if node.label != "Atlas")


def edge_key(relationship: Relationship) -> str:
    """Tells parallel relationships apart: the type, and who says so where several may."""
    source = relationship.properties.get("source")
    return relationship.type if source is None else f"{relationship.type} {source}"


def to_networkx(graph: ReadableGraph) -> "networkx.MultiDiGraph[str]":
    """The graph as a MultiDiGraph. Nodes are named by their `id` and carry `label` and all other properties; edges
    carry `type` and all properties, and are keyed by `edge_key`."""
    import networkx

    out: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(name="Paperatlas")
    for node in drawn_nodes(graph):
        out.add_node(node.id, label=node.label, **{k: v for k, v in node.properties.items() if k != "id"})
    for r in graph.relationships():
        out.add_edge(r.head.id, r.tail.id, key=edge_key(r), type=r.type, **r.properties)
    return out


def export_json(graph: ReadableGraph, target: str | Path) -> Written:
    """Node-link JSON. A relationship's ends are `from` and `to`, since relationships have a property `source`:
    `networkx.node_link_graph(data, source="from", target="to", edges="edges")` reads it."""
    written = Written()
    with open_output(target) as stream:
        stream.write(b'{"directed": true, "multigraph": true, "graph": {"name": "Paperatlas"},\n"nodes": [')
        for node in drawn_nodes(graph):
            record: dict[str, Any] = {"id": node.id, "label": node.label, **node.properties}
            stream.write((b",\n" if written.nodes else b"\n") + _dumps(record))
            written.nodes += 1
        stream.write(b'\n],\n"edges": [')
        for r in graph.relationships():
            record = {"from": r.head.id, "to": r.tail.id, "key": edge_key(r), "type": r.type, **r.properties}
            stream.write((b",\n" if written.relationships else b"\n") + _dumps(record))
            written.relationships += 1
        stream.write(b"\n]}\n")
    return written


def _dumps(record: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(record)
    except TypeError:  # half of a surrogate pair, which UTF-8 has no form for
        return orjson.dumps({k: _sound(v) for k, v in record.items()})


def _sound(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    return [_sound(v) for v in value] if isinstance(value, list) else value


# GraphML

_GRAPHML_TYPES = {"string": "string", "integer": "long", "float": "double", "boolean": "boolean"}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def export_graphml(graph: ReadableGraph, target: str | Path) -> Written:
    """GraphML for Gephi, Cytoscape, yEd and NetworkX, streamed.

    A node's `label` is what people read (title or name) and `kind` its label in the graph; an edge's `label` is its
    type, and `said_by` its property `source`, since these tools have a Source of their own. Lists become JSON strings;
    what is absent is left out; characters that XML has no form for become U+FFFD.
    """
    written = Written()
    node_keys = _keys("n", [p for node in NODES.values() if node.label != "Atlas" for p in node.properties])
    edge_keys = _keys("e", [p for r in RELATIONSHIPS.values() for p in r.properties])
    with open_output(target) as stream:

        def put(text: str) -> None:
            stream.write(text.encode("utf-8", "replace"))

        put('<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
        put('<key id="n_label" for="node" attr.name="label" attr.type="string"/>\n')
        put('<key id="n_kind" for="node" attr.name="kind" attr.type="string"/>\n')
        put('<key id="e_label" for="edge" attr.name="label" attr.type="string"/>\n')
        for side, keys in (("node", node_keys), ("edge", edge_keys)):
            for key, name, type_ in keys.values():
                put(f'<key id="{key}" for="{side}" attr.name="{name}" attr.type="{type_}"/>\n')
        put('<graph id="Paperatlas" edgedefault="directed">\n')
        for node in drawn_nodes(graph):
            caption = node.properties.get(NODES[node.label].caption, node.id)
            put(f"<node id={_attribute(node.id)}>{_data('n_label', caption)}{_data('n_kind', node.label)}")
            put("".join(_data(node_keys[k][0], v) for k, v in node.properties.items() if k in node_keys) + "</node>\n")
            written.nodes += 1
        for r in graph.relationships():
            ends = f"source={_attribute(r.head.id)} target={_attribute(r.tail.id)}"
            put(f'<edge id="e{written.relationships}" {ends}>{_data("e_label", r.type)}')
            put("".join(_data(edge_keys[k][0], v) for k, v in r.properties.items() if k in edge_keys) + "</edge>\n")
            written.relationships += 1
        put("</graph>\n</graphml>\n")
    return written


_RENAMED = {"source": "said_by"}


def _keys(prefix: str, properties: list[Property]) -> dict[str, tuple[str, str, str]]:
    """Property → (key id, attribute name, GraphML type). A node's `id` is its name and needs no key."""
    out: dict[str, tuple[str, str, str]] = {}
    for p in properties:
        name = _RENAMED.get(p.name, p.name) if prefix == "e" else p.name
        if p.name != "id":
            out[p.name] = (f"{prefix}_{p.name}", name, _GRAPHML_TYPES.get(p.type, "string"))
    return out


def _attribute(text: str) -> str:
    return quoteattr(_NOT_XML.sub("�", text))


def _data(key: str, value: Value) -> str:
    if isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, list):
        text = _dumps({"": value})[4:-1].decode()
    else:
        text = str(value)
    return f'<data key="{key}">{escape(_NOT_XML.sub("�", text))}</data>'
