"""When the judge of roles has its way, and when the text does."""

import json
from pathlib import Path

import numpy as np
import pytest

from paperatlas.graph.schema import ROLES, Role
from paperatlas.loaders.linking import relation_judge, role_judge
from paperatlas.loaders.linking.discovery import Discovery
from paperatlas.loaders.linking.document import Found, Links
from paperatlas.loaders.linking.linker import Linker
from paperatlas.loaders.linking.mentions import MentionFinder
from paperatlas.loaders.linking.relations import STATED as STATED_RELATIONS
from paperatlas.loaders.linking.relations import Relations
from paperatlas.loaders.linking.role_judge import Reading, RoleJudge, role_signs
from paperatlas.loaders.linking.roles import STATED, Roles
from paperatlas.loaders.linking.text import read
from paperatlas.loaders.linking.word_vectors import Array
from paperatlas.loaders.record import SourcePaper

ROOT = Path(__file__).parents[3]

TITLE = "Wickerwork: Hedges with Less"
TEXT = f"{TITLE}\nWe introduce Wickerwork. Wickerwork outperforms DoRA. We fine-tune BERT on ImageNet."


class Fixed(RoleJudge):
    """Takes everything for what is used, and gives each other role the same small chance."""

    def __init__(self, rest: float) -> None:
        super().__init__()
        self.rest = rest

    def chances(self, links: Links, groups: list[list[Found]], readings: list[list[Reading]], pivot: int) -> Array:
        row = [1 - 5 * self.rest if role == "uses" else self.rest for role in ROLES]
        return np.array([row] * len(groups), np.float32)


@pytest.fixture
def links(linker: Linker) -> Links:
    links = Links(read(TEXT, len(TITLE)))
    MentionFinder(linker.lexicon).find(links)
    Discovery(linker.lexicon).discover(links)
    Relations(linker.lexicon).read(links)
    return links


def roles_by(links: Links, judge: RoleJudge) -> dict[str, Role]:
    Roles(judge).assign(links)
    return {name: role for name, (role, _) in links.roles.items()}


def test_what_the_text_states_outweighs_a_doubtful_judge(links: Links) -> None:
    found = roles_by(links, Fixed(STATED["introduces"] + 0.01))
    assert found["Wickerwork"] == "introduces"
    assert found["DoRA"] == "compares_with"  # beaten
    assert TEXT[links.roles["DoRA"][1].start : links.roles["DoRA"][1].end] == "outperforms"
    assert found["BERT"] == "uses"


def test_a_sure_judge_outweighs_the_rules(links: Links) -> None:
    found = roles_by(links, Fixed(0.001))
    assert found["Wickerwork"] == found["ImageNet"] == "uses"
    assert links.roles["Wickerwork"][1].confidence == pytest.approx(0.99)


def test_evidence_is_where_the_role_is_read(links: Links) -> None:
    Roles().assign(links)
    role, claim = links.roles["ImageNet"]
    assert role in ("trains_on", "evaluates_on", "uses")
    start, end = links.text.sentence_span(links.text.sentence_of(claim.start))
    assert "ImageNet" in TEXT[start:end]


def test_a_row_of_signs_for_each_entity(links: Links) -> None:
    groups = list(links.by_name().values())
    readings, pivot = Roles().readings(links, groups)
    signs = role_signs(links, groups, readings, pivot)
    assert len(signs) == len(groups)
    assert np.isfinite(signs).all()
    said = RoleJudge().chances(links, groups, readings, pivot)
    assert said.sum(axis=1) == pytest.approx(np.ones(len(groups)), abs=1e-5)


def test_every_rule_that_reads_something_is_a_sign(linker: Linker) -> None:
    """The judges know rules by their names: one that is renamed would be no sign any more, and nobody would see it."""
    claimed, read_roles = set(), set()
    for line in (ROOT / "examples" / "papers.jsonl").read_text(encoding="utf-8").splitlines():
        paper = json.loads(line)
        links = linker.read(SourcePaper(paper["title"], paper["abstract"]))
        for pair in Relations(linker.lexicon).pairs(links):
            claimed |= {c.claim.rule for c in pair.claims}
        groups = list(links.by_name().values())
        read_roles |= {rule for reading in Roles().readings(links, groups)[0] for _, rule, _ in reading}
    assert len(read_roles) > 8
    assert read_roles <= set(role_judge.RULES)
    assert len(claimed) > 8
    assert claimed <= set(relation_judge.RULES)
    assert set(relation_judge.RULES) >= STATED_RELATIONS
