"""Learn what names of each kind look like from a corpus of abstracts and the catalogue.

    python bench/train_kinds.py CORPUS.jsonl.gz [-o loaders/linking/kind_weights.json]

Labels are free: names that the catalogue knows for certain are hidden from the linker, found again as candidates, and
labelled with the kind of their entry; strings of the negative list are labelled as no entity; introduced names take the
noun that the title or an apposition gives them (which is then left out of the features half of the time). What nobody
knows counts a little as no entity, more so for capitalised phrases. Needs scikit-learn.
"""

import argparse
import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from paperatlas.loaders.catalog import load_catalog
from paperatlas.loaders.linking.candidates import Candidate
from paperatlas.loaders.linking.document import Links
from paperatlas.loaders.linking.gatherer import Gatherer
from paperatlas.loaders.linking.kinds import CLASSES, features
from paperatlas.loaders.linking.lexicon import Lexicon
from paperatlas.loaders.linking.mentions import MentionFinder
from paperatlas.loaders.linking.model_names import ModelNames
from paperatlas.loaders.linking.text import keys_of, read
from paperatlas.loaders.linking.words import KIND_OF_NOUN

UNKNOWN_WEIGHT = {"phrase": 0.5, "coined": 0.35, "shape": 0.12, "definition": 0.3, "emphasis": 0.2}
_TITLE_KIND = (
    ("benchmark", re.compile(r"\b(?:benchmark|leaderboard|test suite)\b", re.I)),
    ("dataset", re.compile(r"\b(?:dataset|corpus|data set)\b", re.I)),
    (
        "model",
        re.compile(
            r"(?:\b(?:open|foundation|language|generalist|multimodal|vision-language|\w+ing) (?:\w+ )?models?$"
            r"|technical report)",
            re.I,
        ),
    ),
    (
        "method",
        re.compile(
            r"\b(?:framework|toolkit|library|method|approach|algorithm|optimization|learning|tuning|pruning|"
            r"quantization|attention|sampling|distillation|network|via|through|decoding|augmentation|adaptation)\b",
            re.I,
        ),
    ),
)


def instances(corpus: Path, every: int, seed: int) -> Iterator[tuple[list[str], str, float]]:
    """(features, class, weight) of each labelled candidate."""
    chance = random.Random(seed)
    lexicon = Lexicon(load_catalog(user=False))
    negative, lexicon.negative = lexicon.negative, set()
    finder, grammar = MentionFinder(lexicon), ModelNames(lexicon)
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % every:
                continue
            record = json.loads(line)
            title = record["title"]
            links = Links(read(f"{title}\n{record['abstract']}", len(title)))
            finder.find(links)
            grammar.complete(links)
            hidden = {f.name for f in links.found if chance.random() < 0.4 and f.confidence >= 0.9}
            labels = {(f.start, f.end): f.kind for f in links.found if f.name in hidden}
            links.found = [f for f in links.found if f.name not in hidden]
            for candidate in Gatherer(links, lexicon).gather():
                yield from _label(links, candidate, labels, negative, title, chance)


def _label(
    links: Links,
    candidate: Candidate,
    labels: dict[tuple[int, int], str],
    negative: set[tuple[str, ...]],
    title: str,
    chance: random.Random,
) -> Iterator[tuple[list[str], str, float]]:
    held = features(links.text, candidate, links)
    kinds = {labels[s] for s in candidate.spans if s in labels}
    if len(kinds) == 1:
        # A name that every other abstract uses must not drown the rest.
        yield held, kinds.pop(), 1.0
    elif keys_of(candidate.name) in negative:
        yield held, "none", 1.0
    elif candidate.introduced >= 0.75 and candidate.origin in ("title", "object", "called", "our", "definition"):
        rest = title.split(":", 1)[1] if candidate.origin == "title" and ":" in title else ""
        kind = next((k for k, pattern in _TITLE_KIND if rest and pattern.search(rest)), None)
        if kind is None:
            nouns = [f.partition("=")[2] for f in held if f.startswith(("is=", "noun="))]
            kind = next((KIND_OF_NOUN[n] for n in nouns if n in KIND_OF_NOUN), None)
        if kind is not None:
            if chance.random() < 0.5:
                held = [f for f in held if not f.startswith(("title=", "is=", "iskind=", "noun=", "nounkind="))]
            yield held, kind, 0.7
    elif not candidate.introduced and candidate.origin in UNKNOWN_WEIGHT:
        yield held, "none", UNKNOWN_WEIGHT[candidate.origin]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("loaders/linking/kind_weights.json"))
    parser.add_argument("--every", type=int, default=2, help="read every n-th paper")
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    rows = list(instances(arguments.corpus, arguments.every, arguments.seed))
    seen = Counter(f for held, _, _ in rows for f in held)
    columns = {name: i for i, name in enumerate(sorted(n for n, c in seen.items() if c >= 12))}
    indptr, indices = [0], []
    for held, _, _ in rows:
        indices.extend(sorted(columns[f] for f in held if f in columns))
        indptr.append(len(indices))
    matrix = csr_matrix((np.ones(len(indices)), indices, indptr), shape=(len(rows), len(columns)))
    target = np.array([CLASSES.index(label) for _, label, _ in rows])
    weight = np.array([w for _, _, w in rows])
    print(len(rows), "instances", Counter(label for _, label, _ in rows), len(columns), "features")
    fold = np.arange(len(rows)) % 10 == 0
    for last in (False, True):
        chosen = slice(None) if last else ~fold
        model = LogisticRegression(C=0.3, max_iter=400)
        model.fit(matrix[chosen], target[chosen], sample_weight=weight[chosen])
        if not last:
            said = model.predict(matrix[fold])
            for index, name in enumerate(CLASSES):
                ours = target[fold] == index
                print(f"  held out {name:10s} recall {np.average(said[ours] == index, weights=weight[fold][ours]):.3f}")
    assert list(model.classes_) == list(range(len(CLASSES)))
    weights = {}
    for name, index in columns.items():
        row = [round(float(v), 2) for v in model.coef_[:, index]]
        if max(map(abs, row)) >= 0.08:
            weights[name] = row
    data = {"intercepts": [round(float(v), 3) for v in model.intercept_], "weights": weights}
    lines = ["{", f'"intercepts": {json.dumps(data["intercepts"])},', '"weights": {']
    lines.append(
        ",\n".join(
            f"{json.dumps(n, ensure_ascii=False)}:{json.dumps(r, separators=(',', ':'))}" for n, r in weights.items()
        )
    )
    lines += ["}", "}"]
    arguments.output.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(len(weights), "weights,", arguments.output.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
