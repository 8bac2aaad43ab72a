"""How papers introduce what is theirs: "we propose NAME", "a benchmark called NAME", "our method, NAME", "novel …".

Every pattern begins with one of a few words, so a text is searched once, in its tokens, for all of them, and a pattern
is tried only where its first word stands: a twentieth of what it costs to try it at every character.
"""

import re
from collections.abc import Iterator

from .text import PaperText

_VERBS = (
    r"(?:propos(?:e|es|ed|ing)|introduc(?:e|es|ed|ing)|present(?:s|ed|ing)?|develop(?:s|ed)?|design(?:s|ed)?|"
    r"releas(?:e|es|ed|ing)|build(?:s)?|built|construct(?:s|ed)?|creat(?:e|es|ed)|devis(?:e|es|ed)|"
    r"contribut(?:e|es|ed)|open-sourc(?:e|es|ed)|unveil(?:s|ed)?|establish(?:es|ed)?|formulat(?:e|es|ed)|"
    r"curat(?:e|es|ed)|announc(?:e|es|ed)|call|term|name|dub|coin|pioneer(?:s|ed)?|put forward)"
)
_VERB_KEYS = (
    "propose proposes proposed proposing introduce introduces introduced introducing present presents presented "
    "presenting develop develops developed design designs designed release releases released releasing build builds "
    "built construct constructs constructed create creates created devise devises devised contribute contributes "
    "contributed open unveil unveils unveiled establish establishes established formulate formulates formulated curate "
    "curates curated announce announces announced call term name dub coin pioneer pioneers pioneered put"
)
_WEAK_VERBS = (
    r"(?:collect(?:s|ed)?|describ(?:e|es|ed)|offer(?:s|ed)?|train(?:ed)?|provid(?:e|es|ed)|identif(?:y|ies|ied)|"
    r"deriv(?:e|es|ed)|explor(?:e|es|ed)|us(?:e|es|ing))"
)
_WEAK_KEYS = (
    "collect collects collected describe describes described offer offers offered train trained provide provides "
    "provided identify identifies identified derive derives derived explore explores explored use uses using"
)
_PROPOSE = re.compile(rf"\b{_VERBS}\b", re.IGNORECASE)
_WEAK_PROPOSE = re.compile(rf"\b{_WEAK_VERBS}\b", re.IGNORECASE)
_NAMING = re.compile(r"(?:call|term|name|dub|coin)", re.IGNORECASE)
_OTHERS = re.compile(
    r"\b(?:previous|prior|existing|recent|earlier|other|many|several|some|they|recently|al\.?|researchers|been|often|"
    r"commonly|typically|can|may|could|would|might|not)\b[^.;:]{0,40}$",
    re.IGNORECASE,
)
_OTHERS_KEYS = frozenset(
    "previous prior existing recent earlier other many several some they recently al researchers been often commonly "
    "typically can may could would might not".split()
)
_OURSELVES = re.compile(r"\b(?:we|our|paper|work|study)\b[^.;:]{0,40}$", re.IGNORECASE)
_OURSELVES_KEYS = frozenset("we our paper work study".split())
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were)\s+(?:\w+ly\s+)?(?:proposed|introduced|presented|"
    r"developed|designed|released|open-sourced)\b",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"\b(?:called|named|termed|dubbed|coined|titled|namely|denoted(?: as| by)?|referred to as|known as|abbreviated as|"
    r"which we (?:call|term|name|dub|coin|refer to as)|"
    r"we (?:call|term|name|dub|refer to)(?: (?:it|this|our \w+|the \w+|them|the resulting \w+)(?: \w+){0,3}?)?(?: as)?)"
    r"[,:]?\s+(?:the\s+|an?\s+|as\s+)?[\"'“‘`]*",
    re.IGNORECASE,
)
_OUR = re.compile(
    r"\b(?:our|the (?:resulting|proposed|new|final)|the|this)\s+(?:[\w\-]+\s+){0,3}?"
    r"(?:method|approach|model|framework|algorithm|system|technique|benchmark|dataset|architecture|outcome|result)s?,"
    r"\s+(?=[\w\-]*[A-Z])"
    r"|\b(?:our|the resulting)\s+(?:[\w\-]+\s+){1,4}?,?\s*(?=[\w\-]*[A-Z][\w\-]*[A-Z])"
)
_NOVEL = re.compile(r"\b(?:novel|new)\s+(?=(?:[\w\-]+\s+){1,5})")

