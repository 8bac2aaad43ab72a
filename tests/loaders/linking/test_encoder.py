"""How a text becomes vectors: the properties of its tokens, the encoder, and what judges see of a place."""

import numpy as np
import pytest

from paperatlas.graph.schema import KINDS
from paperatlas.loaders.linking.document import Links
from paperatlas.loaders.linking.encoder import REACH, SIZES, Encoder, Encoding, properties
from paperatlas.loaders.linking.linker import Linker
from paperatlas.loaders.linking.mentions import MentionFinder
from paperatlas.loaders.linking.text import read
from paperatlas.loaders.linking.weights import shipped_weights
from paperatlas.loaders.linking.word_vectors import Array

TITLE = "Wickerwork: Hedges with Less"
TEXT = f"{TITLE}\nTrees grow. We train Hedge Trimming Network (HTN) on GSM8K-like data of 7B tokens."
SHAPE, GAP, _, _, KNOWN, DEFINITION, OWN, IN_TITLE, BEGINS = range(len(SIZES))


@pytest.fixture
def links(linker: Linker) -> Links:
    links = Links(read(TEXT, len(TITLE)))
    MentionFinder(linker.lexicon).find(links)
    return links


def test_properties_of_tokens(links: Links) -> None:
    benchmark = 2 * KINDS.index("benchmark")
    rows = dict(zip(links.text.keys, properties(links).tolist(), strict=True))
    assert all(0 <= value < size for row in rows.values() for value, size in zip(row, SIZES, strict=True))
    assert len({rows[key][SHAPE] for key in ("we", "trees", "htn", "8", "train")}) == 4  # We and Trees are alike
    assert [rows[key][KNOWN] for key in ("gsm", "8", "k")] == [1 + benchmark, 2 + benchmark, 2 + benchmark]
    assert rows["like"][GAP] != rows["data"][GAP]
    assert [rows[key][DEFINITION] for key in ("train", "hedge", "network", "htn")] == [0, 1, 1, 2]
    assert [rows[key][OWN] for key in ("grow", "htn")] == [0, 1]
    assert [rows[key][IN_TITLE] for key in ("hedges", "trees")] == [1, 0]
    assert [rows[key][BEGINS] for key in ("wickerwork", "hedges", "trees", "we", "train")] == [1, 0, 1, 1, 0]


def test_a_token_sees_its_neighbours_and_no_farther(linker: Linker) -> None:
    encoder = shipped_weights().encoder
    words = ["alpha"] * 40
    one, other = (encoder.read(Links(read(" ".join(w)))) for w in (words, [*words[:20], "omega", *words[21:]]))

    def row(encoding: Encoding, token: int) -> Array:
        return encoding.names([(token, token + 1)], [[(token, token + 1)]])

    alike = [np.allclose(row(one, t), row(other, t), atol=1e-4) for t in range(40)]
    reach = sum(REACH) + 1  # the row has the tokens on either side, too
    assert alike == [abs(t - 20) > reach for t in range(40)]


def test_nothing_stands_beyond_the_text() -> None:
    encoding = Encoding(np.arange(1, 7, dtype=np.float32).reshape(3, 2))
    before, first, last, after, mean, means = np.split(encoding.names([(0, 3)], [[(0, 1), (0, 3)]])[0], 6)
    assert not before.any()
    assert not after.any()
    assert first.tolist() == [1, 2]
    assert last.tolist() == [5, 6]
    assert mean.tolist() == [3, 4]
    assert means.tolist() == [2, 3]
    assert encoding.names([(2, 9)], [[(7, 9)]]).tolist() == encoding.names([(2, 3)], [[(2, 3)]]).tolist()


def test_between_two_places_whichever_comes_first() -> None:
    encoding = Encoding(np.arange(5, dtype=np.float32).reshape(5, 1))
    there, back = encoding.pairs([(0, 1), (4, 5)], [(4, 5), (0, 1)])
    assert there[-1] == back[-1] == 2
    assert encoding.pairs([(1, 3)], [(2, 4)])[0, -1] == 0  # they overlap


def test_a_text_without_tokens_has_no_rows() -> None:
    encoder = shipped_weights().encoder
    assert isinstance(encoder, Encoder)
    assert encoder.read(Links(read(""))).width == encoder.words.shape[1]


def test_a_text_is_read_once(links: Links) -> None:
    encoder = shipped_weights().encoder
    assert links.encoding(encoder) is links.encoding(encoder)
