"""A sample of the shipped catalogue for people to check against sources; docs/catalog.md says what was found.

    python bench/catalog_sample.py --count 100 --seed 2026 > sample.jsonl
    python bench/catalog_sample.py --verdicts docs/catalog_check.csv

The first form draws as many entries of each kind and prints one JSON object an entry. Entries are drawn by the digest
of seed and id, so that the same catalogue gives the same sample everywhere, and an entry added or removed changes the
sample by one entry at most. The second form computes the error rate from the verdicts that were written down.
"""

import argparse
import csv
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from math import sqrt
from pathlib import Path

from paperatlas.graph.schema import KINDS
from paperatlas.loaders.catalog import Catalog, Entry, load_catalog

RIGHT, WRONG, NOT_FOUND = "right", "wrong", "not found"
_NORMAL_95 = 1.959964  # the normal quantile of a two-sided 95 % interval


def draw(catalog: Catalog, count: int, seed: int) -> list[Entry]:
    """`count` entries, as many of each kind (the first kinds get one more where it does not divide), by kind."""
    drawn: list[Entry] = []
    for index, kind in enumerate(KINDS):
        wanted = count // len(KINDS) + (index < count % len(KINDS))
        of_kind = (e for e in catalog.entries if e.kind == kind)
        drawn += sorted(of_kind, key=lambda e: hashlib.sha256(f"{seed} {e.id}".encode()).digest())[:wanted]
    return drawn


def plain(entry: Entry) -> dict[str, object]:
    """What there is to check about an entry, and where to correct it."""
    return {
        "id": entry.id,
        "name": entry.name,
        "kind": entry.kind,
        "aliases": list(entry.aliases),
        "parents": [f"{relation} {parent}" for relation, parent in entry.parents],
        "about": entry.about,
        "year": entry.year,
        "arxiv": entry.arxiv,
        "source": entry.source,
        "where": entry.where,
    }


def wilson(errors: int, checked: int) -> tuple[float, float]:
    """The 95 % interval (Wilson's) of a share of which `errors` of `checked` were seen."""
    share, z2 = errors / checked, _NORMAL_95**2
    middle = (share + z2 / (2 * checked)) / (1 + z2 / checked)
    half = _NORMAL_95 * sqrt(share * (1 - share) / checked + z2 / (4 * checked**2)) / (1 + z2 / checked)
    return max(0.0, middle - half), min(1.0, middle + half)


def report(rows: Iterable[Mapping[str, str]]) -> list[str]:
    """Error rates of the verdicts, by kind and of all; what no source was found for counts as not checked."""
    verdicts: dict[str, Counter[str]] = {}
    for row in rows:
        for group in (row["id"].split(":")[0], "all"):
            verdicts.setdefault(group, Counter())[row["verdict"]] += 1
    lines = []
    for group, counts in sorted(verdicts.items()):
        checked = counts[RIGHT] + counts[WRONG]
        low, high = wilson(counts[WRONG], checked) if checked else (0.0, 1.0)
        rate = counts[WRONG] / checked if checked else 0.0
        lines.append(
            f"{group:<10}{checked:>4} checked, {counts[WRONG]:>3} wrong: {rate:.3f} (95 %: {low:.3f} to {high:.3f}); "
            f"{counts[NOT_FOUND]} without a source"
        )
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100, help="entries in all")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--verdicts", type=Path, metavar="CSV", help="print the error rate of these verdicts instead")
    arguments = parser.parse_args()
    if arguments.verdicts:
        with arguments.verdicts.open(encoding="utf-8", newline="") as lines:
            print("\n".join(report(csv.DictReader(lines))))
        return
    for entry in draw(load_catalog(user=False), arguments.count, arguments.seed):
        print(json.dumps(plain(entry), ensure_ascii=False))


if __name__ == "__main__":
    main()
