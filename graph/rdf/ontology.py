"""Writes what follows from the schema: `ontology.ttl`, `shapes.ttl`, `context.jsonld` and `n10s.cypher`.

    python -m paperatlas.graph.rdf.ontology

They are files so that they can be read, published and diffed; a test says when they are stale.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import orjson

from ..schema import NODE_TYPES, RELATIONSHIP_TYPES, RELATIONSHIPS
from .jsonld import context
from .n10s import n10s_cypher
from .shapes import shapes_ttl
from .terms import (
    CLASS_OF_LABEL,
    EVIDENCE_TERMS,
    FIELD_CLASSES,
    NODE_PROPERTIES,
    ONTOLOGY,
    ONTOLOGY_VERSION,
    PREDICATE_OF_TYPE,
    PREFIXES,
    ListTerm,
)
from .turtle import block, prefix_lines, quoted
from .vocabulary import BORROWED_RELATED, OWN_CLASSES, OWN_LINKS, OWN_VALUES, STRUCTURE, OwnTerm

HERE = Path(__file__).parent
RANGE_OF_SHAPE: dict[str, str] = {
    "string": "xsd:string",
    "integer": "xsd:integer",
    "double": "xsd:double",
    "boolean": "xsd:boolean",
    "year": "xsd:gYear",
    "address": "xsd:anyURI",
}


def files() -> dict[str, bytes]:
    """Name → content of every generated file."""
    return {
        "ontology.ttl": ontology_ttl().encode(),
        "shapes.ttl": shapes_ttl().encode(),
        "n10s.cypher": n10s_cypher().encode(),
        "context.jsonld": orjson.dumps({"@context": context()}, option=orjson.OPT_INDENT_2) + b"\n",
    }


def ontology_ttl() -> str:
    """The OWL 2 ontology: our own terms with domains and ranges that follow from the schema; borrowed ones declared,
    with a note on what they say here, and nothing asserted of them beyond."""
    parts = [prefix_lines(p for p in PREFIXES if p != "sh"), _header()]
    parts += ["# Classes", *_classes(), "# Links", *_links(), "# Values", *_values(), "# Annotations", *_annotations()]
    return "\n".join(parts)


def _header() -> str:
    return block(
        f"<{ONTOLOGY}>",
        ("a", "owl:Ontology"),
        ("owl:versionIRI", f"<{ONTOLOGY}/{ONTOLOGY_VERSION}>"),
        ("owl:versionInfo", quoted(ONTOLOGY_VERSION)),
        ("dcterms:title", quoted("Paperatlas ontology", "en")),
        (
            "dcterms:description",
            quoted(
                "Papers on machine learning, the methods, models, datasets and benchmarks they name, the results they "
                "report, and the sentence behind every link. Generated from the schema of the Paperatlas graph.",
                "en",
            ),
        ),
        ("dcterms:creator", quoted("The Paperatlas team")),
        ("dcterms:license", "<https://creativecommons.org/publicdomain/zero/1.0/>"),
        ("vann:preferredNamespacePrefix", quoted("pa")),
        ("vann:preferredNamespaceUri", quoted(PREFIXES["pa"])),
    )


def _union(classes: Iterable[str]) -> str:
    members = list(dict.fromkeys(classes))
    return members[0] if len(members) == 1 else f"[ a owl:Class ; owl:unionOf ( {' '.join(members)} ) ]"


def _names(names: Iterable[str]) -> list[tuple[str, str]]:
    return [("pa:inPropertyGraph", quoted(name)) for name in names]


def _own(
    curie: str,
    type_: str,
    term: OwnTerm,
    about: Iterable[str],
    names: Iterable[str],
    domain: str | None,
    range_: str | None,
) -> str:
    facts = [("a", type_), ("rdfs:label", quoted(term.label, "en"))]
    texts = [term.about] if term.about else list(dict.fromkeys(about))
    facts += [("rdfs:comment", quoted(sentence(text), "en")) for text in texts]
    facts += [(predicate, other) for predicate, other in term.related]
    facts += [("rdfs:domain", domain)] if domain else []
    facts += [("rdfs:range", range_)] if range_ else []
    return block(curie, *facts, *_names(names), ("rdfs:isDefinedBy", f"<{ONTOLOGY}>"))


def _borrowed(curie: str, type_: str, notes: Iterable[str], names: Iterable[str]) -> str:
    prefix, _, local = curie.partition(":")
    facts = [("a", type_), ("rdfs:label", quoted(_words(local), "en"))]
    facts += [("skos:scopeNote", quoted(sentence(note), "en")) for note in dict.fromkeys(notes)]
    facts += list(BORROWED_RELATED.get(curie, ()))
    return block(curie, *facts, *_names(names), ("rdfs:isDefinedBy", f"<{PREFIXES[prefix]}>"))


def sentence(text: str) -> str:
    """The schema's phrases as sentences: capital first, point last."""
    return text[0].upper() + text[1:] + ("" if text.endswith(".") else ".")


_SPELLED = {
    "MLModel": "ML model",
    "evaluatedMLModel": "evaluated ML model",
    "hasArXivId": "has arXiv identifier",
    "doi": "DOI",
}


