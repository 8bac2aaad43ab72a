"""Reads a text word by word, each in the light of the fifteen on either side: what all judges look at.

A token begins as the vector of its word, the shape and the first and last of its letters, and what the catalogue,
definitions and the sentence say of it; four gated convolutions of growing reach (Dauphin et al., "Language Modeling
with Gated Convolutional Networks", ICML 2017; Yu and Koltun, "Multi-Scale Context Aggregation by Dilated Convolutions",
ICLR 2016) mix it with its neighbours. Learnt together with the judges (`bench/train_reader.py`).
"""

import itertools
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from paperatlas.graph.schema import KINDS

from .text import Span, fold
from .word_vectors import Array, word_vectors

Numbers = npt.NDArray[np.int64]
if TYPE_CHECKING:
    from .document import Links

REACH = (1, 2, 4, 8)
"""How far apart the tokens are that each convolution mixes."""
BUCKETS = 3000
"""First letters, and last ones, that are told apart."""
_GAPS = {"": 0, " ": 1, "-": 2, "\n": 3}
_SHAPES = 11
SIZES = (_SHAPES, len(_GAPS) + 1, BUCKETS, BUCKETS, 1 + 2 * len(KINDS), 3, 2, 2, 2)
"""How many values each property of a token has: shape, what stands before it, first letters, last letters, known name,
definition, sentence on own work, title, start of a sentence."""
OFFSETS = np.cumsum((0, *SIZES[:-1]))
"""Where the vectors of each property begin in the table of all."""
PLACES = 6
"""Places of a name that are looked at, the first ones."""
BETWEEN = 12
"""Tokens between two places that are looked at, the first ones."""
_EPSILON = 1e-5


def properties(links: "Links") -> Numbers:
    """A row for each token: the number of each of its properties, in the order of SIZES."""
    paper = links.text
    count = len(paper.keys)
    out = np.zeros((count, len(SIZES)), np.int64)
    if not count:
        return out
    words = [_letters(paper.text[a:b]) for a, b in zip(paper.starts, paper.ends, strict=True)]
    out[:, [0, 2, 3]] = words
    between = itertools.pairwise(zip(paper.starts, paper.ends, strict=True))
    out[1:, 1] = [_GAPS.get(paper.text[end:start], len(_GAPS)) for (_, end), (start, _) in between]
    out[0, 1] = _GAPS["\n"]
    for found in links.found:
        kind = 1 + 2 * KINDS.index(found.kind)
        out[found.first, 4] = kind
        out[found.first + 1 : found.last, 4] = kind + 1
    for d in links.definitions:
        out[paper.token_at(d.long_start) : paper.token_at(d.long_end - 1) + 1, 5] = 1
        out[paper.token_at(d.short_start) : paper.token_at(d.short_end - 1) + 1, 5] = 2
    starts = np.array(paper.starts)
    sentence = np.maximum(np.searchsorted(paper.sentence_starts, starts, side="right") - 1, 0)
    out[:, 6] = np.array(links.own_work)[sentence]
    out[:, 7] = starts < paper.title_clean_end
    out[:, 8] = np.diff(sentence, prepend=-1) != 0
    return out


@lru_cache(maxsize=65536)
def _letters(token: str) -> tuple[int, int, int]:
    """The shape of a token, and the buckets of its first three and last four letters."""
    key = fold(token)
    return _shape(token), _bucket("p" + key[:3]), _bucket("s" + key[-4:])


def _bucket(letters: str) -> int:
    return zlib.crc32(letters.encode()) % BUCKETS


def _shape(token: str) -> int:
    """Letters and digits, capitals and small ones, as one of `_SHAPES`."""
    if not any(c.isalnum() for c in token):
        return 0
    if token.isdigit():
        return 1
    if any(c.isdigit() for c in token):
        return 2 if not any(c.isalpha() for c in token) else 3 if any(c.isupper() for c in token) else 4
    if token.islower():
        return 5
    if token.isupper():
        return 6 if len(token) == 1 else 7
    if token[0].isupper():
        return 8 if token[1:].islower() else 9
    return 10


