"""The names of the catalogue in running text."""

import re
from bisect import bisect_left
from functools import lru_cache

from .document import Found, Links, Refused
from .lexicon import GENERIC_NOUNS, Lexicon, Spelling
from .text import fold, keys_of, occurrences
from .words import LOOSE_PREFIXES, NOUNS_NEAR

# What may follow a hyphen without making another name of it: LoRA-based, BERT-like, GPT-4-generated.
_TAIL_WORD = re.compile(r"[-‐‑–](?:[a-z]{2,})(?:[-‐‑–][a-z]{2,})*(?![\w+])")
_NAME_PART = re.compile(r"[-‐‑–_]?[\w+^]")
_HEAD_PART = re.compile(r"(?:[\w+.^]*[A-Z0-9][\w+.^]*)[-‐‑–_]$")
_PREFIX = re.compile(r"([\w.]+)[-‐‑–]$")
_WORKED_ON = re.compile(
    r"\b(?:(?:pre-?|fine-?)?train\w*|tun(?:ed|ing)|evaluat\w*|test(?:ed|s|ing)?|experiments?|results?|"
    r"validated|accuracy|scores?|perform\w*)\b[^.;]{0,40}\bon\s+(?:the\s+)?(?:[\w\-]+,?\s+(?:and\s+)?){0,5}$"
)
_MIXED = re.compile(r"[a-z][A-Z]|[A-Z]{2}[a-z]")
_ADDRESS = re.compile(
    r"(?:https?://|www\.|(?:github|gitlab)\.com/|huggingface\.co/|[\w-]+\.github\.io)\S*", re.IGNORECASE
)


@lru_cache(maxsize=16384)
def _phrase(words: str) -> str:
    """A context word or phrase as it stands in a text whose words have lost their plural s."""
    return " " + " ".join(k[:-1] if k.endswith("s") else k for k in keys_of(words)) + " "


def _has_address(text: str) -> bool:
    return "http" in text or "github" in text or "www." in text


def _confidence(surface: str, spelling: Spelling) -> float:
    """How often such a link is right on annotated papers: a name with capitals nearly always; a technique written out
    in lower case may be used in a general sense."""
    if surface.islower():
        return 0.82
    return 0.97 if spelling.canonical else 0.95


