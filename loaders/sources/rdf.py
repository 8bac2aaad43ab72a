"""RDF: what `paperatlas export rdf` writes, in any of its formats, read back as it is, without linking again."""

import io
import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from typing import IO, cast

import pyoxigraph as ox

from paperatlas.errors import InputError
from paperatlas.graph.rdf.read import RdfReader, UnreadableError

from ..facts import paper_of
from ..fields import Delivery, Read, SetAside
from ..inputs import Line

ABOUT = "RDF that `paperatlas export rdf` wrote: Turtle, N-Triples, N-Quads, TriG, JSON-LD or RDF/XML"

_LINES_AT_ONCE = 500

# TriG reads Turtle, and N-Quads reads N-Triples.
_FORMATS: tuple[tuple[re.Pattern[str], ox.RdfFormat], ...] = (
    (re.compile(r'\{\s*"@(context|graph|id)"'), ox.RdfFormat.JSON_LD),
    (re.compile(r"(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<rdf:RDF[\s>]", re.DOTALL), ox.RdfFormat.RDF_XML),
    (re.compile(r"(#[^\n]*\s+)*<[^<>\s]+>\s*<[^<>\s]+>\s*[<\"_]"), ox.RdfFormat.N_QUADS),
    (re.compile(r"(#[^\n]*\s+)*(@prefix|@base|PREFIX|BASE)\s", re.IGNORECASE), ox.RdfFormat.TRIG),
)


def recognises(head: str) -> bool:
    """Begins like one of RDF's formats."""
    return _format(head) is not None


def _format(head: str) -> ox.RdfFormat | None:
    text = head.lstrip()
    return next((format_ for begin, format_ in _FORMATS if begin.match(text)), None)


def read(lines: Iterable[Line], source: str) -> Iterator[Read]:
    """The papers of an export with all they contribute, in the order of their ids.

    The statements go into a temporary file first, since what belongs to a paper stands in many places; memory stays
    small. InputError where the text is no RDF, or no export that can be read back.
    """
    stream = _Bytes(lines)
    head = stream.peek().decode("utf-8", "replace")
    format_ = _format(head)
    if format_ is None:
        raise InputError(f"{source} begins like none of RDF's formats.", "Leave out --source, or give an export.")
    quads = ox.parse(cast(IO[bytes], stream), format_)
    try:
        reader = RdfReader(quads)
    except (SyntaxError, ValueError) as error:
        raise InputError(f"{source} is no valid {format_.name}: {error}.") from error
    with closing(reader):
        papers = reader.papers()
        if not papers:
            raise InputError(f"{source} holds no paper of a Paperatlas graph.", "Only its own exports are read back.")
        if not reader.has_evidence():
            raise InputError(f"{source} was exported without evidence.", "Export it again without `--evidence none`.")
        for number, iri in enumerate(papers, 1):
            try:
                facts = reader.facts(iri)
            except (UnreadableError, ValueError) as error:
                yield SetAside(number, str(error), iri)
                continue
            yield Delivery(number, paper_of(facts.paper), iri, facts.paper.id, facts=facts)


class _Bytes(io.RawIOBase):
    """Lines as the stream of bytes that they came from. A line that cannot be read ends it with an InputError."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines = iter(lines)
        self._rest = b""

    def readable(self) -> bool:
        return True

    def peek(self) -> bytes:
        """Some of the first bytes, which stay to be read."""
        while len(self._rest) < 1000 and (more := self._next()):
            self._rest += more
        return self._rest

    def read(self, size: int = -1) -> bytes:
        data = self._rest or self._next()
        if 0 <= size < len(data):
            self._rest = data[size:]
            return data[:size]
        self._rest = b""
        return data

    def _next(self) -> bytes:
        parts = []
        for line in islice(self._lines, _LINES_AT_ONCE):
            if line.problem:
                raise InputError(f"Line {line.number} of the RDF cannot be read: {line.problem}.")
            parts.append(line.text)
        return "\n".join([*parts, ""]).encode()
