"""Family, version, size and tuning of a model's name.

`Llama-3.1 405B` is the family LLaMA 3.1 in the size 405B; `GPT-3.5/4` names two versions; in `Llama 2 7B and 13B` the
second size belongs to the same family. Names of no known family are recognised by their size alone (`Foo-7B`).
"""

import re

from .alternatives import SIZE, Alternatives
from .document import Found, Links, Refused
from .lexicon import Lexicon
from .words import in_vocabulary

_SEP = r"[ \-‐‑–_]?"
_TUNING_WORDS = (
    "chat instruct base large small tiny medium xlarge xxlarge xl xxl huge giant nano micro mini turbo pro ultra "
    "flash lite plus max haiku sonnet opus preview thinking reasoning coder code math vl vision omni audio "
    "distill distilled it pt hf sft dpo rl zero next image embedding guard instant exp high low cased uncased v"
).split()
_TUNING = "|".join(sorted((w for w in _TUNING_WORDS if w != "v"), key=len, reverse=True))
_PIECE = re.compile(
    rf"""(?P<size>{_SEP}{SIZE}(?![\w]))
       | (?P<patch>[-/ ]?(?:[BLHSTgG]|Ti|XL)/\d{{1,2}}(?:@\d+)?(?!\w)|-[BLHSTG](?![\w]))
       | (?P<version>{_SEP}[vV]?\d+(?:(?:\.\d+){{0,2}}|-\d(?![\w.]))[a-z]?(?:\d+)?(?![\w%]|\.\d))
       | (?P<joined>[-]?[oVvR]\d?(?![\w]))
       | (?P<tuning>[-‐‑–_][A-Za-z]{{1,12}}\d?(?:\.\d+)?(?![\w]))
       | (?P<dashed>\s-{{1,2}}\s?(?i:chat|instruct|python|base|code)(?![\w\-]))
       | (?P<spaced>[ ](?i:{_TUNING})(?![\w\-]))""",
    re.VERBOSE,
)
_SPACED_NEEDS_CAPITAL = re.compile(r" [A-Z]")
_ANY_SIZED = re.compile(
    rf"(?<![\w\-/.])([A-Z][\w.]*(?:-[A-Za-z0-9.]+)*?)([- ])((?=[\dx.]+\s?[BbMT])(?:{SIZE}))((?:-[A-Z][A-Za-z]+|"
    rf"-v\d+(?:\.\d+)?)*)(?![\w])"
)
_SIZE_HINT = re.compile(r"[0-9]\s?[BbMT]")
_YEAR = re.compile(r"[ -]((?:19|20)\d\d)(?!\w|[.-]\d)")
_VERSION = re.compile(r"(?:[ -]?[vV]\.?|-)(\d(?:\.\d)?)(?![\w.-]|\.\d)")
_PARAMETERS = re.compile(r"(?:(\d+)x)?(\d+(?:\.\d+)?)\s?([BbMmTK])", re.ASCII)
_SCALE = {"k": 10**3, "m": 10**6, "b": 10**9, "t": 10**12}


_MODIFIERS = frozenset(
    "based guided driven enhanced augmented inspired powered aware style like initialized initialised adapted assisted "
    "specific free only generated conditioned informed level compatible".split()
)


def _next_word(text: str, end: int) -> str:
    match = re.match(r"[A-Za-z]+", text[end + 1 :])
    return match.group().lower() if match else ""


def _is_plain_word(word: str) -> bool:
    """Whether a capitalised word is ordinary English and no tuning that models are known by."""
    return word[:1].isupper() and word[1:].islower() and word.lower() not in _TUNING_WORDS and in_vocabulary(word)


def parameters_of(name: str) -> int | None:
    """Number of parameters that a model's name states: `LLaMA 2 7B` → 7,000,000,000; None where it states none."""
    sizes = list(re.finditer(rf"(?<![\w.]){SIZE}(?!\w)", name))
    match = _PARAMETERS.match(sizes[0].group()) if sizes else None
    if not match:
        return None
    experts = int(match[1]) if match[1] else 1
    return round(experts * float(match[2]) * _SCALE[match[3].lower()])


