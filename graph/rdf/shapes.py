"""SHACL shapes from the schema: what every class and property of an export must look like."""

from collections.abc import Iterable, Iterator

from ..schema import ENTITY_LABELS, NODE_TYPES, RELATIONSHIP_TYPES, NodeType, RelationshipType
from .terms import (
    CLASS_OF_LABEL,
    FIELD_CLASSES,
    NODE_PROPERTIES,
    ONTOLOGY,
    PREDICATE_OF_TYPE,
    PREFIXES,
    ListTerm,
)
from .turtle import prefix_lines, quoted

_DATATYPES: dict[str, str] = {
    "string": "sh:datatype xsd:string",
    "integer": "sh:datatype xsd:integer",
    "double": "sh:datatype xsd:double",
    "boolean": "sh:datatype xsd:boolean",
    "year": "sh:datatype xsd:gYear",
    "address": "sh:datatype xsd:anyURI",
    "date": "sh:or ( [ sh:datatype xsd:date ] [ sh:datatype xsd:gYearMonth ] [ sh:datatype xsd:gYear ] "
    "[ sh:datatype xsd:string ] )",
}
_MORE: dict[tuple[str, str], str] = {
    ("Result", "better"): 'sh:in ( "higher" "lower" "unknown" )',
    ("Model", "parameters"): "sh:minInclusive 1",
}
_ONE = "sh:minCount 1 ; sh:maxCount 1"
_AT_MOST_ONE = "sh:maxCount 1"
_CONFIDENCE = "sh:datatype xsd:double ; sh:minInclusive 0.0e0 ; sh:maxInclusive 1.0e0"


def shapes_ttl() -> str:
    """The shapes as Turtle. Name of a shape: `pa:PaperShape`, `pa:StatementShape` …"""
    prefixes = ("dc", "dcterms", "doco", "fabio", "fair4ml", "mls", "oa", "owl", "pa", "prism", "prov", "bibo")
    used = (*prefixes, "rdf", "rdfs", "schema", "sh", "skos", "void", "xsd")
    return "\n".join([prefix_lines(used), *_node_shapes(), *_text_shapes(), *_evidence_shapes()])


def _shape(name: str, target: str, properties: Iterable[str], *more: str) -> str:
    lines = [f"pa:{name}", f"    a sh:NodeShape ;\n    sh:targetClass {target} ;"]
    lines += [f"    {one} ;" for one in more]
    lines += [f"    sh:property [ {one} ] ;" for one in properties]
    lines[-1] = lines[-1][:-1] + "."
    return "\n".join([*lines, ""])


def _path(curie: str, constraints: str, message: str) -> str:
    return f"sh:path {curie} ; {constraints} ; sh:message {quoted(message)}"


def _node_shapes() -> Iterator[str]:
    for node in NODE_TYPES:
        properties = [*_values_of(node), *(_link(r) for r in RELATIONSHIP_TYPES if node.label in r.heads)]
        if node.label in ENTITY_LABELS:
            properties.append(_path("rdf:type", "sh:hasValue skos:Concept", "An entity is a skos:Concept."))
            properties.append(_path("skos:inScheme", "sh:minCount 1 ; sh:nodeKind sh:IRI", "An entity is in a scheme."))
            properties.append(
                _path("skos:broader", "sh:class skos:Concept", "Only an entity is broader than an entity.")
            )
        if node.label == "Paper":
            for predicate in ("owl:sameAs", "schema:sameAs"):
                properties.append(_path(predicate, "sh:nodeKind sh:IRI", f"{predicate} names an IRI."))
            properties.append(
                _path(
                    "bibo:authorList",
                    "sh:maxCount 1 ; sh:nodeKind sh:IRI",
                    "The authors have one order.",
                )
            )
        if node.label == "Result":
            properties.append(
                f"sh:path [ sh:inversePath pa:reports ] ; {_ONE} ; sh:message {quoted('One paper reports a result.')}"
            )
        if node.label == "Atlas":
            properties.append(
                _path("void:triples", f"sh:datatype xsd:integer ; {_ONE}", "The export counts its triples.")
            )
            properties.append(
                _path("dcterms:license", "sh:minCount 1 ; sh:nodeKind sh:IRI", "The export has a licence.")
            )
        yield _shape(f"{node.label}Shape", CLASS_OF_LABEL[node.label], properties)


def _values_of(node: NodeType) -> Iterator[str]:
    for name, how in NODE_PROPERTIES[node.label].items():
        prop = node.property(name)
        required = prop.required and not (node.label == "Atlas" and name == "id")  # no store, no Atlas node
        if isinstance(how, ListTerm):
            each = "sh:class schema:Person" if name == "authors" else _DATATYPES["string"]
            yield _path(how.each, each, f"{node.label}.{name}: {prop.about}")
            if name != "authors":
                yield _path(how.ordered, "sh:maxCount 1 ; sh:nodeKind sh:IRI", f"{node.label}.{name} have one order.")
            continue
        constraints = [_DATATYPES[how.shape], _ONE if required else _AT_MOST_ONE]
        if (node.label, name) in _MORE:
            constraints.append(_MORE[node.label, name])
        if name == "id" and node.label not in ("Paper", "Atlas"):
            constraints.append(f'sh:pattern "^{node.label.lower()}:."')
        if name in ("title", "name"):
            constraints.append("sh:minLength 1")
        yield _path(how.curie, " ; ".join(constraints), f"{node.label}.{name}: {prop.about}")


