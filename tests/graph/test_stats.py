"""`paperatlas stats` in another process, as a user runs it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from store_papers import ALL, load

from paperatlas.graph.store import open_store


def stats(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "paperatlas", "stats", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def atlas(tmp_path: Path) -> tuple[str, str]:
    path = tmp_path / "atlas.db"
    with open_store(path) as store:
        load(store, *ALL)
        return str(path), store.digest()


def test_the_table_counts_and_tells_what_is_new(atlas: tuple[str, str]) -> None:
    path, digest = atlas
    done = stats("--store", path, "--digest")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert "Paper 3" in lines
    assert "Method 4 (1 in no catalogue)" in lines
    assert "VERSION_OF 4" in lines
    assert lines[-1] == f"Digest {digest}"


def test_json_is_for_programs(atlas: tuple[str, str]) -> None:
    path, digest = atlas
    answer = json.loads(stats("--store", path, "--format", "json", "--digest").stdout)
    assert answer["nodes"]["Result"] == 2
    assert answer["relationships"]["REPORTS"] == 2
    assert answer["discovered"] == {"Method": 1, "Model": 1}
    assert answer["digest"] == digest
    assert "digest" not in json.loads(stats("--store", path, "--format", "json").stdout)


def test_no_store_is_exit_code_2_and_a_sentence(tmp_path: Path) -> None:
    done = stats("--store", str(tmp_path / "absent.db"))
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("paperatlas: There is no store at ")
    assert done.stderr.count("\n") == 1


def test_an_empty_store_says_how_to_fill_it(tmp_path: Path) -> None:
    path = tmp_path / "atlas.db"
    open_store(path).close()
    assert "is empty: `paperatlas build SOURCE` fills it" in stats("--store", str(path)).stdout
