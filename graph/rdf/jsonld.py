"""JSON-LD with a context of our own: short keys, coerced types; written node by node."""

from collections.abc import Iterable
from functools import cache
from itertools import groupby
from typing import IO, Any

import orjson
import pyoxigraph as ox

from paperatlas.errors import PaperatlasError

from .statements import Statement
from .terms import (
    CLASS_OF_LABEL,
    EXPORTED_PREFIXES,
    FIELD_CLASSES,
    NODE_PROPERTIES,
    PREDICATE_OF_TYPE,
    PREFIXES,
    PropertyTerm,
    expand,
)

_STRING = expand("xsd:string")
_TYPE = expand("rdf:type")
_DATATYPES: dict[str, str | None] = {
    "string": None,
    "date": None,  # as precise as it is known: each value names its own type
    "integer": "xsd:integer",
    "double": "xsd:double",
    "boolean": "xsd:boolean",
    "year": "xsd:gYear",
    "address": "xsd:anyURI",
}
_LINKS: tuple[str, ...] = (
    "schema:author", "bibo:authorList", "pa:aliasList", "pa:categoryList", "schema:sameAs", "owl:sameAs",
    "schema:isPartOf", "skos:broader", "skos:inScheme", "rdf:subject", "rdf:predicate", "rdf:object", "rdf:rest",
    "prov:wasDerivedFrom", "prov:wasAttributedTo", "oa:hasTarget", "oa:hasSource", "oa:hasSelector",
)  # fmt: skip
_VALUES: dict[str, str | None] = {
    "skos:altLabel": None,
    "dc:subject": None,
    "pa:rule": None,
    "oa:exact": None,
    "pa:confidence": "xsd:double",
    "pa:mentionCount": "xsd:nonNegativeInteger",
    "oa:start": "xsd:nonNegativeInteger",
    "oa:end": "xsd:nonNegativeInteger",
    "schema:position": "xsd:integer",
}
_CLASSES: tuple[str, ...] = (
    *CLASS_OF_LABEL.values(), *FIELD_CLASSES.values(), "schema:Person", "skos:Concept", "rdf:Statement",
    "oa:Annotation", "oa:SpecificResource", "oa:TextPositionSelector", "oa:TextQuoteSelector", "doco:Sentence",
)  # fmt: skip


@cache
def context() -> dict[str, Any]:
    """The context: prefixes, a short key for each class, and for each predicate a key with the type of its values."""
    out: dict[str, Any] = {"@version": 1.1, "id": "@id", "type": "@type"}
    out.update({prefix: PREFIXES[prefix] for prefix in EXPORTED_PREFIXES})
    for curie in _CLASSES:
        out[_free_key(curie, out)] = curie
    for curie, datatype in predicates().items():
        entry: dict[str, Any] = {"@id": curie}
        if datatype is not None:
            entry["@type"] = datatype
        out[_free_key(curie, out)] = entry
    return out


def predicates() -> dict[str, str | None]:
    """Every predicate of an export with the type of its values: `@id` for links, None where values say it."""
    out: dict[str, str | None] = {}
    for terms in NODE_PROPERTIES.values():
        for how in terms.values():
            if isinstance(how, PropertyTerm):
                out[how.curie] = _DATATYPES[how.shape]
    out["dcterms:issued"] = None  # a year of an entity, but a time of the export
    out.update(dict.fromkeys((*PREDICATE_OF_TYPE.values(), *_LINKS), "@id"))
    out.update(_VALUES)
    return out


def _free_key(curie: str, taken: dict[str, Any]) -> str:
    """The name without its prefix, unless another vocabulary's has it already."""
    name = curie.partition(":")[2]
    return curie if name in taken else name


@cache
def _keys() -> dict[str, tuple[str, str | None]]:
    """IRI of a predicate → its key and the type that the context gives its values."""
    return {
        expand(entry["@id"]): (key, entry.get("@type"))
        for key, entry in context().items()
        if isinstance(entry, dict) and "@id" in entry
    }


@cache
def _class_names() -> dict[str, str]:
    return {expand(curie): key for key, curie in context().items() if curie in _CLASSES}


def write_jsonld(statements: Iterable[Statement], stream: IO[bytes], prefixes: dict[str, str]) -> None:
    """One document: the context, so that reading needs no network, and an object for each run of one subject."""
    whole = {**context(), **{k: v for k, v in prefixes.items() if k not in context()}}
    shorten = _Shortener({k: v for k, v in prefixes.items() if k not in context()})
    stream.write(b'{"@context": ' + orjson.dumps(whole) + b',\n"@graph": [')
    separator = b"\n"
    for subject, group in groupby(statements, key=lambda s: s.subject):
        node: dict[str, Any] = {"id": shorten(subject.value)}
        for statement in group:
            _add(node, statement, shorten)
        stream.write(separator + orjson.dumps(node))
        separator = b",\n"
    stream.write(b"\n]}\n")


class _Shortener:
    """IRIs below the prefixes of an export in short form, where that reads back as the same IRI."""

    def __init__(self, prefixes: dict[str, str]) -> None:
        self._prefixes = sorted(((place, prefix) for prefix, place in prefixes.items()), reverse=True)

    def __call__(self, iri: str) -> str:
        for place, prefix in self._prefixes:
            if iri.startswith(place) and not iri[len(place) :].startswith("//"):
                return f"{prefix}:{iri[len(place) :]}"
        return iri


def _add(node: dict[str, Any], statement: Statement, shorten: _Shortener) -> None:
    predicate, object_ = statement.predicate.value, statement.object
    if isinstance(object_, ox.Triple):
        raise PaperatlasError("JSON-LD has no form for triple terms.", "Use Turtle, TriG, N-Triples or N-Quads.")
    key, coerced = _keys().get(predicate, (predicate, None))
    value: Any
    if predicate == _TYPE:
        key, value = "type", _class_names().get(object_.value, object_.value)
    elif isinstance(object_, ox.NamedNode):
        value = shorten(object_.value)
        if coerced != "@id":
            value = {"id": value}
    elif isinstance(object_, ox.BlankNode):
        value = {"id": str(object_)}
    else:
        datatype = object_.datatype.value
        value = object_.value
        if coerced == "@id" or datatype != (_STRING if coerced is None else expand(coerced)):
            value = {"@value": value} if datatype == _STRING else {"@value": value, "@type": datatype}
    if key not in node:
        node[key] = value
    elif isinstance(node[key], list):
        node[key].append(value)
    else:
        node[key] = [node[key], value]
