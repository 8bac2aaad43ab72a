"""The ontology follows from the schema, borrows before it invents, and is what the export uses."""

from importlib.resources import files

import orjson
import pyoxigraph as ox
import pytest
import rdflib

from paperatlas.graph.memory import MemoryGraph
from paperatlas.graph.rdf import ontology
from paperatlas.graph.rdf.export import to_rdflib
from paperatlas.graph.rdf.terms import (
    CLASS_OF_LABEL,
    EVIDENCE_TERMS,
    NODE_PROPERTIES,
    NOT_EXPORTED,
    ONTOLOGY,
    ONTOLOGY_VERSION,
    PREDICATE_OF_TYPE,
    PREFIXES,
    expand,
)
from paperatlas.graph.schema import NODE_TYPES, NODES, RELATIONSHIP_TYPES, RELATIONSHIPS

NS = {name: rdflib.Namespace(place) for name, place in PREFIXES.items()}
HERE = rdflib.URIRef(ONTOLOGY)
KINDS = (NS["owl"].Class, NS["owl"].ObjectProperty, NS["owl"].DatatypeProperty)


@pytest.fixture(scope="module")
def owl() -> rdflib.Graph:
    return rdflib.Graph().parse(data=files("paperatlas.graph.rdf").joinpath("ontology.ttl").read_text("utf-8"))


@pytest.mark.parametrize("name", ["ontology.ttl", "shapes.ttl", "context.jsonld", "n10s.cypher"])
def test_the_files_are_fresh(name: str) -> None:
    stored = files("paperatlas.graph.rdf").joinpath(name).read_bytes()
    assert stored == ontology.files()[name], "run `python -m paperatlas.graph.rdf.ontology`"


def test_every_label_type_and_property_has_its_term(owl: rdflib.Graph) -> None:
    said = {str(o) for o in owl.objects(None, NS["pa"].inPropertyGraph)}
    wanted = {*NODES, *RELATIONSHIPS}
    wanted |= {f"{n.label}.{p.name}" for n in NODE_TYPES for p in n.properties if (n.label, p.name) not in NOT_EXPORTED}
    wanted |= {f"{r.type}.{p.name}" for r in RELATIONSHIP_TYPES for p in r.properties}
    results_evidence = {f"Result.{p.name}" for p in NODES["Result"].properties if p.name in EVIDENCE_TERMS}
    assert wanted - said == results_evidence  # they are said as the evidence of relationships is
    assert said <= wanted


def test_the_tables_know_nothing_that_the_schema_does_not() -> None:
    assert set(CLASS_OF_LABEL) == set(NODE_PROPERTIES) == set(NODES)
    assert set(PREDICATE_OF_TYPE) == set(RELATIONSHIPS)
    for label, terms in NODE_PROPERTIES.items():
        known = {p.name for p in NODES[label].properties}
        evidence = set(EVIDENCE_TERMS) if label == "Result" else set()
        assert set(terms) <= known
        assert known - set(terms) - evidence == {name for of, name in NOT_EXPORTED if of == label}
    assert set(EVIDENCE_TERMS) == {p.name for r in RELATIONSHIP_TYPES for p in r.properties}


def test_no_two_relationships_share_a_predicate() -> None:
    assert len(set(PREDICATE_OF_TYPE.values())) == len(PREDICATE_OF_TYPE)
    for label, terms in NODE_PROPERTIES.items():
        curies = [getattr(how, "curie", None) or how.each for how in terms.values()]  # type: ignore[union-attr]
        assert len(set(curies)) == len(curies), label


def test_our_terms_have_label_comment_domain_and_range(owl: rdflib.Graph) -> None:
    own = {s for s in owl.subjects(NS["rdfs"].isDefinedBy, HERE) if s != NS["pa"].inPropertyGraph}
    assert len(own) >= 25
    for one in own:
        assert str(one).startswith(PREFIXES["pa"])
        assert owl.value(one, NS["rdfs"].label).language == "en", one
        assert owl.value(one, NS["rdfs"].comment).endswith("."), one
        if (one, NS["rdf"].type, NS["owl"].Class) not in owl:
            assert owl.value(one, NS["rdfs"].domain) is not None, one
            lists = (NS["pa"].aliasList, NS["pa"].categoryList)
            assert owl.value(one, NS["rdfs"].range) is not None or one in lists, one


