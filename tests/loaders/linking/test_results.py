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


@pytest.mark.parametrize(
    ("sentence", "about"),
    [
        (
            "LLaMA-2-7B and LLaMA-2-13B reach 49.4 and 57.1 on GSM8K, respectively.",
            [(49.4, None, "LLaMA 2 7B"), (57.1, None, "LLaMA 2 13B")],
        ),
        (
            "GPT-3.5 and GPT-4 obtain 48.1% and 67.0% on HumanEval and 52.2% and 61.8% on MBPP.",
            [(48.1, None, "GPT-3.5"), (67.0, None, "GPT-4"), (52.2, None, "GPT-3.5"), (61.8, None, "GPT-4")],
        ),
        ("BERT (87.1) beats ELMo (85.0) on SQuAD.", [(87.1, None, "BERT"), (85.0, None, "ELMo")]),
        (
            "A gradient boosted tree beats logistic regression (AUC 0.87 vs. 0.79) on MIMIC-III.",
            [(0.87, "Gradient Boosting", None), (0.79, "Logistic Regression", None)],
        ),
        ("PiSSA outperforms LoRA (+5.1%) on GSM8K.", [(5.1, "PiSSA", None)]),
        ("PiSSA outperforms LoRA (+5.1%) and DoRA (+2.3%) on GSM8K.", [(5.1, "PiSSA", None), (2.3, "PiSSA", None)]),
        ("LoRA is strong, but PiSSA outperforms it by 5.1% on GSM8K.", [(5.1, "PiSSA", None)]),
        (
            "Compared with BERT and ELMo, XLNet achieves 87.1 and 85.0 on SQuAD.",
            [(87.1, None, "XLNet"), (85.0, None, "XLNet")],
        ),
        ("On MNLI accuracy is 89.8% for XLNet.", [(89.8, None, "XLNet")]),
        (
            "PiSSA, a variant of LoRA, outperforms it by 5.1% on GSM8K with Mistral-7B.",
            [(5.1, "PiSSA", "Mistral 7B")],
        ),
    ],
)
def test_a_number_is_about_the_system_beside_it(
    link: Link, sentence: str, about: list[tuple[float, str | None, str | None]]
) -> None:
    assert [(r.value, r.method, r.model) for r in link(sentence).results] == about


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
