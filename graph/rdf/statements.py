"""From nodes and relationships to RDF statements, one at a time.

How evidence hangs together (the prefixes are those of `terms.py`):

    paper:arxiv:1 pa:introduces method:m .                        the plain triple
    statement:<digest> a rdf:Statement, oa:Annotation ;           the statement about it
        rdf:subject … ; rdf:predicate … ; rdf:object … ;          (or: rdf:reifies <<( … )>>, RDF 1.2)
        prov:wasDerivedFrom paper:arxiv:1 ; pa:confidence 0.9 ; pa:rule "…" ;
        oa:hasTarget <#span>, <#sentence> .
    <#span> oa:hasSource <paper#abstract> ; oa:hasSelector [ a oa:TextPositionSelector ; oa:start 0 ; oa:end 9 ] .
    <#sentence> a doco:Sentence ; oa:hasSource <paper#abstract> ;
        oa:hasSelector [ a oa:TextQuoteSelector ; oa:exact "…" ] .

A mention has a target for each place (`<#1>`, `<#2>` …), with both selectors. Every node has an IRI, none is blank:
two exports of one graph can be merged without doubling anything, and are equal as sets.
"""

import calendar
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from typing import Literal
from urllib.parse import quote

import pyoxigraph as ox

from ..memory import ReadableGraph
from ..schema import ENTITY_LABELS, LINEAGE, RELATIONSHIPS
from ..store import Node, NodeKey, Relationship, Value
from .iris import Iris
from .scratch import Scratch
from .terms import (
    ARXIV_DOI,
    CLASS_OF_LABEL,
    DEFAULT_BASE,
    FIELD_CLASSES,
    NODE_PROPERTIES,
    PREDICATE_OF_TYPE,
    SAME_AS,
    ListTerm,
    PropertyTerm,
    expand,
)

EvidenceForm = Literal["reified", "triple-terms", "none"]
EVIDENCE_FORMS: tuple[EvidenceForm, ...] = ("reified", "triple-terms", "none")

Statement = ox.Triple | ox.Quad
_DEFAULT_GRAPH = ox.DefaultGraph()


@dataclass(frozen=True)
class StatementOptions:
    """How the graph is put into RDF: where its IRIs live, in which form evidence is said, and whether each paper
    gets a named graph of its own (then quads are made, else triples)."""

    base: str = DEFAULT_BASE
    evidence: EvidenceForm = "reified"
    named_graphs: bool = False


@cache
def term(curie: str) -> ox.NamedNode:
    """The vocabulary term of a short name."""
    return ox.NamedNode(expand(curie))


_XSD = {
    name: ox.NamedNode(expand(f"xsd:{name}"))
    for name in ("integer", "nonNegativeInteger", "double", "boolean", "gYear", "gYearMonth", "date", "anyURI")
}


def date_literal(text: str) -> ox.Literal:
    """A date as precise as it is known; text that is no date of the calendar stays a plain string."""
    if re.fullmatch(r"\d{4}", text):
        return ox.Literal(text, datatype=_XSD["gYear"])
    match = re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d))?", text)
    if match and int(match[1]) > 0 and 1 <= int(match[2]) <= 12:
        if match[3] is None:
            return ox.Literal(text, datatype=_XSD["gYearMonth"])
        if 1 <= int(match[3]) <= calendar.monthrange(int(match[1]), int(match[2]))[1]:
            return ox.Literal(text, datatype=_XSD["date"])
    return ox.Literal(text)


def year_literal(year: int) -> ox.Literal:
    """xsd:gYear wants four digits at least."""
    return ox.Literal(f"{year:04d}", datatype=_XSD["gYear"])


def double_literal(number: float) -> ox.Literal:
    """The shortest text that reads back as the same number."""
    text = {"inf": "INF", "-inf": "-INF", "nan": "NaN"}.get(repr(float(number)), repr(float(number)))
    return ox.Literal(text, datatype=_XSD["double"])


def _literal(shape: str, value: Value) -> ox.Literal:
    if shape == "double":
        return double_literal(float(value))  # type: ignore[arg-type]
    if shape == "integer":
        return ox.Literal(str(value), datatype=_XSD["integer"])
    if shape == "boolean":
        return ox.Literal("true" if value else "false", datatype=_XSD["boolean"])
    if shape == "year":
        return year_literal(int(value))  # type: ignore[arg-type]
    text = _sound(str(value))
    if shape == "date":
        return date_literal(text)
    if shape == "address":
        return ox.Literal(text, datatype=_XSD["anyURI"])
    return ox.Literal(text)


