"""The command line in odd surroundings: closed or poor outputs, widths that are none, folders that cannot be used."""

import os
import signal
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


@pytest.mark.parametrize(
    "command",
    [["link", "papers.jsonl"], ["query", "statistics"], ["export", "rdf", "-"], ["catalog", "search", "a"], ["--help"]],
)
def test_a_reader_that_went_away_is_no_mistake(folder: Path, command: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        code, _, err = run(*command, cwd=folder, stdout=writing)
    finally:
        os.close(writing)
    assert (code, err) == (0, "")


def test_a_standard_error_that_cannot_be_written_changes_no_code(folder: Path) -> None:
    command = [sys.executable, "-m", "paperatlas"]
    closed = subprocess.run(
        [*command, "link", "papers.jsonl"], cwd=folder, capture_output=False, stdout=subprocess.PIPE, text=True,
        preexec_fn=lambda: os.close(2), timeout=60,
    )  # fmt: skip
    assert closed.returncode == 0
    assert '"KiteLoRA"' in closed.stdout
    if Path("/dev/full").exists():
        with open("/dev/full", "w") as full:
            done = subprocess.run([*command, "show", "nothing"], cwd=folder, stderr=full, timeout=60)
        assert done.returncode == 2


CONSOLE_SCRIPT = [str(Path(sys.executable).parent / "paperatlas")]
AS_MODULE = [sys.executable, "-m", "paperatlas"]


@pytest.mark.parametrize("entry", [CONSOLE_SCRIPT, AS_MODULE], ids=["script", "module"])
@pytest.mark.parametrize(
    ("module", "said"),
    [
        ("click", ""),  # the first that takes time: nothing has begun
        ("orjson", "paperatlas: interrupted."),  # loaded by `link` itself
    ],
)
def test_ctrl_c_while_modules_load(entry: list[str], module: str, said: str, tmp_path: Path) -> None:
    # inside `exec`, where the interpreter remembers an interruption that was caught, and ends by the signal
    interruption = "import os, signal; os.kill(os.getpid(), signal.SIGINT)\nwhile True: pass"
    (tmp_path / f"{module}.py").write_text(f"exec({interruption!r})\n")
    done = subprocess.run(
        [*entry, "link", "--text", "LoRA"],
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout, done.stderr.strip()) == (130, "", said)


def test_ctrl_c_is_heeded_before_anything_large_is_loaded() -> None:
    program = "import sys; there = set(sys.modules); import paperatlas.__main__; print(*(set(sys.modules) - there))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert {name for name in done.stdout.split() if not name.startswith("paperatlas")} <= {"signal", "enum", "types"}


def test_an_ignored_ctrl_c_stays_ignored(tmp_path: Path) -> None:
    (tmp_path / "orjson.py").write_text("import os, signal; os.kill(os.getpid(), signal.SIGINT); raise SystemExit(7)")
    done = subprocess.run(
        [*AS_MODULE, "link", "--text", "LoRA"],
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
        timeout=60,
    )
    assert done.returncode == 7
