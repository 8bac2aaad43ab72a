"""The command line as people meet it: real processes, what they print and the codes they end with."""

import gzip
import importlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import click
import pytest

import paperatlas
from paperatlas.cli import COMMANDS, main
from paperatlas.graph.schema import SCHEMA_VERSION
from paperatlas.loaders.pipeline import BATCH_PAPERS

KITES = {
    "title": "KiteLoRA: Low-Rank Adaptation in Gusts",
    "abstract": "We propose KiteLoRA, a variant of LoRA whose rank follows the wind. With LLaMA-2-7B it reaches an "
    "accuracy of 51.2% on CIFAR-10 and outperforms LoRA.",
    "arxiv_id": "2403.99999",
    "year": 2024,
}
LOOMS = {"title": "Weaving with QLoRA", "abstract": "We measure QLoRA on CIFAR-10.", "year": 2024, "id": "looms"}


def start(*args: str | Path, cwd: Path, **options: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "paperatlas", *map(str, args)]
    environment = {k: v for k, v in os.environ.items() if k not in ("PAPERATLAS_STORE", "PAPERATLAS_CATALOG_DIR")}
    return subprocess.Popen(  # type: ignore[call-overload, no-any-return]
        command, cwd=cwd, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options
    )


def run(*args: str | Path, cwd: Path, stdin: str | None = None, **options: object) -> subprocess.CompletedProcess[str]:
    with start(
        *args, cwd=cwd, stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL, **options
    ) as process:
        out, err = process.communicate(stdin, timeout=120)
    assert "Traceback" not in err, err
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def in_process(capfd: pytest.CaptureFixture[str], *args: str | Path) -> tuple[int, str, str]:
    """The same command line without a new interpreter; the code, stdout and stderr."""
    with pytest.raises(SystemExit) as stop:
        main([str(arg) for arg in args])
    captured = capfd.readouterr()
    assert isinstance(stop.value.code, int)
    return stop.value.code, captured.out, captured.err


def write_jsonl(path: Path, records: Sequence[dict[str, object]]) -> Path:
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records))
    return path


def papers(number: int) -> list[dict[str, object]]:
    """Papers that differ in every key and name a few things each."""
    return [
        {
            "title": f"WindNet-{n}: Forecast {n} of the Wind",
            "abstract": f"We propose WindNet-{n}, trained on ImageNet. "
            f"It outperforms ResNet-50 by {n % 9}.5% on CIFAR-10. We compare it with LoRA in {n} runs. "
            "Wind over the sea and wind over land differ more than anybody thought before the buoys were counted, and "
            "so a forecast that holds for one of them says little about the other one, least of all in the spring.",
            "arxiv_id": f"24{n % 12 + 1:02d}.{n:05d}",
        }
        for n in range(number)
    ]


def digest(store: Path) -> str:
    with paperatlas.open(store, must_exist=True) as atlas:
        return atlas.digest()


def test_every_command_is_there_and_helps() -> None:
    for name, target in COMMANDS.items():
        module, _, attribute = target.partition(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command), name
        assert command.help, name


