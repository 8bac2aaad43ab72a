"""Names that share letters: `CIFAR-10/100`, `Llama 2 7B and 13B`, `T5-{small,base}`, `VGG-16 and -19`."""

import re
from collections.abc import Callable

from .document import Found, Links
from .lexicon import Lexicon

SIZE = r"(?:\d+x)?\d+(?:\.\d+)?\s?[BbMmTK](?:illion)?(?:-?A\d+(?:\.\d+)?B)?"
"""So many parameters, images, classes."""
_PIECES = {"size": SIZE, "number": r"[vV]?\d+(?:\.\d+)*[a-z]?", "code": r"[A-Z]\d+", "word": r"[A-Za-z]+"}
"""What the last piece of a name may be; what follows in its place is of the same sort."""


def _one_of(*sorts: str) -> str:
    return "|".join(f"(?P<{sort}>{_PIECES[sort]})" for sort in sorts)


_LAST = re.compile(rf"(?<![\d.])(?:{_one_of('size', 'number')}|(?<=[-_ ])(?:{_one_of('code', 'word')}))$")
_NEXT = re.compile(
    r"(?P<between>\s*/\s?|\s*,\s*(?:(?:and|or|&)\s+)?|\s+(?:and|or|to|&)\s+)"
    rf"(?P<dash>[-‐‑–])?(?:{_one_of(*_PIECES)})(?!\w|%|\.\d)"
)
_COUNTED = re.compile(
    r"\s*(?:[\w\-]+\s+)?(?:param|token|image|sample|pair|FLOP|GB|word|context|example|step|problem|caption|photo|document|"
    r"frame|hour|sentence|question|row|edge|node|user|item|multiply|training)",
)
"""After a number of millions, with a word between or none: it counts something."""
_ENDS = re.compile(
    r"\s*(?:[.,;:]|$|\s(?:on|in|for|with|and|or|from|using|are|is|as|by|we|which|that|show|"
    r"(?:dataset|benchmark|version|challenge)s?|corpora)\b(?!-))"
)
"""After a bare number that stands for a name, not for how many there are of something."""
_TUNING = re.compile(r"(?:-[A-Z][\w.]*)+|\s[A-Z][a-z]+(?!\w)")
_BRACES = re.compile(r"([^\s{}]{1,40}(?: \d[\d.]*)?[-_ ]?)\{([\w.+\-, /]{1,60})\}((?:-[A-Z][\w.]*)*)(?!\w)")
_BRACKETS = re.compile(
    rf"\s?\((?P<sizes>{SIZE}(?:\s*(?:/|,|,?\s(?:and|or))\s*{SIZE})+)(?:\s(?:param|model|variant|version)\w*)?\)"
)
_TUNED = re.compile(r"(.+?)((?:[-\s](?:Instruct|Chat|Base|Thinking|it|chat|instruct|base))*)", re.DOTALL)
_SEPARATORS = re.compile(r"\s*(?:[,/]|\s(?:and|or)\s)+\s*")

Reading = tuple[str, str | None, str | None]
"""Canonical name, family, id of the entry."""