def _sound(text: str) -> str:
    """Text that UTF-8 can hold: half of a surrogate pair, which broken input may leave behind, becomes `?`."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _offset(value: Value) -> ox.Literal:
    return ox.Literal(str(value), datatype=_XSD["nonNegativeInteger"])


def _list(value: Value | None) -> Sequence[str | int]:
    return value if isinstance(value, list) else ()


class StatementMaker:
    """Makes the statements of one export. `counts` afterwards holds how many nodes a label and relationships a type
    there were; `made` how many statements were made, and `triples` how many they are when graphs are not told apart."""

    def __init__(self, graph: ReadableGraph, options: StatementOptions) -> None:
        self.graph = graph
        self.options = options
        self.iris = Iris(options.base)
        self.counts: Counter[str] = Counter()
        self.made = 0
        self.triples = 0
        # By depth: the node or statement itself, what hangs on it, selectors; so each subject is written in one run.
        self._levels: tuple[list[Statement], ...] = ([], [], [])
        self._graph_name: ox.NamedNode | ox.DefaultGraph = _DEFAULT_GRAPH
        self._scheme = ox.NamedNode(self.iris.node("Atlas", "atlas"))

    def __iter__(self) -> Iterator[Statement]:
        with Scratch() as papers_of_results, Scratch() as broader:
            # A Result does not name its paper; its evidence and its named graph need it before REPORTS comes by.
            papers_of_results.put((r.tail.id, r.head.id) for r in self.graph.relationships() if r.type == "REPORTS")
            for node in self.graph.nodes():
                self._node(node, papers_of_results)
                yield from self._hand_out()
            last: tuple[str, NodeKey, NodeKey, object] | None = None
            for relationship in self.graph.relationships():
                last = self._relationship(relationship, last, papers_of_results, broader)
                yield from self._hand_out()

    def _hand_out(self) -> list[Statement]:
        out = [statement for level in self._levels for statement in level]
        for level in self._levels:
            level.clear()
        self.made += len(out)
        self.triples += len(out)
        return out

    def _add(
        self,
        subject: ox.NamedNode,
        predicate: ox.NamedNode,
        object_: ox.NamedNode | ox.Literal | ox.Triple,
        depth: int = 0,
    ) -> None:
        if self.options.named_graphs:
            self._levels[depth].append(ox.Quad(subject, predicate, object_, self._graph_name))
        else:
            self._levels[depth].append(ox.Triple(subject, predicate, object_))

    def _set_graph(self, paper_id: str | None) -> None:
        """Named graphs: what a paper says stands in its own; what nobody in particular says, in the default graph."""
        if self.options.named_graphs:
            self._graph_name = (
                ox.NamedNode(f"{self.iris.node('Paper', paper_id)}#graph") if paper_id is not None else _DEFAULT_GRAPH
            )

    # Nodes

    def _node(self, node: Node, papers_of_results: Scratch) -> None:
        self.counts[node.label] += 1
        subject = ox.NamedNode(self.iris.node(node.label, node.id))
        properties = node.properties
        paper_id = {"Paper": node.id, "Result": papers_of_results.get(node.id) if node.label == "Result" else None}.get(
            node.label
        )
        self._set_graph(paper_id)
        self._add(subject, term("rdf:type"), term(CLASS_OF_LABEL[node.label]))
        if node.label in ENTITY_LABELS:
            self._add(subject, term("rdf:type"), term("skos:Concept"))
            self._add(subject, term("skos:inScheme"), self._scheme)
        for name, how in NODE_PROPERTIES[node.label].items():
            if name not in properties:
                continue
            if isinstance(how, PropertyTerm):
                self._add(subject, term(how.curie), _literal(how.shape, properties[name]))
            elif name == "authors":
                self._authors(subject, _list(properties[name]))
            else:
                self._values(subject, how, _list(properties[name]))
        if node.label == "Paper":
            self._paper(subject, properties)
        elif node.label == "Result" and self.options.evidence != "none":
            self._add(subject, term("rdf:type"), term("oa:Annotation"))
            self._evidence(subject, paper_id, properties)

    def _paper(self, subject: ox.NamedNode, properties: Mapping[str, Value]) -> None:
        for name, (predicate, place) in SAME_AS.items():
            if name in properties:
                self._add(subject, term(predicate), ox.NamedNode(place + _path(str(properties[name]))))
        if "arxiv_id" in properties and not str(properties.get("doi", "")).startswith("10.48550/"):
            self._add(subject, term("owl:sameAs"), ox.NamedNode(ARXIV_DOI + _path(str(properties["arxiv_id"]))))
        for field, class_ in FIELD_CLASSES.items():
            if field in properties:
                part = ox.NamedNode(f"{subject.value}#{field}")
                self._add(part, term("rdf:type"), term(class_), 1)
                self._add(part, term("schema:isPartOf"), subject, 1)

    def _authors(self, paper: ox.NamedNode, names: Sequence[str | int]) -> None:
        """A name is no person: two papers by one name stay two persons until somebody knows better."""
        persons = [ox.NamedNode(f"{paper.value}#author-{i}") for i in range(1, len(names) + 1)]
        for person in persons:
            self._add(paper, term("schema:author"), person)
        self._ordered(paper, "bibo:authorList", persons)
        for person, name in zip(persons, names, strict=True):
            self._add(person, term("rdf:type"), term("schema:Person"), 1)
            self._add(person, term("schema:name"), ox.Literal(_sound(str(name))), 1)

    def _values(self, subject: ox.NamedNode, how: ListTerm, values: Sequence[str | int]) -> None:
        literals = [ox.Literal(_sound(str(value))) for value in values]
        for literal in dict.fromkeys(literals):
            self._add(subject, term(how.each), literal)
        if len(values) != 1:  # one value has no order to keep
            self._ordered(subject, how.ordered, literals)

    def _ordered(self, subject: ox.NamedNode, curie: str, members: Sequence[ox.NamedNode | ox.Literal]) -> None:
        name = curie.partition(":")[2]
        cells = [ox.NamedNode(f"{subject.value}#{name}-{i}") for i in range(1, len(members) + 1)]
        rest = [*cells[1:], term("rdf:nil")]
        self._add(subject, term(curie), cells[0] if cells else term("rdf:nil"))
        for cell, member, following in zip(cells, members, rest, strict=bool(cells)):
            self._add(cell, term("rdf:first"), member, 1)
            self._add(cell, term("rdf:rest"), following, 1)

    # Relationships

    def _relationship(
        self,
        relationship: Relationship,
        last: tuple[str, NodeKey, NodeKey, object] | None,
        papers_of_results: Scratch,
        broader: Scratch,
    ) -> tuple[str, NodeKey, NodeKey, object]:
        """Returns what tells the next relationship whether its plain triple has just been said."""
        type_, head, tail = relationship.type, relationship.head, relationship.tail
        self.counts[type_] += 1
        source = relationship.properties.get("source")
        if head.label == "Paper":
            paper_id: str | None = head.id
        elif head.label == "Result":
            paper_id = papers_of_results.get(head.id)
        else:
            paper_id = str(source) if source is not None and _is_paper(str(source)) else None
        self._set_graph(paper_id)
        subject = ox.NamedNode(self.iris.node(head.label, head.id))
        object_ = ox.NamedNode(self.iris.node(tail.label, tail.id))
        predicate = term(PREDICATE_OF_TYPE[type_])
        this = (type_, head, tail, paper_id if self.options.named_graphs else None)
        if this != last:
            self._add(subject, predicate, object_)
            if last is not None and this[:3] == last[:3]:
                self.triples -= 1  # the same triple, in another paper's graph
        if type_ in LINEAGE and broader.is_new(f"{self._graph_name}{subject}{object_}"):
            self._add(subject, term("skos:broader"), object_)
            if self.options.named_graphs and not broader.is_new(f"{subject}{object_}"):
                self.triples -= 1
        if RELATIONSHIPS[type_].properties and self.options.evidence != "none":
            self._statement(relationship, subject, predicate, object_, paper_id)
        return this

    def _statement(
        self,
        relationship: Relationship,
        subject: ox.NamedNode,
        predicate: ox.NamedNode,
        object_: ox.NamedNode,
        paper_id: str | None,
    ) -> None:
        properties = relationship.properties
        source = properties.get("source")
        said_by = str(source) if source is not None else paper_id or ""
        statement = ox.NamedNode(self.iris.statement(relationship.type, subject.value, object_.value, said_by))
        if self.options.evidence == "triple-terms":
            self._add(statement, term("rdf:type"), term("oa:Annotation"))
            self._add(statement, term("rdf:reifies"), ox.Triple(subject, predicate, object_))
        else:
            self._add(statement, term("rdf:type"), term("rdf:Statement"))
            self._add(statement, term("rdf:type"), term("oa:Annotation"))
            self._add(statement, term("rdf:subject"), subject)
            self._add(statement, term("rdf:predicate"), predicate)
            self._add(statement, term("rdf:object"), object_)
        if paper_id is not None:
            self._add(statement, term("prov:wasDerivedFrom"), ox.NamedNode(self.iris.node("Paper", paper_id)))
        elif source is not None:
            self._add(statement, term("prov:wasAttributedTo"), ox.NamedNode(self.iris.agent(str(source))))
        if "count" in properties:
            self._add(statement, term("pa:mentionCount"), _offset(properties["count"]))
        self._evidence(statement, paper_id, properties)

    def _evidence(self, about: ox.NamedNode, paper_id: str | None, properties: Mapping[str, Value]) -> None:
        """Confidence, rule and targets of a statement or a Result."""
        if "confidence" in properties:
            self._add(about, term("pa:confidence"), double_literal(properties["confidence"]))  # type: ignore[arg-type]
        if "rule" in properties:
            self._add(about, term("pa:rule"), ox.Literal(_sound(str(properties["rule"]))))
        paper = self.iris.node("Paper", paper_id) if paper_id is not None else None
        places = zip_longest(*(_list(properties.get(name)) for name in ("fields", "starts", "ends", "surfaces")))
        for i, (field, start, end, surface) in enumerate(places, 1):
            place = self._target(about, str(i), paper, field, start, end, surface)
            self._add(place, term("schema:position"), ox.Literal(str(i), datatype=_XSD["integer"]), 1)
        field, start, end = (properties.get(name) for name in ("field", "start", "end"))
        if not (field is None and start is None and end is None):
            self._target(about, "span", paper, field, start, end, None)
        if "sentence" in properties:
            fields = _list(properties.get("fields"))
            where = field if field is not None else fields[0] if fields else None
            sentence = self._target(about, "sentence", paper, where, None, None, properties["sentence"])
            self._add(sentence, term("rdf:type"), term("doco:Sentence"), 1)

    def _target(
        self,
        about: ox.NamedNode,
        name: str,
        paper: str | None,
        field: Value | None,
        start: Value | None,
        end: Value | None,
        exact: Value | None,
    ) -> ox.NamedNode:
        target = ox.NamedNode(f"{about.value}#{name}")
        self._add(about, term("oa:hasTarget"), target)
        self._add(target, term("rdf:type"), term("oa:SpecificResource"), 1)
        if paper is not None:
            self._add(target, term("oa:hasSource"), ox.NamedNode(f"{paper}#{_path(str(field))}" if field else paper), 1)
        if start is not None or end is not None:
            selector = ox.NamedNode(f"{target.value}-position")
            self._add(target, term("oa:hasSelector"), selector, 1)
            self._add(selector, term("rdf:type"), term("oa:TextPositionSelector"), 2)
            for predicate, offset in (("oa:start", start), ("oa:end", end)):
                if offset is not None:
                    self._add(selector, term(predicate), _offset(offset), 2)
        if exact is not None:
            selector = ox.NamedNode(f"{target.value}-quote")
            self._add(target, term("oa:hasSelector"), selector, 1)
            self._add(selector, term("rdf:type"), term("oa:TextQuoteSelector"), 2)
            self._add(selector, term("oa:exact"), ox.Literal(_sound(str(exact))), 2)
        return target


def _is_paper(source: str) -> bool:
    """Paper ids have a scheme (`arxiv:…`); `catalogue` and `grammar` have none."""
    return ":" in source


def _path(text: str) -> str:
    return quote(text, safe="/:~-._()", errors="replace")
