"""Sources: one file each with the same verbs, registered in `SOURCES`. CONTRIBUTING.md says how to add one."""

from collections.abc import Iterable, Iterator
from typing import Protocol, cast

from paperatlas.errors import InputError

from ..fields import Read
from ..inputs import Input, Line
from . import csv, jsonl, linked, papers_page, rdf


class Source(Protocol):
    """What a source's module offers; the module's name is the source's."""

    ABOUT: str
    """What it reads, in a phrase for `--help`."""

    def recognises(self, head: str) -> bool:
        """Whether an input that begins like this (up to 64 KiB, the last line may be cut) is of this form."""

    def read(self, lines: Iterable[Line], source: str) -> Iterator[Read]:
        """The papers, in order, and what had to be set aside. `source` is the input's name. Must not hold it all."""


SOURCES: dict[str, Source] = {
    # in the order in which they are tried: what is recognised by the most particular sign comes first
    "rdf": cast(Source, rdf),
    "linked": cast(Source, linked),
    "jsonl": cast(Source, jsonl),
    "csv": cast(Source, csv),
    "papers_page": cast(Source, papers_page),
}


def source_for(input_: Input, name: str | None = None) -> Source:
    """The named source, or the one that recognises the input; InputError where there is none."""
    if name is not None:
        if name not in SOURCES:
            raise InputError(f"There is no source {name!r}.", f"Known sources: {', '.join(SOURCES)}.")
        return SOURCES[name]
    head = input_.head_text
    found = next((key for key, source in SOURCES.items() if source.recognises(head)), None)
    if found in (None, "jsonl", "papers_page"):  # JSON that is not one record a line may look like any of them
        _refuse_other_json(input_.name, head.lstrip())
    if found is None:
        raise InputError(
            f"{input_.name} has none of the known formats.", f"Name its format with --source: {', '.join(SOURCES)}."
        )
    return SOURCES[found]


def _refuse_other_json(name: str, head: str) -> None:
    if head.startswith("["):
        raise InputError(f"{name} is one JSON array.", "Write one object a line: `jq -c '.[]' FILE`.")
    if head.partition("\n")[0].strip() == "{":
        raise InputError(f"{name} has a JSON object over many lines.", "Put each on one line: `jq -c . FILE`.")


def read_papers(input_: Input, name: str | None = None) -> Iterator[Read]:
    """Everything that an input delivers, read as the named source or as the one that recognises it."""
    return source_for(input_, name).read(input_.lines(), input_.label)
