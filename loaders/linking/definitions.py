"""Definitions local to a text: `Long Form (LF)` and `LF (Long Form)`.

The search for the long form follows Schwartz and Hearst, "A Simple Algorithm for Identifying Abbreviation Definitions
in Biomedical Text" (PSB 2003): each character of the short form must be found in the long form from right to left, the
first one at the start of a word.
"""

import re
from dataclasses import dataclass

from .text import PaperText
from .words import NOT_FIRST

_BRACKET = re.compile(r"\(([^()]{2,90})\)")
_SHORT = re.compile(r"[A-Za-z0-9][\w+\-^/.*'’&]{0,18}")
_I_E = re.compile(r"^(?:i\.e\.,?|that is,?|short for|which stands for|an? acronym (?:for|of))\s+")
_WORD = re.compile(r"[\w+\-'’/^]+")
_COMPOUND = re.compile(r"[-/]")
_BOUNDARY = re.compile(r"[.;:!?()\[\]\"“”]|,\s")


@dataclass(frozen=True, slots=True)
class Definition:
    """Character spans of a long and a short form in the clean text; `inverted` where the short form comes first."""

    long_start: int
    long_end: int
    short_start: int
    short_end: int
    long: str
    short: str
    inverted: bool = False


def _is_short(text: str) -> bool:
    if not _SHORT.fullmatch(text) or len(text) < 2 or not any(c.isalpha() for c in text):
        return False
    capitals = sum(c.isupper() for c in text)
    return (
        capitals >= 2
        or (capitals >= 1 and any(c.isdigit() or c in "+-" for c in text))
        or (capitals == 1 and len(text) <= 12 and text[0].isupper() and not text.islower())
    )


def _bare(short: str) -> str:
    core = short[:-1] if len(short) > 2 and short.endswith("s") and short[-2].isupper() else short
    return "".join(c for c in core if c.isalnum()).lower()


def _long_form(short: str, words: list[re.Match[str]]) -> int | None:
    """Index of the word at which the long form begins, or None."""
    letters = _bare(short)
    if not letters or not words:
        return None
    base = words[0].start()
    text = words[0].string[base : words[-1].end()].lower()
    position = len(text)
    for index in range(len(letters) - 1, -1, -1):
        letter = letters[index]
        position -= 1
        while position >= 0 and (
            text[position] != letter or (index == 0 and position > 0 and text[position - 1].isalnum())
        ):
            position -= 1
        if position < 0:
            return None
    for number, word in enumerate(words):
        if word.start() - base <= position < word.end() - base:
            return number
    return None


def _by_initials(short: str, words: list[re.Match[str]]) -> int | None:
    """The shortest tail of the words whose initials, parts of compounds too, are the short form's letters."""
    letters = _bare(short)
    initials = without_small_words = ""
    for number in range(len(words) - 1, -1, -1):
        word = words[number].group().lower()
        parts = [p for p in _COMPOUND.split(word) if p]
        initials = "".join(p[0] for p in parts) + initials
        without_small_words = "".join(p[0] for p in parts if p not in NOT_FIRST) + without_small_words
        if letters in (initials, without_small_words) and word not in NOT_FIRST:
            return number
    return None


def find_definitions(paper: PaperText) -> list[Definition]:
    """All definitions of the text, in its order."""
    text = paper.text
    out: list[Definition] = []
    if "(" not in text:
        return out
    for match in _BRACKET.finditer(text):
        inner = _I_E.sub("", match.group(1).strip())
        inner_start = text.index(inner, match.start() + 1)
        short = re.split(r"[,;]\s| or | aka | a\.k\.a\.", inner)[0].strip()
        window_start = max(0, match.start() - 160)
        if match.start() > paper.title_clean_end:
            window_start = max(window_start, paper.title_clean_end)
        left = text[window_start : match.start()].rstrip()
        if not left or left[-1] in ".;:!?":
            continue
        breaks = [m.end() for m in _BOUNDARY.finditer(left)]
        clause_start = window_start + (breaks[-1] if breaks else 0)
        words = list(_WORD.finditer(text, clause_start, window_start + len(left)))
        if not words:
            continue
        if _is_short(short):
            limit = min(len(_bare(short)) + 5, 2 * len(_bare(short)) + 1)
            tail = words[-limit:]
            begin = _by_initials(short, tail)
            if begin is None:
                begin = _long_form(short, tail)
            if begin is not None:
                while begin < len(tail) and tail[begin].group().lower() in NOT_FIRST:
                    begin += 1
                if begin < len(tail):
                    start, end = tail[begin].start(), tail[-1].end()
                    if end - start > len(short) and text[start:end].lower() != short.lower():
                        short_start = inner_start
                        out.append(
                            Definition(start, end, short_start, short_start + len(short), text[start:end], short)
                        )
                        continue
        before = words[-1]
        inner_words = list(_WORD.finditer(text, inner_start, inner_start + len(inner)))
        if _is_short(before.group()) and len(inner_words) >= 2 and before.end() == window_start + len(left):
            begin = _by_initials(before.group(), inner_words)
            if begin is None:
                begin = _long_form(before.group(), inner_words)
            if begin == 0:
                out.append(
                    Definition(
                        inner_words[0].start(), inner_words[-1].end(), before.start(), before.end(),
                        text[inner_words[0].start() : inner_words[-1].end()], before.group(), inverted=True,
                    )
                )  # fmt: skip
    return out
