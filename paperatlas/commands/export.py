"""`paperatlas export`: the graph for other tools."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from paperatlas.graph.memory import ReadableGraph
from paperatlas.graph.rdf.description import DEFAULT_LICENSE
from paperatlas.graph.rdf.formats import FORMAT_NAMES
from paperatlas.graph.rdf.statements import EVIDENCE_FORMS, EvidenceForm
from paperatlas.graph.rdf.terms import DEFAULT_BASE

from .options import store_option

if TYPE_CHECKING:
    from paperatlas.graph.store import Node, Relationship
    from paperatlas.progress import Progress

T = TypeVar("T")


@click.group()
def export() -> None:
    """Write the graph for other tools. PATH `-` is standard output; an ending `.gz` packs."""


@contextmanager
def _opened(store: str) -> Iterator[ReadableGraph]:
    """The store's graph, with a bar that counts what is read of it."""
    from paperatlas.graph.store import open_store
    from paperatlas.progress import Progress

    with open_store(store, must_exist=True) as graph, Progress("Exporting", unit="read") as bar:
        yield _Watched(graph, bar)


class _Watched:
    """A graph that tells a bar how much of it has been read; some exports read it more than once."""

    def __init__(self, graph: ReadableGraph, bar: "Progress") -> None:
        self._graph = graph
        self._bar = bar
        self._read = 0

    def nodes(self) -> "Iterator[Node]":
        yield from self._watch(self._graph.nodes())

    def relationships(self) -> "Iterator[Relationship]":
        yield from self._watch(self._graph.relationships())

    def _watch(self, items: Iterator[T]) -> Iterator[T]:
        for item in items:
            self._read += 1
            if not self._read % 1_000:
                self._bar.update(self._read)
            yield item


def _say(path: str, what: str) -> None:
    if path != "-":
        click.echo(f"{path}: {what}", err=True)


@export.command()
@click.argument("path")
@click.option("--format", "format_", type=click.Choice(FORMAT_NAMES), help="Default: by the ending; Turtle for `-`.")
@click.option("--base", default=DEFAULT_BASE, show_default=True, help="Where the IRIs of the graph live.")
@click.option(
    "--evidence",
    type=click.Choice(EVIDENCE_FORMS),
    default="reified",
    show_default=True,
    help="How sentences and confidence are said: by RDF 1.1 reification, by RDF 1.2 triple terms, or not at all.",
)
@click.option("--license", "license_", default=DEFAULT_LICENSE, show_default=True, help="IRI of the licence.")
@click.option("--validate", is_flag=True, help="Check the graph against the SHACL shapes first (needs pySHACL).")
@store_option
def rdf(
    path: str, format_: str | None, base: str, evidence: EvidenceForm, license_: str, validate: bool, store: str
) -> None:
    """RDF: Turtle, N-Triples, N-Quads and TriG (a graph a paper), JSON-LD, RDF/XML."""
    from paperatlas.graph.rdf.export import export_rdf

    with _opened(store) as graph:
        if validate:
            from paperatlas.graph.rdf.validate import check_graph

            check_graph(graph, base=base, evidence=evidence)
        done = export_rdf(graph, path, format=format_, base=base, evidence=evidence, license=license_)
    _say(path, f"{done.statements:,} statements, {done.counts.get('Paper', 0):,} papers.")


@export.command()
@click.argument("path")
@store_option
def graphml(path: str, store: str) -> None:
    """GraphML: Gephi, Cytoscape, yEd, NetworkX."""
    from paperatlas.graph.networkx_export import export_graphml

    with _opened(store) as graph:
        done = export_graphml(graph, path)
    _say(path, f"{done.nodes:,} nodes, {done.relationships:,} relationships.")


@export.command()
@click.argument("path")
@store_option
def json(path: str, store: str) -> None:
    """Node-link JSON, a node or relationship a line; the ends are `from` and `to`."""
    from paperatlas.graph.networkx_export import export_json

    with _opened(store) as graph:
        done = export_json(graph, path)
    _say(path, f"{done.nodes:,} nodes, {done.relationships:,} relationships.")


@export.command()
@click.argument("path")
@click.option("--title", default="Paperatlas", show_default=True, help="What stands above the picture.")
@click.option(
    "--max-nodes", type=click.IntRange(min=1), default=500, show_default=True, help="Keep the most connected nodes."
)
@store_option
def html(path: str, title: str, max_nodes: int, store: str) -> None:
    """A picture of the graph in one HTML file that needs no network."""
    from paperatlas.graph.html_export import export_html

    with _opened(store) as graph:
        done = export_html(graph, path, title=title, max_nodes=max_nodes)
    _say(path, f"{done.nodes:,} nodes, {done.relationships:,} relationships.")


@export.command()
@click.argument("path", type=click.Path(file_okay=False, path_type=Path))
@store_option
def parquet(path: Path, store: str) -> None:
    """Parquet files in the folder PATH, one a label and one a relationship type (needs pyarrow)."""
    from paperatlas.graph.parquet_export import export_parquet

    with _opened(store) as graph:
        done = export_parquet(graph, path)
    _say(str(path), f"{done.nodes:,} nodes, {done.relationships:,} relationships.")


@export.command()
@click.argument("path", type=click.Path(file_okay=False, path_type=Path))
@store_option
def neo4j(path: Path, store: str) -> None:
    """Files in the folder PATH for `neo4j-admin database import`, with a script that runs it."""
    from paperatlas.graph.neo4j_bulk import SCRIPT, export_neo4j

    with _opened(store) as graph:
        done = export_neo4j(graph, path)
    _say(str(path), f"{done.nodes:,} nodes, {done.relationships:,} relationships. Run {path / SCRIPT} to import them.")
