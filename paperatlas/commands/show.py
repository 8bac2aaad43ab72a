"""`paperatlas show`: everything the graph knows of one entity, on the terminal or as a page."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from .options import store_option

if TYPE_CHECKING:
    from rich.tree import Tree

    from paperatlas.entity_page import EntityPage, Item


def _complete(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from paperatlas.errors import PaperatlasError
    from paperatlas.graph.schema import KINDS
    from paperatlas.graph.store import open_store
    from paperatlas.queries.names import complete_names

    try:
        with open_store(str(ctx.params.get("store") or ""), must_exist=True) as store:
            return [CompletionItem(name) for name in complete_names(store, KINDS, incomplete)]
    except PaperatlasError:
        return []  # no store, nothing to offer: completion is no place for a message


@click.command()
@click.argument("name", shell_complete=_complete)
@store_option
@click.option(
    "--limit", type=click.IntRange(min=1), default=10, show_default=True, help="Papers and results a section."
)
@click.option("--min-confidence", type=click.FloatRange(0, 1), default=0.0, help="Leave out what was read with less.")
@click.option(
    "--html",
    "html_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write a page with all of it and a picture of the neighbourhood, instead of printing.",
)
def show(name: str, store: str, limit: int, min_confidence: float, html_file: Path | None) -> None:
    """Show what the graph knows of NAME: kind, aliases, lineage, papers by role with their sentences, results.

    NAME is any name or alias in any letter case; `dataset:Name` picks a kind where several things share it.
    """
    from paperatlas.entity_page import read_entity, write_html
    from paperatlas.graph.store import open_store

    with open_store(store, must_exist=True) as opened:
        page = read_entity(opened, name, min_confidence=min_confidence)
        if html_file is None:
            _print(page, limit)
            return
        write_html(opened, page, html_file)
    click.echo(f"{html_file} shows {page.name}.")


def _print(page: "EntityPage", limit: int) -> None:
    from rich.text import Text

    from paperatlas.terminal import print_trimmed, printable

    print_trimmed(Text(printable(page.name), style="bold"), Text(" and ".join(page.kinds)))
    for about in page.about:
        print_trimmed(printable(about))
    if page.aliases:
        print_trimmed(f"Also: {printable(', '.join(page.aliases))}")
    if page.ancestors or page.descendants:
        click.echo()
        print_trimmed(_lineage(page))
    for section in page.sections:
        click.echo()
        count = len(section.items)
        print_trimmed(Text(f"{section.title} ({count})", style="bold"))
        for item in section.items[:limit]:
            _print_item(item)
        if count > limit:
            print_trimmed(f"  … {count - limit} more; --limit {count} shows all")


def _print_item(item: "Item") -> None:
    from rich.padding import Padding
    from rich.text import Text

    from paperatlas.terminal import print_trimmed, printable

    where = f"  [{item.paper_id}]" if item.paper_id else ""
    print_trimmed(Padding(Text(printable(item.name)) + Text(where, style="dim"), (0, 0, 0, 2)))
    if item.detail:
        print_trimmed(Padding(Text(printable(item.detail), style="italic"), (0, 0, 0, 6)))


def _lineage(page: "EntityPage") -> "Tree":
    """What it comes from above, what comes from it below; a relation stands in brackets where it is no variant."""
    from rich.tree import Tree

    top = Tree("Lineage")
    if page.ancestors:
        above = top.add("comes from")
        for branch in page.ancestors:
            branch.grow(above, lambda tree, label: tree.add(label))
    if page.descendants:
        below = top.add("what comes from it")
        for branch in page.descendants:
            branch.grow(below, lambda tree, label: tree.add(label))
    return top
