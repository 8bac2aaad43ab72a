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
from paperatlas.graph.store import GraphStore, Node, PaperFacts, Relationship, open_store

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


TITLES = """
import sys
sys.path.insert(0, sys.argv[2])
from test_embedded_store import titled
from paperatlas.graph.store import open_store
store = open_store(sys.argv[1])
for start in range(0, 4000, 500):
    store.load(titled(start, start + 500))
    print(start, flush=True)
sys.stdin.read()
"""


def titled(start: int, stop: int) -> list[PaperFacts]:
    """Papers of which each fifth has a seagull in its title, with an entity of that name each."""
    papers = []
    for i in range(start, stop):
        title = f"On the {'seagull' if i % 5 == 0 else 'sparrow'} of day {i}"
        entity = Node("Method", {"id": f"method:m{i}", "name": title, "discovered": True})
        paper = Node("Paper", {"id": f"title:{i}", "title": title})
        mention = Relationship("MENTIONS", paper.key, entity.key, {"count": 1, "confidence": 1.0, "rule": "test"})
        papers.append(PaperFacts(paper, (entity,), (mention,)))
    return papers


def found(store: GraphStore, words: str, index: str = "fulltext_paper_title") -> int:
    text = "CALL db.index.fulltext.queryNodes($index, $words) YIELD node RETURN count(node) AS found"
    return int(store.query(text, {"index": index, "words": words})[0]["found"])


def index_states(path: Path) -> dict[str, tuple[int, str]]:
    """Documents and state of each text index as the file has it."""
    rows = kglite.load(str(path)).cypher("CALL db.node_text_index.list({}) YIELD type, documents, index_state RETURN *")
    return {row["type"]: (row["documents"], row["index_state"]) for row in rows.to_list()}


def test_searching_finds_what_was_loaded_by_the_thousand(tmp_path: Path) -> None:
    path = tmp_path / "atlas.db"
    with open_store(path) as store:
        for start in range(0, 4000, 500):
            store.load(titled(start, start + 500))
        assert found(store, "seagull") == 800
        store.load(titled(4000, 6500))
        assert found(store, "seagull") == found(store, "seagull", "fulltext_method_name") == 1300
        store.remove([f"title:{i}" for i in range(3000)])
        store.load(titled(0, 1500))
    assert index_states(path) == {
        **dict.fromkeys(("Model", "Dataset", "Benchmark"), (0, "online")),
        **dict.fromkeys(("Paper", "Method"), (5000, "online")),
    }
    with open_store(path, must_exist=True) as store:
        assert found(store, "seagull") == found(store, "seagull", "fulltext_method_name") == 1000
        assert found(store, "of day 4321") == 5000  # any of the words
        assert found(store, "seagull", "fulltext_model_name") == 0


def test_searching_finds_everything_after_kill_9_and_beside_a_writer(tmp_path: Path) -> None:
    path = tmp_path / "atlas.db"
    command = [sys.executable, "-c", TITLES, str(path), str(HERE)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with process:
        assert process.stdout is not None
        for _ in range(8):
            process.stdout.readline()
        with open_store(path, must_exist=True) as reader:  # while the writer sits there
            assert found(reader, "seagull") == 800
        process.kill()
    with open_store(path, must_exist=True) as reader:  # the first one after the kill folds the log into the file
        assert found(reader, "seagull") == found(reader, "seagull", "fulltext_method_name") == 800
    with open_store(path) as writer:
        writer.load(titled(4000, 4500))
        assert found(writer, "seagull") == 900
    assert index_states(path)["Paper"] == (4500, "online")


def test_a_reader_of_a_file_with_old_or_lost_indexes_finds_everything(tmp_path: Path) -> None:
    path = tmp_path / "atlas.db"
    with open_store(path) as store:
        store.load(titled(0, 500))
    graph = kglite.open(str(path))  # as an older version of this program, and its compaction, would leave it
    graph.drop_text_index("Method", "name")
    graph.drop_text_index("Paper", "title")
    graph.cypher("CREATE FULLTEXT INDEX fulltext_paper_title FOR (n:Paper) ON EACH [n.title]")
    graph.cypher("UNWIND range(500, 3499) AS i CREATE (:Paper {id: 'title:' + toString(i), title: 'A seagull'})")
    graph.close()
    assert index_states(path)["Paper"] == (500, "stale")
    before = path.stat().st_mtime_ns
    with open_store(path, must_exist=True) as reader:
        assert found(reader, "seagull") == 3100
        assert found(reader, "seagull", "fulltext_method_name") == 100
    assert path.stat().st_mtime_ns == before
    with open_store(path) as writer:
        writer.set_cursor("test", "1")
    assert index_states(path)["Paper"] == (3500, "online")
    assert index_states(path)["Method"] == (500, "online")


def test_a_store_at_rest_is_one_file(tmp_path: Path) -> None:
    path = tmp_path / "atlas.db"
    process = build_in_another_process(path)
    assert process.stdout is not None
    process.stdout.readline()
    process.kill()
    process.wait()
    process.stdout.close()
    assert len(os.listdir(tmp_path)) == 4  # a killed writer tidies nothing up, but the next one does, even a reader
    with open_store(path, must_exist=True) as store:
        digest = store.digest()
    assert os.listdir(tmp_path) == ["atlas.db"]
    build = build_in_another_process(path, 20)  # what follows a log that was deleted is logged and played back, too
    assert build.stdout is not None
    build.stdout.readline()
    build.kill()
    build.wait()
    build.stdout.close()
    with open_store(path, must_exist=True) as store:
        assert store.digest() != digest
        assert store.counts()["Paper"] >= 40
        load(store, ROKKAKU)
    assert os.listdir(tmp_path) == ["atlas.db"]


COUNT = """
import sys
from paperatlas.errors import StoreError
from paperatlas.graph.store import open_store
done = 0
while done < int(sys.argv[2]):
    try:
        with open_store(sys.argv[1]) as store:
            store.set_cursor(sys.argv[3], str(done + 1))
            assert store.cursor(sys.argv[3]) == str(done + 1)
            total = int(store.cursor("total") or 0)
            store.set_cursor("total", str(total + 1))
        done += 1
    except StoreError as error:
        if "being written by another process" not in str(error) and "changes too fast" not in str(error):
            raise
"""


def test_lock_files_that_come_and_go_never_let_two_processes_write(tmp_path: Path) -> None:
    path = tmp_path / "atlas.db"
    open_store(path).close()
    command = [sys.executable, "-c", COUNT, str(path), "25"]
    writers = [subprocess.Popen([*command, f"writer {i}"]) for i in range(4)]
    assert [writer.wait() for writer in writers] == [0, 0, 0, 0]
    with open_store(path, must_exist=True) as store:
        assert store.cursor("total") == "100"  # two at a time would lose some
        assert [store.cursor(f"writer {i}") for i in range(4)] == ["25"] * 4
