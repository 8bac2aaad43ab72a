"""Rows as a table, a network, a picture and a notebook's cell."""

import dataclasses
import re
import sys
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from paperatlas.errors import PaperatlasError, QueryError
from paperatlas.queries import library
from paperatlas.records import RECORDS, Gap
from paperatlas.rows import Rows, text_of


def test_a_list_of_dicts(invented: Any) -> None:
    rows = library.run(invented, "method_variants", {"limit": 2})
    assert isinstance(rows, list)
    assert rows[0]["variant"] == "QLoRA"
    assert rows.columns == ("variant", "steps", "variant_of", "year", "papers")
    assert rows.parameters == {"method": "LoRA", "depth": 4, "min_confidence": 0.0, "limit": 2}


def test_pandas(invented: Any) -> None:
    frame = library.run(invented, "method_variants", {"limit": 2}).to_pandas()
    assert list(frame["variant"]) == ["QLoRA", "DoRA"]
    empty = library.run(invented, "method_variants", {"method": "KITE"}).to_pandas()
    assert list(empty.columns) == ["variant", "steps", "variant_of", "year", "papers"]
    assert len(empty) == 0


def test_networkx(invented: Any) -> None:
    graph = library.run(invented, "method_variants", {}).to_networkx()
    edges = {(a, data["type"], b) for a, b, data in graph.edges(data=True)}
    assert edges == {
        ("method:qlora", "VARIANT_OF", "method:lora"),
        ("method:dora", "VARIANT_OF", "method:lora"),
        ("method:pissa", "VARIANT_OF", "method:lora"),
        ("method:adalora", "VARIANT_OF", "method:lora"),
        ("method:lora-plus", "VARIANT_OF", "method:lora"),
        ("method:kite", "VARIANT_OF", "method:qlora"),
        ("method:kite", "VARIANT_OF", "method:dora"),
    }
    assert graph.nodes["method:lora-plus"] == {"id": "method:lora-plus", "label": "Method", "name": "LoRA+"} or (
        graph.nodes["method:lora-plus"]["name"] == "LoRA+"
    )


def test_kinds_that_the_rows_do_not_say_are_looked_up(invented: Any) -> None:
    graph = library.run(invented, "outperforms", {"entity": "GPT-3"}).to_networkx()
    assert {(a, b) for a, b in graph.edges()} == {("model:llama-13b", "model:gpt-3")}
    chain = library.run(invented, "shortest_chain", {"first": "KITE", "second": "HumanEval"}).to_networkx()
    assert {chain.nodes[n]["label"] for n in chain} == {"Method", "Paper", "Benchmark"}


def test_papers_are_nodes_by_id(invented: Any) -> None:
    graph = library.run(invented, "papers_about", {"entity": "SoftDPO"}).to_networkx()
    assert set(graph.nodes) == {"arxiv:2501.00012", "method:softdpo"}
    assert graph.nodes["arxiv:2501.00012"]["title"] == "Chat without RLHF"


@pytest.mark.parametrize("name", sorted(library.read_folder(library.HERE)))
def test_every_declared_graph_can_be_drawn(stores: dict[str, Any], name: str) -> None:
    rows = library.run(stores["examples"], name)
    if rows.edges:
        graph = rows.to_networkx()
        assert graph.number_of_edges() > 0
        assert all(data["label"] for _, data in graph.nodes(data=True))
    else:
        with pytest.raises(QueryError, match="has no graph"):
            rows.to_networkx()


def test_picture_and_notebook(invented: Any) -> None:
    rows = library.run(invented, "method_variants", {})
    page = rows.to_graph_html()
    assert page.lstrip().lower().startswith("<!doctype html>")
    assert "AdaLoRA" in page
    cell = rows._repr_html_()
    assert re.search(r"<th>variant</th>", cell)
    assert "<td>QLoRA</td>" in cell
    assert "<iframe srcdoc=" in cell
    assert "<script>alert" not in Rows([{"x": "<script>alert(1)</script>"}])._repr_html_()


def test_free_cypher_is_drawn_by_its_column_names(invented: Any) -> None:
    text = (
        "MATCH (a:Method)-[r:VARIANT_OF]->(b:Method {name: $name}) "
        "RETURN DISTINCT a.name AS head, type(r) AS relationship, b.name AS tail"
    )
    graph = library.cypher(invented, text, {"name": "QLoRA"}).to_networkx()
    assert list(graph.edges()) == [("method:kite", "method:qlora")]
    with pytest.raises(QueryError, match="writes"):
        library.cypher(invented, "CREATE (n:Method {id: 'x'}) RETURN n.id AS id")


def test_cells() -> None:
    assert text_of(None) == ""
    assert text_of([1, "a"]) == "1, a"
    assert text_of(0.1 + 0.2) == "0.3"
    assert text_of(True) == "yes"


@pytest.mark.parametrize(("name", "record"), sorted(RECORDS.items()))
def test_records_fit_their_queries(stores: dict[str, Any], name: str, record: type) -> None:
    rows = library.run(stores["examples"], name)
    typed = rows.of(record)
    assert [dataclasses.asdict(entry) for entry in typed] == list(rows)
    for field, hint in get_type_hints(record).items():
        allowed = (list,) if get_origin(hint) is list else get_args(hint) or (hint,)
        assert all(isinstance(getattr(entry, field), allowed) for entry in typed), field


def test_a_record_of_another_query_is_refused(invented: Any) -> None:
    with pytest.raises(QueryError, match="Gap has the fields benchmark, kind"):
        library.run(invented, "method_variants").of(Gap)


def test_neo4j_viz(invented: Any) -> None:
    pytest.importorskip("neo4j_viz", reason="the extra paperatlas[notebook] is not installed")
    graph = library.run(invented, "method_variants", {}).to_neo4j_viz()
    assert {node.caption for node in graph.nodes} == {"LoRA", "LoRA+", "QLoRA", "DoRA", "AdaLoRA", "PiSSA", "KITE"}
    assert len({str(node.color) for node in graph.nodes}) == 1
    assert {edge.caption for edge in graph.relationships} == {"VARIANT_OF"}


def test_without_neo4j_viz_there_is_a_hint(invented: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "neo4j_viz", None)
    with pytest.raises(PaperatlasError, match=r"pip install 'paperatlas\[notebook\]'"):
        library.run(invented, "method_variants", {}).to_neo4j_viz()
