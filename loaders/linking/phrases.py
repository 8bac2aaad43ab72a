"""Stretches of ordinary words that may be a name: `structure-gated adaptation`, `Uniform Evidence Loss`.

A stretch ends where a word stands that names hardly ever hold (`WordVectors.breaks`: verbs, adverbs, function words)
and at every sign but a hyphen. Which of the stretches are names, and with which word they begin, is for the judge.
"""

from collections.abc import Iterator

from .text import PaperText
from .word_vectors import NOTHING, WordVectors
from .words import COMPONENT_NOUNS, KIND_OF_NOUN, STOP_WORDS

_LONGEST = 6
_BEFORE_NAMES = frozenset("a an the our its their this these those new novel".split())
_JOINTS = frozenset((" ", "-", "", "‐", "‑", "–"))


def phrases(paper: PaperText, vectors: WordVectors) -> Iterator[tuple[int, int]]:
    """First token, and one past the last, of each stretch of two to six words that may be a name; of one stretch, all
    that end where it ends or before a last noun that says what the thing is, if their words are worth judging."""
    rows = [NOTHING, *vectors.rows_of(paper.keys), NOTHING]
    promise = vectors.promise
    for first, last in _stretches(paper, rows[1:-1], vectors):
        ends = [last]
        if last - first > 2 and (paper.keys[last - 1] in KIND_OF_NOUN or paper.keys[last - 1] in COMPONENT_NOUNS):
            ends.append(last - 1)
        for end in ends:
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
        inside = key[:1].isalnum() and not key.isdigit() and key not in _BEFORE_NAMES
        if inside and (key in STOP_WORDS or vectors.breaks[rows[index]]):
            inside = False
        if begin is not None and not (inside and paper.gap_before(index) in _JOINTS):
            yield begin, index
            begin = None
        if inside and begin is None:
            begin = index
    if begin is not None:
        yield begin, len(paper.keys)