def test_a_command_that_reads_no_text_does_not_load_spacy() -> None:
    program = (
        "import importlib, sys; from paperatlas.cli import COMMANDS\n"
        "[importlib.import_module(t.partition(':')[0]) for t in COMMANDS.values()]\n"
        "print(sorted({'spacy', 'kglite', 'rdflib', 'neo4j', 'networkx', 'pandas'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_build_ask_change_and_remove(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    source = write_jsonl(tmp_path / "papers.jsonl", [KITES, LOOMS])
    store = tmp_path / "atlas.db"
    built = run("build", source, "--store", store, cwd=tmp_path)
    assert (built.returncode, built.stderr) == (0, "")
    assert "2 papers read: 2 linked, 0 unchanged." in built.stdout
    first = digest(store)

    code, out, err = in_process(capfd, "build", source, "--store", store)
    assert (code, err) == (0, "")
    assert "2 papers read: 0 linked, 2 unchanged." in out
    assert digest(store) == first

    edited = write_jsonl(
        tmp_path / "edited.jsonl",
        [{**KITES, "abstract": "We propose GustLoRA, a variant of LoRA.", "source": "papers.jsonl"}],
    )
    code, out, err = in_process(capfd, "build", edited, "--store", store)
    assert (code, err) == (0, "")
    assert "1 paper read: 1 linked, 0 unchanged." in out
    code, out, _ = in_process(
        capfd, "query", "method_variants", "--method", "LoRA", "--format", "json", "--store", store
    )
    variants = {row["variant"] for row in json.loads(out)}
    assert "GustLoRA" in variants
    assert "KiteLoRA" not in variants

    assert in_process(capfd, "build", source, "--store", store)[0] == 0
    assert digest(store) == first  # back to what it said before
    code, out, err = in_process(capfd, "remove", "arXiv:2403.99999v2", "--store", store)
    assert (code, out, err) == (0, "Removed arxiv:2403.99999.\n", "")
    alone = tmp_path / "alone.db"
    assert in_process(capfd, "build", write_jsonl(tmp_path / "papers.jsonl", [LOOMS]), "--store", alone)[0] == 0
    assert digest(store) == digest(alone)
    code, _, err = in_process(capfd, "remove", "No Such Paper", "--store", store)
    assert code == 2
    assert "no paper" in err


def test_every_form_of_a_source_builds_the_same_graph(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    records = [{**KITES, "source": "all"}, {**LOOMS, "source": "all"}]
    plain = write_jsonl(tmp_path / "a.jsonl", records)
    packed = tmp_path / "b.jsonl.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    table = tmp_path / "c.csv"
    columns = ["title", "abstract", "arxiv_id", "year", "source"]
    table.write_text("\n".join([",".join(columns), *(",".join(f'"{r.get(c, "")}"' for c in columns) for r in records)]))
    linked = tmp_path / "d.jsonl"
    assert in_process(capfd, "link", plain, "-o", linked)[0] == 0
    digests = set()
    for source in (plain, packed, table, linked):
        store = tmp_path / f"{source.name}.db"
        code, _, err = in_process(capfd, "build", source, "--store", store)
        assert (code, err) == (0, "")
        digests.add(digest(store))
    piped = run("build", "-", "--store", tmp_path / "piped.db", cwd=tmp_path, stdin=plain.read_text())
    assert piped.returncode == 0
    digests.add(digest(tmp_path / "piped.db"))
    assert len(digests) == 1


def test_what_is_good_is_kept_and_what_is_not_is_set_aside(tmp_path: Path) -> None:
    source = tmp_path / "mixed.jsonl"
    lines = [
        json.dumps(KITES).encode(),
        json.dumps({"abstract": "No title."}).encode(),
        json.dumps(LOOMS).encode(),
        json.dumps({**LOOMS, "title": "Another paper with the same id"}).encode(),
        b'{"title": "Broken \xff text"}',
        b"",
        b'{"title": "Cut off", "abst',
        json.dumps({"title": "Only a title"}).encode(),
        json.dumps({"title": "A whole book", "abstract": "LoRA is everywhere. " * 10_000}).encode(),
        json.dumps({**KITES, "title": "Kites under another title"}).encode(),
    ]
    source.write_bytes(b"\n".join(lines))
    done = run("build", source, tmp_path / "absent.jsonl", "--store", "atlas.db", cwd=tmp_path)
    assert done.returncode == 1
    assert "4 papers read: 4 linked" in done.stdout
    assert f"{tmp_path / 'absent.jsonl'} does not exist" in done.stderr
    assert "line 8: no abstract, only the title was read." in done.stderr
    assert "line 9: the abstract has 200,000 characters" in done.stderr
    assert "5 records set aside, with the reason beside each: mixed.jsonl.quarantine.jsonl" in done.stderr
    aside = [json.loads(line) for line in (tmp_path / "mixed.jsonl.quarantine.jsonl").read_text().splitlines()]
    assert [(item["line"], item["reason"].split(":")[0]) for item in aside] == [
        (2, "the record has no title"),
        (4, "the same id as the record at line 3, which was kept"),
        (5, "the line is not valid UTF-8 (byte 19 of the line)"),
        (7, "no valid JSON"),
        (10, "the same id as the record at line 1, which was kept"),
    ]
    assert aside[3]["text"] == '{"title": "Cut off", "abst'


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda path: path.write_bytes(b""), "is empty: it holds no paper."),
        (lambda path: path.write_bytes(bytes(range(256)) * 9), "is a binary file, not text."),
        (lambda path: path.mkdir(), "is a directory."),
        (lambda path: None, "does not exist."),
        (lambda path: path.write_text("title,abstract\n"), "holds no paper."),
        (lambda path: path.write_text("Dear all,\n\nno papers today.\n"), "has none of the known formats."),
    ],
)
def test_a_source_that_cannot_be_used_is_one_sentence_and_code_2(
    make: object, sentence: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "input"
    make(path)  # type: ignore[operator]
    code, out, err = in_process(capfd, "build", path, "--store", tmp_path / "atlas.db")
    assert (code, out) == (2, "")
    assert err.startswith("paperatlas: ")
    assert err.count("\n") == 1
    assert str(path) in err
    assert sentence in err


def test_a_source_of_bad_records_only_is_code_2(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    source = write_jsonl(tmp_path / "bad.jsonl", [{"abstract": "x"}, {"title": ""}])
    code, out, err = in_process(capfd, "build", source, "--store", "atlas.db", "--quarantine", "aside.jsonl")
    assert (code, out) == (2, "")
    assert err == "2 records set aside, with the reason beside each: aside.jsonl\n"
    assert len(Path("aside.jsonl").read_text().splitlines()) == 2


def test_a_quarantine_file_never_overwrites_a_source(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    source = write_jsonl(tmp_path / "bad.jsonl", [LOOMS, {"title": ""}])
    code, _, err = in_process(capfd, "link", source, "--quarantine", source)
    assert code == 2
    assert "is one of the sources" in err
    assert len(source.read_text().splitlines()) == 2


def test_link_never_overwrites_a_source(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    source = write_jsonl(tmp_path / "papers.jsonl", [LOOMS])
    (tmp_path / "link.jsonl").symlink_to(source)
    before = source.read_text()
    for output in (source, tmp_path / "link.jsonl"):
        code, _, err = in_process(capfd, "link", source, "-o", output)
        assert code == 2
        assert f"{output} is one of the sources and would be lost; name another file with -o." in err
        assert source.read_text() == before


def test_a_folder_that_is_none_is_said_with_a_remedy(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    source = write_jsonl(tmp_path / "papers.jsonl", [LOOMS])
    code, _, err = in_process(capfd, "link", source, "-o", tmp_path / "absent" / "out.jsonl")
    assert code == 2
    assert err.endswith("out.jsonl cannot be written: No such file or directory. Make the folder first.\n")
    code, _, err = in_process(capfd, "build", source, "--store", source / "atlas.db")
    assert code == 2
    assert f"The folder {source} is a file, not a folder." in err


def test_link_leaves_an_older_file_where_nothing_was_linked(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    older = tmp_path / "linked.jsonl"
    older.write_text("older\n")
    assert in_process(capfd, "link", tmp_path / "absent.jsonl", "-o", older)[0] == 2
    assert older.read_text() == "older\n"
    code, _, err = in_process(capfd, "link", "-o", older, "--text", "LoRA \udcff")
    assert code == 2
    assert "not valid UTF-8" in err
    assert [path.name for path in tmp_path.iterdir()] == ["linked.jsonl"]


def test_a_symbolic_link_leads_to_one_store(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "link.db").symlink_to("atlas.db")
    for store, source in (("link.db", KITES), ("atlas.db", LOOMS)):
        papers = write_jsonl(tmp_path / "papers.jsonl", [source])
        assert in_process(capfd, "build", papers, "--store", tmp_path / store)[0] == 0
    assert (tmp_path / "link.db").is_symlink()
    with paperatlas.open(tmp_path / "link.db", must_exist=True) as atlas:
        assert atlas.stats()["Paper"] == 2
    (tmp_path / "loop").symlink_to("loop")
    for command in (["build", tmp_path / "loop"], ["stats", "--store", tmp_path / "loop"]):
        assert in_process(capfd, *command)[0] == 2


@pytest.mark.parametrize(
    ("store", "sentence"),
    [
        ("bolt://[::1", "The store's URL is no valid address. Write it as neo4j://host:7687."),
        ("http://[::1", "The store http://… has a scheme that is not known."),
        ("bolt://127.0.0.1:1", "No Neo4j server answers at bolt://127.0.0.1:1."),
        ("neo4j://127.0.0.1:1", "No Neo4j server answers at neo4j://127.0.0.1:1."),
    ],
)
def test_a_server_that_is_none_is_one_sentence(store: str, sentence: str, tmp_path: Path) -> None:
    done = run("stats", "--store", store, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"paperatlas: {sentence}")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("store", ["", ".", "..", "/"])
def test_a_store_with_no_name_is_refused(store: str, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = in_process(capfd, "stats", "--store", store)
    assert (code, out) == (2, "")
    assert err.endswith("Name a file, such as paperatlas.db.\n")


def test_a_store_that_is_none_and_one_of_another_version(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write_jsonl(tmp_path / "papers.jsonl", [LOOMS])
    note = tmp_path / "note.txt"
    note.write_text("This is a note, not a store.\n")
    code, out, err = in_process(capfd, "build", source, "--store", note)
    assert (code, out) == (2, "")
    assert str(note) in err
    assert note.read_text() == "This is a note, not a store.\n"
    for command in (["relink"], ["remove", "x"]):
        code, out, err = in_process(capfd, *command, "--store", tmp_path / "absent.db")
        assert (code, out) == (2, "")
        assert "absent.db" in err
    assert not (tmp_path / "absent.db").exists()
    with monkeypatch.context() as patch:  # what a later Paperatlas will write
        patch.setattr("paperatlas.graph.cypher_store.SCHEMA_VERSION", SCHEMA_VERSION + 1)
        patch.setattr("paperatlas.graph.embedded_store.SCHEMA_VERSION", SCHEMA_VERSION + 1)
        paperatlas.open(tmp_path / "later.db").close()
    for command in (["build", source], ["stats"]):
        code, out, err = in_process(capfd, *command, "--store", tmp_path / "later.db")
        assert (code, out) == (2, "")
        assert "newer Paperatlas" in err
        assert err.count("\n") == 1


def test_wrong_usage_is_code_2(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for args, part in (
        (("build",), "Missing argument"),
        (("link",), "Give sources, or a text"),
        (("build", __file__, "--source", "docx"), "no source 'docx'"),
        (("nonsense",), "No such command"),
        (("biuld",), "No such command 'biuld'. Did you mean build?"),
    ):
        code, _, err = in_process(capfd, *args, *(["--store", tmp_path / "a.db"] if args[0] == "build" else []))
        assert code == 2, args
        assert part in err
    assert not list(tmp_path.iterdir())


def test_link_writes_lines_that_explain_themselves(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    source = write_jsonl(tmp_path / "papers.jsonl", [KITES])
    done = run("link", source, cwd=tmp_path)
    (line,) = done.stdout.splitlines()
    record = json.loads(line)
    assert record["id"] == "arxiv:2403.99999"
    assert {"KiteLoRA", "LoRA", "LLaMA 2 7B"} <= {entity["name"] for entity in record["entities"]}
    for entity in record["entities"]:
        for mention in entity["mentions"]:
            assert record[mention["field"]][mention["start"] : mention["end"]] == mention["surface"]
    code, out, _ = in_process(capfd, "link", source, "--explain")
    assert code == 0
    assert "KiteLoRA  [method, introduces, discovered]" in out
    code, out, _ = in_process(capfd, "link", "--explain", "--text", "Adam and Eve went home.")
    assert code == 0
    assert "not linked: `Adam`: ambiguous" in out
    code, out, _ = in_process(capfd, "link", "--explain", "--text", "We use LoRA\x1b[31m \u202eon CIFAR-10.")
    assert code == 0
    assert not {"\x1b", "\u202e"} & set(out)  # no text of a paper steers the terminal
    packed = tmp_path / "out.jsonl.gz"
    assert in_process(capfd, "link", source, "-o", packed)[0] == 0
    assert json.loads(gzip.decompress(packed.read_bytes())) == record
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl.gz", "papers.jsonl"]


NUMBER = BATCH_PAPERS + 60


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A source of more than a batch, and the digest of the graph that a build of it makes in peace."""
    folder = tmp_path_factory.mktemp("undisturbed")
    source = write_jsonl(folder / "papers.jsonl", papers(NUMBER))
    assert run("build", source, "--store", folder / "atlas.db", cwd=folder).returncode == 0
    return source, digest(folder / "atlas.db")


def test_a_full_disk_is_a_sentence(undisturbed: tuple[Path, str], tmp_path: Path) -> None:
    import resource

    source, fresh = undisturbed

    def limit_files() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))

    built = run("build", source, "--store", "atlas.db", cwd=tmp_path, preexec_fn=limit_files)
    assert built.returncode == 2
    assert built.stderr.startswith("paperatlas: The disk is full")
    assert built.stderr.count("\n") == 1
    if Path("/dev/full").exists():
        with open("/dev/full", "w") as full:
            process = subprocess.run(
                [sys.executable, "-m", "paperatlas", "link", "--text", "LoRA"],
                stdout=full, stderr=subprocess.PIPE, text=True, cwd=tmp_path,
            )  # fmt: skip
        assert process.returncode == 2
        assert process.stderr.count("\n") == 1
    # with space again the same command goes on, in the same store
    assert run("build", source, "--store", "atlas.db", cwd=tmp_path).returncode == 0
    assert digest(tmp_path / "atlas.db") == fresh


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_build_that_was_cut_off_goes_on(how: signal.Signals, undisturbed: tuple[Path, str], tmp_path: Path) -> None:
    source, fresh = undisturbed
    store = tmp_path / "atlas.db"
    # The pipe stays open: the build has put its first batch into the store and waits for the rest when it is cut off.
    with start("build", "-", "--store", store, cwd=tmp_path, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        process.stdin.write("".join(f"{json.dumps(record)}\n" for record in papers(NUMBER)[:-20]))
        process.stdin.flush()
        wait_until_first_batch(store, process)
        process.send_signal(how)
        process.wait(60)
        assert process.stderr is not None
        err = process.stderr.read()
    if how == signal.SIGINT:
        assert process.returncode == 130
        assert f"{BATCH_PAPERS} papers of this run are in the store; run the same command again to go on." in err
        assert "Traceback" not in err
    resumed = run("build", source, "--store", store, cwd=tmp_path)
    assert resumed.returncode == 0, resumed.stderr
    assert f"{NUMBER} papers read: {NUMBER - BATCH_PAPERS} linked, {BATCH_PAPERS} unchanged." in resumed.stdout
    assert digest(store) == fresh


def wait_until_first_batch(store: Path, process: subprocess.Popen[str]) -> None:
    """Until the store's files have outgrown an empty store's and rest: a batch is there, the build waits for input."""
    paperatlas.open(store.parent / "empty.db").close()
    empty = size(store.parent / "empty.db")
    deadline = time.monotonic() + 60
    sizes: list[int] = []
    while time.monotonic() < deadline:
        assert process.poll() is None, process.stderr and process.stderr.read()
        sizes.append(size(store))
        if sizes[-1] > 2 * empty and len(sizes) > 10 and len(set(sizes[-10:])) == 1:
            return
        time.sleep(0.05)
    raise AssertionError("the build never committed a batch")


def size(store: Path) -> int:
    """Bytes of the store's file and of what lies beside it."""
    return sum(path.stat().st_size for path in store.parent.glob(f"{store.name}*") if path.is_file())
