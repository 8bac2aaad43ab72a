"""What a name that no catalogue has is, by the words around it."""

import pytest

from paperatlas.loaders.linking.candidates import Candidate
from paperatlas.loaders.linking.document import Links
from paperatlas.loaders.linking.gatherer import Gatherer
from paperatlas.loaders.linking.kinds import CLASSES, KindJudge, features
from paperatlas.loaders.linking.linker import Linker
from paperatlas.loaders.linking.text import read


def candidate(linker: Linker, text: str, name: str) -> tuple[Links, Candidate]:
    links = Links(read(text))
    found = {c.name: c for c in Gatherer(links, linker.lexicon).gather()}
    return links, found[name]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("We introduce TideBench, a benchmark for tidal forecasts.", "TideBench", "benchmark"),
        ("We release Moorland, a corpus of 5,000 annotated letters.", "Moorland", "dataset"),
        ("We present Kestrel-LM, a language model trained on radio plays.", "Kestrel-LM", "model"),
        ("We propose Wickerwork, an algorithm for trimming hedges.", "Wickerwork", "method"),
        ("The workshop was held at KTHU, a university in the north.", "KTHU", None),
        ("All photographs were taken with a CXR-20 camera sensor.", "CXR-20", None),
    ],
)
def test_kind_by_the_words_around(linker: Linker, text: str, name: str, kind: str | None) -> None:
    links, found = candidate(linker, text, name)
    verdict = KindJudge().judge(links.text, found, links)
    assert verdict.kind == kind
    assert (verdict.confidence > 0) == (kind is not None)
    assert verdict.why


def test_features_say_what_stands_in_the_text(linker: Linker) -> None:
    links, found = candidate(linker, "We introduce TideBench, a benchmark for tidal forecasts.", "TideBench")
    held = features(links.text, found, links)
    assert {"introduced", "is=benchmark", "iskind=benchmark", "tail=bench", "L1=introduce", "R1=,"} <= set(held)
    assert len(held) == len(set(held))


def test_probabilities_are_of_all_classes_and_sum_to_one() -> None:
    judge = KindJudge()
    for held in ([], ["is=benchmark", "no such feature"]):
        chances = judge.probabilities(held)
        assert tuple(chances) == CLASSES
        assert sum(chances.values()) == pytest.approx(1.0)
    assert judge.probabilities(["iskind=dataset"])["dataset"] > judge.probabilities([])["dataset"]
