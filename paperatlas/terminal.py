"""How answers are written to a terminal or a pipe: tables that fit, text that wraps, no colours where nobody sees them."""

import csv
import io
import json
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from .rows import Rows

PIPED_WIDTH = 120
"""Columns of a table that goes into a pipe or file, unless COLUMNS says otherwise."""

_NARROW = 12
"""Columns whose cells are no wider than this are never wrapped: numbers, years, kinds."""


def console(*, stderr: bool = False) -> "Console":
    """A console as wide as the terminal; in a pipe as wide as COLUMNS says (or 120), and without colours."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else int(os.environ.get("COLUMNS") or PIPED_WIDTH)
    return Console(file=stream, width=width, highlight=False, emoji=False, markup=False, soft_wrap=False)


def print_trimmed(*renderables: "RenderableType") -> None:
    """Print without the blanks that pad lines to the width."""
    out = console()
    with out.capture() as captured:
        out.print(*renderables)
    for line in captured.get().splitlines():
        click.echo(line.rstrip(), color=True if out.is_terminal and not out.no_color else None)


def write_table(rows: "Rows") -> None:
    """Rows as a table that fits: long text wraps, numbers stand to the right, columns without any value are left out."""
    from rich import box
    from rich.table import Table

    from .rows import text_of

    shown = [c for c in rows.columns if any(row.get(c) not in (None, "", []) for row in rows)]
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    for column in shown:
        values = [row.get(column) for row in rows]
        numeric = all(isinstance(v, int | float) and not isinstance(v, bool) for v in values if v is not None)
        widest = max((len(text_of(v)) for v in values), default=0)
        table.add_column(
            column.replace("_", " "),
            justify="right" if numeric else "left",
            no_wrap=widest <= _NARROW,
            overflow="fold",
            ratio=None,
        )
    for row in rows:
        table.add_row(*(printable(text_of(row.get(c))) for c in shown))
    print_trimmed(table)


def write_json(rows: Sequence[dict[str, Any]]) -> None:
    """Rows as one JSON array."""
    click.echo(json.dumps(list(rows), ensure_ascii=False, indent=2))


def write_jsonl(rows: Sequence[dict[str, Any]]) -> None:
    """Rows as JSON objects, one a line."""
    for row in rows:
        click.echo(json.dumps(row, ensure_ascii=False))


def write_csv(rows: "Rows") -> None:
    """Rows as CSV with a header line; lists as JSON, nothing for null."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(rows.columns)
    for row in rows:
        cells = [row.get(c) for c in rows.columns]
        writer.writerow([json.dumps(v, ensure_ascii=False) if isinstance(v, list | dict) else v for v in cells])
    click.echo(text.getvalue(), nl=False)


def printable(text: str) -> str:
    """Control characters from a paper's text must not reach the terminal."""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)
