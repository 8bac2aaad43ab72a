"""The export in every format: what it says, that others read it, and that the same graph gives the same bytes."""

import gzip
import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from paperatlas.errors import PaperatlasError
from paperatlas.graph.memory import MemoryGraph
from paperatlas.graph.rdf.export import export_rdf, statements, to_rdflib
from paperatlas.graph.rdf.formats import FORMATS, RdfFormat
from paperatlas.graph.rdf.iris import Iris
from paperatlas.graph.rdf.statements import StatementOptions
from paperatlas.graph.rdf.terms import PREFIXES
from paperatlas.graph.schema import RELATIONSHIPS
from paperatlas.graph.store import Node, NodeKey, Relationship

RDFLIB_NAMES = {"ntriples": "nt", "jsonld": "json-ld", "rdfxml": "xml"}
NS = {name: rdflib.Namespace(place) for name, place in PREFIXES.items()}
BASE = "https://w3id.org/paperatlas/"
OTTER, RIVER, SEA = (rdflib.URIRef(f"{BASE}method/{n}") for n in ("otter", "river-otter", "sea-otter-plus"))
FIRST = rdflib.URIRef(f"{BASE}paper/arxiv:2401.00001")


@pytest.fixture(scope="module")
def graph(sample_graph: MemoryGraph) -> rdflib.Graph:
    return to_rdflib(sample_graph)


def written(graph: MemoryGraph, tmp_path: Path, format_: RdfFormat, **options: Any) -> Path:
    path = tmp_path / f"graph{format_.endings[0]}"
    export_rdf(graph, path, **options)
    return path


def read_rdflib(path: Path, format_: RdfFormat) -> rdflib.Graph:
    dataset = rdflib.Dataset(default_union=True) if format_.quads else rdflib.Graph()
    dataset.parse(path, format=RDFLIB_NAMES.get(format_.name, format_.name))
    out = rdflib.Graph()
    for s, p, o in dataset.triples((None, None, None)):
        out.add((s, p, o))
    return out


@pytest.mark.parametrize("format_", FORMATS, ids=lambda f: f.name)
def test_every_format_says_the_same_to_rdflib(
    sample_graph: MemoryGraph, graph: rdflib.Graph, tmp_path: Path, format_: RdfFormat
) -> None:
    assert isomorphic(read_rdflib(written(sample_graph, tmp_path, format_), format_), graph)


@pytest.mark.parametrize("format_", FORMATS, ids=lambda f: f.name)
def test_every_format_says_the_same_to_oxigraph(sample_graph: MemoryGraph, tmp_path: Path, format_: RdfFormat) -> None:
    expected = {(s.subject, s.predicate, s.object) for s in statements(sample_graph)}
    quads = ox.parse(path=str(written(sample_graph, tmp_path, format_)), format=format_.syntax)
    assert {(q.subject, q.predicate, q.object) for q in quads} == expected


@pytest.mark.parametrize("format_", [f for f in FORMATS if f.triple_terms], ids=lambda f: f.name)
def test_triple_terms_say_what_reification_says(sample_graph: MemoryGraph, tmp_path: Path, format_: RdfFormat) -> None:
    path = written(sample_graph, tmp_path, format_, evidence="triple-terms")
    store = ox.Store()
    store.bulk_load(path=str(path), format=format_.syntax)
    reifies = ox.NamedNode(f"{PREFIXES['rdf']}reifies")
    terms = {(q.subject.value, q.object) for q in store.quads_for_pattern(None, reifies, None, None)}
    graph = to_rdflib(sample_graph)
    reified = set()
    for statement in graph.subjects(NS["rdf"].type, NS["rdf"].Statement):
        said = (graph.value(statement, NS["rdf"][part]) for part in ("subject", "predicate", "object"))
        reified.add((str(statement), ox.Triple(*(ox.NamedNode(str(part)) for part in said))))
    assert terms == reified
    assert len(terms) == sum(1 for r in sample_graph.relationships() if RELATIONSHIPS[r.type].properties)


@pytest.mark.parametrize("format_", [f for f in FORMATS if not f.triple_terms], ids=lambda f: f.name)
def test_formats_without_triple_terms_say_so(sample_graph: MemoryGraph, tmp_path: Path, format_: RdfFormat) -> None:
    with pytest.raises(PaperatlasError, match=r"no form for triple terms.*Use Turtle"):
        written(sample_graph, tmp_path, format_, evidence="triple-terms")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("format_", [f for f in FORMATS if f.quads], ids=lambda f: f.name)
