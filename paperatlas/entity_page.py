"""Everything about one entity, gathered from canned queries: what `paperatlas show` prints or writes as a page."""

import html
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from .graph.store import GraphStore
from .queries import library
from .queries.names import find_entity, split_kind

T = TypeVar("T")

_ALL = 10_000
"""Rows that a page takes of each query: a whole page, however often the entity is named."""

_TITLES = {
    "introduces": "Introduced by",
    "evaluates_on": "Scored on by",
    "trains_on": "Trained on by",
    "uses": "Used by",
    "compares_with": "Compared with by",
    "mentions": "Mentioned by",
    "result": "Results",
    "outperforms": "Outperforms",
    "outperformed by": "Outperformed by",
}
"""Sections of the query entity_profile, in its order, as people read them."""

_RELATIONS = {"VARIANT_OF": "", "VERSION_OF": "version", "PART_OF": "part"}


@dataclass(frozen=True)
class Item:
    """A line of a section: a paper, a result or an entity, with the sentence that says so."""

    name: str
    detail: str
    paper_id: str


@dataclass
class Section:
    """What the graph knows under one heading."""

    title: str
    items: list[Item] = field(default_factory=list)


@dataclass
class Branch:
    """A node of the lineage tree and what hangs on it."""

    label: str
    branches: "list[Branch]" = field(default_factory=list)

    def grow(self, tree: T, add: Callable[[T, str], T]) -> None:
        """Draw the branch onto a tree of any kind: `add(tree, label)` returns the new subtree."""
        below = add(tree, self.label)
        for branch in self.branches:
            branch.grow(below, add)


@dataclass
class EntityPage:
    """What the graph knows of an entity; of several where kinds share the name and `only_kind` picks none of them."""

    name: str
    only_kind: str | None = None
    kinds: list[str] = field(default_factory=list)
    about: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    ancestors: list[Branch] = field(default_factory=list)
    descendants: list[Branch] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)


def read_entity(store: GraphStore, name: str, *, min_confidence: float = 0.0) -> EntityPage:
    """Gather the page of the entity that `name` names; QueryError with suggestions where the graph has none.

    `kind:Name` leaves out what else has the name.
    """
    found = find_entity(store, name)
    page = EntityPage(found, only_kind=split_kind(name)[0])
    sections: dict[str, Section] = {}
    asked = {"entity": found, "kind": page.only_kind, "min_confidence": min_confidence, "limit": _ALL}
    for row in library.run(store, "entity_profile", asked):
        if row["section"] == "is a":
            page.kinds.append(row["name"])
            page.about += [row["detail"]] if row["detail"] else []
        elif row["section"] == "alias":
            page.aliases.append(row["name"])
        elif row["section"] in _TITLES:
            title = _TITLES[row["section"]]
            section = sections.setdefault(title, Section(title))
            section.items.append(Item(row["name"], row["detail"], row["paper_id"] or ""))
    page.sections = list(sections.values())
    rows = library.run(store, "lineage_tree", asked)
    up = [r for r in rows if r["direction"] == "up"]
    down = [r for r in rows if r["direction"] == "down"]
    page.ancestors = _branches(found, up, "head", "tail", {found})
    page.descendants = _branches(found, down, "tail", "head", {found})
    return page


def _branches(
    name: str, rows: list[dict[str, Any]], from_: str, to: str, above: set[str], steps: int = 1
) -> list[Branch]:
    """The tree below `name`; `above` are the names on the way here, so that a circle in the data ends."""
    out = []
    for row in rows:
        if row[from_] == name and row["steps"] == steps and row[to] not in above:
            relation = _RELATIONS[row["relationship"]]
            branch = Branch(row[to] + (f" ({relation})" if relation else ""))
            branch.branches = _branches(row[to], rows, from_, to, above | {row[to]}, steps + 1)
            out.append(branch)
    return out


def write_html(store: GraphStore, page: EntityPage, target: Path) -> None:
    """Write the page, with a picture of the neighbourhood, as one file that needs no network."""
    from .graph.output import open_output

    rows = library.run(store, "entity_neighbourhood", {"entity": page.name, "kind": page.only_kind, "limit": 300})
    picture = rows.to_graph_html(title=page.name) if rows else ""
    with open_output(target) as stream:
        stream.write(_html(page, picture).encode("utf-8", "replace"))


def _html(page: EntityPage, picture: str) -> str:
    e = html.escape
    parts = [f"<h1>{e(page.name)} <small>{e(' and '.join(page.kinds))}</small></h1>"]
    parts += [f"<p>{e(about)}</p>" for about in page.about]
    if page.aliases:
        parts.append(f"<p>Also: {e(', '.join(page.aliases))}</p>")
    if picture:
        parts.append(f'<iframe title="Neighbourhood" srcdoc="{e(picture, quote=True)}"></iframe>')
    for title, branches in (("Comes from", page.ancestors), ("What comes from it", page.descendants)):
        if branches:
            parts.append(f"<h2>{title}</h2><ul>{''.join(map(_html_branch, branches))}</ul>")
    for section in page.sections:
        items = "".join(_html_item(item) for item in section.items)
        parts.append(f"<h2>{e(section.title)} ({len(section.items)})</h2><ul>{items}</ul>")
    return _PAGE.format(title=e(page.name), body="\n".join(parts))


def _html_branch(branch: Branch) -> str:
    inner = "".join(map(_html_branch, branch.branches))
    return f"<li>{html.escape(branch.label)}{f'<ul>{inner}</ul>' if inner else ''}</li>"


def _html_item(item: Item) -> str:
    where = f" <code>{html.escape(item.paper_id)}</code>" if item.paper_id else ""
    sentence = f"<blockquote>{html.escape(item.detail)}</blockquote>" if item.detail else ""
    return f"<li>{html.escape(item.name)}{where}{sentence}</li>"


_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222 }}
small {{ font-weight: normal; color: #666 }} iframe {{ width: 100%; height: 32rem; border: 1px solid #ccc }}
blockquote {{ margin: .2rem 0 .6rem 1rem; color: #555 }} code {{ color: #666 }}
</style></head><body>
{body}
</body></html>
"""
