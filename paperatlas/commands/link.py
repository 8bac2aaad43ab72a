"""`link`: links papers without a store and writes them as JSONL, or explains every link to a reader."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from paperatlas.terminal import printable

from .options import catalog_option, format_option, quarantine_option, workers_option

if TYPE_CHECKING:
    from collections.abc import Iterable

    from paperatlas.loaders.linking.document import Refused
    from paperatlas.loaders.record import Evidence, LinkedPaper


@click.command()
@click.argument("sources", nargs=-1, metavar="SOURCE…")
@click.option("--text", help="Link this text, read as an abstract, in place of sources.")
@click.option(
    "-o", "--output", metavar="FILE", default="-", help="Write to FILE (packed where it ends in .gz) instead of stdout."
)
@click.option("--explain", is_flag=True, help="Tell a reader what was linked, by which rule and in which sentence.")
@format_option
@quarantine_option
@catalog_option
@workers_option
def link(
    sources: tuple[str, ...],
    text: str | None,
    output: str,
    explain: bool,
    source: str | None,
    quarantine: Path | None,
    catalog: tuple[Path, ...],
    workers: int,
) -> int:
    """Link papers and write them as JSONL.

    A SOURCE is what `build` takes; `-` is standard input. `build` takes the result, one paper a line, as a source.
    """
    if (text is None) == (not sources):
        raise click.UsageError("Give sources, or a text with --text.")
    if text is not None and any("\ud800" <= c <= "\udfff" for c in text):  # how Python keeps bytes that are no text
        raise click.UsageError("The text of --text is not valid UTF-8.")
    if output != "-" and os.path.realpath(output) in map(os.path.realpath, sources):
        raise click.UsageError(f"{output} is one of the sources and would be lost; name another file with -o.")
    import orjson

    from paperatlas.graph.output import open_output
    from paperatlas.loaders.pipeline import Counts, Linking, link_sources
    from paperatlas.loaders.quarantine import Quarantine
    from paperatlas.progress import Progress

    from .summary import NOTHING_DONE, finish

    linking = Linking(catalog, workers)

    def written(paper: "LinkedPaper") -> bytes:
        if explain:
            return explanation(paper, linking.linker.read(paper.paper).refused).encode()
        return orjson.dumps(paper.to_json(), option=orjson.OPT_APPEND_NEWLINE)

    with linking, open_output(output) as file:
        if text is not None:
            from paperatlas.loaders.record import SourcePaper

            file.write(written(linking.linker.link(SourcePaper(title="", abstract=text))))
            return 0
        counts = Counts()
        with Quarantine(quarantine, inputs=sources) as aside, Progress("Linking") as bar:
            for paper in link_sources(sources, linking, aside, counts, source=source, report=bar.update):
                file.write(written(paper))
            bar.close()
            code = finish(counts, aside)
            if code == NOTHING_DONE:
                raise click.exceptions.Exit(code)  # from inside, so that an older FILE stays
            return code


def explanation(paper: "LinkedPaper", refused: "Iterable[Refused]" = ()) -> str:
    """A linked paper for a reader: each link with rule, confidence and sentence; what was not linked, and why."""
    lines = [paper.paper.title or "(a text)"]
    for entity in sorted(paper.entities, key=lambda e: (e.mentions[0].field != "title", e.mentions[0].start)):
        known = "discovered" if entity.discovered else "catalogue"
        lines.append(f"  {entity.name}  [{entity.kind}, {entity.role}, {known}]")
        for mention in entity.mentions:
            place = f"{mention.field} {mention.start}–{mention.end}"
            lines.append(f"    named `{mention.surface}` at {place} by {_rule(mention)}")
        if entity.role_evidence:
            lines.append(f"    {entity.role} by {_rule(entity.role_evidence)}: {_sentence(entity.role_evidence)}")
    for relation in paper.relations:
        lines.append(f"  {relation.head} {relation.type} {relation.tail}")
        lines.append(f"    by {_rule(relation.evidence)}: {_sentence(relation.evidence)}")
    for result in paper.results:
        what = " ".join(str(x) for x in (result.method or result.model, "on", result.on, result.metric) if x)
        change = " (a difference)" if result.delta else ""
        versus = f" versus {result.versus}" if result.versus else ""
        unit = f" {result.unit}" if (result.unit or "").isalpha() and result.unit != "x" else result.unit or ""
        lines.append(f"  result {result.value:g}{unit}{change}: {what}{versus}")
        lines.append(f"    by {_rule(result.evidence)}: {_sentence(result.evidence)}")
    lines += [f"  code {code.url}  by {_rule(code.evidence)}" for code in paper.code]
    named = {mention.surface for entity in paper.entities for mention in entity.mentions}
    reasons = {r.what: r.why for r in sorted(refused, key=lambda r: r.start) if r.what not in named}
    lines += [f"  not linked: `{what}`: {why}" for what, why in reasons.items()]
    if len(lines) == 1:
        lines.append("  nothing was linked")
    return printable("\n".join(lines)) + "\n\n"


def _rule(evidence: "Evidence") -> str:
    return f"{evidence.rule} ({evidence.confidence:.2f})"


def _sentence(evidence: "Evidence") -> str:
    return " ".join(evidence.sentence.split())