def test_each_paper_has_a_graph_of_its_own(sample_graph: MemoryGraph, tmp_path: Path, format_: RdfFormat) -> None:
    store = ox.Store()
    store.bulk_load(path=str(written(sample_graph, tmp_path, format_)), format=format_.syntax)
    papers = [n.id for n in sample_graph.nodes() if n.label == "Paper"]
    own = {p: ox.NamedNode(f"{Iris(BASE).node('Paper', p)}#graph") for p in papers}
    assert set(store.named_graphs()) == set(own.values())
    sea, outperforms, river = (
        ox.NamedNode(str(SEA)),
        ox.NamedNode(f"{PREFIXES['pa']}outperforms"),
        ox.NamedNode(str(RIVER)),
    )
    says = {q.graph_name for q in store.quads_for_pattern(sea, outperforms, river, None)}
    assert says == {own["arxiv:2401.00001"], own["doi:10.5555/old/id%20x"]}  # two papers say it, each in its graph
    results = {
        q.graph_name for q in store.quads_for_pattern(None, ox.NamedNode(f"{PREFIXES['mls']}hasValue"), None, None)
    }
    assert results == {own["arxiv:2401.00001"]}
    variant = ox.NamedNode(f"{PREFIXES['pa']}variantOf")
    (catalogue,) = store.quads_for_pattern(river, variant, ox.NamedNode(str(OTTER)), None)
    assert catalogue.graph_name == ox.DefaultGraph()
    labels = store.quads_for_pattern(None, ox.NamedNode(f"{PREFIXES['skos']}prefLabel"), None, None)
    assert {q.graph_name for q in labels} == {ox.DefaultGraph()}


@pytest.mark.parametrize("format_", FORMATS, ids=lambda f: f.name)
def test_the_same_graph_gives_the_same_bytes_in_any_process(
    sample_graph: MemoryGraph, tmp_path: Path, format_: RdfFormat
) -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); import conftest as c; "
        "from paperatlas.graph.rdf.export import export_rdf; "
        "export_rdf(c.graph_of(list(reversed(c.linked_papers()))), sys.argv[2])"
    )
    here = written(sample_graph, tmp_path, format_)
    there = tmp_path / f"again{format_.endings[0]}.gz"
    command = [sys.executable, "-c", script, str(Path(__file__).parents[1]), str(there)]
    subprocess.run(command, check=True, env={"PYTHONHASHSEED": "7", "PATH": ""}, cwd="/")
    assert gzip.decompress(there.read_bytes()) == here.read_bytes()
    assert there.read_bytes()[4:8] == b"\0\0\0\0"  # no time in the packed file either


def test_values_and_names(graph: rdflib.Graph) -> None:
    literals = {
        (FIRST, "dcterms:identifier"): rdflib.Literal("arxiv:2401.00001"),
        (FIRST, "dcterms:title"): rdflib.Literal("Sea Otter+: Swimming Further"),
        (FIRST, "fabio:hasPublicationYear"): rdflib.Literal("2024", datatype=NS["xsd"].gYear),
        (FIRST, "schema:datePublished"): rdflib.Literal("2024-01-02", datatype=NS["xsd"].date),
        (FIRST, "prism:doi"): rdflib.Literal("10.1234/a(b)<c>;d#e"),
        (OTTER, "skos:prefLabel"): rdflib.Literal("Otter"),
        (OTTER, "dcterms:issued"): rdflib.Literal("2021", datatype=NS["xsd"].gYear),
        (RIVER, "schema:url"): rdflib.Literal("https://example.org/river otter?a={b}", datatype=NS["xsd"].anyURI),
    }
    for (subject, curie), expected in literals.items():
        prefix, _, name = curie.partition(":")
        assert list(graph.objects(subject, NS[prefix][name])) == [expected], curie
    assert set(map(str, graph.objects(OTTER, NS["skos"].altLabel))) == {"Otter tuning", "OT"}
    order = graph.value(OTTER, NS["pa"].aliasList)
    assert [str(x) for x in rdflib.collection.Collection(graph, order)] == ["Otter tuning", "OT"]
    authors = rdflib.collection.Collection(graph, graph.value(FIRST, NS["bibo"].authorList))
    assert [str(graph.value(a, NS["schema"].name)) for a in authors] == ["Ada Byron", "Böb Ō'Neill", "Ada Byron"]
    assert set(graph.objects(FIRST, NS["schema"].author)) == set(authors)


