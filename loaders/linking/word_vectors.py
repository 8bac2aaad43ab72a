"""Words as numbers: what stands beside a word in 72,000 abstracts says what sort of word it is.

Made by `bench/train_words.py`: the positive pointwise mutual information of each word with the two words before
and after it, cut to a few dimensions (Levy and Goldberg, "Neural Word Embedding as Implicit Matrix Factorization",
NeurIPS 2014). A word that is not in the table stands for the rare words of the same ending.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

NOTHING = 0
"""The row of what is no word: a number, a sign, the space beyond the text."""
_SCALE = 127.0
Array = npt.NDArray[np.float32]


def ending(word: str, length: int) -> str:
    """The key of the row that stands for rare words of this ending."""
    return "~" + word[-length:] if length else "~"


@dataclass(frozen=True)
class WordVectors:
    """`matrix` has a row of unit length a word, `commonness` the logarithm of its count, a tenth of it; `breaks` says
    which words stand inside names so seldom that a name ends before them."""

    rows: dict[str, int]
    matrix: Array
    commonness: Array
    breaks: npt.NDArray[np.bool_]
    promise: list[list[float]]

    def row(self, key: str) -> int:
        """The row of a folded token."""
        row = self.rows.get(key)
        if row is not None:
            return row
        if not key.isalpha():
            return NOTHING
        return next(self.rows[e] for n in (3, 2, 0) if (e := ending(key, n)) in self.rows)

    def rows_of(self, keys: Iterable[str]) -> list[int]:
        return [self.row(key) for key in keys]


@cache
def word_vectors() -> WordVectors:
    """The shipped table."""
    with files("paperatlas.loaders.linking").joinpath("words.npz").open("rb") as file, np.load(file) as data:
        words = bytes(data["words"]).decode().split("\n")
        return WordVectors(
            {word: number for number, word in enumerate(words)},
            data["vectors"].astype(np.float32) / _SCALE,
            data["commonness"].astype(np.float32),
            data["breaks"],
            data["promise"].astype(np.float32).tolist(),
        )


def save(
    path: str, words: list[str], vectors: Array, commonness: Array, breaks: npt.NDArray[np.bool_], promise: Array
) -> None:
    """Write a table; row 0 must be that of nothing."""
    np.savez_compressed(
        path,
        words=np.frombuffer("\n".join(words).encode(), dtype=np.uint8),
        vectors=np.rint(vectors * _SCALE).astype(np.int8),
        commonness=commonness.astype(np.float16),
        breaks=breaks,
        promise=promise.astype(np.float16),
    )
