"""Read → link → store on a real store: identity, freshness, and what a run leaves alone."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

import paperatlas
from paperatlas import Atlas, PaperatlasError
from paperatlas.loaders.linking.linker import Linker
from paperatlas.loaders.pipeline import Counts
from paperatlas.loaders.record import LinkedPaper, SourcePaper

KITES = {
    "title": "KiteLoRA: Low-Rank Adaptation in Gusts",
    "abstract": "We propose KiteLoRA, a variant of LoRA. With LLaMA-2-7B it outperforms LoRA.",
    "arxiv_id": "2403.99999",
    "year": 2024,
    "authors": ["Ada Lovelace"],
}


@pytest.fixture
def atlas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Atlas]:
    monkeypatch.chdir(tmp_path)
    with paperatlas.open(tmp_path / "atlas.db") as opened:
        yield opened


def build(atlas: Atlas, *records: dict[str, Any], name: str = "papers.jsonl") -> Counts:
    Path(name).write_text("".join(f"{json.dumps(record)}\n" for record in records))
    return atlas.build(name)


def papers(atlas: Atlas) -> list[dict[str, Any]]:
    return [dict(node.properties) for node in atlas.store.papers()]


def quarantine(name: str = "papers.jsonl") -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(f"{name}.quarantine.jsonl").read_text().splitlines()]


def test_a_second_build_links_nothing_and_merges_metadata(atlas: Atlas) -> None:
    build(atlas, KITES)
    before = atlas.digest()
    counts = build(atlas, KITES)
    assert (counts.read, counts.linked, counts.unchanged) == (1, 0, 1)
    assert atlas.digest() == before
    counts = build(
        atlas, {"title": KITES["title"], "abstract": KITES["abstract"], "doi": "10.1000/kites", "year": 2024}
    )
    assert (counts.linked, counts.unchanged) == (0, 1)
    (paper,) = papers(atlas)
    assert (paper["id"], paper["doi"], paper["authors"]) == ("arxiv:2403.99999", "10.1000/kites", ["Ada Lovelace"])


def test_one_paper_under_different_keys_in_one_source_is_one_node(atlas: Atlas) -> None:
    counts = build(
        atlas,
        {"title": KITES["title"], "abstract": "An early version: KiteLoRA.", "year": 2024},
        KITES,
        {"title": "Kites", "abstract": "A last version: KiteLoRA.", "doi": "10.1000/kites", "arxiv_id": "2403.99999v4"},
    )
    assert (counts.read, counts.linked, counts.set_aside) == (2, 2, 1)  # two records have one arXiv id
    (paper,) = papers(atlas)
    assert paper["abstract"] == KITES["abstract"]
    assert paper["arxiv_id"] == "2403.99999"
    assert paper["id"].startswith("title:")  # given by the first record, and never changed


def test_the_same_title_by_others_in_another_year_is_another_paper(atlas: Atlas) -> None:
    build(atlas, KITES, {**KITES, "arxiv_id": "1001.00001", "year": 2010, "authors": ["Emmy Noether"]})
    assert [paper["id"] for paper in papers(atlas)] == ["arxiv:1001.00001", "arxiv:2403.99999"]


def test_a_record_without_an_abstract_adds_but_never_replaces(atlas: Atlas) -> None:
    build(atlas, KITES)
    relationships = list(atlas.store.relationships())
    counts = build(
        atlas, {"title": "Kite-LoRA (with a typo)", "arxiv_id": "2403.99999", "url": "https://example.org/k"}
    )
    assert counts.notes == ["papers.jsonl, line 1: no abstract, only the title was read."]
    (paper,) = papers(atlas)
    assert (paper["title"], paper["abstract"], paper["url"]) == (
        KITES["title"],
        KITES["abstract"],
        "https://example.org/k",
    )
    assert list(atlas.store.relationships()) == relationships


def test_an_edited_paper_is_replaced_and_nobody_else_touched(atlas: Atlas) -> None:
    other = {"title": "Weaving with QLoRA", "abstract": "We measure QLoRA on CIFAR-10.", "year": 2024}
    build(atlas, KITES, other)
    digest = atlas.digest()
    counts = build(atlas, {**KITES, "abstract": "We compare nothing with nothing."})
    assert (counts.read, counts.linked) == (1, 1)
    names = {node.properties.get("name") for node in atlas.store.nodes()}
    assert "LLaMA 2 7B" not in names
    assert "QLoRA" in names
    assert atlas.digest() != digest
    build(atlas, KITES)
    assert atlas.digest() == digest


def test_twins_in_one_source_are_set_aside_with_the_line_of_the_first(atlas: Atlas) -> None:
    counts = build(
        atlas,
        {"title": "A", "abstract": "LoRA.", "id": 7},
        {"title": "B", "abstract": "LoRA.", "id": "7"},
        {"title": "C", "abstract": "LoRA."},
        {"title": " c ", "abstract": "QLoRA."},
    )
    assert (counts.read, counts.set_aside) == (2, 2)
    assert [(item["line"], item["reason"]) for item in quarantine()] == [
        (2, "the same id as the record at line 1, which was kept"),
        (4, "the same title as the record at line 3, which was kept, and no arxiv_id or doi"),
    ]


def test_linked_papers_go_in_as_they_are(atlas: Atlas) -> None:
    build(atlas, KITES)
    linked = paperatlas.link(KITES)
    record = linked.to_json()
    record["source"] = "papers.jsonl"
    with paperatlas.open("linked.db") as other:
        assert build(other, record, name="linked.jsonl").linked == 1
        assert other.digest() == atlas.digest()
        assert build(other, record, name="linked.jsonl").unchanged == 1
        del record["entities"][0]["mentions"]
        assert build(other, record, name="linked.jsonl").set_aside == 1
        assert "no mentions" in quarantine("linked.jsonl")[0]["reason"]


def test_relink_brings_a_discovered_name_to_its_catalogue_entry(atlas: Atlas, tmp_path: Path) -> None:
    build(atlas, KITES)
    assert atlas.relink().linked == 0
    overlay = tmp_path / "own.yaml"
    overlay.write_text("entries:\n  - {name: Kite LoRA, kind: method, aliases: [KiteLoRA], variant_of: [LoRA]}\n")
    with paperatlas.open("fresh.db", catalog=overlay) as fresh:
        fresh.build("papers.jsonl")
        wanted = fresh.digest()
    atlas.close()
    with paperatlas.open("atlas.db", catalog=overlay) as again:
        counts = again.relink()
        assert (counts.read, counts.linked) == (1, 1)
        assert again.digest() == wanted
        assert again.relink().read == 0


def test_remove_by_any_name(atlas: Atlas) -> None:
    ways = (
        ["arxiv:2403.99999"],
        ["2403.99999v2"],
        ["https://doi.org/10.1000/Kites"],
        ["kiteLoRA low-rank adaptation in gusts"],
    )
    for names in ways:
        build(atlas, {**KITES, "doi": "10.1000/kites"})
        assert atlas.remove(*names) == ["arxiv:2403.99999"]
        assert set(atlas.stats()) <= {"Atlas"}
    with pytest.raises(PaperatlasError, match="no paper"):
        atlas.remove("arxiv:2403.99999")


def test_a_paper_that_the_linker_stumbles_over_costs_only_itself(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Linker.link

    def stumble(self: Linker, paper: SourcePaper) -> LinkedPaper:
        if "cliff" in paper.title:
            raise ZeroDivisionError("no ground")
        return real(self, paper)

    def pipe(self: Linker, some: Iterable[SourcePaper]) -> Iterator[LinkedPaper]:
        return (self.link(paper) for paper in some)

    monkeypatch.setattr(Linker, "link", stumble)
    monkeypatch.setattr(Linker, "pipe", pipe)
    counts = build(
        atlas, KITES, {"title": "At the cliff", "abstract": "LoRA."}, {"title": "Inland", "abstract": "LoRA."}
    )
    assert (counts.read, counts.linked, counts.failed, counts.set_aside) == (3, 2, 1, 1)
    assert quarantine()[0]["reason"] == "the linker failed on it (ZeroDivisionError: no ground); please report this"


def test_a_batch_is_never_larger_than_its_limits(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    from paperatlas.loaders import pipeline

    monkeypatch.setattr(pipeline, "BATCH_PAPERS", 3)
    sizes: list[int] = []
    load = atlas.store.load

    def counted(batch: Sequence[Any]) -> Any:
        sizes.append(len(batch))
        return load(batch)

    monkeypatch.setattr(atlas.store, "load", counted)
    build(atlas, *({"title": f"Paper {n}", "abstract": "LoRA."} for n in range(7)))
    assert sizes == [3, 3, 1]


def test_link_takes_text_record_and_paper() -> None:
    text = "We fine-tune LLaMA-2-7B with PiSSA."
    paper = SourcePaper("", text)
    for given in (text, paper):
        assert {e.name for e in paperatlas.link(given).entities} == {"LLaMA 2 7B", "PiSSA"}
    assert paperatlas.link(text, title="On PiSSA").paper.title == "On PiSSA"
    assert paperatlas.link({"title": "On PiSSA", "abstract": text}).paper.id is not None
    with pytest.raises(paperatlas.InputError, match="has no title"):
        paperatlas.link({"abstract": text})
