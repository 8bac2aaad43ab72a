"""`build`, `relink` and `remove`: everything that changes what a store holds."""

from contextlib import ExitStack
from pathlib import Path

import click

from paperatlas.errors import StoreError

from .options import catalog_option, format_option, quarantine_option, store_option, workers_option


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@format_option
@quarantine_option
@store_option
@catalog_option
@workers_option
def build(
    sources: tuple[str, ...],
    source: str | None,
    quarantine: Path | None,
    store: str,
    catalog: tuple[Path, ...],
    workers: int,
) -> int:
    """Read papers, link them, put them into the store.

    A SOURCE is a file, or `-` for standard input: JSONL (title, abstract, optional id, arxiv_id, doi, year, authors,
    categories, url), plain or .gz, CSV, what `paperatlas link` or `export rdf` wrote, or a page of papers saved as
    text. Which one is found from its content.

    A paper that is in the store already and has not changed is not linked again, so a build that was stopped goes on
    where it stopped when it is run once more. Records that cannot be used are set aside with the reason.
    """
    from paperatlas.graph.store import open_store
    from paperatlas.loaders.pipeline import Linking, Pipeline
    from paperatlas.loaders.quarantine import Quarantine
    from paperatlas.progress import Progress

    from .summary import finish, holdings, plural

    with ExitStack() as opened, Quarantine(quarantine, inputs=sources) as aside:
        linking = opened.enter_context(Linking(catalog, workers))
        pipeline = Pipeline(lambda: opened.enter_context(open_store(store)), linking, aside)
        counts = pipeline.counts
        try:
            with Progress("Building") as bar:
                pipeline.build(sources, source=source, report=bar.update)
        except KeyboardInterrupt:
            _say_interrupted(counts.linked + counts.unchanged)
            raise click.exceptions.Exit(130) from None
        except StoreError as error:
            if not (stored := counts.linked + counts.unchanged):
                raise
            hint = f"{plural(stored, 'paper')} of this run were stored before; the same command goes on from there."
            raise StoreError(error.message, f"{error.hint} {hint}".strip()) from error
        code = finish(counts, aside)
        if counts.read:
            click.echo(
                f"{plural(counts.read, 'paper')} read: {counts.linked:,} linked, {counts.unchanged:,} unchanged."
            )
            click.echo(f"{store} holds {holdings(pipeline.store.counts())}.")
    return code


@click.command()
@quarantine_option
@store_option
@catalog_option
@workers_option
def relink(quarantine: Path | None, store: str, catalog: tuple[Path, ...], workers: int) -> int:
    """Link stored papers again that an older catalogue linked.

    They are linked from the stored text, if their linker or catalogue was another one than today's. So a name that
    was discovered yesterday and is in the catalogue today ends as one node.
    """
    from paperatlas.graph.store import open_store
    from paperatlas.loaders.pipeline import Linking, Pipeline
    from paperatlas.loaders.quarantine import Quarantine
    from paperatlas.progress import Progress

    from .summary import finish, holdings, plural

    with (
        open_store(store, must_exist=True) as opened,
        Quarantine(quarantine) as aside,
        Linking(catalog, workers) as linking,
    ):
        pipeline = Pipeline(lambda: opened, linking, aside)
        try:
            with Progress("Relinking") as bar:
                counts = pipeline.relink(report=bar.update)
        except KeyboardInterrupt:
            _say_interrupted(pipeline.counts.linked)
            raise click.exceptions.Exit(130) from None
        code = finish(counts, aside)
        click.echo(f"{plural(counts.linked, 'paper')} linked again; the others were linked by this linker already.")
        click.echo(f"{store} holds {holdings(opened.counts())}.")
    return code


@click.command()
@click.argument("papers", nargs=-1, required=True, metavar="PAPER…")
@store_option
def remove(papers: tuple[str, ...], store: str) -> None:
    """Take papers out of the store.

    A PAPER is named by its id, arXiv id, DOI or title; with it goes everything that only it said.
    """
    from paperatlas import atlas

    with atlas.open(store, must_exist=True) as opened:
        for id_ in opened.remove(*papers):
            click.echo(f"Removed {id_}.")


def _say_interrupted(stored: int) -> None:
    from .summary import plural

    click.echo(
        f"paperatlas: interrupted. {plural(stored, 'paper')} of this run are in the store; "
        "run the same command again to go on.",
        err=True,
    )
