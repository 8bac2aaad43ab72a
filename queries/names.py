"""From what a person types to what the graph calls it: entities by any alias and letter case, papers by id or title.

The look-up is in two steps: the id that the name would have (an index look-up), and only if that fails all names and
aliases of the kinds in question. `Low rank adaptation`, `lora` and `method:lora` all find LoRA; `LoRA+` finds nothing
but LoRA+.
"""

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from paperatlas.errors import QueryError
from paperatlas.graph.identity import arxiv_id, doi, entity_id, slug, title_key
from paperatlas.graph.schema import FULLTEXT, KINDS, LABEL_OF_KIND
from paperatlas.graph.statements import fulltext_index
from paperatlas.graph.store import GraphStore, NodeKey

_SUGGESTIONS = 5
_CUTOFF = 0.6
_SHOWN = 100
"""Characters of a name that are repeated in a message."""


@dataclass(frozen=True, order=True)
class EntityName:
    """An entity as a person may name it."""

    name: str
    kind: str

    def __str__(self) -> str:
        return f"{self.name} ({self.kind})"


def name_key(text: str) -> str:
    """Equal for spellings that differ in letter case, hyphens, spaces or points only; `+` counts."""
    return slug(text).replace("-", "")


def split_kind(text: str, kinds: Sequence[str] = KINDS) -> tuple[str | None, str]:
    """The kind that the prefix of `kind:Name` picks, and the rest; None and the text itself where it picks none."""
    prefix, _, rest = text.partition(":")
    kind = prefix.strip().lower()
    return (kind, rest) if rest and kind in kinds else (None, text)


def check_text(text: str, what: str) -> None:
    """QueryError for bytes that are no UTF-8: Python hands them on as lone surrogates, which no store takes."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise QueryError(f"{what} is not valid UTF-8.", "Set the terminal to UTF-8, or name it otherwise.") from error


def shown(text: str) -> str:
    """A name as it stands in a message: no longer than anybody reads."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def find_entity(store: GraphStore, text: str, kinds: Sequence[str] = KINDS) -> str:
    """The stored name of the one entity of these kinds that `text` names; QueryError where there is none or several.

    `kind:Name` picks a kind. The same name as two kinds is one answer: a query sees both.
    """
    check_text(text, "The name")
    kind, text = split_kind(text, kinds)
    kinds = (kind,) if kind else kinds
    found = _by_id(store, text, kinds) or _by_alias(store, text, kinds)
    names = {e.name for e in found}
    if len(names) == 1:
        return names.pop()
    what = " or ".join(kinds) if len(kinds) < len(KINDS) else "entity"
    if names:
        raise QueryError(
            f"`{text}` names several things: {', '.join(str(e) for e in sorted(found))}.", "Give one of these names."
        )
    raise QueryError(
        f"The graph has no {what} `{shown(text)}`.",
        _did_you_mean([str(e) for e in suggest_entities(store, text, kinds)]),
    )


def _by_id(store: GraphStore, text: str, kinds: Sequence[str]) -> set[EntityName]:
    found: set[EntityName] = set()
    for kind in kinds:
        rows = store.query(
            f"MATCH (e:{LABEL_OF_KIND[kind]} {{id: $id}}) RETURN e.name AS name", {"id": entity_id(kind, text)}
        )
        found.update(EntityName(row["name"], kind) for row in rows)
    # The spelling as it stands wins where two kinds spell the name differently (Bone, the method; BONE, the data set).
    return {e for e in found if e.name == text} or found


def all_entities(store: GraphStore, kinds: Sequence[str] = KINDS) -> list[tuple[EntityName, list[str]]]:
    """Every entity of these kinds with its aliases."""
    out = []
    for kind in kinds:
        rows = store.query(f"MATCH (e:{LABEL_OF_KIND[kind]}) RETURN e.name AS name, e.aliases AS aliases")
        out += [(EntityName(row["name"], kind), list(row["aliases"] or ())) for row in rows]
    return out


def _by_alias(store: GraphStore, text: str, kinds: Sequence[str]) -> set[EntityName]:
    wanted = name_key(text)
    by_name, by_alias = set(), set()
    for entity, aliases in all_entities(store, kinds):
        if name_key(entity.name) == wanted:
            by_name.add(entity)
        elif any(name_key(alias) == wanted for alias in aliases):
            by_alias.add(entity)
    return by_name or by_alias


