"""Entities by any alias and letter case, papers by any id or title; what is unknown gets a suggestion."""

from typing import Any

import pytest

from paperatlas.errors import QueryError
from paperatlas.graph.embedded_store import EmbeddedStore
from paperatlas.queries.names import complete_names, find_entity, find_nodes, find_paper, suggest_entities


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("LoRA", "LoRA"),
        ("lora", "LoRA"),
        ("low rank adaptation", "LoRA"),
        ("Low-Rank  ADAPTATION", "LoRA"),
        ("method:lora", "LoRA"),
        ("LoRA+", "LoRA+"),
        ("lora plus", "LoRA+"),
        ("llama2-7b", "LLaMA 2 7B"),
        ("Llama-2", "LLaMA 2"),
        ("grade school math 8k", "GSM8K"),
        ("kite", "KITE"),
    ],
)
def test_entities(invented: Any, text: str, name: str) -> None:
    assert find_entity(invented, text) == name


def test_the_kind_counts(invented: Any) -> None:
    assert find_entity(invented, "gsm8k", ("benchmark", "dataset")) == "GSM8K"
    with pytest.raises(QueryError, match="The graph has no method `GSM8K`"):
        find_entity(invented, "GSM8K", ("method",))


def test_did_you_mean(invented: Any) -> None:
    with pytest.raises(QueryError) as caught:
        find_entity(invented, "Low-Rank Adaption")
    assert "Did you mean LoRA (method)" in str(caught.value)
    with pytest.raises(QueryError, match="search_names"):
        find_entity(invented, "zzzzzz")
    assert [str(e) for e in suggest_entities(invented, "LLaMa 2 7", limit=1)] == ["LLaMA 2 7B (model)"]


def test_several_things_of_one_alias(tmp_path: Any) -> None:
    from paperatlas.graph.store import Node, NodeKey, PaperFacts, Relationship

    paper = Node("Paper", {"id": "title:x", "title": "X", "text_digest": "1", "linked_with": "1"})
    nodes = (
        Node("Method", {"id": "method:alpha-tuning", "name": "Alpha Tuning", "aliases": ["ABC"], "discovered": False}),
        Node("Dataset", {"id": "dataset:alphabet", "name": "Alphabet", "aliases": ["A.B.C."], "discovered": False}),
    )
    mentions = {"count": 1, "confidence": 1.0, "rule": "test"}
    links = tuple(Relationship("MENTIONS", NodeKey("Paper", "title:x"), n.key, mentions) for n in nodes)
    with EmbeddedStore(tmp_path / "two.db") as store:
        store.load([PaperFacts(paper, nodes, links)])
        with pytest.raises(QueryError, match=r"names several things: Alpha Tuning \(method\), Alphabet \(dataset\)"):
            find_entity(store, "abc")
        assert find_entity(store, "dataset:abc") == "Alphabet"


@pytest.mark.parametrize(
    "text",
    [
        "arxiv:2106.09685",
        "2106.09685",
        "arXiv:2106.09685v2",
        "https://arxiv.org/abs/2106.09685",
        "LoRA: Low-Rank Adaptation of Large Language Models",
        "lora low-rank adaptation of LARGE language models",
    ],
)
def test_papers(invented: Any, text: str) -> None:
    assert find_paper(invented, text) == "arxiv:2106.09685"


def test_unknown_papers_get_titles(invented: Any) -> None:
    with pytest.raises(QueryError) as caught:
        find_paper(invented, "LoRA low-rank adaptation of language models")
    assert "Did you mean LoRA: Low-Rank Adaptation of Large Language Models (arxiv:2106.09685)" in str(caught.value)
    with pytest.raises(QueryError, match="Give its id, arXiv id, DOI or whole title"):
        find_paper(invented, "zzz")


def test_nodes_and_completion(invented: Any) -> None:
    title = "KITE: adapters that fly"
    found = find_nodes(invented, ["LoRA", "GSM8K", title, "nothing"])
    assert {name: key.id for name, key in found.items()} == {
        "LoRA": "method:lora",
        "GSM8K": "benchmark:gsm8k",
        title: "arxiv:2501.00010",
    }
    assert complete_names(invented, ("method",), "ql") == ["QLoRA"]
