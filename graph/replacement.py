"""Put papers' facts in the place of what they said before: one transaction's work, the same on every store.

The steps keep to one order, papers before nodes before relationships, each sorted, so that two loaders that work at
once wait for each other instead of blocking each other. Whoever loads a paper holds its node's lock from the first step
on, so what is read of it afterwards cannot change until the commit.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, NamedTuple

from . import statements
from .schema import ENTITY_LABELS, PAPER, RESULT, SOURCED
from .store import LoadCounts, Node, NodeKey, PaperFacts, Relationship, Value

Rows = Iterable[Mapping[str, Any]]
Run = Callable[[str, Mapping[str, Any]], Rows]
"""Sends one statement of the open transaction. A server may be at work on it until its rows are read: who needs
none, or needs them later, puts the next one together meanwhile."""

Written = list[tuple[Sequence[NodeKey], Rows]]
"""Nodes that were written, with rows that tell their elements in that order."""

ROWS_A_STATEMENT = 5_000


class EdgeKey(NamedTuple):
    """What makes a relationship the same one: `source` is empty for types that have none."""

    type: str
    head: NodeKey
    tail: NodeKey
    source: str = ""

    @classmethod
    def of(cls, relationship: Relationship) -> "EdgeKey":
        source = str(relationship.properties["source"]) if relationship.type in SOURCED else ""
        return cls(relationship.type, relationship.head, relationship.tail, source)

    @property
    def is_shared(self) -> bool:
        return self.source in statements.SHARED_SOURCES


@dataclass
class _Facts:
    """A batch put together: each paper, node and relationship once."""

    papers: dict[str, Node] = field(default_factory=dict)
    nodes: dict[NodeKey, Node] = field(default_factory=dict)
    edges: dict[EdgeKey, Relationship] = field(default_factory=dict)

    @classmethod
    def of(cls, batch: Sequence[PaperFacts]) -> "_Facts":
        facts = cls()
        latest = {item.paper.id: item for item in batch}  # of two records of one paper the later one stands
        for id_ in sorted(latest):
            item = latest[id_]
            facts.papers[id_] = item.paper
            for node in item.nodes:
                known = facts.nodes.get(node.key)
                if known is None or _goes_before(node, known):
                    facts.nodes[node.key] = node
            facts.edges.update((EdgeKey.of(r), r) for r in item.relationships)
        return facts


def _goes_before(node: Node, known: Node) -> bool:
    """Of two descriptions of one entity the catalogue's stands, of two discovered ones the name that sorts first."""
    return _rank(node) < _rank(known)


def _rank(node: Node) -> tuple[bool, str]:
    return bool(node.properties.get("discovered", False)), str(node.properties.get("name", ""))


def load(run: Run, batch: Sequence[PaperFacts], *, by_element: bool = False) -> LoadCounts:
    """One transaction's work of `GraphStore.load`.

    With `by_element` new relationships name their ends by the element ids that the nodes' MERGE tells: for stores that
    find a node by it faster than in an index.
    """
    facts = _Facts.of(batch)
    ids = sorted(facts.papers)
    papers = [_paper_row(facts.papers[id_]) for id_ in ids]
    paper_keys = [NodeKey(PAPER.label, id_) for id_ in ids]
    written: Written = [(paper_keys, _in_chunks(run, statements.merge_papers(tell_elements=by_element), papers))]
    # Put together while a server is at work on the papers.
    rows = {
        key: statements.relationship_row(key.type, key.head.id, key.tail.id, edge.properties)
        for key, edge in facts.edges.items()
    }
    written += _merge_nodes(run, facts.nodes, by_element)
    before = _owned(run, ids)
    before |= _shared(run, (key for key in facts.nodes if key.label in ENTITY_LABELS))
    stale = sorted(key for key in before - facts.edges.keys() if not _stays(key, facts.edges))
    _lock(run, {end for key in stale for end in (key.head, key.tail)} - facts.nodes.keys())
    _by_ends(run, statements.delete_relationships, stale, _edge_row)
    # What a paper owns only its own loader writes, and that holds the paper's lock: what was not there is not there.
    # A shared relationship carries nothing that could differ, so one that is there already needs no second look.
    results = {key.tail for key in before if key.tail.label == RESULT.label}
    # A relationship between nodes of this batch takes no lock that is not held since their MERGE: it needs no order.
    elements = _elements(written) if by_element else {}
    placed: dict[str, list[list[Value | None]]] = defaultdict(list)
    new, again = [], []
    for key, row in rows.items():
        if key.is_shared:
            if key not in before:
                again.append(key)
        elif key in before or key.head in results:
            again.append(key)
        elif key.head in elements and key.tail in elements:
            row[:2] = elements[key.head], elements[key.tail]
            placed[key.type].append(row)
        else:
            new.append(key)
    for type_ in sorted(placed):
        _in_chunks(run, statements.create_between_elements(type_), placed[type_])
    _by_ends(run, statements.create_relationships, sorted(new), rows.__getitem__)
    _by_ends(run, statements.merge_relationships, sorted(again), rows.__getitem__)
    _collect(run, {end for key in stale for end in (key.head, key.tail)})
    return LoadCounts(len(ids), len(facts.nodes), len(facts.edges))


