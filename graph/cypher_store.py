"""What every store that speaks Cypher shares: the GraphStore protocol on top of three primitives of a back end."""

import json
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from types import TracebackType
from typing import Any, Self, TypeVar

from paperatlas.errors import StoreError

from . import replacement, statements
from .digest import graph_digest
from .replacement import Run
from .schema import ATLAS, NODE_TYPES, PAPER, RELATIONSHIP_TYPES, SCHEMA_VERSION, Property, PropertyType
from .store import LoadCounts, Node, NodeKey, PaperFacts, PaperKeys, Relationship, StoredPaper, Value

T = TypeVar("T")

ATLAS_ID = "atlas"
ATLAS_NAME = "Paperatlas"
PAGE = 2_000
"""Nodes (or heads of relationships) that are read at a time: memory stays flat however large the graph is."""

# What turns a graph of the key's version into one of the next; run in one transaction each.
MIGRATIONS: dict[int, Callable[[Run], None]] = {}


class CypherStore(ABC):
    """A GraphStore whose back end runs Cypher; see `paperatlas.graph.store.GraphStore` for the methods' contracts."""

    url: str
    finds_by_element = False
    """Whether a node is found by its element id without a search."""

    # -- the back end's part

    @abstractmethod
    def _write(self, work: Callable[[Run], T]) -> T:
        """Run the work in one write transaction and commit it; may run it again where the transaction was refused."""

    @abstractmethod
    def _read(self, text: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Rows of one reading statement of this package's own."""

    def _view(self) -> Run:
        """Reads that belong together: of one state of the graph, where the back end can hold on to one."""
        return self._read

    @abstractmethod
    def query(
        self,
        text: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        row_limit: int | None = None,
        timeout: float | None = None,
    ) -> list[dict[str, Any]]:
        """Run read-only Cypher; see GraphStore."""

    @abstractmethod
    def close(self) -> None:
        """Let go of files and connections; see GraphStore."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- papers

    def find_papers(self, papers: Sequence[PaperKeys]) -> list[StoredPaper | None]:
        by_key: dict[str, dict[str, list[dict[str, Any]]]] = {}
        for key in statements.PAPER_KEYS:
            values = sorted({value for paper in papers if (value := getattr(paper, key))})
            rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
            for start in range(0, len(values), replacement.ROWS_A_STATEMENT):
                chunk = values[start : start + replacement.ROWS_A_STATEMENT]
                for row in self._read(statements.papers_by(key), {"values": chunk}):
                    rows[row["value"]].append(row)
            by_key[key] = rows
        return [_recognise(paper, by_key) for paper in papers]

    def load(self, batch: Sequence[PaperFacts]) -> LoadCounts:
        if not batch:
            return LoadCounts()
        return self._write(lambda run: replacement.load(run, batch, by_element=self.finds_by_element))

    def update_papers(self, papers: Sequence[Node]) -> None:
        if papers:
            self._write(lambda run: replacement.update_papers(run, papers))

    def remove(self, ids: Sequence[str]) -> list[str]:
        return self._write(lambda run: replacement.remove(run, ids)) if ids else []

    def papers(self, *, not_linked_with: str | None = None) -> Iterator[Node]:
        # No view: whoever loads papers while they are listed would have two graphs in memory.
        if not_linked_with is None:
            ids = _ids(self._read, statements.ids_of(PAPER))
        else:
            ids = _ids(self._read, statements.papers_not_linked_with(), {"linked_with": not_linked_with})
        for page in _pages(ids):
            rows = self._read(statements.nodes_by_id(PAPER), {"ids": page})
            yield from sorted((_node(PAPER.label, PAPER.properties, row) for row in rows), key=lambda node: node.id)

    # -- whole graphs

    def nodes(self) -> Iterator[Node]:
        yield from _nodes(self._view())

    def relationships(self) -> Iterator[Relationship]:
        yield from _relationships(self._view())

    def counts(self) -> dict[str, int]:
        run = self._view()
        out = {}
        for node_type in NODE_TYPES:
            [row] = run(statements.count_nodes(node_type.label), {})
            out[node_type.label] = row["count"]
        for relationship in RELATIONSHIP_TYPES:
            [row] = run(statements.count_relationships(relationship.type), {})
            out[relationship.type] = row["count"]
        return {name: count for name, count in out.items() if count}

    def digest(self) -> str:
        run = self._view()
        return graph_digest(_nodes(run), _relationships(run))

    # -- the Atlas node

    def cursor(self, source: str) -> str | None:
        value = _cursors(self._atlas()).get(source)
        return None if value is None else str(value)

    def set_cursor(self, source: str, value: str | None) -> None:
        def work(run: Run) -> None:
            _lock_atlas(run)
            cursors = _cursors(_atlas_row(run))
            cursors.pop(source, None)
            if value is not None:
                cursors[source] = value
            _set_atlas(run, {"cursors": json.dumps(cursors, sort_keys=True, ensure_ascii=False)})

        self._write(work)

    def _atlas(self) -> dict[str, Any] | None:
        return _atlas_row(self._read)

    def _migrate(self, version: int | None) -> None:
        """Bring an older graph, version by version, to this one; write down the version of a new one (None)."""
        if version is None:
            self._write(_mark)
            return
        for step in range(version, SCHEMA_VERSION):
            self._write(partial(_migrate_one, version=step))


def stored_version(run: Run, where: str) -> int | None:
    """The stored schema version, None where there is no graph of ours; a newer one than this program's is refused."""
    row = _atlas_row(run)
    if row is None:
        return None
    version = row.get("schema_version", 0)
    if version > SCHEMA_VERSION:
        raise StoreError(
            f"{where} is of a newer Paperatlas (schema version {version}; this one reads {SCHEMA_VERSION}).",
            "Upgrade Paperatlas, or name another store.",
        )
    return int(version)


def _migrate_one(run: Run, version: int) -> None:
    if version in MIGRATIONS:
        MIGRATIONS[version](run)
    _set_atlas(run, {"schema_version": version + 1})


def _mark(run: Run) -> None:
    _lock_atlas(run)
    if (_atlas_row(run) or {}).get("schema_version") is None:  # another process may have been first
        _set_atlas(run, {"schema_version": SCHEMA_VERSION})


def _atlas_row(run: Run) -> dict[str, Any] | None:
    rows = list(run(statements.nodes_by_id(ATLAS), {"ids": [ATLAS_ID]}))
    return dict(_properties(ATLAS.properties, rows[0])) if rows else None


def _lock_atlas(run: Run) -> None:
    _set_atlas(run, {})


def _set_atlas(run: Run, props: Mapping[str, Any]) -> None:
    label = statements.quoted(ATLAS.label)
    run(
        f"UNWIND $rows AS row MERGE (n:{label} {{`id`: row.id}}) SET n += row.props",
        {"rows": [{"id": ATLAS_ID, "props": {"name": ATLAS_NAME, **props}}]},
    )


def _cursors(atlas: Mapping[str, Any] | None) -> dict[str, Any]:
    text = (atlas or {}).get("cursors")
    cursors = json.loads(text) if isinstance(text, str) else {}
    return cursors if isinstance(cursors, dict) else {}


def _ids(run: Run, text: str, parameters: Mapping[str, Any] | None = None) -> list[str]:
    return sorted({str(row["id"]) for row in run(text, parameters or {})})


def _nodes(run: Run) -> Iterator[Node]:
    for node_type in sorted(NODE_TYPES, key=lambda n: n.label):
        for page in _pages(_ids(run, statements.ids_of(node_type))):
            rows = run(statements.nodes_by_id(node_type), {"ids": page})
            found = (_node(node_type.label, node_type.properties, row) for row in rows)
            yield from sorted(found, key=lambda node: node.id)


def _relationships(run: Run) -> Iterator[Relationship]:
    heads = {node_type.label: node_type for node_type in NODE_TYPES}
    for relationship in sorted(RELATIONSHIP_TYPES, key=lambda r: r.type):
        for label in sorted(relationship.heads):
            text = statements.relationships_from(relationship, label)
            for page in _pages(_ids(run, statements.ids_of(heads[label]))):
                found = []
                for row in run(text, {"ids": page}):
                    if row["tail_label"]:
                        properties = _properties(relationship.properties, row)
                        head, tail = NodeKey(label, row["head"]), NodeKey(row["tail_label"], row["tail"])
                        found.append(Relationship(relationship.type, head, tail, properties))
                yield from sorted(found, key=lambda r: (r.head, r.tail, str(r.properties.get("source", ""))))


def _pages(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), PAGE):
        yield ids[start : start + PAGE]


