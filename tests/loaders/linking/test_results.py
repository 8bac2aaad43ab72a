"""Numbers: ranges, order, multiples, what is saved, and what is no result."""

import pytest
from conftest import Link

from paperatlas.loaders.linking.numbers import direction

OWN = "We propose Wickerwork. "


def test_a_range_is_two_results(link: Link) -> None:
    results = link(OWN + "Wickerwork improves accuracy on GSM8K by 2.1-3.4%.").results
    assert [(r.value, r.unit, r.delta, r.on, r.method) for r in results] == [
        (2.1, "%", True, "GSM8K", "Wickerwork"),
        (3.4, "%", True, "GSM8K", "Wickerwork"),
    ]


def test_respectively(link: Link) -> None:
    results = link(OWN + "On GSM8K and MMLU it scores 61.2 and 70.4, respectively.").results
    assert [(r.on, r.value) for r in results] == [("GSM8K", 61.2), ("MMLU", 70.4)]


def test_times(link: Link) -> None:
    (result,) = link(OWN + "Wickerwork is 3.5x faster than LoRA.").results
    assert (result.value, result.unit, result.delta, result.versus) == (3.5, "x", True, "LoRA")


def test_an_absolute_value_and_a_gain_in_one_sentence(link: Link) -> None:
    results = link(OWN + "It reaches 91.5% accuracy on ImageNet, outperforming DoRA by 1.8 points.").results
    assert [(r.value, r.unit, r.delta, r.versus) for r in results] == [
        (91.5, "%", False, None),
        (1.8, "points", True, "DoRA"),
    ]


def test_what_is_saved_is_saved_everywhere(link: Link) -> None:
    (result,) = link(OWN + "It reduces memory by 40% on GSM8K and MMLU.").results
    assert (result.value, result.metric, result.on, result.better) == (40.0, "memory", None, "lower")


@pytest.mark.parametrize(
    "sentence",
    [
        "The effect on accuracy is significant (p = 0.03, r = 0.41).",
        "Accuracy was measured with a learning rate of 0.01.",
        "Scores come with 95% confidence intervals.",
        "It improves survival (95% CI 0.21-0.80).",
        "Accuracy rises, with a confidence interval of [0.12, 0.34].",
    ],
)
def test_statistics_are_no_results(link: Link, sentence: str) -> None:
    assert link(OWN + sentence).results == ()


@pytest.mark.parametrize(
    ("metric", "better"),
    [("accuracy", "higher"), ("error rate", "lower"), ("FID", "lower"), ("warmth", "unknown"), (None, "unknown")],
)
def test_direction(metric: str | None, better: str) -> None:
    assert direction(metric) == better
