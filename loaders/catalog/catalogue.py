"""The catalogue in memory: entries, their parents, and how it is read (CONTRIBUTING.md says how one is written)."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

from paperatlas import cache
from paperatlas.errors import CatalogError
from paperatlas.graph.identity import entity_id
from paperatlas.graph.schema import KINDS, Kind
from paperatlas.own_files import own_files

Lineage = Literal["variant_of", "version_of", "part_of"]
LINEAGES: tuple[Lineage, ...] = get_args(Lineage)

HERE = Path(__file__).parent
NEGATIVE_FILE = "not_entities.yaml"
_CACHE_FORMAT = 6
_LISTS = ("aliases", "ambiguous", "context", *LINEAGES)
_KEYS = frozenset(
    ("name", "kind", "source", "about", "year", "arxiv", "url", "huggingface", "parameters", "field", *_LISTS)
)
_SECTIONS = frozenset(("entries", "kind", "source", "field", "rejects", "never_merge", "not_entities"))
"""What a file may hold at its top level."""


@dataclass(frozen=True)
class Entry:
    """A known entity. `ambiguous` lists those of its strings that mean other things too; `context` the words that
    speak for it; parents are (relation, id of the parent)."""

    name: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    parents: tuple[tuple[Lineage, str], ...] = ()
    ambiguous: frozenset[str] = frozenset()
    context: tuple[str, ...] = ()
    about: str | None = None
    year: int | None = None
    arxiv: str | None = None
    url: str | None = None
    huggingface: str | None = None
    parameters: int | None = None
    source: str = "curated"
    field: str = ""
    where: str = ""
    """File and line, for messages and `--explain`."""

    @cached_property
    def id(self) -> str:
        return entity_id(self.kind, self.name)

    @property
    def strings(self) -> tuple[str, ...]:
        """Name and aliases."""
        return (self.name, *self.aliases)


@dataclass(frozen=True)
class Catalog:
    """All entries, the shipped ones first unless a user's overlay replaced them.

    `negative`: strings that are no entity, by category. `rejected`: (string, id) pairs that a user refused;
    `never_merge`: pairs of strings that are never one entity; `rejected_in`: (paper id, string) pairs.
    `digest` changes with any byte of the inputs.
    """

    entries: tuple[Entry, ...]
    negative: Mapping[str, str] = field(default_factory=dict)
    rejected: frozenset[tuple[str, str]] = frozenset()
    never_merge: frozenset[frozenset[str]] = frozenset()
    rejected_in: frozenset[tuple[str, str]] = frozenset()
    digest: str = ""

    @cached_property
    def by_id(self) -> dict[str, Entry]:
        return {entry.id: entry for entry in self.entries}

    def get(self, kind: str, name: str) -> Entry | None:
        """The entry of this kind and canonical name, letter case and punctuation apart."""
        return self.by_id.get(entity_id(kind, name))

    def ancestry(self, id_: str) -> Iterator[tuple[Entry, Lineage, Entry]]:
        """(child, relation, parent) for an entry and, transitively, for its parents; nothing for an unknown id."""
        seen: set[str] = set()
        queue = [id_]
        while queue:
            child = self.by_id.get(queue.pop())
            if child is None or child.id in seen:
                continue
            seen.add(child.id)
            for relation, parent_id in child.parents:
                if (parent := self.by_id.get(parent_id)) is not None:
                    yield child, relation, parent
                    queue.append(parent_id)

    def without(self, ids: Iterable[str]) -> "Catalog":
        """The catalogue as if it had never heard of these ids; used to measure discovery."""
        gone = set(ids)
        entries = tuple(e for e in self.entries if e.id not in gone)
        digest = hashlib.sha256((self.digest + ",".join(sorted(gone))).encode()).hexdigest()
        return Catalog(entries, self.negative, self.rejected, self.never_merge, self.rejected_in, digest)


def catalog_files() -> list[Path]:
    """The shipped files, in the order in which they are read: curated before harvested, so that curated ones win."""
    files = [p for p in HERE.glob("*.yaml") if p.name != NEGATIVE_FILE]
    return sorted(files, key=lambda p: (p.name.startswith("harvested_"), p.name))


def user_files() -> list[Path]:
    """The overlays of the user's own folder (`paperatlas catalog --help` names it)."""
    return own_files("catalog", ".yaml", "PAPERATLAS_CATALOG_DIR", CatalogError)


