"""Checks RDF against the shapes, and says in sentences what is wrong."""

from importlib.resources import files
from typing import TYPE_CHECKING

from paperatlas.errors import PaperatlasError

from ..memory import ReadableGraph
from .export import to_rdflib
from .terms import DEFAULT_BASE, PREFIXES

if TYPE_CHECKING:
    import rdflib

    from .statements import EvidenceForm

_SHOWN = 5


def validate(data: "rdflib.Graph") -> list[str]:
    """A sentence for each violation of `shapes.ttl`, sorted; an empty list where the graph conforms.

    The graph is held in memory, and so is pySHACL's work. PaperatlasError where pySHACL is not installed.
    """
    try:
        import pyshacl
    except ImportError as error:
        raise PaperatlasError("--validate needs pySHACL.", "Install it: pip install 'paperatlas[shacl]'.") from error
    import rdflib

    shapes = rdflib.Graph().parse(data=files("paperatlas.graph.rdf").joinpath("shapes.ttl").read_text("utf-8"))
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", inplace=True)
    assert isinstance(report, rdflib.Graph)
    sh = rdflib.Namespace(PREFIXES["sh"])
    found = []
    for result in report.subjects(rdflib.RDF.type, sh.ValidationResult):
        focus, path, value = (report.value(result, sh[name]) for name in ("focusNode", "resultPath", "value"))
        message = report.value(result, sh.resultMessage)
        where = f" {_short(path)}" if isinstance(path, rdflib.URIRef) else ""
        found.append(f"<{focus}>{where}{'' if value is None else f' {value.n3()}'}: {message}")
    return sorted(found)


def check_graph(graph: ReadableGraph, *, base: str = DEFAULT_BASE, evidence: "EvidenceForm" = "reified") -> None:
    """PaperatlasError naming the first violations where the graph's RDF does not conform to the shapes.

    Triple terms say the same as reified statements, which are checked in their place.
    """
    found = validate(to_rdflib(graph, base=base, evidence="none" if evidence == "none" else "reified"))
    if found:
        shown = "\n  ".join(found[:_SHOWN])
        more = f"\n  and {len(found) - _SHOWN:,} more" if len(found) > _SHOWN else ""
        raise PaperatlasError(
            f"The graph does not conform to the shapes ({len(found):,} violations):\n  {shown}{more}\n",
            "Nothing was written. Export without --validate to look at it.",
        )


def _short(iri: str) -> str:
    for prefix, place in PREFIXES.items():
        if iri.startswith(place):
            return f"{prefix}:{iri[len(place) :]}"
    return f"<{iri}>"
