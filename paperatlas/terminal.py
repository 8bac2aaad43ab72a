"""How answers are written to a terminal or a pipe: tables that fit, text that wraps, colours only where seen."""

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

_LEAST_WIDTH = 20
"""No table is squeezed into less."""
_NARROW = 12
"""Columns whose cells are no wider than this are never wrapped: numbers, years, kinds."""
_WRAPPED = 18
"""Columns of text are at least this wide (or as wide as their text)."""
_BETWEEN = 3
"""Blanks between two columns."""


def console(*, stderr: bool = False) -> "Console":
    """A console as wide as the terminal; in a pipe as wide as COLUMNS says (or 120), and without colours."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else _piped_width()
    return Console(file=stream, width=width, highlight=False, emoji=False, markup=False, soft_wrap=False)


def _piped_width() -> int:
    """What COLUMNS says, if it is a width on which something can be written."""
    said = os.environ.get("COLUMNS", "")
    width = int(said) if said.isdecimal() else 0
    return max(width, _LEAST_WIDTH) if width else PIPED_WIDTH


def print_trimmed(*renderables: "RenderableType") -> None:
    """Print without the blanks that pad lines to the width."""
    out = console()
    with out.capture() as captured:
        out.print(*renderables)
    for line in captured.get().splitlines():
        click.echo(line.rstrip(), color=True if out.is_terminal and not out.no_color else None)


def write_table(rows: "Rows") -> None:
    """Rows as a table that fits: long text wraps, numbers stand to the right, columns without any value are left out.

    Where the columns do not fit beside each other, sentences go below the table, under the numbers of their rows; where
    that does not help, each row is written below the other, a column a line.
    """
    columns = [_Column(c, [row.get(c) for row in rows]) for c in rows.columns]
    shown = [c for c in columns if any(c.cells)]
    width = console().width
    if _needed(shown) <= width:
        _write_grid(shown)
        return
    sentences = [c for c in shown if c.head.endswith("sentence")]
    numbered = [_Column("#", list(range(1, len(rows) + 1))), *(c for c in shown if c not in sentences)]
    if not sentences or _needed(numbered) > width:
        _write_records(shown)
        return
    _write_grid(numbered)
    for column in sentences:
        click.echo(f"\n{column.head}")
        _write_grid([numbered[0], column], heads=False)


class _Column:
    """A column of an answer as it is printed."""

    def __init__(self, name: str, values: list[Any]) -> None:
        from .rows import text_of

        self.head = name.replace("_", " ")
        self.cells = [printable(text_of(value)) for value in values]
        self.numeric = all(_is_number(value) for value in values)
        self.width = max(len(self.head), *map(len, self.cells)) if self.cells else len(self.head)
        self.least = self.width if self.width <= _NARROW else min(self.width, _WRAPPED)


def _needed(columns: Sequence[_Column]) -> int:
    return sum(c.least for c in columns) + _BETWEEN * (len(columns) - 1)


def _write_grid(columns: Sequence[_Column], *, heads: bool = True) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold", show_header=heads)
    for c in columns:
        table.add_column(c.head, justify="right" if c.numeric else "left", overflow="fold", min_width=c.least)
    for row in zip(*(c.cells for c in columns), strict=True):
        table.add_row(*map(Text, row))
    print_trimmed(table)


def _write_records(columns: Sequence[_Column]) -> None:
    from rich.table import Table
    from rich.text import Text

    for number, row in enumerate(zip(*(c.cells for c in columns), strict=True)):
        if number:
            click.echo()
        record = Table.grid(padding=(0, 2))
        record.add_column(no_wrap=True, style="bold", min_width=max(len(c.head) for c in columns))
        record.add_column(overflow="fold")
        for column, cell in zip(columns, row, strict=True):
            if cell:
                record.add_row(column.head, Text(cell))
        print_trimmed(record)


def _is_number(value: Any) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))


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
