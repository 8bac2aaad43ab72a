"""`paperatlas evaluate`: the linker against a gold file."""

from pathlib import Path

import click

from .options import catalog_option


@click.command()
@click.argument("gold", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--papers",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The papers that GOLD annotates (JSONL); default: X.papers.jsonl, else X.jsonl, beside X.gold.jsonl.",
)
@click.option("--errors", is_flag=True, help="Also list what was missed and what was too much, paper by paper.")
@click.option("--without-introduced", is_flag=True, help="Leave out of the catalogue what the gold papers introduce.")
@catalog_option
def evaluate(
    gold: Path, papers: Path | None, errors: bool, without_introduced: bool, catalog: tuple[Path, ...]
) -> None:
    """Link the papers of GOLD and print precision, recall and F1 of entities, canonical names, roles, relations,
    results and code, overall and for names that the catalogue does not have; then how well confidence is calibrated."""
    from paperatlas.loaders.evaluation import evaluate_gold

    for line in evaluate_gold(gold, papers, catalog, errors=errors, without_introduced=without_introduced):
        click.echo(line)