def test_a_date_that_is_none_stays_text(graph: rdflib.Graph) -> None:
    dates = {str(o): o.datatype for o in graph.objects(None, NS["schema"].datePublished)}
    assert dates == {"2024-01-02": NS["xsd"].date, "2025-13": None}


def test_papers_are_linked_to_other_registers(graph: rdflib.Graph) -> None:
    assert set(map(str, graph.objects(FIRST, NS["owl"].sameAs))) == {
        "https://doi.org/10.1234/a(b)%3Cc%3E%3Bd%23e",
        "https://doi.org/10.48550/arXiv.2401.00001",
        "https://openalex.org/W12",
    }
    assert set(map(str, graph.objects(FIRST, NS["schema"].sameAs))) == {
        "https://arxiv.org/abs/2401.00001",
        "https://www.semanticscholar.org/paper/abc%20def",
    }


def test_every_id_becomes_a_sound_iri() -> None:
    iris = Iris("https://example.org/a/")
    assert iris.node("Method", "method:水獺") == "https://example.org/a/method/%E6%B0%B4%E7%8D%BA"
    assert (
        iris.node("Paper", 'doi:10.1/a<b> "c"#d?e%2f')
        == "https://example.org/a/paper/doi:10.1%2Fa%3Cb%3E%20%22c%22%23d%3Fe%252f"
    )
    assert iris.node("Paper", "arxiv:hep-th/9901001") == "https://example.org/a/paper/arxiv:hep-th%2F9901001"
    assert iris.node("Repository", "repository:github.com/a/b") == "https://example.org/a/repository/github.com%2Fa%2Fb"
    assert iris.agent_name(iris.agent("a/b c")) == "a/b c"
    for label, id_ in (("Method", "method:a/b"), ("Paper", "title:\udc80x")):
        ox.NamedNode(iris.node(label, id_))
    ids = ["method:a/b", "method:a%2Fb", "method:a b", "method:a%20b"]
    assert len({iris.node("Method", i) for i in ids}) == len(ids)


def test_evidence_hangs_on_the_statement(graph: rdflib.Graph) -> None:
    statement = next(
        s
        for s in graph.subjects(NS["rdf"].predicate, NS["pa"].introduces)
        if graph.value(s, NS["rdf"].subject) == FIRST
    )
    assert graph.value(statement, NS["rdf"].object) == SEA
    assert (FIRST, NS["pa"].introduces, SEA) in graph
    assert graph.value(statement, NS["prov"].wasDerivedFrom) == FIRST
    assert graph.value(statement, NS["pa"].confidence).toPython() == 0.9
    assert str(graph.value(statement, NS["pa"].rule)) == "test"
    abstract = str(graph.value(FIRST, NS["dcterms"].abstract))
    places = {}
    for target in graph.objects(statement, NS["oa"].hasTarget):
        assert graph.value(target, NS["oa"].hasSource) == rdflib.URIRef(f"{FIRST}#abstract")
        for selector in graph.objects(target, NS["oa"].hasSelector):
            places[graph.value(selector, NS["rdf"].type)] = selector
    position, quote = places[NS["oa"].TextPositionSelector], places[NS["oa"].TextQuoteSelector]
    start, end = (graph.value(position, NS["oa"][name]).toPython() for name in ("start", "end"))
    assert abstract[start:end] == "present Sea Otter+"
    assert str(graph.value(quote, NS["oa"].exact)) == abstract
    assert graph.value(rdflib.URIRef(f"{FIRST}#abstract"), NS["schema"].isPartOf) == FIRST


