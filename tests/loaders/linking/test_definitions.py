"""Long and short forms that a text defines."""

import pytest

from paperatlas.loaders.linking.definitions import find_definitions
from paperatlas.loaders.linking.text import read


@pytest.mark.parametrize(
    ("text", "long", "short"),
    [
        ("We study Frosted Tensor Pruning (FTP) at scale.", "Frosted Tensor Pruning", "FTP"),
        ("It is called FTP (Frosted Tensor Pruning) here.", "Frosted Tensor Pruning", "FTP"),
        ("The use of low-rank river adaptation (LoRiA) helps.", "low-rank river adaptation", "LoRiA"),
        ("We train graph otters (GOs) on it.", "graph otters", "GOs"),
        ("a novel method, the Winding Road Optimizer (WRO), wins", "Winding Road Optimizer", "WRO"),
    ],
)
def test_definitions_are_found(text: str, long: str, short: str) -> None:
    found = [(d.long, d.short) for d in find_definitions(read(text))]
    assert found == [(long, short)]


@pytest.mark.parametrize(
    "text",
    [
        "It improves by a lot (12.3).",
        "as others did (Smith et al., 2020)",
        "We use GPUs (four of them) daily.",
        "(RAG)",
    ],
)
def test_other_brackets_define_nothing(text: str) -> None:
    assert find_definitions(read(text)) == []
