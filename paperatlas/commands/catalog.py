"""`paperatlas catalog`: look into the known entities, check them, and read new facts from packages."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .options import catalog_option

if TYPE_CHECKING:
    from paperatlas.loaders.catalog import Catalog, Entry

_ALIASES_SHOWN = 4


@click.group()
def catalog() -> None:
    """The known methods, models, datasets and benchmarks.

    Corrections of your own go into a YAML file: name it with --catalog, or put it into the folder `catalog` of
    Paperatlas in your user configuration (on Linux ~/.config/paperatlas/catalog; PAPERATLAS_CATALOG_DIR overrides it)
    and every command will read it. CONTRIBUTING.md says how an entry is written.
    """


@catalog.command()
@click.argument("text")
@click.option("--kind", type=click.Choice(("method", "model", "dataset", "benchmark")), help="Only this kind.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Entries at most.")
@click.option("--format", "format_", type=click.Choice(("table", "json")), default="table", show_default=True)
@catalog_option
def search(text: str, kind: str | None, limit: int, format_: str, catalog: tuple[Path, ...]) -> None:
    """Find entries whose name or alias contains TEXT; letter case, hyphens and spaces apart."""
    from paperatlas.loaders.catalog import load_catalog
    from paperatlas.loaders.catalog.lookup import find

    found = [e for e in find(load_catalog(catalog), text) if kind in (None, e.kind)]
    if format_ == "json":
        click.echo(json.dumps([_plain(e) for e in found[:limit]], ensure_ascii=False, indent=2))
        return
    if not found:
        click.echo(f"No entry has {text!r} in its names.")
        return
    width = max(len(e.name) for e in found[:limit])
    for entry in found[:limit]:
        more = len(entry.aliases) - _ALIASES_SHOWN
        aliases = ", ".join(entry.aliases[:_ALIASES_SHOWN]) + (f" and {more} more" if more > 0 else "")
        click.echo(f"{entry.kind:<10}{entry.name:<{width}}  {aliases}".rstrip())
    if len(found) > limit:
        click.echo(f"{len(found) - limit} more; --limit {len(found)} shows them all.", err=True)


@catalog.command()
@click.argument("name")
@click.option("--format", "format_", type=click.Choice(("table", "json")), default="table", show_default=True)
@catalog_option
def show(name: str, format_: str, catalog: tuple[Path, ...]) -> None:
    """Show all that the catalogue knows of NAME, and the file and line it stands in.

    NAME is any name or alias; `dataset:Name` picks a kind where several entries share it.
    """
    from paperatlas.errors import CatalogError
    from paperatlas.loaders.catalog import load_catalog
    from paperatlas.loaders.catalog.lookup import named, suggestions

    known = load_catalog(catalog)
    found = named(known, name)
    if not found:
        near = suggestions(known, name)
        hint = f"Did you mean {', '.join(near)}?" if near else "`paperatlas catalog search TEXT` finds parts of names."
        category = known.negative.get(name)
        if category:
            raise CatalogError(f"{name!r} is in the list of what is no entity ({category}).", hint)
        raise CatalogError(f"The catalogue has no entry with the name {name!r}.", hint)
    if format_ == "json":
        click.echo(json.dumps([_plain(e) for e in found], ensure_ascii=False, indent=2))
        return
    for index, entry in enumerate(found):
        if index:
            click.echo()
        _print(known, entry)


@catalog.command()
@catalog_option
def check(catalog: tuple[Path, ...]) -> None:
    """Check the shipped catalogue, or with --catalog a file of yours against it; exits with 2 at a fault."""
    from paperatlas.errors import CatalogError
    from paperatlas.loaders.catalog import load_catalog
    from paperatlas.loaders.catalog.check import check_catalog, counts

    faults = check_catalog(catalog)
    for fault in faults:
        click.echo(str(fault))
    if faults:
        raise CatalogError(f"{len(faults)} fault{'s' if len(faults) > 1 else ''} in the catalogue.", "")
    kinds = ", ".join(f"{count:,} {kind}s" for kind, count in sorted(counts(load_catalog(catalog, user=False)).items()))
    click.echo(f"No faults: {kinds}.")


@catalog.command()
@click.argument("packages", nargs=-1, metavar="[PACKAGE]...")
@click.option(
    "--wheels",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="FOLDER",
    help="Read wheels in this folder (as `pip download --no-deps` leaves them) instead of installed packages.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Where the files go [default: the shipped catalogue].",
)
def refresh(packages: tuple[str, ...], wheels: Path | None, output: Path | None) -> None:
    """Read names again from the packages they come from (all that are at hand, or those named).

    Nothing is downloaded and no package is imported: their files are read, from the environment or from wheels.
    Hand-written entries always win over what is read here.
    """
    from paperatlas.errors import CatalogError
    from paperatlas.loaders.catalog.harvest import HARVESTERS, harvest

    unknown = [p for p in packages if p not in HARVESTERS]
    if unknown:
        raise CatalogError(f"Nothing is read from {', '.join(unknown)}.", f"Known packages: {', '.join(HARVESTERS)}.")
    reports = harvest(packages or tuple(HARVESTERS), wheels=wheels, output=output, must_exist=bool(packages))
    for report in reports:
        click.echo(report)
    if not reports:
        raise CatalogError(
            "None of the packages is installed.", f"Install one of {', '.join(HARVESTERS)}, or give --wheels FOLDER."
        )


def _plain(entry: "Entry") -> dict[str, object]:
    raw: dict[str, object] = {
        "id": entry.id,
        "name": entry.name,
        "kind": entry.kind,
        "aliases": list(entry.aliases),
        "parents": [{"relation": relation, "id": parent} for relation, parent in entry.parents],
        "ambiguous": sorted(entry.ambiguous),
        "context": list(entry.context),
        "about": entry.about,
        "year": entry.year,
        "arxiv": entry.arxiv,
        "url": entry.url,
        "huggingface": entry.huggingface,
        "parameters": entry.parameters,
        "field": entry.field,
        "source": entry.source,
        "where": entry.where,
    }
    return {key: value for key, value in raw.items() if value not in (None, [], "")}


def _print(known: "Catalog", entry: "Entry") -> None:
    click.echo(f"{entry.name}  ({entry.kind}, {entry.id})")
    if entry.about:
        click.echo(f"  {entry.about}")
    lines = [
        ("aliases", ", ".join(entry.aliases)),
        ("ambiguous", ", ".join(sorted(entry.ambiguous))),
        ("context", ", ".join(entry.context)),
        *((r.replace("_", " "), known.by_id[p].name if p in known.by_id else p) for r, p in entry.parents),
        ("year", entry.year),
        ("arXiv", entry.arxiv),
        ("address", entry.url),
        ("Hugging Face", entry.huggingface),
        ("parameters", f"{entry.parameters:,}" if entry.parameters else None),
        ("field", entry.field),
        ("stands in", f"{entry.where} ({entry.source})"),
    ]
    for title, value in lines:
        if value:
            click.echo(f"  {title:<13}{value}")
    children = sorted(e.name for e in known.entries if any(parent == entry.id for _, parent in e.parents))
    if children:
        click.echo(f"  {'children':<13}{', '.join(children)}")
