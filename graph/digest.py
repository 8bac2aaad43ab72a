"""One number for a whole graph: equal graphs have equal digests, whatever store holds them (DESIGN.md, Digest)."""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import orjson

from .schema import ATLAS
from .store import Node, Relationship


def graph_digest(nodes: Iterable[Node], relationships: Iterable[Relationship]) -> str:
    """SHA-256 (hexadecimal) of the graph's nodes and relationships as sorted canonical JSON lines, without `Atlas`.

    Both come grouped by label and type, as GraphStore yields them. A line begins with its label or type, so sorting
    within each group and the groups by name is the same as sorting all lines, but holds one group at a time.
    """
    sha = hashlib.sha256()
    for lines in _groups(nodes, relationships):
        for line in sorted(lines):
            sha.update(line)
            sha.update(b"\n")
    return sha.hexdigest()


def node_line(node: Node) -> bytes:
    """`["Method","method:lora",{…}]`: keys sorted, no spaces, UTF-8."""
    return _json([node.label, node.id, {k: v for k, v in node.properties.items() if k != "id"}])


def relationship_line(relationship: Relationship) -> bytes:
    """`["MENTIONS","Paper","arxiv:…","Method","method:lora",{…}]`"""
    head, tail = relationship.head, relationship.tail
    return _json([relationship.type, head.label, head.id, tail.label, tail.id, dict(relationship.properties)])


def _json(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def _groups(nodes: Iterable[Node], relationships: Iterable[Relationship]) -> Iterator[list[bytes]]:
    for label, group in groupby(nodes, key=lambda node: node.label):
        if label != ATLAS.label:
            yield [node_line(node) for node in group]
    for _, group_ in groupby(relationships, key=lambda relationship: relationship.type):
        yield [relationship_line(relationship) for relationship in group_]
