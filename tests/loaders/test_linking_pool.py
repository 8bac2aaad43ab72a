"""Linking on several processors gives what one gives, and leaves nothing behind however it ends."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

import paperatlas
from paperatlas.loaders import linking_pool, pipeline
from paperatlas.loaders.linking.linker import Linker
from paperatlas.loaders.pipeline import Linking
from paperatlas.loaders.record import LinkedPaper, SourcePaper

PAPERS = [
    SourcePaper(
        f"Kite {number}", f"We propose Kite{number}, a variant of LoRA, and evaluate it on GSM8K.", id=str(number)
    )
    for number in range(40)
]


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes are started for the second batch already."""
    monkeypatch.setattr(pipeline, "PAPERS_BEFORE_WORKERS", 1)


def link_all(linking: Linking, size: int = 20) -> list[LinkedPaper]:
    return [paper for start in range(0, len(PAPERS), size) for paper in linking.pipe(PAPERS[start : start + size])]


@pytest.mark.usefixtures("at_once")
def test_processes_link_what_one_links_in_the_same_order(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = link_all(Linking())
    here: list[str] = []
    link = Linker.link
    monkeypatch.setattr(Linker, "link", lambda self, paper: here.append(paper.title) or link(self, paper))
    with Linking(workers=2) as linking:
        assert link_all(linking) == alone
    assert here == [paper.title for paper in PAPERS[:20]]  # the first batch only: the others were linked elsewhere


def test_an_atlas_builds_and_relinks_on_several_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "PAPERS_BEFORE_WORKERS", 0)
    monkeypatch.setattr(Linker, "link", lambda self, paper: pytest.fail("linked in this process"))
    (papers := tmp_path / "papers.jsonl").write_text(
        "".join(f"{json.dumps(paper.to_json())}\n" for paper in PAPERS[:9])
    )
    (overlay := tmp_path / "own.yaml").write_text("entries:\n  - {name: Kite1, kind: method, variant_of: [LoRA]}\n")
    with paperatlas.open(tmp_path / "atlas.db") as atlas:
        assert atlas.build(papers, quarantine=tmp_path / "aside.jsonl", workers=2).linked == 9
    with paperatlas.open(tmp_path / "atlas.db", catalog=overlay) as atlas:
        assert atlas.relink(workers=2).linked == 9
        assert atlas.cypher("MATCH (m:Method {name: 'Kite1'}) RETURN m.discovered AS new") == [{"new": False}]


def test_a_few_papers_start_no_process() -> None:
    with Linking(workers=2) as linking:
        link_all(linking)
        assert linking.at_work == 1
        assert linking._pool is None


@pytest.mark.usefixtures("at_once")
def test_a_killed_process_costs_no_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    def pipe(self: object, papers: Sequence[SourcePaper]) -> Iterator[LinkedPaper]:
        yield from linking.linker.pipe(papers[:8])
        raise linking_pool.PoolError

    monkeypatch.setattr(linking_pool.LinkingPool, "pipe", pipe)
    with Linking(workers=2) as linking:
        assert [paper.paper for paper in link_all(linking)] == PAPERS
        assert linking.workers == 1


linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads the processes of a session from /proc")


@linux
def test_processes_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    code = """
from paperatlas.loaders import pipeline
from paperatlas.loaders.record import SourcePaper
if __name__ == "__main__":
    pipeline.PAPERS_BEFORE_WORKERS = 0
    linking = pipeline.Linking(workers=2)
    list(linking.pipe([SourcePaper("Kites", "We propose Kite.")] * 20))
    print("linked", flush=True)
    list(linking.pipe([SourcePaper("Kites", "We propose Kite.")] * 1_000_000))
"""
    script = tmp_path / "script.py"
    script.write_text(code)
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"linked\n"
        assert len(_of_session(process.pid)) >= 3
        process.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 60
    while _of_session(process.pid):
        assert time.monotonic() < deadline, "processes of the pool live on"
        time.sleep(0.05)


def _of_session(session: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(path.parent.name))
    return found


@linux
@pytest.mark.parametrize("delay", [0.0, 0.1, 0.4, 2.0])
def test_ctrl_c_ends_a_link_on_several_processors_with_one_sentence(tmp_path: Path, delay: float) -> None:
    source = tmp_path / "papers.jsonl"
    source.write_text("".join(f'{{"title": "Kite {n}", "abstract": "We propose Kite{n}."}}\n' for n in range(200_000)))
    command = [sys.executable, "-m", "paperatlas", "link", str(source), "--workers", "2", "-o", "linked.jsonl"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, cwd=tmp_path, start_new_session=True)
    try:
        deadline = time.monotonic() + 60
        while len(_of_session(process.pid)) < 3:  # the first process of the pool is there, and not at work yet
            assert time.monotonic() < deadline
            time.sleep(0.01)
        time.sleep(delay)  # whatever it is doing then, the same must come out
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 130
    assert errors.decode().strip() == "paperatlas: interrupted."


@pytest.mark.usefixtures("at_once")
def test_where_no_process_can_be_started_this_one_links(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no semaphores here")

    monkeypatch.setattr(linking_pool, "ProcessPoolExecutor", refuse)
    with Linking(workers=2) as linking:
        assert [paper.paper for paper in link_all(linking)] == PAPERS
        assert linking.workers == 1


def test_a_script_that_asks_for_processes_at_its_top_is_told(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from paperatlas.loaders import pipeline\n"
        "from paperatlas.loaders.record import SourcePaper\n"
        "pipeline.PAPERS_BEFORE_WORKERS = 0\n"
        "with pipeline.Linking(workers=2) as linking:\n"
        "    print(len(list(linking.pipe([SourcePaper('Kites', 'We propose Kite.')] * 20))))\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout == "20\n"  # in the parent alone, once
    assert "Put what it does under `if __name__" in done.stderr