@dataclass(frozen=True)
class Encoder:
    """`words` brings the vectors of words to the width of the net, `properties` has the vectors of all properties one
    under the other; `weights` and `biases` are those of the convolutions, a gate beside each unit; `gains` and
    `shifts` those of the normalisations, the first of the input."""

    words: Array
    properties: Array
    weights: Sequence[Array]
    biases: Sequence[Array]
    gains: Sequence[Array]
    shifts: Sequence[Array]

    @classmethod
    def of(cls, arrays: Mapping[str, Any]) -> "Encoder":
        """From the arrays of a file of weights."""

        def layers(name: str) -> list[Array]:
            return [arrays[f"{name}{n}"].astype(np.float32) for n in range(len(REACH) + (name in ("gain", "shift")))]

        return cls(
            arrays["words"].astype(np.float32), arrays["properties"].astype(np.float32),
            layers("weight"), layers("bias"), layers("gain"), layers("shift"),
        )  # fmt: skip

    def read(self, links: "Links") -> "Encoding":
        """The text as the judges see it. `links.found` is what the catalogue and the grammar of model names found."""
        count = len(links.text.keys)
        if not count:
            return Encoding(np.zeros((0, self.words.shape[1]), np.float32))
        tokens = word_vectors().matrix[links.word_rows] @ self.words
        tokens += self.properties[properties(links) + OFFSETS].sum(axis=1)
        tokens = self._normal(tokens, 0)
        width = tokens.shape[1]
        far = max(REACH)
        padded = np.zeros((count + 2 * far, width), np.float32)
        for n, reach in enumerate(REACH):
            padded[far : far + count] = tokens
            sides = [padded[far + shift : far + shift + count] for shift in (-reach, 0, reach)]
            mixed = np.hstack(sides) @ self.weights[n]
            mixed += self.biases[n]
            tokens = self._normal(tokens + mixed[:, :width] / (1 + np.exp(-mixed[:, width:])), n + 1)
        return Encoding(tokens)

    def _normal(self, tokens: Array, layer: int) -> Array:
        """Layer normalisation (Ba et al., 2016)."""
        out: Array = tokens - tokens.mean(axis=1, keepdims=True)
        out /= np.sqrt(np.einsum("ij,ij->i", out, out) / out.shape[1] + _EPSILON)[:, None]
        out *= self.gains[layer]
        out += self.shifts[layer]
        return out


def inside(spans: Sequence[Span], count: int) -> tuple[Numbers, Numbers]:
    """First tokens and ends, in a text of so many tokens; a name that ends in a sign may end beyond the last one."""
    first, last = np.array(spans, np.int64).reshape(-1, 2).T
    first = np.minimum(first, count - 1)
    return first, np.clip(last, first + 1, count)


class Encoding:
    """A text as vectors of its tokens, numbered as in PaperText; beyond the text stands nothing."""

    def __init__(self, tokens: Array) -> None:
        self._count, self.width = tokens.shape
        nothing = np.zeros((1, self.width), np.float32)
        self._tokens = np.vstack([nothing, tokens, nothing])
        self._sums = np.vstack([nothing, np.cumsum(self._tokens, axis=0)])

    def names(self, told: Sequence[Span], places: Sequence[Sequence[Span]]) -> Array:
        """A row for each name: the tokens before, at either end of and after the place that tells most, the mean of
        that place, and the mean of the means of the first places."""
        first, last = inside(told, self._count)
        flat = [span for spans in places for span in spans[:PLACES]]
        owner = np.repeat(np.arange(len(told)), [min(len(spans), PLACES) for spans in places])
        begin, end = inside(flat, self._count)
        means = np.zeros((len(told), self.width), np.float32)
        np.add.at(means, owner, self._mean(begin, end))
        means /= np.bincount(owner, minlength=len(told))[:, None]
        return np.hstack([*self._ends(first, last), self._mean(first, last), means])

    def pairs(self, heads: Sequence[Span], tails: Sequence[Span]) -> Array:
        """A row for each pair of places: the tokens at their ends and beside them, and the mean of what is between."""
        first, last = inside(heads, self._count)
        other_first, other_last = inside(tails, self._count)
        begin = np.minimum(last, other_last)
        end = np.maximum(np.minimum(np.maximum(first, other_first), begin + BETWEEN), begin)
        return np.hstack([*self._ends(first, last), *self._ends(other_first, other_last), self._mean(begin, end)])

    def _ends(self, first: Numbers, last: Numbers) -> list[Array]:
        return [self._tokens[i] for i in (first, first + 1, last, last + 1)]

    def _mean(self, first: Numbers, last: Numbers) -> Array:
        length = np.maximum(last - first, 1).astype(np.float32)
        out: Array = (self._sums[last + 1] - self._sums[first + 1]) / length[:, None]
        return out
