"""Which numbers are results and where they were reached: what rules say, and what the judge makes of it."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from paperatlas.loaders.linking.document import Links
from paperatlas.loaders.linking.linker import Linker
from paperatlas.loaders.linking.mentions import MentionFinder
from paperatlas.loaders.linking.numbers import REFUSALS, Number, numbers_of
from paperatlas.loaders.linking.result_judge import Place, Reported, ResultJudge, number_signs, places_of
from paperatlas.loaders.linking.results import Results
from paperatlas.loaders.linking.text import read
from paperatlas.loaders.linking.word_vectors import Array

TEXT = (
    "In 2024 we trained on 300 images. Our method reaches 61.5% accuracy on GSM8K and 42.0% on MMLU. "
    "It improves over the baseline by 3.5 points (p = 0.01)."
)


class Fixed(ResultJudge):
    """Takes every number for a value, reached on all that the rules did not say."""

    def outcomes(self, links: Links, numbers: Mapping[int, Sequence[Number]]) -> Array:
        return np.array([[0.1, 0.8, 0.1]] * sum(map(len, numbers.values())), np.float32)

    def places(self, links: Links, reported: Sequence[Reported]) -> list[tuple[Place, float]]:
        return [(p, 0.5 if p.name not in p.reported.ruled else 0.0) for p in places_of(links, reported)]


@pytest.fixture
def links(linker: Linker) -> Links:
    links = Links(read(TEXT))
    MentionFinder(linker.lexicon).find(links)
    return links


def test_rules_say_why_a_number_is_no_result(links: Links) -> None:
    refused = {n.value: n.refused for here in numbers_of(links).values() for n in here}
    assert refused[61.5] is refused[42.0] is refused[3.5] is None
    assert {refused[v] for v in (2024, 300, 0.01)} <= set(REFUSALS)
    assert all(value in REFUSALS for value in refused.values() if value)


def test_gains_are_told_from_values(links: Links) -> None:
    gains = {n.value: n.delta for here in numbers_of(links).values() for n in here}
    assert [gains[v] for v in (61.5, 42.0, 3.5)] == [False, False, True]


def test_a_row_of_signs_for_each_number(links: Links) -> None:
    numbers = numbers_of(links)
    signs = number_signs(links, numbers)
    assert len(signs) == sum(map(len, numbers.values()))
    assert np.isfinite(signs).all()
    assert ResultJudge().outcomes(links, numbers).sum(axis=1) == pytest.approx(np.ones(len(signs)), abs=1e-5)


def test_the_judge_decides(links: Links) -> None:
    Results(Fixed()).read(links)
    rows = {(r.value, r.on) for r in links.results}
    assert {(61.5, "MMLU"), (42.0, "GSM8K")} <= rows
    assert not {(61.5, "GSM8K"), (42.0, "MMLU")} & rows
    assert not any(r.delta for r in links.results)
    assert {r.claim.confidence for r in links.results if r.on} == {0.45}


def test_results_with_their_places(links: Links) -> None:
    Results().read(links)
    rows = {(r.value, r.on, r.delta) for r in links.results}
    assert {(61.5, "GSM8K", False), (42.0, "MMLU", False)} <= rows
    assert not {2024, 300, 0.01} & {r.value for r in links.results}
    assert all(0 < r.claim.confidence < 1 for r in links.results)
    text = links.text.text
    assert all(str(r.value) in text[r.claim.start : r.claim.end] for r in links.results)


def test_no_data_set_no_place(linker: Linker) -> None:
    links = Links(read("We achieve an accuracy of 93.1% in our tests."))
    MentionFinder(linker.lexicon).find(links)
    Results().read(links)
    assert [(r.value, r.on) for r in links.results] == [(93.1, None)]
