"""From a linked paper to what it contributes to the graph: nodes and relationships as DESIGN.md, section 2, says."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from paperatlas.graph.identity import (
    arxiv_id,
    digest16,
    doi,
    entity_id,
    paper_id,
    repository_id,
    text_digest,
    title_key,
)
from paperatlas.graph.schema import (
    LABEL_OF_KIND,
    PAPER,
    RELATIONSHIPS,
    REPOSITORY,
    RESULT,
    TYPE_OF_RELATION,
    TYPE_OF_ROLE,
    Kind,
)
from paperatlas.graph.statements import CATALOGUE, GRAMMAR
from paperatlas.graph.store import Node, NodeKey, PaperFacts, PaperKeys, Relationship, Value

from .catalog.catalogue import Catalog, Entry
from .record import CodeLink, Evidence, LinkedEntity, LinkedPaper, Mention, Relation, Result, SourcePaper

# A size in a model's name: "7B", "1.5T", "125M". Not at the start (a model named 4M), not the "7B" of "8x7B" (experts
# share weights, so the product is no count), not the active part "A3B", and not "128K", a length of context.
_SIZE = re.compile(r"(?<=[\s\-_])(\d+(?:\.\d+)?)\s?([bBMT])(?![\w.])")
_SIZE_UNITS = {"M": 10**6, "B": 10**9, "T": 10**12}


def paper_facts(linked: LinkedPaper, catalog: Catalog, paper_id: str | None = None) -> PaperFacts:
    """Everything that one linked paper puts into the graph.

    `paper_id` is the id under which a store already knows the paper (`GraphStore.find_papers`); without it the paper
    gets the id that its own keys give. Names that the record uses without listing them as entities, and relationships
    that the schema does not allow between these kinds, are left out.
    """
    facts = _Facts(paper_id or paper_keys(linked.paper).id, catalog)
    for entity in linked.entities:
        facts.add_entity(entity)
    for relation in linked.relations:
        facts.add_relation(relation)
    for result in linked.results:
        facts.add_result(result)
    for link in linked.code:
        facts.add_code(link)
    return facts.finish(linked)


def with_paper_id(facts: PaperFacts, id_: str) -> PaperFacts:
    """The same facts under the id by which a store knows the paper."""
    if facts.paper.id == id_:
        return facts
    old, new = facts.paper.key, NodeKey(PAPER.label, id_)

    def renamed(r: Relationship) -> Relationship:
        said_by = {"source": id_} if r.properties.get("source") == old.id else {}
        return Relationship(r.type, new if r.head == old else r.head, r.tail, {**r.properties, **said_by})

    paper = Node(PAPER.label, {**facts.paper.properties, "id": id_})
    return PaperFacts(paper, facts.nodes, tuple(renamed(r) for r in facts.relationships))


def paper_keys(paper: SourcePaper) -> PaperKeys:
    """The keys by which a store may already know the paper; `id` is the one it gets where no store does."""
    arxiv, doi_ = arxiv_id(paper.arxiv_id), doi(paper.doi)
    return PaperKeys(
        id=_given_id(paper.id) or paper_id(paper.title, arxiv, doi_),
        arxiv_id=arxiv,
        doi=doi_,
        s2_id=paper.s2_id,
        openalex_id=paper.openalex_id,
        title_key=title_key(paper.title) or None,
        year=paper.year,
        authors=paper.authors,
    )


def _given_id(text: str | None) -> str | None:
    """A record's own `id` counts only where it is an id of this graph; `17` of one file is not `17` of another."""
    return text if text and text.startswith(("arxiv:", "doi:", "title:")) else None


def paper_node(paper: SourcePaper, id_: str, linked_with: str = "") -> Node:
    """The Paper node of a record: what the record lacks is absent, so that a stored value stays."""
    keys = paper_keys(paper)
    return _node(
        PAPER.label,
        {
            "id": id_,
            "title": paper.title,
            "abstract": paper.abstract,
            "year": paper.year,
            "published": paper.published,
            "authors": list(paper.authors),
            "categories": list(paper.categories),
            "url": paper.url,
            "source": paper.source,
            "arxiv_id": keys.arxiv_id,
            "doi": keys.doi,
            "s2_id": keys.s2_id,
            "openalex_id": keys.openalex_id,
            "title_key": keys.title_key,
            "text_digest": text_digest(paper.title, paper.abstract),
            "linked_with": linked_with,
        },
    )


