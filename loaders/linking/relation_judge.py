"""Which relation two entities of a text have, judged by all that the text says of them.

A small network over what the encoder makes of the words between and around, and signs: what the rules of relations.py
and comparisons.py claim of the pair, what the names, the catalogue and the places say. Learnt from annotated papers
(`bench/train_reader.py`); the order of the signs is part of the weights: who changes one trains anew.
"""

import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from paperatlas.graph.schema import KINDS

from .document import RELATION_TYPES, Found, Links, RelationClaim, main_entity
from .lexicon import Lexicon
from .text import PaperText, Span, holds, keys_of
from .weights import shipped_weights
from .word_vectors import Array
from .words import COMPONENT_NOUNS

RULES = (
    "listed as variants", "listed as members", "stated kind", "stated variant", "said to extend", "taken from",
    "scores listed under a suite", "built on a model", "stated member", "stated to contain",
    "together in the text, and the catalogue says so", "a component that the paper introduces",
    "one name holds the other", "beaten by", "are beaten", "comparison verb",
)  # fmt: skip
_CATALOGUED = ("variant_of", "part_of", "version_of")
_CUES = (
    frozenset("outperforms outperform outperforming outperformed surpasses surpass surpassing exceeds exceeding beats "
              "superior better higher lower faster than over improves improvement gains compared".split()),
    frozenset("extends extending extension variant variants version based built builds building upon inspired improves "
              "improved generalizes generalization modifies adapts adaptation enhances fine tuned initialized".split()),
    frozenset("consists comprises comprising includes including integrates integrating combines combining contains "
              "introduces introducing incorporates employs component components module modules stages composed "
              "featuring via through two three".split()),
    frozenset("such as like e.g including namely".split()),
    frozenset("with using".split()),
    frozenset("not without unlike".split()),
)  # fmt: skip
_MOST = 24
"""Entities of a text among which relations are sought, the first ones: a list of a hundred has ten thousand pairs."""
_PLACES = 8
"""Places of a name among which the nearest two of a pair are sought, the first ones."""


@dataclass(slots=True)
class Pair:
    """Two entities by all their places, the nearest two places, and what rules claim of them."""

    head: list[Found]
    tail: list[Found]
    near: tuple[Found, Found]
    together: int
    """In how many sentences they stand together."""
    claims: list[RelationClaim]
    reverse: list[RelationClaim]


class RelationJudge:
    """Gives a probability to each relation of each pair."""

    def __init__(self, lexicon: Lexicon | None) -> None:
        self.lexicon = lexicon

    def chances(self, links: Links, pairs: list[Pair]) -> Array:
        """Rows in the order of `pairs`; columns: no relation, then RELATION_TYPES."""
        weights = shipped_weights()
        words = links.encoding(weights.encoder).pairs(*pair_places(pairs))
        return weights.networks["relation"].chances(np.hstack([words, pair_signs(links, pairs, self.lexicon)]))


def pairs_of(links: Links, claims: Iterable[RelationClaim]) -> list[Pair]:
    """The ordered pairs that may be related: those of one sentence, those with what the paper is about, and those that
    a rule claims."""
    groups = links.by_name()
    sentences = {n: {links.text.sentence_of(f.start) for f in group} for n, group in groups.items()}
    main = main_entity(links)
    claimed: dict[tuple[str, str], list[RelationClaim]] = {}
    for claim in claims:
        claimed.setdefault((claim.head, claim.tail), []).append(claim)
    out: list[Pair] = []
    for head, tail in dict.fromkeys((*itertools.permutations(list(groups)[:_MOST], 2), *claimed)):
        together = len(sentences[head] & sentences[tail])
        claims_here, reverse = claimed.get((head, tail), []), claimed.get((tail, head), [])
        if together or claims_here or reverse or (main is not None and main.name in (head, tail)):
            places = itertools.product(groups[head][:_PLACES], groups[tail][:_PLACES])
            near = min(places, key=lambda two: _distance(links.text, *two))
            out.append(Pair(groups[head], groups[tail], near, together, claims_here, reverse))
    return out


def _distance(paper: PaperText, one: Found, other: Found) -> tuple[bool, int]:
    """In other sentences is farther than in the same one."""
    return paper.sentence_of(one.start) != paper.sentence_of(other.start), abs(one.first - other.first)