def update_papers(run: Run, papers: Sequence[Node]) -> None:
    """One transaction's work of `GraphStore.update_papers`: what the links were read off stays as it is."""
    read = {"title", "abstract", "title_key", "text_digest", "linked_with"}
    stored = set(_ids(run, statements.stored_ids(PAPER.label), [paper.id for paper in papers]))
    rows: dict[str, dict[str, Any]] = {}
    for paper in papers:
        if paper.id in stored:
            row = _paper_row(paper)
            row["props"] = {key: value for key, value in row["props"].items() if key not in read}
            rows[paper.id] = row
    _in_chunks(run, statements.merge_papers(), [rows[id_] for id_ in sorted(rows)])


def remove(run: Run, ids: Sequence[str]) -> list[str]:
    """One transaction's work of `GraphStore.remove`.

    A paper that somebody attached nodes or labels of their own to stays as a bare node, and counts as never linked.
    """
    wanted = sorted(set(ids))
    _in_chunks(run, statements.lock_nodes(PAPER.label), wanted, "ids")
    there = _ids(run, statements.stored_ids(PAPER.label), wanted)
    if not there:
        return []
    owned = sorted(_owned(run, there))
    ends = {end for key in owned for end in (key.head, key.tail)}
    _lock(run, ends)
    _by_ends(run, statements.delete_relationships, owned, _edge_row)
    _collect(run, ends)
    free = _ids(run, statements.free_papers(), there)
    _in_chunks(run, statements.delete_nodes(PAPER.label), free, "ids")
    kept = sorted(set(there) - set(free))
    _in_chunks(run, statements.forget_linking(), kept, "ids")
    return there


# -- what is there already


def _owned(run: Run, ids: Sequence[str]) -> set[EdgeKey]:
    """Everything that the papers own, with what their Results are about."""
    found: set[EdgeKey] = set()
    for row in _in_chunks(run, statements.owned_by_papers(), ids, "ids"):
        if row["tail_label"]:
            tail = NodeKey(row["tail_label"], row["tail"])
            found.add(EdgeKey(row["type"], NodeKey(PAPER.label, row["head"]), tail))
    if found:  # a paper that owns nothing has said nothing about entities either
        for type_ in SOURCED:
            for row in _in_chunks(run, statements.said_by_papers(type_), ids, "ids"):
                if row["head_label"] and row["tail_label"]:
                    head, tail = NodeKey(row["head_label"], row["head"]), NodeKey(row["tail_label"], row["tail"])
                    found.add(EdgeKey(type_, head, tail, row["source"]))
    return found


def _shared(run: Run, heads: Iterable[NodeKey]) -> set[EdgeKey]:
    """What the catalogue and the grammar have said of these entities so far."""
    by_label: dict[str, list[str]] = defaultdict(list)
    for key in sorted(heads):
        by_label[key.label].append(key.id)
    read = [(label, _in_chunks(run, statements.shared_from(label), ids, "ids")) for label, ids in by_label.items()]
    found: set[EdgeKey] = set()
    for label, rows in read:
        for row in rows:
            if row["tail_label"]:
                tail = NodeKey(row["tail_label"], row["tail"])
                found.add(EdgeKey(row["type"], NodeKey(label, row["head"]), tail, row["source"]))
    return found


