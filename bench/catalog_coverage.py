"""How many of the names that papers use somebody has decided about.

    python bench/catalog_coverage.py ../shared/corpus/arxiv_2025_2026.jsonl.gz [--list 40]

A name is a token with two capitals, or with a letter and a digit, and counts once an abstract. It is decided when the
catalogue knows it (an entry, an alias, a size or tuning of a known model), when the negative list refuses it, when it
is a quantity (7B, 10-fold, 224x224) or a phrase of plain words and decided parts (LLM-based, Vision-Language), or when
`many_meanings.txt` says that it stands for a different thing in every paper, so that only its context can tell.
"""

import argparse
import gzip
import json
import re
from collections import Counter
from pathlib import Path

from paperatlas.loaders.catalog import Catalog, load_catalog
from paperatlas.loaders.catalog.check import spelling_key
from paperatlas.loaders.linking.words import NO_NAMES, vocabulary

_TOKEN = re.compile(r"[A-Za-z0-9][\w+.\-^]*[\w+]|[A-Za-z0-9]")
_QUANTITY = re.compile(
    r"(?i)[vqxnlhp]?\d+(?:[.,]\d+)*(?:st|nd|rd|th|x|k|m|b|t|d|p|gb|g|ghz|mb|km2?|hz|w)?|v\d+(?:\.\d+)*|\d+(?:\.\d+)?-?(?:fold|shot|bit|"
    r"step|class|point|way|second|year|hour|day|lead|dof|degree|parameter|scale)s?|\d+x\d+(?:x\d+)?|[xn]?\d+-\d+[bx]?|"
    r"\d+(?:\.\d+)?[bm]?-(?:a\d+b|parameter|scale)|[a-z]_\d|[a-z]\^\d|ell_\d|log_\d|times\d+|[a-z]-\d|w\d+a\d+|\d+\.\d+-\d+b"
)
_MODEL_REST = re.compile(
    r"(?i)(?:[-.]?(?:\d+(?:x\d+)?(?:\.\d+)?[bmt]|a\d+b|v?\d+(?:\.\d+)*k?|instruct|chat|base|large|small|tiny|mini|nano|it|"
    r"xl|thinking|turbo|pro|flash|lite|vl|max|hf|preview|distill|[a-z]?\d{1,2}))+"
)
_LINKS = ("www.", "http", ".io", ".com", ".md")


class Decisions:
    """Answers, for a name, who has decided about it."""

    def __init__(self, catalog: Catalog, many_meanings: frozenset[str]) -> None:
        self._known = {spelling_key(s) for e in catalog.entries for s in e.strings}
        self._models = {spelling_key(s) for e in catalog.entries if e.kind == "model" for s in e.strings}
        self._refused = {spelling_key(s) for s in catalog.negative} | {spelling_key(s) for s in NO_NAMES}
        self._many = {spelling_key(s) for s in many_meanings}
        self._words = vocabulary()

    def of(self, name: str) -> str | None:
        """The reason why a name counts as decided, or None."""
        if reason := self._whole(name):
            return reason
        if _QUANTITY.fullmatch(name):
            return "quantity"
        if any(link in name for link in _LINKS):
            return "address"
        for end in range(len(name) - 1, 2, -1):
            if spelling_key(name[:end]) in self._models and _MODEL_REST.fullmatch(name[end:]):
                return "size or tuning of a known model"
        parts = [p for p in re.split(r"[-–_]+", name) if p]
        if len(parts) > 1 and all(self._part(p) for p in parts):
            return "phrase"
        return None

    def _whole(self, text: str) -> str | None:
        for form in (text, text[:-1] if text.endswith("s") else text):
            key = spelling_key(form)
            if key in self._known:
                return "catalogue"
            if key in self._refused:
                return "negative list"
            if key in self._many:
                return "many meanings"
        return None

    def _part(self, part: str) -> bool:
        return bool(part.casefold() in self._words or _QUANTITY.fullmatch(part) or self._whole(part) or len(part) == 1)


def names_of(path: Path) -> Counter[str]:
    """Names of a gzipped JSONL file of papers, with the number of papers that use each."""
    counts: Counter[str] = Counter()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            paper = json.loads(line)
            tokens = {t.strip(".-") for t in _TOKEN.findall(f"{paper['title']}. {paper['abstract']}")}
            counts.update(t for t in tokens if _is_name(t))
    return counts


def _is_name(token: str) -> bool:
    digits, letters = any(c.isdigit() for c in token), any(c.isalpha() for c in token)
    return sum(c.isupper() for c in token) >= 2 or (digits and letters)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="papers as gzipped JSONL with title and abstract")
    parser.add_argument("--list", type=int, default=0, metavar="N", help="print the N most used names not decided")
    arguments = parser.parse_args()
    listed = (Path(__file__).parent / "many_meanings.txt").read_text(encoding="utf-8")
    many = frozenset(word for line in listed.splitlines() if not line.startswith("#") for word in line.split())
    decisions = Decisions(load_catalog(user=False), many)
    counts = names_of(arguments.corpus)
    for least in (10, 5):
        reasons = Counter(decisions.of(name) or "undecided" for name, count in counts.items() if count >= least)
        total = sum(reasons.values())
        print(f"used by at least {least:>2}: {total:,} names, {1 - reasons['undecided'] / total:.3f} decided")
        for reason, count in reasons.most_common():
            print(f"    {reason:<34}{count:>6,}  {count / total:.3f}")
    if arguments.list:
        undecided = [(count, name) for name, count in counts.items() if count >= 5 and decisions.of(name) is None]
        print(" ".join(name for _, name in sorted(undecided, reverse=True)[: arguments.list]))


if __name__ == "__main__":
    main()
