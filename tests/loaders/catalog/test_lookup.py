"""`paperatlas catalog` as a person uses it: search, show, check, with and without a file of their own."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from paperatlas.commands.catalog import catalog
from paperatlas.errors import CatalogError
from paperatlas.loaders.catalog import load_catalog
from paperatlas.loaders.catalog.lookup import find, named, suggestions


def run(*arguments: str) -> str:
    result = CliRunner().invoke(catalog, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(
        "kind: method\n"
        "entries:\n"
        "- name: HouseLoRA\n"
        "  aliases: [In-House Low-Rank Tuning]\n"
        "  variant_of: [LoRA]\n"
        "  about: What our group calls its adapters.\n"
        "not_entities: [OurLab9]\n",
        encoding="utf-8",
    )
    return path


def test_search_puts_the_whole_name_first(own: Path) -> None:
    known = load_catalog([own], user=False)
    assert find(known, "houselora")[0].name == "HouseLoRA"
    assert find(known, "lora")[0].name == "LoRA"
    assert find(known, "in house low rank")[0].id == "method:houselora"
    assert find(known, "  ") == []


def test_a_name_is_found_in_any_spelling_and_by_kind() -> None:
    known = load_catalog(user=False)
    assert named(known, "gpt 4O")[0].id == "model:gpt-4o"
    assert [e.kind for e in named(known, "model:CLIP")] == ["model"]
    assert [e.id for e in named(known, "dataset:cifar-10")] == ["dataset:cifar-10"]
    assert named(known, "no such name at all") == []
    assert "RoBERTa" in suggestions(known, "RoBERTaa")


def test_show_tells_where_a_fact_stands(own: Path) -> None:
    output = run("show", "HouseLoRA", "--catalog", str(own))
    assert "mine.yaml:3" in output
    assert "variant of   LoRA" in output
    entry = json.loads(run("show", "LLaMA 2", "--format", "json"))[0]
    assert entry["parents"] == [{"relation": "version_of", "id": "model:llama"}]
    assert entry["where"].startswith("models_language.yaml:")


def test_show_says_what_is_refused_and_what_is_near(own: Path) -> None:
    with pytest.raises(CatalogError, match="no entity"):
        run("show", "OurLab9", "--catalog", str(own))
    with pytest.raises(CatalogError, match="Did you mean"):
        run("show", "CIFAR-1000")


def test_search_prints_a_table_and_json(own: Path) -> None:
    assert run("search", "houselo", "--catalog", str(own)).split()[:2] == ["method", "HouseLoRA"]
    found = json.loads(run("search", "houselo", "--format", "json", "--catalog", str(own)))
    assert [e["id"] for e in found] == ["method:houselora"]
    assert "No entry" in run("search", "qqqqzzzz")


def test_check_passes_and_fails(own: Path) -> None:
    assert "No faults" in run("check", "--catalog", str(own))
    own.write_text("entries:\n- {name: HouseLoRA, kind: method, variant_of: [Nothing9]}\n")
    result = CliRunner().invoke(catalog, ["check", "--catalog", str(own)])
    assert isinstance(result.exception, CatalogError)
    assert "mine.yaml:2" in result.output
