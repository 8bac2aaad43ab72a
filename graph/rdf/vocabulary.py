"""The terms of our own: what no vocabulary in wide use says, and how they and the borrowed ones relate to others."""

from dataclasses import dataclass


@dataclass(frozen=True)
class OwnTerm:
    """`about` is None where the schema's own words are taken. `domain` and `range` are None where they follow from the
    schema; `related` are (predicate, term) pairs for the ontology."""

    label: str
    about: str | None = None
    domain: str | None = None
    range: str | None = None
    related: tuple[tuple[str, str], ...] = ()


OWN_CLASSES: dict[str, OwnTerm] = {
    "pa:Method": OwnTerm(
        "method",
        related=(
            ("rdfs:subClassOf", "skos:Concept"),
            ("skos:closeMatch", "lpwc:method"),
            ("skos:closeMatch", "mls:Algorithm"),
        ),
    ),
    "pa:Benchmark": OwnTerm(
        "benchmark",
        related=(("rdfs:subClassOf", "skos:Concept"), ("skos:closeMatch", "lpwc:dataset")),
    ),
}

_MENTION = (("rdfs:subPropertyOf", "schema:mentions"),)
OWN_LINKS: dict[str, OwnTerm] = {
    "pa:introduces": OwnTerm("introduces", related=_MENTION),
    "pa:evaluatesOn": OwnTerm("evaluates on", related=(*_MENTION, ("skos:relatedMatch", "fair4ml:evaluatedOn"))),
    "pa:trainsOn": OwnTerm("trains on", related=(*_MENTION, ("skos:relatedMatch", "fair4ml:trainedOn"))),
    "pa:uses": OwnTerm("uses", related=(*_MENTION, ("skos:relatedMatch", "cito:usesMethodIn"))),
    "pa:comparesWith": OwnTerm("compares with", related=(*_MENTION, ("skos:relatedMatch", "cito:discusses"))),
    "pa:variantOf": OwnTerm("variant of", related=(("rdfs:subPropertyOf", "skos:broader"),)),
    "pa:outperforms": OwnTerm("outperforms"),
    "pa:reports": OwnTerm("reports"),
    "pa:scoreOf": OwnTerm("score of"),
    "pa:versus": OwnTerm("versus"),
    "pa:hasCode": OwnTerm("has code", related=(("rdfs:subPropertyOf", "dcterms:relation"),)),
    "pa:aliasList": OwnTerm(
        "list of aliases",
        "The values of skos:altLabel in their order; absent where there is one value at most.",
        "skos:Concept",
    ),
    "pa:categoryList": OwnTerm(
        "list of categories",
        "The values of dc:subject in their order, the main one first; absent where there is one value at most.",
        "schema:ScholarlyArticle",
    ),
}

OWN_VALUES: dict[str, OwnTerm] = {
    "pa:discovered": OwnTerm("discovered"),
    "pa:parameterCount": OwnTerm("number of parameters"),
    "pa:semanticScholarId": OwnTerm(
        "Semantic Scholar identifier", related=(("rdfs:subPropertyOf", "dcterms:identifier"),)
    ),
    "pa:openAlexId": OwnTerm("OpenAlex identifier", related=(("rdfs:subPropertyOf", "dcterms:identifier"),)),
    "pa:titleKey": OwnTerm("title key"),
    "pa:textDigest": OwnTerm("digest of the text"),
    "pa:linkedWith": OwnTerm("linked with"),
    "pa:metric": OwnTerm("metric"),
    "pa:isDelta": OwnTerm("is a difference"),
    "pa:better": OwnTerm("better"),
    "pa:schemaVersion": OwnTerm("version of the schema"),
    "pa:confidence": OwnTerm("confidence", domain="oa:Annotation", range="xsd:double"),
    "pa:rule": OwnTerm("rule", domain="oa:Annotation", range="xsd:string"),
    "pa:mentionCount": OwnTerm("number of mentions", domain="oa:Annotation", range="xsd:nonNegativeInteger"),
    "pa:relationshipCount": OwnTerm(
        "number of relationships",
        "How many relationships of this type the graph holds; parallel ones, said by several papers, count each.",
        "void:Dataset",
        "xsd:integer",
    ),
}

BORROWED_RELATED: dict[str, tuple[tuple[str, str], ...]] = {
    "schema:ScholarlyArticle": (("skos:closeMatch", "lpwc:paper"), ("skos:closeMatch", "fabio:ResearchPaper")),
    "fair4ml:MLModel": (("skos:closeMatch", "lpwc:model"), ("skos:closeMatch", "mls:Model")),
    "schema:Dataset": (("skos:closeMatch", "lpwc:dataset"), ("skos:closeMatch", "mls:Dataset")),
    "mls:ModelEvaluation": (
        ("skos:closeMatch", "lpwc:evaluation"),
        ("skos:closeMatch", "fair4ml:MLModelEvaluation"),
    ),
    "schema:SoftwareSourceCode": (("skos:closeMatch", "lpwc:repository"),),
}
"""How borrowed classes relate to others: annotations only, since other people's terms are not ours to define."""

STRUCTURE: dict[str, str] = {
    "skos:broader": "What an entity is a variant, version or part of: the lineage in one word, for SKOS tools.",
    "skos:inScheme": "The graph that an entity belongs to.",
    "schema:author": "A person by the author's name; persons of two papers are never taken for one.",
    "schema:isPartOf": "The paper that a title or an abstract belongs to; offsets count in it.",
    "schema:position": "Place of a mention in the order of the text, from 1.",
    "schema:name": "A person's name as delivered.",
    "owl:sameAs": "The IRI that another register has for the same paper.",
    "schema:sameAs": "A page elsewhere about the same paper.",
    "prov:wasDerivedFrom": "The paper that says so.",
    "prov:wasAttributedTo": "Who says so where no paper does: the catalogue, or the grammar of names.",
    "oa:hasTarget": "The places in a paper's text that a statement or a result rests on.",
    "oa:hasSource": "The field of the paper that the place is in.",
    "oa:hasSelector": "Where in the field the place is.",
    "oa:start": "Offset of the first character, in code points of the field.",
    "oa:end": "Offset one past the last character, in code points of the field.",
    "oa:exact": "The words of the place as delivered: a mention, or the whole sentence.",
}
"""Borrowed terms that say how the parts hang together, and what they say here."""
