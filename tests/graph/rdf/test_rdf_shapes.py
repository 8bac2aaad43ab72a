"""The shapes let a sound graph pass, and report each way of breaking it."""

from collections.abc import Callable
from importlib.resources import files

import pytest
import rdflib
from rdflib import Literal, URIRef

from paperatlas.errors import PaperatlasError
from paperatlas.graph.memory import MemoryGraph
from paperatlas.graph.rdf.export import to_rdflib
from paperatlas.graph.rdf.terms import CLASS_OF_LABEL, NODE_PROPERTIES, PREDICATE_OF_TYPE, PREFIXES, ListTerm, expand
from paperatlas.graph.rdf.validate import check_graph, validate
from paperatlas.graph.store import Node, NodeKey, Relationship

pytest.importorskip("pyshacl")

NS = {name: rdflib.Namespace(place) for name, place in PREFIXES.items()}
BASE = "https://w3id.org/paperatlas/"
OTTER, PAPER = URIRef(f"{BASE}method/otter"), URIRef(f"{BASE}paper/arxiv:2401.00001")
Break = Callable[[rdflib.Graph], None]


def statement(graph: rdflib.Graph) -> rdflib.term.Node:
    return sorted(graph.subjects(NS["rdf"].predicate, NS["pa"].introduces))[0]


def position(graph: rdflib.Graph) -> rdflib.term.Node:
    return sorted(graph.subjects(NS["rdf"].type, NS["oa"].TextPositionSelector))[0]


def result(graph: rdflib.Graph) -> rdflib.term.Node:
    return sorted(graph.subjects(NS["mls"].hasValue))[0]


def cut(graph: rdflib.Graph, subject: rdflib.term.Node, curie: str) -> None:
    graph.remove((subject, URIRef(expand(curie)), None))


def put(graph: rdflib.Graph, subject: rdflib.term.Node, curie: str, value: rdflib.term.Node) -> None:
    graph.set((subject, URIRef(expand(curie)), value))


def add(graph: rdflib.Graph, subject: rdflib.term.Node, curie: str, value: rdflib.term.Node) -> None:
    graph.add((subject, URIRef(expand(curie)), value))


def unsay(graph: rdflib.Graph) -> None:
    """Take the plain triple away that a statement is about."""
    one = statement(graph)
    graph.remove((graph.value(one, NS["rdf"].subject), NS["pa"].introduces, graph.value(one, NS["rdf"].object)))


BREAKS: dict[str, tuple[Break, str]] = {
    "a paper without a title": (lambda g: cut(g, PAPER, "dcterms:title"), "Paper.title"),
    "an entity with two names": (lambda g: add(g, OTTER, "skos:prefLabel", Literal("Weasel")), "Method.name"),
    "an id of another kind": (lambda g: put(g, OTTER, "dcterms:identifier", Literal("model:otter")), "Method.id"),
    "a year that is a text": (lambda g: put(g, PAPER, "fabio:hasPublicationYear", Literal("2024")), "Paper.year"),
    "a paper that introduces a person": (
        lambda g: add(g, PAPER, "pa:introduces", URIRef(f"{PAPER}#author-1")),
        "INTRODUCES leads to",
    ),
    "a variant of a benchmark": (
        lambda g: add(g, OTTER, "pa:variantOf", URIRef(f"{BASE}benchmark/fishsums")),
        "VARIANT_OF leads to",
    ),
    "a confidence of 1.5": (
        lambda g: put(g, statement(g), "pa:confidence", Literal("1.5", datatype=NS["xsd"].double)),
        "Confidence is a number from 0 to 1",
    ),
    "a statement that nobody makes": (lambda g: cut(g, statement(g), "prov:wasDerivedFrom"), "who says so"),
    "a statement about nothing": (lambda g: cut(g, statement(g), "rdf:object"), "one object"),
    "a statement about an unsaid triple": (unsay, "is not in the graph"),
    "a place that ends before it starts": (
        lambda g: put(g, position(g), "oa:start", Literal("9999", datatype=NS["xsd"].nonNegativeInteger)),
        "starts before it ends",
    ),
    "a negative offset": (
        lambda g: put(g, position(g), "oa:end", Literal("-1", datatype=NS["xsd"].integer)),
        "A place ends once",
    ),
    "a sentence without words": (
        lambda g: cut(g, sorted(g.subjects(NS["rdf"].type, NS["oa"].TextQuoteSelector))[0], "oa:exact"),
        "has its words",
    ),
    "a result without a value": (lambda g: cut(g, result(g), "mls:hasValue"), "Result.value"),
    "a result of no paper": (lambda g: g.remove((None, NS["pa"].reports, result(g))), "One paper reports"),
    "a direction that is none": (lambda g: put(g, result(g), "pa:better", Literal("sideways")), "Result.better"),
    "an export without a licence": (lambda g: cut(g, URIRef(f"{BASE}atlas"), "dcterms:license"), "has a licence"),
    "an abstract of no paper": (lambda g: cut(g, URIRef(f"{PAPER}#abstract"), "schema:isPartOf"), "abstract"),
    "an author without a name": (lambda g: cut(g, URIRef(f"{PAPER}#author-2"), "schema:name"), "one name"),
    "a repository without an address book entry": (
        lambda g: cut(g, sorted(g.subjects(NS["schema"].codeRepository))[0], "schema:name"),
        "Repository.name",
    ),
}


def test_a_sound_graph_conforms(sample_graph: MemoryGraph) -> None:
    assert validate(to_rdflib(sample_graph)) == []
    assert validate(to_rdflib(sample_graph, evidence="none")) == []


@pytest.mark.parametrize("name", BREAKS)
def test_each_way_of_breaking_it_is_reported(sample_graph: MemoryGraph, name: str) -> None:
    break_, message = BREAKS[name]
    graph = to_rdflib(sample_graph)
    break_(graph)
    assert [text for text in validate(graph) if message in text], validate(graph)


def test_every_class_and_property_has_a_shape() -> None:
    shapes = rdflib.Graph().parse(data=files("paperatlas.graph.rdf").joinpath("shapes.ttl").read_text("utf-8"))
    targets = {str(o) for o in shapes.objects(None, NS["sh"].targetClass)}
    assert {expand(curie) for curie in CLASS_OF_LABEL.values()} <= targets
    paths = {str(o) for o in shapes.objects(None, NS["sh"].path)}
    wanted = set(PREDICATE_OF_TYPE.values())
    for terms in NODE_PROPERTIES.values():
        for how in terms.values():
            wanted |= {how.each, how.ordered} if isinstance(how, ListTerm) else {how.curie}
    assert {expand(curie) for curie in wanted} <= paths


def test_a_store_that_does_not_conform_is_not_exported() -> None:
    paper, person = NodeKey("Paper", "title:x"), NodeKey("Repository", "repository:x")
    graph = MemoryGraph.of(
        [Node("Paper", {"id": "title:x", "title": "A title"}), Node("Repository", {"id": "repository:x", "name": "x"})],
        [Relationship("INTRODUCES", paper, person, {"confidence": 2.0, "rule": "r"})],
    )
    with pytest.raises(PaperatlasError, match=r"does not conform to the shapes \(2 violations\)") as caught:
        check_graph(graph)
    assert "INTRODUCES leads to Method or Model or Dataset or Benchmark." in str(caught.value)
    assert "Nothing was written" in str(caught.value)
