"""The serialisations an export can have, and how each is written while streaming."""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyoxigraph as ox

from paperatlas.errors import PaperatlasError

from ..output import STDOUT, ending
from .jsonld import write_jsonld
from .statements import Statement


@dataclass(frozen=True)
class RdfFormat:
    """A serialisation: its name on the command line, its file endings, and what it can hold."""

    name: str
    endings: tuple[str, ...]
    syntax: ox.RdfFormat
    quads: bool = False
    triple_terms: bool = True


FORMATS: tuple[RdfFormat, ...] = (
    RdfFormat("turtle", (".ttl", ".turtle"), ox.RdfFormat.TURTLE),
    RdfFormat("ntriples", (".nt",), ox.RdfFormat.N_TRIPLES),
    RdfFormat("nquads", (".nq",), ox.RdfFormat.N_QUADS, quads=True),
    RdfFormat("trig", (".trig",), ox.RdfFormat.TRIG, quads=True),
    RdfFormat("jsonld", (".jsonld",), ox.RdfFormat.JSON_LD, triple_terms=False),
    RdfFormat("rdfxml", (".rdf", ".owl", ".xml"), ox.RdfFormat.RDF_XML, triple_terms=False),
)
FORMAT_NAMES: tuple[str, ...] = tuple(f.name for f in FORMATS)


def format_for(target: str | Path, name: str | None = None) -> RdfFormat:
    """The named format, else the one of the target's ending; Turtle for standard output."""
    if name is not None:
        for format_ in FORMATS:
            if format_.name == name:
                return format_
        raise PaperatlasError(f"There is no RDF format {name!r}.", f"Known formats: {', '.join(FORMAT_NAMES)}.")
    if str(target) == STDOUT:
        return FORMATS[0]
    for format_ in FORMATS:
        if ending(target) in format_.endings:
            return format_
    known = ", ".join(e for f in FORMATS for e in f.endings)
    raise PaperatlasError(f"The ending of {target} names no RDF format.", f"Use one of {known}.")


def write_statements(
    statements: Iterable[Statement], stream: IO[bytes], format_: RdfFormat, prefixes: dict[str, str]
) -> None:
    """Write statement by statement; nothing is held but the one at hand."""
    written: Any = statements  # pyoxigraph's types know triples or quads, not what holds one of both
    sorted_head: Any
    if format_.syntax == ox.RdfFormat.JSON_LD:
        write_jsonld(statements, stream, prefixes)
    elif format_.syntax == ox.RdfFormat.RDF_XML:
        sorted_head, written = _SortedHead(stream, b">", 2), _fit_for_xml(statements)
        ox.serialize(written, sorted_head, format_.syntax, prefixes=prefixes)
    elif format_.syntax in (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG):
        sorted_head = _SortedHead(stream, b"\n", len(prefixes))
        ox.serialize(written, sorted_head, format_.syntax, prefixes=prefixes)
    else:
        ox.serialize(written, stream, format_.syntax)


class _SortedHead(io.RawIOBase):
    """Puts the prefixes in order, which the serialiser writes in another order each time: same graph, same bytes.

    The head ends with the `count`-th `mark`: a line a prefix in Turtle, the root's start tag in RDF/XML.
    """

    def __init__(self, stream: IO[bytes], mark: bytes, count: int) -> None:
        self._stream = stream
        self._mark = mark
        self._count = count
        self._head: bytes | None = b""

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        if self._head is None:
            self._stream.write(data)
        else:
            self._head += bytes(data)
            pieces = self._head.split(self._mark, self._count)
            if len(pieces) > self._count:
                head = self._mark.join(pieces[:-1]) + self._mark
                self._stream.write(self._sorted(head) + pieces[-1])
                self._head = None
        return len(data)

    def _sorted(self, head: bytes) -> bytes:
        if self._mark == b"\n":
            return b"".join(sorted(head.splitlines(keepends=True)))
        declarations = re.findall(rb'xmlns:[\w-]+="[^"]*"', head)
        return head[: head.index(declarations[0])] + b" ".join(sorted(declarations)) + b">"


_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def fit_for_xml(text: str) -> str:
    """XML 1.0 has no form for most control characters: each becomes U+FFFD."""
    return _NOT_XML.sub("�", text)


def _fit_for_xml(statements: Iterable[Statement]) -> Iterator[Statement]:
    for statement in statements:
        object_ = statement.object
        if isinstance(object_, ox.Literal) and _NOT_XML.search(object_.value):
            literal = ox.Literal(fit_for_xml(object_.value), datatype=object_.datatype)
            yield ox.Triple(statement.subject, statement.predicate, literal)
        else:
            yield statement