class _LineLoader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    """Keeps the line of every mapping under `__line__`, so that a message can name it."""


def _mapping_with_line(loader: Any, node: Any) -> dict[Any, Any]:
    return {**loader.construct_mapping(node, deep=True), "__line__": node.start_mark.line + 1}


_LineLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping_with_line)


def read_yaml(path: Path) -> dict[str, Any]:
    """One catalogue file as plain data; CatalogError with file and line where it is no YAML mapping."""
    try:
        data = yaml.load(path.read_bytes(), Loader=_LineLoader)  # noqa: S506  a subclass of the safe loader
    except OSError as error:
        raise CatalogError(f"The catalogue {path} cannot be read: {error.strerror}.", "Check the path.") from error
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        problem = (getattr(error, "problem", None) or str(error)).partition("\n")[0]
        raise CatalogError(f"{path}{line} is no valid YAML: {problem}.", "Correct that line.") from error
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise CatalogError(f"{path} is no mapping.", "Start it with `entries:` (CONTRIBUTING.md shows a whole file).")
    return data


def _strings(value: Any, where: str, key: str) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
        raise CatalogError(
            f"{where}: `{key}` must be a list of strings.", "Put names that look like numbers or `on` in quotes."
        )
    return tuple(v.strip() for v in value)


def _entry(raw: Any, defaults: Mapping[str, Any], path: Path) -> Entry:
    where = f"{path.name}:{raw.get('__line__', 0)}" if isinstance(raw, dict) else path.name
    if not isinstance(raw, dict):
        raise CatalogError(f"{where}: an entry must be a mapping, not {raw!r}.", "Write `- name: …`.")
    unknown = set(raw) - _KEYS - {"__line__"}
    if unknown:
        raise CatalogError(
            f"{where}: unknown key {', '.join(sorted(map(str, unknown)))}.", f"Known keys: {', '.join(sorted(_KEYS))}."
        )
    name = raw.get("name")
    if not isinstance(name, str) or not name.strip():
        raise CatalogError(f"{where}: an entry needs a name that is a string.", "Put a name such as 2024 in quotes.")
    kind = raw.get("kind", defaults.get("kind"))
    if kind not in KINDS:
        raise CatalogError(f"{where}: {name} has the kind {kind!r}.", f"Use one of {', '.join(KINDS)}.")
    lists = {key: _strings(raw.get(key), where, key) for key in _LISTS}
    parents: list[tuple[Lineage, str]] = []
    for relation in LINEAGES:
        for parent in lists[relation]:
            prefix, _, rest = parent.partition(":")
            parent_id = entity_id(prefix, rest) if prefix in KINDS and rest else entity_id(kind, parent)
            parents.append((relation, parent_id))
    for key in ("year", "parameters"):
        if raw.get(key) is not None and (not isinstance(raw[key], int) or isinstance(raw[key], bool)):
            raise CatalogError(f"{where}: `{key}` of {name} must be a whole number.", "Write it without quotes.")
    texts = {key: raw.get(key) for key in ("about", "arxiv", "url", "huggingface")}
    for key, value in texts.items():
        if value is not None and not isinstance(value, str):
            raise CatalogError(f"{where}: `{key}` of {name} must be a string.", "Put it in quotes.")
    return Entry(
        name=name.strip(),
        kind=kind,
        aliases=tuple(dict.fromkeys(a for a in lists["aliases"] if a != name.strip())),
        parents=tuple(dict.fromkeys(parents)),
        ambiguous=frozenset(lists["ambiguous"]),
        context=lists["context"],
        year=raw.get("year"),
        parameters=raw.get("parameters"),
        source=raw.get("source", defaults.get("source", "curated")),
        field=raw.get("field", defaults.get("field", "")),
        where=where,
        **texts,
    )


def read_entries(path: Path) -> list[Entry]:
    """The entries of one file; CatalogError with file and line at the first fault."""
    data = read_yaml(path)
    unknown = sorted(str(key) for key in data.keys() - _SECTIONS - {"__line__"})
    if unknown:
        known = ", ".join(sorted(_SECTIONS))
        raise CatalogError(f"{path.name}: unknown key {', '.join(unknown)}.", f"Known keys: {known}.")
    return [_entry(raw, data, path) for raw in _items(data, "entries", path)]


def _items(data: Mapping[str, Any], key: str, path: Path) -> Sequence[Any]:
    items = data.get(key)
    if items is not None and not isinstance(items, list):
        raise CatalogError(f"{path.name}: `{key}` must be a list.", "Begin each of its items with `- `.")
    return items or ()


