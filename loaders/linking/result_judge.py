"""Which numbers of a text are results, and on which data set or benchmark each was reached.

Two small networks over what the encoder makes of the words and signs: what the rules of numbers.py and results.py say,
how the number is written, and how it stands to what it may have been reached on. Learnt from annotated papers
(`bench/train_reader.py`); the order of the signs is part of the weights: who changes one trains anew.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .document import RESOURCES, Found, Links, main_entity
from .numbers import REFUSALS, Number
from .weights import shipped_weights
from .word_vectors import Array

OUTCOMES = ("no result", "value", "gain")
"""The classes of a number."""
_UNITS = (None, "%", "x", "points")
_ON = frozenset("on in across for over using".split())
_CLOSING = frozenset((";", "while", "whereas"))
_MOST = 24
"""Data sets and benchmarks of a text among which a number's is sought, the first ones."""


@dataclass(slots=True)
class Reported:
    """A number that is a result, how sure that is, the sentence it stands in, the names on which rules say it was
    reached, and whether it holds of all that the sentence names, so of none in particular."""

    number: Number
    sure: float
    sentence: int
    ruled: list[str]
    everywhere: bool = False


@dataclass(slots=True)
class Place:
    """A number and what it may have been reached on, by all its places and the nearest of them."""

    reported: Reported
    group: list[Found]
    near: Found

    @property
    def name(self) -> str:
        return self.near.name


class ResultJudge:
    """Judges numbers by the shipped weights."""

    def outcomes(self, links: Links, numbers: Mapping[int, Sequence[Number]]) -> Array:
        """The probability of each of OUTCOMES, for each number of each sentence."""
        weights = shipped_weights()
        places = [links.text.tokens(n.start, n.end) for here in numbers.values() for n in here]
        words = links.encoding(weights.encoder).names(places, [[p] for p in places])
        return weights.networks["number"].chances(np.hstack([words, number_signs(links, numbers)]))

    def places(self, links: Links, reported: Sequence[Reported]) -> list[tuple[Place, float]]:
        """Each number with each data set and benchmark of the text, and how likely it was reached on that."""
        pairs = places_of(links, reported)
        if not pairs:
            return []
        weights = shipped_weights()
        numbers = [links.text.tokens(p.reported.number.start, p.reported.number.end) for p in pairs]
        words = links.encoding(weights.encoder).pairs(numbers, [p.near.tokens for p in pairs])
        chances = weights.networks["place"].chances(np.hstack([words, place_signs(links, reported, pairs)]))
        return list(zip(pairs, chances[:, 1].tolist(), strict=True))


def number_signs(links: Links, numbers: Mapping[int, Sequence[Number]]) -> Array:
    """A row of signs for each number of each sentence."""
    last = max(1, len(links.text.sentence_starts) - 1)
    names = {index: len({f.name for f in group}) for index, group in links.by_sentence().items()}
    resources = {f.name for f in links.found if f.kind in RESOURCES}
    rows = []
    for index, here in numbers.items():
        kept = sum(n.refused is None for n in here)
        for n in here:
            rows.append(
                [
                    n.refused is None,
                    *(n.refused == refusal for refusal in REFUSALS),
                    n.delta,
                    *(n.unit == unit for unit in _UNITS),
                    n.unit is not None and n.unit not in _UNITS,
                    n.signed,
                    n.metric is not None,
                    n.value != int(n.value),
                    n.value <= 1,
                    n.value > 100,
                    min(math.log10(n.value + 1), 6) / 3,
                    index / last,
                    min(len(here), 8) / 8,
                    min(kept, 8) / 8,
                    min(names.get(index, 0), 6) / 6,
                    bool(resources),
                ]
            )
    return np.array(rows, dtype=np.float32)


def places_of(links: Links, reported: Sequence[Reported]) -> list[Place]:
    """Each number with each data set and benchmark of the text."""
    paper = links.text
    groups = [group for group in links.by_name().values() if group[0].kind in RESOURCES][:_MOST]
    out = []
    for one in reported:
        first = paper.token_at(one.number.start)
        for group in groups:
            near = min(group, key=lambda f: (paper.sentence_of(f.start) != one.sentence, abs(f.first - first)))
            out.append(Place(one, group, near))
    return out


def place_signs(links: Links, reported: Sequence[Reported], pairs: Sequence[Place]) -> Array:
    """A row of signs for each number and what it may have been reached on."""
    here: dict[int, list[str]] = {}
    for index, group in links.by_sentence().items():
        here[index] = list(dict.fromkeys(f.name for f in group if f.kind in RESOURCES))
    numbers: dict[int, list[int]] = {}
    for one in reported:
        numbers.setdefault(one.sentence, []).append(one.number.start)
    main = main_entity(links)
    count = len({p.name for p in pairs})
    own = {p.name for p in pairs if any(f.introduced for f in p.group)}
    rows = []
    for p in pairs:
        row = _place_signs(links, p, here.get(p.reported.sentence, []), numbers[p.reported.sentence])
        is_main = main is not None and main.name == p.name
        rows.append([*row, is_main, p.name in own, bool(own), min(count, 6) / 6, count == 1])
    return np.array(rows, dtype=np.float32)


def _place_signs(links: Links, place: Place, names: list[str], numbers: list[int]) -> list[float]:
    """`names` are the data sets and benchmarks of the number's sentence, `numbers` where its results stand."""
    paper, near, number = links.text, place.near, place.reported.number
    first, last = paper.tokens(number.start, number.end)
    sentence = paper.sentence_of(near.start)
    same, before = sentence == place.reported.sentence, near.start < number.start
    gap = max(0, first - near.last if before else near.first - last)
    between = paper.keys[near.last : first] if before else paper.keys[last : near.first]
    away = place.reported.sentence - sentence
    rank = names.index(place.name) if place.name in names else -1
    left = paper.keys[near.first - 1] if near.first else ""
    return [
        place.name in place.reported.ruled,
        bool(place.reported.ruled),
        same,
        before,
        math.exp(-gap / 4) if same else 0.0,
        math.exp(-gap / 12) if same else 0.0,
        *(away == n for n in (-1, 1, 2)),
        min(abs(away), 6) / 6,
        near.start < paper.title_clean_end,
        bool(names),
        len(names) == 1,
        len(names) == len(numbers),
        rank >= 0 and rank == numbers.index(number.start),
        rank == 0,
        rank >= 0 and rank == len(names) - 1,
        min(len(numbers), 6) / 6,
        near.kind == "benchmark",
        near.entry is not None,
        min(len(place.group), 4) / 4,
        left in _ON,
        same and not _ON.isdisjoint(between),
        same and not _CLOSING.isdisjoint(between),
        same and between == ["("],
        same and "and" in between,
        same and sum(key[:1].isdigit() for key in between) > 0,
        number.delta,
        number.unit == "x",
        number.metric is not None,
    ]
