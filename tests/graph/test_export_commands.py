"""`paperatlas export` and `paperatlas sparql` as people call them: what they print, and how they fail."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from paperatlas.cli import main
from paperatlas.graph.store import open_store
from paperatlas.loaders.catalog.catalogue import Catalog
from paperatlas.loaders.facts import paper_facts
from paperatlas.loaders.record import LinkedPaper


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, linked_otters: list[LinkedPaper], otter_catalog: Catalog) -> str:
    path = tmp_path_factory.mktemp("export") / "otters.db"
    with open_store(path) as opened:
        opened.load([paper_facts(paper, otter_catalog) for paper in linked_otters])
    return str(path)


def call(*args: Any) -> int:
    with pytest.raises(SystemExit) as stop:
        main([str(arg) for arg in args])
    return int(stop.value.code or 0)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", ["g.ttl", "g.nt.gz", "g.trig", "g.jsonld", "g.rdf"])
def test_rdf(store: str, here: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert call("export", "rdf", name, "--store", store) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"{name}: 1,0")
    assert captured.err.endswith(" statements, 3 papers.\n")
    data = (here / name).read_bytes()
    assert b"sea-otter-plus" in (gzip.decompress(data) if name.endswith(".gz") else data)


def test_standard_output_has_the_graph_and_nothing_else(
    store: str, here: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert call("export", "rdf", "-", "--format", "ntriples", "--store", store) == 0
    call("export", "rdf", "g.nt", "--store", store)
    captured = capfdbinary.readouterr()
    assert captured.out == (here / "g.nt").read_bytes()


def test_options_reach_the_export(store: str, here: Path) -> None:
    options = ["--base", "https://example.org/o", "--evidence", "none", "--license", "https://example.org/l"]
    assert call("export", "rdf", "g.ttl", *options, "--store", store) == 0
    text = (here / "g.ttl").read_text()
    assert "@prefix method: <https://example.org/o/method/>" in text
    assert "dcterms:license <https://example.org/l>" in text
    assert "rdf:Statement" not in text


def test_validation_comes_first(store: str, here: Path) -> None:
    pytest.importorskip("pyshacl")
    assert call("export", "rdf", "g.ttl", "--validate", "--store", store) == 0
    assert (here / "g.ttl").exists()


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (("rdf", "g.docx"), "paperatlas: The ending of g.docx names no RDF format. Use one of .ttl"),
        (("rdf", "g.rdf", "--evidence", "triple-terms"), "paperatlas: rdfxml has no form for triple terms"),
        (("rdf", "g.ttl", "--base", "nowhere"), "paperatlas: The base IRI 'nowhere' cannot be used."),
        (("rdf", "g.ttl", "--license", "no licence"), "paperatlas: The licence 'no licence' is no IRI."),
        (("rdf", "no/such/folder/g.ttl"), "paperatlas: no/such/folder/g.ttl cannot be written: No such file"),
        (("graphml", "."), "paperatlas: . is a directory. Name a file."),
    ],
)
def test_what_cannot_be_done_is_said(
    store: str, here: Path, capsys: pytest.CaptureFixture[str], args: tuple[str, ...], sentence: str
) -> None:
    assert call("export", *args, "--store", store) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith(sentence), captured.err
    assert "Traceback" not in captured.err
    assert list(here.iterdir()) == []


def test_a_store_is_never_overwritten(store: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = Path(store).read_bytes()
    (here / "bad.jsonl").write_text("{}\n")
    for command in (
        ["export", "json", store, "--store", store],
        ["show", "LoRA", "--html", store, "--store", store],
        ["link", "--text", "LoRA", "-o", store],
        ["link", "bad.jsonl", "--quarantine", store],
    ):
        assert call(*command) == 2, command
        assert "is a store and would be lost." in capsys.readouterr().err or command[0] == "show"
    assert Path(store).read_bytes() == before


def test_no_store_no_export(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("export", "json", "g.json", "--store", "absent.db") == 2
    assert "absent.db" in capsys.readouterr().err
    assert list(here.iterdir()) == []


def test_the_other_forms(store: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for form, target in (("graphml", "g.graphml"), ("json", "g.json"), ("html", "g.html"), ("parquet", "folder")):
        assert call("export", form, target, "--store", store) == 0
        assert f"{target}: 18 nodes, " in capsys.readouterr().err
    assert len(json.loads((here / "g.json").read_text())["nodes"]) == 18
    assert (here / "folder" / "nodes_Method.parquet").exists()
    assert call("export", "html", "few.html", "--max-nodes", "4", "--title", "A <few>", "--store", store) == 0
    assert "few.html: 4 nodes" in capsys.readouterr().err
    assert "<title>A &lt;few&gt;</title>" in (here / "few.html").read_text()


def test_sparql(store: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call("export", "rdf", "g.trig.gz", "--store", store)
    capsys.readouterr()
    asked = ("sparql", "papers-about", "--data", "g.trig.gz", "-p", "entity=ot", "--format", "jsonl")
    assert call(*asked) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["role"], row["paper_id"]) for row in rows] == [("MENTIONS", "arxiv:2401.00001")]
    (here / "own.rq").write_text("SELECT (COUNT(*) AS ?n) WHERE { ?s a <https://w3id.org/paperatlas/ontology#Method> }")
    assert call("sparql", "own.rq", "--data", "g.trig.gz", "--format", "csv") == 0
    assert capsys.readouterr().out.split() == ["n", "5"]
    assert call("sparql") == 0
    assert "papers_about  The papers that name an entity" in capsys.readouterr().out
    assert call("sparql", "papers_about", "--show", "-p", 'entity=x"y', "-p", "limit=3") == 0
    shown = capsys.readouterr().out
    assert '?e skos:prefLabel "x\\"y" .' in shown
    assert shown.endswith("LIMIT 3\n")


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (("papers_about",), "There is no data to ask. Name an export: --data graph.ttl"),
        (("paper_about", "--data", "x.ttl"), "Did you mean papers_about"),
        (("papers_about", "--show", "-p", "entity"), "--param entity has no value. Write --param name=value."),
        (("papers_about", "--show", "-p", "colour=red"), "no parameter `colour`"),
        (("papers_about", "--data", "gone.ttl"), "gone.ttl cannot be read: No such file"),
        (("papers_about", "--data", "gone.doc"), "The ending of gone.doc names no RDF format"),
    ],
)
def test_sparql_says_what_is_wrong(
    here: Path, capsys: pytest.CaptureFixture[str], args: tuple[str, ...], sentence: str
) -> None:
    assert call("sparql", *args) == 2
    assert sentence in capsys.readouterr().err