class ModelNames:
    """Completes the model families that `paperatlas_mentions` left open, and finds sized names of no known family."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._alternatives = Alternatives(lexicon, self._spelled_out)

    def complete(self, links: Links) -> None:
        paper = links.text
        text = paper.text
        kept: list[Found] = []
        extra: list[Found] = []
        covered, in_braces = 0, False
        for found in sorted(links.found, key=lambda f: f.start):
            if found.start < covered and (found.open or in_braces):
                continue
            if several := self._alternatives.in_braces(links, found):
                kept.extend(several)
                covered, in_braces = several[0].end, True
                continue
            in_braces = False
            if found.kind != "model":
                found = self._edition(links, found)
                if not found.open:
                    kept.append(found)
                    extra.extend(self._alternatives.following(links, found))
                continue
            before = text[max(0, found.start - 1) : found.start]
            joined_left = bool(before) and (before.isalnum() or before in "-_") and found.open
            end, name, family, complete = self._read(text, found)
            hyphenated = bool(re.search(r"[A-Z][\w.]*-$", text[max(0, found.start - 20) : found.start]))
            if not complete or (joined_left and (end == found.end or hyphenated)):
                links.refused.append(
                    Refused(found.start, found.end, text[found.start : found.end], "part of a longer name")
                )
                continue
            if end != found.end or found.open:
                written = text[found.start : end]
                known = self.lexicon.entry_of(written, "model") or self.lexicon.entry_of(name, "model")
                found = Found(
                    found.start, end, found.first, paper.token_at(end - 1) + 1,
                    known.name if known else name, "model", "model name grammar", 0.95 if known else 0.92,
                    known.id if known else None, None if known and not family else family,
                )  # fmt: skip
            found.open = False
            if several := self._alternatives.in_brackets(links, found):
                kept.extend(several)
                covered = several[0].end
                continue
            kept.append(found)
            covered = found.end
            extra.extend(self._alternatives.following(links, found))
        spans = [(f.start, f.end) for f in (*kept, *extra)]
        for match in _ANY_SIZED.finditer(text) if _SIZE_HINT.search(text) else ():
            start, end = match.span()
            if any(a < end and start < b for a, b in spans) or match[1].isdigit():
                continue
            name = f"{match[1]}{match[2]}{match[3]}{match[4]}"
            base = self.lexicon.look_up(match[1])
            if base and base[0].entry.kind != "model":
                continue
            if (
                tuple(paper.keys[paper.token_at(start) : paper.token_at(start + len(match[1]) - 1) + 1])
                in self.lexicon.negative
            ):
                continue
            if match[1][1:].islower() and match[2] == " ":
                continue  # "Approximately 7B": a plain word before a number
            sized = Found(
                start, end, paper.token_at(start), paper.token_at(end - 1) + 1, name, "model",
                "model name grammar", 0.85, None, match[1],
            )  # fmt: skip
            extra += (sized, *self._alternatives.following(links, sized))
        links.found = sorted([*kept, *extra], key=lambda f: (f.start, -f.end))

    def _read(self, text: str, found: Found) -> tuple[int, str, str | None, bool]:
        """Of a name that begins with a family: (end, canonical name, family, whether nothing of it is left over)."""
        end = found.end
        name = found.name
        family: str | None = None
        while True:
            piece = _PIECE.match(text, end)
            if piece is None:
                break
            what = piece.lastgroup
            raw = piece.group()
            if what == "spaced" and not _SPACED_NEEDS_CAPITAL.match(raw):
                break
            if what == "version" and raw.startswith(" "):
                # A number after a blank may count something: "BERT 3 times", "T5 2023". A version stands in a name
                # that the catalogue knows, or is followed by more of the name.
                composed = f"{name}{raw}"
                if not self.lexicon.look_up(composed):
                    break
            if (
                what == "size"
                and raw[0] == " "
                and re.match(r"\s(?:param|token|image|sample|pair)", text[piece.end() : piece.end() + 8])
            ):
                break
            if what == "tuning" and raw[1:].islower() and raw[1:].rstrip("0123456789") not in _TUNING_WORDS:
                break  # LLaMA-based: the hyphen joins an ordinary word
            if what == "tuning" and raw[1:].lower() in _MODIFIERS:
                break  # CLIP-Guided, as a title writes it
            if what == "tuning" and end == found.end and _is_plain_word(raw[1:]):
                return end, name, None, False  # OPT-Wagon: another name that begins with a family's
            bare = raw.strip(" -‐‑–_")
            if what == "size":
                bare = bare[:-1] + bare[-1].replace("b", "B")  # llama-2-7b, as in addresses
            if what == "version":
                bare = re.sub(r"(?<=\d)-(?=\d)", ".", bare)  # claude-sonnet-4-5, as in addresses
                if known := self.lexicon.entry_of(f"{name} {bare}", "model"):
                    name = known.name
                else:
                    name = f"{name}{'-' if raw[0] in '-‐‑–_' else ' ' if raw[0] == ' ' or ' ' in name else ''}{bare}"
            elif what in ("size", "tuning", "spaced", "dashed"):
                if known := self.lexicon.entry_of(f"{name} {bare}", "model"):
                    name = known.name
                else:
                    family = family or name
                    glue = (
                        "-"
                        if "-" in name
                        or (raw[0] in "-‐‑–" and not (what == "size" and " " in name) and name[-1:].isdigit())
                        else " "
                    )
                    if what == "tuning" and raw[0] in "-‐‑–" and not family:
                        glue = "-"
                    name = f"{name}{glue}{bare}"
            else:
                if known := self.lexicon.entry_of(f"{name}{raw}", "model"):
                    name = known.name
                else:
                    family = family or name
                    name = f"{name}{raw.replace(' ', '-')}"
            end = piece.end()
        rest = text[end : end + 2]
        if not rest:
            return end, name, family, True
        if rest[:1] == "-" and re.match(r"[A-Za-z]+", text[end + 1 :]) and _next_word(text, end) in _MODIFIERS:
            return end, name, family, True
        complete = not (rest[:1].isalnum() or rest[:1] in "+^_") and not (
            rest[:1] in "-‐‑–" and len(rest) == 2 and (rest[1].isupper() or rest[1].isdigit())
        )
        return end, name, family, complete

    def _spelled_out(self, written: str, family: Found) -> tuple[str, str | None] | None:
        """Canonical name and family of what is spelled out, beginning with a known family; None if not all is read."""
        end, name, sized, complete = self._read(written, family)
        return (name, sized) if complete and end == len(written) else None

    def _edition(self, links: Links, found: Found) -> Found:
        """`iNat 2019`, `SQuADv2.0`: year and version are part of the name of a data set or benchmark."""
        paper = links.text
        match = _YEAR.match(paper.text, found.end) or _VERSION.match(paper.text, found.end)
        if match is None or found.kind not in ("dataset", "benchmark"):
            return found
        surface = paper.text[found.start : match.end()]
        options = (surface, f"{found.name} {match[1]}", f"{found.name}-{match[1]}")
        entries = (self.lexicon.entry_of(option, found.kind) for option in options)
        known = next(filter(None, entries), None)
        return Found(
            found.start, match.end(), found.first, paper.token_at(match.end() - 1) + 1,
            known.name if known else f"{found.name} {match[1]}", found.kind, "edition of a data set", 0.9,
            known.id if known else None,
        )  # fmt: skip
