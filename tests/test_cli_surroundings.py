"""The command line in odd surroundings: closed or poor outputs, widths that are none, folders that cannot be used."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import paperatlas


def run(*args: str, cwd: Path, stdout: int | None = subprocess.PIPE, **environment: str) -> tuple[int, str, str]:
    """Code, stdout and stderr; `stdout=None` closes it before the program begins, as `>&-` does."""
    process = subprocess.run(
        [sys.executable, "-m", "paperatlas", *args],
        cwd=cwd,
        env={k: v for k, v in os.environ.items() if k not in ("PAPERATLAS_STORE", "COLUMNS")} | environment,
        stdout=stdout,
        stderr=subprocess.PIPE,
        preexec_fn=None if stdout else lambda: os.close(1),
        timeout=120,
    )
    err = process.stderr.decode()
    assert "Traceback" not in err, err
    return process.returncode, (process.stdout or b"").decode("latin-1"), err


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small store of the default name."""
    folder = tmp_path_factory.mktemp("atlas")
    source = folder / "papers.jsonl"
    source.write_text('{"title": "Kites in gusts → a study", "abstract": "We propose KiteLoRA, a variant of LoRA."}\n')
    with paperatlas.open(folder / "paperatlas.db") as atlas:
        atlas.build(source)
    return folder


def test_a_closed_output_is_no_mistake(folder: Path) -> None:
    for command in (["stats"], ["query", "method_variants"], ["link", "--text", "LoRA"], ["--help"]):
        assert run(*command, cwd=folder, stdout=None) == (0, "", ""), command


def test_what_an_encoding_lacks_becomes_a_question_mark(folder: Path) -> None:
    code, out, err = run("show", "KiteLoRA", cwd=folder, PYTHONIOENCODING="latin-1")
    assert (code, err) == (0, "")
    assert "Kites in gusts ? a study" in out


@pytest.mark.parametrize("columns", ["0", "-5", "1", "20", "wide"])
def test_a_width_that_is_none_hides_nothing(folder: Path, columns: str) -> None:
    code, out, err = run("query", "method_variants", cwd=folder, COLUMNS=columns, PYTHONIOENCODING="utf-8")
    assert (code, err) == (0, "")
    assert "KiteLoRA" in out


def test_a_cache_that_cannot_be_is_no_mistake(tmp_path: Path) -> None:
    no_folder = tmp_path / "file"
    no_folder.touch()
    code, out, err = run("link", "--text", "We use LoRA.", cwd=tmp_path, XDG_CACHE_HOME=str(no_folder))
    assert (code, err) == (0, "")
    assert '"LoRA"' in out