def _link(r: RelationshipType) -> str:
    classes = [CLASS_OF_LABEL[label] for label in r.tails]
    ends = (
        f"sh:class {classes[0]}" if len(classes) == 1 else f"sh:or ( {' '.join(f'[ sh:class {c} ]' for c in classes)} )"
    )
    return _path(PREDICATE_OF_TYPE[r.type], ends, f"{r.type} leads to {' or '.join(r.tails)}.")


def _text_shapes() -> Iterator[str]:
    yield _shape(
        "PersonShape",
        "schema:Person",
        [_path("schema:name", f"sh:datatype xsd:string ; {_ONE}", "A person has one name.")],
    )
    for field, class_ in FIELD_CLASSES.items():
        yield _shape(
            f"{field.capitalize()}Shape",
            class_,
            [_path("schema:isPartOf", f"sh:class {CLASS_OF_LABEL['Paper']} ; {_ONE}", f"A paper has the {field}.")],
        )


def _evidence_shapes() -> Iterator[str]:
    predicates = " ".join(PREDICATE_OF_TYPE[r.type] for r in RELATIONSHIP_TYPES if r.properties)
    said = (
        "sh:or ( [ sh:path prov:wasDerivedFrom ; sh:minCount 1 ] [ sh:path prov:wasAttributedTo ; sh:minCount 1 ] ) ;\n"
        f"    sh:message {quoted('A statement says who says so.')}"
    )
    asserted = (
        "sh:sparql [ sh:message "
        + quoted("The triple that the statement is about is not in the graph.")
        + f" ; sh:prefixes <{ONTOLOGY}> ;\n        sh:select "
        + '"SELECT $this WHERE { $this rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o . '
        + 'FILTER NOT EXISTS { ?s ?p ?o } }" ]'
    )
    yield (f'<{ONTOLOGY}> sh:declare\n    [ sh:prefix "rdf" ; sh:namespace "{PREFIXES["rdf"]}"^^xsd:anyURI ] .\n')
    yield _shape(
        "StatementShape",
        "rdf:Statement",
        [
            _path("rdf:subject", f"sh:nodeKind sh:IRI ; {_ONE}", "A statement has one subject."),
            _path(
                "rdf:predicate", f"sh:in ( {predicates} ) ; {_ONE}", "A statement has one predicate, a relationship's."
            ),
            _path("rdf:object", f"sh:nodeKind sh:IRI ; {_ONE}", "A statement has one object."),
        ],
        said,
        asserted,
    )
    yield _shape(
        "AnnotationShape",
        "oa:Annotation",
        [
            _path("pa:confidence", f"{_CONFIDENCE} ; {_AT_MOST_ONE}", "Confidence is a number from 0 to 1."),
            _path("pa:rule", f"sh:datatype xsd:string ; {_AT_MOST_ONE}", "One rule made the link."),
            _path(
                "pa:mentionCount",
                f"sh:datatype xsd:nonNegativeInteger ; {_AT_MOST_ONE}",
                "Mentions are counted once, in whole numbers.",
            ),
            _path(
                "prov:wasDerivedFrom",
                f"sh:class {CLASS_OF_LABEL['Paper']} ; {_AT_MOST_ONE}",
                "A statement is derived from one paper.",
            ),
            _path("prov:wasAttributedTo", f"sh:nodeKind sh:IRI ; {_AT_MOST_ONE}", "One agent says so."),
            _path("oa:hasTarget", "sh:class oa:SpecificResource", "A target is a place in a text."),
        ],
    )
    yield _shape(
        "TargetShape",
        "oa:SpecificResource",
        [
            _path("oa:hasSource", f"sh:nodeKind sh:IRI ; {_AT_MOST_ONE}", "A place is in one field."),
            _path(
                "oa:hasSelector",
                "sh:maxCount 2 ; sh:or ( [ sh:class oa:TextPositionSelector ] [ sh:class oa:TextQuoteSelector ] )",
                "A place is found by position, by its words, or by both.",
            ),
            _path(
                "schema:position",
                f"sh:datatype xsd:integer ; sh:minInclusive 1 ; {_AT_MOST_ONE}",
                "Places count from 1.",
            ),
        ],
    )
    yield _shape(
        "SentenceShape",
        "doco:Sentence",
        [_path("oa:hasSelector", f"sh:class oa:TextQuoteSelector ; {_ONE}", "A sentence is quoted once.")],
    )
    offset = "sh:datatype xsd:nonNegativeInteger"
    yield _shape(
        "PositionShape",
        "oa:TextPositionSelector",
        [
            _path("oa:start", f"{offset} ; {_ONE} ; sh:lessThanOrEquals oa:end", "A place starts before it ends."),
            _path("oa:end", f"{offset} ; {_ONE}", "A place ends once."),
        ],
    )
    yield _shape(
        "QuoteShape",
        "oa:TextQuoteSelector",
        [_path("oa:exact", f"sh:datatype xsd:string ; {_ONE}", "A quotation has its words.")],
    )
