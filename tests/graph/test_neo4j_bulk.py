"""The files for `neo4j-admin`: what stands in them, and that the real program makes the same graph of them."""

import csv
import gzip
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from paperatlas.cli import main
from paperatlas.errors import PaperatlasError
from paperatlas.graph.memory import MemoryGraph
from paperatlas.graph.neo4j_bulk import export_neo4j
from paperatlas.graph.statements import schema_statements
from paperatlas.graph.store import Node, NodeKey, Relationship, open_store
from paperatlas.loaders.catalog.catalogue import Catalog
from paperatlas.loaders.facts import paper_facts
from paperatlas.loaders.record import LinkedPaper

ODD = 'a "quoted", comma; semicolon\nsecond line\ttab \\ backslash \\" | β 水獺 😀'


def rows(path: Path) -> list[list[str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def test_one_file_a_label_and_one_for_each_type_and_ends(sample_graph: MemoryGraph, tmp_path: Path) -> None:
    written = export_neo4j(sample_graph, tmp_path)
    expected = {f"nodes_{node.label}.csv.gz" for node in sample_graph.node_list}
    for edge in sample_graph.relationship_list:
        expected.add(f"relationships_{edge.type}_{edge.head.label}_{edge.tail.label}.csv.gz")
    files = {path.name for path in tmp_path.iterdir()}
    assert files == expected | {"import.sh", "constraints.cypher"}
    assert written.nodes == len(sample_graph.node_list)
    assert written.relationships == len(sample_graph.relationship_list)
    script = (tmp_path / "import.sh").read_text()
    assert all(script.count(f"={name} ") == 1 for name in expected)
    assert sum(len(rows(tmp_path / name)) - 1 for name in expected) == written.nodes + written.relationships


def test_headers_carry_the_types_of_the_schema(sample_graph: MemoryGraph, tmp_path: Path) -> None:
    export_neo4j(sample_graph, tmp_path)
    assert rows(tmp_path / "nodes_Method.csv.gz")[0] == [
        "id:ID(Method)", "name:string", "aliases:string[]", "description:string", "year:long", "url:string",
        "discovered:boolean",
    ]  # fmt: skip
    head = rows(tmp_path / "relationships_MENTIONS_Paper_Method.csv.gz")[0]
    assert head[:5] == [":START_ID(Paper)", ":END_ID(Method)", "count:long", "fields:string[]", "starts:long[]"]
    assert "confidence:double" in head


def test_constraints_are_those_of_the_store(sample_graph: MemoryGraph, tmp_path: Path) -> None:
    export_neo4j(sample_graph, tmp_path)
    text = (tmp_path / "constraints.cypher").read_text()
    assert [line.removesuffix(";") for line in text.splitlines() if not line.startswith("//")] == [
        statement for _, statement in schema_statements(server=True)
    ]


def test_what_is_absent_differs_from_what_is_empty(tmp_path: Path) -> None:
    export_neo4j(MemoryGraph.of([Node("Paper", {"id": "title:a", "title": "", "abstract": ODD})], []), tmp_path)
    with gzip.open(tmp_path / "nodes_Paper.csv.gz", "rt", encoding="utf-8", newline="") as stream:
        text = stream.read()
    assert text.split("\n", 1)[1].startswith('"title:a","","a ""quoted"", comma;')
    assert rows(tmp_path / "nodes_Paper.csv.gz")[1][:3] == ["title:a", "", ODD]


def test_an_export_replaces_the_files_of_an_earlier_one(sample_graph: MemoryGraph, tmp_path: Path) -> None:
    export_neo4j(sample_graph, tmp_path)
    export_neo4j(MemoryGraph.of([Node("Method", {"id": "method:a", "name": "A"})], []), tmp_path)
    assert {path.name for path in tmp_path.glob("*.gz")} == {"nodes_Method.csv.gz"}


def test_the_same_graph_gives_the_same_files(sample_graph: MemoryGraph, tmp_path: Path) -> None:
    shuffled = MemoryGraph.of(reversed(sample_graph.node_list), reversed(sample_graph.relationship_list))
    export_neo4j(sample_graph, tmp_path / "a")
    export_neo4j(shuffled, tmp_path / "b")
    first, second = ({p.name: p.read_bytes() for p in (tmp_path / n).iterdir()} for n in "ab")
    assert first == second


def test_the_separator_of_lists_is_refused_inside_an_item(tmp_path: Path) -> None:
    graph = MemoryGraph.of([Node("Method", {"id": "method:a", "name": "A", "aliases": ["x\x1fy"]})], [])
    with pytest.raises(PaperatlasError, match=r"Method method:a has a list with the control character U\+001F"):
        export_neo4j(graph, tmp_path)


def test_a_folder_that_cannot_be_written_is_one_sentence(sample_graph: MemoryGraph, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PaperatlasError, match="cannot be written"):
        export_neo4j(sample_graph, tmp_path / "file")


@pytest.mark.neo4j
def test_neo4j_admin_makes_the_graph_that_bolt_made(
    neo4j_address: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    linked_otters: list[LinkedPaper],
    otter_catalog: Catalog,
) -> None:
    """`paperatlas export neo4j`, its script with the real program, the real server: one digest."""
    if neo4j_address.server is None:
        pytest.skip("neo4j-admin is not there beside the server that PAPERATLAS_TEST_NEO4J names")
    facts = [paper_facts(paper, otter_catalog) for paper in linked_otters]
    odd = Node("Method", {"id": "method:odd", "name": ODD, "aliases": [ODD, "", ODD], "discovered": True, "year": -3})
    mention = {"count": 2, "starts": [0, 7], "surfaces": [ODD, "x"], "confidence": 1e-07, "rule": ODD}
    edge = Relationship("MENTIONS", facts[0].paper.key, NodeKey("Method", "method:odd"), mention)
    facts[0] = type(facts[0])(facts[0].paper, (*facts[0].nodes, odd), (*facts[0].relationships, edge))
    with open_store(neo4j_address.url) as store:
        store.load(facts)
        loaded, counts = store.digest(), store.counts()
    with pytest.raises(SystemExit) as stop:
        main(["export", "neo4j", str(tmp_path / "bulk"), "--store", neo4j_address.url])
    assert not stop.value.code

    server = type(neo4j_address.server)(tmp_path / "home", password=neo4j_address.password)
    server.lay_out()
    server.admin("dbms", "set-initial-password", server.password)
    environment = {**os.environ, "NEO4J_ADMIN": str(server.admin_program())}
    done = subprocess.run(
        [tmp_path / "bulk" / "import.sh"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    server.run()
    with server, open_store(server.url, must_exist=True) as store:
        assert store.counts() == counts
        assert store.digest() == loaded
