"""What `paperatlas browser` serves, and how it answers when something is missing."""

import io
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from samples import annotated_examples, load, sample_papers

from paperatlas.browser import pages
from paperatlas.browser.examples import Examples, parameter_command
from paperatlas.browser.server import BrowserSettings, FileServer, browser_settings, page_to_open
from paperatlas.browser.style import style_sheet
from paperatlas.cli import main
from paperatlas.errors import PaperatlasError
from paperatlas.graph.embedded_store import EmbeddedStore
from paperatlas.graph.palette import LABEL_COLOURS, OTHER_COLOUR, TYPE_COLOURS, darker, text_on
from paperatlas.graph.schema import NODES, RELATIONSHIPS
from paperatlas.queries import library

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def examples_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    with EmbeddedStore(tmp_path_factory.mktemp("browser") / "atlas.db") as store:
        load(store, annotated_examples())
        yield store


@pytest.fixture(scope="module")
def parts(examples_store: EmbeddedStore) -> list[pages.Chapter]:
    return pages.chapters(examples_store)


# -- style


def test_every_label_and_type_has_a_block_with_its_caption() -> None:
    sheet = style_sheet()
    blocks = dict(re.findall(r"^(\S+) \{\n(.*?)^\}", sheet, re.MULTILINE | re.DOTALL))
    assert set(blocks) == (
        {"node", "relationship"} | {f"node.{n}" for n in NODES} | {f"relationship.{r}" for r in RELATIONSHIPS}
    )
    for label, node in NODES.items():
        assert f'caption: "{{{node.caption}}}";' in blocks[f"node.{label}"]
        assert f" color: {LABEL_COLOURS[label]};" in blocks[f"node.{label}"]


def test_colours_are_those_of_the_picture_in_one_file() -> None:
    script = (ROOT / "graph" / "picture.js").read_text()
    drawn = dict(re.findall(r'^    (\w+): \{ colour: "(#[0-9a-f]{6})"', script, re.MULTILINE))
    known = {**LABEL_COLOURS, **{type_: colour for type_, colour in TYPE_COLOURS.items() if colour}}
    assert drawn == {name: colour for name, colour in known.items() if colour != OTHER_COLOUR}


def test_text_can_be_read_on_every_colour() -> None:
    assert text_on("#0072b2") == "#ffffff"
    assert text_on("#e69f00") == "#1d1f22"
    assert darker("#804020", 0.5) == "#402010"


# -- guide and saved queries


def test_every_canned_query_is_in_the_guide_and_among_the_saved_ones(parts: list[pages.Chapter]) -> None:
    names = {q.name for q in library.load()} | {path.stem for path in pages.PICTURES.glob("*.cypher")}
    assert {question.query.name for part in parts for question in part.questions} == names
    with zipfile.ZipFile(io.BytesIO(pages.favourites(parts))) as archive:
        assert {Path(name).stem for name in archive.namelist()} == names
        text = archive.read("Paperatlas Lineage/method_variants.cypher").decode()
    assert text.startswith("// method variants\n")
    assert text.endswith(library.load().get("method_variants").body)
    assert pages.guide(parts, {"Paper": 70}, "http://localhost:1").count("<slide") == len(parts) + 1


def test_the_same_queries_give_the_same_file(parts: list[pages.Chapter]) -> None:
    assert pages.favourites(parts) == pages.favourites(parts)


def test_the_browser_cuts_nothing_out_of_the_guide(parts: list[pages.Chapter]) -> None:
    """It removes what reads like a script's attribute, wherever that stands."""
    guide = pages.guide(parts, {"Paper": 70}, "http://localhost:1")
    assert not re.findall(r"""\s+on[^\s=]+[^\s=]*\s*=\s*("[^"]*"|'[^']*'|[\w\-.:]+\s*)""", guide, re.IGNORECASE)
    assert "<script" not in guide.lower()


def test_names_of_the_graph_become_no_markup(examples_store: EmbeddedStore) -> None:
    query = library.load().get("method_variants")
    values = {**Examples(examples_store).values(query), "method": '<b onclick="x">"\'</b>'}
    guide = pages.guide([pages.Chapter("<i>", [pages.Question(query, values)])], {}, "http://localhost:1")
    assert "<b" not in guide
    assert "<i>" not in guide
    assert 'onclick="' not in guide


def test_values_fit_the_graph_at_hand(tmp_path: Path) -> None:
    """The defaults name LoRA and GSM8K; these papers do not."""
    with EmbeddedStore(tmp_path / "other.db") as store:
        load(store, sample_papers())
        pictures = library.read_folder(pages.PICTURES)
        values = Examples(store).values(pictures["scores"])
        assert store.query(pictures["scores"].body, values)
        chain = Examples(store).values(library.load().get("shortest_chain"))
        assert chain["first"] != chain["second"]


def test_a_graph_without_papers_has_a_guide_of_what_is_left(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path / "empty.db") as store:
        names = {question.query.name for part in pages.chapters(store) for question in part.questions}
    assert "statistics" in names
    assert "leaderboard" not in names