def _words(local: str) -> str:
    """`hasPublicationYear` → `has publication year`"""
    return _SPELLED.get(local) or "".join(f" {c.lower()}" if c.isupper() and i else c for i, c in enumerate(local))


def _classes() -> Iterator[str]:
    for node in NODE_TYPES:
        curie = CLASS_OF_LABEL[node.label]
        if curie in OWN_CLASSES:
            yield _own(curie, "owl:Class", OWN_CLASSES[curie], [node.about], [node.label], None, None)
        else:
            yield _borrowed(curie, "owl:Class", [node.about], [node.label])
    for field, curie in FIELD_CLASSES.items():
        yield _borrowed(curie, "owl:Class", [f"A paper's {field}, in which offsets count."], [])
    yield _borrowed("doco:Sentence", "owl:Class", ["The place of a sentence that supports a link."], [])


def _links() -> Iterator[str]:
    for r in RELATIONSHIP_TYPES:
        curie = PREDICATE_OF_TYPE[r.type]
        if curie in OWN_LINKS:
            domain = _union(CLASS_OF_LABEL[label] for label in r.heads)
            range_ = _union(CLASS_OF_LABEL[label] for label in r.tails)
            yield _own(curie, "owl:ObjectProperty", OWN_LINKS[curie], [r.about], [r.type], domain, range_)
        else:
            yield _borrowed(curie, "owl:ObjectProperty", [r.about], [r.type])
    lists = {
        how.ordered: f"{node.label}.{name}"
        for node in NODE_TYPES
        for name, how in NODE_PROPERTIES[node.label].items()
        if isinstance(how, ListTerm)
    }
    for curie, name in lists.items():
        if curie in OWN_LINKS:
            term = OWN_LINKS[curie]
            yield _own(curie, "owl:ObjectProperty", term, [], [], term.domain, term.range)
        else:
            yield _borrowed(curie, "owl:ObjectProperty", ["The authors in their order."], [name])
    for curie, about in STRUCTURE.items():
        if curie not in ("schema:position", "schema:name", "oa:start", "oa:end", "oa:exact"):
            yield _borrowed(curie, "owl:ObjectProperty", [about], _evidence_names(curie))


def _values() -> Iterator[str]:
    uses: dict[str, list[tuple[str, str, str, str]]] = {}
    for node in NODE_TYPES:
        for name, how in NODE_PROPERTIES[node.label].items():
            curie = how.each if isinstance(how, ListTerm) else how.curie
            shape = "string" if isinstance(how, ListTerm) else how.shape
            if curie not in STRUCTURE or curie == "schema:name":
                uses.setdefault(curie, []).append((node.label, name, node.property(name).about, shape))
    for curie, where in uses.items():
        about = [text for _, _, text, _ in where]
        names = [f"{label}.{name}" for label, name, _, _ in where]
        if curie in OWN_VALUES:
            domain = _union(CLASS_OF_LABEL[label] for label, _, _, _ in where)
            type_ = "owl:DatatypeProperty , owl:FunctionalProperty"
            yield _own(curie, type_, OWN_VALUES[curie], about, names, domain, RANGE_OF_SHAPE.get(where[0][3]))
        else:
            note = [STRUCTURE["schema:name"]] if curie == "schema:name" else []
            yield _borrowed(curie, "owl:DatatypeProperty", [*about, *note], names)
    for curie in ("schema:position", "oa:start", "oa:end", "oa:exact"):
        yield _borrowed(curie, "owl:DatatypeProperty", [STRUCTURE[curie]], _evidence_names(curie))
    for curie, term in OWN_VALUES.items():
        if curie not in uses:
            about = [p.about for r in RELATIONSHIP_TYPES for p in r.properties if EVIDENCE_TERMS.get(p.name) == curie]
            yield _own(curie, "owl:DatatypeProperty", term, about, _evidence_names(curie), term.domain, term.range)


def _evidence_names(curie: str) -> list[str]:
    """`MENTIONS.count` and so on: the relationships' properties that a term says."""
    return [
        f"{type_}.{p.name}"
        for type_, r in RELATIONSHIPS.items()
        for p in r.properties
        if EVIDENCE_TERMS[p.name] == curie
    ]


def _annotations() -> Iterator[str]:
    yield block(
        "pa:inPropertyGraph",
        ("a", "owl:AnnotationProperty"),
        ("rdfs:label", quoted("in the property graph", "en")),
        (
            "rdfs:comment",
            quoted("The label, relationship type or property of the graph that the term stands for.", "en"),
        ),
        ("rdfs:isDefinedBy", f"<{ONTOLOGY}>"),
    )
    for curie in (
        "dcterms:creator", "dcterms:license", "skos:closeMatch", "skos:relatedMatch", "skos:scopeNote",
        "vann:preferredNamespacePrefix", "vann:preferredNamespaceUri",
    ):  # fmt: skip
        yield block(curie, ("a", "owl:AnnotationProperty"))


def main() -> None:
    """Write the files beside this module and say which ones changed."""
    for name, content in files().items():
        path = HERE / name
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
            print(f"{path.name} written", file=sys.stderr)


if __name__ == "__main__":
    main()
