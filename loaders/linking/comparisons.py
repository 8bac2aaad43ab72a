"""Who does better than whom: "X outperforms Y", "Y is outperformed by X", "our method is faster than Y".

A pronoun, a participle or "our method" stands for what the sentence is about, or for what the paper introduces.
"""

import re
from collections.abc import Iterator

from .coordination import before, run
from .document import SYSTEMS, Claim, Found, RelationClaim
from .text import PaperText

_BEATS = re.compile(
    r"\b(?:outperform(?:s|ed|ing)?|surpass(?:es|ed|ing)?|exceed(?:s|ed|ing)?|beat(?:s|ing)?|"
    r"outscor(?:e|es|ed|ing)|(?:is|are|be|being|was|were|perform(?:s|ed)?|performs?|proves?|remains?|"
    r"works?)\s+(?:\w+ly\s+|far\s+|much\s+)*(?:superior to|better than|(?:more|less) \w+ than|faster than|"
    r"stronger than)|improv(?:es|ed|ing|ements?)\s+(?:\w+ly\s+)?(?:over|upon)|"
    r"(?:improvements?|gains?|increases?)\s+(?:[\w\-]+\s+){0,5}?(?:over|compared to|compared with|relative to|"
    r"against)|improv(?:es|ed|ing) on(?=[^.;]{0,40} by )|[\d.]+\s?%?(?: points?)? (?:above|over|ahead of)|"
    r"(?:lower|higher|better|smaller|fewer|less|more|stronger|superior)\s+(?:[\w\-]+\s+){1,4}?than|"
    r"(?:well |far |clearly |slightly |just |still )*ahead of|"
    r"(?:clearly|slightly|much|far|significantly|,|and|even) (?:better|more) than|leads? over|"
    r"(?:by|of) (?:up to )?[\d.]+\s?(?:%|x|times|points?) (?:over|relative to|compared (?:to|with))|"
    r"achiev\w+ (?:\w+ ){0,5}?(?:than|over)|superior \w+ (?:compared )?(?:to|over|than))(?!\w)",
    re.IGNORECASE,
)
# What every such verb holds; a substring search is cheaper than the expression, and most sentences compare nothing.
_BEATS_STEMS = (
    "outperform surpass exceed beat outscor superior than improv gain increase ahead over above relative compared lead"
).split()
_BEATEN_BY = re.compile(r"\b(?:outperformed|surpassed|exceeded|beaten)\s+by\b", re.IGNORECASE)
_ARE_BEATEN = re.compile(
    r"\b(?:is|are|were)\s+(?:both |all |also |clearly )*(?:outperformed|surpassed|beaten)\b(?!\s+by\b)",
    re.IGNORECASE,
)
_BY = re.compile(r"\s+by\b")
_NOT = re.compile(r"\b(?:not|never|fails? to|cannot|rarely|without|no)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_OUR_SYSTEM = re.compile(
    r"\b(?:our|the proposed|the resulting|this|the new)\s+(?:[\w\-]+\s+){0,2}?(?:method|approach|model|models|"
    r"framework|algorithm|system|technique|architecture|strategy|variant|scheme)s?\b[^,;]{0,40}$",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:it|they|we|ours|which|that|this)\b[^,;]{0,30}$", re.IGNORECASE)
