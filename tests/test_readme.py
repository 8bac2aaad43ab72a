"""The README cannot lie: its commands and its Python run, and what it names is there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from readme import README, ROOT, STORE, answer, blocks, commands

import paperatlas
from paperatlas.cli import COMMANDS
from paperatlas.loaders.sources import SOURCES


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as `make demo` leaves it: the examples and the graph built from them."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "examples").symlink_to(ROOT / "examples")
    (folder / STORE).parent.mkdir()
    with paperatlas.open(folder / STORE) as atlas:
        counts = atlas.build(ROOT / "examples" / "papers.jsonl")
    assert counts.set_aside == 0
    return folder


@pytest.mark.parametrize("command", commands())
def test_a_shown_command_runs_and_answers(command: str, demo: Path) -> None:
    done = answer(command, demo)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) >= 3


@pytest.mark.parametrize("program", blocks("python"))
def test_the_python_runs(program: str, demo: Path) -> None:
    done = subprocess.run([sys.executable, "-c", program], cwd=demo, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


def test_the_commands_formats_and_files_it_names_are_there() -> None:
    text = README.read_text()
    assert set(re.findall(r"^(?:\$ )?paperatlas (\w+)", text, re.MULTILINE)) <= set(COMMANDS)
    assert set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) == set(SOURCES)
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", text):
        assert (ROOT / target).exists(), target


def test_the_number_of_papers_is_that_of_the_examples() -> None:
    number = len((ROOT / "examples" / "papers.jsonl").read_text().splitlines())
    assert f"a graph of {number} papers" in README.read_text()
