"""docs/rdf.md: the SPARQL in it is valid, and its table of formats is the program's."""

import re
from pathlib import Path

import pyoxigraph as ox

from paperatlas.graph.memory import MemoryGraph
from paperatlas.graph.rdf.export import statements
from paperatlas.graph.rdf.formats import FORMATS
from paperatlas.graph.rdf.terms import CLASS_OF_LABEL, PREDICATE_OF_TYPE

PAGE = (Path(__file__).parents[3] / "docs" / "rdf.md").read_text("utf-8")


def test_the_query_of_the_page_runs(sample_graph: MemoryGraph) -> None:
    (query,) = re.findall(r"```sparql\n(.*?)```", PAGE, re.DOTALL)
    store = ox.Store()
    store.extend(ox.Quad(s.subject, s.predicate, s.object) for s in statements(sample_graph))
    rows = [tuple(row[i].value for i in range(2)) for row in store.query(query.replace("lora>", "otter>"))]  # type: ignore[union-attr]
    assert ("Sea Otter+", "Sea Otter+: Swimming Further") in rows


def test_the_table_of_formats_is_the_program_s() -> None:
    for format_ in FORMATS:
        graphs, terms = "one a paper" if format_.quads else "", "yes" if format_.triple_terms else ""
        cells = [f"`{format_.name}`", ", ".join(e for e in format_.endings if e != ".turtle"), graphs, terms]
        assert re.sub(r" +", " ", "| " + " | ".join(cells) + " |") in PAGE, format_.name


def test_every_class_and_predicate_is_named() -> None:
    for label, curie in CLASS_OF_LABEL.items():
        assert label == "Atlas" or curie in PAGE, label
    roles = {"EVALUATES_ON", "TRAINS_ON", "USES", "COMPARES_WITH"}  # "and the other roles"
    for type_, curie in PREDICATE_OF_TYPE.items():
        assert type_ in roles or curie in PAGE, type_
