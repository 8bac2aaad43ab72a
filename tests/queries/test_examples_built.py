"""The canned queries on the graph that the linker itself builds from the samples: each has an answer out of the box."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import paperatlas
from paperatlas.queries import library

EXAMPLES = Path(__file__).parents[2] / "examples" / "papers.jsonl"


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("built")
    with paperatlas.open(folder / "atlas.db") as opened:
        opened.build(EXAMPLES, quarantine=folder / "quarantine.jsonl")
        yield opened


@pytest.mark.parametrize("name", sorted(library.read_folder(library.HERE)))
def test_three_rows_with_the_defaults(atlas: Any, name: str) -> None:
    few = library.load().get(name).few_rows
    assert len(atlas.query(name)) >= (1 if few else 3)


def test_an_alias_finds_the_method(atlas: Any) -> None:
    assert atlas.query("method_variants", method="low rank adaptation") == atlas.query("method_variants", method="LoRA")
    assert "QLoRA" in {row["variant"] for row in atlas.query("method_variants", method="LORA")}
