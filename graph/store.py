"""The GraphStore protocol: what every back end can do, and `open_store`, which finds the back end for a URL."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Protocol, Self, runtime_checkable

from paperatlas.errors import StoreError

Value = str | int | float | bool | list[str] | list[int]


@dataclass(frozen=True)
class Node:
    """A node as it is stored: `properties` holds `id` and has no None values."""

    label: str
    properties: Mapping[str, Value]

    @property
    def id(self) -> str:
        return str(self.properties["id"])

    @property
    def key(self) -> "NodeKey":
        return NodeKey(self.label, self.id)


class NodeKey(NamedTuple):
    """How a relationship names its ends; a tuple, because loading compares and hashes millions of them."""

    label: str
    id: str


@dataclass(frozen=True)
class Relationship:
    """A relationship as it is stored; `properties` has no None values."""

    type: str
    head: NodeKey
    tail: NodeKey
    properties: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class PaperFacts:
    """All that one paper contributes to the graph.

    `nodes`: entities (with their catalogue ancestors), Results and Repositories; not the paper itself.
    `relationships`: what the paper owns (DESIGN.md, Ownership), and the catalogue's and grammar's edges among `nodes`
    (`source` is `catalogue` or `grammar`), which are shared.
    """

    paper: Node
    nodes: tuple[Node, ...] = ()
    relationships: tuple[Relationship, ...] = ()


@dataclass(frozen=True)
class StoredPaper:
    """What a store knows of a paper before it is loaded again: enough to recognise it and to see whether it is fresh.

    `id` is the id it was given when it was first loaded, whatever the record at hand would suggest.
    """

    id: str
    text_digest: str
    linked_with: str
    year: int | None = None
    authors: tuple[str, ...] = ()
    has_abstract: bool = True


@dataclass(frozen=True)
class PaperKeys:
    """The keys by which a paper may already be known; None where the record has none."""

    id: str
    arxiv_id: str | None = None
    doi: str | None = None
    s2_id: str | None = None
    openalex_id: str | None = None
    title_key: str | None = None
    year: int | None = None
    authors: tuple[str, ...] = ()


@dataclass
class LoadCounts:
    """What one call of `load` wrote."""

    papers: int = 0
    nodes: int = 0
    relationships: int = 0


@runtime_checkable
class GraphStore(Protocol):
    """A property graph with DESIGN's ownership rules. Every method raises StoreError with a clear sentence."""

    url: str

    def find_papers(self, papers: Sequence[PaperKeys]) -> list[StoredPaper | None]:
        """For each paper the stored one that it is, if any: by id or any other key; a title joins two only if
        the year or the first author agrees or is absent on one side (DESIGN.md, Identity)."""

    def load(self, batch: Sequence[PaperFacts]) -> LoadCounts:
        """Put the papers and what they say in the place of what they said before, in one transaction.

        Facts come with the stored paper's id. A field that the new record lacks keeps its stored value. Entities that
        nothing holds any more go in the same transaction."""

    def update_papers(self, papers: Sequence[Node]) -> None:
        """Merge metadata into stored papers whose links stay as they are."""

    def remove(self, ids: Sequence[str]) -> list[str]:
        """Delete papers with all they own, and what nothing holds any more; returns the ids that were there."""

    def papers(self, *, not_linked_with: str | None = None) -> Iterator[Node]:
        """Stored papers in the order of their ids; with `not_linked_with` only those that another linker linked."""

    def query(
        self,
        text: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        row_limit: int | None = None,
        timeout: float | None = None,
    ) -> list[dict[str, Any]]:
        """Run read-only Cypher; writing statements and LOAD CSV are refused. `timeout` in seconds."""

    def nodes(self) -> Iterator[Node]:
        """Every node of the schema's labels (Atlas too), sorted by label and id; foreign properties left out."""

    def relationships(self) -> Iterator[Relationship]:
        """Every relationship of the schema's types, sorted by type, head, tail and source."""

    def counts(self) -> dict[str, int]:
        """Number of nodes a label and relationships a type, for the schema's labels and types that occur."""

    def digest(self) -> str:
        """SHA-256 of the graph as sorted canonical JSON lines, Atlas and foreign properties left out (DESIGN.md)."""

    def cursor(self, source: str) -> str | None:
        """How far a source has been read, as its loader wrote it down."""

    def set_cursor(self, source: str, value: str | None) -> None:
        """Write down how far a source has been read; None forgets it."""

    def close(self) -> None:
        """Let go of files and connections. Closing twice is harmless."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


NEO4J_SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


def open_store(url: str | Path, *, must_exist: bool = False) -> GraphStore:
    """Open the store that a path (embedded) or a `neo4j://…` URL names; an absent embedded one is created.

    With `must_exist` an absent file, or a database without a graph of ours, is a StoreError: a reader should not leave
    an empty file or a schema behind.
    """
    text = str(url)
    scheme = text.partition("://")[0].lower() if "://" in text else ""
    if scheme in NEO4J_SCHEMES:
        from .neo4j_store import Neo4jStore  # optional at run time: a user of the embedded store never imports it

        return Neo4jStore(text, must_exist=must_exist)
    if scheme:
        raise StoreError(
            f"The store {scheme}://… has a scheme that is not known.",
            f"Use a path, or one of {', '.join(s + '://' for s in NEO4J_SCHEMES)}.",
        )
    from .embedded_store import EmbeddedStore

    path = Path(text)
    if not path.name:
        raise StoreError(f"{text!r} is no file that a store could be in.", "Name a file, such as paperatlas.db.")
    if path.is_symlink():  # the store writes whole files into its place, which must be the file's, not the link's
        path = Path(os.path.realpath(path))
    return EmbeddedStore(path, must_exist=must_exist)
