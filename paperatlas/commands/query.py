"""`paperatlas query`: the canned queries, each with options of its own, read from its header."""

import json
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from .options import store_option

if TYPE_CHECKING:
    from paperatlas.queries.canned import CannedQuery, Parameter
    from paperatlas.rows import Rows

FORMATS = ("table", "json", "jsonl", "csv", "bibtex")
_CLICK_TYPES: dict[str, click.ParamType[Any]] = {"integer": click.INT, "float": click.FLOAT, "boolean": click.BOOL}
SET_ASIDE = 1
"""Exit code where a query file of the user's own was left out for a fault."""


class Queries(click.Group):
    """The canned queries as subcommands; an unknown one is answered with the nearest names."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        from paperatlas.queries import library

        return sorted(library.load().queries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        from paperatlas.queries import library

        return _command(library.load().get(cmd_name))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, *rest = args
        return name, self.get_command(ctx, name), rest

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from paperatlas.queries import library

        wanted = incomplete.replace("-", "_")
        found = [CompletionItem(q.name, help=q.about) for q in library.load() if q.name.startswith(wanted)]
        return found + click.Command.shell_complete(self, ctx, incomplete)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from paperatlas.queries import library

        for topic, queries in library.load().by_topic().items():
            with formatter.section(topic.capitalize()):
                formatter.write_dl([(q.name, _first_sentence(q.about)) for q in queries])


class QueryCommand(click.Command):
    """One canned query. Options may be written with hyphens or underscores."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, [_hyphenated(arg) for arg in args])


@click.group(cls=Queries, invoke_without_command=True, subcommand_metavar="[NAME] [OPTIONS]...")
@store_option
@click.pass_context
def query(ctx: click.Context, store: str) -> None:
    """Ask a canned question; without a name, list all by topic.

    `paperatlas query NAME --help` says what a question takes and returns. Queries of your own are `.cypher` files in
    the folder that PAPERATLAS_QUERIES names (docs/queries.md shows where it is otherwise, and the form).
    """
    ctx.obj = store
    if ctx.invoked_subcommand is not None:
        return
    from paperatlas.queries import library

    found = library.load()
    _list(found)
    for fault in found.faults.values():
        click.echo(f"paperatlas: set aside: {fault}", err=True)
    if found.faults:
        ctx.exit(SET_ASIDE)


def _list(found: Any) -> None:
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    from paperatlas.terminal import print_trimmed

    width = max((len(q.name) for q in found), default=0)
    for topic, queries in found.by_topic().items():
        print_trimmed(Text(topic.capitalize(), style="bold"))
        table = Table.grid(padding=(0, 2))
        table.add_column(width=width, no_wrap=True)
        table.add_column()
        for q in queries:
            table.add_row(q.name, _first_sentence(q.about) + (" (yours)" if q.own else ""))
        print_trimmed(Padding(table, (0, 0, 1, 2), expand=False))
    click.echo("paperatlas query NAME --help says what a question takes.")


def _first_sentence(about: str) -> str:
    return about.split(". ")[0].removesuffix(".")


def _hyphenated(arg: str) -> str:
    name, equals, value = arg.partition("=")
    return name.replace("_", "-") + equals + value if name.startswith("--") else arg


def _command(found: "CannedQuery") -> click.Command:
    """The subcommand of a query: an option a parameter, with its type, default and meaning."""
    options: list[click.Parameter] = [_option(parameter) for parameter in found.parameters]
    command = QueryCommand(
        found.name,
        params=options,
        callback=lambda **given: _run(found, given),
        help=f"{found.about}\n\nReturns: {', '.join(found.columns)}.",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    command.params.append(
        click.Option(["--format", "format_"], type=click.Choice(FORMATS), default="table", show_default=True)
    )
    # Given after the name too, since that is where people write it; the group's option is the default.
    command.params.append(
        click.Option(["--store"], metavar="STORE", help="A path or URL, as before the name; this one wins.")
    )
    return command


def _option(parameter: "Parameter") -> click.Option:
    default = "" if parameter.required or parameter.default is None else _written(parameter.default)
    hint = "required" if parameter.required else f"default: {default}" if default else ""
    return click.Option(
        [f"--{parameter.name.replace('_', '-')}", f"p_{parameter.name}"],
        type=_click_type(parameter),
        metavar=None if parameter.choices else parameter.type.upper(),
        help=" ".join(part for part in (_capital(parameter.about), f"[{hint}]" if hint else "") if part),
        shell_complete=_names_of(parameter) if parameter.kinds else None,
    )


def _click_type(parameter: "Parameter") -> click.ParamType[Any]:
    if parameter.choices:
        return click.Choice(parameter.choices, case_sensitive=False)
    return _CLICK_TYPES.get(parameter.types[0], click.STRING)


def _names_of(parameter: "Parameter") -> Any:
    def complete(ctx: click.Context, option: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from paperatlas.errors import PaperatlasError
        from paperatlas.graph.store import open_store
        from paperatlas.queries.names import complete_names

        try:
            with open_store(_store(ctx), must_exist=True) as store:
                return [CompletionItem(name) for name in complete_names(store, parameter.kinds, incomplete)]
        except PaperatlasError:
            return []  # no store, nothing to offer: completion is no place for a message

    return complete


def _store(ctx: click.Context) -> str:
    """The store given after the query's name, else before it, else the default."""
    given = ctx.params.get("store") or ctx.obj or (ctx.parent and ctx.parent.params.get("store"))
    if given:
        return str(given)
    from .options import DEFAULT_STORE

    return DEFAULT_STORE


def _run(found: "CannedQuery", given: dict[str, Any]) -> None:
    from paperatlas.graph.store import open_store
    from paperatlas.queries import library

    format_ = given.pop("format_")
    given.pop("store")
    parameters = {name.removeprefix("p_"): value for name, value in given.items() if value is not None}
    with open_store(_store(click.get_current_context()), must_exist=True) as store:
        rows = library.run(store, found.name, parameters)
        if format_ == "bibtex":
            _write_bibtex(store, found, rows)
        else:
            write(rows, format_)


def _write_bibtex(store: Any, found: "CannedQuery", rows: "Rows") -> None:
    from paperatlas.bibtex import bibtex
    from paperatlas.errors import QueryError

    if not any(column.endswith("paper_id") for column in found.columns):
        raise QueryError(f"The answer of {found.name} names no papers to cite.", "Choose another --format.")
    click.echo(bibtex(store, rows.paper_ids()), nl=False)


def write(rows: "Rows", format_: str) -> None:
    """Print rows as table, JSON, JSON lines or CSV."""
    from paperatlas import terminal

    if format_ == "json":
        terminal.write_json(rows)
    elif format_ == "jsonl":
        terminal.write_jsonl(rows)
    elif format_ == "csv":
        terminal.write_csv(rows)
    elif rows:
        terminal.write_table(rows)
    else:
        click.echo("No rows.", err=True)


def _written(default: Any) -> str:
    return default if isinstance(default, str) else json.dumps(default)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
