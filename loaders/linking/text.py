"""A paper's text as the linker reads it: cleaned of TeX, cut into tokens and sentences, with the way to the original.

All offsets inside the linker count code points of the *clean* text; `PaperText.original` turns them into offsets of the
text as delivered. Where the text holds no TeX (most do not), the two are the same string and nothing is copied.
"""

import itertools
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from paperatlas.graph.identity import spell_greek
from paperatlas.loaders.record import Field

# Words, numbers with their points, or one other character; what joins the parts of a name is no token of its own.
_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:\.\d+)*|[^\w\s\-‐‑‒–_]")
_ASCII_TOKEN = re.compile(r"[a-z]+|[0-9]+(?:\.[0-9]+)*|[^\w\s\-\x1c-\x1f]", re.ASCII)
# The set at the beginning lets the search skip to the next of its characters.
_SENTENCE_END = re.compile(
    r"[.!?\n](?:(?<=[.!?])[\"')\]’”]*\s+(?=[\"'(\[“‘$\\]*[A-Z0-9])|(?<=\n)\s*\n|(?<=\n)(?=[A-Z]))"
)
_NO_END = re.compile(
    r"(?:\b(?:e\.g|i\.e|et al|etc|vs|cf|Fig|Figs|Eq|Eqs|Sec|Tab|resp|approx|"
    r"w\.r\.t|a\.k\.a|Dr|Prof|No|St|Mr|Ms|[A-Z]))\.$"
)
_TEX_HINT = re.compile(r"[\\${}~]")
_TEX = re.compile(
    r"""(?P<accent>\\(?P<mark>["'`^~=.uvHcrk])\s*\{?\s*(?P<letter>\\?[A-Za-z])\s*\}?)
      | (?P<command>\\(?P<name>[A-Za-z]+)\*?[ ]?)
      | (?P<escaped>\\(?P<sign>[%&$#_{}, ]))
      | (?<=\w-)(?P<list>\{(?=[^{}]{3,60}\})[\w.+\- ]+(?:,[\w.+\- ]+)+\})
      | (?P<silent>[${}])
      | (?P<tie>~)""",
    re.VERBOSE,
)
_COMBINING = {
    '"': "\u0308", "'": "\u0301", "`": "\u0300", "^": "\u0302", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "r": "\u030a", "k": "\u0328",
}  # fmt: skip
_GREEK_COMMANDS = frozenset(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon "
    "phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega".split()
)
_SYMBOL_COMMANDS = {
    "times": "×", "pm": "±", "approx": "≈", "sim": "~", "ldots": "…", "dots": "…", "infty": "∞", "to": "→",
}  # fmt: skip


