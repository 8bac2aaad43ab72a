"""The mapping for neosemantics (n10s), the plugin that imports RDF into Neo4j: our labels, types and property names."""

from collections.abc import Iterator

from ..schema import NODE_TYPES, RELATIONSHIP_TYPES
from .terms import CLASS_OF_LABEL, NODE_PROPERTIES, PREDICATE_OF_TYPE, PREFIXES, ListTerm, expand

_PREFIXES = ("bibo", "dc", "dcterms", "fabio", "fair4ml", "mls", "pa", "prism", "rdfs", "schema", "skos", "void")


def n10s_cypher() -> str:
    """Cypher statements, one a line, to run once in an empty database before `n10s.rdf.import.fetch`."""
    return "\n".join(_statements()) + "\n"


def _statements() -> Iterator[str]:
    yield "// Written by `python -m paperatlas.graph.rdf.ontology`. Run once, in a database without n10s settings;:"
    yield '// CALL n10s.rdf.import.fetch("file:///…/graph.ttl", "Turtle") with an export made with --evidence none.'
    yield "CREATE CONSTRAINT n10s_unique_uri IF NOT EXISTS FOR (r:Resource) REQUIRE r.uri IS UNIQUE;"
    yield (
        'CALL n10s.graphconfig.init({handleVocabUris: "MAP", handleRDFTypes: "LABELS", handleMultival: "ARRAY", '
        f'multivalPropList: ["{expand("skos:altLabel")}", "{expand("dc:subject")}"], keepLangTag: false}});'
    )
    for prefix in _PREFIXES:
        yield f'CALL n10s.nsprefixes.add("{prefix}", "{PREFIXES[prefix]}");'
    for curie, name in _names().items():
        yield f'CALL n10s.mapping.add("{expand(curie)}", "{name}");'


def _names() -> dict[str, str]:
    """Term → what it is called in the property graph; two labels may share a term and then share the name."""
    out = {CLASS_OF_LABEL[node.label]: node.label for node in NODE_TYPES if node.label != "Atlas"}
    out.update({PREDICATE_OF_TYPE[r.type]: r.type for r in RELATIONSHIP_TYPES})
    for node in NODE_TYPES:
        if node.label != "Atlas":
            for name, how in NODE_PROPERTIES[node.label].items():
                out.setdefault(how.each if isinstance(how, ListTerm) else how.curie, name)
    del out["schema:author"]  # a person, not a name
    return out