@pytest.mark.parametrize("type_", [t for t, curie in PREDICATE_OF_TYPE.items() if curie.startswith("pa:")])
def test_domains_and_ranges_are_the_schema_s(owl: rdflib.Graph, type_: str) -> None:
    def classes(node: rdflib.term.Node) -> set[str]:
        union = owl.value(node, NS["owl"].unionOf)
        return {str(node)} if union is None else {str(c) for c in rdflib.collection.Collection(owl, union)}

    term = rdflib.URIRef(expand(PREDICATE_OF_TYPE[type_]))
    r = RELATIONSHIPS[type_]
    assert classes(owl.value(term, NS["rdfs"].domain)) == {expand(CLASS_OF_LABEL[label]) for label in r.heads}
    assert classes(owl.value(term, NS["rdfs"].range)) == {expand(CLASS_OF_LABEL[label]) for label in r.tails}


def test_borrowed_terms_are_noted_and_not_redefined(owl: rdflib.Graph) -> None:
    defining = ("domain", "range", "subClassOf", "subPropertyOf", "comment")
    for kind in KINDS:
        for one in owl.subjects(NS["rdf"].type, kind):
            if isinstance(one, rdflib.URIRef) and not str(one).startswith(PREFIXES["pa"]):
                assert owl.value(one, NS["skos"].scopeNote) is not None, one
                assert owl.value(one, NS["rdfs"].isDefinedBy) not in (None, HERE), one
                assert not [name for name in defining if owl.value(one, NS["rdfs"][name]) is not None], one


def test_it_is_aligned_with_linked_papers_with_code(owl: rdflib.Graph) -> None:
    matches = {
        str(o).removeprefix(PREFIXES["lpwc"])
        for o in owl.objects(None, NS["skos"].closeMatch)
        if str(o).startswith(PREFIXES["lpwc"])
    }
    assert {"paper", "method", "model", "dataset", "evaluation", "repository"} <= matches


def test_the_ontology_describes_itself(owl: rdflib.Graph) -> None:
    assert owl.value(HERE, NS["owl"].versionIRI) == rdflib.URIRef(f"{ONTOLOGY}/{ONTOLOGY_VERSION}")
    for curie in ("dcterms:title", "dcterms:description", "dcterms:license", "owl:versionInfo", "dcterms:creator"):
        assert owl.value(HERE, rdflib.URIRef(expand(curie))) is not None, curie


def test_an_export_uses_only_declared_terms(sample_graph: MemoryGraph, owl: rdflib.Graph) -> None:
    about_the_export = ("void", "dcat", "prov", "rdf", "rdfs", "dcterms")
    declared = {s for kind in KINDS for s in owl.subjects(NS["rdf"].type, kind)}
    graph = to_rdflib(sample_graph)
    dataset = rdflib.URIRef("https://w3id.org/paperatlas/atlas")
    described = {s for s in graph.subjects() if str(s).startswith(str(dataset)) or "/agent/" in s}
    for s, p, _ in graph:
        if s not in described and not str(p).startswith(tuple(PREFIXES[prefix] for prefix in about_the_export)):
            assert p in declared, p
    for s, c in graph.subject_objects(NS["rdf"].type):
        if str(c).startswith(PREFIXES["pa"]):
            assert c in declared, (s, c)


def test_neosemantics_gets_our_names() -> None:
    text = files("paperatlas.graph.rdf").joinpath("n10s.cypher").read_text("utf-8")
    pairs = dict(line.split('"')[1::2] for line in text.splitlines() if "n10s.mapping.add" in line)
    for label, curie in CLASS_OF_LABEL.items():
        if label != "Atlas":
            assert pairs[expand(curie)] == label
    assert {type_: pairs[expand(curie)] for type_, curie in PREDICATE_OF_TYPE.items()} == {t: t for t in RELATIONSHIPS}
    assert pairs[expand("skos:prefLabel")] == "name"
    assert pairs[expand("dcterms:identifier")] == "id"


def test_the_context_reads_without_a_network() -> None:
    context = orjson.loads(files("paperatlas.graph.rdf").joinpath("context.jsonld").read_bytes())
    document = {
        **context,
        "id": "https://example.org/p",
        "type": "ScholarlyArticle",
        "prefLabel": "x",
        "introduces": "https://example.org/m",
        "confidence": "0.5",
        "schema:isPartOf": "https://example.org/q",
    }
    triples = {
        (q.predicate.value, str(q.object)) for q in ox.parse(orjson.dumps(document), format=ox.RdfFormat.JSON_LD)
    }
    assert triples == {
        (expand("rdf:type"), f"<{expand('schema:ScholarlyArticle')}>"),
        (expand("skos:prefLabel"), '"x"'),
        (expand("pa:introduces"), "<https://example.org/m>"),
        (expand("pa:confidence"), f'"0.5"^^<{expand("xsd:double")}>'),
        (expand("schema:isPartOf"), "<https://example.org/q>"),
    }
