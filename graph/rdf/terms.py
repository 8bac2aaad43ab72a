"""Which RDF term says what the schema says: the one table that export, ontology, shapes, context and reader share.

A term of a vocabulary in wide use is taken wherever one says the same; only what none says has a term of our own
(prefix `pa`). `tests/graph/rdf/test_ontology.py` compares these tables with `graph/schema.py`.
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal

ONTOLOGY = "https://w3id.org/paperatlas/ontology"
ONTOLOGY_VERSION = "1.0.0"
DEFAULT_BASE = "https://w3id.org/paperatlas/"
"""Where the graph's own things live, unless the user names another place. The ontology stays where it is."""

PREFIXES: dict[str, str] = {
    "bibo": "http://purl.org/ontology/bibo/",
    "cito": "http://purl.org/spar/cito/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "doco": "http://purl.org/spar/doco/",
    "fabio": "http://purl.org/spar/fabio/",
    "fair4ml": "https://w3id.org/fair4ml#",
    "lpwc": "https://linkedpaperswithcode.com/class/",
    "mls": "http://www.w3.org/ns/mls#",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "pa": f"{ONTOLOGY}#",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

EXPORTED_PREFIXES: tuple[str, ...] = tuple(p for p in PREFIXES if p not in ("cito", "lpwc", "sh", "vann"))
"""Prefixes that an export declares; the others occur in the ontology and the shapes only."""


@cache
def expand(curie: str) -> str:
    """`skos:prefLabel` → the whole IRI. KeyError where the prefix is not declared."""
    prefix, _, name = curie.partition(":")
    return PREFIXES[prefix] + name


CLASS_OF_LABEL: dict[str, str] = {
    "Paper": "schema:ScholarlyArticle",
    "Method": "pa:Method",
    "Model": "fair4ml:MLModel",
    "Dataset": "schema:Dataset",
    "Benchmark": "pa:Benchmark",
    "Result": "mls:ModelEvaluation",
    "Repository": "schema:SoftwareSourceCode",
    "Atlas": "void:Dataset",
}

PREDICATE_OF_TYPE: dict[str, str] = {
    "MENTIONS": "schema:mentions",
    "INTRODUCES": "pa:introduces",
    "EVALUATES_ON": "pa:evaluatesOn",
    "TRAINS_ON": "pa:trainsOn",
    "USES": "pa:uses",
    "COMPARES_WITH": "pa:comparesWith",
    "VARIANT_OF": "pa:variantOf",
    "VERSION_OF": "dcterms:isVersionOf",
    "PART_OF": "dcterms:isPartOf",
    "OUTPERFORMS": "pa:outperforms",
    "REPORTS": "pa:reports",
    "ON": "fair4ml:evaluationDataset",
    "OF": "pa:scoreOf",
    "WITH": "fair4ml:evaluatedMLModel",
    "VERSUS": "pa:versus",
    "HAS_CODE": "pa:hasCode",
}
TYPE_OF_PREDICATE: dict[str, str] = {expand(curie): type_ for type_, curie in PREDICATE_OF_TYPE.items()}

Shape = Literal["string", "integer", "double", "boolean", "year", "date", "address"]
"""How a value becomes a literal; `date` is as precise as the value is, `address` is xsd:anyURI."""


@dataclass(frozen=True)
class PropertyTerm:
    """A property of a node: its predicate and the form of its literal."""

    curie: str
    shape: Shape


@dataclass(frozen=True)
class ListTerm:
    """A list: `each` links to every value (the usual term), `ordered` to an rdf:List that keeps their order."""

    each: str
    ordered: str


_ENTITY: dict[str, PropertyTerm | ListTerm] = {
    "id": PropertyTerm("dcterms:identifier", "string"),
    "name": PropertyTerm("skos:prefLabel", "string"),
    "aliases": ListTerm("skos:altLabel", "pa:aliasList"),
    "description": PropertyTerm("dcterms:description", "string"),
    "year": PropertyTerm("dcterms:issued", "year"),
    "url": PropertyTerm("schema:url", "address"),
    "discovered": PropertyTerm("pa:discovered", "boolean"),
}

NODE_PROPERTIES: dict[str, dict[str, PropertyTerm | ListTerm]] = {
    "Paper": {
        "id": PropertyTerm("dcterms:identifier", "string"),
        "title": PropertyTerm("dcterms:title", "string"),
        "abstract": PropertyTerm("dcterms:abstract", "string"),
        "year": PropertyTerm("fabio:hasPublicationYear", "year"),
        "published": PropertyTerm("schema:datePublished", "date"),
        "authors": ListTerm("schema:author", "bibo:authorList"),
        "categories": ListTerm("dc:subject", "pa:categoryList"),
        "url": PropertyTerm("schema:url", "address"),
        "source": PropertyTerm("dc:source", "string"),
        "arxiv_id": PropertyTerm("fabio:hasArXivId", "string"),
        "doi": PropertyTerm("prism:doi", "string"),
        "s2_id": PropertyTerm("pa:semanticScholarId", "string"),
        "openalex_id": PropertyTerm("pa:openAlexId", "string"),
        "title_key": PropertyTerm("pa:titleKey", "string"),
        "text_digest": PropertyTerm("pa:textDigest", "string"),
        "linked_with": PropertyTerm("pa:linkedWith", "string"),
    },
    "Method": _ENTITY,
    "Model": {**_ENTITY, "parameters": PropertyTerm("pa:parameterCount", "integer")},
    "Dataset": _ENTITY,
    "Benchmark": _ENTITY,
    "Result": {
        "id": PropertyTerm("dcterms:identifier", "string"),
        "name": PropertyTerm("rdfs:label", "string"),
        "value": PropertyTerm("mls:hasValue", "double"),
        "unit": PropertyTerm("schema:unitText", "string"),
        "metric": PropertyTerm("pa:metric", "string"),
        "is_delta": PropertyTerm("pa:isDelta", "boolean"),
        "better": PropertyTerm("pa:better", "string"),
    },
    "Repository": {
        "id": PropertyTerm("dcterms:identifier", "string"),
        "name": PropertyTerm("schema:name", "string"),
        "url": PropertyTerm("schema:codeRepository", "address"),
    },
    "Atlas": {
        "id": PropertyTerm("dcterms:identifier", "string"),
        "name": PropertyTerm("dcterms:title", "string"),
        "schema_version": PropertyTerm("pa:schemaVersion", "integer"),
    },
}

NOT_EXPORTED: dict[tuple[str, str], str] = {
    (
        "Atlas",
        "cursors",
    ): "how far this machine has read its sources: it names local files and is nobody else's business",
}
"""Properties without a term, each with its reason."""

EVIDENCE_TERMS: dict[str, str] = {
    "field": "oa:hasSource",
    "fields": "oa:hasSource",
    "start": "oa:start",
    "starts": "oa:start",
    "end": "oa:end",
    "ends": "oa:end",
    "sentence": "oa:exact",
    "surfaces": "oa:exact",
    "confidence": "pa:confidence",
    "rule": "pa:rule",
    "count": "pa:mentionCount",
    "source": "prov:wasDerivedFrom",
}
"""Properties of relationships, and of Results where they are evidence; `statements.py` says how they hang together."""

FIELD_CLASSES: dict[str, str] = {"title": "doco:Title", "abstract": "fabio:Abstract"}
"""A paper's fields are things of their own (`<paper>#abstract`): offsets count in them."""

SAME_AS: dict[str, tuple[str, str]] = {
    "arxiv_id": ("schema:sameAs", "https://arxiv.org/abs/"),
    "doi": ("owl:sameAs", "https://doi.org/"),
    "s2_id": ("schema:sameAs", "https://www.semanticscholar.org/paper/"),
    "openalex_id": ("owl:sameAs", "https://openalex.org/"),
}
"""Where else a paper is known: `owl:sameAs` to IRIs that stand for the paper, `schema:sameAs` to pages about it."""
ARXIV_DOI = "https://doi.org/10.48550/arXiv."
"""arXiv registers a DOI of this form for each of its papers."""
