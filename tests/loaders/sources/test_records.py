"""JSONL, CSV and linked JSONL: what a record may look like, and why it is set aside where it may not."""

import json
from dataclasses import replace
from typing import Any

import pytest

from paperatlas.graph.identity import paper_id
from paperatlas.loaders.fields import Delivery, Read, SetAside
from paperatlas.loaders.inputs import Line
from paperatlas.loaders.record import (
    CodeLink,
    Evidence,
    LinkedEntity,
    LinkedPaper,
    Mention,
    Relation,
    Result,
    SourcePaper,
)
from paperatlas.loaders.sources import SOURCES


def read(source: str, text: str) -> list[Read]:
    return list(SOURCES[source].read((Line(n, t) for n, t in enumerate(text.split("\n"), 1)), "file"))


def one(source: str, text: str) -> SourcePaper:
    (item,) = read(source, text)
    assert isinstance(item, Delivery), item
    return item.paper


def reason(source: str, text: str) -> str:
    (item,) = read(source, text)
    assert isinstance(item, SetAside), item
    return item.reason


def test_a_whole_record() -> None:
    record = {
        "id": "17",
        "title": "Tides of Thought",
        "abstract": "On tides.",
        "arxiv_id": "arXiv:2401.01234v3",
        "doi": "https://doi.org/10.1000/ABC",
        "year": "2024",
        "authors": ["Ada Lovelace", {"name": "Mary Somerville"}],
        "categories": "cs.CL cs.LG",
        "url": "https://example.org/tides",
        "n": 5,
    }
    assert one("jsonl", json.dumps(record)) == SourcePaper(
        title="Tides of Thought",
        abstract="On tides.",
        id="arxiv:2401.01234",
        arxiv_id="2401.01234",
        doi="10.1000/abc",
        year=2024,
        authors=("Ada Lovelace", "Mary Somerville"),
        categories=("cs.CL", "cs.LG"),
        url="https://example.org/tides",
        source="file",
    )


def test_title_and_abstract_stay_as_delivered() -> None:
    paper = one("jsonl", json.dumps({"title": " Two\n  lines ", "abstract": "\tα → β\u00a0 "}))
    assert (paper.title, paper.abstract) == (" Two\n  lines ", "\tα → β\u00a0 ")


@pytest.mark.parametrize(
    ("record", "id_"),
    [
        ({"title": "Tides"}, paper_id("Tides")),
        ({"title": "Tides", "id": "p1"}, paper_id("Tides")),
        ({"title": "Tides", "id": "2401.01234"}, "arxiv:2401.01234"),
        ({"title": "Tides", "id": "10.1000/X"}, "doi:10.1000/x"),
        ({"title": "Tides", "id": "title:0123456789abcdef", "doi": "10.1000/x"}, "title:0123456789abcdef"),
        ({"title": "Tides", "doi": "10.1000/x", "arxiv_id": "2401.01234"}, "arxiv:2401.01234"),
    ],
)
def test_the_id_that_a_new_paper_gets(record: dict[str, Any], id_: str) -> None:
    assert one("jsonl", json.dumps(record)).id == id_


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ('{"abstract": "On tides."}', "no title"),
        ('{"title": "  "}', "no title"),
        ('{"title": null}', "no title"),
        ('{"title": 5}', "title is not a text"),
        ('{"title": "Tides", "abstract": ["a"]}', "abstract is not a text"),
        ('{"title": "Tides"', "no valid JSON"),
        ('{"title": "\\ud800"}', "no valid JSON"),
        ('["Tides"]', "no object with a title"),
        (json.dumps({"title": "x" * 6_000}), "title has 6,000 characters"),
        (json.dumps({"title": "Tides", "abstract": "x" * 1_000_001}), "abstract has 1,000,001 characters"),
    ],
)
def test_a_record_that_cannot_be_used_says_why(line: str, part: str) -> None:
    assert part in reason("jsonl", line)


def test_fields_that_are_not_what_they_should_be_are_ignored_with_a_remark() -> None:
    (item,) = read("jsonl", json.dumps({"title": "T", "abstract": "a", "arxiv_id": "later", "year": "soon", "doi": 3}))
    assert isinstance(item, Delivery)
    assert (item.paper.arxiv_id, item.paper.year, item.paper.doi) == (None, None, None)
    assert len(item.notes) == 3


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        ("Ada Lovelace; Mary Somerville", ("Ada Lovelace", "Mary Somerville")),
        ("Lovelace, Ada; Somerville, Mary", ("Lovelace, Ada", "Somerville, Mary")),
        ("Ada Lovelace, Mary Somerville and Emmy Noether", ("Ada Lovelace", "Mary Somerville", "Emmy Noether")),
        ("Lovelace, Ada", ("Lovelace, Ada",)),
        ([None, "Ada Lovelace", 3, {"name": "Mary"}], ("Ada Lovelace", "Mary")),
        (7, ()),
    ],
)
def test_authors_in_their_usual_forms(authors: Any, names: tuple[str, ...]) -> None:
    assert one("jsonl", json.dumps({"title": "Tides", "authors": authors})).authors == names


def test_a_year_is_read_off_the_date_where_none_is_given() -> None:
    assert one("jsonl", '{"title": "Tides", "published": "2023-11-02"}').year == 2023


def test_one_bad_line_among_good_ones() -> None:
    items = read("jsonl", '{"title": "A"}\n\n{"title": \n{"title": "B"}')
    assert [(type(item).__name__, item.line) for item in items] == [("Delivery", 1), ("SetAside", 3), ("Delivery", 4)]


