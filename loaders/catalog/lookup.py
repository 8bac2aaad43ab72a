"""Finding entries by what a person types: a whole name, or a part of one."""

import difflib

from paperatlas.graph.schema import KINDS

from .catalogue import Catalog, Entry
from .check import spelling_key


def find(catalog: Catalog, text: str) -> list[Entry]:
    """Entries one of whose strings contains the text: equal ones first, then those that begin with it."""
    wanted = spelling_key(text)
    if not wanted:
        return []
    ranked = []
    for entry in catalog.entries:
        keys = [spelling_key(s) for s in entry.strings]
        if wanted in keys:
            rank = 0 if wanted == keys[0] else 1
        elif any(k.startswith(wanted) for k in keys):
            rank = 2
        elif any(wanted in k for k in keys):
            rank = 3
        else:
            continue
        ranked.append((rank, entry.name.casefold(), entry.id, entry))
    return [entry for *_, entry in sorted(ranked, key=lambda item: item[:3])]


def named(catalog: Catalog, name: str) -> list[Entry]:
    """Entries with this name or alias; `kind:name` for those of one kind, an id for that entry."""
    kind, _, rest = name.partition(":")
    if kind in KINDS and rest:
        exact = catalog.by_id.get(name)
        return [exact] if exact else [e for e in named(catalog, rest) if e.kind == kind]
    wanted = spelling_key(name)
    found = [e for e in catalog.entries if wanted and any(spelling_key(s) == wanted for s in e.strings)]
    canonical = [e for e in found if spelling_key(e.name) == wanted]
    return [*canonical, *(e for e in found if e not in canonical)]


def suggestions(catalog: Catalog, name: str, limit: int = 5) -> list[str]:
    """Names of entries that are spelled much like this one."""
    keys = {spelling_key(s): e.name for e in catalog.entries for s in e.strings}
    near = difflib.get_close_matches(spelling_key(name), list(keys), n=limit * 2, cutoff=0.75)
    return list(dict.fromkeys(keys[k] for k in near))[:limit]
