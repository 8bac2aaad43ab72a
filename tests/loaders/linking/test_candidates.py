"""Where possible names come from: title, sentences of introduction, definitions, emphasis, shape."""

import pytest

from paperatlas.loaders.linking.candidates import Candidate
from paperatlas.loaders.linking.document import Links
from paperatlas.loaders.linking.gatherer import Gatherer
from paperatlas.loaders.linking.introductions import Introductions
from paperatlas.loaders.linking.linker import Linker
from paperatlas.loaders.linking.mentions import MentionFinder
from paperatlas.loaders.linking.shapes import capital_stretches, capital_words, is_coined, is_name_like
from paperatlas.loaders.linking.text import read


def gather(linker: Linker, abstract: str, title: str = "On hedges") -> dict[str, Candidate]:
    links = Links(read(f"{title}\n{abstract}", len(title)))
    MentionFinder(linker.lexicon).find(links)
    return {c.name: c for c in Gatherer(links, linker.lexicon).gather()}


@pytest.mark.parametrize(
    ("abstract", "name", "origin"),
    [
        ("We propose Wickerwork for hedges.", "Wickerwork", "object"),
        ("It is a scheme called Wickerwork, for hedges.", "Wickerwork", "called"),
        ("A framework, which we refer to as Wickerwork, trims hedges.", "Wickerwork", "called"),
        ("With our new method, WickerWork, hedges shrink.", "WickerWork", "our"),
        ("WickerWork is proposed here.", "WickerWork", "passive"),
        ("We propose a boundary-aware marsh sampling loss.", "boundary-aware marsh sampling loss", "component"),
    ],
)
def test_introduced_by_a_sentence(linker: Linker, abstract: str, name: str, origin: str) -> None:
    candidate = gather(linker, abstract)[name]
    assert candidate.origin == origin
    assert candidate.introduced >= 0.75


def test_introduced_by_the_title(linker: Linker) -> None:
    candidate = gather(linker, "It keeps Wickerwork small. Wickerwork is quick.", "Wickerwork: Hedges with Less")
    assert candidate["Wickerwork"].origin == "title"
    assert len(candidate["Wickerwork"].spans) == 3


def test_quoted(linker: Linker) -> None:
    candidate = gather(linker, "We present an optimiser, “Gentle Descent”, for steep slopes.")["Gentle Descent"]
    assert candidate.introduced >= 0.75


def test_defined(linker: Linker) -> None:
    candidate = gather(linker, "We propose Frosted Hedge Trimming (FHT). FHT is quick.")["FHT"]
    assert candidate.long == "Frosted Hedge Trimming"
    assert candidate.introduced >= 0.75
    assert len(candidate.spans) == 3


@pytest.mark.parametrize("abstract", ["Recent studies have proposed WickerWork.", "Many of them propose WickerWork."])
def test_what_others_propose_is_not_introduced(linker: Linker, abstract: str) -> None:
    assert gather(linker, abstract)["WickerWork"].introduced == 0


def test_a_class_of_names_is_not_introduced_by_its_member(linker: Linker) -> None:
    assert "LoRA" not in gather(linker, "We propose a LoRA method for hedges.")


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("We propose A and then introduce B.", ["propose", "introduce"]),
        ("Previous papers proposed A.", []),
        ("Previous papers proposed A, and we propose B.", ["propose"]),
        ("The proposal was unintroduced.", []),
        ("We open-source A.", ["open-source"]),
    ],
)
def test_verbs_of_introduction(text: str, verbs: list[str]) -> None:
    cues = Introductions(read(text))
    assert [m.group() for m in cues.verbs()] == verbs


@pytest.mark.parametrize("word", ["LoRA", "GPT4", "X-CLIP", "ResNet50", "mBERT2"])
def test_shapes_of_names(word: str) -> None:
    assert is_name_like(word)


@pytest.mark.parametrize("word", ["Multi-Agent", "INtegration", "IV", "LLMs", "A3", "LoRA-based", "Word"])
def test_shapes_of_no_names(word: str) -> None:
    assert not is_name_like(word)


def test_coined_words() -> None:
    assert is_coined("Excalidraw")
    assert not is_coined("Learning")
    assert not is_coined("Bayesian")


def test_capital_words_wherever_they_stand() -> None:
    text = "the (Foo-Bar) and a low-Rank one/Two\nThree (x) 4D"
    words = [m.group() for m in capital_words(text, capital_stretches(text))]
    assert words == ["Foo-Bar", "low-Rank", "one/Two", "Three", "4D"]