def test_a_table_as_a_reference_manager_writes_it() -> None:
    table = (
        '"Key","Item Type","Publication Year","Author","Title","DOI","Url","Abstract Note"\n'
        '"X1","preprint","2021","Noether, Emmy; Hopper, Grace","Tides, ""again""","10.1000/T","https://e.org","One.\nTwo."\n'
        '"X2","preprint","","","Moons","","",""'
    )
    first, second = read("csv", table)
    assert isinstance(first, Delivery)
    assert isinstance(second, Delivery)
    assert first.paper == SourcePaper(
        title='Tides, "again"',
        abstract="One.\nTwo.",
        id="doi:10.1000/t",
        doi="10.1000/t",
        year=2021,
        authors=("Noether, Emmy", "Hopper, Grace"),
        url="https://e.org",
        source="file",
    )
    assert (first.line, second.line, second.paper.title) == (2, 4, "Moons")


def test_rows_that_do_not_fit_the_header() -> None:
    items = read("csv", "title;abstract\nTides;a;b;c\n;without a title\nMoons;b")
    assert [getattr(item, "reason", "") for item in items] == [
        "the row has 4 fields, the header 2",
        "the record has no title",
        "",
    ]


def test_a_quotation_mark_that_is_never_closed_is_bounded() -> None:
    text = 'title,abstract\nTides,good\nMoons,"open\n' + ("x" * 999 + "\n") * 1_100 + "Stars,good"
    items = read("csv", text)
    assert isinstance(items[0], Delivery)
    assert any(isinstance(item, SetAside) and "quotation mark" in item.reason for item in items)


@pytest.mark.parametrize("later", ["Suns,good\n", 'Suns,"good\nagain"\n'])
def test_a_quotation_mark_left_open_costs_one_line_and_no_paper_behind_it(later: str) -> None:
    bad, *good = read("csv", f'title,abstract\nTides,"open, to the end\nMoons,good\n{later}Stars,good')
    assert isinstance(bad, SetAside)
    assert (bad.line, bad.text) == (2, 'Tides,"open, to the end')
    assert "quotation mark" in bad.reason
    assert [(item.line, item.paper.title) for item in good if isinstance(item, Delivery)] == [
        (3, "Moons"),
        (4, "Suns"),
        (4 + later.count("\n"), "Stars"),
    ]


def test_quotation_marks_that_are_not_doubled_are_forgiven_within_a_line() -> None:
    items = read("csv", 'title,abstract\n"Tides" ,"We "use" tides"\nMoons,"good"')
    assert [item.paper.title for item in items if isinstance(item, Delivery)] == ["Tides ", "Moons"]


def test_a_header_with_a_carriage_return_inside_is_no_table() -> None:
    assert not SOURCES["csv"].recognises("title,\rabstract\nTides,good")


def test_a_broken_line_of_a_table_costs_its_row() -> None:
    lines = [Line(1, "title,abstract"), Line(2, "Tides,a", "not valid"), Line(3, "Moons,b")]
    bad, good = SOURCES["csv"].read(lines, "file")
    assert isinstance(bad, SetAside)
    assert (bad.line, bad.reason) == (2, "not valid")
    assert isinstance(good, Delivery)
    assert good.line == 3


def linked_paper() -> LinkedPaper:
    text = "We train KiteNet on WindBank and reach 71.5 on it: https://example.org/kite"

    def at(surface: str) -> Evidence:
        start = text.index(surface)
        return Evidence("abstract", start, start + len(surface), text, 0.9, "a rule")

    def mention(surface: str) -> Mention:
        e = at(surface)
        return Mention(e.field, e.start, e.end, e.sentence, e.confidence, e.rule, surface)

    return LinkedPaper(
        SourcePaper("Kites", text, id=paper_id("Kites"), source="elsewhere"),
        (
            LinkedEntity("KiteNet", "method", (mention("KiteNet"),), "introduces", None, True, 0.9, at("We train")),
            LinkedEntity("WindBank", "dataset", (mention("WindBank"),), "trains_on"),
        ),
        (Relation("KiteNet", "outperforms", "WindBank", at("reach")),),
        (Result(71.5, at("71.5"), method="KiteNet", on="WindBank"),),
        (CodeLink("https://example.org/kite", at("https://example.org/kite")),),
        "0123456789abcdef",
    )


def test_a_linked_paper_comes_back_as_it_was_written() -> None:
    linked = linked_paper()
    (item,) = read("linked", json.dumps(linked.to_json()))
    assert isinstance(item, Delivery)
    assert item.linked == linked


def test_a_linked_record_that_does_not_hold_together_is_set_aside() -> None:
    good = linked_paper()
    shifted = replace(good, paper=replace(good.paper, abstract=f"x{good.paper.abstract}"))
    assert "is not at" in reason("linked", json.dumps(shifted.to_json()))
    fewer = replace(good, entities=good.entities[:1])
    assert "does not join two" in reason("linked", json.dumps(fewer.to_json()))
    without = {**good.to_json(), "entities": [{"name": "KiteNet", "kind": "method"}]}
    assert "no mentions" in reason("linked", json.dumps(without))
    odd_kind = good.to_json()
    odd_kind["entities"][0]["kind"] = "animal"
    assert "'animal'" in reason("linked", json.dumps(odd_kind))
    lacking = good.to_json()
    del lacking["results"][0]["evidence"]
    assert "lacks 'evidence'" in reason("linked", json.dumps(lacking))
    assert "no `entities`" in reason("linked", '{"title": "Kites"}')
    assert "not of the form" in reason("linked", '{"title": "Kites", "entities": [3]}')
