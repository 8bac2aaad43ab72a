"""What the components share: the state that hangs on a spaCy Doc as `doc._.paperatlas`."""

from dataclasses import dataclass, field
from typing import Any

from spacy.tokens import Doc, Span

from paperatlas.graph.schema import Kind, Role

from .definitions import Definition, find_definitions
from .text import PaperText, read

SPANS_KEY = "paperatlas"
STATE = "paperatlas"
"""Key of `doc.user_data` that holds the Links."""


@dataclass(slots=True)
class Found:
    """One occurrence of an entity; offsets count the clean text, tokens those of PaperText (last: one past)."""

    start: int
    end: int
    first: int
    last: int
    name: str
    kind: Kind
    rule: str
    confidence: float
    entry: str | None = None
    """Id of the catalogue entry; None for a discovered name."""
    family: str | None = None
    open: bool = False
    """More of a name follows that no entry explains; the grammar of model names decides, else it is dropped."""
    introduced: bool = False
    """The text around defines it as the paper's own."""


@dataclass(slots=True)
class Refused:
    """A candidate that was not linked, and why; shown by `link --explain`."""

    start: int
    end: int
    what: str
    why: str


@dataclass(slots=True)
class Claim:
    """A statement and where it stands: sentence index, character span, confidence and the rule that read it."""

    start: int
    end: int
    confidence: float
    rule: str


@dataclass(slots=True)
class RelationClaim:
    head: str
    type: str
    tail: str
    claim: Claim


@dataclass(slots=True)
class ResultClaim:
    value: float
    claim: Claim
    method: str | None = None
    model: str | None = None
    on: str | None = None
    metric: str | None = None
    unit: str | None = None
    delta: bool = False
    versus: str | None = None
    better: str = "unknown"


@dataclass(slots=True)
class Links:
    """Everything that was read off one text, so far."""

    text: PaperText
    found: list[Found] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    roles: dict[str, tuple[Role, Claim]] = field(default_factory=dict)
    """Canonical name → strongest role and where it is said."""
    relations: list[RelationClaim] = field(default_factory=list)
    results: list[ResultClaim] = field(default_factory=list)
    code: list[tuple[str, Claim]] = field(default_factory=list)
    _definitions: list[Definition] | None = None

    @property
    def definitions(self) -> list[Definition]:
        """`Long Form (LF)` and its like in this text."""
        if self._definitions is None:
            self._definitions = find_definitions(self.text)
        return self._definitions

    def by_sentence(self) -> dict[int, list[Found]]:
        """Found entities of each sentence in the order of the text."""
        out: dict[int, list[Found]] = {}
        for found in self.found:
            out.setdefault(self.text.sentence_of(found.start), []).append(found)
        return out


def register() -> None:
    """Make `doc._.paperatlas` known to spaCy; harmless when repeated."""
    if not Doc.has_extension("paperatlas"):
        Doc.set_extension("paperatlas", getter=links_of)
    if not Doc.has_extension("paperatlas_title_end"):
        Doc.set_extension("paperatlas_title_end", default=0)


def links_of(doc: Doc) -> Links:
    """The state of a document, made on first use, so that every component works alone and in any order."""
    state: Any = doc.user_data.get(STATE)
    if state is None:
        state = Links(read(doc.text, doc._.paperatlas_title_end))
        doc.user_data[STATE] = state
    assert isinstance(state, Links)
    return state


def mark_spans(doc: Doc, links: Links) -> None:
    """Write the found entities to `doc.spans["paperatlas"]`: label the kind, `kb_id` the entity's id."""
    spans: list[Span] = []
    for found in links.found:
        start, end = links.text.original(found.start, found.end)
        span = doc.char_span(start, end, label=found.kind, kb_id=found.entry or "", alignment_mode="expand")
        if span is not None:
            spans.append(span)
    doc.spans[SPANS_KEY] = spans
