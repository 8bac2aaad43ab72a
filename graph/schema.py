"""What the graph consists of: the ONE place for labels, relationship types, keys, properties and roles.

Constraints, MERGE statements, the RDF ontology and the documentation derive from these tables; nothing else in the
project spells a label, a relationship type or a property for itself.
"""

from dataclasses import dataclass
from typing import Literal

SCHEMA_VERSION = 1
"""Raised when a stored graph of the older shape can no longer be read as it is."""

Kind = Literal["method", "model", "dataset", "benchmark"]
Role = Literal["introduces", "evaluates_on", "trains_on", "uses", "compares_with", "mentions"]
PropertyType = Literal["string", "integer", "float", "boolean", "strings", "integers"]

KINDS: tuple[Kind, ...] = ("method", "model", "dataset", "benchmark")
ROLES: tuple[Role, ...] = ("introduces", "evaluates_on", "trains_on", "uses", "compares_with", "mentions")
"""Strongest first (gold/GUIDELINE.md): a paper has one role towards an entity, the strongest that its text supports."""


@dataclass(frozen=True)
class Property:
    """One property of a node or relationship type; `about` is what documentation and ontology say of it."""

    name: str
    type: PropertyType
    about: str
    indexed: bool = False
    required: bool = False


@dataclass(frozen=True)
class NodeType:
    """A node label. Every node has the unique string property `id`; `caption` is the property people read."""

    label: str
    about: str
    caption: str
    properties: tuple[Property, ...]

    def property(self, name: str) -> Property:
        return next(p for p in self.properties if p.name == name)


@dataclass(frozen=True)
class RelationshipType:
    """A relationship type with the labels it may start and end at."""

    type: str
    about: str
    heads: tuple[str, ...]
    tails: tuple[str, ...]
    properties: tuple[Property, ...] = ()


def _p(name: str, type_: PropertyType, about: str, *, indexed: bool = False, required: bool = False) -> Property:
    return Property(name, type_, about, indexed, required)


EVIDENCE: tuple[Property, ...] = (
    _p("field", "string", "the paper's field that holds the evidence: title or abstract"),
    _p("start", "integer", "offset of the evidence in the field, in code points, first character"),
    _p("end", "integer", "offset of the evidence in the field, in code points, one past the last character"),
    _p("sentence", "string", "the sentence that says so, as delivered"),
    _p("confidence", "float", "how sure the linker is, from 0 to 1"),
    _p("rule", "string", "the rule or component that made the link"),
)
"""Every relationship that a text supports carries these; they are absent where the source is the catalogue."""

_SOURCE = _p(
    "source",
    "string",
    "who says so: a paper's id, `catalogue`, or `grammar` (read off the names)",
    indexed=True,
    required=True,
)
_ID = _p("id", "string", "the key, unique within the label", required=True)
_NAME = _p("name", "string", "the canonical name, as its authors write it", indexed=True, required=True)

_ENTITY: tuple[Property, ...] = (
    _ID,
    _NAME,
    _p("aliases", "strings", "other spellings and full forms"),
    _p("description", "string", "one sentence on what it is"),
    _p("year", "integer", "year of its first publication", indexed=True),
    _p("url", "string", "where it is described"),
    _p("discovered", "boolean", "true where no catalogue knew the name", indexed=True),
)

PAPER = NodeType(
    "Paper",
    "A paper, known by its title and abstract.",
    "title",
    (
        _ID,
        _p("title", "string", "the title as delivered", required=True),
        _p("abstract", "string", "the abstract as delivered"),
        _p("year", "integer", "year of publication", indexed=True),
        _p("published", "string", "date of publication, ISO 8601, as precise as it is known"),
        _p("authors", "strings", "names of the authors in order"),
        _p("categories", "strings", "subject classes of the source, such as cs.CL"),
        _p("url", "string", "where the paper is"),
        _p("source", "string", "the source that delivered it"),
        _p("arxiv_id", "string", "arXiv identifier without version", indexed=True),
        _p("doi", "string", "Digital Object Identifier, lower case, without resolver", indexed=True),
        _p("s2_id", "string", "Semantic Scholar identifier", indexed=True),
        _p("openalex_id", "string", "OpenAlex identifier", indexed=True),
        _p(
            "title_key", "string", "the title reduced to letters and digits, to find the same paper again", indexed=True
        ),
        _p("text_digest", "string", "digest of the title and abstract that were read"),
        _p("linked_with", "string", "digest of the linker and catalogue that linked it", indexed=True),
    ),
)
METHOD = NodeType("Method", "A named technique, algorithm, architecture, procedure or tool.", "name", _ENTITY)
MODEL = NodeType(
    "Model",
    "A named trained model or model family whose weights people run.",
    "name",
    (*_ENTITY, _p("parameters", "integer", "number of parameters")),
)
DATASET = NodeType("Dataset", "A named corpus or data set.", "name", _ENTITY)
BENCHMARK = NodeType(
    "Benchmark", "A named evaluation set, suite or leaderboard, made to score systems.", "name", _ENTITY
)
RESULT = NodeType(
    "Result",
    "A number that a paper reports about how well something does.",
    "name",
    (
        _ID,
        _p("name", "string", "a readable form, such as `GSM8K accuracy 53.07`", required=True),
        _p("value", "float", "the number", required=True),
        _p("unit", "string", "%, points, x (times) … as written"),
        _p("metric", "string", "the metric as written"),
        _p("is_delta", "boolean", "true where the number is a gain, a reduction or a ratio", required=True),
        _p("better", "string", "the metric's direction: higher, lower or unknown", required=True),
        *EVIDENCE,
    ),
)
REPOSITORY = NodeType(
    "Repository",
    "A place that holds a paper's code, models or project page.",
    "name",
    (_ID, _p("name", "string", "owner/name, or host and path", required=True), _p("url", "string", "its address")),
)
ATLAS = NodeType(
    "Atlas",
    "The one node that describes the graph itself.",
    "name",
    (
        _ID,
        _p("name", "string", "always `Paperatlas`"),
        _p("schema_version", "integer", "version of this schema"),
        _p("cursors", "string", "JSON object: how far each source has been read"),
    ),
)