# -- from rows to nodes and relationships


def _node(label: str, properties: Sequence[Property], row: Mapping[str, Any]) -> Node:
    return Node(label, _properties(properties, row))


def _properties(properties: Sequence[Property], row: Mapping[str, Any]) -> dict[str, Value]:
    """The columns c0, c1, … as properties, in the types that the schema gives them; absent ones left out."""
    out: dict[str, Value] = {}
    for i, prop in enumerate(properties):
        value = _typed(row.get(f"c{i}"), prop.type)
        if value is not None:
            out[prop.name] = value
    return out


def _typed(value: Any, type_: PropertyType) -> Value | None:
    """A stored value as the schema's type, None where it is of no such type.

    The embedded store answers an absent `r.start` or `r.end` with the id of that end of the relationship; such a text
    where the schema says integer is dropped here.
    """
    if value is None:
        return None
    if type_ == "integer":
        whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
        return int(value) if whole and not isinstance(value, bool) else None
    if type_ == "float":
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
    if type_ == "boolean":
        return value if isinstance(value, bool) else None
    if type_ == "string":
        return value if isinstance(value, str) else None
    items = list(value) if isinstance(value, list | tuple) else None
    if not items:
        return None
    return [int(item) for item in items] if type_ == "integers" else [str(item) for item in items]


