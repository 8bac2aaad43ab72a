"""Possible names that no catalogue has, with all the places where each is written."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from .document import Found, Links
from .lexicon import Lexicon
from .text import keys_of, occurrences
from .words import NO_NAMES, STOP_WORDS

_URL_PART = re.compile(r"https?:|www\.|\.(?:com|org|io|net|ai|edu)\b|github", re.IGNORECASE)
_QUANTITY = re.compile(
    r"\d+(?:\.\d+)?[BMKT]-\w+|[Tt]op-?\d+|.*\.\..*|\d+-[A-Z]?[a-z]+|[<>~±]?\d+(?:[.,]\d+)?\s?[A-Za-z]{"
    r"1,2}|[A-Za-z]\^?\*?\d?|\d+[Dd]-.*"
)
_AFTER_NAME = " ,.;:'\"`*_-/’”"


@dataclass(slots=True)
class Candidate:
    """A possible name with all the places where it is written.

    `origin` is its strongest source, `introduced` (0..1) how sure it is the paper's own, `nouns` the nouns with which
    the text classes it, `long` its long form where the text defines one.
    """

    name: str
    origin: str
    spans: list[tuple[int, int]] = field(default_factory=list)
    introduced: float = 0.0
    long: str | None = None
    nouns: list[str] = field(default_factory=list)
    inverted: bool = False
    """The text defines it as `LF (Long Form)`."""


def spelling(keys: Iterable[str]) -> str:
    """What a name, by its keys, has in common with its plural and its other spellings."""
    joined = "".join(keys)
    return joined[:-1] if joined.endswith("s") and len(joined) > 3 else joined


class Candidates:
    """The candidates of one text, by name. What the lexicon knows to be no name does not become one; what is found
    already is no candidate."""

    def __init__(self, links: Links, lexicon: Lexicon) -> None:
        self.links = links
        self.paper = links.text
        self.text = links.text.text
        self.lexicon = lexicon
        self.by_name: dict[str, Candidate] = {}
        self.blocked: set[str] = set()
        self._taken = sorted((f.start, f.end) for f in links.found)

    def completed(self) -> list[Candidate]:
        """All of them, each with every place where it is written; names of no free place are left out."""
        self._join_plurals()
        for candidate in self.by_name.values():
            self._complete(candidate)
        return [c for c in self.by_name.values() if c.spans]

    def add(
        self, start: int, end: int, origin: str, introduced: float = 0.0, nouns: list[str] | None = None
    ) -> Candidate | None:
        """The candidate that is written here, made where it is new; None where that is no name. What stands around a
        name is trimmed off."""
        text = self.text
        while (
            end > start
            and text[end - 1] in _AFTER_NAME
            and not (text[end - 1] == "*" and text[start - 1 : start] != "*")
        ):
            end -= 1
        while start < end and text[start] in " '\"`*_‘“":
            start += 1
        name = text[start:end]
        candidate = self.by_name.get(name)
        if name in self.blocked or (candidate is None and not self._may_be_name(name)):
            return None
        if candidate is None:
            candidate = self.by_name[name] = Candidate(name, origin)
        candidate.introduced = max(candidate.introduced, introduced)
        if nouns:
            candidate.nouns.extend(nouns)
        if (start, end) not in candidate.spans:
            candidate.spans.append((start, end))
        return candidate

    def _may_be_name(self, name: str) -> bool:
        if not 2 <= len(name) <= 80 or not any(c.isalpha() for c in name) or any(c in name for c in "\n_\\"):
            return False
        low = name.lower()
        return not (
            low in NO_NAMES
            or low in STOP_WORDS
            or keys_of(name) in self.lexicon.negative
            or _URL_PART.search(name)
            or _QUANTITY.fullmatch(name)
        )

    def known(self, start: int, end: int) -> Found | None:
        """The found entity that stands here, give or take its last character."""
        return next((f for f in self.links.found if f.start == start and abs(f.end - end) <= 1), None)

    def introduce(self, start: int, end: int, origin: str, confidence: float, nouns: list[str] | None = None) -> None:
        """A known entity is marked as introduced; anything else becomes a candidate."""
        known = self.known(start, end)
        if known is not None:
            known.introduced = True
        else:
            self.add(start, end, origin, confidence, nouns)

    def is_taken(self, start: int, end: int) -> bool:
        """Whether a found entity stands here, or in a part of it."""
        for a, b in self._taken:
            if a >= end:
                return False
            if start < b:
                return True
        return False

    def _join_plurals(self) -> None:
        """One candidate for a name and its plural, and for its spellings in other letter case."""
        groups: dict[str, str] = {}
        for name in sorted(self.by_name, key=lambda n: (-self.by_name[n].introduced, len(n), n)):
            key = spelling(keys_of(name))
            if key in groups:
                other, kept = self.by_name.pop(name), self.by_name[groups[key]]
                kept.spans.extend(s for s in other.spans if s not in kept.spans)
                kept.introduced = max(kept.introduced, other.introduced)
                kept.long = kept.long or other.long
                kept.nouns.extend(other.nouns)
            else:
                groups[key] = name

    def _complete(self, candidate: Candidate) -> None:
        """Every other place where the name is written, less what found entities cover."""
        spans = set(candidate.spans)
        for start in occurrences(candidate.name, self.text):
            end = start + len(candidate.name)
            if self.text[end : end + 1] == "s" and not self.text[end + 1 : end + 2].isalnum():
                end += 1
            if not any(a <= start and end <= b for a, b in spans):
                spans.add((start, end))
        if candidate.long and len(candidate.long) > 6:
            low, long = self.text.lower(), candidate.long.lower()
            spans.update((s, s + len(long)) for s in occurrences(long, low))
        free = []
        for start, end in sorted(spans):
            covering = [(a, b) for a, b in self._taken if a < end and start < b]
            # A name that a found entity is only part of stands; one inside an entity, or half in it, does not.
            if all(start <= a and b <= end and (a, b) != (start, end) for a, b in covering):
                free.append((start, end))
        candidate.spans = free
