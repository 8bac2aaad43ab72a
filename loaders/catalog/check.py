"""What can be wrong in a catalogue, found file by file, each fault with its file and line."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from paperatlas.errors import CatalogError
from paperatlas.graph.identity import arxiv_id, spell_greek
from paperatlas.graph.schema import LABEL_OF_KIND, RELATIONSHIPS

from .catalogue import (
    HERE,
    NEGATIVE_FILE,
    Catalog,
    Entry,
    catalog_files,
    editions,
    load_catalog,
    read_entries,
    read_negative,
)

_SOURCE = re.compile(r"curated|[\w.-]+ \d[\w.]*")
# Words of the linker's vocabulary that are no English: names that people also write in lower case.
_LOWER_CASE_NAMES = frozenset(["bert", "gpt", "llama", "lora", "qwen"])
_EARLIEST_YEAR = 1700
_STRAY = re.compile(r"\||\s\s|^[,:/]|[,:/]$")


@dataclass(frozen=True, order=True)
class Fault:
    """One fault: where it stands (file:line), what is wrong, and what to do about it."""

    where: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message} {self.remedy}"


def spelling_key(text: str) -> str:
    """What two spellings of one name share: case, hyphen, space and accent apart; `+`, `#` and `*` tell names apart."""
    return "".join(c for c in spell_greek(text.casefold()) if c.isalnum() or c in "+#*'")


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def check_catalog(overlays: Sequence[Path] = (), *, everyday: frozenset[str] | None = None) -> list[Fault]:
    """The faults of the shipped catalogue, or, where overlays are given, those that the overlays bring with them.

    `everyday`: the words that may not stand in a name without a context rule; None for those the linker knows.
    """
    if not overlays:
        return check_files(catalog_files(), everyday=everyday)
    own = frozenset(path.name for path in overlays)
    faults = check_files(overlays, everyday=everyday, base=load_catalog(user=False).entries)
    return [f for f in faults if f.where.partition(":")[0] in own]


def check_files(
    files: Sequence[Path], *, everyday: frozenset[str] | None = None, base: Sequence[Entry] = ()
) -> list[Fault]:
    """The faults of these files taken as one catalogue, in the order of files and lines.

    `base`: entries that stand already and that the files may refer to and complete.
    """
    if everyday is None:
        from paperatlas.loaders.linking.words import vocabulary  # only here: the linker itself needs the catalogue

        everyday = vocabulary() - _LOWER_CASE_NAMES
    faults: list[Fault] = []
    entries: list[Entry] = list(base)
    for path in files:
        try:
            entries += read_entries(path)
            faults += _heading(path)
        except CatalogError as error:
            faults.append(Fault(path.name, error.message, error.hint))
    negative = read_negative(HERE / NEGATIVE_FILE) if (HERE / NEGATIVE_FILE).exists() else {}
    ids: set[str] = set()
    for entry in entries:
        # What a package tells of a known entry is merged into it, and so is under its rules already.
        faults += _entry(entry, frozenset() if entry.id in ids else everyday, negative)
        ids.add(entry.id)
    faults += _same_id(entries[len(base) :])
    expanded = [e for entry in entries for e in editions(entry)]
    faults += _same_string(expanded)
    faults += _lineage(expanded)
    order = {path.name: index for index, path in enumerate(files)}

    def place(fault: Fault) -> tuple[int, int, str]:
        name, _, line = fault.where.partition(":")
        return order.get(name, 0), int(line or 0), fault.message

    return sorted(set(faults), key=place)


def _heading(path: Path) -> Iterator[Fault]:
    if path.parent != HERE:
        return  # an overlay may be as short as its one correction
    heading, entries, _ = path.read_text(encoding="utf-8").partition("\nentries:")
    if not entries:
        return
    for key in ("field", "source"):
        if not re.search(rf"^{key}:", heading, re.MULTILINE):
            yield Fault(f"{path.name}:1", f"The file has no `{key}`.", "CONTRIBUTING.md shows a whole file.")


def _entry(entry: Entry, everyday: frozenset[str], negative: dict[str, str]) -> Iterator[Fault]:
    strings = set(entry.strings)
    for string in sorted(entry.ambiguous - strings):
        yield Fault(
            entry.where,
            f"`{string}` is marked ambiguous but is neither the name nor an alias of {entry.name}.",
            "Add it to the aliases, or correct its spelling.",
        )
    for string in sorted(s for s in strings if _STRAY.search(s)):
        yield Fault(entry.where, f"{string!r} holds signs that no name has.", "Correct it, or split it into its names.")
    if not _SOURCE.fullmatch(entry.source):
        yield Fault(
            entry.where, f"The source of {entry.name} is {entry.source!r}.", "Write `curated` or `package 1.2`."
        )
    if entry.year is not None and not _EARLIEST_YEAR <= entry.year <= date.today().year + 1:
        yield Fault(entry.where, f"{entry.name} has the year {entry.year}.", "Write the year of its first publication.")
    if entry.arxiv is not None and arxiv_id(entry.arxiv) != entry.arxiv:
        yield Fault(entry.where, f"{entry.arxiv!r} is no arXiv identifier.", "Write it as 2405.12345, without version.")
    if entry.parameters is not None and entry.kind != "model":
        yield Fault(entry.where, f"{entry.name} is no model but has parameters.", "Remove `parameters`.")
    for string in sorted(strings - entry.ambiguous):
        if _needs_context(entry, string, everyday):
            yield Fault(
                entry.where,
                f"`{string}` is an everyday word too.",
                "List it under `ambiguous`, with words that speak for it under `context`.",
            )
        if negative.get(string) is not None:
            yield Fault(
                entry.where,
                f"`{string}` is in {NEGATIVE_FILE} ({negative[string]}) and a name of {entry.name}.",
                "Remove one of the two, or mark the name ambiguous.",
            )


def _needs_context(entry: Entry, string: str, everyday: frozenset[str]) -> bool:
    if not string.isalpha() or string.casefold() not in everyday:
        return False
    if not (string.isupper() or string[1:].islower()):
        return False  # BLEnD, MiMo: nobody writes a word so
    if entry.kind == "method":
        return string.isupper() and len(string) > 1  # "attention" and "dropout" are methods' everyday names
    return not string.islower() or len(string) > 1


def _same_id(entries: Iterable[Entry]) -> Iterator[Fault]:
    first: dict[str, Entry] = {}
    for entry in entries:
        other = first.setdefault(entry.id, entry)
        harvested = any(e.where.startswith("harvested_") for e in (entry, other))
        if other is not entry and not harvested:
            yield Fault(entry.where, f"{entry.name} has the id {entry.id}, as {other.where} has.", "Merge the two.")


def _same_string(entries: Iterable[Entry]) -> Iterator[Fault]:
    owners: dict[str, list[tuple[Entry, str]]] = defaultdict(list)
    for entry in entries:
        for string in entry.strings:
            owners[spelling_key(string)].append((entry, string))
    for uses in owners.values():
        (first, first_string), *others = uses
        for entry, string in others:
            marked = (string in entry.ambiguous) + (first_string in first.ambiguous)
            other_case = _letters(string) != _letters(first_string)
            if entry.id == first.id or marked == 2 or (marked == 1 and other_case):
                continue  # what is marked links in its own letter case only: MiMo is not MIMO
            yield Fault(
                entry.where,
                f"`{string}` of {entry.id} is also `{first_string}` of {first.id} ({first.where}).",
                "Remove it from one of the two, or mark it ambiguous in both.",
            )


def _lineage(entries: Iterable[Entry]) -> Iterator[Fault]:
    by_id: dict[str, Entry] = {}
    for entry in entries:
        by_id.setdefault(entry.id, entry)
    known = set(by_id)
    edges: dict[str, list[str]] = defaultdict(list)
    for entry in by_id.values():
        for relation, parent in entry.parents:
            edges[entry.id].append(parent)
            if parent not in known:
                yield Fault(
                    entry.where,
                    f"The parent {parent} of {entry.name} is in no file.",
                    "Correct its spelling, add it, or write `kind:Name` where it is of another kind.",
                )
            type_ = RELATIONSHIPS[relation.upper()]
            if (
                LABEL_OF_KIND[entry.kind] not in type_.heads
                or LABEL_OF_KIND[parent.partition(":")[0]] not in type_.tails
            ):
                yield Fault(
                    entry.where,
                    f"`{relation}` cannot join {entry.id} to {parent}.",
                    "variant_of joins methods or models, version_of joins models; a component is part_of.",
                )
    for entry in by_id.values():
        path = _cycle(entry.id, edges)
        if path and entry.id == min(path):
            yield Fault(entry.where, f"The lineage goes round: {' → '.join(path)}.", "Remove one of these parents.")


def _cycle(start: str, edges: dict[str, list[str]]) -> list[str]:
    """The way from an id back to itself over its parents, or nothing."""
    stack = [(start, [start])]
    seen: set[str] = set()
    while stack:
        here, path = stack.pop()
        for parent in edges.get(here, ()):
            if parent == start:
                return [*path, start]
            if parent not in seen:
                seen.add(parent)
                stack.append((parent, [*path, parent]))
    return []


def counts(catalog: Catalog) -> dict[str, int]:
    """How many entries of each kind."""
    out: dict[str, int] = {}
    for entry in catalog.entries:
        out[entry.kind] = out.get(entry.kind, 0) + 1
    return out
