"""The answer of a query: a list of dicts that knows its columns, and how its rows are drawn as a graph."""

import dataclasses
import html
import importlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from .errors import PaperatlasError, QueryError
from .graph.identity import entity_id
from .graph.memory import MemoryGraph
from .graph.schema import KIND_OF_LABEL, LABEL_OF_KIND, NODES
from .graph.store import Node, NodeKey, Relationship

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

    from .queries.canned import Edge, End

T = TypeVar("T")
LookUp = Callable[[Sequence[str]], Mapping[str, NodeKey]]
"""Finds the nodes of these names (papers: titles or ids); names that are no node are absent from the answer."""

_LABELS = {**{label.lower(): label for label in NODES}, **LABEL_OF_KIND}
_NOTEBOOK_ROWS = 100
_PICTURE_ROWS = 300
_PAPER_COLUMNS = (("paper", "paper_id"), ("other_paper", "other_paper_id"), ("introduced_by", "paper_id"))
"""Columns with a paper's title, and beside them its id."""


class Rows(list[dict[str, Any]]):
    """Rows in the order of the query. `columns` are there for an empty answer too; `parameters` are those it ran with,
    names as the graph has them."""

    def __init__(
        self,
        rows: Iterable[Mapping[str, Any]],
        columns: Sequence[str] | None = None,
        *,
        query: str = "",
        parameters: Mapping[str, Any] | None = None,
        edges: "Sequence[Edge]" = (),
        look_up: "LookUp | None" = None,
    ) -> None:
        super().__init__(dict(row) for row in rows)
        self.columns: tuple[str, ...] = tuple(columns if columns is not None else (self[0] if self else ()))
        self.query = query
        self.parameters = dict(parameters or {})
        self.edges = tuple(edges) or _edges_by_name(self.columns)
        self._look_up = look_up

    def of(self, record: type[T]) -> list[T]:
        """The rows as records of `paperatlas.records`, so that an editor knows their fields:
        `atlas.query("method_variants").of(Variant)`. QueryError where the columns are others."""
        fields = tuple(f.name for f in dataclasses.fields(record))  # type: ignore[arg-type]
        if fields != self.columns:
            raise QueryError(
                f"{record.__name__} has the fields {', '.join(fields)}, but the rows have {', '.join(self.columns)}.",
                "paperatlas.records.RECORDS says which record belongs to which query.",
            )
        return [record(**row) for row in self]

    def paper_ids(self) -> list[str]:
        """The ids of the papers that the rows name, each once, in order."""
        columns = [c for c in self.columns if c.endswith("paper_id")]
        found = (row.get(column) for row in self for column in columns)
        return list(dict.fromkeys(str(value) for value in found if value))

    # -- as a table

    def to_pandas(self) -> "pd.DataFrame":
        """The rows as a DataFrame; its columns are there even where it is empty."""
        try:
            import pandas
        except ImportError as error:
            raise PaperatlasError(
                "pandas is not installed.", "Install it: pip install 'paperatlas[pandas]'."
            ) from error
        return pandas.DataFrame(list(self), columns=list(self.columns))

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{html.escape(c)}</th>" for c in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(text_of(row.get(c)))}</td>" for c in self.columns) + "</tr>"
            for row in self[:_NOTEBOOK_ROWS]
        )
        more = f"<p>{len(self) - _NOTEBOOK_ROWS} more rows</p>" if len(self) > _NOTEBOOK_ROWS else ""
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"
        if not self or not self.edges or len(self) > _PICTURE_ROWS:
            return table
        picture = html.escape(self.to_graph_html(), quote=True)
        return f'{table}<iframe srcdoc="{picture}" style="width:100%;height:420px;border:1px solid #ccc"></iframe>'

    # -- as a graph

    def to_graph(self) -> MemoryGraph:
        """The rows as nodes and relationships, as the query's header says they are drawn."""
        if not self.edges:
            raise QueryError(
                f"The answer of {self.query or 'this query'} has no graph.",
                "Return the columns head, relationship and tail, or run a query such as paper_neighbourhood.",
            )
        drawing = _Drawing(self, self._look_up)
        return MemoryGraph.of(drawing.nodes.values(), drawing.relationships)

    def to_networkx(self) -> "nx.MultiDiGraph[str]":
        """The rows as a MultiDiGraph: nodes by id, with `label` and `name` (papers: `title`); edges with `type` and the
        row's other columns."""
        from .graph.networkx_export import to_networkx

        return to_networkx(self.to_graph())

    def to_neo4j_viz(self) -> Any:
        """The rows as a `VisualizationGraph` of neo4j-viz, coloured by label; `.render()` draws it in a notebook."""
        try:
            neo4j_viz = importlib.import_module("neo4j_viz")
        except ImportError as error:
            raise PaperatlasError(
                "neo4j-viz is not installed.", "Install it: pip install 'paperatlas[notebook]'."
            ) from error
        drawn = self.to_graph()
        nodes = [
            neo4j_viz.Node(
                id=node.id,
                caption=str(node.properties.get(NODES[node.label].caption, node.id)),
                properties={"label": node.label, **node.properties},
            )
            for node in drawn.nodes()
        ]
        edges = [
            neo4j_viz.Relationship(source=r.head.id, target=r.tail.id, caption=r.type, properties=dict(r.properties))
            for r in drawn.relationships()
        ]
        graph = neo4j_viz.VisualizationGraph(nodes=nodes, relationships=edges)
        graph.color_nodes(property="label")
        return graph

    def to_graph_html(self, *, title: str = "") -> str:
        """A self-contained page with the rows as a picture, titled by the query unless told."""
        from .graph.html_export import to_html

        return to_html(self.to_graph(), title=title or self.query or "Query")