def test_every_mention_has_its_place(graph: rdflib.Graph) -> None:
    statement = next(
        s
        for s in graph.subjects(NS["rdf"].predicate, NS["schema"].mentions)
        if graph.value(s, NS["rdf"].subject) == FIRST and graph.value(s, NS["rdf"].object) == OTTER
    )
    assert graph.value(statement, NS["pa"].mentionCount).toPython() == 2
    found = {}
    for target in graph.objects(statement, NS["oa"].hasTarget):
        if (place := graph.value(target, NS["schema"].position)) is not None:
            said = {
                str(p).rpartition("#")[2]: o.toPython()
                for s in graph.objects(target, NS["oa"].hasSelector)
                for p, o in graph.predicate_objects(s)
            }
            found[place.toPython()] = (said["start"], said["end"], said["exact"])
    abstract = str(graph.value(FIRST, NS["dcterms"].abstract))
    assert sorted(found) == [1, 2]
    assert [abstract[start:end] for _, (start, end, _) in sorted(found.items())] == ["Otter", "kind of Otter"]
    assert [exact for _, (_, _, exact) in sorted(found.items())] == ["Otter", "kind of Otter"]


def test_the_catalogue_is_an_agent_and_not_a_paper(graph: rdflib.Graph) -> None:
    by = {}
    for s in graph.subjects(NS["rdf"].predicate, NS["pa"].variantOf):
        if graph.value(s, NS["rdf"].subject) == RIVER:
            by[graph.value(s, NS["rdf"].object)] = (
                graph.value(s, NS["prov"].wasAttributedTo),
                graph.value(s, NS["prov"].wasDerivedFrom),
            )
    assert by[OTTER] == (rdflib.URIRef(f"{BASE}agent/catalogue"), None)
    assert by[rdflib.URIRef(f"{BASE}method/%E6%B0%B4%E7%8D%BA")][1] is not None
    grammar = rdflib.URIRef(f"{BASE}agent/grammar")
    assert (None, NS["prov"].wasAttributedTo, grammar) in graph


def test_lineage_is_skos_broader_too(graph: rdflib.Graph) -> None:
    broader = {(s.rpartition("/")[2], o.rpartition("/")[2]) for s, o in graph.subject_objects(NS["skos"].broader)}
    assert {
        ("river-otter", "otter"),
        ("shellcola", "waterglue"),
        ("pond-2", "pond"),
        ("pond-2-7b", "pond-2"),
    } <= broader
    lineage = [NS["pa"].variantOf, NS["dcterms"].isVersionOf, NS["dcterms"].isPartOf]
    assert len(broader) == len({(s, o) for p in lineage for s, o in graph.subject_objects(p)})


def test_results_say_what_they_are_about(graph: rdflib.Graph) -> None:
    (gain,) = graph.subjects(NS["pa"].isDelta, rdflib.Literal(True))
    assert graph.value(gain, NS["mls"].hasValue).toPython() == 2.5
    assert str(graph.value(gain, NS["schema"].unitText)) == "%"
    assert graph.value(gain, NS["fair4ml"].evaluationDataset) == rdflib.URIRef(f"{BASE}benchmark/fishsums")
    assert graph.value(gain, NS["pa"].scoreOf) == SEA
    assert graph.value(gain, NS["pa"].versus) == RIVER
    assert graph.value(gain, NS["fair4ml"].evaluatedMLModel) == rdflib.URIRef(f"{BASE}model/pond-2-7b")
    assert (FIRST, NS["pa"].reports, gain) in graph
    span = rdflib.URIRef(f"{gain}#span")
    assert graph.value(span, NS["oa"].hasSource) == rdflib.URIRef(f"{FIRST}#abstract")


def test_evidence_can_be_left_out(sample_graph: MemoryGraph, graph: rdflib.Graph) -> None:
    bare = to_rdflib(sample_graph, evidence="none")
    assert not list(bare.subjects(NS["rdf"].type, NS["rdf"].Statement))
    assert not list(bare.subject_objects(NS["oa"].exact))
    assert not list(bare.subject_objects(NS["pa"].confidence))
    assert (FIRST, NS["pa"].introduces, SEA) in bare
    assert set(bare.objects(FIRST, NS["schema"].mentions)) == set(graph.objects(FIRST, NS["schema"].mentions))


def test_the_base_can_be_chosen(sample_graph: MemoryGraph, graph: rdflib.Graph) -> None:
    other = to_rdflib(sample_graph, base="http://example.org/x")

    def move(term: rdflib.term.Node) -> rdflib.term.Node:
        stays = not isinstance(term, rdflib.URIRef) or term.startswith(f"{BASE}ontology")
        return term if stays else rdflib.URIRef(term.replace(BASE, "http://example.org/x/"))

    moved = {tuple(map(move, triple)) for triple in graph}
    differing = {
        t for t in set(other) ^ moved if t[1] not in (NS["dcterms"].bibliographicCitation, NS["void"].uriSpace)
    }
    assert differing == set()


