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


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Llama 2 7B and 13B", {"Llama 2 7B": "LLaMA 2 7B", "13B": "LLaMA 2 13B"}),
        (
            "Llama 2 7B/13B/70B",
            {"Llama 2 7B": "LLaMA 2 7B", "Llama 2 7B/13B": "LLaMA 2 13B", "Llama 2 7B/13B/70B": "LLaMA 2 70B"},
        ),
        ("Llama-2-7b, -13b", {"Llama-2-7b": "LLaMA 2 7B", "Llama-2-7b, -13b": "LLaMA 2 13B"}),
        ("WMT14, 16 and 19", {"WMT14": "WMT14", "16": "WMT16", "19": "WMT19"}),
        ("Qwen2.5-Instruct (3B, 7B)", {"Qwen2.5-Instruct (3B, 7B)": "Qwen2.5-3B-Instruct, Qwen2.5-7B-Instruct"}),
        ("Llama 2 (7B and 13B)", {"Llama 2 (7B and 13B)": "LLaMA 2 7B, LLaMA 2 13B"}),
        (
            "Qwen2.5-{3B, 7B}-Instruct",
            {"Qwen2.5-{3B, 7B}-Instruct": "Qwen2.5-3B-Instruct, Qwen2.5-7B-Instruct"},
        ),
        (
            "Qwen2.5-3B/7B-Instruct",
            {"Qwen2.5-3B": "Qwen2.5-3B-Instruct", "Qwen2.5-3B/7B-Instruct": "Qwen2.5-7B-Instruct"},
        ),
        ("GPT-3.5/4", {"GPT-3.5": "GPT-3.5", "GPT-3.5/4": "GPT-4"}),
        ("Claude 3.5/3.7 Sonnet", {"Claude 3.5": "Claude 3.5 Sonnet", "Claude 3.5/3.7 Sonnet": "Claude 3.7 Sonnet"}),
        ("CIFAR-10/100", {"CIFAR-10": "CIFAR-10", "CIFAR-10/100": "CIFAR-100"}),
        ("CIFAR-{10,100}", {"CIFAR-{10,100}": "CIFAR-10, CIFAR-100"}),
        ("CIFAR-10 and -100", {"CIFAR-10": "CIFAR-10", "CIFAR-10 and -100": "CIFAR-100"}),
        ("ImageNet-1K/21K", {"ImageNet-1K": "ImageNet-1K", "ImageNet-1K/21K": "ImageNet-21K"}),
        ("VGG-16 and -19", {"VGG-16": "VGG-16", "VGG-16 and -19": "VGG-19"}),
        ("T5-base/large", {"T5-base": "T5-base", "T5-base/large": "T5-large"}),
        ("EfficientNet-B0 to B7", {"EfficientNet-B0": "EfficientNet-B0", "B7": "EfficientNet-B7"}),
        ("RoBERTa$_{\\text{large}}$", {"RoBERTa$_{\\text{large}}$": "RoBERTa-large"}),
        # what only looks like it
        ("CIFAR-10 and 100 other images", {"CIFAR-10": "CIFAR-10"}),
        ("LLaMA 7B and 13B tokens", {"LLaMA 7B": "LLaMA 7B"}),
        ("GPT-4, 3 annotators", {"GPT-4": "GPT-4"}),
        ("T5-base and large corpora", {"T5-base": "T5-base"}),
        ("1) Gemma 3, and 2) more", {"Gemma 3": "Gemma 3"}),
        ("GSM8K, 7B models", {"GSM8K": "GSM8K"}),
        ("GSM8K and 5K held-out problems", {"GSM8K": "GSM8K"}),
        ("ImageNet-1K and 300M unlabeled photos", {"ImageNet-1K": "ImageNet-1K"}),
        ("Mistral 7B, 32K context", {"Mistral 7B": "Mistral 7B"}),
        ("Mistral (7B, 32K)", {"Mistral": "Mistral"}),
        ("LLaMA 7B, 1.4T training tokens", {"LLaMA 7B": "LLaMA 7B"}),
        ("CIFAR-10 and 100 images of our own", {"CIFAR-10": "CIFAR-10"}),
        ("GPT-4 and 5 in-context examples", {"GPT-4": "GPT-4"}),
        ("GPT-4, 5 in 10 answers", {"GPT-4": "GPT-4"}),
        ("VGG-16, 19 networks in total", {"VGG-16": "VGG-16"}),
        ("Claude 3, 4 or 5 shots", {"Claude 3": "Claude 3"}),
    ],
)
def test_names_that_share_letters(linker: Linker, written: str, names: dict[str, str]) -> None:
    paper = linker.link(SourcePaper("A study", f"We evaluate {written} in our experiments."))
    found: dict[str, list[str]] = {}
    for entity in paper.entities:
        for surface in entity.surfaces:
            found.setdefault(surface, []).append(slug(entity.name))
    assert found == {surface: [slug(name) for name in name.split(", ")] for surface, name in names.items()}


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
