"""JSONL: one JSON object a line with `title` and `abstract`, and what else is known of the paper."""

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from ..fields import Delivery, Read, SetAside, UnusableError, paper_from_fields
from ..inputs import Line

ABOUT = "one JSON object a line: title, abstract, optional id, arxiv_id, doi, year, authors, categories, url"


def recognises(head: str) -> bool:
    """Most of the first lines start like a JSON object."""
    lines = [line.lstrip() for line in head.splitlines()[:50] if line.strip()]
    return sum(line.startswith("{") for line in lines) * 2 > len(lines)


def read(lines: Iterable[Line], source: str) -> Iterator[Read]:
    """A paper a line; blank lines are passed over."""
    for line, fields in objects(lines):
        if isinstance(fields, SetAside):
            yield fields
            continue
        try:
            paper, notes = paper_from_fields(fields, source)
        except UnusableError as error:
            yield SetAside(line.number, str(error), line.text)
            continue
        record_id = fields.get("id")
        yield Delivery(line.number, paper, line.text, None if record_id is None else str(record_id), notes=notes)


def objects(lines: Iterable[Line]) -> Iterator[tuple[Line, dict[str, Any] | SetAside]]:
    """Each line that is not blank with the JSON object on it, or with the reason why there is none."""
    for line in lines:
        if line.problem:
            yield line, SetAside(line.number, line.problem, line.text)
        elif line.text.strip():
            try:
                data = orjson.loads(line.text)
            except orjson.JSONDecodeError as error:
                yield line, SetAside(line.number, f"no valid JSON: {error}", line.text)
                continue
            if isinstance(data, dict):
                yield line, data
            else:
                yield line, SetAside(line.number, "the line holds JSON, but no object with a title", line.text)