class MentionFinder:
    """Finds the names of the catalogue."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def find(self, links: Links) -> None:
        paper = links.text
        text, starts, ends, keys = paper.text, paper.starts, paper.ends, paper.keys
        local = self._local_forms(links)
        waiting: list[tuple[Found, Spelling]] = []
        addresses = [m.span() for m in _ADDRESS.finditer(text)] if _has_address(text) else []
        sure: list[Found] = []
        for key_start, key_end, spellings in self.lexicon.find(paper.key_text):
            first = bisect_left(paper.key_starts, key_start)
            last = bisect_left(paper.key_starts, key_end)
            while keys[last - 1] in GENERIC_NOUNS and self.lexicon.trimmed(keys[first:last], spellings[0]):
                last -= 1
            start, end = starts[first], ends[last - 1]
            if start < paper.title_clean_end < end or (addresses and any(a <= start < b for a, b in addresses)):
                continue
            surface = text[start:end]
            if surface in local and not any(s.entry.id in local[surface] for s in spellings):
                links.refused.append(Refused(start, end, surface, "the text itself defines it as something else"))
                continue
            why = ""
            chosen: list[Spelling] = []
            for spelling in spellings:
                if not self.lexicon.accepts(spelling, surface):
                    why = f"letter case does not fit {spelling.text} ({spelling.entry.where})"
                elif "\n" in surface:
                    why = "a line break inside"
                else:
                    chosen.append(spelling)
            if not chosen:
                links.refused.append(Refused(start, end, surface, why))
                continue
            is_open = self._continues(text, start, end)
            if is_open and not any(s.entry.kind == "model" for s in chosen):
                links.refused.append(Refused(start, end, surface, "part of a longer name"))
                continue
            for spelling in chosen:
                found = Found(
                    start, end, first, last, spelling.entry.name, spelling.entry.kind,
                    "catalogue", _confidence(surface, spelling), spelling.entry.id, open=is_open,
                )  # fmt: skip
                if spelling.support or len(chosen) > 1:
                    waiting.append((found, spelling))
                else:
                    sure.append(found)
        self._settle(links, sure, waiting)
        self._abbreviations(links, sure)
        sure.sort(key=lambda f: (f.start, -f.end))
        links.found.extend(sure)

    def _abbreviations(self, links: Links, sure: list[Found]) -> None:
        """`Majority Voting (MAJ)`: the short form stands for the entity of its long form throughout the text."""
        paper = links.text
        for definition in links.definitions:
            long = next(
                (
                    f
                    for f in sure
                    if f.end == definition.long_end
                    and f.start <= definition.long_start + 1
                    and f.start >= definition.long_start - 12
                ),
                None,
            )
            if long is None or not any(c.isupper() for c in definition.short):
                continue
            if any(f.start <= definition.short_start < f.end for f in sure):
                continue
            for start in occurrences(definition.short, paper.text):
                end = start + len(definition.short)
                if not any(f.start < end and start < f.end for f in sure):
                    sure.append(
                        Found(
                            start, end, paper.token_at(start), paper.token_at(end - 1) + 1, long.name, long.kind,
                            "defined in the text", long.confidence, long.entry,
                        )
                    )  # fmt: skip

    def _continues(self, text: str, start: int, end: int) -> bool:
        """Whether the name goes on to the left or right of the match: LoRA in LoRA-GA, LLaMA in LLaMA2."""
        following = text[end : end + 1]
        if following and (following.isalnum() or following in "+^_"):
            return True
        if following in "-‐‑–" and following and _NAME_PART.match(text, end) and not _TAIL_WORD.match(text, end):
            return True
        before = text[max(0, start - 24) : start]
        if before and (before[-1].isalnum() or before[-1] in "_+"):
            return True
        if before and before[-1] in "-‐‑–":
            prefix = _PREFIX.search(before)
            return bool(_HEAD_PART.search(before)) or prefix is None or prefix[1].lower() not in LOOSE_PREFIXES
        return False

    def _local_forms(self, links: Links) -> dict[str, set[str]]:
        """Short forms that the text defines → ids of the entries that their long form spells (none: something else)."""
        out: dict[str, set[str]] = {}
        for definition in links.definitions:
            ids = {s.entry.id for s in self.lexicon.look_up(definition.long)}
            shorts = self.lexicon.look_up(definition.short)
            for spelling in shorts:
                if spelling.entry.id not in ids and self._could_mean(spelling, definition.long):
                    ids.add(spelling.entry.id)
            out.setdefault(definition.short, set()).update(ids)
        return out

    def _could_mean(self, spelling: Spelling, long: str) -> bool:
        """Whether a long form that the catalogue lacks may stand for the entry: it shares most of its words with a
        known full form, or no full form is known and the name is no everyday word."""
        words = {k.rstrip("s") for k in keys_of(long)}
        full = [{k.rstrip("s") for k in keys_of(s)} for s in spelling.entry.strings if len(keys_of(s)) > 1 and " " in s]
        full = [f for f in full if len(f) > 1]
        if not full:
            return not spelling.support
        return any(len(words & f) >= 0.75 * max(len(words), len(f)) for f in full)

    def _settle(self, links: Links, sure: list[Found], waiting: list[tuple[Found, Spelling]]) -> None:
        """Decide what is ambiguous by what stands around it; what is sure helps to decide."""
        paper = links.text
        known = {f.entry for f in sure}
        text_keys: str | None = None
        groups: dict[int, list[tuple[Found, Spelling, float]]] = {}
        for found, spelling in waiting:
            score = 0.0
            if found.entry in known:
                score += 2
            if spelling.entry.context:
                if text_keys is None:
                    text_keys = " " + " ".join(k[:-1] if k.endswith("s") else k for k in paper.keys) + " "
                hits = sum(_phrase(w) in text_keys for w in spelling.entry.context)
                score += min(2.0, 1.0 * hits)
            if _MIXED.search(spelling.text):
                score += 1  # nobody writes an everyday word like SQuAD
            sentence = paper.sentence_of(found.start)
            if any(
                f.kind == found.kind and paper.sentence_of(f.start) == sentence and f.entry != found.entry for f in sure
            ):
                score += 1
            near = paper.keys[max(0, found.first - 2) : found.first] + paper.keys[found.last : found.last + 3]
            if NOUNS_NEAR[found.kind] & set(near):
                score += 1
            if found.kind in ("dataset", "benchmark") and _WORKED_ON.search(
                paper.text, max(0, found.start - 60), found.start
            ):
                score += 1
            if self._in_list_with(paper.text, found, sure):
                score += 1
            if any(
                d.short == spelling.text and any(s.entry.id == found.entry for s in self.lexicon.look_up(d.long))
                for d in links.definitions
            ):
                score += 3
            groups.setdefault(found.start, []).append((found, spelling, score))
        for group in groups.values():
            group.sort(key=lambda item: (-item[2], item[1].support, not item[1].canonical, item[0].kind != "method"))
            found, spelling, score = group[0]
            if score >= 1 or not spelling.support:
                found.confidence = 0.9 if score >= 2 else 0.75
                found.rule = "catalogue in context"
                sure.append(found)
            else:
                links.refused.append(
                    Refused(
                        found.start, found.end, paper.text[found.start : found.end],
                        f"ambiguous, and nothing around speaks for {found.name} ({spelling.entry.where})",
                    )
                )  # fmt: skip

    def _in_list_with(self, text: str, found: Found, sure: list[Found]) -> bool:
        for other in sure:
            if other.kind != found.kind:
                continue
            gap = text[other.end : found.start] if other.end <= found.start else text[found.end : other.start]
            if len(gap) <= 8 and fold(gap.strip(" ,/")) in ("", "and", "or", "&", "and the"):
                return True
        return False
