"""What the neighbours of a possible name say of it: those that hold it, those it holds, and those listed beside it."""

import numpy as np
import pytest

from paperatlas.graph.schema import KINDS
from paperatlas.loaders.linking.candidates import Candidate
from paperatlas.loaders.linking.document import Links
from paperatlas.loaders.linking.linker import Linker
from paperatlas.loaders.linking.mentions import MentionFinder
from paperatlas.loaders.linking.neighbours import Neighbours
from paperatlas.loaders.linking.network import CUT, SUREST, Network, scaled
from paperatlas.loaders.linking.text import read

CLASSES = 1 + 2 * len(KINDS)
AROUND, INSIDE, BEFORE, AFTER = slice(0, 2), slice(2, 4), slice(11, 17), slice(5, 11)
KNOWN = slice(17, 21)


def candidate(text: str, name: str) -> Candidate:
    start = text.index(name)
    return Candidate(name, "words", [(start, start + len(name))])


def chances(*rows: tuple[int, float]) -> np.ndarray:
    """A row a name: the class that it most likely has, and how likely."""
    out = np.zeros((len(rows), CLASSES), np.float32)
    for row, (class_, chance) in zip(out, rows, strict=True):
        row[0] = 1 - chance
        row[class_] += chance
    return out


def test_a_name_sees_what_holds_it_and_what_it_holds() -> None:
    text = "the Tidal Loss Module"
    names = [candidate(text, "Tidal Loss Module"), candidate(text, "Loss Module")]
    signs = Neighbours(Links(read(text)), names).signs(chances((2, 0.9), (1, 0.3)))
    assert signs[1, AROUND] == pytest.approx([0.9, 0.9])
    assert signs[0, INSIDE] == pytest.approx([0.3, 0.0])
    assert not signs[0, AROUND].any()
    assert not signs[1, INSIDE].any()


def test_members_of_a_list_see_each_other_and_names_of_the_catalogue(linker: Linker) -> None:
    links = Links(read("We compare Kestrel, Whimbrel and LoRA."))
    MentionFinder(linker.lexicon).find(links)
    text = links.text.text
    signs = Neighbours(links, [candidate(text, "Kestrel"), candidate(text, "Whimbrel")]).signs(
        chances((1 + 2 * KINDS.index("model"), 0.8), (1, 0.4))
    )
    assert signs[1, BEFORE][0] == pytest.approx(0.8)
    assert signs[1, BEFORE][1 + KINDS.index("model")] == pytest.approx(0.8)
    assert signs[0, AFTER][0] == pytest.approx(0.4)
    assert not signs[0, BEFORE].any()
    assert signs[:, KNOWN].tolist() == [[0] * 4, [float(kind == "method") for kind in KINDS]]


def test_signs_beyond_the_cut_count_no_more_and_chances_sum_to_one() -> None:
    assert scaled(np.array([[100.0, -1.0]]), np.zeros(2), np.ones(2)).tolist() == [[CUT, -1.0]]
    ones = np.ones(2, np.float32)
    network = Network(ones * 0, ones, np.eye(2, dtype=np.float32), ones * 0, np.eye(2, dtype=np.float32), ones * 0)
    said = network.chances(np.array([[3.0, 0.0], [0.0, 0.0]]))
    assert said.sum(axis=1) == pytest.approx([1.0, 1.0])
    assert said[0, 0] > 0.9
    assert said[1] == pytest.approx([0.5, 0.5])
    assert SUREST < 1
