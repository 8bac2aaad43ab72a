"""The library: folders, own queries, parameters and their types."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from paperatlas.errors import QueryError
from paperatlas.graph.schema import ROLES
from paperatlas.queries import library

MINE = """\
// Papers of a year.
// topic: mine
// param year: integer
// param text: string = null
// param sure: boolean = true
// param share: float = 1.5
// param part: float = 0.5 - as much (0.25 to 1)
// param role: role = null
// param from_day: integer = null
// param to_day: integer = 9
// param limit: integer = 3
// returns: paper, sure, share
MATCH (p:Paper)
WHERE [$part, $role, $from_day, $to_day] <> [] AND p.year = $year AND ($text IS NULL OR p.title CONTAINS $text)
RETURN p.title AS paper, $sure AS sure, $share AS share
ORDER BY paper
LIMIT $limit
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PAPERATLAS_QUERIES", str(tmp_path))
    (tmp_path / "of_year.cypher").write_text(MINE, encoding="utf-8")
    return tmp_path


def test_own_queries_appear_and_run(own: Path, invented: Any) -> None:
    found = library.load()
    assert found.get("of-year").own
    assert list(found.by_topic())[-1] == "mine"
    rows = library.run(invented, "of_year", {"year": 2022, "share": 2})
    assert rows == [{"paper": "QLoRA on a small desk", "sure": True, "share": 2.0}]
    assert isinstance(rows[0]["share"], float)


def test_a_faulty_own_query_is_set_aside_and_the_rest_runs(own: Path, invented: Any) -> None:
    (own / "broken.cypher").write_text(MINE.replace("$year", "$when"), encoding="utf-8")
    found = library.load()
    assert set(found.faults) == {"broken"}
    assert "of_year" in found.queries
    with pytest.raises(QueryError, match=r"broken\.cypher:14: the parameter `\$when` is not declared"):
        library.run(invented, "broken")


def test_an_own_query_cannot_take_the_name_of_a_shipped_one(own: Path) -> None:
    (own / "statistics.cypher").write_text(MINE, encoding="utf-8")
    found = library.load()
    assert not found.get("statistics").own
    assert "there already is a query `statistics`" in str(next(iter(found.faults.values())))


def test_an_own_query_that_cannot_be_read_says_why(own: Path) -> None:
    (own / "bytes.cypher").write_bytes(b"// \xff")
    (own / "folder.cypher").mkdir()
    faults = library.load().faults
    assert str(faults["bytes"]).endswith("bytes.cypher is not valid UTF-8. Save it as UTF-8.")
    assert str(faults["folder"]).endswith("folder.cypher cannot be read: Is a directory. Check the file.")


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "twice.cypher").write_text(MINE, encoding="utf-8")
    with pytest.raises(QueryError, match="there already is a query `twice`"):
        library.read_folder(tmp_path)


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({}, "The query of_year needs the parameter `year` (integer)"),
        ({"year": "2022"}, "must be a whole number, not '2022'"),
        ({"year": True}, "must be a whole number, not True"),
        ({"year": 2**70}, "is too large"),
        ({"year": 2022, "text": 5}, "must be a text, not 5"),
        ({"year": 2022, "text": " "}, "`text` of of_year is empty"),
        ({"year": 2022, "sure": 1}, "must be true or false, not 1"),
        ({"year": 2022, "share": "much"}, "must be a number"),
        ({"year": 2022, "sure": None}, "cannot be null"),
        ({"year": 2022, "limit": -1}, "must not be negative"),
        ({"yaer": 2022}, "has no parameter `yaer`. Did you mean year?"),
        ({"year": 2022, "zzz": 1}, "It takes year, text, sure, share, part, role, from_day, to_day, limit."),
        ({"year": 2022, "share": float("nan")}, "`share` of of_year must be finite, not nan"),
        ({"year": 2022, "share": float("inf")}, "`share` of of_year must be finite, not inf"),
        ({"year": 2022, "share": 10**400}, "is too large"),
        ({"year": 2022, "part": float("nan")}, "`part` of of_year must be from 0.25 to 1, not nan"),
        ({"year": 2022, "part": 1.01}, "`part` of of_year must be from 0.25 to 1, not 1.01"),
        ({"year": 2022, "role": "foo"}, f"`role` of of_year must be one of {', '.join(ROLES)}, not 'foo'"),
        ({"year": 2022, "from_day": 10}, "In of_year nothing can lie between `from_day` 10 and `to_day` 9."),
    ],
)
def test_parameters_that_do_not_fit(own: Path, invented: Any, parameters: dict[str, Any], message: str) -> None:
    with pytest.raises(QueryError) as caught:
        library.run(invented, "of_year", parameters)
    assert message in str(caught.value)


