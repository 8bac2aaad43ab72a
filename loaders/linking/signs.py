"""What the text says of a possible name and of a name of the catalogue, as numbers for the judge.

Each row is signs that are mostly 0 or 1; the judge sees them beside what the encoder makes of the words. The order of
the signs is part of the weights: who changes a sign trains anew (`bench/train_reader.py`).
"""

import math
import re
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from paperatlas.graph.schema import KINDS, ROLES

from .candidates import Candidate
from .document import Found, Links
from .kinds import CLASSES, chances, features
from .roles import Roles
from .shapes import is_name_like
from .text import Span
from .word_vectors import Array, word_vectors
from .words import COMPONENT_NOUNS, KIND_OF_NOUN, NOT_ENTITY_NOUNS, STOP_WORDS, in_vocabulary

ORIGINS = (
    "title", "object", "called", "our", "passive", "component", "definition", "emphasis", "coined", "shape", "phrase",
    "words",
)  # fmt: skip
"""From where a candidate comes; `words` is a stretch of ordinary words."""
_LEFT = (
    ("a", "an"), ("the",), ("our", "its"), ("novel", "new"), ("and", "or"), (",",), ("(",), ("^", "."), (":",),
    ("via", "through", "by"), ("with", "using"), ("of", "for"), ("on", "in"),
)  # fmt: skip
_RIGHT = (
    ("that", "which"), ("to", "for"), (",",), ("and", "or"), ("(",), (".", "$"), (")",), (":",),
    ("in", "on", "with", "by"), ("is", "are"),
)  # fmt: skip
_NOUN_SIGNS = tuple(
    f"{prefix}{kind}" for prefix in ("nounkind=", "iskind=", "longkind=", "titlekind=") for kind in KINDS
)
_PARTS = re.compile(r"[\s\-]+")
_INNER_CAPITAL = re.compile(r"[a-z][A-Z]")
_QUOTES = "\"“`‘'*"
_FAR = 99


