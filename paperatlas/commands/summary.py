"""How a run that read papers says what it did, and with which code it ends."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from paperatlas.graph.schema import ENTITY_LABELS, PAPER, RESULT

if TYPE_CHECKING:
    from paperatlas.loaders.pipeline import Counts
    from paperatlas.loaders.quarantine import Quarantine

DONE, SOME_SET_ASIDE, NOTHING_DONE = 0, 1, 2


def finish(counts: "Counts", quarantine: "Quarantine") -> int:
    """Tell on stderr what was set aside, refused or remarkable; returns the exit code that this makes."""
    for note in counts.notes:
        click.echo(f"note: {note}", err=True)
    if counts.more_notes:
        click.echo(f"note: … and {counts.more_notes:,} more remarks of this kind.", err=True)
    for sentence in counts.refused:
        click.echo(f"paperatlas: {sentence}", err=True)
    for path, number in quarantine.counts.items():
        click.echo(f"{plural(number, 'record')} set aside, with the reason beside each: {path}", err=True)
    if counts.read == counts.failed and (counts.refused or counts.set_aside):
        return NOTHING_DONE
    return SOME_SET_ASIDE if counts.refused or counts.set_aside else DONE


def plural(number: int, noun: str) -> str:
    """`1 paper`, `2,000 papers`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def holdings(counts: Mapping[str, int]) -> str:
    """What a store holds, in a phrase: `38 papers, 60 methods, …`."""
    labels = (PAPER.label, *ENTITY_LABELS, RESULT.label)
    return ", ".join(plural(counts.get(label, 0), label.lower()) for label in labels)
