"""Decides what is a name, of which kind and whose, and whether a name of the catalogue is meant as one.

Small networks over what the encoder makes of the text and the signs of signs.py, learnt from papers that readers
annotated (`bench/train_reader.py`, `bench/gold/`). Possible names go through a first one, whose classes are: no entity,
and each kind, the paper's own or not; then, with what it says of their neighbours, through a second one. Names of the
catalogue have one more sign: how often readers listed that entry where it stood. All give probabilities, and these are
the confidence of a link.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from paperatlas.graph.schema import KINDS, Kind

from .candidates import Candidate
from .document import Found
from .neighbours import Neighbours
from .signs import Signs
from .weights import Weights, shipped_weights
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


class Judge:
    """Judges names by the shipped weights, unless others are given."""

    def __init__(self, weights: Weights | None = None) -> None:
        self.weights = weights or shipped_weights()

    def candidates(self, signs: Signs, candidates: Sequence[Candidate]) -> list[Verdict]:
        """A verdict on each possible name."""
        if not candidates:
            return []
        out = []
        for none, *rest in self._classes(signs, candidates).tolist():
            pairs = list(zip(rest[::2], rest[1::2], strict=True))
            best = max(range(len(KINDS)), key=lambda k: sum(pairs[k]))
            out.append(Verdict(1.0 - none, KINDS[best], pairs[best][1] / max(sum(pairs[best]), 1e-9)))
        return out

    def _classes(self, signs: Signs, candidates: Sequence[Candidate]) -> Array:
        """The probability of each class, for each possible name."""
        weights = self.weights
        words = signs.links.encoding(weights.encoder).names(*signs.places_of(candidates))
        rows = np.hstack([words, signs.of_candidates(candidates)])
        neighbours = Neighbours(signs.links, candidates)
        return weights.networks["second"].chances(
            np.hstack([rows, neighbours.signs(weights.networks["first"].chances(rows))])
        )

    def known(self, signs: Signs, groups: Sequence[Sequence[Found]]) -> list[float]:
        """How sure it is that each name of the catalogue, given its places, is meant as what it names."""
        if not groups:
            return []
        weights = self.weights
        words = signs.links.encoding(weights.encoder).names(*signs.places_of_known(groups))
        met = [shares(*weights.entries.get(group[0].entry or "", (0, 0))) for group in groups]
        chances = weights.networks["known"].chances(
            np.hstack([words, signs.of_known(groups), np.array(met, np.float32)])
        )
        meant: list[float] = chances[:, 1].tolist()
        return meant
