"""From the RDF of an export back to what each paper contributes to the graph: the inverse of `statements.py`."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

import pyoxigraph as ox

from ..schema import NODES, RELATIONSHIPS
from ..store import Node, NodeKey, PaperFacts, Relationship, Value
from .iris import Iris
from .subjects import Said, Subjects
from .terms import CLASS_OF_LABEL, NODE_PROPERTIES, PREDICATE_OF_TYPE, TYPE_OF_PREDICATE, ListTerm, expand

_LABEL_OF_CLASS = {expand(curie): label for label, curie in CLASS_OF_LABEL.items()}
_NIL = expand("rdf:nil")

_TYPE, _DERIVED, _ATTRIBUTED = (expand(c) for c in ("rdf:type", "prov:wasDerivedFrom", "prov:wasAttributedTo"))


class UnreadableError(Exception):
    """A thing of the graph cannot be rebuilt; the message says which, and what it lacks."""


@dataclass(frozen=True)
class _Said:
    """A relationship with the IRIs of its ends."""

    relationship: Relationship
    head: str
    tail: str

    @property
    def order(self) -> tuple[str, NodeKey, NodeKey, str]:
        r = self.relationship
        return r.type, r.head, r.tail, str(r.properties.get("source", ""))


class RdfReader:
    """Rebuilds papers from the RDF of an export, in any of its formats and forms of evidence."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self._rdf = Subjects(quads, (_TYPE, _DERIVED, _ATTRIBUTED))
        self._node = lru_cache(maxsize=50_000)(self._read_node)
        self._shared: dict[str, list[_Said]] = defaultdict(list)
        """What no paper says: the catalogue's and the grammar's relationships, by their heads."""
        for statement in self._rdf.subjects_of(_ATTRIBUTED):
            if (said := self._relationship(statement)) is not None:
                self._shared[said.head].append(said)

    def papers(self) -> list[str]:
        """IRIs of the papers, in the order of their ids."""
        found = self._rdf.subjects_of(_TYPE, expand(CLASS_OF_LABEL["Paper"]))
        return sorted(found, key=lambda iri: (self._first(iri, "dcterms:identifier") or "", iri))

    def has_evidence(self) -> bool:
        """Whether statements about relationships are there: an export without them cannot be read back."""
        return not self._rdf.predicates.isdisjoint((expand("rdf:predicate"), expand("rdf:reifies")))

    def close(self) -> None:
        """Let go of the temporary file."""
        self._rdf.close()

    def facts(self, paper_iri: str) -> PaperFacts:
        """All that the paper contributes. UnreadableError where a node it needs is not whole."""
        paper = self._node(paper_iri)
        said = [one for s in self._rdf.subjects_of(_DERIVED, paper_iri) if (one := self._relationship(s))]
        for result in self._links(paper_iri, "REPORTS"):
            said.append(self._plain("REPORTS", paper_iri, result))
            for type_ in ("ON", "OF", "WITH", "VERSUS"):
                said += [self._plain(type_, result, tail) for tail in self._links(result, type_)]
        nodes: dict[str, Node] = {}
        shared: dict[tuple[str, NodeKey, NodeKey, str], _Said] = {}
        waiting = [iri for one in said for iri in (one.head, one.tail) if iri != paper_iri]
        while waiting:
            iri = waiting.pop()
            if iri not in nodes:
                nodes[iri] = self._node(iri)
                for one in self._shared.get(iri, ()):
                    shared[one.order] = one
                    waiting.append(one.tail)
        every = sorted([*said, *shared.values()], key=lambda one: one.order)
        return PaperFacts(
            paper,
            tuple(sorted(nodes.values(), key=lambda node: node.key)),
            tuple(one.relationship for one in every),
        )

    # Nodes

    def _read_node(self, iri: str) -> Node:
        said = self._rdf.said_of(iri)
        label = next((_LABEL_OF_CLASS[c] for c in _texts(said, "rdf:type") if c in _LABEL_OF_CLASS), None)
        if label is None:
            raise UnreadableError(f"<{iri}> has no class of this graph")
        properties: dict[str, Value] = {}
        for name, how in NODE_PROPERTIES[label].items():
            if isinstance(how, ListTerm):
                values = self._list(said, how)
                if values is not None:
                    properties[name] = self._names(values) if name == "authors" else values
            elif texts := _texts(said, how.curie):
                properties[name] = _value(how.shape, texts[0])
        if label == "Result":
            properties.update(self._evidence(said))
        lacking = [p.name for p in NODES[label].properties if p.required and p.name not in properties]
        if lacking:
            raise UnreadableError(f"<{iri}> lacks {', '.join(lacking)}")
        return Node(label, properties)

    def _list(self, said: Said, how: ListTerm) -> list[str] | None:
        cells = _texts(said, how.ordered)
        if not cells:
            return _texts(said, how.each) or None
        out, cell, seen = [], cells[0], {_NIL}
        while cell not in seen:
            seen.add(cell)
            here = self._rdf.said_of(cell)
            out += _texts(here, "rdf:first")[:1]
            cell = next(iter(_texts(here, "rdf:rest")), _NIL)
        return out

    def _names(self, persons: list[str]) -> list[str]:
        return [self._first(person, "schema:name") or "" for person in persons]

    # Relationships

    def _plain(self, type_: str, head: str, tail: str) -> _Said:
        return _Said(Relationship(type_, self._node(head).key, self._node(tail).key), head, tail)

    def _relationship(self, statement: str) -> _Said | None:
        """The relationship that a statement is about; None where it is about something else."""
        said = self._rdf.said_of(statement)
        triple = next((value for value in said.get(expand("rdf:reifies"), ()) if isinstance(value, list)), None)
        if triple is not None:
            ends = (triple[0], triple[1], triple[2])
        else:
            parts = [_texts(said, f"rdf:{name}")[:1] for name in ("subject", "predicate", "object")]
            if not all(parts):
                return None
            ends = (parts[0][0], parts[1][0], parts[2][0])
        type_ = TYPE_OF_PREDICATE.get(ends[1])
        if type_ is None:
            return None
        properties = self._evidence(said)
        if any(p.name == "source" for p in RELATIONSHIPS[type_].properties):
            properties["source"] = self._source(said)
        if counts := _texts(said, "pa:mentionCount"):
            properties["count"] = int(counts[0])
        relationship = Relationship(type_, self._node(ends[0]).key, self._node(ends[2]).key, properties)
        return _Said(relationship, ends[0], ends[2])

    def _source(self, said: Said) -> str:
        papers, agents = _texts(said, "prov:wasDerivedFrom"), _texts(said, "prov:wasAttributedTo")
        return self._node(papers[0]).id if papers else Iris("").agent_name(agents[0])

    def _evidence(self, said: Said) -> dict[str, Value]:
        out: dict[str, Value] = {}
        places: list[tuple[int, str, int, int, str]] = []
        for target in _texts(said, "oa:hasTarget"):
            here = self._rdf.said_of(target)
            source = next(iter(_texts(here, "oa:hasSource")), "")
            field = unquote(source.partition("#")[2])
            found: dict[str, str] = {}
            for selector in _texts(here, "oa:hasSelector"):
                how = self._rdf.said_of(selector)
                found.update({c: _texts(how, c)[0] for c in ("oa:start", "oa:end", "oa:exact") if _texts(how, c)})
            if expand("doco:Sentence") in _texts(here, "rdf:type"):
                out["sentence"] = found.get("oa:exact", "")
            elif positions := _texts(here, "schema:position"):
                start, end = int(found.get("oa:start", 0)), int(found.get("oa:end", 0))
                places.append((int(positions[0]), field, start, end, found.get("oa:exact", "")))
            else:
                out.update({"field": field} if field else {})
                out.update({name: int(found[f"oa:{name}"]) for name in ("start", "end") if f"oa:{name}" in found})
        if places:
            places.sort()
            out["fields"] = [place[1] for place in places]
            out["starts"] = [place[2] for place in places]
            out["ends"] = [place[3] for place in places]
            out["surfaces"] = [place[4] for place in places]
        if numbers := _texts(said, "pa:confidence"):
            out["confidence"] = float(numbers[0])
        if rules := _texts(said, "pa:rule"):
            out["rule"] = rules[0]
        return out

    def _first(self, iri: str, curie: str) -> str | None:
        return next(iter(_texts(self._rdf.said_of(iri), curie)), None)

    def _links(self, iri: str, type_: str) -> list[str]:
        return sorted(_texts(self._rdf.said_of(iri), PREDICATE_OF_TYPE[type_]))


def _texts(said: Said, curie: str) -> list[str]:
    """The values of a predicate as text, IRIs and literals alike."""
    return [value for value in said.get(expand(curie), ()) if isinstance(value, str)]


def _value(shape: str, text: str) -> Value:
    if shape in ("integer", "year"):
        return int(text)
    if shape == "double":
        return float(text)
    return text in ("true", "1") if shape == "boolean" else text