def test_what_can_match_is_bound(own: Path, invented: Any) -> None:
    given = {"year": 2022, "part": 1, "role": " Evaluates-On", "from_day": 9}
    bound = library.bind(invented, library.load().get("of_year"), given)
    assert (bound["part"], bound["role"], bound["from_day"], bound["to_day"]) == (1.0, "evaluates_on", 9, 9)


def test_every_shipped_parameter_says_what_it_may_be() -> None:
    for query in library.read_folder(library.HERE).values():
        for parameter in query.parameters:
            if parameter.name in ("kind", "role"):
                assert parameter.types == (parameter.name,), query.name
            if parameter.name.endswith("_confidence"):
                assert parameter.bounds == (0, 1), query.name


def test_unknown_query(invented: Any) -> None:
    with pytest.raises(QueryError, match="There is no query `leaderbord`\\. Did you mean leaderboard"):
        library.run(invented, "leaderbord")


def test_words_are_bare(invented: Any) -> None:
    query = library.load().get("search_papers")
    assert library.bind(invented, query, {"text": 'LoRA+ AND "two: speeds"*'})["text"] == "lora and two speeds"
    with pytest.raises(QueryError, match="must have a letter or a digit"):
        library.run(invented, "search_papers", {"text": "+ -"})


def test_filters_of_confidence_and_year(invented: Any) -> None:
    def papers(**parameters: Any) -> set[str]:
        return {row["paper_id"] for row in library.run(invented, "papers_about", {"entity": "QLoRA", **parameters})}

    assert papers() == {
        "arxiv:2301.00002",
        "arxiv:2301.00004",
        "arxiv:2501.00010",
        "arxiv:2501.00011",
        "arxiv:2501.00012",
    }
    assert papers(min_confidence=0.65) == papers() - {"arxiv:2501.00012"}
    assert papers(from_year=2024) == papers() - {"arxiv:2301.00002"}
    assert papers(to_year=2024) == {"arxiv:2301.00002", "arxiv:2301.00004"}
    assert papers(from_year=2024, to_year=2024) == {"arxiv:2301.00004"}


def test_all_about_links_take_min_confidence_and_all_about_papers_years() -> None:
    links = {"lineage", "leaderboards", "next steps"}
    for query in library.read_folder(library.HERE).values():
        names = {p.name for p in query.parameters}
        assert {"from_year", "to_year"} <= names or not {"from_year", "to_year"} & names, query.name
        if query.topic in ("papers", "trends") and "min_confidence" not in names:
            assert "from_year" in names, query.name
        if query.topic in links and query.name not in WITHOUT_CONFIDENCE:
            assert "min_confidence" in names, query.name


WITHOUT_CONFIDENCE = {
    "suite_parts",  # membership is the catalogue's, and has none
    "shortest_chain",
    "uncompared_siblings",  # about what nobody says
    "reading_list",
}


def test_importing_the_library_is_light() -> None:
    """A reader of the graph must not wait for the linker."""
    code = "import sys, paperatlas.queries.library; print('spacy' in sys.modules, 'pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