class Alternatives:
    """Spells out what shares its first letters with a found name. `read` is given the spelled-out name of a model and
    the known family that it begins with, and returns its canonical name and family if it can read all of it."""

    def __init__(self, lexicon: Lexicon, read: Callable[[str, Found], tuple[str, str | None] | None]) -> None:
        self.lexicon, self._read = lexicon, read

    def in_braces(self, links: Links, found: Found) -> list[Found]:
        """What `{3B,7B}-Instruct` after the first letters of a name spells out, each with the whole as its surface."""
        match = _BRACES.match(links.text.text, found.start)
        if match is None or match.start(2) > found.end + 2:
            return []
        stem, inner, tail = match.groups()
        return self._all(links, found, match.end(), [stem + item + tail for item in _SEPARATORS.split(inner.strip())])

    def in_brackets(self, links: Links, found: Found) -> list[Found]:
        """What the sizes in `(7B and 13B)` after a model's name spell out; a tuning stands behind the size."""
        text = links.text.text
        match = _BRACKETS.match(text, found.end) if found.kind == "model" else None
        if match is None:
            return []
        family, tuning = _TUNED.fullmatch(text, found.start, found.end).groups("")  # type: ignore[union-attr]
        sizes = [size for size in _SEPARATORS.split(match["sizes"].strip()) if _is_size(size)]
        glue = "-" if tuning.startswith("-") else " "
        return self._all(links, found, match.end(), [family + glue + size + tuning for size in sizes])

    def _all(self, links: Links, found: Found, end: int, written: list[str]) -> list[Found]:
        read = [self._spelled(name, found) for name in written] if len(written) > 1 else []
        out: list[Found] = []
        for reading in read:
            if reading:
                out.append(self._at(links, found.start, end, reading, out[0] if out else found))
        return out

    def following(self, links: Links, found: Found) -> list[Found]:
        """What stands in the place of the last piece of the name: `/100` after `CIFAR-10`. After a slash or with a
        hyphen the surface is that of both. A tuning after the last one belongs to the first, too, which is renamed."""
        text = links.text.text
        last = _LAST.search(text[found.start : found.end])
        if last is None:
            return []
        stem, sort = text[found.start : found.start + last.start()], last.lastgroup
        own = text[found.start + last.start() : found.end]
        out: list[Found] = []
        pieces: list[str] = [own]
        end = found.end
        unsure = 0
        while (match := _NEXT.match(text, end)) is not None and match.lastgroup == sort:
            shared, piece = match["dash"] or "/" in match["between"], match[sort or ""]
            if not _stands_for_name(match, found):
                break
            reading = self._spelled(stem + piece, found)
            if reading is None and sort == "size" and found.family and own in found.name:
                reading = found.name.replace(own, piece.replace(" ", "")), found.family, None
            if reading is None or (sort != "size" and reading[2] is None):
                break
            # a number behind a mere comma is one of the list only if the list goes on
            unsure = unsure + 1 if sort == "number" and not shared and match["between"].strip() == "," else 0
            end = match.end()
            start = found.start if shared else match.end("between")
            out.append(self._at(links, start, end, reading, found))
            pieces.append(piece)
        if unsure:
            del out[-unsure:], pieces[-unsure:]
            end = out[-1].end if out else found.end
        if out and found.kind == "model" and (tuned := _TUNING.match(text, end)) is not None:
            read = [self._spelled(stem + piece + tuned.group(), found) for piece in pieces]
            if all(read):
                for one, reading in zip((found, *out), read, strict=True):
                    one.name, one.family, one.entry = reading  # type: ignore[misc]
                out[-1].end, out[-1].last = tuned.end(), links.text.token_at(tuned.end() - 1) + 1
        return out

    def _spelled(self, written: str, like: Found) -> Reading | None:
        """What a name means that the text does not spell out; None if nothing is known of it."""
        if (known := self.lexicon.entry_of(written, like.kind)) is not None:
            return known.name, None, known.id
        if like.kind != "model":
            return None
        for cut in reversed([m.start() for m in re.finditer(r"[-_ ]|(?<=[A-Za-z])(?=\d)", written)]):
            if (family := self.lexicon.entry_of(written[:cut], "model")) is not None:
                base = Found(0, cut, 0, 0, family.name, "model", "", 1.0)
                read = self._read(written, base)
                return (*read, None) if read else None
        return None

    def _at(self, links: Links, start: int, end: int, reading: Reading, like: Found) -> Found:
        paper = links.text
        name, family, entry = reading
        return Found(
            start, end, paper.token_at(start), paper.token_at(end - 1) + 1, name, like.kind,
            "shares letters with a name", 0.92, entry, family, like=like,
        )  # fmt: skip


def _is_size(piece: str) -> bool:
    """Whether a number is one of parameters, not of images or characters."""
    return re.search(r"[BbMm](?:illion)?(?:-?A\d+(?:\.\d+)?B)?$", piece) is not None


def _stands_for_name(match: re.Match[str], found: Found) -> bool:
    """Whether a piece after a name stands for another name, not for how many there are of something."""
    sort, rest = match.lastgroup, match.end()
    if sort == "size":
        return not _COUNTED.match(match.string, rest) and (found.kind != "model" or _is_size(match["size"]))
    if "/" in match["between"] or match["dash"] or sort == "code":
        return True
    bare = sort == "number" and match["between"].strip() != "to"
    return bare and _ENDS.match(match.string, rest) is not None
