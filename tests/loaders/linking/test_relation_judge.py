"""Which pairs of entities are looked at, and what stands when the judge and the rules differ."""

import numpy as np
import pytest

from paperatlas.loaders.linking.discovery import Discovery
from paperatlas.loaders.linking.document import RELATION_TYPES, Links
from paperatlas.loaders.linking.linker import Linker
from paperatlas.loaders.linking.mentions import MentionFinder
from paperatlas.loaders.linking.relation_judge import Pair, RelationJudge
from paperatlas.loaders.linking.relations import RELATED, Relations
from paperatlas.loaders.linking.text import read
from paperatlas.loaders.linking.word_vectors import Array

TITLE = "Wickerwork: Hedges with Less"
TEXT = f"{TITLE}\nWe introduce Wickerwork. Wickerwork outperforms DoRA. GPT-4 and PiSSA are popular elsewhere."


class Fixed(RelationJudge):
    """Gives every pair the same probability of each relation, or of one of them."""

    def __init__(self, chance: float, only: str | None = None) -> None:
        super().__init__(None)
        self.chances_of_types = [chance if only in (None, type_) else 0.0 for type_ in RELATION_TYPES]

    def chances(self, links: Links, pairs: list[Pair]) -> Array:
        return np.array([[1 - sum(self.chances_of_types), *self.chances_of_types]] * len(pairs), np.float32)


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


def test_a_relation_that_the_judge_is_sure_of_stands_where_a_rule_reads_it(linker: Linker, links: Links) -> None:
    Relations(linker.lexicon, Fixed(RELATED + 0.05, "outperforms")).read(links)
    (relation,) = (r for r in links.relations if (r.head, r.tail) == ("Wickerwork", "DoRA"))
    assert relation.type == "outperforms"
    assert relation.claim.confidence == pytest.approx(RELATED + 0.05, abs=0.01)
    assert "outperforms" in TEXT[relation.claim.start : relation.claim.end]


def test_what_neither_says_is_no_relation(linker: Linker, links: Links) -> None:
    Relations(linker.lexicon, Fixed(0.01)).read(links)
    assert links.relations == []


def test_a_pair_is_related_in_one_direction(linker: Linker, links: Links) -> None:
    Relations(linker.lexicon, Fixed(0.33)).read(links)
    types: dict[tuple[str, str], set[str]] = {}
    for relation in links.relations:
        types.setdefault((relation.head, relation.tail), set()).add(relation.type)
    assert len(types) > 1
    assert all(ends[::-1] not in types for ends in types)
    # a variant may also beat what it varies; a part is nothing else
    assert all(found == {"part_of"} or found <= {"variant_of", "outperforms"} for found in types.values())
    assert {r.type for r in links.relations} <= set(RELATION_TYPES)
