"""Which role each entity has, judged by all that the text says of it.

A small network over what the encoder makes of the words, and signs: what the rules of roles.py read at each mention,
where the mentions stand, what relations and results say. Learnt from annotated papers (`bench/train_reader.py`); the
order of the signs is part of the weights: who changes one trains anew.
"""

import numpy as np

from paperatlas.graph.schema import KINDS, ROLES, Role

from .document import RELATION_TYPES, Found, Links
from .text import Span
from .weights import shipped_weights
from .word_vectors import Array

RULES = (
    "introduced by name", "comparison words", "named in the title", "only background",
    "named as an example or as what is not done", "words of use", "in a sentence on the paper's own work",
    "training words", "evaluation words", "a benchmark outside the background", "on a data set", "a data set in use",
)  # fmt: skip
_TITLE_WORDS = (
    frozenset(("with", "via", "using", "by", "through")),
    frozenset(("for", "of", "to", "in", "on")),
    frozenset((":", "and", ",", "^")),
)
Reading = tuple[Role, str, float]
"""Role, rule and confidence that the rules read at a mention."""


class RoleJudge:
    """Gives a probability to each role of each entity."""

    def chances(self, links: Links, groups: list[list[Found]], readings: list[list[Reading]], pivot: int) -> Array:
        """Rows in the order of `groups`, columns in that of ROLES."""
        weights = shipped_weights()
        words = links.encoding(weights.encoder).names(*role_places(links, groups))
        return weights.networks["role"].chances(np.hstack([words, role_signs(links, groups, readings, pivot)]))


def role_places(links: Links, groups: list[list[Found]]) -> tuple[list[Span], list[list[Span]]]:
    """The first place in the abstract of each entity, and all its places, by their tokens."""
    title_end = links.text.title_clean_end
    first = [next((f for f in group if f.start >= title_end), group[0]) for group in groups]
    return [f.tokens for f in first], [[f.tokens for f in group] for group in groups]


def role_signs(links: Links, groups: list[list[Found]], readings: list[list[Reading]], pivot: int) -> Array:
    """A row of signs for each entity, given its places and what the rules read at each of them."""
    rows = [_signs(links, group, read, pivot) for group, read in zip(groups, readings, strict=True)]
    return np.array(rows, dtype=np.float32)


def _signs(links: Links, group: list[Found], readings: list[Reading], pivot: int) -> list[float]:
    paper, first = links.text, group[0]
    title_end = paper.title_clean_end
    last_sentence = max(1, len(paper.sentence_starts) - 1)
    body = [paper.sentence_of(f.start) for f in group if f.start >= title_end]
    titled = [f for f in group if f.start < title_end]
    out: list[float] = [first.kind == kind for kind in KINDS]
    out += [
        any(f.introduced for f in group),
        first.entry is not None,
        first.family is not None,
        max(f.confidence for f in group),
        min(len(group), 4) / 4,
        bool(titled),
        bool(titled) and titled[0].start <= 1,
        not body,
        (body[0] / last_sentence) if body else 0.0,
        (body[-1] / last_sentence) if body else 0.0,
        bool(body) and body[-1] < pivot,
        bool(body) and body[0] >= pivot,
        len(set(body)) / 4,
        min(len({f.name for f in links.found}), 12) / 12,
        min(len({f.name for f in links.found if f.introduced}), 6) / 6,
    ]
    before = paper.keys[titled[0].first - 1] if titled and titled[0].first else "^" if titled else ""
    out += [before in words for words in _TITLE_WORDS]
    out += [max((c for r, _, c in readings if r == role), default=0.0) for role in ROLES]
    out += [any(r == rule for _, r, _ in readings) for rule in RULES]
    for type_ in RELATION_TYPES:
        same = [c for c in links.claims if c.type == type_]
        out.append(max((c.claim.confidence for c in same if c.head == first.name), default=0.0))
        out.append(max((c.claim.confidence for c in same if c.tail == first.name), default=0.0))
    for part in ("method", "model", "on", "versus"):
        out.append(any(getattr(r, part) == first.name for r in links.results))
    return out