def suggest_entities(
    store: GraphStore, text: str, kinds: Sequence[str] = KINDS, limit: int = _SUGGESTIONS
) -> list[EntityName]:
    """Entities whose name or alias looks like `text`, the likeliest first."""
    spellings: dict[str, EntityName] = {}
    for entity, aliases in all_entities(store, kinds):
        for spelling in (entity.name, *aliases):
            spellings.setdefault(spelling.casefold(), entity)
    close = nearest(text, spellings, limit=3 * limit)
    return list(dict.fromkeys(spellings[s] for s in close))[:limit]


def nearest(text: str, candidates: Iterable[str], limit: int = _SUGGESTIONS) -> list[str]:
    """The candidates (in lower case) most like `text`; those that contain it come after those that resemble it."""
    wanted, pool = text.casefold(), list(candidates)
    close = difflib.get_close_matches(wanted, pool, n=limit, cutoff=_CUTOFF)
    if len(wanted) >= 3:
        close += sorted((c for c in pool if wanted in c and c not in close), key=lambda c: (len(c), c))
    return close[:limit]


def find_nodes(store: GraphStore, names: Sequence[str]) -> dict[str, NodeKey]:
    """The nodes that have exactly these names (papers: titles or ids); of two kinds with one name the first kind."""
    wanted = set(names)
    found: dict[str, NodeKey] = {}
    for kind in KINDS:
        for row in store.query(
            f"MATCH (e:{LABEL_OF_KIND[kind]}) WHERE e.name IN $names RETURN e.name AS name, e.id AS id",
            {"names": sorted(wanted - found.keys())},
        ):
            found.setdefault(str(row["name"]), NodeKey(LABEL_OF_KIND[kind], str(row["id"])))
    for name in sorted(wanted - found.keys()):
        for property_, value in (("title_key", title_key(name)), ("id", name)):
            rows = store.query(f"MATCH (p:Paper {{{property_}: $value}}) RETURN p.id AS id LIMIT 1", {"value": value})
            if rows:
                found[name] = NodeKey("Paper", str(rows[0]["id"]))
                break
    return found


def _did_you_mean(names: Sequence[str]) -> str:
    if not names:
        return "`paperatlas query search_names --text …` finds names by their words."
    return f"Did you mean {', '.join(names)}?"


def find_paper(store: GraphStore, text: str) -> str:
    """The id of the paper that has this id, arXiv id (with or without version), DOI or title."""
    check_text(text, "The name")
    for property_, value in _paper_keys(text):
        rows = store.query(
            f"MATCH (p:Paper {{{property_}: $value}}) RETURN p.id AS id, p.title AS title ORDER BY id LIMIT 3",
            {"value": value},
        )
        if len(rows) == 1:
            return str(rows[0]["id"])
        if rows:
            ids = ", ".join(str(row["id"]) for row in rows)
            raise QueryError(f"Several papers have the title `{text}`.", f"Give one of their ids: {ids}.")
    titles = suggest_papers(store, text)
    hint = f"Did you mean {'; '.join(titles)}?" if titles else "Give its id, arXiv id, DOI or whole title."
    raise QueryError(f"The graph has no paper `{shown(text)}`.", hint)


def _paper_keys(text: str) -> list[tuple[str, str]]:
    keys: list[tuple[str, str | None]] = [
        ("id", text.strip()),
        ("arxiv_id", arxiv_id(text)),
        ("doi", doi(text)),
        ("title_key", title_key(text)),
    ]
    return [(name, value) for name, value in keys if value]


def suggest_papers(store: GraphStore, text: str, limit: int = 3) -> list[str]:
    """Titles that share words with `text`, each with its paper's id."""
    words = " ".join(re.findall(r"\w+", text))
    if not words:
        return []
    label, property_ = FULLTEXT[0]
    rows = store.query(
        "CALL db.index.fulltext.queryNodes($index, $words) YIELD node "
        "RETURN node.title AS title, node.id AS id LIMIT 50",
        {"index": fulltext_index(label, property_), "words": words},
    )
    by_title = {f"{row['title']}".casefold(): f"{row['title']} ({row['id']})" for row in rows}
    close = difflib.get_close_matches(text.casefold(), by_title, n=limit, cutoff=0.3) or list(by_title)[:limit]
    return [by_title[title] for title in close]


def resolve(store: GraphStore, types: Sequence[str], kinds: Sequence[str], value: str) -> str:
    """The stored form of a parameter's value: a paper's id, or an entity's name."""
    return find_paper(store, value) if "paper" in types else find_entity(store, value, kinds)


def complete_names(store: GraphStore, kinds: Sequence[str], prefix: str, limit: int = 50) -> list[str]:
    """Names that begin with `prefix`, letter case apart: for completion in a shell."""
    start = prefix.casefold()
    found = {e.name for e, _ in all_entities(store, kinds) if e.name.casefold().startswith(start)}
    return sorted(found, key=str.casefold)[:limit]
