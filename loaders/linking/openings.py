"""Expressions that begin with one of a few words, searched by the tokens of a text.

Trying an expression at every character of a sentence costs twenty times what it costs to look at the sentence's tokens
and to try it where one of its first words stands.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from .text import PaperText


class Opening:
    """An expression, letter case ignored, each match of which begins with one of `words` or with a word that begins
    with one of `stems`."""

    def __init__(self, expression: str, *, words: str = "", stems: str = "") -> None:
        self._match = re.compile(expression, re.IGNORECASE).match
        whole, beginnings = frozenset(words.split()), tuple(stems.split())

        @lru_cache(maxsize=8192)
        def opens(key: str) -> bool:
            return key in whole or key.startswith(beginnings)

        self._opens = opens

    def finditer(self, paper: PaperText, start: int, end: int) -> Iterator[re.Match[str]]:
        """Matches between two offsets, none overlapping."""
        starts, keys, text, opens, match_at = paper.starts, paper.keys, paper.text, self._opens, self._match
        first = bisect_left(starts, start)
        for token in range(first, bisect_left(starts, end, first)):
            if opens(keys[token]) and starts[token] >= start and (match := match_at(text, starts[token], end)):
                yield match
                start = match.end()

    def search(self, paper: PaperText, start: int, end: int) -> re.Match[str] | None:
        """The first match between two offsets."""
        return next(self.finditer(paper, start, end), None)
