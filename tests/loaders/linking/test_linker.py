"""What the whole linker reads off texts: entities, roles, relations, results and code, with their evidence."""

import json
from pathlib import Path

import pytest

from paperatlas.loaders.linking.linker import Linker
from paperatlas.loaders.record import LinkedPaper, SourcePaper

TEXTS = Path(__file__).parent / "texts"
EXAMPLES = Path(__file__).parents[3] / "examples"


def link(linker: Linker, abstract: str, title: str = "A study of things") -> LinkedPaper:
    return linker.link(SourcePaper(title, abstract))


def roles(paper: LinkedPaper) -> dict[str, str]:
    return {e.name: e.role for e in paper.entities}


def test_roles_of_a_plain_abstract(linker: Linker) -> None:
    paper = link(
        linker,
        "Fine-tuning large models is costly, and LoRA is popular. We propose Zephyrine, a low-rank method. "
        "We apply it to LLaMA 2 7B, pre-train on C4 and evaluate on GSM8K, where it outperforms DoRA by 2.1%.",
        "Zephyrine: Adapting with Less",
    )
    assert roles(paper) == {
        "Zephyrine": "introduces",
        "LoRA": "mentions",
        "LLaMA 2 7B": "uses",
        "C4": "trains_on",
        "GSM8K": "evaluates_on",
        "DoRA": "compares_with",
    }
    assert [(r.head, r.type, r.tail) for r in paper.relations] == [("Zephyrine", "outperforms", "DoRA")]
    (result,) = paper.results
    assert (result.value, result.unit, result.delta, result.on, result.method, result.versus) == (
        2.1, "%", True, "GSM8K", "Zephyrine", "DoRA",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "triple"),
    [
        ("We introduce Quillon. Quillon outperforms BERT.", ("Quillon", "outperforms", "BERT")),
        ("We introduce Quillon. BERT is outperformed by Quillon.", ("Quillon", "outperforms", "BERT")),
        ("We introduce Quillon, a variant of LoRA.", ("Quillon", "variant_of", "LoRA")),
        ("There are LoRA variants, such as DoRA and PiSSA.", ("PiSSA", "variant_of", "LoRA")),
    ],
)
def test_relations_know_subject_and_object(linker: Linker, sentence: str, triple: tuple[str, str, str]) -> None:
    relations = [(r.head, r.type, r.tail) for r in link(linker, sentence).relations]
    assert triple in relations
    assert (triple[2], triple[1], triple[0]) not in relations


def test_two_numbers_for_two_benchmarks(linker: Linker) -> None:
    paper = link(
        linker, "We propose Quillon, a method. On GSM8K and HumanEval, Quillon scores 61.2 and 33.4, respectively."
    )
    assert {(r.on, r.value, r.delta) for r in paper.results} == {("GSM8K", 61.2, False), ("HumanEval", 33.4, False)}


@pytest.mark.parametrize(
    "sentence",
    ["In 2024 we collected 5,000 images.", "It was trained for 3 days on 8 GPUs.", "The model has 7B parameters."],
)
def test_dates_sizes_and_counts_are_no_results(linker: Linker, sentence: str) -> None:
    assert link(linker, sentence).results == ()


def test_code_links_lose_the_prose_around_them(linker: Linker) -> None:
    paper = link(
        linker, r"Code is at \url{https://github.com/a/b_c}{https://github.com/a/b_c}. (See https://x.github.io/y/.)"
    )
    assert [c.url for c in paper.code] == ["https://github.com/a/b_c", "https://x.github.io/y/"]


@pytest.mark.parametrize(
    ("sentence", "absent"),
    [
        ("We drop the last layer and race against time in math class.", {"DROP", "RACE", "MATH"}),
        ("A kind of gem in a gym, by Adam Smith.", {"Gym", "Adam"}),
        ("Large language models (LLMs) and deep learning are everywhere.", {"LLM", "LLMs", "Deep Learning"}),
    ],
)
def test_everyday_words_are_no_names(linker: Linker, sentence: str, absent: set[str]) -> None:
    assert not absent & {e.name for e in link(linker, sentence).entities}


def test_a_local_definition_wins_over_the_catalogue(linker: Linker) -> None:
    paper = link(linker, "We present Soft Apple Mapping (SAM), a planning method. SAM needs no labels.")
    (entity,) = [e for e in paper.entities if "SAM" in e.surfaces]
    assert entity.discovered
    assert entity.role == "introduces"


def papers() -> list[SourcePaper]:
    lines = (EXAMPLES / "papers.jsonl").read_text(encoding="utf-8").splitlines()
    lines += (TEXTS / "other_fields.jsonl").read_text(encoding="utf-8").splitlines()
    return [SourcePaper(r["title"], r["abstract"]) for r in map(json.loads, lines)]


def test_every_link_has_its_evidence(linker: Linker) -> None:
    checked = 0
    for source in papers():
        paper = linker.link(source)
        names = [e.name for e in paper.entities]
        assert len(names) == len(set(names))
        evidence = [(m, m.surface) for e in paper.entities for m in e.mentions]
        evidence += [(e.role_evidence, None) for e in paper.entities if e.role_evidence]  # type: ignore[misc]
        evidence += [(x.evidence, None) for x in (*paper.relations, *paper.results)]  # type: ignore[misc]
        evidence += [(c.evidence, c.url) for c in paper.code]
        for item, surface in evidence:
            text = getattr(source, item.field)
            assert 0 <= item.start < item.end <= len(text)
            assert item.sentence in text
            assert 0 < item.confidence <= 1
            assert item.rule
            if surface is not None:
                assert text[item.start : item.end] == surface
            checked += 1
        for relation in paper.relations:
            assert {relation.head, relation.tail} <= set(names)
        for result in paper.results:
            assert {result.method, result.model, result.on, result.versus} <= {None, *names}
        assert LinkedPaper.from_json(json.loads(json.dumps(paper.to_json()))) == paper
    assert checked > 500


def test_linking_twice_says_the_same(linker: Linker) -> None:
    for source in papers()[:10]:
        assert linker.link(source) == linker.link(source)
