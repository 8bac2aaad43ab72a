"""How many of the named entities of SciER's development papers the linker finds.

    python bench/scier.py ../shared/eval/scier/dev.jsonl

SciER (Zhang et al., 2024) annotates full papers sentence by sentence with Method, Dataset and Task, generic phrases
included. Counted here are its Methods and Datasets that have a capital or a digit, once a paper and string: what
Paperatlas calls a name. Found: some link of the paper has the string as a surface (letter case and spaces apart);
of its kind: that link is a method or model for a Method, a data set or benchmark for a Dataset.
"""

import argparse
import json
from collections import defaultdict
from pathlib import Path

from paperatlas.loaders.catalog import load_catalog
from paperatlas.loaders.linking.linker import Linker
from paperatlas.loaders.record import SourcePaper

KINDS = {"Method": ("method", "model"), "Dataset": ("dataset", "benchmark")}
SENTENCES = 12
"""Sentences that are linked together: an abstract's worth."""


def bare(text: str) -> str:
    return "".join(text.split()).casefold()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path)
    arguments = parser.parse_args()
    papers: dict[str, list[dict[str, object]]] = defaultdict(list)
    for line in arguments.corpus.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        papers[record["doc_id"]].append(record)
    linker = Linker(load_catalog(user=False))
    gold = dict.fromkeys(KINDS, 0)
    found = dict.fromkeys(KINDS, 0)
    kind = dict.fromkeys(KINDS, 0)
    for records in papers.values():
        kinds: dict[str, set[str]] = defaultdict(set)
        for start in range(0, len(records), SENTENCES):
            text = " ".join(str(r["sentence"]) for r in records[start : start + SENTENCES])
            for entity in linker.link(SourcePaper("", text)).entities:
                for surface in entity.surfaces:
                    kinds[bare(surface)].add(entity.kind)
        for label in KINDS:
            strings = {
                bare(string)
                for record in records
                for string, given in record["ner"]  # type: ignore[attr-defined]
                if given == label and any(c.isupper() or c.isdigit() for c in string)
            }
            gold[label] += len(strings)
            found[label] += sum(s in kinds for s in strings)
            kind[label] += sum(bool(kinds.get(s, set()) & set(KINDS[label])) for s in strings)
    for label, count in gold.items():
        print(
            f"{label:8s} {count:5d} names, found {found[label] / count:.3f}, and of its kind {kind[label] / count:.3f}"
        )


if __name__ == "__main__":
    main()
