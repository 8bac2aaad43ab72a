"""Export, then build an empty store from the export: the same graph, on every store and from every format."""

from pathlib import Path
from typing import Any

import pytest

from paperatlas.atlas import Atlas
from paperatlas.errors import InputError
from paperatlas.graph.digest import graph_digest
from paperatlas.graph.memory import MemoryGraph
from paperatlas.graph.rdf.export import export_rdf, statements
from paperatlas.graph.rdf.formats import FORMATS
from paperatlas.graph.store import GraphStore, open_store
from paperatlas.loaders.catalog.catalogue import Catalog
from paperatlas.loaders.facts import paper_facts
from paperatlas.loaders.fields import Delivery, SetAside
from paperatlas.loaders.inputs import Input
from paperatlas.loaders.record import LinkedPaper
from paperatlas.loaders.sources import read_papers

CASES = [(f, e) for f in FORMATS for e in ("reified", "triple-terms") if e == "reified" or f.triple_terms]


def build(store: GraphStore, path: Path, tmp_path: Path) -> Any:
    return Atlas(store).build(path, quarantine=tmp_path / "aside.jsonl")


def deliveries(path: Path) -> list[Any]:
    with Input(path) as opened:
        return list(read_papers(opened))


def digest(graph: Any) -> str:
    return graph_digest(graph.nodes(), graph.relationships())


@pytest.fixture
def filled(store_url: str, linked_otters: list[LinkedPaper], otter_catalog: Catalog) -> Any:
    with open_store(store_url) as store:
        store.load([paper_facts(paper, otter_catalog) for paper in linked_otters])
        yield store


def test_both_stores_export_the_same_and_are_built_again_from_it(
    filled: GraphStore, sample_graph: MemoryGraph, tmp_path: Path
) -> None:
    assert digest(filled) == digest(sample_graph)
    without_atlas = [node for node in sample_graph.nodes() if node.label != "Atlas"]
    atlas = [node for node in filled.nodes() if node.label == "Atlas"]
    expected = MemoryGraph.of([*without_atlas, *atlas], sample_graph.relationships())
    assert list(statements(filled)) == list(statements(expected))
    export_rdf(filled, tmp_path / "graph.ttl")
    with open_store(tmp_path / "again.db") as again:
        counts = build(again, tmp_path / "graph.ttl", tmp_path)
        assert (counts.linked, counts.set_aside, counts.refused) == (3, 0, [])
        assert again.digest() == filled.digest() == digest(sample_graph)


@pytest.mark.parametrize(("format_", "evidence"), CASES, ids=[f"{f.name}-{e}" for f, e in CASES])
def test_every_format_brings_everything_back(
    sample_graph: MemoryGraph, tmp_path: Path, format_: Any, evidence: Any
) -> None:
    path = tmp_path / f"graph{format_.endings[0]}.gz"
    export_rdf(sample_graph, path, evidence=evidence, base="urn:x-test:")
    facts = [d.facts for d in deliveries(path)]
    nodes = [n for f in facts for n in (f.paper, *f.nodes)]
    again = MemoryGraph.of(nodes, (r for f in facts for r in f.relationships))
    assert digest(again) == digest(sample_graph)


def test_building_twice_changes_nothing(sample_graph: MemoryGraph, tmp_path: Path) -> None:
    export_rdf(sample_graph, tmp_path / "graph.nt")
    with open_store(tmp_path / "a.db") as store:
        build(store, tmp_path / "graph.nt", tmp_path)
        before = store.digest()
        counts = build(store, tmp_path / "graph.nt", tmp_path)
        assert (counts.linked, counts.unchanged) == (0, 3)
        assert store.digest() == before


def test_a_paper_keeps_the_id_that_the_store_gave_it(
    sample_graph: MemoryGraph, linked_otters: list[LinkedPaper], otter_catalog: Catalog, tmp_path: Path
) -> None:
    from dataclasses import replace

    export_rdf(sample_graph, tmp_path / "graph.ttl")
    known = replace(linked_otters[0].paper, arxiv_id=None)  # it came by its DOI first
    with open_store(tmp_path / "a.db") as store:
        store.load([paper_facts(LinkedPaper(known, linked_with="older"), otter_catalog)])
        build(store, tmp_path / "graph.ttl", tmp_path)
        papers = {node.id for node in store.papers()}
        assert known.doi is not None
        assert f"doi:{known.doi}" in papers
        assert "arxiv:2401.00001" not in papers
        sources = {r.properties["source"] for r in store.relationships() if r.type == "OUTPERFORMS"}
        assert f"doi:{known.doi}" in sources
        assert "arxiv:2401.00001" not in sources


def test_a_broken_paper_is_set_aside_and_the_others_stay(sample_graph: MemoryGraph, tmp_path: Path) -> None:
    export_rdf(sample_graph, tmp_path / "graph.nt")
    lines = (tmp_path / "graph.nt").read_text().splitlines(keepends=True)
    title = "<http://purl.org/dc/terms/title>"
    kept = [line for line in lines if not ("arxiv:2401.00001>" in line and title in line)]
    (tmp_path / "graph.nt").write_text("".join(kept))
    items = deliveries(tmp_path / "graph.nt")
    assert [type(item) for item in items] == [SetAside, Delivery, Delivery]
    assert items[0].reason == "<https://w3id.org/paperatlas/paper/arxiv:2401.00001> lacks title"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("@prefix a: <http://a.org/> .\na:b a:c a:d .\n", "holds no paper of a Paperatlas graph"),
        ("@prefix a: <http://a.org/> .\na:b a:c ; .\n", "is no valid"),
        ('{"@context": {"x": "http://x.org/"}, "x:y": [}\n', "is no valid JSON-LD"),
        ("<http://a.org/b> <http://a.org/c> oops .\n", None),
        (
            '<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n<x\n',
            "is no valid RDF/XML",
        ),
    ],
)
def test_what_is_no_export_is_refused_in_a_sentence(tmp_path: Path, text: str, message: str | None) -> None:
    path = tmp_path / "x.ttl"
    path.write_text(text)
    with pytest.raises(InputError, match=message):
        deliveries(path)


def test_an_export_without_evidence_cannot_come_back(sample_graph: MemoryGraph, tmp_path: Path) -> None:
    export_rdf(sample_graph, tmp_path / "graph.ttl", evidence="none")
    with pytest.raises(InputError, match=r"exported without evidence.*Export it again"):
        deliveries(tmp_path / "graph.ttl")
