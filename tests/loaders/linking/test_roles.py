"""The six roles, each by its own words."""

import pytest
from conftest import Link


@pytest.mark.parametrize(
    ("abstract", "name", "role"),
    [
        ("We introduce Wickerwork.", "Wickerwork", "introduces"),
        ("We evaluate our approach on GSM8K.", "GSM8K", "evaluates_on"),
        ("We fine-tune our network on ImageNet.", "ImageNet", "trains_on"),
        ("We build on LLaMA 2 in this work.", "LLaMA 2", "uses"),
        ("We introduce Wickerwork. Compared with DoRA, it is small.", "DoRA", "compares_with"),
        ("LoRA is a popular technique. In this paper we look at something else.", "LoRA", "mentions"),
    ],
)
def test_each_role(link: Link, abstract: str, name: str, role: str) -> None:
    (entity,) = [e for e in link(abstract).entities if e.name == name]
    assert entity.role == role
    assert (entity.role_evidence is None) == (role == "mentions")


def test_the_strongest_role_counts(link: Link) -> None:
    paper = link("GSM8K is hard. We train on GSM8K. We evaluate on GSM8K, too.")
    assert [e.role for e in paper.entities if e.name == "GSM8K"] == ["evaluates_on"]


def test_who_is_beaten_is_a_competitor(link: Link) -> None:
    paper = link("We introduce Wickerwork. Wickerwork outperforms DoRA.")
    assert {e.name: e.role for e in paper.entities} == {"Wickerwork": "introduces", "DoRA": "compares_with"}
