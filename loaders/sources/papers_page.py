"""A page of papers saved as text: site furniture and dates, and between them titles and abstracts in turn.

Nothing in such a page says what a paragraph is; its shape does. An abstract is a long paragraph of prose; its title is
the short one before it, dates, counts and labels apart. What stands before the first title, or is short and followed
by no abstract, is the site's.
"""

import re
from collections.abc import Iterable, Iterator

from ..fields import MAX_ABSTRACT, Delivery, Read, SetAside, UnusableError, paper_from_fields
from ..inputs import Line

ABOUT = "a web page of papers saved as text: a short title paragraph, then a long abstract paragraph, in turn"

ABSTRACT_WORDS = 30
"""A paragraph with at least so many words is an abstract: the longest titles have fewer, furniture far fewer."""
UNWRAPPED_CHARACTERS = 300
"""A line of at least so many was not wrapped by an editor or a terminal: it is a whole paragraph."""

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_NO_TITLE = re.compile(
    rf"""
      (?:published|submitted|posted|updated)?\W*(?:on\s+)?      # a date, in any of the usual orders
      (?: {_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?
        | \d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}(?:,?\s+\d{{4}})?
        | {_MONTH}\s+\d{{4}} | \d{{4}}-\d{{2}}-\d{{2}} | \d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}
        | (?:\d+|an?)\s+(?:minute|hour|day|week|month|year)s?\s+ago | today | yesterday )
    | [\W\d]*\d[\W\d]*k?                                         # a count: 12, 1,204, 3.1k
    | \W*(?:abstract|summary|upvotes?|comments?|authors?|pdf|arxiv|github|code)\W*[\d.,]*k?   # a label
    | \W*                                                        # an ornament
    """,
    re.IGNORECASE | re.VERBOSE,
)


def recognises(head: str) -> bool:
    """At least one title followed by its abstract stands in the head."""
    lines = (Line(number, text) for number, text in enumerate(head.splitlines(), 1))
    return any(isinstance(item, Delivery) for item in read(lines, ""))


def read(lines: Iterable[Line], source: str) -> Iterator[Read]:
    """A paper for each abstract with a title before it."""
    title: Line | None = None
    abstract: list[Line] = []
    for paragraph in _paragraphs(lines):
        if _is_prose(paragraph):
            if title is not None:
                abstract.append(paragraph)  # also the second paragraph of one abstract
            elif paragraph.problem:
                yield SetAside(paragraph.number, paragraph.problem, paragraph.text)
            else:
                yield SetAside(paragraph.number, "a long paragraph without a title before it", paragraph.text)
            continue
        if title is not None and abstract:
            yield _paper(title, abstract, source)
            title, abstract = None, []
        if paragraph.problem or not _NO_TITLE.fullmatch(paragraph.text):
            title = paragraph
    if title is not None and abstract:
        yield _paper(title, abstract, source)


def _is_prose(paragraph: Line) -> bool:
    return len(paragraph.text.split(maxsplit=ABSTRACT_WORDS)) >= ABSTRACT_WORDS


def _paper(title: Line, abstract: list[Line], source: str) -> Read:
    text = "\n\n".join(paragraph.text for paragraph in abstract)
    raw = f"{title.text}\n\n{text}"
    problem = next((paragraph.problem for paragraph in (title, *abstract) if paragraph.problem), None)
    if problem:
        return SetAside(title.number, problem, raw)
    try:
        paper, notes = paper_from_fields({"title": title.text, "abstract": text}, source)
    except UnusableError as error:
        return SetAside(title.number, str(error), raw)
    return Delivery(title.number, paper, raw, notes=notes)


def _paragraphs(lines: Iterable[Line]) -> Iterator[Line]:
    """Paragraphs, each with the number of its first line.

    Blank lines part them; lines between are joined, unless one is so long that nobody wrapped it: then each line is
    a paragraph (a page without blank lines).
    """
    block: list[Line] = []
    size = 0
    unwrapped = False
    for line in lines:
        if not line.text.strip() and not line.problem:
            yield from _joined(block)
            block, size, unwrapped = [], 0, False
            continue
        block.append(Line(line.number, line.text.strip(), line.problem))
        size += len(line.text)
        unwrapped = unwrapped or len(line.text) >= UNWRAPPED_CHARACTERS
        if unwrapped:
            yield from block
        elif size > MAX_ABSTRACT:
            yield from _joined(block)
        else:
            continue
        block, size = [], 0
    yield from _joined(block)


def _joined(block: list[Line]) -> Iterator[Line]:
    if block:
        problem = next((line.problem for line in block if line.problem), None)
        yield Line(block[0].number, " ".join(line.text for line in block), problem)