@dataclass(slots=True)
class CleanText:
    """Clean text and, where it differs from the original, the original start and end of each of its characters."""

    text: str
    starts: list[int] | None = None
    ends: list[int] | None = None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that the clean stretch stands for."""
        if self.starts is None or self.ends is None or start >= end:
            return start, end
        return self.starts[start], self.ends[end - 1]


def clean(text: str) -> CleanText:
    """Undo TeX: `$\\beta$-VAE` reads `beta-VAE`, `Nystr\\"om` reads `Nyström`, `\\textbf{X}` reads `X`;
    braces that list alternatives stay (`T5-{small,base}`)."""
    if not _TEX_HINT.search(text):
        return CleanText(text)
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def put(piece: str, start: int, end: int) -> None:
        out.append(piece)
        starts.extend([start] * len(piece))
        ends.extend([end] * len(piece))

    position = 0
    for match in _TEX.finditer(text):
        start, end = match.span()
        if match["list"]:
            continue
        out.append(text[position:start])
        starts.extend(range(position, start))
        ends.extend(range(position + 1, start + 1))
        if (
            match["accent"]
            and match["letter"][-1].isalpha()
            and not (match["mark"].isalpha() and text[start + 2 : start + 3].isalpha())
        ):
            put(unicodedata.normalize("NFC", match["letter"][-1] + _COMBINING[match["mark"]]), start, end)
        elif match["accent"] or match["command"]:
            whole = match["command"] or ""
            name = match["name"]
            if not whole:  # `\v` and its like begin a command such as \varphi
                found = re.compile(r"\\([A-Za-z]+)").match(text, start)
                name, end = (found.group(1), found.end()) if found else ("", end)
            if name in _GREEK_COMMANDS:
                put(name.removeprefix("var"), start, end)
            elif name in _SYMBOL_COMMANDS:
                put(_SYMBOL_COMMANDS[name], start, end)
        elif match["escaped"]:
            put(" " if match["sign"] in ", " else match["sign"], start, end)
        elif match["tie"]:
            put(" ", start, end)
        position = end
    out.append(text[position:])
    starts.extend(range(position, len(text)))
    ends.extend(range(position + 1, len(text) + 1))
    return CleanText("".join(out), starts, ends)


@lru_cache(maxsize=65536)
def fold(token: str) -> str:
    """The form under which a token is looked up: lower case, no accents, Greek letters spelled out."""
    if token.isascii():
        return token.lower()
    plain = unicodedata.normalize("NFKD", token)
    return spell_greek("".join(c for c in plain if not unicodedata.combining(c)).casefold())


@lru_cache(maxsize=65536)
def keys_of(name: str) -> tuple[str, ...]:
    """The folded tokens of a name: `GPT-3.5` → ("gpt", "3.5")."""
    return tuple(fold(t) for t in _TOKEN.findall(clean(name).text))


def holds(longer: tuple[str, ...], shorter: tuple[str, ...]) -> bool:
    """Whether the keys of a name stand in those of a longer one; fewer than three characters say nothing."""
    if len(shorter) >= len(longer) or len("".join(shorter)) < 3:
        return False
    return any(longer[i : i + len(shorter)] == shorter for i in range(len(longer) - len(shorter) + 1))


Span = tuple[int, int]
"""First token, and one past the last."""


@dataclass(slots=True)
class PaperText:
    """Clean text of title and abstract, their tokens and sentences.

    `title_end` is where the title ends in the *original* text (0 where there is no title), `title_clean_end` in the
    clean one; the abstract begins one character later. `starts`, `ends` and `keys` describe the tokens; `key_starts`
    where each key stands in `key_text`.
    """

    source: str
    title_end: int
    body: CleanText
    text: str
    starts: list[int]
    ends: list[int]
    keys: list[str]
    key_text: str
    key_starts: list[int]
    sentence_starts: list[int]
    sentence_ends: list[int]
    title_clean_end: int

    def token_at(self, offset: int) -> int:
        """Index of the token that holds or follows this offset."""
        index = bisect_right(self.starts, offset) - 1
        return index if index >= 0 and self.ends[index] > offset else index + 1

    def tokens(self, start: int, end: int) -> Span:
        """The tokens that hold these characters, one at least."""
        first = self.token_at(start)
        return first, max(first + 1, self.token_at(end - 1) + 1)

    def gap_before(self, index: int) -> str:
        """What stands between a token and the one before it; a line break at the edges of the text."""
        inside = 0 < index < len(self.keys)
        return self.text[self.ends[index - 1] : self.starts[index]] if inside else "\n"

    def sentence_of(self, offset: int) -> int:
        """Index of the sentence that holds the offset."""
        return max(0, bisect_right(self.sentence_starts, offset) - 1)

    def sentence_span(self, index: int) -> tuple[int, int]:
        """Start and end of a sentence, without the white space after it."""
        return self.sentence_starts[index], self.sentence_ends[index]

    def locate(self, start: int, end: int) -> tuple[Field, int, int]:
        """Field and offsets, in the field as delivered, of a stretch of clean text."""
        start, end = self.original(start, end)
        if start < self.title_end:
            return "title", start, min(end, self.title_end)
        base = self.title_end + 1 if self.title_end else 0
        return "abstract", start - base, end - base

    def surface(self, start: int, end: int) -> str:
        """The stretch as written in the original."""
        start, end = self.original(start, end)
        return self.source[start:end]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original; a formula that is cut keeps its `$` on both sides, and a group its brace."""
        start, end = self.body.original(start, end)
        if self.body.starts is not None:
            source = self.source
            while source[end : end + 1] == "}" and source.count("{", start, end) > source.count("}", start, end):
                end += 1
            if source.count("$", start, end) % 2:
                if start and source[start - 1] == "$":
                    start -= 1
                elif source[end : end + 1] == "$":
                    end += 1
        return start, end


def read(source: str, title_end: int = 0) -> PaperText:
    """Tokens and sentences of a text whose first `title_end` characters are the title."""
    body = clean(source)
    text = body.text
    if text.isascii():  # half the time for the same tokens
        low = text.lower()
        spans = [match.span() for match in _ASCII_TOKEN.finditer(low)]
        keys = [low[a:b] for a, b in spans]
    else:
        spans = [match.span() for match in _TOKEN.finditer(text)]
        keys = [fold(text[a:b]) for a, b in spans]
    title_clean_end = 0
    if title_end:
        title_clean_end = title_end if body.starts is None else bisect_right(body.starts, title_end - 1)
    sentences = _sentences(text, title_clean_end)
    return PaperText(
        source,
        title_end,
        body,
        text,
        [a for a, _ in spans],
        [b for _, b in spans],
        keys,
        # Two blanks between keys and one around the whole, so that patterns ` key ` never share a character.
        f" {'  '.join(keys)} ",
        list(itertools.accumulate([len(k) + 2 for k in keys], initial=0)),
        sentences,
        [_without_blanks(text, a, b) for a, b in itertools.pairwise((*sentences, len(text)))],
        title_clean_end,
    )


def _without_blanks(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _sentences(text: str, title_end: int) -> list[int]:
    starts = [0]
    if title_end:
        starts.append(title_end + 1 if title_end < len(text) else title_end)
    for match in _SENTENCE_END.finditer(text, starts[-1]):
        at = match.start()
        if text[at] == "." and _NO_END.search(text, max(0, at - 12), at + 1):
            continue
        starts.append(match.end())
    return [s for s in dict.fromkeys(starts) if s < len(text)] or [0]


def occurrences(name: str, text: str) -> Iterator[int]:
    """Where a name stands as a whole word."""
    position = text.find(name)
    while position >= 0:
        end = position + len(name)
        before, after = text[position - 1 : position], text[end : end + 2]
        if after[:1] == "s" and not after[1:2].isalnum():
            after = after[1:]
        if not (before and (before.isalnum() or before in "-_+")) and not (
            after and (after[0].isalnum() or after[0] in "_+" or (after[0] == "-" and after[1:2].isupper()))
        ):
            yield position
        position = text.find(name, position + 1)
