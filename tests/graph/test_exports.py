"""GraphML, node-link JSON, Parquet and NetworkX: nothing is lost, and the tools of others read it."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest

from paperatlas.errors import PaperatlasError
from paperatlas.graph.memory import MemoryGraph
from paperatlas.graph.networkx_export import export_graphml, export_json, to_networkx
from paperatlas.graph.parquet_export import export_parquet
from paperatlas.graph.store import Node, NodeKey, Relationship

FIRST = "arxiv:2401.00001"


@pytest.fixture
def picture(sample_graph: MemoryGraph) -> "nx.MultiDiGraph[str]":
    return to_networkx(sample_graph)


def test_networkx_has_all_nodes_relationships_and_properties(
    sample_graph: MemoryGraph, picture: "nx.MultiDiGraph[str]"
) -> None:
    nodes = [node for node in sample_graph.nodes() if node.label != "Atlas"]
    assert dict(picture.nodes(data=True)) == {
        n.id: {"label": n.label, **{k: v for k, v in n.properties.items() if k != "id"}} for n in nodes
    }
    edges = [(r.head.id, r.tail.id, {"type": r.type, **r.properties}) for r in sample_graph.relationships()]
    assert sorted(picture.edges(data=True), key=repr) == sorted(edges, key=repr)
    assert picture.nodes["method:otter"]["aliases"] == ["Otter tuning", "OT"]


def test_parallel_statements_stand_side_by_side(picture: "nx.MultiDiGraph[str]") -> None:
    between = picture["method:sea-otter-plus"]["method:river-otter"]
    assert {key: data["source"] for key, data in between.items()} == {
        "OUTPERFORMS arxiv:2401.00001": "arxiv:2401.00001",
        "OUTPERFORMS doi:10.5555/old/id%20x": "doi:10.5555/old/id%20x",
        "VARIANT_OF catalogue": "catalogue",
    }


def test_node_link_json_is_what_networkx_reads(
    sample_graph: MemoryGraph, picture: "nx.MultiDiGraph[str]", tmp_path: Path
) -> None:
    written = export_json(sample_graph, tmp_path / "graph.json")
    data = json.loads((tmp_path / "graph.json").read_text())
    assert (written.nodes, written.relationships) == (len(data["nodes"]), len(data["edges"]))
    assert {"from", "to", "key", "type", "source"} <= set().union(*data["edges"])
    again = nx.node_link_graph(data, source="from", target="to", edges="edges")
    assert nx.utils.graphs_equal(again, picture)
    assert again.is_multigraph()
    assert again.is_directed()


def test_an_empty_graph_is_a_whole_file(tmp_path: Path) -> None:
    empty = MemoryGraph()
    export_json(empty, tmp_path / "graph.json")
    assert json.loads((tmp_path / "graph.json").read_text())["nodes"] == []
    export_graphml(empty, tmp_path / "graph.graphml")
    assert len(nx.read_graphml(tmp_path / "graph.graphml")) == 0
    assert len(to_networkx(empty)) == 0


def test_graphml_is_what_networkx_reads(sample_graph: MemoryGraph, tmp_path: Path) -> None:
    export_graphml(sample_graph, tmp_path / "graph.graphml.gz")
    again: Any = nx.read_graphml(tmp_path / "graph.graphml.gz", force_multigraph=True)
    nodes = [node for node in sample_graph.nodes() if node.label != "Atlas"]
    assert set(again) == {node.id for node in nodes}
    assert again.number_of_edges() == len(list(sample_graph.relationships()))
    otter = again.nodes["method:otter"]
    assert otter == {
        "label": "Otter",
        "kind": "Method",
        "name": "Otter",
        "aliases": '["Otter tuning","OT"]',
        "description": "A way to tune with few weights.",
        "year": 2021,
        "discovered": False,
    }
    paper = next(node for node in nodes if node.label == "Paper" and "</script>" in str(node.properties["abstract"]))
    assert again.nodes[paper.id]["abstract"] == paper.properties["abstract"]
    assert again.nodes[paper.id]["title"] == paper.properties["title"]
    mention = next(d for _, _, d in again.edges(data=True) if d["label"] == "MENTIONS" and d["count"] == 2)
    assert json.loads(mention["surfaces"]) == ["Otter", "kind of Otter"]
    assert len(json.loads(mention["starts"])) == len(json.loads(mention["ends"])) == 2
    assert {d.get("said_by") for _, _, d in again.edges(data=True)} >= {None, "catalogue", "grammar", FIRST}
    assert all("source" not in d for _, _, d in again.edges(data=True))


def test_graphml_declares_types_and_leaves_out_what_is_absent(sample_graph: MemoryGraph, tmp_path: Path) -> None:
    export_graphml(sample_graph, tmp_path / "g.graphml")
    root = ElementTree.parse(tmp_path / "g.graphml").getroot()
    space = "{http://graphml.graphdrawing.org/xmlns}"
    keys = {k.get("id"): (k.get("for"), k.get("attr.name"), k.get("attr.type")) for k in root.iter(f"{space}key")}
    assert keys["n_year"] == ("node", "year", "long")
    assert keys["n_value"] == ("node", "value", "double")
    assert keys["e_confidence"] == ("edge", "confidence", "double")
    assert keys["n_discovered"] == ("node", "discovered", "boolean")
    used = {d.get("key") for d in root.iter(f"{space}data")}
    assert used <= set(keys)
    texts = [d.text for d in root.iter(f"{space}data")]
    assert "None" not in texts
    assert "true" in texts


def test_graphml_has_no_character_that_xml_forbids(tmp_path: Path) -> None:
    graph = MemoryGraph.of([Node("Paper", {"id": 'title:"<x>\x01', "title": "a\x00b\ufffe]]>&\ud83e"})], [])
    export_graphml(graph, tmp_path / "g.graphml")
    (title,) = (d["title"] for _, d in nx.read_graphml(tmp_path / "g.graphml").nodes(data=True))
    assert title == "a�b�]]>&�"
    export_json(graph, tmp_path / "g.json")
    assert json.loads((tmp_path / "g.json").read_text())["nodes"][0]["title"] == "a\x00b\ufffe]]>&?"


@pytest.mark.parametrize("write", [export_graphml, export_json])
def test_the_same_graph_gives_the_same_bytes(sample_graph: MemoryGraph, tmp_path: Path, write: Any) -> None:
    shuffled = MemoryGraph.of(reversed(sample_graph.node_list), reversed(sample_graph.relationship_list))
    write(sample_graph, tmp_path / "a.gz")
    write(shuffled, tmp_path / "b.gz")
    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()


def test_parquet_has_the_schema_s_columns(sample_graph: MemoryGraph, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    written = export_parquet(sample_graph, tmp_path / "out")
    files = {path.stem: parquet.read_table(path) for path in (tmp_path / "out").iterdir()}
    assert sum(len(t) for name, t in files.items() if name.startswith("nodes_")) == written.nodes
    assert sum(len(t) for name, t in files.items() if name.startswith("rel")) == written.relationships
    methods = {row["id"]: row for row in files["nodes_Method"].to_pylist()}
    assert methods["method:otter"]["aliases"] == ["Otter tuning", "OT"]
    assert methods["method:river-otter"]["aliases"] is None
    rows = files["relationships_OUTPERFORMS"].to_pylist()
    assert {(r["from"], r["to"], r["source"]) for r in rows} >= {
        ("method:sea-otter-plus", "method:river-otter", FIRST),
        ("method:sea-otter-plus", "method:river-otter", "doi:10.5555/old/id%20x"),
    }
    assert {str(f.type) for f in files["relationships_MENTIONS"].schema if f.name == "starts"} == {
        "list<element: int64>"
    }


def test_a_folder_that_cannot_be_made_is_said(sample_graph: MemoryGraph, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(PaperatlasError, match="cannot be written"):
        export_parquet(sample_graph, tmp_path / "file" / "out")


def test_a_memory_graph_is_in_the_stores_order() -> None:
    a, b = NodeKey("Method", "method:a"), NodeKey("Model", "model:b")
    nodes = [Node("Model", {"id": "model:b", "name": "b"}), Node("Method", {"id": "method:a", "name": "a"})]
    relationships = [
        Relationship("OUTPERFORMS", b, a, {"source": "z"}),
        Relationship("OUTPERFORMS", a, b, {"source": "b"}),
        Relationship("OUTPERFORMS", a, b, {"source": "a"}),
        Relationship("OUTPERFORMS", a, b, {"source": "a"}),
    ]
    graph = MemoryGraph.of([*nodes, *nodes], relationships)
    assert [n.id for n in graph.nodes()] == ["method:a", "model:b"]
    assert [(r.head.id, r.properties["source"]) for r in graph.relationships()] == [
        ("method:a", "a"), ("method:a", "b"), ("model:b", "z"),
    ]  # fmt: skip
