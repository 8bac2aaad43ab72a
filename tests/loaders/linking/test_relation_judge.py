"""Which pairs of entities are looked at, and what stands when the judge and the rules differ."""

import numpy as np
import pytest

from paperatlas.loaders.linking.discovery import Discovery
from paperatlas.loaders.linking.document import RELATION_TYPES, Links
from paperatlas.loaders.linking.linker import Linker
from paperatlas.loaders.linking.mentions import MentionFinder
from paperatlas.loaders.linking.relation_judge import Pair, RelationJudge
from paperatlas.loaders.linking.relations import CLAIMED, RELATED, Relations
from paperatlas.loaders.linking.text import read
from paperatlas.loaders.linking.word_vectors import Array

TITLE = "Wickerwork: Hedges with Less"
TEXT = f"{TITLE}\nWe introduce Wickerwork. Wickerwork outperforms DoRA. GPT-4 and PiSSA are popular elsewhere."


class Fixed(RelationJudge):
    """Gives every pair the same probability of each relation."""

    def __init__(self, chance: float) -> None:
        super().__init__(None)
        self.chance = chance

    def chances(self, links: Links, pairs: list[Pair]) -> Array:
        return np.array([[1 - 3 * self.chance, *[self.chance] * 3]] * len(pairs), np.float32)


@pytest.fixture
def links(linker: Linker) -> Links:
    links = Links(read(TEXT, len(TITLE)))
    MentionFinder(linker.lexicon).find(links)
    Discovery(linker.lexicon).discover(links)
    return links


def test_pairs_share_a_sentence_or_stand_with_the_main_thing(linker: Linker, links: Links) -> None:
    pairs = {(p.head[0].name, p.tail[0].name): p for p in Relations(linker.lexicon).pairs(links)}
    assert ("GPT-4", "PiSSA") in pairs
    assert ("Wickerwork", "PiSSA") in pairs
    assert ("DoRA", "PiSSA") not in pairs
    assert pairs["Wickerwork", "DoRA"].together == 1
    assert pairs["Wickerwork", "PiSSA"].together == 0
    assert [c.type for c in pairs["Wickerwork", "DoRA"].claims] == ["outperforms"]


def test_a_rule_lowers_what_the_judge_must_be_sure_of(linker: Linker, links: Links) -> None:
    assert CLAIMED < RELATED
    Relations(linker.lexicon, Fixed((CLAIMED + RELATED) / 2)).read(links)
    assert [(r.head, r.type, r.tail) for r in links.relations] == [("Wickerwork", "outperforms", "DoRA")]
    (relation,) = links.relations
    assert relation.claim.confidence == pytest.approx((CLAIMED + RELATED) / 2, abs=0.01)
    assert "outperforms" in TEXT[relation.claim.start : relation.claim.end]


def test_what_neither_says_is_no_relation(linker: Linker, links: Links) -> None:
    Relations(linker.lexicon, Fixed(0.01)).read(links)
    assert links.relations == []


def test_a_pair_has_one_relation_in_one_direction(linker: Linker, links: Links) -> None:
    Relations(linker.lexicon, Fixed(0.33)).read(links)
    pairs = [frozenset((r.head, r.tail)) for r in links.relations]
    assert len(pairs) == len(set(pairs)) > 1
    assert {r.type for r in links.relations} <= set(RELATION_TYPES)
