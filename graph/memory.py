"""A graph held in memory: what the exports take beside a store, such as the answer of one query."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from .store import Node, NodeKey, Relationship


class ReadableGraph(Protocol):
    """Whatever yields nodes and relationships in the stores' order; every GraphStore does."""

    def nodes(self) -> Iterator[Node]:
        """Every node, sorted by label and id."""

    def relationships(self) -> Iterator[Relationship]:
        """Every relationship, sorted by type, head, tail and source."""


@dataclass
class MemoryGraph:
    """Nodes and relationships in the stores' order, whatever order they came in."""

    node_list: list[Node] = field(default_factory=list)
    relationship_list: list[Relationship] = field(default_factory=list)

    @classmethod
    def of(cls, nodes: Iterable[Node], relationships: Iterable[Relationship]) -> "MemoryGraph":
        """Sort, and drop repeated nodes (the last of a key wins) and relationships that are equal in every way."""
        by_key = {node.key: node for node in nodes}
        edges = {(order, repr(sorted(r.properties.items()))): r for r in relationships for order in [_order(r)]}
        return cls([by_key[key] for key in sorted(by_key)], [edges[key] for key in sorted(edges)])

    def nodes(self) -> Iterator[Node]:
        return iter(self.node_list)

    def relationships(self) -> Iterator[Relationship]:
        return iter(self.relationship_list)


def _order(relationship: Relationship) -> tuple[str, NodeKey, NodeKey, str]:
    return relationship.type, relationship.head, relationship.tail, str(relationship.properties.get("source", ""))
