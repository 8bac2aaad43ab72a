"""Headers: what is read from them, and each fault has its sentence with file and line."""

from pathlib import Path

import pytest

from paperatlas.errors import QueryError
from paperatlas.queries.canned import REQUIRED, Edge, End
from paperatlas.queries.check import check
from paperatlas.queries.header import parse

GOOD = """\
// What a method's papers score on.
//   It counts each paper once.
// topic: tests
// param method: method = "LoRA" - any name or alias
// param on: benchmark|dataset
// param share: float = 0.5 - at least
//   this much
// param limit: integer = 20 - rows at most
// returns: place, papers
// graph: ($method:Method)-[:EVALUATES_ON]->(place:Benchmark)
// scans: whole graph
// rows: one
MATCH (:Method {name: $method})<-[:INTRODUCES]-(p:Paper)-[:EVALUATES_ON]->(b:Benchmark|Dataset)
WHERE b.name = $on
RETURN b.name AS place, $share * count(*) AS papers
LIMIT $limit
"""
LIMIT = "// param limit: integer = 20 - rows at most\n"


def load(text: str, name: str = "mine"):
    query = parse(text, Path(f"{name}.cypher"))
    check(query)
    return query


def test_everything_is_read() -> None:
    query = load(GOOD)
    assert (query.name, query.topic) == ("mine", "tests")
    assert query.about == "What a method's papers score on. It counts each paper once."
    assert [(p.name, p.type, p.about) for p in query.parameters] == [
        ("method", "method", "any name or alias"),
        ("on", "benchmark|dataset", ""),
        ("share", "float", "at least this much"),
        ("limit", "integer", "rows at most"),
    ]
    assert [p.default for p in query.parameters] == ["LoRA", REQUIRED, 0.5, 20]
    assert query.parameters[1].kinds == ("dataset", "benchmark") or query.parameters[1].kinds == (
        "benchmark",
        "dataset",
    )
    assert query.columns == ("place", "papers")
    assert query.edges == (Edge(End("method", "Method", True), "EVALUATES_ON", End("place", "Benchmark")),)
    assert query.scans == ("whole graph",)
    assert query.few_rows
    assert query.body_line == 13
    assert query.body.startswith("MATCH (:Method")
    assert query.body.endswith("LIMIT $limit\n")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("// returns: place, papers\n", "", "mine.cypher:1: the header has no `returns:` line"),
        ("// What a method's papers score on.\n//   It counts each paper once.\n", "", "does not say what it answers"),
        (
            "papers\n// graph",
            "papers\n// Some prose.\n// graph",
            "mine.cypher:10: `Some prose.` is no line of a header",
        ),
        ("method: method", "method: methods", "mine.cypher:4: the type `methods` does not exist"),
        ("benchmark|dataset", "benchmark|paper", "mine.cypher:5: only kinds of entity can be joined"),
        ('"LoRA"', "LoRA", "mine.cypher:4: the default of `method` is no JSON value"),
        ("= 0.5", '= "half"', "mine.cypher:6: the default of `share` is no float"),
        ("this much", "this much (0.6 to 1)", "mine.cypher:6: the default of `share` must be from 0.6 to 1, not 0.5"),
        ("share: float = 0.5", 'share: kind = "paper"', "default of `share` must be one of method, model, dataset, "),
        ("= 20", "= true", "mine.cypher:8: the default of `limit` is no integer"),
        ("param on:", "param method:", "mine.cypher:5: the parameter `method` is declared twice"),
        ("param on:", "param format:", "mine.cypher:5: `format` is an option of the command line"),
        ("param on: benchmark|dataset", "param on", "mine.cypher:5: `param on` cannot be read"),
        ("place, papers\n", "place, place\n", "is no list of distinct columns"),
        ("// rows: one", "// rows: two", "mine.cypher:12: `rows: two` is not known"),
        ("whole graph", "everything", "mine.cypher:11: `scans: everything` is not known"),
        ("->(place:Benchmark)", "(place)", "is no edge between columns"),
        ("->(place:", "->(nowhere:", "`graph:` names the column `nowhere`, which is none"),
        ("($method:", "($name:", "`graph:` names the parameter `name`, which is none"),
        ("[:EVALUATES_ON]->(place", "[:SCORES]->(place", "`SCORES`, neither a relationship type nor a column"),
        ("(place:Benchmark)", "(place:Bench)", "`Bench`, neither a label of the schema nor a column"),
    ],
)
def test_faults_of_the_header(old: str, new: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(QueryError) as caught:
        load(GOOD.replace(old, new, 1))
    assert message in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("$share * count", "count", "mine.cypher:6: the parameter `share` is declared and never used"),
        ("b.name = $on", "b.name = $onn", "mine.cypher:14: the parameter `$onn` is not declared"),
        (
            "AS papers",
            "AS number",
            "mine.cypher:15: the query returns place, number, but its header says place, papers",
        ),
        (" AS papers", "", "mine.cypher:15: a returned column has no alias"),
        ("b:Benchmark|Dataset", "b:Benchmark|Data", "mine.cypher:13: the label `Data` is not in the schema"),
        ("[:INTRODUCES]", "[:INTRODUCED]", "mine.cypher:13: the relationship type `INTRODUCED` is not in the schema"),
        ("WHERE b.name", "SET b.x = 1 WHERE b.name", "mine.cypher:14: `SET` writes to the graph"),
        ("LIMIT $limit", "LIMIT $limit;\nMATCH (n:Paper) RETURN n.id AS id", "more than one statement"),
        ("WHERE b.name", "WHERE keys(b) = [] AND b.name", "mine.cypher:14: `keys` is not answered alike"),
        ("WHERE b.name", "WHERE /* why */ b.name", "has a `/* … */` comment"),
        (
            "{name: $method}",
            "{name: $method, id: p.id}",
            "mine.cypher:13: a property of `p` stands inside a node pattern",
        ),
        (GOOD[GOOD.index("MATCH") :], "", "the query `mine` has no Cypher below its header"),
        (LIMIT, "", "is not declared"),
    ],
)
def test_faults_of_the_body(old: str, new: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(QueryError) as caught:
        load(GOOD.replace(old, new, 1))
    assert message in str(caught.value)
    assert caught.value.hint


def test_every_query_has_a_limit() -> None:
    text = GOOD.replace(LIMIT, "").replace("LIMIT $limit\n", "")
    with pytest.raises(QueryError, match="no parameter `limit`"):
        load(text)


def test_names_of_files() -> None:
    with pytest.raises(QueryError, match="cannot be the name of a query"):
        load(GOOD, "My-Query")


def test_strings_comments_and_maps_mislead_nobody() -> None:
    body = """\
// Odd but right.
// param limit: integer = 1 - rows
// returns: text, map
MATCH (p:Paper) // a comment with $nothing and (:Nowhere)
CALL (p) { WITH p MATCH (p)-[:`USES`|MENTIONS]->(m:Method) RETURN m }
RETURN 'CREATE (:Nowhere) $nothing ; ' + m.name AS text, {ON: 1, Nowhere: m.name} AS map
LIMIT $limit
"""
    assert load(body).columns == ("text", "map")
