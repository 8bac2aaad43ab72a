"""`paperatlas sparql`: SPARQL over an RDF export, canned or of one's own."""

from pathlib import Path
from typing import Any

import click

from paperatlas.errors import QueryError

FORMATS = ("table", "json", "jsonl", "csv")


@click.command()
@click.argument("query", required=False)
@click.option(
    "--data",
    type=click.Path(path_type=Path, dir_okay=False),
    multiple=True,
    help="An export (.ttl, .nt, .nq, .trig, .jsonld, .rdf, each also .gz); may be given several times.",
)
@click.option("-p", "--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter of a canned query.")
@click.option("--show", is_flag=True, help="Print the query with its parameters filled in, to paste it elsewhere.")
@click.option("--format", "format_", type=click.Choice(FORMATS), default="table", show_default=True)
def sparql(query: str | None, data: tuple[Path, ...], params: tuple[str, ...], show: bool, format_: str) -> None:
    """Ask an RDF export in SPARQL.

    QUERY is the name of a canned query that has a SPARQL counterpart (without one, they are listed), or a file (.rq).
    """
    from paperatlas.graph.rdf import sparql as engine

    if query is None:
        from paperatlas.queries import library

        canned = library.load()
        for name in engine.counterparts():
            click.echo(f"{name}  {canned.get(name).about.split('. ')[0].removesuffix('.')}")
        return
    found = engine.find(query)
    if not data and not show:
        raise QueryError("There is no data to ask.", "Name an export: --data graph.ttl")
    store = engine.load(data)
    is_canned = found.name in engine.counterparts() and not Path(query).is_file()
    if params and not is_canned:
        raise QueryError(f"{query} is a query of your own and takes no --param.", "Write the values into the file.")
    parameters = _parameters(engine, store, found.name, params, bool(data)) if is_canned else {}
    if show:
        click.echo(engine.fill_in(found.text, parameters), nl=False)
        return
    from paperatlas.rows import Rows

    from .query import write

    columns, rows = engine.run(store, found, parameters)
    write(Rows(rows, columns, query=found.name, parameters=parameters), format_)


def _parameters(engine: Any, store: Any, name: str, params: tuple[str, ...], has_data: bool) -> dict[str, Any]:
    given: dict[str, str] = {}
    for text in params:
        key, equals, value = text.partition("=")
        if not equals:
            raise QueryError(f"--param {text} has no value.", "Write --param name=value.")
        given[key.strip().replace("-", "_")] = value
    bound: dict[str, Any] = engine.bind(store if has_data else None, name, given)
    return bound