class Signs:
    """The signs of one text. `links.found` must hold what the catalogue and the grammar of model names found."""

    def __init__(self, links: Links) -> None:
        self.links = links
        self.paper = links.text
        self.vectors = word_vectors()
        self._title_tokens = self.paper.token_at(self.paper.title_clean_end) if self.paper.title_clean_end else 0
        self._title = frozenset(self.paper.keys[: self._title_tokens])
        self._features: dict[str, list[str]] = {}
        self._roles = Roles()

    def of_candidates(self, candidates: Sequence[Candidate]) -> Array:
        """A row for each possible name."""
        rows = [self._candidate_signs(c, *self._place(c)) for c in candidates]
        return np.array(rows, dtype=np.float32)

    def of_known(self, groups: Sequence[Sequence[Found]]) -> Array:
        """A row for each name that the catalogue knows, given its places."""
        return np.array([self._known_signs(self._told(g), g) for g in groups], dtype=np.float32)

    def places_of(self, candidates: Sequence[Candidate]) -> tuple[list[Span], list[list[Span]]]:
        """The place that tells most of each possible name, and all its places, by their tokens."""
        paper = self.paper
        tokens = [[paper.tokens(*span) for span in c.spans] for c in candidates]
        return [self._place(c) for c in candidates], tokens

    def places_of_known(self, groups: Sequence[Sequence[Found]]) -> tuple[list[Span], list[list[Span]]]:
        """The same for names of the catalogue."""
        return [self._told(g).tokens for g in groups], [[f.tokens for f in g] for g in groups]

    def _told(self, group: Sequence[Found]) -> Found:
        return max(group, key=lambda f: (f.start >= self.paper.title_clean_end, f.confidence, -f.start))

    def features_of(self, candidate: Candidate) -> list[str]:
        """What the text says of a possible name, in words; read once."""
        held = self._features.get(candidate.name)
        if held is None:
            held = self._features[candidate.name] = features(self.paper, candidate, self.links)
        return held

    def _place(self, candidate: Candidate) -> tuple[int, int]:
        """The tokens of the place that tells most: in a sentence on the paper's own work, else in the abstract."""
        paper, own_work = self.paper, self.links.own_work
        body = [s for s in candidate.spans if s[0] >= paper.title_clean_end]
        return paper.tokens(*next((s for s in body if own_work[paper.sentence_of(s[0])]), (body or candidate.spans)[0]))

    def _key(self, index: int) -> str:
        keys = self.paper.keys
        return "^" if index < 0 else "$" if index >= len(keys) else keys[index]

    @cached_property
    def _verbs(self) -> list[int]:
        return [self.paper.token_at(m.start()) for m in self.links.introductions.verbs()]

    def _around(self, first: int, last: int) -> list[float]:
        """Signs of the words beside a name and of its sentence."""
        paper = self.paper
        left, right = self._key(first - 1), self._key(last)
        before, after = paper.gap_before(first), paper.gap_before(last)
        out: list[float] = [left in group for group in _LEFT]
        out += [right in group for group in _RIGHT]
        out += [before == "-", after == "-"]
        out += [gap == " " and k not in STOP_WORDS and k.isalpha() for gap, k in ((before, left), (after, right))]
        for key in (right, paper.keys[last - 1]):
            kind = KIND_OF_NOUN.get(key)
            out += [kind == k for k in KINDS]
            out += [key in NOT_ENTITY_NOUNS, key in COMPONENT_NOUNS]
        start = paper.starts[first]
        sentence = paper.sentence_of(start)
        begin = paper.token_at(paper.sentence_starts[sentence])
        away = min((first - v for v in self._verbs if begin <= v <= first), default=_FAR)
        out += [
            self.links.own_work[sentence],
            min(sentence, 8) / 8,
            sentence == len(paper.sentence_starts) - 1,
            first < self._title_tokens,
            away < _FAR,
            math.exp(-away / 6) if away < _FAR else 0.0,
            start > 0 and paper.text[start - 1] in _QUOTES,
        ]
        return out

    def _commonness(self, first: int, last: int) -> list[float]:
        table = self.vectors
        return [
            float(table.commonness[row]) if (row := table.rows.get(k)) is not None else 0.0
            for k in self.paper.keys[first:last]
        ]

    def _candidate_signs(self, candidate: Candidate, first: int, last: int) -> list[float]:
        paper, links, name = self.paper, self.links, candidate.name
        out: list[float] = [candidate.origin == origin for origin in ORIGINS]
        if candidate.origin == "words":
            out += [0.0] * (4 + len(CLASSES) + len(_NOUN_SIGNS))
        else:
            held = self.features_of(candidate)
            known = chances(held)
            out += [1.0, candidate.introduced, candidate.long is not None, candidate.inverted]
            out += [math.log(max(known[c], 1e-3)) for c in CLASSES]
            nouns = {f if not f.startswith("title=") else f"titlekind={KIND_OF_NOUN.get(f[6:])}" for f in held}
            out += [sign in nouns for sign in _NOUN_SIGNS]
        out += _letters(name)
        length = last - first
        out += [length == 1, length == 2, length == 3, length > 3]
        out += [
            min(len(candidate.spans), 4) / 4,
            any(start < paper.title_clean_end for start, _ in candidate.spans),
            len(name) / 40,
        ]
        common = self._commonness(first, last)
        out += [min(common), max(common), common[-1], sum(c == 0 for c in common)]
        words = name.split()
        out += [
            any(w[0].islower() and in_vocabulary(w) for w in words),
            all(in_vocabulary(w) for w in _PARTS.split(name) if w),
            is_name_like(words[-1]),
        ]
        over = [f for f in links.found if f.first < last and first < f.last]
        inside = [f for f in over if first <= f.first and f.last <= last]
        out += [
            bool(inside),
            any(f.last == last for f in inside),
            any(f.first == first for f in inside),
            max((f.confidence for f in inside), default=0.0),
            any(f.kind == "model" for f in inside),
            bool(over),
        ]
        out.append(min(len(links.found), 20) / 20)
        start, end = paper.starts[first], paper.ends[last - 1]
        out.append(
            any(
                (start - 1 <= d.long_start and d.long_end <= end + 1) or (start <= d.short_start and d.short_end <= end)
                for d in links.definitions
            )
        )
        out.append(sum(k in self._title for k in paper.keys[first:last]) / length)
        return out + self._around(first, last)

    @cached_property
    def _pivot(self) -> int:
        return self._roles.pivot(self.links)

    def _known_signs(self, found: Found, group: Sequence[Found]) -> list[float]:
        paper, links = self.paper, self.links
        first, last = found.first, min(found.last, len(paper.keys))
        surface = paper.text[found.start : found.end]
        out: list[float] = [found.kind == kind for kind in KINDS]
        out += [
            found.confidence,
            max(f.confidence for f in group),
            min(len(group), 4) / 4,
            any(f.introduced for f in group),
            any(f.start < paper.title_clean_end for f in group),
            found.entry is None,
            found.family is not None,
            "context" in found.rule,
        ]
        out += _letters(surface)
        out.append(any(not paper.text[f.start : f.end].islower() for f in group))
        length = last - first
        out += [length == 1, length == 2, length > 2]
        common = self._commonness(first, last)
        out += [min(common), max(common), common[-1]]
        out.append(found.entry is not None and found.name.lower() == surface.lower())
        out += [min(len(links.found), 20) / 20, len({f.name for f in links.found}) / 20]
        role = self._roles.role(paper, found, self._pivot)[0]
        out += [role == r for r in ROLES]
        out.append(
            any(
                d.long_start <= found.start < d.long_end or d.short_start <= found.start < d.short_end
                for d in links.definitions
            )
        )
        return out + self._around(first, last)


def _letters(name: str) -> list[float]:
    """Signs of how a name is written."""
    words = [w for w in _PARTS.split(name) if w]
    capitals = [w[0].isupper() for w in words]
    return [
        all(w.islower() for w in words),
        all(capitals) and len(words) > 1,
        len(words) == 1 and capitals[0] and words[0][1:].islower(),
        name.isupper(),
        _INNER_CAPITAL.search(name) is not None,
        any(c.isdigit() for c in name),
        "-" in name,
        any(capitals) and not all(capitals),
    ]
