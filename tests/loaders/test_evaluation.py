"""The measures, and floors under what the linker reaches on texts that come with the repository."""

import os
from pathlib import Path

import pytest

from paperatlas.errors import InputError
from paperatlas.loaders.evaluation import evaluate_gold, pair, reliability, score

ROOT = Path(__file__).parents[2]
TEXTS = Path(__file__).parent / "linking" / "texts"


def entity(name: str, kind: str = "method", **more: object) -> dict[str, object]:
    return {"name": name, "kind": kind, "surfaces": [name], "role": "uses", **more}


def test_pairs_need_kind_and_surface() -> None:
    gold = [entity("A"), entity("B")]
    assert pair(gold, [entity("A", "model"), entity("b")]) == []
    assert [(g["name"], p["name"]) for g, p in pair(gold, [entity("B"), entity("A")])] == [("A", "A"), ("B", "B")]


def test_optional_counts_neither_way() -> None:
    gold = {"t": {"entities": [entity("A"), entity("B", optional=True)]}}
    both = score(gold, {"t": {"entities": [entity("A"), entity("B")]}}).count("entity")
    one = score(gold, {"t": {"entities": [entity("A")]}}).count("entity")
    assert (both.f1, one.f1) == (1.0, 1.0)


def test_wrong_role_and_missing_paper() -> None:
    gold = {"t": {"entities": [entity("A")]}, "u": {"entities": [entity("B")]}}
    scores = score(gold, {"t": {"entities": [entity("A", role="mentions")]}})
    assert scores.count("entity").recall == 0.5
    assert scores.count("role").hits == 0


def test_results_compare_value_delta_and_place() -> None:
    row = {"value": 2.5, "delta": True, "on": "X"}
    gold = {"t": {"entities": [], "results": [row, {**row, "value": 3.0}]}}
    said = {"t": {"entities": [], "results": [row, {**row, "delta": False}]}}
    count = score(gold, said).count("result")
    assert (count.hits, count.predicted, count.gold) == (1, 2, 2)


def test_reliability_shares() -> None:
    lines = list(reliability([(0.95, True), (0.95, False), (0.5, True)]))
    assert lines[-1].split()[-1] == "0.50"


def figures(gold: Path) -> dict[str, float]:
    out = {}
    for line in evaluate_gold(gold):
        words = line.split()
        if "F1" in words:
            out[line[:18].strip()] = float(words[words.index("F1") + 1])
    return out


def test_floor_on_the_samples() -> None:
    reached = figures(ROOT / "examples" / "papers.gold.jsonl")
    assert reached["entity"] >= 0.90
    assert reached["canonical"] >= 0.87
    assert reached["role"] >= 0.72
    assert reached["relation"] >= 0.60
    assert reached["result"] >= 0.65
    assert reached["code"] == 1.0


def test_floor_on_other_fields() -> None:
    reached = figures(TEXTS / "other_fields.gold.jsonl")
    assert reached["entity"] >= 0.81
    assert reached["canonical"] >= 0.78
    assert reached["role"] >= 0.66
    assert reached["code"] == 1.0


def test_floor_on_papers_of_all_fields_and_years() -> None:
    """On texts that two readers annotated and that nothing was learnt from."""
    reached = figures(ROOT / "bench" / "gold" / "fields_held.gold.jsonl")
    assert reached["entity"] >= 0.78
    assert reached["canonical"] >= 0.71
    assert reached["role"] >= 0.55
    assert reached["relation"] >= 0.33
    assert reached["result"] >= 0.61
    assert reached["code"] == 1.0


def test_a_gold_file_without_papers_is_told(tmp_path: Path) -> None:
    gold = tmp_path / "x.gold.jsonl"
    gold.write_text('{"title": "T", "entities": []}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"x\.papers\.jsonl"):
        list(evaluate_gold(gold))
    gold.write_text("nonsense\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"x\.gold\.jsonl:1"):
        list(evaluate_gold(gold))


GOLD = Path(os.environ.get("PAPERATLAS_GOLD", ROOT.parent / "shared" / "gold"))


@pytest.mark.parametrize("name", ["dev", "dev2"])
def test_names_that_papers_introduce_need_no_catalogue(name: str) -> None:
    gold = GOLD / f"{name}.gold.jsonl"
    if not gold.exists():
        pytest.skip(f"there is no {gold}: name the folder of the annotated papers in PAPERATLAS_GOLD")

    def entity_f1(**options: bool) -> float:
        (line,) = [line for line in evaluate_gold(gold, **options) if line.startswith("entity ")]
        return float(line.split("F1")[1].split()[0])

    assert entity_f1() - entity_f1(without_introduced=True) <= 0.03


def test_other_papers_are_told_apart(tmp_path: Path) -> None:
    gold, papers = tmp_path / "x.gold.jsonl", tmp_path / "other.jsonl"
    gold.write_text('{"title": "T", "entities": []}\n', encoding="utf-8")
    papers.write_text('{"title": "Something else", "abstract": ""}\n', encoding="utf-8")
    with pytest.raises(InputError, match="none of the papers"):
        list(evaluate_gold(gold, papers))