# -- recognising papers


def _recognise(paper: PaperKeys, by_key: Mapping[str, Mapping[str, Sequence[Mapping[str, Any]]]]) -> StoredPaper | None:
    """The stored paper that shares the strongest key; a title counts only where nothing speaks against it."""
    for key in statements.PAPER_KEYS:
        value = getattr(paper, key)
        for row in by_key[key].get(value, ()) if value else ():
            if key != "title_key" or _same_by_title(paper, row):
                return StoredPaper(
                    id=row["id"],
                    text_digest=row["text_digest"] or "",
                    linked_with=row["linked_with"] or "",
                    year=row["year"],
                    authors=tuple(row["authors"] or ()),
                    has_abstract=bool(row["has_abstract"]),
                )
    return None


def _same_by_title(paper: PaperKeys, row: Mapping[str, Any]) -> bool:
    """Whether two papers of one title are one: the year or the first author agrees, or there is neither to compare.

    Two arXiv identifiers that differ are two papers, whatever else agrees.
    """
    if paper.arxiv_id and row["arxiv_id"] and paper.arxiv_id != row["arxiv_id"]:
        return False
    agreements = []
    if paper.year is not None and row["year"] is not None:
        agreements.append(paper.year == row["year"])
    if paper.authors and row["authors"]:
        agreements.append(_family_name(paper.authors[0]) == _family_name(row["authors"][0]))
    return any(agreements) or not agreements


def _family_name(author: str) -> str:
    """`Smith, J.` and `Jane Smith` → `smith`: what two sources spell alike."""
    name = author.split(",")[0] if "," in author else (author.split() or [""])[-1]
    return name.strip().casefold()