def paper_of(node: Node) -> SourcePaper:
    """The record of a Paper node: what `paper_node` was made from."""
    values = dict(node.properties)
    names = ("id", "arxiv_id", "doi", "s2_id", "openalex_id", "year", "published", "url", "source")
    return SourcePaper(
        title=str(values["title"]),
        abstract=str(values.get("abstract") or ""),
        authors=tuple(values.get("authors") or ()),  # type: ignore[arg-type]  # a list of strings, as the schema says
        categories=tuple(values.get("categories") or ()),  # type: ignore[arg-type]
        **{name: values.get(name) for name in names},  # type: ignore[arg-type]
    )


def parameters_in_name(name: str) -> int | None:
    """Number of parameters that a model's name states: `LLaMA 2 7B` → 7000000000; None where it states none."""
    match = _SIZE.search(name)
    return round(float(match[1]) * _SIZE_UNITS[match[2].upper()]) if match else None


def _present(properties: Mapping[str, Any]) -> dict[str, Value]:
    return {key: value for key, value in properties.items() if value is not None and value != "" and value != []}


def _node(label: str, properties: Mapping[str, Any]) -> Node:
    return Node(label, _present(properties))


def _evidence(evidence: Evidence | None) -> dict[str, Value]:
    return Evidence.to_json(evidence) if evidence else {}


def _reading_order(mention: Mention) -> tuple[bool, int, int]:
    return (mention.field != "title", mention.start, mention.end)


def _number(value: float) -> str:
    return f"{value:.12g}"


def _better(new: Relationship, old: Relationship) -> bool:
    """Of two statements of one fact in one paper the surer is kept, of equally sure ones the first."""
    return float(str(new.properties.get("confidence", 0))) > float(str(old.properties.get("confidence", 0)))


