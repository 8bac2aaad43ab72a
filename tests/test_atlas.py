"""The front door in Python: what `paperatlas.open` gives, and that it opens without loading what it may not need."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import paperatlas
from paperatlas import Atlas

PAPERS = [
    {
        "title": "KiteLoRA: Low-Rank Adaptation in Gusts",
        "abstract": "We propose KiteLoRA, a variant of LoRA. With LLaMA-2-7B it outperforms LoRA on CIFAR-10.",
        "arxiv_id": "2403.99999",
        "year": 2024,
    },
    {"title": "Weaving with QLoRA", "abstract": "We measure QLoRA on CIFAR-10.", "year": 2023},
]


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Atlas]:
    folder = tmp_path_factory.mktemp("atlas")
    source = folder / "papers.jsonl"
    source.write_text("".join(f"{json.dumps(paper)}\n" for paper in PAPERS))
    with paperatlas.open(folder / "atlas.db") as opened:
        counts = opened.build(source)
        assert (counts.read, counts.linked, counts.set_aside, counts.refused) == (2, 2, 0, [])
        yield opened


def test_questions(atlas: Atlas) -> None:
    rows = atlas.query("method_variants", method="low-rank adaptation")
    assert {"KiteLoRA", "QLoRA"} <= {row["variant"] for row in rows}
    years = atlas.cypher("MATCH (p:Paper) WHERE p.year >= $year RETURN p.title AS title", year=2024)
    assert years == [{"title": PAPERS[0]["title"]}]
    with pytest.raises(paperatlas.QueryError):
        atlas.cypher("CREATE (p:Paper {id: 'x'})")
    with pytest.raises(paperatlas.QueryError, match="no query `nonsense`"):
        atlas.query("nonsense")


def test_counts_and_digest(atlas: Atlas) -> None:
    stats = atlas.stats()
    assert stats["Paper"] == 2
    assert stats["MENTIONS"] >= 5
    assert len(atlas.digest()) == 64


def test_every_export_holds_the_graph(atlas: Atlas, tmp_path: Path) -> None:
    graph = atlas.to_networkx()
    assert graph.nodes["method:kitelora"]["label"] == "Method"
    assert graph.has_edge("arxiv:2403.99999", "method:kitelora")
    atlas.to_rdf(tmp_path / "graph.ttl")
    atlas.to_html(tmp_path / "graph.html")
    atlas.to_json(tmp_path / "graph.json")
    atlas.to_graphml(tmp_path / "graph.graphml")
    for path in tmp_path.iterdir():
        assert "KiteLoRA" in path.read_text(), path
    assert len(list(tmp_path.iterdir())) == 4
    assert "KiteLoRA" in {str(literal) for literal in atlas.to_rdflib().objects()}
    atlas.to_parquet(tmp_path / "parquet")
    assert list((tmp_path / "parquet").glob("*.parquet"))


def test_closing_twice_is_harmless_and_an_absent_store_is_said(tmp_path: Path) -> None:
    atlas = paperatlas.open(tmp_path / "atlas.db")
    assert atlas.url == str(tmp_path / "atlas.db")
    atlas.close()
    atlas.close()
    with pytest.raises(paperatlas.StoreError, match=r"no store at .*absent\.db"):
        paperatlas.open(tmp_path / "absent.db", must_exist=True)


def test_opening_a_graph_does_not_load_the_linker(tmp_path: Path) -> None:
    program = (
        "import sys, paperatlas\n"
        "with paperatlas.open(sys.argv[1]) as atlas: atlas.stats()\n"
        "print(sorted({'spacy', 'rdflib', 'neo4j', 'networkx', 'pandas'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, tmp_path / "a.db"], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
