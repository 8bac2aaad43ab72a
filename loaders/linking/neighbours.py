"""What the judge thinks of the other names of a text, as signs for its second look at each.

Of two names that overlap one is the better, names in a list are of a kind, and a paper has one main thing of its own:
so each possible name is judged once by itself and once more in the light of its neighbours.
"""

import re
from collections.abc import Sequence

import numpy as np

from paperatlas.graph.schema import KINDS

from .candidates import Candidate
from .document import Links
from .word_vectors import Array

_LISTED = re.compile(r"(?:\s*\([^()]*\))?\s*(?:,|/|;|\band\b|\bor\b|&|, and|, or|as well as)\s*(?:the |an? )?")
_NEAR = 12
"""Characters between two members of a list."""
_LEAST = 1e-4


class Neighbours:
    """How the possible names of one text stand to each other, and to the names of the catalogue."""

    def __init__(self, links: Links, candidates: Sequence[Candidate]) -> None:
        self.count = len(candidates)
        self._titled = np.array(
            [any(start < links.text.title_clean_end for start, _ in c.spans) for c in candidates], dtype=bool
        )
        self._around: list[tuple[int, int]] = []
        self._crossing: list[tuple[int, int]] = []
        self._listed: list[tuple[int, int]] = []
        self._known = np.zeros((self.count, len(KINDS)), np.float32)
        places = [(start, end, n, "") for n, c in enumerate(candidates) for start, end in c.spans]
        places += [(f.start, f.end, -1, f.kind) for f in links.found]
        places.sort()
        for index, (start, end, one, kind) in enumerate(places):
            for other_start, other_end, other, other_kind in places[index + 1 :]:
                if other_start > end + _NEAR:
                    break
                if other_start < end:
                    if one >= 0 and other >= 0 and one != other:
                        self._overlap(one, other, start == other_start, end - other_end)
                elif (one >= 0 or other >= 0) and _LISTED.fullmatch(links.text.text, end, other_start):
                    if one >= 0 and other >= 0:
                        self._listed.append((one, other))
                    else:
                        self._known[max(one, other), KINDS.index(kind or other_kind)] = 1

    def _overlap(self, one: int, other: int, same_start: bool, reach: int) -> None:
        """`one` begins no later than `other`, and ends `reach` characters after it."""
        if reach >= 0:
            self._around.append((one, other))
        elif same_start:
            self._around.append((other, one))
        else:
            self._crossing += [(one, other), (other, one)]

    def signs(self, chances: Array) -> Array:
        """A row for each name, given the probability of each class that the first look gave it."""
        some, own = 1 - chances[:, 0], chances[:, 2::2].sum(axis=1)
        kinds = chances[:, 1::2] + chances[:, 2::2]
        alone, single = np.column_stack([some, own]), some[:, None]
        both = np.column_stack([some, kinds, own])
        outer = [(inner, outer) for outer, inner in self._around]
        titled = np.where(self._titled, own, 0.0)
        # The most of all others: the second most for the name that has the most itself.
        most = np.sort(np.append(titled, [0.0, 0.0]))[::-1]
        columns = [
            self._most(alone, outer),
            self._most(alone, self._around),
            self._most(single, self._crossing),
            self._most(both, self._listed),
            self._most(both, [(other, one) for one, other in self._listed]),
            self._known,
            np.minimum(some.sum() - some, 10)[:, None] / 10,
            np.minimum(own.sum() - own, 6)[:, None] / 6,
            np.where(titled == most[0], most[1], most[0])[:, None],
            np.log(chances + _LEAST),
        ]
        return np.hstack(columns).astype(np.float32)

    def _most(self, values: Array, pairs: list[tuple[int, int]]) -> Array:
        """For each name the most that its neighbours in these pairs (name, neighbour) have of each value."""
        out = np.zeros((self.count, values.shape[1]), np.float32)
        if pairs:
            names, neighbours = np.array(pairs).T
            np.maximum.at(out, names, values[neighbours])
        return out