class _Facts:
    """Collects one paper's nodes and relationships; each is there once."""

    def __init__(self, paper: str, catalog: Catalog) -> None:
        self.catalog = catalog
        self.paper = NodeKey(PAPER.label, paper)
        self.nodes: dict[NodeKey, Node] = {}
        self.relationships: dict[tuple[str, NodeKey, NodeKey, str], Relationship] = {}
        self.by_name: dict[str, NodeKey] = {}

    def finish(self, linked: LinkedPaper) -> PaperFacts:
        paper = paper_node(linked.paper, self.paper.id, linked.linked_with)
        nodes = tuple(self.nodes[key] for key in sorted(self.nodes))
        return PaperFacts(paper, nodes, tuple(self.relationships[key] for key in sorted(self.relationships)))

    # -- building blocks

    def _relate(self, type_: str, head: NodeKey, tail: NodeKey, properties: Mapping[str, Any]) -> None:
        allowed = RELATIONSHIPS[type_]
        if head == tail or head.label not in allowed.heads or tail.label not in allowed.tails:
            return
        if type_ == "VARIANT_OF" and head.label != tail.label:  # a method is no variant of a model
            return
        relationship = Relationship(type_, head, tail, _present(properties))
        key = (type_, head, tail, str(properties.get("source", "")))
        if key not in self.relationships or _better(relationship, self.relationships[key]):
            self.relationships[key] = relationship

    def _entity_node(self, kind: Kind, name: str, *, discovered: bool) -> NodeKey:
        """The node of an entity, with its catalogue ancestors and the edges to them."""
        id_ = entity_id(kind, name)
        key = NodeKey(LABEL_OF_KIND[kind], id_)
        if key in self.nodes:
            return key
        entry = self.catalog.by_id.get(id_)
        if entry is not None:
            self._catalogue_node(entry)
            for child, lineage, parent in self.catalog.ancestry(id_):
                tail = self._catalogue_node(parent)
                self._relate(lineage.upper(), self._catalogue_node(child), tail, {"source": CATALOGUE})
        else:
            size = parameters_in_name(name) if kind == "model" else None
            self.nodes[key] = _node(key.label, {"id": id_, "name": name, "discovered": discovered, "parameters": size})
        return key

    def _catalogue_node(self, entry: Entry) -> NodeKey:
        key = NodeKey(LABEL_OF_KIND[entry.kind], entry.id)
        if key not in self.nodes:
            self.nodes[key] = _node(
                key.label,
                {
                    "id": entry.id,
                    "name": entry.name,
                    "aliases": list(entry.aliases),
                    "description": entry.about,
                    "year": entry.year,
                    "url": _entry_url(entry),
                    "discovered": False,
                    "parameters": (entry.parameters or parameters_in_name(entry.name))
                    if entry.kind == "model"
                    else None,
                },
            )
        return key

    # -- what a record says

    def add_entity(self, entity: LinkedEntity) -> None:
        key = self._entity_node(entity.kind, entity.name, discovered=entity.discovered)
        self.by_name.setdefault(entity.name, key)
        mentions = sorted(entity.mentions, key=_reading_order)
        first = mentions[0] if mentions else entity.role_evidence
        # A record without offsets still names the entity: the paper holds what it lists.
        self._relate(
            "MENTIONS",
            self.paper,
            key,
            {
                "count": len(mentions),
                "fields": [m.field for m in mentions],
                "starts": [m.start for m in mentions],
                "ends": [m.end for m in mentions],
                "surfaces": [m.surface for m in mentions],
                "sentence": first.sentence if first else None,
                "confidence": entity.confidence,
                "rule": first.rule if first else "record",
            },
        )
        if entity.role in TYPE_OF_ROLE:
            self._relate(TYPE_OF_ROLE[entity.role], self.paper, key, _evidence(entity.role_evidence or first))
        if entity.family and entity.kind == "model":
            # The family of a name that only the grammar read is as unknown to the catalogue as its other children.
            family = self._entity_node("model", entity.family, discovered=True)
            if ("VERSION_OF", key, family, CATALOGUE) not in self.relationships:
                self._relate("VERSION_OF", key, family, {"source": GRAMMAR})

    def add_relation(self, relation: Relation) -> None:
        head, tail = self.by_name.get(relation.head), self.by_name.get(relation.tail)
        if head and tail:
            type_ = TYPE_OF_RELATION[relation.type]
            self._relate(type_, head, tail, {"source": self.paper.id, **_evidence(relation.evidence)})

    def add_result(self, result: Result) -> None:
        about = {
            "ON": self._named(result.on),
            "OF": self._named(result.method) or self._named(result.model),
            "WITH": self._named(result.model) if self._named(result.method) else None,
            "VERSUS": self._named(result.versus),
        }
        parts: Iterable[object] = (
            self.paper.id,
            result.evidence.field,
            result.evidence.start,
            _number(result.value),
            result.delta,
            result.metric,
            *(key.id if key else None for key in about.values()),
        )
        id_ = "result:" + digest16("\x1f".join("" if part is None else str(part) for part in parts))
        key = NodeKey(RESULT.label, id_)
        self.nodes[key] = _node(
            RESULT.label,
            {
                "id": id_,
                "name": _result_name(result),
                "value": float(result.value),
                "unit": result.unit,
                "metric": result.metric,
                "is_delta": result.delta,
                "better": result.better,
                **_evidence(result.evidence),
            },
        )
        self._relate("REPORTS", self.paper, key, {})
        for type_, entity in about.items():
            if entity:
                self._relate(type_, key, entity, {})

    def add_code(self, link: CodeLink) -> None:
        key = NodeKey(REPOSITORY.label, repository_id(link.url))
        self.nodes.setdefault(
            key, _node(REPOSITORY.label, {"id": key.id, "name": _repository_name(key.id), "url": link.url})
        )
        self._relate("HAS_CODE", self.paper, key, _evidence(link.evidence))

    def _named(self, name: str | None) -> NodeKey | None:
        return self.by_name.get(name) if name else None


def _entry_url(entry: Entry) -> str | None:
    if entry.url:
        return entry.url
    if entry.arxiv:
        return f"https://arxiv.org/abs/{entry.arxiv}"
    return f"https://huggingface.co/{entry.huggingface}" if entry.huggingface else None


def _result_name(result: Result) -> str:
    """`GSM8K accuracy 53.07`; a difference is marked: `GSM8K accuracy Δ 5.84%`."""
    subject = result.on or result.method or result.model
    unit = result.unit or ""
    value = f"{_number(result.value)}{unit}" if unit in ("", "%", "x") else f"{_number(result.value)} {unit}"
    return " ".join(part for part in (subject, result.metric, "Δ" if result.delta else "", value) if part)


def _repository_name(id_: str) -> str:
    """owner/name where the address has these two, else host and path."""
    place = id_.removeprefix("repository:")
    host_and_path = urlsplit(f"//{place}")
    segments = host_and_path.path.strip("/").split("/")
    return "/".join(segments) if len(segments) == 2 else place
