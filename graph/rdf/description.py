"""What an export says of itself: a VoID and DCAT description with counts, licence, citation and origin."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version

import pyoxigraph as ox

from paperatlas.errors import PaperatlasError

from ..schema import NODES, RELATIONSHIPS
from .iris import Iris
from .statements import term
from .terms import CLASS_OF_LABEL, ONTOLOGY, PREDICATE_OF_TYPE, PREFIXES, expand

DEFAULT_LICENSE = "https://creativecommons.org/publicdomain/zero/1.0/"
RIGHTS = (
    "The licence covers the links, figures and identifiers. Titles, abstracts and quoted sentences are their authors'."
)
VOCABULARIES: tuple[str, ...] = ("bibo", "dcterms", "fabio", "fair4ml", "mls", "oa", "prov", "schema", "skos")


def source_time() -> datetime | None:
    """The time that SOURCE_DATE_EPOCH names (seconds since 1970, UTC); None where it is not set.

    The clock is never asked: the same graph gives the same bytes. PaperatlasError where it is no number.
    """
    text = os.environ.get("SOURCE_DATE_EPOCH")
    if not text:
        return None
    try:
        return datetime.fromtimestamp(int(text), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise PaperatlasError(
            f"SOURCE_DATE_EPOCH is {text!r}, which is no time.", "Give seconds since 1970."
        ) from error


def describe(iris: Iris, counts: Mapping[str, int], triples: int, license_: str) -> list[ox.Triple]:
    """The description of an export of so many triples; `void:triples` counts the description too."""
    dataset = ox.NamedNode(iris.node("Atlas", "atlas"))
    out: list[ox.Triple] = []

    def say(subject: ox.NamedNode, curie: str, value: ox.NamedNode | ox.Literal) -> None:
        out.append(ox.Triple(subject, term(curie), value))

    def number(value: int) -> ox.Literal:
        return ox.Literal(str(value), datatype=term("xsd:integer"))

    released = version("paperatlas")
    when = source_time()
    if "Atlas" not in counts:  # else the Atlas node has said so
        say(dataset, "rdf:type", term(CLASS_OF_LABEL["Atlas"]))
        say(dataset, "dcterms:title", ox.Literal("Paperatlas"))
    for curie in ("dcat:Dataset", "skos:ConceptScheme", "prov:Entity"):
        say(dataset, "rdf:type", term(curie))
    say(
        dataset,
        "dcterms:description",
        ox.Literal("Methods, models, datasets and benchmarks that papers name, with the sentence behind every link."),
    )
    say(dataset, "dcterms:license", ox.NamedNode(license_))
    say(dataset, "dcterms:rights", ox.Literal(RIGHTS))
    say(dataset, "dcterms:conformsTo", ox.NamedNode(ONTOLOGY))
    say(dataset, "dcat:version", ox.Literal(released))
    for word in ("machine learning", "scholarly knowledge graph", "methods", "models", "benchmarks"):
        say(dataset, "dcat:keyword", ox.Literal(word))
    year = f" ({when.year})" if when else ""
    say(
        dataset,
        "dcterms:bibliographicCitation",
        ox.Literal(
            f"Paperatlas graph{year}, {counts.get('Paper', 0)} papers, made with Paperatlas {released}. {dataset.value}"
        ),
    )
    say(dataset, "void:uriSpace", ox.Literal(iris.base))
    for prefix in VOCABULARIES:
        say(dataset, "void:vocabulary", ox.NamedNode(PREFIXES[prefix]))
    say(dataset, "void:vocabulary", ox.NamedNode(PREFIXES["pa"]))

    for label in NODES:
        if label in counts and label != "Atlas":
            part = ox.NamedNode(f"{dataset.value}#class-{label}")
            say(dataset, "void:classPartition", part)
            say(part, "void:class", term(CLASS_OF_LABEL[label]))
            say(part, "void:entities", number(counts[label]))
    for type_ in RELATIONSHIPS:
        if type_ in counts:
            part = ox.NamedNode(f"{dataset.value}#property-{type_}")
            say(dataset, "void:propertyPartition", part)
            say(part, "void:property", term(PREDICATE_OF_TYPE[type_]))
            say(part, "pa:relationshipCount", number(counts[type_]))
    say(dataset, "void:entities", number(sum(counts.get(label, 0) for label in NODES if label != "Atlas")))

    run = ox.NamedNode(f"{dataset.value}#export")
    software = ox.NamedNode(f"{iris.base}agent/paperatlas-{released}")
    say(dataset, "prov:wasGeneratedBy", run)
    say(run, "rdf:type", term("prov:Activity"))
    say(run, "rdfs:label", ox.Literal("paperatlas export rdf"))
    say(run, "prov:wasAssociatedWith", software)
    if when:
        stamp = ox.Literal(when.strftime("%Y-%m-%dT%H:%M:%SZ"), datatype=ox.NamedNode(expand("xsd:dateTime")))
        say(run, "prov:endedAtTime", stamp)
        say(dataset, "dcterms:issued", stamp)
    say(software, "rdf:type", term("prov:SoftwareAgent"))
    say(software, "schema:softwareVersion", ox.Literal(released))
    for source, about in (("catalogue", "The catalogue of known entities"), ("grammar", "The grammar of model names")):
        agent = ox.NamedNode(iris.agent(source))
        say(agent, "rdf:type", term("prov:Agent"))
        say(agent, "rdfs:label", ox.Literal(about))

    say(dataset, "void:triples", number(triples + len(out) + 1))
    return out
