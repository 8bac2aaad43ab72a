"""RDF out of a graph: streamed to a file for the bulk, or as an `rdflib.Graph` for programs."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pyoxigraph as ox

from paperatlas.errors import PaperatlasError

from ..memory import ReadableGraph
from ..output import open_output
from .description import DEFAULT_LICENSE, describe
from .formats import RdfFormat, format_for, write_statements
from .iris import check_base
from .statements import EVIDENCE_FORMS, Statement, StatementMaker, StatementOptions
from .terms import DEFAULT_BASE, EXPORTED_PREFIXES, PREFIXES

if TYPE_CHECKING:
    import rdflib

    from .statements import EvidenceForm


@dataclass
class Exported:
    """What an export wrote: RDF statements, and how many nodes a label and relationships a type they say."""

    statements: int
    counts: dict[str, int]


def export_rdf(
    graph: ReadableGraph,
    target: str | Path,
    *,
    format: str | None = None,  # noqa: A002 - the word that users of the API expect
    base: str = DEFAULT_BASE,
    evidence: "EvidenceForm" = "reified",
    license: str = DEFAULT_LICENSE,  # noqa: A002
) -> Exported:
    """Write the graph to a file (`-`: standard output; `.gz` packs), statement by statement.

    `format`: a name of `formats.FORMAT_NAMES`, else the ending decides. `base`: where the IRIs live. `evidence`:
    `reified` (RDF 1.1), `triple-terms` (RDF 1.2) or `none`. `license`: IRI of the licence that the description names.
    The same graph gives the same bytes. PaperatlasError where something of this does not fit together.
    """
    format_ = format_for(target, format)
    options = check_options(StatementOptions(base, evidence, format_.quads), format_)
    _check_license(license)
    with open_output(target) as stream:
        return write_rdf(graph, stream, format_, options, license)


def write_rdf(
    graph: ReadableGraph,
    stream: IO[bytes],
    format_: RdfFormat,
    options: StatementOptions,
    license_: str = DEFAULT_LICENSE,
) -> Exported:
    """Write the graph to an open stream."""
    maker = StatementMaker(graph, options)
    exported = Exported(0, {})
    prefixes = {prefix: PREFIXES[prefix] for prefix in EXPORTED_PREFIXES} | maker.iris.prefixes()
    write_statements(_with_description(maker, license_, exported), stream, format_, prefixes)
    return exported


def statements(
    graph: ReadableGraph, options: StatementOptions | None = None, license_: str = DEFAULT_LICENSE
) -> Iterator[Statement]:
    """All statements of an export in its order, the description last."""
    options = options or StatementOptions()
    return _with_description(StatementMaker(graph, options), license_, Exported(0, {}))


def check_options(options: StatementOptions, format_: RdfFormat) -> StatementOptions:
    """The options with a sound base; PaperatlasError where the format cannot hold what is asked for."""
    if options.evidence not in EVIDENCE_FORMS:
        raise PaperatlasError(
            f"There is no form of evidence {options.evidence!r}.", f"Known: {', '.join(EVIDENCE_FORMS)}."
        )
    if options.evidence == "triple-terms" and not format_.triple_terms:
        raise PaperatlasError(
            f"{format_.name} has no form for triple terms (RDF 1.2).", "Use Turtle, TriG, N-Triples or N-Quads."
        )
    return replace(options, base=check_base(options.base))


def _check_license(license_: str) -> None:
    try:
        ox.NamedNode(license_)
    except ValueError as error:
        raise PaperatlasError(f"The licence {license_!r} is no IRI.", f"Give one such as {DEFAULT_LICENSE}.") from error


def _with_description(maker: StatementMaker, license_: str, exported: Exported) -> Iterator[Statement]:
    yield from maker
    description = describe(maker.iris, maker.counts, maker.triples, license_)
    exported.statements = maker.made + len(description)
    exported.counts = dict(maker.counts)
    if maker.options.named_graphs:
        yield from (ox.Quad(t.subject, t.predicate, t.object) for t in description)
    else:
        yield from description


def to_rdflib(
    graph: ReadableGraph,
    *,
    base: str = DEFAULT_BASE,
    evidence: "EvidenceForm" = "reified",
    license: str = DEFAULT_LICENSE,  # noqa: A002
) -> "rdflib.Graph":
    """The whole graph as an `rdflib.Graph`, in memory, with the prefixes bound.

    rdflib knows RDF 1.1 only: `evidence` is `reified` or `none`.
    """
    import rdflib

    if evidence == "triple-terms":
        raise PaperatlasError("rdflib has no triple terms (RDF 1.2).", "Take evidence='reified', or export to a file.")
    options = check_options(StatementOptions(base, evidence), format_for("-", "ntriples"))
    out = rdflib.Graph(bind_namespaces="none")
    maker = StatementMaker(graph, options)
    for prefix in EXPORTED_PREFIXES:
        out.bind(prefix, PREFIXES[prefix])
    for prefix, place in maker.iris.prefixes().items():
        out.bind(prefix, place)
    terms: dict[str, rdflib.URIRef] = {}

    def node(iri: str) -> rdflib.URIRef:
        if iri not in terms:
            terms[iri] = rdflib.URIRef(iri)
        return terms[iri]

    exported = Exported(0, {})
    for statement in _with_description(maker, license, exported):
        subject, object_ = statement.subject, statement.object
        assert isinstance(subject, ox.NamedNode)  # nothing is blank, and triple terms were refused above
        if isinstance(object_, ox.Literal):
            datatype = object_.datatype.value
            plain = datatype == PREFIXES["xsd"] + "string"
            literal = rdflib.Literal(object_.value, datatype=None if plain else node(datatype), normalize=False)
            out.add((node(subject.value), node(statement.predicate.value), literal))
        else:
            assert isinstance(object_, ox.NamedNode)
            out.add((node(subject.value), node(statement.predicate.value), node(object_.value)))
    return out
