"""Which words look like names, by their letters alone."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from .words import NO_NAMES, in_vocabulary

_LETTER = r"A-Za-zÀ-ɏͰ-Ͽ"
WORD = re.compile(rf"[{_LETTER}0-9](?:[\w{_LETTER}+\-‐‑–^*/.']*[\w+*])?")
"""A word of running text, with the hyphens and points inside it."""
_CAPITAL_WORD = re.compile(rf"(?<![\w.])(?=[\w+\-‐‑–/]*[A-Z])[{_LETTER}0-9](?:[\w{_LETTER}+\-‐‑–^*/.']*[\w+*])?")
_PHRASE = re.compile(
    r"(?:[A-Z][\w\-]*[a-z][\w\-]*|[A-Z]{2,}[\w\-]*)"
    r"(?: (?:(?:of|for|the|and|to|in|with) )?(?:[A-Z][\w\-]*[a-z][\w\-]*|[A-Z0-9]{2,}[\w\-]*)){1,4}"
)
_INSIDE_SENTENCE = frozenset("abcdefghijklmnopqrstuvwxyz0123456789,)")
_FROM_CAPITAL = re.compile(r"[A-Z]\S*")
_MODIFIER_TAIL = re.compile(
    r"(?:\w+ed|\w+ing|based|driven|aware|free|like|style|specific|level|"
    r"type|wise|centric|only|agnostic|oriented|native|invariant|"
    r"equivariant|compliant|compatible|friendly|powered|cartesian|euclidean|markovian|convex)",
    re.IGNORECASE,
)
_HYPHENS = re.compile(r"[-/–‐‑]")
_SMALL_FIRST = re.compile(r"[a-z]{1,3}[A-Z][a-z]+\d*")
_ROMAN = re.compile(r"[IVX]+\Z")
_LABEL = re.compile(r"[A-Z]\d{1,2}|\d+[A-Z]|\d+(?:st|nd|rd|th)|[A-Z]-?[a-z]+")


@lru_cache(maxsize=32768)
def is_name_like(word: str) -> bool:
    """Two capitals, a capital and a digit, or one after a few small letters (mBart); not plurals of acronyms, numbered
    labels, capitalised compounds."""
    core = word.strip("'’.-")
    low = core.lower()
    if len(core) < 2 or low in NO_NAMES or low.rstrip("s") in NO_NAMES:
        return False
    capitals = sum(c.isupper() for c in core)
    if capitals >= 2:
        if not core.isupper() and core.isalpha() and in_vocabulary(core):
            return False  # INtegration: letters set in capitals to spell an acronym
        parts = [p for p in _HYPHENS.split(core) if p]
        if len(parts) > 1 and (
            _MODIFIER_TAIL.fullmatch(parts[-1])
            or low.startswith(("non-", "multi-", "anti-", "pre-"))
            or "to" in parts[1:-1]
        ):
            return False
        if len(parts) > 1 and all(
            ((p[1:].islower() or len(p) == 1) and in_vocabulary(p)) or p.lower() in NO_NAMES for p in parts
        ):
            return False  # Multi-Agent, AI-Driven: capitalised words of a title
        return not _ROMAN.match(core)
    if _SMALL_FIRST.fullmatch(core):
        return True
    return capitals == 1 and any(c.isdigit() for c in core) and not _LABEL.fullmatch(core)


@lru_cache(maxsize=32768)
def is_coined(word: str) -> bool:
    """A capitalised word that is none of scholarly English: Excalidraw, Stormfront."""
    return word[:1].isupper() and word[1:].islower() and word.isalpha() and len(word) >= 4 and not in_vocabulary(word)


def capital_stretches(text: str) -> list[tuple[int, int]]:
    """Start of the first ASCII capital, and end, of each stretch between blanks that has one. What looks for names is
    tried at these few places, not at every character."""
    return [stretch.span() for stretch in _FROM_CAPITAL.finditer(text)]


def capital_words(text: str, stretches: Iterable[tuple[int, int]]) -> Iterator[re.Match[str]]:
    """Words with a capital in them, anywhere."""
    for start, end in stretches:
        while start and not text[start - 1].isspace():
            start -= 1
        yield from _CAPITAL_WORD.finditer(text, start, end)


def capital_phrases(text: str, stretches: Iterable[tuple[int, int]], begin: int) -> Iterator[re.Match[str]]:
    """`Optimal Transport`, `Theory of Mind`: two to five capitalised words inside a sentence, from `begin` on."""
    for start, _ in stretches:
        if (
            start >= begin
            and text[start - 1 : start] == " "
            and text[start - 2 : start - 1] in _INSIDE_SENTENCE
            and (phrase := _PHRASE.match(text, start)) is not None
        ):
            yield phrase
            begin = phrase.end()