@pytest.mark.parametrize(
    "base", ["example.org/x", "https://", "https://a b/", "https://e.org/<x>", "https://e.org/#", "ftp://e.org/"]
)
def test_a_base_that_cannot_be_one_is_refused(sample_graph: MemoryGraph, tmp_path: Path, base: str) -> None:
    with pytest.raises(PaperatlasError, match="base IRI"):
        export_rdf(sample_graph, tmp_path / "g.ttl", base=base)


def test_the_description_counts_right(sample_graph: MemoryGraph, tmp_path: Path, graph: rdflib.Graph) -> None:
    dataset = rdflib.URIRef(f"{BASE}atlas")
    assert {NS["void"].Dataset, NS["dcat"].Dataset, NS["skos"].ConceptScheme} <= set(
        graph.objects(dataset, NS["rdf"].type)
    )
    assert graph.value(dataset, NS["void"].triples).toPython() == len(graph) == len(list(statements(sample_graph)))
    assert graph.value(dataset, NS["dcterms"].license) is not None
    assert "3 papers" in str(graph.value(dataset, NS["dcterms"].bibliographicCitation))
    counted = {}
    for part in graph.objects(dataset, NS["void"].classPartition):
        counted[graph.value(part, NS["void"]["class"])] = graph.value(part, NS["void"].entities).toPython()
    for class_, count in counted.items():
        instances = set(graph.subjects(NS["rdf"].type, class_)) - {dataset}
        assert len(instances) == count, class_
    assert counted[NS["schema"].ScholarlyArticle] == 3
    outperforms = next(p for p in graph.objects(dataset, NS["void"].propertyPartition) if p.endswith("OUTPERFORMS"))
    assert graph.value(outperforms, NS["pa"].relationshipCount).toPython() == 3  # two papers say one of them
    activity = graph.value(dataset, NS["prov"].wasGeneratedBy)
    assert graph.value(graph.value(activity, NS["prov"].wasAssociatedWith), NS["schema"].softwareVersion) is not None
    exported = export_rdf(sample_graph, tmp_path / "g.nq")
    quads = list(ox.parse(path=str(tmp_path / "g.nq")))
    assert exported.statements == len(quads) == len(graph) + 1  # that one statement stands in two graphs
    (said,) = [q.object.value for q in quads if q.predicate.value == f"{PREFIXES['void']}triples"]
    assert int(said) == len(graph)


def test_time_comes_from_outside_or_not_at_all(sample_graph: MemoryGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = ox.NamedNode(f"{PREFIXES['prov']}endedAtTime")
    assert not [s for s in statements(sample_graph) if s.predicate == ended]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    (one,) = [s for s in statements(sample_graph) if s.predicate == ended]
    assert one.object.value == "2023-11-14T22:13:20Z"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(PaperatlasError, match="SOURCE_DATE_EPOCH"):
        list(statements(sample_graph))


def test_nothing_of_this_machine_leaks(sample_graph: MemoryGraph) -> None:
    text = "\n".join(str(s) for s in statements(sample_graph))
    assert "/home/me" not in text
    assert "Paperatlas" in text


def test_control_characters_survive_where_they_can(tmp_path: Path) -> None:
    odd = "a\x00b\x0bc\x7f\u2028\ufffe\U0001f9a6\r\nd\te"
    graph = MemoryGraph.of([Node("Paper", {"id": "title:x", "title": odd})], [])
    for format_ in FORMATS:
        path = written(graph, tmp_path, format_)
        (title,) = [
            q.object.value
            for q in ox.parse(path=str(path), format=format_.syntax)
            if q.subject.value.endswith("title:x") and q.predicate.value.endswith("/title")
        ]
        if format_.name == "rdfxml":
            assert title.replace("\r", "") == "a�b�c\x7f\u2028�\U0001f9a6\nd\te"
        else:
            assert title == odd, format_.name


def test_half_a_surrogate_pair_does_not_stop_the_export(tmp_path: Path) -> None:
    graph = MemoryGraph.of([Node("Paper", {"id": "title:x", "title": "a\ud83eb"})], [])
    assert export_rdf(graph, tmp_path / "g.ttl").statements > 5
    assert b'"a?b"' in (tmp_path / "g.ttl").read_bytes()


def test_endings_and_names_choose_the_format(sample_graph: MemoryGraph, tmp_path: Path) -> None:
    export_rdf(sample_graph, tmp_path / "g.TTL.gz")
    export_rdf(sample_graph, tmp_path / "g.txt", format="turtle")
    assert gzip.decompress((tmp_path / "g.TTL.gz").read_bytes()) == (tmp_path / "g.txt").read_bytes()
    with pytest.raises(PaperatlasError, match=r"ending .* names no RDF format"):
        export_rdf(sample_graph, tmp_path / "g.docx")
    with pytest.raises(PaperatlasError, match=r"no RDF format 'n3'.*Known formats: turtle"):
        export_rdf(sample_graph, tmp_path / "g.ttl", format="n3")


def test_standard_output(sample_graph: MemoryGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out, write_through=True))
    export_rdf(sample_graph, "-", format="ntriples")
    export_rdf(sample_graph, tmp_path / "g.nt")
    assert out.getvalue() == (tmp_path / "g.nt").read_bytes()