NODE_TYPES: tuple[NodeType, ...] = (PAPER, METHOD, MODEL, DATASET, BENCHMARK, RESULT, REPOSITORY, ATLAS)
NODES: dict[str, NodeType] = {n.label: n for n in NODE_TYPES}

LABEL_OF_KIND: dict[str, str] = {"method": "Method", "model": "Model", "dataset": "Dataset", "benchmark": "Benchmark"}
KIND_OF_LABEL: dict[str, str] = {label: kind for kind, label in LABEL_OF_KIND.items()}
ENTITY_LABELS: tuple[str, ...] = tuple(LABEL_OF_KIND.values())

RELATIONSHIP_TYPES: tuple[RelationshipType, ...] = (
    # (:Paper)-[:MENTIONS]->(entity)
    RelationshipType(
        "MENTIONS",
        "The text names it.",
        ("Paper",),
        ENTITY_LABELS,
        (
            _p("count", "integer", "how often the text names it", required=True),
            _p("fields", "strings", "field of each mention, parallel to starts, ends and surfaces"),
            _p("starts", "integers", "first offset of each mention, in code points of its field"),
            _p("ends", "integers", "end offset of each mention, in code points of its field"),
            _p("surfaces", "strings", "each mention as written"),
            _p("sentence", "string", "the sentence of the first mention"),
            _p("confidence", "float", "how sure the linker is, from 0 to 1", required=True),
            _p("rule", "string", "the rule or component that made the link", required=True),
        ),
    ),
    # (:Paper)-[:INTRODUCES]->(entity), and so on: at most one of the five for a paper and an entity
    RelationshipType("INTRODUCES", "The paper proposes, presents or releases it.", ("Paper",), ENTITY_LABELS, EVIDENCE),
    RelationshipType("EVALUATES_ON", "The paper reports results on it.", ("Paper",), ENTITY_LABELS, EVIDENCE),
    RelationshipType("TRAINS_ON", "The paper trains, tunes or calibrates on it.", ("Paper",), ENTITY_LABELS, EVIDENCE),
    RelationshipType(
        "USES", "The paper's method is applied to it, built on it or run with it.", ("Paper",), ENTITY_LABELS, EVIDENCE
    ),
    RelationshipType(
        "COMPARES_WITH", "It is a baseline or competitor in the paper.", ("Paper",), ENTITY_LABELS, EVIDENCE
    ),
    # (:Method)-[:VARIANT_OF]->(:Method), (:Model)-[:VARIANT_OF]->(:Model)
    RelationshipType(
        "VARIANT_OF",
        "A variant, extension or improvement of.",
        ("Method", "Model"),
        ("Method", "Model"),
        (_SOURCE, *EVIDENCE),
    ),
    # (:Model)-[:VERSION_OF]->(:Model)
    RelationshipType("VERSION_OF", "A size, version or tuning of a family.", ("Model",), ("Model",), (_SOURCE,)),
    RelationshipType(
        "PART_OF", "A component, subset or member of.", ENTITY_LABELS, ENTITY_LABELS, (_SOURCE, *EVIDENCE)
    ),
    RelationshipType(
        "OUTPERFORMS", "Does better than, as a paper states it.", ENTITY_LABELS, ENTITY_LABELS, (_SOURCE, *EVIDENCE)
    ),
    # (:Paper)-[:REPORTS]->(:Result), and what the Result is about
    RelationshipType("REPORTS", "The paper reports this number.", ("Paper",), ("Result",)),
    RelationshipType(
        "ON", "The benchmark or data set that the number was reached on.", ("Result",), ("Benchmark", "Dataset")
    ),
    RelationshipType("OF", "What the number is about.", ("Result",), ("Method", "Model")),
    RelationshipType("WITH", "The model that the method was run with.", ("Result",), ("Model",)),
    RelationshipType("VERSUS", "The baseline of a difference.", ("Result",), ("Method", "Model")),
    # (:Paper)-[:HAS_CODE]->(:Repository)
    RelationshipType("HAS_CODE", "Where the paper's code or models are.", ("Paper",), ("Repository",), EVIDENCE),
)
RELATIONSHIPS: dict[str, RelationshipType] = {r.type: r for r in RELATIONSHIP_TYPES}

TYPE_OF_ROLE: dict[str, str] = {role: role.upper() for role in ROLES if role != "mentions"}
TYPE_OF_RELATION: dict[str, str] = {name: name.upper() for name in ("variant_of", "part_of", "outperforms")}
LINEAGE: tuple[str, ...] = ("VARIANT_OF", "VERSION_OF", "PART_OF")
"""Types along which the catalogue's ancestors hold on to an entity (DESIGN.md, Ownership)."""
SOURCED: tuple[str, ...] = ("VARIANT_OF", "VERSION_OF", "PART_OF", "OUTPERFORMS")
"""Types between entities: keyed by (from, type, to, source), so that papers that say the same stand side by side."""
FULLTEXT: tuple[tuple[str, str], ...] = (("Paper", "title"), *((label, "name") for label in ENTITY_LABELS))
"""Full-text indexes of every store: one property each."""
FULLTEXT_SERVER: tuple[tuple[str, str], ...] = (("Paper", "abstract"), *((label, "aliases") for label in ENTITY_LABELS))
"""Further full-text indexes of a server; a file would take too long to keep them (DESIGN.md, 5.7)."""
