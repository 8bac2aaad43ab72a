"""From a record's named fields to a paper: the checks and clean-ups that every source of records shares."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from paperatlas.graph import identity
from paperatlas.graph.store import PaperFacts

from .record import LinkedPaper, SourcePaper

MAX_TITLE = 5_000
MAX_ABSTRACT = 1_000_000
"""Characters; beyond them a field holds something else. (spaCy itself reads no more than a million.)"""
LONG_ABSTRACT = 20_000
"""Characters; a longer abstract is kept, but the user is told: it may be a full text."""


class UnusableError(Exception):
    """A record that holds no paper; the message is the reason for the quarantine file."""


@dataclass(frozen=True)
class Delivery:
    """A paper as a source delivered it, with the place it stood at.

    `paper.id` is the id that the paper gets if no store knows it yet. `record_id` is what the source itself calls the
    record. `linked` is set where the source delivers papers that are linked already, and `facts` where it delivers
    what they put into the graph.
    """

    line: int
    paper: SourcePaper
    raw: str
    record_id: str | None = None
    linked: LinkedPaper | None = None
    notes: tuple[str, ...] = ()
    facts: PaperFacts | None = None


@dataclass(frozen=True)
class SetAside:
    """What cannot be used: it goes to the quarantine file with its reason."""

    line: int
    reason: str
    text: str


Read = Delivery | SetAside


def paper_from_fields(fields: Mapping[str, Any], source: str | None) -> tuple[SourcePaper, tuple[str, ...]]:
    """The paper that the fields describe, and remarks on fields that were ignored. UnusableError where there is none.

    Title and abstract stay as delivered, since every offset refers to them.
    """
    title, abstract = _text(fields, "title", MAX_TITLE), _text(fields, "abstract", MAX_ABSTRACT)
    if not title.strip():
        raise UnusableError("the record has no title")
    notes: list[str] = []
    record_id = _word(fields.get("id"))
    arxiv = _identifier(fields, "arxiv_id", identity.arxiv_id, notes) or identity.arxiv_id(record_id)
    doi = _identifier(fields, "doi", identity.doi, notes) or identity.doi(record_id)
    published = _word(fields.get("published"))
    paper = SourcePaper(
        title=title,
        abstract=abstract if abstract.strip() else "",
        id=record_id if _is_paper_id(record_id) else identity.paper_id(title, arxiv, doi),
        arxiv_id=arxiv,
        doi=doi,
        s2_id=_word(fields.get("s2_id")),
        openalex_id=_word(fields.get("openalex_id")),
        year=_year(fields.get("year"), published, notes),
        published=published,
        authors=_names(fields.get("authors")),
        categories=_words(fields.get("categories")),
        url=_word(fields.get("url")),
        source=_word(fields.get("source")) or source,
    )
    if len(abstract) > LONG_ABSTRACT:
        notes.append(
            f"the abstract has {len(abstract):,} characters and only its beginning is linked; is it a full text?"
        )
    elif not paper.abstract:
        notes.append("no abstract, only the title was read")
    return paper, tuple(notes)


def _is_paper_id(text: str | None) -> bool:
    """Whether a record's id is one that Paperatlas gave, as in linked JSONL."""
    prefix, _, rest = (text or "").partition(":")
    if prefix == "arxiv":
        return identity.arxiv_id(rest) == rest
    if prefix == "doi":
        return identity.doi(rest) == rest
    return prefix == "title" and re.fullmatch("[0-9a-f]{16}", rest) is not None


def _text(fields: Mapping[str, Any], name: str, limit: int) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UnusableError(f"the record's {name} is not a text")
    if len(value) > limit:
        raise UnusableError(f"the record's {name} has {len(value):,} characters; {limit:,} is the limit")
    return value


def _word(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value).strip() or None


def _identifier(fields: Mapping[str, Any], name: str, parse: Any, notes: list[str]) -> str | None:
    """The field in its canonical form; one that is no such identifier is ignored with a remark."""
    value = fields.get(name)
    if value is None or value == "":
        return None
    parsed: str | None = parse(value) if isinstance(value, str) else None
    if parsed is None:
        notes.append(f"{name} {str(value)[:80]!r} is no such identifier and was ignored")
    return parsed


def _year(value: Any, published: str | None, notes: list[str]) -> int | None:
    if value is None or value == "":
        match = re.match(r"(\d{4})\b", published or "")
        return int(match.group(1)) if match else None
    text = str(value).strip().removesuffix(".0")
    if isinstance(value, bool) or not re.fullmatch(r"\d{4}", text):
        notes.append(f"year {str(value)[:80]!r} is no year and was ignored")
        return None
    return int(text)


def _names(value: Any) -> tuple[str, ...]:
    """Authors: a list of names or of objects with a `name`, or one text."""
    if isinstance(value, str):
        # `;` separates surely; a comma only where every part is a whole name (it also stands in `Hopper, Grace`)
        parts = value.split(";") if ";" in value else re.split(r"\s+and\s+|\n", value)
        by_comma = [p.strip() for part in parts for p in part.split(",") if p.strip()]
        if ";" not in value and all(" " in p for p in by_comma):
            parts = by_comma
        return _words(parts)
    if isinstance(value, list):
        return _words([item.get("name") if isinstance(item, dict) else item for item in value])
    return ()


def _words(value: Any) -> tuple[str, ...]:
    """A list of texts, or one text with its parts between spaces, commas or semicolons (`cs.CL cs.LG`)."""
    items = re.split(r"[\s,;]+", value) if isinstance(value, str) else value if isinstance(value, list) else []
    return tuple(item.strip() for item in items if isinstance(item, str) and item.strip())
