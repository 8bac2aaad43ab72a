"""The samples and every hand-annotated file in the repository hold what their README says."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from paperatlas.graph.identity import entity_id, title_key
from paperatlas.graph.schema import KINDS, ROLES, TYPE_OF_RELATION

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "examples" / "papers.jsonl"
TEXTS = ROOT / "tests" / "loaders" / "linking" / "texts" / "other_fields.jsonl"


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def annotated(path: Path) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Each paper of `path` with its annotations, which stand in the same order beside it."""
    papers, gold = rows(path), rows(path.with_suffix(".gold.jsonl"))
    assert [p["title"] for p in papers] == [g["title"] for g in gold]
    return list(zip(papers, gold, strict=True))


def test_the_samples_are_papers_of_their_own_with_facts_that_agree() -> None:
    papers = rows(SAMPLES)
    assert len(papers) >= 60
    assert len({title_key(p["title"]) for p in papers}) == len(papers)
    arxiv_ids = [p["arxiv_id"] for p in papers if "arxiv_id" in p]
    assert len(set(arxiv_ids)) == len(arxiv_ids)
    for paper in papers:
        assert 250 < len(paper["abstract"]) < 1500, paper["title"]
        if "arxiv_id" in paper:
            assert re.fullmatch(r"\d{4}\.\d{4,5}", paper["arxiv_id"])
            assert paper["url"] == f"https://arxiv.org/abs/{paper['arxiv_id']}"
            assert paper["year"] == 2000 + int(paper["arxiv_id"][:2]), paper["title"]


def test_the_samples_give_the_canned_queries_something_to_find() -> None:
    gold = [g for _, g in annotated(SAMPLES)]
    relations = [r for g in gold for r in g["relations"]]
    assert sum(r["type"] == "variant_of" and r["tail"] == "LoRA" for r in relations) >= 8
    beats = {(r["head"], r["tail"]) for r in relations if r["type"] == "outperforms"}
    assert {("DPO", "PPO"), ("PPO", "DPO"), ("Adam", "SGD"), ("SGD", "Adam")} <= beats
    papers_scored_on = Counter(on for g in gold for on in {r["on"] for r in g["results"]})
    assert all(papers_scored_on[name] >= 3 for name in ("GSM8K", "MMLU", "HumanEval", "MATH", "GLUE", "ImageNet"))


@pytest.mark.parametrize("path", [SAMPLES, TEXTS], ids=lambda path: path.stem)
def test_annotations_are_about_what_the_text_says(path: Path) -> None:
    for paper, gold in annotated(path):
        text = f"{paper['title']}\n{paper['abstract']}"
        names = [e["name"] for e in gold["entities"]]
        assert len(set(names)) == len(names), paper["title"]
        for entity in gold["entities"]:
            assert entity["kind"] in KINDS
            assert entity["role"] in ROLES
            assert set(entity.get("kinds", ())) <= set(KINDS)
            assert set(entity.get("roles", ())) <= set(ROLES)
            assert entity["surfaces"], entity["name"]
            assert [s for s in entity["surfaces"] if s not in text] == [], paper["title"]
        for relation in gold["relations"]:
            assert relation["type"] in TYPE_OF_RELATION
            assert {relation["head"], relation["tail"]} <= set(names), paper["title"]
        for result in gold["results"]:
            about = {result[key] for key in ("method", "model", "on", "versus")} - {None}
            assert about <= set(names), paper["title"]
            assert isinstance(result["value"], (int, float))
        assert [url for url in gold["code"] if url not in text] == []


@pytest.mark.parametrize("path", [SAMPLES, TEXTS], ids=lambda path: path.stem)
def test_one_name_is_written_one_way_throughout(path: Path) -> None:
    spellings: dict[str, set[str]] = {}
    for _, gold in annotated(path):
        for entity in gold["entities"]:
            spellings.setdefault(entity_id(entity["kind"], entity["name"]), set()).add(entity["name"])
    assert [names for names in spellings.values() if len(names) > 1] == []


def test_one_text_names_nothing() -> None:
    assert sum(not gold["entities"] for _, gold in annotated(TEXTS)) == 1