def read_negative(path: Path) -> dict[str, str]:
    """`not_entities.yaml`: category → strings, turned into string → category."""
    out: dict[str, str] = {}
    for category, strings in read_yaml(path).items():
        if category != "__line__":
            out.update(dict.fromkeys(_strings(strings, path.name, str(category)), str(category)))
    return out


def _merge(first: Entry, second: Entry) -> Entry:
    """The first entry with what only the second knows: a curated one is completed by a harvested one, never changed."""
    values = {
        key: getattr(first, key) if getattr(first, key) is not None else getattr(second, key)
        for key in ("about", "year", "arxiv", "url", "huggingface", "parameters")
    }
    aliases = dict.fromkeys((*first.aliases, *second.strings))
    return Entry(
        name=first.name,
        kind=first.kind,
        aliases=tuple(a for a in aliases if a != first.name),
        parents=first.parents or second.parents,
        ambiguous=first.ambiguous | second.ambiguous,
        context=first.context or second.context,
        source=first.source,
        field=first.field or second.field,
        where=first.where,
        **values,
    )


_EDITION = re.compile(
    r"[-\s_/]?(?:[vV]?\d+(?:\.\d+)*[kKmMbB]?|(?:\d+x)?\d+(?:\.\d+)?[BMbm]|[BLHSTG]|[BLHSTG]/\d+|h\d|m\d|[nsmlx]|\+\+"
    r"|(?i:base|large|small|tiny|medium|huge|giant|xl|xxl|mini|nano)(?:[-\s]v\d)?)"
)


_SIZES = {"base": "b", "large": "l", "small": "s", "tiny": "t", "huge": "h", "giant": "g", "medium": "m", "nano": "n"}


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum() or c == "+")


def _edition(entry: Entry, alias: str) -> str | None:
    """What this alias adds to another string of its entry, spelled alike for alike editions (`v2.0`, `-2`: 2); None
    where it is no edition, but the entry itself in another spelling."""
    own = _letters(entry.name)
    if own.startswith(_letters(alias)):
        return None  # CUB-200 is CUB-200-2011
    for stem in entry.strings:
        rest = alias[len(stem) :]
        if stem == alias or len(stem) < 2 or not alias.casefold().startswith(stem.casefold()):
            continue
        if not _EDITION.fullmatch(rest) or (len(rest) == 1 and rest.isalpha() and not stem[-1].isdigit()):
            continue  # ResNets are ResNet, and UKBB is UKB
        text = re.sub(r"^v(?=\d)|[-\s_/]", "", rest.lstrip("-_/ ").casefold())
        text = re.sub(r"^20(?=\d\d$)|\.0$", "", text)
        word = next((w for w in _SIZES if text.startswith(w)), "")
        text = _SIZES.get(word, "") + text.removeprefix(word)
        if text[-1].isdigit() and own.endswith(_letters(text)):
            return None  # NWPU-RESISC45 is RESISC45
        of = _edition(entry, stem)  # Canary-1B-v2, where Canary-1B is an alias too
        return f"{of} {text}" if of else text
    return None


def editions(entry: Entry) -> Iterator[Entry]:
    """The entry, and one for each alias that is another of its strings with a size, a version or a number: what
    somebody wrote down as an alias is a thing of its own (BERT-large, MovieLens-1M), never the same as its family."""
    if entry.kind == "method":
        yield entry
        return
    kept: list[str] = []
    apart: dict[str, list[str]] = {}  # the edition → its spellings: COCO 2017, COCO2017
    found = {alias: edition for alias in entry.aliases if (edition := _edition(entry, alias)) is not None}
    respelled = {_letters(alias): edition for alias, edition in found.items()}
    for alias in entry.aliases:
        edition = found.get(alias) or respelled.get(_letters(alias))
        (kept if edition is None else apart.setdefault(edition, [])).append(alias)
    yield replace(entry, aliases=tuple(kept))
    relation: Lineage = "version_of" if entry.kind == "model" else "part_of"
    for name, *others in apart.values():
        yield Entry(
            name,
            entry.kind,
            aliases=tuple(others),
            parents=((relation, entry.id),),
            ambiguous=entry.ambiguous & {name, *others},
            context=entry.context,
            source=entry.source,
            field=entry.field,
            where=entry.where,
        )