_PREPOSITION = re.compile(r"\b(?:of|for|on|in|with|to|from|by|than|over|and|using|via)\s+$")
_PATTERNS = (_PROPOSE, _WEAK_PROPOSE, _CALLED, _OUR, _PASSIVE, _NOVEL)
_FIRST_WORDS = (
    _VERB_KEYS,
    _WEAK_KEYS,
    "called named termed dubbed coined titled namely denoted referred known abbreviated which we",
    "our the this",
    "is are was were",
    "novel new",
)
_PATTERN_OF = {key: number for number, keys in enumerate(_FIRST_WORDS) for key in keys.split()}
# So many tokens fit into the 60 characters before a verb that are read.
_TOKENS_BEFORE = 31


class Introductions:
    """The words of introduction of one text; all offsets count its clean text."""

    def __init__(self, paper: PaperText) -> None:
        self._paper = paper
        self._text = paper.text
        # token indices, by number of pattern
        self._tokens: tuple[list[int], ...] = tuple([] for _ in _PATTERNS)
        for index, number in [(i, _PATTERN_OF[k]) for i, k in enumerate(paper.keys) if k in _PATTERN_OF]:
            self._tokens[number].append(index)

    def _matches(self, pattern: re.Pattern[str], start: int, end: int) -> Iterator[tuple[int, re.Match[str]]]:
        """(token, match), none overlapping, between two offsets."""
        starts, text = self._paper.starts, self._text
        for token in self._tokens[_PATTERNS.index(pattern)]:
            if starts[token] >= start and (match := pattern.match(text, starts[token], end)) is not None:
                yield token, match
                start = match.end()

    def verbs(self, start: int = 0, end: int | None = None, *, floor: int = 0) -> Iterator[re.Match[str]]:
        """Verbs with which authors introduce what is theirs; not those that tell of other people's work, by the words
        before them from `floor` on."""
        text, keys = self._text, self._paper.keys
        for token, match in self._matches(_PROPOSE, start, len(text) if end is None else end):
            near = keys[max(0, token - _TOKENS_BEFORE) : token]
            if not _OTHERS_KEYS.isdisjoint(near):
                before = text[max(floor, match.start() - 60) : match.start()]
                if _OTHERS.search(before) and not _OURSELVES.search(before):
                    continue
            yield match

    def weak_verbs(self, start: int) -> Iterator[re.Match[str]]:
        """`We collect`, `our work explores`: verbs that introduce only where the authors do it."""
        text, keys = self._text, self._paper.keys
        for token, match in self._matches(_WEAK_PROPOSE, start, len(text)):
            near = keys[max(0, token - _TOKENS_BEFORE) : token]
            if not _OURSELVES_KEYS.isdisjoint(near) and _OURSELVES.search(
                text, max(0, match.start() - 46), match.start()
            ):
                yield match

    def called(self, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """`called`, `which we name`, with the article and the quotes after it; a name follows."""
        for _, match in self._matches(_CALLED, start, len(self._text) if end is None else end):
            if match.group()[0].islower():  # Named Entity Recognition names nothing
                yield match

    def ours(self, start: int) -> Iterator[re.Match[str]]:
        """`our method, `; a name follows."""
        if ", " in self._text:
            for _, match in self._matches(_OUR, start, len(self._text)):
                if not _PREPOSITION.search(match.group()):  # "the resulting variant of LoRA": the name is yet to come
                    yield match

    def passives(self, start: int) -> Iterator[re.Match[str]]:
        """`is proposed`; a name stands before it."""
        for _, match in self._matches(_PASSIVE, start, len(self._text)):
            yield match

    def novelties(self, start: int) -> Iterator[re.Match[str]]:
        """`novel `, `new `, and at least a word after it."""
        for _, match in self._matches(_NOVEL, start, len(self._text)):
            yield match


def is_naming(verb: re.Match[str]) -> bool:
    """Whether a verb of introduction gives a name: `call` and its like."""
    return _NAMING.match(verb.group()) is not None
