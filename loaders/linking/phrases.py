"""Stretches of ordinary words that may be a name: `structure-gated adaptation`, `Uniform Evidence Loss`.

A stretch ends where a word stands that names hardly ever hold (`WordVectors.breaks`: verbs, adverbs, function words),
unless hyphens tie it on both sides (`match-then-replace`), and at every sign but a hyphen; a number counts where it is
tied to a word (`3D ControlNet`) or follows a capital (`Ideogram 2`). Which of the stretches are names, and with which
word they begin, is for the judge.
"""

from collections.abc import Iterator

from .document import Links
from .text import PaperText
from .word_vectors import NOTHING, WordVectors, word_vectors
from .words import STOP_WORDS

_LONGEST = 6
_BEFORE_NAMES = frozenset("a an the our its their this these those new novel".split())
_HYPHENS = frozenset("-‐‑–")
_TIES = _HYPHENS | {""}
_JOINTS = _TIES | {" "}
_APOSTROPHES = frozenset("'’")


def phrases(links: Links) -> Iterator[tuple[int, int]]:
    """First token, and one past the last, of each stretch of two to six words that may be a name; of one stretch, all
    that end where it ends or one word earlier, if their words are worth judging."""
    vectors = word_vectors()
    paper, rows = links.text, [NOTHING, *links.word_rows, NOTHING]
    promise = vectors.promise
    for first, last in _stretches(paper, links.word_rows, vectors):
        for end in (last, last - 1) if last - first > 2 and paper.gap_before(last - 1) == " " else (last,):
            for start in range(max(first, end - _LONGEST), end - 1):
                if (start == first or paper.gap_before(start) == " ") and (
                    promise[rows[start]][0]
                    + promise[rows[start + 1]][1]
                    + promise[rows[end]][2]
                    + promise[rows[end + 1]][3]
                    >= 0
                ):
                    yield start, end


def _stretches(paper: PaperText, rows: list[int], vectors: WordVectors) -> Iterator[tuple[int, int]]:
    begin = None
    for index, key in enumerate(paper.keys):
        gap = paper.gap_before(index)
        if key[:1].isdigit():
            tied = gap in _TIES or paper.gap_before(index + 1) in _TIES
            inside = tied or (begin is not None and paper.text[paper.starts[index - 1]].isupper())
        elif key in STOP_WORDS or key in _BEFORE_NAMES or vectors.breaks[rows[index]]:
            inside = begin is not None and gap in _HYPHENS and paper.gap_before(index + 1) in _HYPHENS
        else:
            inside = key[:1].isalnum() and not (index and paper.keys[index - 1] in _APOSTROPHES)
        if begin is not None and not (inside and gap in _JOINTS):
            yield begin, index
            begin = None
        if inside and begin is None:
            begin = index
    if begin is not None:
        yield begin, len(paper.keys)
