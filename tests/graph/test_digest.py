"""The digest: equal graphs have equal digests, and every difference shows."""

import hashlib

import pytest

from paperatlas.graph.digest import graph_digest, node_line, relationship_line
from paperatlas.graph.store import Node, NodeKey, Relationship

PAPER = Node("Paper", {"id": "arxiv:1", "title": "Drachen 🪁", "authors": ["Ö", "B"], "year": 2024})
METHOD = Node("Method", {"id": "method:a", "name": "A", "discovered": False})
EDGE = Relationship("USES", PAPER.key, METHOD.key, {"confidence": 1.0, "start": 0})


def test_lines_are_canonical_json() -> None:
    shuffled = Node("Paper", {"year": 2024, "authors": ["Ö", "B"], "title": "Drachen 🪁", "id": "arxiv:1"})
    assert node_line(PAPER) == node_line(shuffled)
    assert node_line(METHOD) == b'["Method","method:a",{"discovered":false,"name":"A"}]'
    assert relationship_line(EDGE) == b'["USES","Paper","arxiv:1","Method","method:a",{"confidence":1.0,"start":0}]'


def test_the_digest_is_that_of_all_lines_sorted() -> None:
    lines = sorted([node_line(PAPER), node_line(METHOD), relationship_line(EDGE)])
    whole = hashlib.sha256(b"".join(line + b"\n" for line in lines)).hexdigest()
    atlas = Node("Atlas", {"id": "atlas", "cursors": "{}"})
    assert graph_digest([atlas, METHOD, PAPER], [EDGE]) == whole


@pytest.mark.parametrize(
    "other",
    [
        Relationship("USES", PAPER.key, METHOD.key, {"confidence": 0.9, "start": 0}),
        Relationship("USES", PAPER.key, METHOD.key, {"confidence": 1.0}),
        Relationship("TRAINS_ON", PAPER.key, METHOD.key, {"confidence": 1.0, "start": 0}),
        Relationship("USES", PAPER.key, NodeKey("Method", "method:b"), {"confidence": 1.0, "start": 0}),
    ],
)
def test_every_difference_shows(other: Relationship) -> None:
    assert graph_digest([METHOD, PAPER], [EDGE]) != graph_digest([METHOD, PAPER], [other])