_IT = re.compile(r"\s+(?:it|(?P<all>them|both)|the latter)\b", re.IGNORECASE)
_NEAR_VERB = re.compile(
    r"(?:['’]s)?\s*(?:\([^()]*\)\s*)?(?:[a-z]+\s+){0,2}(?:can |also |both |consistently |significantly )?",
    re.IGNORECASE,
)
_GOVERNOR = re.compile(
    r"\b(?:with|using|for|on|across|over|of|by|from|than|to|in|as|via|against|like|into|under|through|between|"
    r"without|fine-?tuning|training|tuning|prompting|when \w+ing|adapting|testing|evaluating)\s+(?:the\s+|"
    r"a\s+|an\s+|both\s+|\w+ly\s+)?(?:[\w\-]+\s+)?$",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(
    r"[;.]|\b(?:by|on|in|while|when|with|for|across|at|using|under|and (?:achiev|reduc|show|is|has|it))\b"
)


def comparisons(paper: PaperText, index: int, group: list[Found], own: Found | None) -> Iterator[RelationClaim]:
    """What sentence `index`, with the entities of `group` in it, compares; `own` is what the paper introduces."""
    systems = [f for f in group if f.kind in SYSTEMS]
    if not systems:
        return
    start, end = paper.sentence_span(index)
    text = paper.text
    low = text[start:end].lower()
    if not any(stem in low for stem in _BEATS_STEMS):
        return
    for match in _BEATEN_BY.finditer(text, start, end):
        losers = before(text, systems, match.start())
        for winner in _after(text, systems, match.end(), end):
            for loser in losers:
                yield RelationClaim.between(winner, "outperforms", loser, 0.85, "beaten by")
    if own is not None:
        for match in _ARE_BEATEN.finditer(text, start, end):
            for loser in before(text, systems, match.start(), start):
                if loser.name != own.name:
                    yield RelationClaim(
                        own.name, "outperforms", loser.name, Claim(match.start(), match.end(), 0.7, "are beaten")
                    )
    for match in _BEATS.finditer(text, start, end):
        if _NOT.search(text[max(start, match.start() - 30) : match.start()]):
            continue
        if match.group().lower().endswith("ed") and _BY.match(text, match.end()):
            continue
        losers = _after(text, systems, match.end(), end)
        winners = subjects_of(text, systems, match.start(), start, own)
        if not losers and (it := _IT.match(text, match.end())):  # "PiSSA, a variant of LoRA, outperforms it"
            losers = _referred(text, systems, start, match.start(), winners, all_=bool(it["all"]))
        for winner in winners:
            for loser in losers:
                if winner.name != loser.name:
                    yield RelationClaim(
                        winner.name,
                        "outperforms",
                        loser.name,
                        Claim(match.start(), match.end(), 0.85, "comparison verb"),
                    )


def _referred(
    text: str, systems: list[Found], start: int, verb: int, winners: list[Found], *, all_: bool
) -> list[Found]:
    """What "it" or "them" after a verb stands for: what was named last and does not win, with what it is coordinated
    with."""
    won = {winner.name for winner in winners}
    earlier = [f for f in systems if start <= f.start and f.end <= verb and f.name not in won]
    return before(text, earlier, verb, start) if all_ else earlier[-1:]


def _after(text: str, systems: list[Found], position: int, end: int) -> list[Found]:
    """The first entity after a verb, with those it is coordinated with; none where another clause comes first."""
    for number, found in enumerate(systems):
        if found.start >= position and found.end <= end:
            gap = text[position : found.start]
            if len(gap) > 90 or _CLAUSE_END.search(gap):
                return []
            return run(text, systems, number)
    return []


def subjects_of(text: str, systems: list[Found], verb: int, start: int, own: Found | None) -> list[Found]:
    """What a verb says something of: the name right before it; for a pronoun or a participle the subject of the
    sentence; for "our method" what the paper introduces."""
    earlier = [f for f in systems if start <= f.start and f.end <= verb]
    left = text[start:verb]
    if own is not None and _OUR_SYSTEM.search(left):
        return [own]
    if earlier:
        gap = text[earlier[-1].end : verb]
        nearest = before(text, systems, verb, start)
        if _NEAR_VERB.fullmatch(gap) and not governed(text, nearest[0], start):
            return nearest
    free = [f for f in earlier if not governed(text, f, start)]
    pronoun = _PRONOUN.search(left)
    if free and (not pronoun or free[0].introduced or free[0].start - start < 40):
        introduced = [f for f in free if f.introduced]
        chosen = introduced[-1] if introduced else free[0]
        return [f for f in run(text, systems, systems.index(chosen)) if f.end <= verb]
    if own is not None and (pronoun or not earlier or _OUR_SYSTEM.search(left)):
        return [own]
    return [own] if own is not None and not free else []


def governed(text: str, found: Found, start: int) -> bool:
    """Whether a preposition or verb governs the name, so that it is no subject."""
    return bool(_GOVERNOR.search(text[max(start, found.start - 30) : found.start]))
