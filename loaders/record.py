"""Papers as they travel: what a source delivers, and the linked-paper record of DESIGN.md, section 3."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from paperatlas.graph.identity import entity_id
from paperatlas.graph.schema import Kind, Role

Field = Literal["title", "abstract"]


@dataclass(frozen=True)
class SourcePaper:
    """A paper as a source delivers it. `title` is never empty; `abstract` may be."""

    title: str
    abstract: str = ""
    id: str | None = None
    arxiv_id: str | None = None
    doi: str | None = None
    s2_id: str | None = None
    openalex_id: str | None = None
    year: int | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    url: str | None = None
    source: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The record's paper fields, without those that are absent."""
        out: dict[str, Any] = {"title": self.title, "abstract": self.abstract}
        for name in ("id", "arxiv_id", "doi", "s2_id", "openalex_id", "year", "published", "url", "source"):
            if (value := getattr(self, name)) is not None:
                out[name] = value
        for name in ("authors", "categories"):
            if values := getattr(self, name):
                out[name] = list(values)
        return out


@dataclass(frozen=True)
class Evidence:
    """Where a text supports a link: `start` and `end` are code points in the field as delivered."""

    field: Field
    start: int
    end: int
    sentence: str
    confidence: float
    rule: str

    def to_json(self) -> dict[str, Any]:
        return {
            "field": self.field,
            "start": self.start,
            "end": self.end,
            "sentence": self.sentence,
            "confidence": self.confidence,
            "rule": self.rule,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Evidence":
        return cls(data["field"], data["start"], data["end"], data["sentence"], float(data["confidence"]), data["rule"])


@dataclass(frozen=True)
class Mention(Evidence):
    """One occurrence of an entity: `surface` is the text between `start` and `end`."""

    surface: str = ""

    def to_json(self) -> dict[str, Any]:
        return {**super().to_json(), "surface": self.surface}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Mention":
        return cls(
            data["field"],
            data["start"],
            data["end"],
            data["sentence"],
            float(data["confidence"]),
            data["rule"],
            data["surface"],
        )


@dataclass(frozen=True)
class LinkedEntity:
    """An entity that the paper names, with the strongest role that the text supports.

    `family` is set only where a size or tuning was dropped to reach it (LLaMA 2 7B → LLaMA 2).
    `role_evidence` is None for the role `mentions`, whose evidence the mentions are.
    """

    name: str
    kind: Kind
    mentions: tuple[Mention, ...]
    role: Role = "mentions"
    family: str | None = None
    discovered: bool = False
    confidence: float = 1.0
    role_evidence: Evidence | None = None

    @property
    def id(self) -> str:
        return entity_id(self.kind, self.name)

    @property
    def surfaces(self) -> tuple[str, ...]:
        """Distinct surfaces in the order of their first occurrence."""
        return tuple(dict.fromkeys(m.surface for m in self.mentions))

    def to_json(self) -> dict[str, Any]:
        out: dict[str, Any] = {
            "id": self.id,
            "name": self.name,
            "kind": self.kind,
            "surfaces": list(self.surfaces),
            "role": self.role,
        }
        if self.family:
            out["family"] = self.family
        out["discovered"] = self.discovered
        out["confidence"] = self.confidence
        out["mentions"] = [m.to_json() for m in self.mentions]
        if self.role_evidence:
            out["role_evidence"] = self.role_evidence.to_json()
        return out

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "LinkedEntity":
        evidence = data.get("role_evidence")
        return cls(
            name=data["name"],
            kind=data["kind"],
            mentions=tuple(Mention.from_json(m) for m in data.get("mentions", ())),
            role=data.get("role", "mentions"),
            family=data.get("family"),
            discovered=bool(data.get("discovered", False)),
            confidence=float(data.get("confidence", 1.0)),
            role_evidence=Evidence.from_json(evidence) if evidence else None,
        )


@dataclass(frozen=True)
class Relation:
    """`head` and `tail` are canonical names of entities of the same paper (a name has one kind in a paper)."""

    head: str
    type: Literal["variant_of", "part_of", "outperforms"]
    tail: str
    evidence: Evidence

    def to_json(self) -> dict[str, Any]:
        return {"head": self.head, "type": self.type, "tail": self.tail, "evidence": self.evidence.to_json()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Relation":
        return cls(data["head"], data["type"], data["tail"], Evidence.from_json(data["evidence"]))


@dataclass(frozen=True)
class Result:
    """One reported number; the names are canonical names of entities of the same paper, or None where not said."""

    value: float
    evidence: Evidence
    method: str | None = None
    model: str | None = None
    on: str | None = None
    metric: str | None = None
    unit: str | None = None
    delta: bool = False
    versus: str | None = None
    better: Literal["higher", "lower", "unknown"] = "unknown"

    def to_json(self) -> dict[str, Any]:
        return {
            "method": self.method,
            "model": self.model,
            "on": self.on,
            "metric": self.metric,
            "value": self.value,
            "unit": self.unit,
            "delta": self.delta,
            "versus": self.versus,
            "better": self.better,
            "evidence": self.evidence.to_json(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Result":
        names = {key: data.get(key) for key in ("method", "model", "on", "metric", "unit", "versus")}
        return cls(
            value=float(data["value"]),
            evidence=Evidence.from_json(data["evidence"]),
            delta=bool(data.get("delta", False)),
            better=data.get("better", "unknown"),
            **names,
        )


@dataclass(frozen=True)
class CodeLink:
    """An address of code, models or a project page, without what prose put around it."""

    url: str
    evidence: Evidence


@dataclass(frozen=True)
class LinkedPaper:
    """A paper with everything the linker read off it."""

    paper: SourcePaper
    entities: tuple[LinkedEntity, ...] = ()
    relations: tuple[Relation, ...] = ()
    results: tuple[Result, ...] = ()
    code: tuple[CodeLink, ...] = field(default=())
    linked_with: str = ""

    def to_json(self) -> dict[str, Any]:
        """One line of `paperatlas link`: scored by gold/score.py as it is."""
        out = {
            **self.paper.to_json(),
            "entities": [e.to_json() for e in self.entities],
            "relations": [r.to_json() for r in self.relations],
            "results": [r.to_json() for r in self.results],
            "code": [c.url for c in self.code],
            "code_evidence": [c.evidence.to_json() for c in self.code],
        }
        if self.linked_with:
            out["linked_with"] = self.linked_with
        return out

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "LinkedPaper":
        """Read back what `to_json` wrote. KeyError, TypeError or ValueError where the record is not of that form."""
        paper = SourcePaper(
            title=data["title"],
            abstract=data.get("abstract") or "",
            authors=tuple(data.get("authors") or ()),
            categories=tuple(data.get("categories") or ()),
            **{
                key: data.get(key)
                for key in ("id", "arxiv_id", "doi", "s2_id", "openalex_id", "year", "published", "url", "source")
            },
        )
        return cls(
            paper=paper,
            entities=tuple(LinkedEntity.from_json(e) for e in data["entities"]),
            relations=tuple(Relation.from_json(r) for r in data.get("relations", ())),
            results=tuple(Result.from_json(r) for r in data.get("results", ())),
            code=tuple(
                CodeLink(url, Evidence.from_json(e))
                for url, e in zip(data.get("code", ()), data.get("code_evidence", ()), strict=True)
            ),
            linked_with=data.get("linked_with", ""),
        )
