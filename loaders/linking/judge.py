"""Decides what is a name, of which kind and whose, and whether a name of the catalogue is meant as one.

Small models, learnt from papers that readers annotated (`bench/train_judge.py`, `bench/gold/`). Possible names go
through a network with one hidden layer, whose classes are: no entity, and each kind, the paper's own or not; then, with
what it says of their neighbours, through a second one. Names of the catalogue go through a logistic regression, with
one more sign: how often readers listed that entry where it stood. All give probabilities, and these are the confidence
of a link.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import IO

import numpy as np

from paperatlas.graph.schema import KINDS, Kind

from .candidates import Candidate
from .document import Found
from .neighbours import Neighbours
from .network import Network, scaled
from .signs import Signs
from .word_vectors import Array

USUAL_SHARE = 0.8
USUAL_WEIGHT = 3
"""An entry that readers never met counts as if it had been listed so often, in so many papers."""


@dataclass(slots=True)
class Verdict:
    """How sure it is that this is an entity, its likeliest kind, and how sure that it is the paper's own."""

    some: float
    kind: Kind
    own: float

    @property
    def is_own(self) -> bool:
        return self.own >= 0.5


def shares(listed: int, met: int) -> tuple[float, float]:
    """The signs of how often an entry is listed: log-odds, smoothed, and how often it was met."""
    share = (listed + USUAL_WEIGHT * USUAL_SHARE) / (met + USUAL_WEIGHT)
    return float(np.log(share / (1 - share))), min(met, 10) / 10


@dataclass(frozen=True)
class Weights:
    """The networks for the first and the second look at possible names, the regression for names of the catalogue, and
    the (listed, met) of its entries, by id."""

    first: Network
    second: Network
    known_mean: Array
    known_spread: Array
    known: Array
    known_bias: float
    entries: Mapping[str, tuple[int, int]]

    def classes(self, rows: Array, neighbours: Neighbours) -> Array:
        """The probability of each class, for the signs of each possible name of a text."""
        signs = neighbours.signs(self.first.chances(rows))
        return self.second.chances(np.hstack([rows, signs]))

    def meant(self, rows: Array, entries: Sequence[str]) -> Array:
        """The probability that each name of the catalogue is meant, for its signs and the id of its entry."""
        met = np.array([shares(*self.entries.get(entry, (0, 0))) for entry in entries], np.float32)
        signs = scaled(np.hstack([rows, met]), self.known_mean, self.known_spread)
        chances: Array = 1 / (1 + np.exp(-(signs @ self.known + self.known_bias)))
        return chances


@cache
def shipped_weights() -> Weights:
    with files("paperatlas.loaders.linking").joinpath("judge.npz").open("rb") as file:
        return read_weights(file)


def read_weights(file: IO[bytes]) -> Weights:
    """Weights as `bench/train_judge.py` writes them."""
    with np.load(file) as data:
        ids = bytes(data["entries"]).decode().split("\n")
        counts = data["entry_counts"].tolist()
        return Weights(
            first=Network.of(data),
            second=Network.of(data, "second_"),
            known_mean=data["known_mean"].astype(np.float32),
            known_spread=data["known_spread"].astype(np.float32),
            known=data["known"].astype(np.float32),
            known_bias=float(data["known_bias"]),
            entries={i: (listed, met) for i, (listed, met) in zip(ids, counts, strict=True)},
        )


class Judge:
    """Judges names by the shipped weights."""

    def __init__(self, weights: Weights | None = None) -> None:
        self.weights = weights or shipped_weights()

    def candidates(self, signs: Signs, candidates: Sequence[Candidate]) -> list[Verdict]:
        """A verdict on each possible name."""
        if not candidates:
            return []
        out = []
        neighbours = Neighbours(signs.links, candidates)
        for none, *rest in self.weights.classes(signs.of_candidates(candidates), neighbours).tolist():
            pairs = list(zip(rest[::2], rest[1::2], strict=True))
            best = max(range(len(KINDS)), key=lambda k: sum(pairs[k]))
            out.append(Verdict(1.0 - none, KINDS[best], pairs[best][1] / max(sum(pairs[best]), 1e-9)))
        return out

    def known(self, signs: Signs, groups: Sequence[Sequence[Found]]) -> list[float]:
        """How sure it is that each name of the catalogue, given its places, is meant as what it names."""
        if not groups:
            return []
        entries = [group[0].entry or "" for group in groups]
        chances: list[float] = self.weights.meant(signs.of_known(groups), entries).tolist()
        return chances