@pytest.mark.neo4j
def test_commands_set_what_they_say(neo4j_server: Any, parts: list[pages.Chapter]) -> None:
    """The Cypher inside each `:param` command, run by the real server, gives the values back, whole numbers whole."""
    odd = {"text": 'a "b" \\ c\nd \u2028 水 😀 }', "limit": 25, "none": None, "low": 0.0, "yes": True}
    for values in [odd, *(question.values for part in parts for question in part.questions)]:
        command = parameter_command(values)
        names, cypher = re.fullmatch(r":param \[\{(.*?)\}\] => \{(RETURN .*)\}", command, re.DOTALL).groups()  # type: ignore[union-attr]
        assert names.split(", ") == list(values)
        (row,) = neo4j_server.run(cypher)
        assert row == values
        assert [type(value) for value in row.values()] == [type(value) for value in values.values()]


# -- the server of the files


@pytest.fixture
def files() -> Iterator[FileServer]:
    with FileServer({"/style.grass": b"node {}", "/favourites.zip": b"PK"}, 0) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_files_are_served_with_leave_for_other_pages(files: FileServer) -> None:
    with urlopen(f"http://127.0.0.1:{files.port}/style.grass") as answer:
        assert answer.read() == b"node {}"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    with urlopen(Request(f"http://localhost:{files.port}/style.grass", method="OPTIONS")) as answer:
        assert answer.status == 204
        assert answer.headers["Access-Control-Allow-Headers"] == "*"


@pytest.mark.parametrize(("path", "host", "status"), [("/../pyproject.toml", None, 404), ("/style.grass", "evil", 403)])
def test_nothing_else_is_served(files: FileServer, path: str, host: str | None, status: int) -> None:
    request = Request(f"http://127.0.0.1:{files.port}{path}", headers={"Host": f"{host}:1"} if host else {})
    with pytest.raises(HTTPError) as refused:
        urlopen(request)
    assert refused.value.code == status
    refused.value.close()


def test_it_listens_on_this_machine_only(files: FileServer) -> None:
    assert files.socket.getsockname()[0] == "127.0.0.1"


def test_a_port_in_use_is_one_sentence(files: FileServer) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(PaperatlasError, match=r"is in use\. Name another: --port"):
            FileServer({}, other.getsockname()[1])


# -- the command


@pytest.mark.parametrize(
    ("whitelist", "host", "allowed"),
    [
        ("guides.neo4j.com, localhost", "localhost", True),
        ("guides.neo4j.com, localhost", "127.0.0.1", False),
        ("http://127.0.0.1/", "127.0.0.1", True),
        ("*", "127.0.0.1", True),
        ("example.org", "localhost", False),
    ],
)
def test_the_whitelist_is_read_as_the_browser_reads_it(whitelist: str, host: str, allowed: bool) -> None:
    assert BrowserSettings("", whitelist).allows(host) is allowed


def test_a_file_has_no_browser(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["browser", "--store", str(tmp_path / "atlas.db")])
    assert stop.value.code == 2
    assert "is a file. Name a server, `--store neo4j://localhost:7687`" in capsys.readouterr().err


@pytest.mark.neo4j
def test_the_server_says_where_its_browser_is(atlas_server: Any) -> None:
    from paperatlas.graph.store import open_store

    with open_store(atlas_server.url) as store:
        settings = browser_settings(store)
    if atlas_server.server:
        assert settings.url == atlas_server.server.browser_url
    assert settings.allows("localhost")
    page = page_to_open(settings, atlas_server.url, "http://localhost:7476")
    assert page.endswith("&cmd=guide&arg=http://localhost:7476/guide.html")


@pytest.mark.neo4j
def test_a_server_that_allows_no_host_of_ours_is_told_how(
    atlas_server: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("paperatlas.browser.server._client_settings", lambda store: {
        "browser.remote_content_hostname_whitelist": "example.org"
    })  # fmt: skip
    with pytest.raises(SystemExit) as stop:
        main(["browser", "--no-open", "--port", "0", "--store", atlas_server.url])
    assert stop.value.code == 2
    said = capsys.readouterr().err
    assert "lets its Browser fetch from example.org only" in said
    assert "`browser.remote_content_hostname_whitelist=example.org,localhost`" in said
    assert "NEO4J_browser_remote__content__hostname__whitelist" in said


@pytest.mark.neo4j
def test_it_says_how_and_ctrl_c_ends_it(atlas_server: Any, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "paperatlas", "browser", "--no-open", "--port", "0", "--store", atlas_server.url]
    process = subprocess.Popen(
        [*command, "--favourites", str(tmp_path / "saved.zip")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    said = ""
    while "Serving on" not in said:
        line = process.stdout.readline()
        assert line
        said += line
    assert ":style http://localhost:" in said
    assert f"drop {tmp_path / 'saved.zip'} on its page" in said
    assert zipfile.is_zipfile(tmp_path / "saved.zip")
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 0
    assert errors == "Stopped.\n"
