"""What only a file can do: survive `kill -9`, be locked, be no store at all, lie on a full disk."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import kglite
import pytest
from store_papers import ALL, MODELS, ROKKAKU, SURVEY, load

from paperatlas.errors import StoreError
from paperatlas.graph import cypher_store
from paperatlas.graph.replacement import Run
from paperatlas.graph.store import open_store

HERE = Path(__file__).parent

# A build in another process: prints a line after each committed batch, until it is killed.
BUILD = """
import itertools, sys
sys.path.insert(0, sys.argv[2])
from test_stores import many
from store_papers import load
from paperatlas.graph.store import open_store
with open_store(sys.argv[1]) as store:
    papers = many(4000)
    for start in itertools.count(int(sys.argv[3]), 20):
        load(store, *papers[start : start + 20])
        store.set_cursor("test", str(start + 20))
        print(start + 20, flush=True)
"""


def build_in_another_process(path: Path, start: int = 0) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", BUILD, str(path), str(HERE), str(start)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("batches", [1, 7, 23])
def test_what_was_committed_survives_kill_9(tmp_path: Path, batches: int) -> None:
    path = tmp_path / "atlas.db"
    process = build_in_another_process(path)
    assert process.stdout is not None
    for _ in range(batches):
        committed = int(process.stdout.readline())
    process.send_signal(signal.SIGKILL)  # in the middle of the batch after
    committed = max(committed, *(int(line) for line in process.stdout.read().split()), 0)
    process.wait()

    with open_store(path, must_exist=True) as store:
        stored = store.counts()["Paper"]
        assert stored in (committed, committed + 20)  # killed between commit and print at the latest
        assert store.cursor("test") in (str(committed), str(committed + 20))
        from test_stores import many  # the build goes on where it stopped

        start = int(store.cursor("test") or 0)
        papers = many(4000)
        load(store, *papers[start : start + 20])
        interrupted = store.digest()
    undisturbed = tmp_path / "undisturbed.db"
    with open_store(undisturbed) as store:
        for first in range(0, start + 20, 20):
            load(store, *papers[first : first + 20])
        assert store.digest() == interrupted


def test_readers_see_what_a_writer_commits_and_a_second_writer_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "atlas.db"
    process = build_in_another_process(path)
    assert process.stdout is not None
    try:
        committed = int(process.stdout.readline())
        with open_store(path, must_exist=True) as reader:
            assert reader.counts()["Paper"] >= committed
            later = int(process.stdout.readline())
            assert reader.counts()["Paper"] >= later
            with pytest.raises(StoreError, match=rf"is being written by another process \(process {process.pid}\)"):
                load(reader, ROKKAKU)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    with open_store(path, must_exist=True) as store:  # a killed writer's lock is gone with it
        load(store, ROKKAKU)


def test_a_refused_batch_leaves_the_store_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(tmp_path / "atlas.db") as store:
        load(store, SURVEY)
        before = store.digest()

        def interrupt(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("paperatlas.graph.replacement._collect", interrupt)  # the last step of a load
        with pytest.raises(KeyboardInterrupt):
            load(store, ROKKAKU, MODELS)
        monkeypatch.undo()
        assert store.digest() == before
        load(store, ROKKAKU, MODELS)
        assert store.counts()["Paper"] == 3


FULL_DISK = """
import json, resource, sys
sys.path.insert(0, sys.argv[2])
from test_stores import many
from store_papers import load
from paperatlas.errors import StoreError
from paperatlas.graph.store import open_store
store = open_store(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
papers, done = many(4000), 0
try:
    with store:
        while True:
            load(store, *papers[done : done + 20])
            done += 20
except StoreError as error:
    print(json.dumps({"done": done, "message": str(error)}))
"""


def test_a_full_disk_is_one_sentence_and_keeps_what_was_committed(tmp_path: Path) -> None:
    path = tmp_path / "atlas.db"
    command = [sys.executable, "-c", FULL_DISK, str(path), str(HERE)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    answer = json.loads(done.stdout)
    assert answer["done"] > 0
    assert answer["message"].startswith(f"The disk is full: {path} could not be written. Free some space")
    with open_store(path, must_exist=True) as store:
        assert store.counts()["Paper"] == answer["done"]


def test_a_reader_leaves_no_file_behind(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"There is no store at .*Build one with"):
        open_store(tmp_path / "absent.db", must_exist=True)
    assert os.listdir(tmp_path) == []


def test_a_store_can_be_read_where_nothing_may_be_written(tmp_path: Path) -> None:
    path = tmp_path / "atlas.db"
    with open_store(path) as store:
        load(store, *ALL)
        digest = store.digest()
    before = {entry: (tmp_path / entry).stat().st_mtime_ns for entry in os.listdir(tmp_path)}
    with open_store(path, must_exist=True) as store:
        assert store.digest() == digest
    assert {entry: (tmp_path / entry).stat().st_mtime_ns for entry in os.listdir(tmp_path)} == before


def test_what_is_no_store_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("not a store at all")
    (tmp_path / "empty.db").write_bytes(b"")
    with pytest.raises(StoreError, match=r"text\.db is no Paperatlas store"):
        open_store(tmp_path / "text.db")
    with pytest.raises(StoreError, match=r"empty\.db is no Paperatlas store"):
        open_store(tmp_path / "empty.db")
    with pytest.raises(StoreError, match="is a directory"):
        open_store(tmp_path)
    with pytest.raises(StoreError, match=r"folder .* does not exist"):
        open_store(tmp_path / "absent" / "atlas.db")
    with pytest.raises(StoreError, match="no regular file"):
        open_store("/dev/null")
    assert (tmp_path / "text.db").read_text() == "not a store at all"


def test_a_damaged_file_is_told_from_a_foreign_one(tmp_path: Path) -> None:
    path = tmp_path / "atlas.db"
    with open_store(path) as store:
        load(store, *ALL)
    path.write_bytes(path.read_bytes()[:-400])
    with pytest.raises(StoreError, match="is damaged"):
        open_store(path)


def test_another_programs_graph_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    graph = kglite.open(str(path))
    graph.cypher("CREATE (:Thing {id: 'x'})")
    graph.close()
    with pytest.raises(StoreError, match="holds a graph that Paperatlas did not write"):
        open_store(path)


def set_version(path: Path, version: int) -> None:
    graph = kglite.open(str(path))
    graph.cypher("MATCH (a:Atlas {id: 'atlas'}) SET a.schema_version = $version", params={"version": version})
    graph.close()


def test_a_store_of_a_newer_version_is_refused_and_of_an_older_migrated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "atlas.db"
    with open_store(path) as store:
        load(store, *ALL)
        digest = store.digest()
    set_version(path, 99)
    with pytest.raises(StoreError, match=r"newer Paperatlas \(schema version 99; this one reads 1\)"):
        open_store(path, must_exist=True)
    set_version(path, 0)

    def step(run: Run) -> None:
        run("MATCH (m:Method) SET m.description = 'migrated'", {})

    monkeypatch.setitem(cypher_store.MIGRATIONS, 0, step)
    with open_store(path, must_exist=True) as store:
        assert store.query("MATCH (a:Atlas) RETURN a.schema_version AS version") == [{"version": 1}]
        assert {n.properties["description"] for n in store.nodes() if n.label == "Method"} == {"migrated"}
        assert store.digest() != digest


def test_the_log_stays_small_against_the_file(tmp_path: Path) -> None:
    """kglite writes the whole file anew only once the log has outgrown it: a long build is not quadratic."""
    from test_stores import many

    path = tmp_path / "atlas.db"
    papers = many(400)
    with open_store(path) as store:
        inodes = set()
        for start in range(0, 400, 20):
            load(store, *papers[start : start + 20])
            inodes.add(path.stat().st_ino)
        assert len(inodes) <= 3  # twenty commits, but not twenty whole files
    assert path.with_name("atlas.db-wal").stat().st_size < 100
