"""What the linker's parts share: everything that was read off one text, so far."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

from paperatlas.graph.schema import Kind, Role

from .definitions import Definition, find_definitions
from .introductions import Introductions
from .text import PaperText, Span
from .word_vectors import word_vectors

if TYPE_CHECKING:
    from .encoder import Encoder, Encoding

SYSTEMS: tuple[Kind, ...] = ("method", "model")
"""What is built and compared."""
RESOURCES: tuple[Kind, ...] = ("dataset", "benchmark")
"""What it is built from and compared on."""
DISCOVERY = "discovery"
"""With this begins the rule of what no catalogue has."""
_OWN_WORK = re.compile(
    r"\b(?:we|our|this (?:paper|work|study|article)|propos\w+|introduc\w+|present\w*|novel|develop\w*)\b", re.IGNORECASE
)
"""By these words a sentence speaks of the paper's own work."""
RelationType = Literal["variant_of", "part_of", "outperforms"]
RELATION_TYPES: tuple[RelationType, ...] = get_args(RelationType)


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
    like: "Found | None" = None
    """The name whose first letters it shares (`100` in `CIFAR-10 and -100`): what is said of one holds for both."""

    @property
    def tokens(self) -> Span:
        """First token, and one past the last."""
        return self.first, self.last

    @property
    def discovered(self) -> bool:
        """Whether the judge alone says that this is a name; the catalogue and its grammar do not know it."""
        return self.rule.startswith(DISCOVERY)


@dataclass(slots=True)
class Refused:
    """A candidate that was not linked, and why; shown by `link --explain`."""

    start: int
    end: int
    what: str
    why: str


@dataclass(slots=True)
class Claim:
    """Where a statement stands (character span), how sure it is, and the rule that read it."""

    start: int
    end: int
    confidence: float
    rule: str


@dataclass(slots=True)
class RelationClaim:
    """`head` and `tail` are canonical names, `type` is variant_of, part_of or outperforms."""

    head: str
    type: RelationType
    tail: str
    claim: Claim

    @classmethod
    def between(cls, head: Found, type_: RelationType, tail: Found, confidence: float, rule: str) -> "RelationClaim":
        """A relation whose evidence is the stretch from the one to the other."""
        claim = Claim(min(head.start, tail.start), max(head.end, tail.end), confidence, rule)
        return cls(head.name, type_, tail.name, claim)


@dataclass(slots=True)
class ResultClaim:
    """A reported number and the canonical names of what it is about, as far as the text tells."""

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
    claims: list[RelationClaim] = field(default_factory=list)
    """Relations that rules claim; `relations` are those that the judge grants."""
    relations: list[RelationClaim] = field(default_factory=list)
    results: list[ResultClaim] = field(default_factory=list)
    code: list[tuple[str, Claim]] = field(default_factory=list)
    _definitions: list[Definition] | None = None
    _introductions: Introductions | None = None
    _own_work: list[bool] | None = None
    _word_rows: list[int] | None = None
    _encoding: "Encoding | None" = None

    @property
    def definitions(self) -> list[Definition]:
        """`Long Form (LF)` and its like in this text."""
        if self._definitions is None:
            self._definitions = find_definitions(self.text)
        return self._definitions

    @property
    def introductions(self) -> Introductions:
        """The words with which this text introduces things."""
        if self._introductions is None:
            self._introductions = Introductions(self.text)
        return self._introductions

    @property
    def own_work(self) -> list[bool]:
        """Whether each sentence speaks of the paper's own work."""
        if self._own_work is None:
            spans = zip(self.text.sentence_starts, self.text.sentence_ends, strict=True)
            self._own_work = [_OWN_WORK.search(self.text.text, *span) is not None for span in spans]
        return self._own_work

    @property
    def word_rows(self) -> list[int]:
        """The row of each token in the table of word vectors."""
        if self._word_rows is None:
            self._word_rows = word_vectors().rows_of(self.text.keys)
        return self._word_rows

    def encoding(self, encoder: "Encoder") -> "Encoding":
        """The text as the judges see it, read once: with the names that were found when the first of them asked."""
        if self._encoding is None:
            self._encoding = encoder.read(self)
        return self._encoding

    def by_name(self) -> dict[str, list[Found]]:
        """The places of each canonical name, in the order of the first."""
        out: dict[str, list[Found]] = {}
        for found in self.found:
            out.setdefault(found.name, []).append(found)
        return out

    def by_sentence(self) -> dict[int, list[Found]]:
        """Found entities of each sentence in the order of the text."""
        out: dict[int, list[Found]] = {}
        for found in self.found:
            out.setdefault(self.text.sentence_of(found.start), []).append(found)
        return out


def main_entity(links: Links) -> Found | None:
    """What the paper is about: the introduced system that the title names, else the one of a single word (a brand,
    where components have descriptions) that is named most often."""
    introduced = [f for f in links.found if f.introduced]
    if not introduced:
        return None
    in_title = [f for f in introduced if f.start < links.text.title_clean_end]
    if in_title:
        return in_title[0]
    counts: dict[str, int] = {}
    for found in links.found:
        counts[found.name] = counts.get(found.name, 0) + 1
    return max(introduced, key=lambda f: (f.kind in SYSTEMS, " " not in f.name, counts[f.name], -f.start))
