"""The catalogue, compiled for look-up: every spelling of every name, and what must hold before a spelling links."""

import functools
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from pathlib import Path
from typing import Any

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from paperatlas import cache
from paperatlas.graph.schema import Kind
from paperatlas.loaders.catalog import Catalog, Entry, load_catalog

from .text import clean, fold, keys_of
from .words import JOINED_PREFIXES, vocabulary

# Nouns that say what a thing is and belong to no name: the surface of "transformer architectures" is "transformer".
GENERIC_NOUNS = frozenset(
    "architecture architectures method methods algorithm algorithms technique techniques approach approaches framework "
    "frameworks model models dataset datasets benchmark benchmarks network networks layer layers module modules family "
    "optimizer optimizers prompting reasoning classifier classifiers corpus suite system systems strategy strategies "
    "procedure loss learning based".split()
)
_NO_PLURAL = re.compile(r"(?:s|x|ing|tion|sion|ism|ity|ness|ed|\d|[^a-z])$")


class Casing(IntEnum):
    """How a spelling must be written to count."""

    ANY = 0
    """A phrase, or a word that is nothing else: letter case says nothing."""
    PROPER = 3
    """A proper name of ordinary words: not in lower case."""
    NAME = 1
    """An acronym or a word with inner capitals: not in lower case, unless no everyday word is spelled so."""
    EXACT = 2
    """Also an everyday word, or too short to be sure: as the catalogue writes it."""


@dataclass(frozen=True)
class Spelling:
    """One string of an entry. `support` says that the context must speak for it as well."""

    entry: Entry
    text: str
    casing: Casing
    support: bool
    canonical: bool


@dataclass(frozen=True)
class Match:
    """A stretch of tokens, first and one past the last, that spells one or more entries."""

    first: int
    last: int
    spellings: tuple[Spelling, ...]


def _plural(key: str) -> list[str]:
    if len(key) < 3 or (_NO_PLURAL.search(key) and not key.endswith(("tion", "sion", "ity"))):
        return []
    if key.endswith("y") and key[-2] not in "aeiou":
        return [key[:-1] + "ies"]
    if key.endswith(("sh", "ch")):
        return [key + "es"]
    return [key + "s"]


def _singular(key: str) -> list[str]:
    if key.endswith("ies") and len(key) > 5:
        return [key[:-3] + "y"]
    if key.endswith("s") and not key.endswith(("ss", "us", "is")) and len(key) > 4:
        return [key[:-1]]
    return []


def _variants(text: str, everyday: frozenset[str]) -> set[tuple[str, ...]]:
    """Token sequences under which a spelling may be met: joined parts, plural, singular."""
    keys = keys_of(text)
    if not keys:
        return set()
    forms = {keys}
    words = clean(text).text.split()
    # Parts that a hyphen joins, or that begin with a common prefix, are also written as one word.
    for index in range(len(keys) - 1):
        if not (keys[index].isalpha() and keys[index + 1].isalpha()):
            continue
        joined_by_hyphen = any(fold(w).startswith(keys[index] + "-" + keys[index + 1]) for w in words)
        joined = keys[index] + keys[index + 1]
        joins = (keys[index] in JOINED_PREFIXES or joined_by_hyphen) and min(len(keys[index]), len(keys[index + 1])) > 1
        if joins and (joined not in everyday or len(keys) > 2):
            forms.add((*keys[:index], joined, *keys[index + 2 :]))
    joined = "".join(keys)
    if 1 < len(keys) <= 3 and joined.isalpha() and len(joined) >= 7 and text[:1].isupper() and joined not in everyday:
        forms.add((joined,))
    # A word with inner capitals is also written apart: MetaMath, Meta Math.
    parts = re.findall(r"[A-Z][a-z]{2,}|[A-Z]{2,}(?![a-z])", text)
    if len(parts) > 1 and "".join(parts) == text:
        forms.add(tuple(fold(p) for p in parts))
    out = set(forms)
    for form in forms:
        for last in (*_plural(form[-1]), *(_singular(form[-1]) if len(form) > 1 else ())):
            out.add((*form[:-1], last))
    return out


def _key(keys: Iterable[str]) -> str:
    """Keys as they stand in `PaperText.key_text`."""
    return "  ".join(keys)


@functools.cache
def _code_digest() -> str:
    """Digest of what compiles the table: this file, the tokens and the vocabulary."""
    sha = hashlib.sha256()
    for name in ("lexicon.py", "text.py", "words.py", "vocabulary.txt"):
        sha.update((Path(__file__).parent / name).read_bytes())
    return sha.hexdigest()