def pair_places(pairs: list[Pair]) -> tuple[list[Span], list[Span]]:
    """The nearest places of heads and of tails, by their tokens."""
    return [pair.near[0].tokens for pair in pairs], [pair.near[1].tokens for pair in pairs]


def pair_signs(links: Links, pairs: list[Pair], lexicon: Lexicon | None) -> Array:
    """A row of signs for each pair."""
    main = main_entity(links)
    singles: dict[str, list[float]] = {}
    rows: list[list[float]] = []
    for pair in pairs:
        head, tail = pair.near
        first, second = (head, tail) if head.start <= tail.start else (tail, head)
        for found, group in ((head, pair.head), (tail, pair.tail)):
            if found.name not in singles:
                singles[found.name] = _of_one(links, group, main)
        same = links.text.sentence_of(head.start) == links.text.sentence_of(tail.start)
        rows.append(singles[head.name] + singles[tail.name] + _of_two(links, pair, first, second, same, lexicon))
    return np.array(rows, dtype=np.float32)


def _of_one(links: Links, group: list[Found], main: Found | None) -> list[float]:
    first, paper = group[0], links.text
    surface = paper.text[first.start : first.end]
    last_key = paper.keys[min(first.last, len(paper.keys)) - 1]
    body = [paper.sentence_of(f.start) for f in group if f.start >= paper.title_clean_end]
    return [
        *(first.kind == kind for kind in KINDS),
        any(f.introduced for f in group),
        main is not None and main.name == first.name,
        first.start < paper.title_clean_end,
        first.entry is not None,
        first.family is not None,
        min(len(group), 4) / 4,
        last_key in COMPONENT_NOUNS,
        min(surface.count(" "), 4) / 4,
        surface.islower(),
        surface.isupper(),
        (min(body) if body else 0) / 8,
    ]


def _of_two(links: Links, pair: Pair, first: Found, second: Found, same: bool, lexicon: Lexicon | None) -> list[float]:
    paper = links.text
    head, tail = pair.near
    gap = max(0, second.first - first.last) if same else 99
    between = paper.keys[first.last : second.first] if same else []
    one, two = keys_of(head.name), keys_of(tail.name)
    out: list[float] = [
        same,
        head is first,
        math.exp(-gap / 3) if same else 0.0,
        math.exp(-gap / 12) if same else 0.0,
        min(pair.together, 3) / 3,
        min(sum(first.end <= f.start and f.end <= second.start for f in links.found), 4) / 4 if same else 0.0,
        head.kind == tail.kind,
        head.start < paper.title_clean_end and tail.start < paper.title_clean_end,
        holds(one, two),
        holds(two, one),
        one[: len(two)] == two,
        one[-len(two) :] == two,
        min(len({f.name for f in links.found}), 12) / 12,
        min(len({f.name for f in links.found if f.introduced}), 6) / 6,
    ]
    keys = frozenset(between)
    out += [not cue.isdisjoint(keys) for cue in _CUES]
    start, end = paper.sentence_span(paper.sentence_of(first.start))
    left = frozenset(paper.keys[paper.token_at(start) : first.first])
    right = frozenset(paper.keys[second.last : paper.token_at(max(start, end - 1)) + 1]) if same else frozenset()
    out += [not cue.isdisjoint(left) for cue in _CUES]
    out += [not cue.isdisjoint(right) for cue in _CUES]
    out += [any(sign in between for sign in ("(", ",", ":", "and")), between == ["("], between == ["and"]]
    for claims in (pair.claims, pair.reverse):
        out += [max((c.claim.confidence for c in claims if c.type == type_), default=0.0) for type_ in RELATION_TYPES]
    rules = {c.claim.rule for c in pair.claims}
    out += [rule in rules for rule in RULES]
    out += [parent in _parents(lexicon, head, tail) for parent in _CATALOGUED]
    out += [parent in _parents(lexicon, tail, head) for parent in _CATALOGUED]
    names = {head.name, tail.name}
    out.append(any({r.versus, r.method or r.model} == names and r.versus == tail.name for r in links.results))
    return out


def _parents(lexicon: Lexicon | None, child: Found, parent: Found) -> list[str]:
    """How the catalogue has the one under the other."""
    entry = lexicon.catalog.by_id.get(child.entry or "") if lexicon is not None else None
    return [relation for relation, id_ in entry.parents if id_ == parent.entry] if entry else []
