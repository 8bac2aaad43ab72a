"""CSV with a header line: comma, semicolon or tab; the columns that reference managers write are known too."""

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator

from ..fields import MAX_ABSTRACT, Delivery, Read, SetAside, UnusableError, paper_from_fields
from ..inputs import Line

ABOUT = "a table with a header line: title, abstract and the fields that JSONL may have"

DELIMITERS = ",;\t"
COLUMNS = {
    "abstract_note": "abstract",
    "arxiv": "arxiv_id",
    "author": "authors",
    "date": "published",
    "link": "url",
    "publication_date": "published",
    "publication_year": "year",
    "published_date": "published",
    "summary": "abstract",
}
"""Headers that name a field otherwise (reference managers, catalogues, spreadsheets), after `_header`."""


def recognises(head: str) -> bool:
    """The first line that is not blank is a header with a column `title`."""
    first = next((line for line in re.split(r"\r?\n", head) if line.strip()), "")
    return _delimiter(first) is not None


def read(lines: Iterable[Line], source: str) -> Iterator[Read]:
    """A paper a row; a quoted field may run over several lines. The line number is that of the row's first line."""
    # The limit is the process's. It also bounds what a quotation mark that is never closed can swallow.
    csv.field_size_limit(MAX_ABSTRACT + 1)
    feed = _Feed(lines)
    header_line = feed.first()
    delimiter = _delimiter(header_line)
    if delimiter is None:
        yield SetAside(feed.number, "the table's first line is no header with a column `title`", header_line)
        return
    columns = [_header(name) for name in next(csv.reader([header_line], delimiter=delimiter))]
    rows = csv.reader(feed, delimiter=delimiter, strict=True)
    while True:
        feed.start_row()
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            row = _leniently(feed.row_text, delimiter) if feed.is_one_line else []
            if not row:
                reason = f"no valid CSV: {error} (is a quotation mark open?)"
                yield SetAside(feed.row_line, reason, feed.give_up_first_line())
                continue
        if feed.problem:
            yield SetAside(feed.row_line, feed.problem, feed.row_text)
        elif any(row):
            yield _row(row, columns, feed, source)


def _leniently(line: str, delimiter: str) -> list[str]:
    """The fields of a line whose quotation marks are not doubled inside of a field, or have blanks behind them."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _row(row: list[str], columns: list[str], feed: "_Feed", source: str) -> Read:
    if len(row) > len(columns) and any(row[len(columns) :]):
        return SetAside(feed.row_line, f"the row has {len(row)} fields, the header {len(columns)}", feed.row_text)
    fields: dict[str, str] = {}
    for name, value in zip(columns, row, strict=False):
        if value.strip():
            fields.setdefault(name, value)
    try:
        paper, notes = paper_from_fields(fields, source)
    except UnusableError as error:
        return SetAside(feed.row_line, str(error), feed.row_text)
    return Delivery(feed.row_line, paper, feed.row_text, fields.get("id"), notes=notes)


def _header(name: str) -> str:
    key = re.sub(r"[\s-]+", "_", name.strip().lower())
    return COLUMNS.get(key, key)


def _delimiter(line: str) -> str | None:
    for delimiter in DELIMITERS:
        try:
            columns = next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:
            return None
        if "title" in map(_header, columns):
            return delimiter
    return None


class _Feed:
    """The lines as the csv module wants them, remembering where the present row began and what it looked like."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines = iter(lines)
        self._again: deque[Line] = deque()
        self._row: list[Line] = []
        self.number = 0
        self.start_row()

    def start_row(self) -> None:
        self._row = []
        self.row_line = self.number + 1
        self.row_text = ""
        self.problem: str | None = None

    @property
    def is_one_line(self) -> bool:
        return len(self._row) == 1

    def give_up_first_line(self) -> str:
        """Of a row that has swallowed those behind it, the first line, which is lost; the others are read once more."""
        first, *rest = self._row
        self._again.extendleft(reversed(rest))
        self.number = first.number
        return first.text

    def first(self) -> str:
        """The first line that is not blank: the header."""
        return next((text for text in self if text.strip()), "")

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        self._row.append(line)
        self.number = line.number
        self.row_text = f"{self.row_text}\n{line.text}" if self.row_text else line.text
        if line.problem:
            # The row is given up; its text may hold half a quotation, which must not run on into the rows behind it.
            self.problem = line.problem
            return "\n"
        return line.text + "\n"
