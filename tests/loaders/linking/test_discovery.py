"""How a name that no catalogue has is written in the graph."""

import pytest

from paperatlas.loaders.linking.candidates import Candidate
from paperatlas.loaders.linking.discovery import canonical_name
from paperatlas.loaders.linking.judge import Verdict
from paperatlas.loaders.linking.text import read
from paperatlas.loaders.linking.words import singular


def name_of(surface: str, *, own: bool, kind: str = "method") -> str:
    text = f"Hedges\n{surface} are trimmed."
    candidate = Candidate(surface, "words", [(7, 7 + len(surface))])
    return canonical_name(candidate, read(text, 6), Verdict(0.9, kind, float(own)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("surface", "name"),
    [
        ("marsh graphs", "Marsh Graph"),
        ("Hedge Losses", "Hedge Loss"),
        ("marsh memories", "Marsh Memory"),
        ("Marsh Dynamics", "Marsh Dynamics"),
        ("Moving Least Squares", "Moving Least Squares"),
        ("Non-Local Means", "Non-Local Means"),
        ("Marsh Gibbs", "Marsh Gibbs"),
        ("Mixture of Hedge Experts", "Mixture of Hedge Experts"),
    ],
)
def test_a_technique_of_others_is_named_in_the_singular(surface: str, name: str) -> None:
    assert name_of(surface, own=False) == name


def test_what_the_paper_names_itself_keeps_its_plural_unless_it_is_written_small() -> None:
    assert name_of("Hedge Graphs", own=True) == "Hedge Graphs"
    assert name_of("hedge graphs", own=True) == "Hedge Graph"
    assert name_of("Hedge Clips", own=False, kind="dataset") == "Hedge Clips"


@pytest.mark.parametrize(
    ("word", "one"),
    [("graphs", "graph"), ("losses", "loss"), ("queries", "query"), ("lens", "lens"), ("analysis", "analysis")],
)
def test_singular(word: str, one: str) -> None:
    assert singular(word) == one
