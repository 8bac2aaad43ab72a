"""Linked JSONL: papers that `paperatlas link` has linked already, taken as they are."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import orjson

from paperatlas.graph.schema import KINDS, ROLES, TYPE_OF_RELATION

from ..fields import Delivery, Read, SetAside, UnusableError, paper_from_fields
from ..inputs import Line
from ..record import Evidence, LinkedPaper
from .jsonl import objects

ABOUT = "what `paperatlas link` writes: one linked paper a line"


def recognises(head: str) -> bool:
    """The first record that can be read has `entities`; one that the head cuts off shows its key."""
    lines = [line for line in head.splitlines() if line.lstrip().startswith("{")]
    for line in lines[:50]:
        try:
            return "entities" in orjson.loads(line)
        except orjson.JSONDecodeError:
            continue
    return bool(lines) and '"entities":' in lines[0]


def read(lines: Iterable[Line], source: str) -> Iterator[Read]:
    """A linked paper a line; one that does not hold together (an offset beside its text, say) is set aside."""
    for line, data in objects(lines):
        if isinstance(data, SetAside):
            yield data
            continue
        try:
            paper, notes = paper_from_fields(data, source)
            linked = replace(_record(data), paper=paper)
            _check(linked)
        except UnusableError as error:
            yield SetAside(line.number, str(error), line.text)
            continue
        yield Delivery(line.number, paper, line.text, str(data.get("id") or "") or None, linked, notes)


def _record(data: dict[str, Any]) -> LinkedPaper:
    if "entities" not in data:
        raise UnusableError("the record has no `entities`; papers that are not linked yet go into a file of their own")
    try:
        return LinkedPaper.from_json(data)
    except KeyError as error:
        raise UnusableError(f"the linked record lacks {error}; `paperatlas link` writes whole ones") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise UnusableError(f"the linked record is not of the form that `paperatlas link` writes: {error}") from error


def _check(linked: LinkedPaper) -> None:
    texts = {"title": linked.paper.title, "abstract": linked.paper.abstract}

    def check_span(evidence: Evidence, what: str) -> str:
        text = texts.get(evidence.field)
        if text is None or not 0 <= evidence.start < evidence.end <= len(text):
            raise UnusableError(f"the evidence of {what} lies outside of the paper's {evidence.field}")
        return text[evidence.start : evidence.end]

    for entity in linked.entities:
        if entity.kind not in KINDS or entity.role not in ROLES:
            raise UnusableError(f"{entity.name} has the kind {entity.kind!r} and the role {entity.role!r}")
        if not entity.mentions:
            raise UnusableError(f"{entity.name} has no mentions; `paperatlas link` writes them")
        for mention in entity.mentions:
            if check_span(mention, entity.name) != mention.surface:
                raise UnusableError(f"{mention.surface!r} is not at {mention.start} of the paper's {mention.field}")
        if entity.role_evidence:
            check_span(entity.role_evidence, entity.name)
    names = {entity.name for entity in linked.entities}
    if len(names) < len(linked.entities):
        raise UnusableError("an entity is listed twice")
    for relation in linked.relations:
        if relation.type not in TYPE_OF_RELATION or not {relation.head, relation.tail} <= names:
            raise UnusableError(
                f"{relation.head} {relation.type} {relation.tail} does not join two of the paper's entities"
            )
        check_span(relation.evidence, relation.type)
    for result in linked.results:
        named = {result.method, result.model, result.on, result.versus} - {None}
        if not named <= names:
            raise UnusableError(f"the result {result.value} names what is no entity of the paper")
        check_span(result.evidence, f"the result {result.value}")
    for code in linked.code:
        check_span(code.evidence, code.url)
