"""Which aliases are editions of their entry, things of their own, and which are only other spellings of it."""

import pytest

from paperatlas.graph.schema import Kind
from paperatlas.loaders.catalog.catalogue import Entry, editions


def named(kind: Kind, name: str, *aliases: str) -> list[tuple[str, ...]]:
    """The strings of the entry and of its editions, each one's own name first."""
    return [entry.strings for entry in editions(Entry(name, kind, aliases=aliases))]


@pytest.mark.parametrize(
    ("name", "alias"),
    [
        ("RESISC45", "NWPU-RESISC45"),  # more before the name
        ("Houston 2013", "Houston13"),  # the year in short
        ("CUB-200-2011", "CUB-200"),  # less of the name
        ("ResNet", "ResNets"),  # many of them
        ("UK Biobank", "UKBB"),
        ("Oxford-IIIT Pet", "Oxford-IIIT Pets"),
    ],
)
def test_another_spelling_is_no_edition(name: str, alias: str) -> None:
    assert named("dataset", name, "NWPU-RESISC", "Houston", "UKB", alias)[0][-1] == alias


def test_sizes_and_versions_are_editions_of_their_family() -> None:
    family, *found = editions(Entry("Saul", "model", aliases=("SaulLM", "SaulLM-7B", "Saul 2", "Saul-base")))
    assert family.strings == ("Saul", "SaulLM")
    assert [e.name for e in found] == ["SaulLM-7B", "Saul 2", "Saul-base"]
    assert {e.parents for e in found} == {(("version_of", "model:saul"),)}


def test_an_edition_is_one_however_it_is_spelled() -> None:
    assert named("dataset", "SQuAD", "SQuAD 1.1", "SQuAD v1.1", "SQuAD1.1", "SQuAD v2.0", "SQuAD 2") == [
        ("SQuAD",),
        ("SQuAD 1.1", "SQuAD v1.1", "SQuAD1.1"),
        ("SQuAD v2.0", "SQuAD 2"),
    ]
    assert named("model", "DeiT", "DeiT-S", "DeiT-Base", "DeiT-Small", "DeiT-B") == [
        ("DeiT",),
        ("DeiT-S", "DeiT-Small"),
        ("DeiT-Base", "DeiT-B"),
    ]


def test_an_edition_of_an_edition_is_not_the_edition() -> None:
    assert named("model", "Canary", "Canary-1B", "Canary-1B-v2", "Canary v2") == [
        ("Canary",),
        ("Canary-1B",),
        ("Canary-1B-v2",),
        ("Canary v2",),
    ]


def test_methods_have_no_editions() -> None:
    assert named("method", "Dreamer", "Dreamer 2") == [("Dreamer", "Dreamer 2")]