class Lexicon:
    """All spellings of a catalogue, with an Aho-Corasick automaton over their folded tokens."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.everyday = vocabulary()
        self.negative = {keys_of(s) for s in catalog.negative}
        digest = hashlib.sha256(f"{catalog.digest}{_code_digest()}".encode()).hexdigest()
        table = self._from_cache(cache.read("lexicon", digest))
        if table is None:
            table = self._compile()
            cache.write("lexicon", digest, self._plain(table))
        self._table = table
        self._forms = list(table)

    def _compile(self) -> dict[str, list[Spelling]]:
        table: dict[str, list[Spelling]] = {}
        for entry in self.catalog.entries:
            for text in entry.strings:
                # "CIFAR-10/100" names two things; the grammar reads it.
                if (text, entry.id) in self.catalog.rejected or re.search(r"\d/\d", text):
                    continue
                spelling = self._spelling(entry, text)
                for form in _variants(text, self.everyday):
                    if form in self.negative:
                        continue
                    bucket = table.setdefault(_key(form), [])
                    if not any(s.entry.id == entry.id for s in bucket):
                        bucket.append(spelling)
        return table

    def _plain(self, table: dict[str, list[Spelling]]) -> dict[str, Any]:
        spellings = list({id(s): s for bucket in table.values() for s in bucket}.values())
        number = {id(s): i for i, s in enumerate(spellings)}
        entries = {e.id: i for i, e in enumerate(self.catalog.entries)}
        return {
            "spellings": [[entries[s.entry.id], s.text, int(s.casing), s.support, s.canonical] for s in spellings],
            "forms": {form: [number[id(s)] for s in bucket] for form, bucket in table.items()},
        }

    def _from_cache(self, data: Any) -> dict[str, list[Spelling]] | None:
        try:
            entries = self.catalog.entries
            spellings = [Spelling(entries[e], text, Casing(c), s, k) for e, text, c, s, k in data["spellings"]]
            return {form: [spellings[i] for i in bucket] for form, bucket in data["forms"].items()}
        except (TypeError, KeyError, ValueError, IndexError):
            return None

    def _spelling(self, entry: Entry, text: str) -> Spelling:
        support = text in entry.ambiguous
        letters = [c for c in text if c.isalpha()]
        plain_words = clean(text).text.replace("-", " ").split()
        lower = fold(text)
        inner_capital = any(c.isupper() for w in plain_words for c in w[1:])
        if support and any(c.isupper() for c in text) and (entry.kind != "method" or inner_capital):
            casing = Casing.EXACT
        elif not inner_capital and not (any(c.isdigit() for c in text) and len(letters) <= 2):
            single = len(plain_words) == 1 and text[:1].isupper() and entry.kind != "method"
            casing = Casing.EXACT if single and lower in self.everyday else Casing.ANY
            if casing is Casing.ANY and entry.kind != "method" and any(c.isupper() for c in text):
                casing = Casing.PROPER
        elif text[0].islower() and text[1:2].isupper():
            casing = Casing.EXACT  # vLLM is not VLLM
        elif len(letters) <= 3 and not (len(plain_words) > 1 or len(text) > 5):
            casing = Casing.EXACT
        elif len(plain_words) >= 3:
            casing = Casing.ANY
        else:
            casing = Casing.NAME
        return Spelling(entry, text, casing, support, text == entry.name)

    @cached_property
    def _automaton(self) -> AhoCorasick:
        patterns = [f" {form} " for form in self._forms]
        return AhoCorasick(patterns, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.ContiguousNFA)

    def find(self, key_text: str) -> Iterable[tuple[int, int, list[Spelling]]]:
        """(start, end, spellings) in the key text, leftmost longest, none overlapping."""
        table, forms = self._table, self._forms
        for index, start, end in self._automaton.find_matches_as_indexes(key_text):
            yield start, end, table[forms[index]]

    def look_up(self, name: str) -> Sequence[Spelling]:
        """The spellings that a whole string may be."""
        return self._table.get(_key(keys_of(name)), ())

    def entry_of(self, name: str, kind: Kind) -> Entry | None:
        """The entry of a kind that a whole string may be the name of; None if none is."""
        return next((s.entry for s in self.look_up(name) if s.entry.kind == kind), None)

    def trimmed(self, keys: list[str], spelling: Spelling) -> bool:
        """Whether the last of these keys is a generic noun without which they spell the same entry."""
        if len(keys) < 2 or keys[-1] not in GENERIC_NOUNS or spelling.canonical:
            return False
        if keys_of(spelling.entry.name)[-1].rstrip("s") == keys[-1].rstrip("s"):
            return False
        shorter = self._table.get(_key(keys[:-1]), ())
        return any(s.entry.id == spelling.entry.id for s in shorter)

    def accepts(self, spelling: Spelling, surface: str) -> bool:
        """Whether the surface's letter case allows the spelling."""
        if spelling.casing is Casing.ANY:
            return True
        if spelling.casing is Casing.PROPER:
            return not surface.islower() or (fold(surface) not in self.everyday and " " not in surface)
        if spelling.casing is Casing.EXACT:
            return _same_case(surface, spelling.text)
        if surface.islower():
            plain = all(w in self.everyday for w in fold(surface).replace("-", " ").split())
            return spelling.text.islower() or (len(surface) >= 4 and not plain)
        if surface[1:].islower() and fold(surface) in self.everyday:
            return spelling.text[1:].islower()
        return True


@functools.lru_cache(maxsize=32768)
def _bare(text: str) -> str:
    return "".join(c for c in clean(text).text if c.isalnum())


def _same_case(surface: str, text: str) -> bool:
    """Equal apart from hyphens, spaces and a plural s."""
    one, two = _bare(surface), _bare(text)
    return one in (two, two + "s") or (
        one[1:] == two[1:] and one[:1].upper() == two[:1] and two[1:].islower() and " " in text
    )


_COMPILED: dict[str, Lexicon] = {}


def compile_lexicon(catalog: Catalog) -> Lexicon:
    """The catalogue compiled; once a process for each digest."""
    if catalog.digest not in _COMPILED:
        _COMPILED[catalog.digest] = Lexicon(catalog)
    return _COMPILED[catalog.digest]


def lexicon_for(overlays: Iterable[str], digest: str = "") -> Lexicon:
    """The lexicon of that digest where this process has compiled it, else that of the catalogue with the overlays."""
    if digest in _COMPILED:
        return _COMPILED[digest]
    return compile_lexicon(load_catalog([Path(p) for p in overlays]))