def test_a_failure_leaves_the_old_file(sample_graph: MemoryGraph, tmp_path: Path) -> None:
    path = tmp_path / "g.ttl"
    path.write_text("old")

    class Broken(MemoryGraph):
        def nodes(self) -> Any:
            yield from list(sample_graph.nodes())[:5]
            raise RuntimeError("the store went away")

    with pytest.raises(RuntimeError):
        export_rdf(Broken(), path)
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["g.ttl"]
    with pytest.raises(PaperatlasError, match="cannot be written"):
        export_rdf(sample_graph, tmp_path / "no" / "where" / "g.ttl")
    with pytest.raises(PaperatlasError, match="is a directory"):
        export_rdf(sample_graph, tmp_path, format="turtle")


def test_memory_does_not_grow_with_the_graph(tmp_path: Path) -> None:
    import tracemalloc

    class Many:
        def __init__(self, count: int) -> None:
            self.count = count

        def nodes(self) -> Any:
            yield Node("Method", {"id": "method:m", "name": "m", "discovered": False})
            for i in range(self.count):
                yield Node("Paper", {"id": f"arxiv:{i:09}", "title": f"Title {i}", "abstract": "An abstract. " * 20})
            for i in range(self.count):
                yield Node(
                    "Result",
                    {
                        "id": f"result:{i:09}",
                        "name": "r",
                        "value": 1.0,
                        "is_delta": False,
                        "better": "higher",
                        "field": "abstract",
                        "start": 0,
                        "end": 3,
                        "sentence": "An abstract.",
                    },
                )

        def relationships(self) -> Any:
            for i in range(self.count):
                paper = NodeKey("Paper", f"arxiv:{i:09}")
                yield Relationship(
                    "INTRODUCES", paper, NodeKey("Method", "method:m"), {"sentence": "An abstract.", "confidence": 0.5}
                )
            for i in range(self.count):
                yield Relationship("REPORTS", NodeKey("Paper", f"arxiv:{i:09}"), NodeKey("Result", f"result:{i:09}"))

    def peak(count: int, format_: str) -> int:
        tracemalloc.start()
        export_rdf(Many(count), tmp_path / "g", format=format_)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    for format_ in ("turtle", "nquads", "jsonld"):
        peak(50, format_)  # what is loaded once
        assert peak(1_500, format_) < peak(150, format_) + 200_000, format_


def test_rdflib_graph_has_no_triple_terms(sample_graph: MemoryGraph) -> None:
    with pytest.raises(PaperatlasError, match="rdflib has no triple terms"):
        to_rdflib(sample_graph, evidence="triple-terms")
    with pytest.raises(PaperatlasError, match="no form of evidence"):
        to_rdflib(sample_graph, evidence="some")  # type: ignore[arg-type]


def test_options_are_checked_where_statements_are_made_by_hand(sample_graph: MemoryGraph) -> None:
    quads = list(statements(sample_graph, StatementOptions(named_graphs=True)))
    assert all(isinstance(q, ox.Quad) for q in quads)
