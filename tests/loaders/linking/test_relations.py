"""Relations, by passive voice, lists, suites and statements; and what states none."""

import pytest
from conftest import Link


@pytest.mark.parametrize(
    ("abstract", "triples"),
    [
        (
            "We introduce Wickerwork. DoRA and PiSSA are outperformed by Wickerwork.",
            {("Wickerwork", "outperforms", "DoRA"), ("Wickerwork", "outperforms", "PiSSA")},
        ),
        ("We introduce Wickerwork. Our method surpasses LoRA.", {("Wickerwork", "outperforms", "LoRA")}),
        ("We introduce Wickerwork. Wickerwork is faster than LoRA.", {("Wickerwork", "outperforms", "LoRA")}),
        (
            "LoRA and DoRA are popular, but PiSSA outperforms them.",
            {("PiSSA", "outperforms", "LoRA"), ("PiSSA", "outperforms", "DoRA")},
        ),
        ("We study LoRA and its variant DoRA.", {("DoRA", "variant_of", "LoRA")}),
        ("DoRA extends LoRA by decomposing weights.", {("DoRA", "variant_of", "LoRA")}),
        (
            "PiSSA, a variant of LoRA, outperforms it on GSM8K.",
            {("PiSSA", "variant_of", "LoRA"), ("PiSSA", "outperforms", "LoRA")},
        ),
        (
            "We report scores on GLUE tasks, such as CoLA and RTE.",
            {("CoLA", "part_of", "GLUE"), ("RTE", "part_of", "GLUE")},
        ),
        (
            "On GLUE tasks we reach CoLA (61.2), RTE (70.1) and SST-2 (93.0).",
            {("CoLA", "part_of", "GLUE"), ("RTE", "part_of", "GLUE"), ("SST-2", "part_of", "GLUE")},
        ),
    ],
)
def test_stated(link: Link, abstract: str, triples: set[tuple[str, str, str]]) -> None:
    assert {(r.head, r.type, r.tail) for r in link(abstract).relations} == triples


@pytest.mark.parametrize(
    "abstract",
    [
        "We introduce Wickerwork. Wickerwork does not outperform LoRA.",
        "We introduce Wickerwork. Wickerwork fails to outperform LoRA.",
        "We compare DoRA and LoRA.",
        "We compare Adam and variants of SGD on MNIST.",
        "Unlike AdamW, extensions of SGD are simple.",
        "DoRA is not a variant of LoRA.",
        "DoRA does not extend LoRA.",
        "We use Adam to extend SGD.",
        "We introduce Wickerwork, and use LoRA.",
    ],
)
def test_not_stated(link: Link, abstract: str) -> None:
    assert link(abstract).relations == ()


def test_a_component_belongs_to_the_method_of_the_title(link: Link) -> None:
    paper = link(
        "We present Wickerwork, which trims hedges. We introduce a Gentle Twig Sampling module for it.",
        "Wickerwork: Hedges with Less",
    )
    assert [(r.head, r.type, r.tail) for r in paper.relations] == [
        ("Gentle Twig Sampling", "part_of", "Wickerwork"),
    ]