def text_of(value: Any) -> str:
    """A cell as people read it: lists joined by commas, nothing for null, floats without noise."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, list):
        return ", ".join(text_of(v) for v in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def _edges_by_name(columns: Sequence[str]) -> "tuple[Edge, ...]":
    """Rows of a free query are drawn where their columns have the names that say it."""
    from .queries.canned import Edge, End

    for head, type_, tail in (("head", "relationship", "tail"), ("head", "type", "tail"), ("from", "type", "to")):
        if {head, type_, tail} <= set(columns):
            kinds = [f"{end}_kind" if f"{end}_kind" in columns else "" for end in (head, tail)]
            return (Edge(End(head, kinds[0]), type_, End(tail, kinds[1])),)
    return ()


@dataclass(frozen=True)
class _Point:
    """An end of an edge before its label is certain; `label` is empty where the row does not say it."""

    name: str
    label: str
    id: str = ""


class _Drawing:
    """Collects the nodes and relationships of rows."""

    def __init__(self, rows: Rows, look_up: LookUp | None) -> None:
        self.rows = rows
        self.nodes: dict[NodeKey, Node] = {}
        self.relationships: list[Relationship] = []
        edges = list(self._edges())
        points = [point for _, head, tail, _ in edges for point in (head, tail)]
        self.keys = {p.name: NodeKey(p.label, self._id(p)) for p in points if p.label}
        unknown = sorted({p.name for p in points} - self.keys.keys())
        if unknown and look_up:
            self.keys.update(look_up(unknown))
        for name in unknown:
            if name not in self.keys:
                raise QueryError(
                    f"`{name}` is the name of no node, so the rows cannot be drawn.",
                    "Return the kinds too, in columns head_kind and tail_kind.",
                )
        for type_, head, tail, properties in edges:
            self.relationships.append(Relationship(type_, self._node(head), self._node(tail), properties))

    def _edges(self) -> Iterator[tuple[str, _Point, _Point, dict[str, Any]]]:
        for row in self.rows:
            for edge in self.rows.edges:
                type_ = str(row[edge.type]).upper() if edge.type in row else edge.type
                used = {edge.head.name, edge.tail.name, edge.type, edge.head.label, edge.tail.label}
                properties = {k: v for k, v in row.items() if k not in used and v is not None and v != []}
                for head in self._points(row, edge.head):
                    for tail in self._points(row, edge.tail):
                        yield type_, head, tail, properties

    def _points(self, row: Mapping[str, Any], end: "End") -> Iterator[_Point]:
        value = self.rows.parameters.get(end.name) if end.parameter else row.get(end.name)
        label = str(row[end.label]) if end.label in row else end.label
        label = _LABELS.get(label.lower(), label)
        for name in value if isinstance(value, list) else [value]:
            if name is not None:
                yield _Point(str(name), label, self._paper_id(row, end, str(name), label))

    def _paper_id(self, row: Mapping[str, Any], end: "End", name: str, label: str) -> str:
        if label != "Paper":
            return ""
        if end.parameter:
            return name
        beside = dict(_PAPER_COLUMNS).get(end.name, "")
        # A row's paper that is the parameter itself must not become a second node.
        return str(row.get(beside) or self.rows.parameters.get("paper") or name)

    def _id(self, point: _Point) -> str:
        kind = KIND_OF_LABEL.get(point.label)
        return point.id or (entity_id(kind, point.name) if kind else f"{point.label.lower()}:{point.name}")

    def _node(self, point: _Point) -> NodeKey:
        key = NodeKey(point.label, self._id(point)) if point.label else self.keys[point.name]
        caption = NODES[key.label].caption if key.label in NODES else "name"
        known = self.nodes.get(key)
        if known is None or known.properties[caption] == key.id:  # an id is no name: take a better one
            self.nodes[key] = Node(key.label, {"id": key.id, caption: point.name})
        return key
