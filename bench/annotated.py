"""Annotated papers: what readers listed (`bench/gold`) beside the texts, which a corpus has.

What `train_words.py` and `train_reader.py` learn from.
"""

import argparse
import gzip
import itertools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HELD_OUT = ("j", "k", "p", "two", "y18", "n9", "n15", "fields_held")
"""Sets that nothing is learnt from, to measure on (`held_out.sh` does on the first four and the last)."""
_SEVERAL = re.compile(r"\d\w{0,2}\s*(?:/|,(?!\d{3}\b)|\band\b|\bor\b|&)\s*-?\d")
"""In a surface that holds several names."""
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def texts(corpus: Path) -> Iterator[Mapping[str, Any]]:
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def plain(title: str) -> str:
    return " ".join(title.split())


@dataclass
class Annotated:
    """A paper's text and what its reader listed."""

    text: str
    title_end: int
    entities: list[dict[str, Any]]
    relations: list[dict[str, Any]]
    results: list[dict[str, Any]]

    @property
    def title(self) -> str:
        """The title as two sets would have it of one paper."""
        return plain(self.text[: self.title_end]).casefold()

    @property
    def surfaces(self) -> list[str]:
        return [s for e in self.entities for s in e["surfaces"]]

    def entity(self, surfaces: set[str]) -> dict[str, Any] | None:
        """What the reader listed under one of these strings, what is certain before what is optional. Names that share
        letters are written down as one: `Llama 2 7B/13B` for both."""
        found = [e for e in self.entities if surfaces & set(e["surfaces"])]
        found = found or [e for e in self.entities if any(map(_is_part, itertools.product(surfaces, e["surfaces"])))]
        numbers = {number for s in surfaces for number in _NUMBER.findall(s)[-1:]}
        return min(
            found, key=lambda e: (bool(e.get("optional")), not numbers & set(_NUMBER.findall(e["name"]))), default=None
        )


def _is_part(pair: tuple[str, str]) -> bool:
    """Whether a string is one of the names that a surface holds: `13B` of `Llama 2 7B/13B`."""
    part, surface = pair
    return (
        any(map(str.isdigit, part))
        and _SEVERAL.search(surface) is not None
        and re.search(rf"(?<!\w){re.escape(part)}(?!\w)", surface) is not None
    )


def annotated(folder: Path, corpus: Path) -> dict[str, list[Annotated]]:
    """The annotated papers of each set. Their texts are beside the annotations if we wrote them, else in the corpus."""
    out: dict[str, dict[str, Annotated]] = {}
    wanted: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for path in sorted(folder.glob("*.gold.jsonl")):
        name = path.name.partition(".")[0].removeprefix("arxiv_")
        out[name] = {}
        readings = {plain(r["title"]): r for r in map(json.loads, path.read_text(encoding="utf-8").splitlines())}
        own = path.with_name(path.name.replace(".gold.", ".papers."))
        if own.exists():
            for record in map(json.loads, own.read_text(encoding="utf-8").splitlines()):
                out[name][plain(record["title"])] = _read(record, readings[plain(record["title"])])
        else:
            for title, reading in readings.items():
                wanted.setdefault(title, []).append((name, reading))
    for record in texts(corpus):
        for name, reading in wanted.get(plain(record["title"]), ()):
            out[name].setdefault(plain(record["title"]), _read(record, reading))
    return {name: list(papers.values()) for name, papers in sorted(out.items())}


def _read(record: Mapping[str, Any], reading: Mapping[str, Any]) -> Annotated:
    text = f"{record['title']}\n{record['abstract']}"
    return Annotated(text, len(record["title"]), reading["entities"], reading["relations"], reading["results"])


def trainer_options(about: str) -> argparse.ArgumentParser:
    """What every trainer is told: where to read, what to leave out, and where to write."""
    parser = argparse.ArgumentParser(description=about.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--gold", type=Path, default=Path("bench/gold"))
    parser.add_argument("--held-out", nargs="*", default=list(HELD_OUT))
    parser.add_argument("-o", "--output", type=Path, default=Path("loaders/linking"))
    return parser


def divided(options: argparse.Namespace) -> tuple[list[tuple[str, Annotated]], list[Annotated]]:
    """The papers to learn from, each with the name of its set, and those held out; none is both."""
    sets = annotated(options.gold, options.corpus)
    held_out = [p for name in options.held_out for p in sets.get(name, ())]
    unseen = {p.title for p in held_out}
    learnt = ((name, papers) for name, papers in sets.items() if name not in options.held_out)
    return [(name, p) for name, papers in learnt for p in papers if p.title not in unseen], held_out
