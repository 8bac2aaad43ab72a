"""The grammar of model names: family, version, size, tuning."""

import pytest

from paperatlas.graph.identity import slug
from paperatlas.loaders.linking.linker import Linker
from paperatlas.loaders.linking.model_names import parameters_of
from paperatlas.loaders.record import SourcePaper


@pytest.mark.parametrize(
    ("written", "name", "family"),
    [
        ("LLaMA2-7B", "LLaMA 2 7B", "LLaMA 2"),
        ("Llama 2-7B", "LLaMA 2 7B", "LLaMA 2"),
        ("Llama-3.1 405B", "LLaMA 3.1 405B", "LLaMA 3.1"),
        ("GPT-3.5", "GPT-3.5", None),
        ("GPT-4o", "GPT-4o", None),
        ("T5-Base", "T5-Base", None),
        ("Claude-3.5-Sonnet", "Claude 3.5 Sonnet", None),
        ("Mixtral 8x7B", "Mixtral 8x7B", None),
        ("Gemma-7B", "Gemma 7B", "Gemma"),
        ("Qwen2-VL-7B", "Qwen2-VL-7B", "Qwen2-VL"),
        ("BERT-large", "BERT-large", None),
        ("Mistral-7B", "Mistral 7B", None),
    ],
)
def test_names(linker: Linker, written: str, name: str, family: str | None) -> None:
    paper = linker.link(SourcePaper("A study", f"We evaluate {written} in our experiments."))
    found = {slug(e.name): e for e in paper.entities}
    assert slug(name) in found, list(found)
    entity = found[slug(name)]
    assert entity.kind == "model"
    assert entity.surfaces == (written,)
    if family is not None:
        assert slug(entity.family or "") == slug(family)


def test_further_sizes_and_versions(linker: Linker) -> None:
    paper = linker.link(SourcePaper("A study", "We run Llama 2 7B and 13B, and GPT-3.5/4, on CIFAR-10/100."))
    assert {slug(e.name) for e in paper.entities} >= {
        "llama-2-7b",
        "llama-2-13b",
        "gpt-3.5",
        "gpt-4",
        "cifar-10",
        "cifar-100",
    }


@pytest.mark.parametrize(
    "text", ["A model with 7B parameters.", "It was trained on 15B tokens.", "We use 8x A100 GPUs."]
)
def test_sizes_alone_are_no_models(linker: Linker, text: str) -> None:
    assert [e.name for e in linker.link(SourcePaper("A study", text)).entities if e.kind == "model"] == []


def test_a_longer_name_is_not_its_beginning(linker: Linker) -> None:
    names = {e.name for e in linker.link(SourcePaper("A study", "We use LoRA-GA and LLaMA-Adapter.")).entities}
    assert "LoRA" not in names
    assert "LLaMA" not in names


@pytest.mark.parametrize(
    ("name", "count"),
    [("LLaMA 2 7B", 7_000_000_000), ("Mixtral 8x7B", 56_000_000_000), ("BERT", None), ("GPT-2 124M", 124_000_000)],
)
def test_parameters(name: str, count: int | None) -> None:
    assert parameters_of(name) == count
