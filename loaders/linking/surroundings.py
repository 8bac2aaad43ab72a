"""The words of a text as vectors: those around found entities are what the judges of roles and of relations read."""

from collections.abc import Sequence

import numpy as np

from .document import Found, Links
from .word_vectors import NOTHING, Array, word_vectors

_MARGIN = 12
"""Rows of nothing before and after the text, so that every window lies inside."""


class Surroundings:
    """Vectors of the words of one text; tokens are numbered as in PaperText."""

    def __init__(self, links: Links) -> None:
        nothing = [NOTHING] * _MARGIN
        self._vectors = word_vectors().matrix[[*nothing, *links.word_rows, *nothing]]
        self._sums = np.vstack([np.zeros((1, self._vectors.shape[1]), np.float32), np.cumsum(self._vectors, axis=0)])

    def at(self, tokens: Sequence[int]) -> Array:
        """The vectors of these tokens, side by side; beyond the text stands nothing."""
        out: Array = self._vectors[np.array(tokens) + _MARGIN].ravel()
        return out

    def mean(self, first: int, last: int) -> Array:
        """The mean of the tokens from `first` to before `last`; nothing where there are none."""
        first, last = max(first, -_MARGIN) + _MARGIN, last + _MARGIN
        out: Array = (self._sums[last] - self._sums[first]) / max(last - first, 1) if last > first else self._sums[0]
        return out


def beside(around: Surroundings, found: Found, left: int, right: int) -> Array:
    """The nearest words before and after a name, one by one, then the mean of the `left` before and `right` after."""
    near = around.at([found.first - 3, found.first - 2, found.first - 1, found.last, found.last + 1])
    return np.concatenate(
        [near, around.mean(found.first - left, found.first), around.mean(found.last, found.last + right)]
    )
