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

HELD_OUT = ("j", "k", "p", "two", "y18", "n9", "n15")
"""Sets that nothing is learnt from, to measure on (`held_out.sh` does on the first four)."""


_SEVERAL = re.compile(r"\d\w{0,2}\s*(?:/|,|\band\b|\bor\b|&)\s*-?\d")
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
    def surfaces(self) -> list[str]:
        return [s for e in self.entities for s in e["surfaces"]]

    def entity(self, surfaces: set[str]) -> dict[str, Any] | None:
        """What the reader listed under one of these strings, what is certain before what is optional. Names that share
        letters are written down as one: `Llama 2 7B/13B` for both."""
        found = [e for e in self.entities if surfaces & set(e["surfaces"])] or [
            e
            for e in self.entities
            if any(_SEVERAL.search(s) and part in s for s in e["surfaces"] for part in surfaces)
        ]
        numbers = {number for s in surfaces for number in _NUMBER.findall(s)[-1:]}
        return min(
            found, key=lambda e: (bool(e.get("optional")), not numbers & set(_NUMBER.findall(e["name"]))), default=None
        )


def annotated(folder: Path, corpus: Path) -> dict[str, list[Annotated]]:
    """The annotated papers of each set. Their texts are in the corpus, or beside the annotations if we wrote them."""
    gold: dict[str, tuple[str, dict[str, Any]]] = {}
    for path in sorted(folder.glob("*.gold.jsonl")):
        name = path.name.partition(".")[0].removeprefix("arxiv_")
        for record in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            gold[plain(record["title"])] = name, record
    out: dict[str, dict[str, Annotated]] = {}
    ours = (line for path in sorted(folder.glob("*.papers.jsonl")) for line in path.open(encoding="utf-8"))
    for record in itertools.chain(map(json.loads, ours), texts(corpus)):
        title = plain(record["title"])
        if title in gold:
            name, reading = gold[title]
            text = f"{record['title']}\n{record['abstract']}"
            listed = (reading[part] for part in ("entities", "relations", "results"))
            out.setdefault(name, {}).setdefault(title, Annotated(text, len(record["title"]), *listed))
    return {name: list(papers.values()) for name, papers in sorted(out.items())}


def trainer_options(about: str) -> argparse.ArgumentParser:
    """What every trainer is told: where to read, what to leave out, and where to write."""
    parser = argparse.ArgumentParser(description=about.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--gold", type=Path, default=Path("bench/gold"))
    parser.add_argument("--held-out", nargs="*", default=list(HELD_OUT))
    parser.add_argument("-o", "--output", type=Path, default=Path("loaders/linking"))
    return parser


def divided(options: argparse.Namespace) -> tuple[list[Annotated], list[Annotated]]:
    """The papers to learn from, and those held out."""
    sets = annotated(options.gold, options.corpus)
    training = [p for name, papers in sets.items() if name not in options.held_out for p in papers]
    return training, [p for name in options.held_out for p in sets.get(name, ())]