def _read(files: Sequence[Path], overlays: Sequence[Path], digest: str) -> Catalog:
    entries: dict[str, Entry] = {}
    rejected: set[tuple[str, str]] = set()
    never: set[frozenset[str]] = set()
    rejected_in: set[tuple[str, str]] = set()
    negative = read_negative(HERE / NEGATIVE_FILE) if (HERE / NEGATIVE_FILE).exists() else {}
    for path in (*reversed(overlays), *files):  # the last overlay named has the last word
        for written in read_entries(path):
            for entry in editions(written):
                entries[entry.id] = _merge(entries[entry.id], entry) if entry.id in entries else entry
    for path in overlays:
        data = read_yaml(path)
        for string in _strings(data.get("not_entities"), path.name, "not_entities"):
            negative[string] = f"rejected in {path.name}"
        for item in _items(data, "rejects", path):
            if not isinstance(item, dict) or not isinstance(item.get("string"), str):
                raise CatalogError(
                    f"{path.name}: an item of `rejects` needs a `string`.",
                    "Write `- {string: Bone, entity: method:bone}` or `- {string: Bone, paper: arxiv:2409.15371}`.",
                )
            if item.get("entity"):
                rejected.add((item["string"], str(item["entity"])))
            elif item.get("paper"):
                rejected_in.add((str(item["paper"]), item["string"]))
            else:
                negative[item["string"]] = f"rejected in {path.name}"
        for pair in _items(data, "never_merge", path):
            never.add(frozenset(_strings(pair, path.name, "never_merge")))
    return Catalog(
        tuple(entries.values()), negative, frozenset(rejected), frozenset(never), frozenset(rejected_in), digest
    )


def load_catalog(overlays: Sequence[Path] = (), *, user: bool = True) -> Catalog:
    """The shipped catalogue, the overlays of the user's folder (unless `user` is false), and these overlays.

    What was read is kept compiled in the user's cache folder under the digest of all inputs, so that a change of a
    byte is seen at once and an unchanged catalogue costs milliseconds.
    """
    files = catalog_files()
    layers = [*(user_files() if user else ()), *overlays]
    sha = hashlib.sha256(f"catalogue format {_CACHE_FORMAT}".encode())
    for path in (*files, HERE / NEGATIVE_FILE, *layers):
        try:
            sha.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
        except FileNotFoundError as error:
            if path.name == NEGATIVE_FILE:
                continue
            raise CatalogError(f"The catalogue {path} does not exist.", "Check the path.") from error
        except OSError as error:
            raise CatalogError(f"The catalogue {path} cannot be read: {error.strerror}.", "Check the path.") from error
    digest = sha.hexdigest()
    if (cached := _from_cache(cache.read("catalogue", digest), digest)) is not None:
        return cached
    catalog = _read(files, layers, digest)
    cache.write("catalogue", digest, _plain(catalog))
    return catalog


def _from_cache(data: Any, digest: str) -> Catalog | None:
    try:
        if data["digest"] != digest:
            return None
        entries = tuple(
            Entry(
                **{
                    **raw,
                    "aliases": tuple(raw.get("aliases", ())),
                    "parents": tuple((r, p) for r, p in raw.get("parents", ())),
                    "ambiguous": frozenset(raw.get("ambiguous", ())),
                    "context": tuple(raw.get("context", ())),
                }
            )
            for raw in data["entries"]
        )
        return Catalog(
            entries,
            data["negative"],
            frozenset((a, b) for a, b in data["rejected"]),
            frozenset(frozenset(pair) for pair in data["never_merge"]),
            frozenset((a, b) for a, b in data["rejected_in"]),
            digest,
        )
    except (ValueError, KeyError, TypeError):
        return None  # no cache, or one that another version wrote: read the YAML


def _plain(catalog: Catalog) -> dict[str, Any]:
    def plain(entry: Entry) -> dict[str, Any]:
        raw = {name: getattr(entry, name) for name in Entry.__dataclass_fields__}
        raw["ambiguous"] = sorted(entry.ambiguous)
        return {key: value for key, value in raw.items() if value not in (None, (), [], "")}

    return {
        "digest": catalog.digest,
        "entries": [plain(e) for e in catalog.entries],
        "negative": dict(catalog.negative),
        "rejected": sorted(catalog.rejected),
        "never_merge": sorted(sorted(pair) for pair in catalog.never_merge),
        "rejected_in": sorted(catalog.rejected_in),
    }
