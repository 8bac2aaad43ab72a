"""The shipped catalogue is free of faults, and faults of any kind are found with file and line."""

from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from paperatlas.errors import CatalogError
from paperatlas.loaders.catalog import Catalog, load_catalog
from paperatlas.loaders.catalog.check import check_catalog, check_files, counts, spelling_key

EVERYDAY = frozenset(["drop", "bone", "attention", "sharp"])
NAMES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "never_merge.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def shipped() -> Catalog:
    return load_catalog(user=False)


@pytest.fixture(scope="module")
def owners(shipped: Catalog) -> dict[str, set[str]]:
    """Spelling → ids of the entries that have it."""
    out: dict[str, set[str]] = defaultdict(set)
    for entry in shipped.entries:
        for string in entry.strings:
            out[spelling_key(string)].add(entry.id)
    return out


def faults_of(folder: Path, text: str) -> list[str]:
    path = folder / "own.yaml"
    path.write_text(text, encoding="utf-8")
    return [str(f) for f in check_files([path], everyday=EVERYDAY)]


def test_the_shipped_catalogue_has_no_faults() -> None:
    assert [str(f) for f in check_catalog()] == []


def test_the_catalogue_is_as_large_as_promised(shipped: Catalog) -> None:
    size = counts(shipped)
    assert size["method"] >= 1200
    assert size["model"] >= 1200
    assert size["dataset"] >= 1200
    assert size["benchmark"] >= 500


def test_names_that_are_different_things_share_no_entry(owners: dict[str, set[str]]) -> None:
    pairs = [pair for group in NAMES["apart"] for pair in combinations(group, 2)]
    assert len(pairs) >= 200
    unknown = {name for pair in pairs for name in pair if not owners[spelling_key(name)]}
    assert unknown == set()
    shared = [(one, two) for one, two in pairs if owners[spelling_key(one)] & owners[spelling_key(two)]]
    assert shared == []


def test_names_that_look_like_noise_are_kept(owners: dict[str, set[str]]) -> None:
    names = {str(name) for group in NAMES["keep"] for name in group}
    assert len(names) >= 200
    assert {name for name in names if not owners[spelling_key(name)]} == set()


@pytest.mark.parametrize(
    ("text", "where", "message"),
    [
        ("kind: method\nentries:\n- name: Foo1\n- name: FOO1\n", "own.yaml:4", "has the id method:foo1"),
        ('kind: method\nentries:\n- name: "Foo1 |"\n', "own.yaml:3", "'Foo1 |' holds signs that no name has"),
        (
            "kind: method\nentries:\n- name: Foo1\n  aliases: [Bar Net]\n- name: Baz2\n  aliases: [BarNet]\n",
            "own.yaml:5",
            "`BarNet` of method:baz2 is also `Bar Net` of method:foo1 (own.yaml:3)",
        ),
        ("entries:\n- {name: Foo1, kind: method, variant_of: [Nowhere9]}\n", "own.yaml:2", "method:nowhere9 of Foo1"),
        (
            "kind: method\nentries:\n- {name: Foo1, variant_of: [Foo2]}\n- {name: Foo2, variant_of: [Foo1]}\n",
            "own.yaml:3",
            "goes round: method:foo1 → method:foo2 → method:foo1",
        ),
        (
            "kind: dataset\nentries:\n- {name: Foo1, variant_of: [Foo2]}\n- {name: Foo2}\n",
            "own.yaml:3",
            "`variant_of` cannot join dataset:foo1 to dataset:foo2",
        ),
        ("entries:\n- {name: DROP, kind: benchmark}\n", "own.yaml:2", "`DROP` is an everyday word"),
        ("entries:\n- {name: Foo1, kind: model, ambiguous: [Foo]}\n", "own.yaml:2", "`Foo` is marked ambiguous but"),
        ("entries:\n- {name: Foo1, kind: model, arxiv: '2401.1'}\n", "own.yaml:2", "'2401.1' is no arXiv identifier"),
        ("entries:\n- {name: Foo1, kind: model, year: 20240}\n", "own.yaml:2", "has the year 20240"),
        ("entries:\n- {name: Foo1, kind: dataset, parameters: 7}\n", "own.yaml:2", "is no model but has parameters"),
        ("entries:\n- {name: Foo1, kind: model, source: guess}\n", "own.yaml:2", "The source of Foo1 is 'guess'"),
        ("entries:\n- {name: Foo1, kind: planet}\n", "own.yaml:2", "has the kind 'planet'"),
        ("entries:\n- {name: 2024, kind: model}\n", "own.yaml:2", "needs a name that is a string"),
        ("entries:\n- {name: Foo1, kind: model, alias: [Foo]}\n", "own.yaml:2", "unknown key alias"),
        ("entries:\n- name: 'Foo1\n", "own.yaml:", "is no valid YAML"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_file_and_line(tmp_path: Path, text: str, where: str, message: str) -> None:
    (fault,) = faults_of(tmp_path, text)
    assert where in fault
    assert message in fault


def test_what_is_marked_ambiguous_may_be_shared(tmp_path: Path) -> None:
    marked = "- {name: Bone, kind: method, ambiguous: [Bone]}\n- {name: BONE, kind: dataset, ambiguous: [BONE]}\n"
    assert faults_of(tmp_path, f"entries:\n{marked}") == []
    assert len(faults_of(tmp_path, "entries:\n- {name: Zyx, kind: method}\n- {name: Zyx, kind: dataset}\n")) == 1
    cases = "- {name: MiMo, kind: model, ambiguous: [MiMo]}\n- {name: MIMO, kind: method}\n"
    assert faults_of(tmp_path, f"entries:\n{cases}") == []


def test_words_in_the_middle_of_a_sentence_are_methods_too(tmp_path: Path) -> None:
    assert faults_of(tmp_path, "entries:\n- {name: attention, kind: method}\n") == []
    assert len(faults_of(tmp_path, "entries:\n- {name: SHARP, kind: method}\n")) == 1


def test_an_overlay_is_checked_against_the_shipped_catalogue(tmp_path: Path) -> None:
    overlay = tmp_path / "mine.yaml"
    overlay.write_text("entries:\n- {name: HouseNet9, kind: model, aliases: [RoBERTa], version_of: [LLaMA 2]}\n")
    (fault,) = check_catalog([overlay])
    assert fault.where == "mine.yaml:2"
    assert "`RoBERTa` of model:housenet9 is also `RoBERTa` of model:roberta" in fault.message
    overlay.write_text("entries:\n- {name: LLaMA 2, kind: model, aliases: [HouseLlama9]}\n")
    assert check_catalog([overlay]) == []
    overlay.write_text("entries:\n- {name: HouseNet9, kind: model, version_of: [LLaMA 2000]}\n")
    (fault,) = check_catalog([overlay])
    assert fault.where == "mine.yaml:2"
    assert "model:llama-2000" in fault.message


def test_an_overlay_that_cannot_be_read_stops_with_file_and_line(tmp_path: Path) -> None:
    overlay = tmp_path / "mine.yaml"
    overlay.write_text("entries:\n- {name: HouseNet9, kind: model}\n- {name: 7, kind: model}\n")
    with pytest.raises(CatalogError, match=r"mine\.yaml:3"):
        load_catalog([overlay], user=False)
