"""What a name looks like, by the words around it."""

import pytest

from paperatlas.loaders.linking.candidates import Candidate
from paperatlas.loaders.linking.document import Links
from paperatlas.loaders.linking.gatherer import Gatherer
from paperatlas.loaders.linking.kinds import CLASSES, chances, features, loudest
from paperatlas.loaders.linking.linker import Linker
from paperatlas.loaders.linking.text import read


def candidate(linker: Linker, text: str, name: str) -> tuple[Links, Candidate]:
    links = Links(read(text))
    found = {c.name: c for c in Gatherer(links, linker.lexicon).gather()}
    return links, found[name]


def test_features_say_what_stands_in_the_text(linker: Linker) -> None:
    links, found = candidate(linker, "We introduce TideBench, a benchmark for tidal forecasts.", "TideBench")
    held = features(links.text, found, links)
    assert {"introduced", "is=benchmark", "iskind=benchmark", "tail=bench", "L1=introduce", "R1=,"} <= set(held)
    assert len(held) == len(set(held))


def test_probabilities_are_of_all_classes_and_sum_to_one() -> None:
    for held in ([], ["is=benchmark", "no such feature"]):
        said = chances(held)
        assert tuple(said) == CLASSES
        assert sum(said.values()) == pytest.approx(1.0)
    assert chances(["iskind=dataset"])["dataset"] > chances([])["dataset"]


def test_the_loudest_features_are_named() -> None:
    assert loudest(["iskind=dataset", "no such feature"], CLASSES.index("dataset")) == "iskind=dataset"