def _stays(key: EdgeKey, wanted: Mapping[EdgeKey, Relationship]) -> bool:
    """Whether a stored relationship that no fact repeats stays: the grammar's does, since not every paper that names
    a model repeats it, unless the catalogue now says the same."""
    return key.source == statements.GRAMMAR and (
        EdgeKey(key.type, key.head, key.tail, statements.CATALOGUE) not in wanted
    )


# -- writing


def _merge_nodes(run: Run, nodes: Mapping[NodeKey, Node], tell_elements: bool) -> Written:
    """Write the nodes, label by label and id by id; the rows of each label tell the elements of its keys."""
    keys: dict[str, list[NodeKey]] = defaultdict(list)
    for key in sorted(nodes):
        keys[key.label].append(key)
    written: Written = []
    for label in statements.HELD_LABELS:
        rows = [statements.node_row(label, nodes[key].properties) for key in keys[label]]
        merge = statements.merge_nodes(label, tell_elements=tell_elements)
        written.append((keys[label], _in_chunks(run, merge, rows)))
    return written


def _elements(written: Written) -> dict[NodeKey, str]:
    out: dict[NodeKey, str] = {}
    for keys, rows in written:
        out.update(zip(keys, chain.from_iterable(row["elements"] for row in rows), strict=True))
    return out


def _lock(run: Run, keys: set[NodeKey]) -> None:
    for label in statements.HELD_LABELS:
        _in_chunks(run, statements.lock_nodes(label), [key.id for key in sorted(keys) if key.label == label], "ids")


def _collect(run: Run, candidates: set[NodeKey]) -> None:
    """Delete the candidates that nothing holds, then what only they held, and so on upwards."""
    queue = {key for key in candidates if key.label in statements.HELD_LABELS}
    while queue:
        label = next(label for label in statements.HELD_LABELS if any(key.label == label for key in queue))
        ids = sorted(key.id for key in queue if key.label == label)
        queue = {key for key in queue if key.label != label}
        gone = _ids(run, statements.unheld(label), ids)
        for row in _in_chunks(run, statements.held_by(label), gone, "ids"):
            if row["tail_label"]:
                queue.add(NodeKey(row["tail_label"], row["tail"]))
        _in_chunks(run, statements.delete_nodes(label), gone, "ids")
        queue -= {NodeKey(label, id_) for id_ in gone}


def _by_ends(
    run: Run,
    statement: Callable[[str, str, str], str],
    keys: Sequence[EdgeKey],
    row: Callable[[EdgeKey], list[Value | None]],
) -> None:
    """Run a statement for each (type, head label, tail label), with the rows of the keys that have it."""
    groups: dict[tuple[str, str, str], list[list[Value | None]]] = defaultdict(list)
    for key in keys:
        groups[key.type, key.head.label, key.tail.label].append(row(key))
    for group in sorted(groups):
        _in_chunks(run, statement(*group), groups[group])


def _in_chunks(run: Run, statement: str, values: Sequence[Any], parameter: str = "rows") -> Rows:
    """Run a statement over the values, at most ROWS_A_STATEMENT at a time; nothing where there are none."""
    starts = range(0, len(values), ROWS_A_STATEMENT)
    return chain.from_iterable([run(statement, {parameter: values[i : i + ROWS_A_STATEMENT]}) for i in starts])


def _ids(run: Run, statement: str, ids: Sequence[str]) -> list[str]:
    return sorted(row["id"] for row in _in_chunks(run, statement, ids, "ids"))


def _paper_row(paper: Node) -> dict[str, Any]:
    known = {prop.name for prop in PAPER.properties} - {"id"}
    return {"id": paper.id, "props": {key: value for key, value in paper.properties.items() if key in known}}


def _edge_row(key: EdgeKey) -> list[Value | None]:
    return [key.head.id, key.tail.id, key.source] if key.source else [key.head.id, key.tail.id]
