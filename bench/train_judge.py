"""Learn what the judge knows from a corpus of abstracts and from annotated papers.

    python bench/train_judge.py CORPUS.jsonl.gz [--gold bench/gold] [--held-out j k p]

Writes `loaders/linking/words.npz` (the vectors of words, learnt from the corpus alone, and which of them names hardly
ever hold) and `loaders/linking/judge.npz` (the two models of the judge). Annotated papers are those of the gold files,
less the sets held out, on which it prints how surely they are judged. Needs scikit-learn.
"""

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.decomposition import TruncatedSVD
from sklearn.linear_model import LogisticRegression

from paperatlas.graph.schema import KINDS
from paperatlas.loaders.catalog import load_catalog
from paperatlas.loaders.linking.document import Links
from paperatlas.loaders.linking.gatherer import Gatherer
from paperatlas.loaders.linking.judge import CUT, Weights, read_weights, shares
from paperatlas.loaders.linking.lexicon import Lexicon
from paperatlas.loaders.linking.mentions import MentionFinder
from paperatlas.loaders.linking.model_names import ModelNames
from paperatlas.loaders.linking.phrases import phrases
from paperatlas.loaders.linking.signs import Signs
from paperatlas.loaders.linking.text import clean, occurrences, read
from paperatlas.loaders.linking.word_vectors import NOTHING, ending, save, word_vectors

SEEDS = 4
"""Networks that are trained and put side by side: the mean of their scores is surer than any of them."""


def texts(corpus: Path) -> Iterator[Mapping[str, Any]]:
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def plain(title: str) -> str:
    return " ".join(title.split())


# -- words ----------------------------------------------------------------------------------------------------------


def learn_words(corpus: Path, size: int, least: int, contexts: int) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Words, their vectors and their commonness; the first row is nothing, rows of endings come last."""
    documents = [read(f"{r['title']}\n{r['abstract']}", len(r["title"])).keys for r in texts(corpus)]
    counts = Counter(key for keys in documents for key in keys)
    words = [word for word, count in counts.most_common() if count >= least]
    number = {word: i for i, word in enumerate(words)}
    gap = [-2] * 3
    stream = np.concatenate([np.array([number.get(k, -1) for k in keys] + gap, np.int32) for keys in documents])
    blocks = []
    for offset in (-2, -1, 1, 2):
        target, context = (stream[-offset:], stream[:offset]) if offset < 0 else (stream[:-offset], stream[offset:])
        context = np.where(
            context == -2, contexts + 1, np.where((context < 0) | (context >= contexts), contexts, context)
        )
        kept = target >= 0
        shape = (len(words), contexts + 2)
        blocks.append(csr_matrix((np.ones(kept.sum(), np.float32), (target[kept], context[kept])), shape=shape))
    pairs = hstack(blocks).tocsr()
    pairs.sum_duplicates()
    of_word = np.asarray(pairs.sum(1)).ravel()
    of_context = np.asarray(pairs.sum(0)).ravel() ** 0.75
    entries = pairs.tocoo()
    information = np.log(entries.data / (of_word[entries.row] * (of_context / of_context.sum())[entries.col] + 1e-9))
    table = csr_matrix((np.maximum(information, 0), (entries.row, entries.col)), shape=pairs.shape)
    reduction = TruncatedSVD(size, random_state=0, n_iter=4)
    vectors = reduction.fit_transform(table) / np.sqrt(reduction.singular_values_)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    groups: dict[str, list[int]] = {}
    for word, row in number.items():
        if row > 6000 and word.isalpha():
            for length in (3, 2, 0):
                groups.setdefault(ending(word, length), []).append(row)
    endings = {name: vectors[rows].mean(0) for name, rows in groups.items() if len(rows) >= 5 or name == "~"}
    names = ["", *words, *endings]
    rows = np.vstack([np.zeros((1, size)), vectors, *endings.values()])
    commonness = np.array([0.0, *(np.log1p(counts[w]) / 10 for w in words), *(0.0 for _ in endings)])
    return names, rows.astype(np.float32), commonness


def learn_breaks(papers: "list[Annotated]", names: list[str], vectors: np.ndarray) -> np.ndarray:
    """Words that stand inside names less than once in a hundred times, by their vectors."""
    inside: Counter[str] = Counter()
    outside: Counter[str] = Counter()
    for paper in papers:
        text = read(paper.text, paper.title_end)
        taken: set[int] = set()
        for surface in paper.surfaces:
            for start in occurrences(clean(surface).text, text.text):
                taken.update(range(text.token_at(start), text.token_at(start + len(surface) - 1) + 1))
        for index, key in enumerate(text.keys):
            (inside if index in taken else outside)[key] += 1
    row = {name: i for i, name in enumerate(names)}
    seen = [w for w in {*inside, *outside} if w in row]
    rows = vectors[[row[w] for w in seen]]
    model = LogisticRegression(C=10, max_iter=500)
    model.fit(
        np.vstack([rows, rows]),
        [1] * len(seen) + [0] * len(seen),
        sample_weight=[inside[w] for w in seen] + [outside[w] for w in seen],
    )
    breaks: np.ndarray = model.predict_proba(vectors)[:, 1] < 0.01
    breaks[[not name or name.startswith("~") for name in names]] = False
    return breaks


def learn_promise(papers: "list[Annotated]") -> np.ndarray:
    """What each word says, before, at the start, at the end and after a stretch of words, for its being a name; such
    that nineteen of twenty stretches that are names sum to more than zero."""
    table = word_vectors()
    rows: list[list[int]] = []
    names: list[bool] = []
    for paper in papers:
        text = read(paper.text, paper.title_end)
        surfaces = set(paper.surfaces)
        numbers = [NOTHING, *table.rows_of(text.keys), NOTHING]
        for first, last in phrases(text, table):
            rows.append([numbers[first], numbers[first + 1], numbers[last], numbers[last + 1]])
            names.append(text.surface(text.starts[first], text.ends[last - 1]) in surfaces)
    model = LogisticRegression(C=1.0, max_iter=500)
    inputs = table.matrix[np.array(rows)].reshape(len(rows), -1)
    model.fit(inputs, names)
    scores = inputs @ model.coef_[0]
    least = np.quantile(scores[np.array(names)], 0.05)
    promise: np.ndarray = table.matrix @ model.coef_.reshape(4, -1).T - least / 4
    print(f"{len(rows)} stretches, {sum(names)} of them names; worth judging: {(scores >= least).mean():.2f}")
    return promise


# -- annotated papers -----------------------------------------------------------------------------------------------


@dataclass
class Annotated:
    """A paper's text and what its reader listed."""

    text: str
    title_end: int
    entities: list[dict[str, Any]]

    @property
    def surfaces(self) -> list[str]:
        return [s for e in self.entities for s in e["surfaces"]]

    def entity(self, surfaces: set[str]) -> dict[str, Any] | None:
        """What the reader listed under one of these strings, what is certain before what is optional."""
        found = [e for e in self.entities if surfaces & set(e["surfaces"])]
        return min(found, key=lambda e: bool(e.get("optional")), default=None)


def annotated(folder: Path, corpus: Path) -> dict[str, list[Annotated]]:
    """The annotated papers of each set."""
    gold: dict[str, tuple[str, dict[str, Any]]] = {}
    for path in sorted(folder.glob("arxiv_*.gold.jsonl")):
        name = path.name.removeprefix("arxiv_").partition(".")[0]
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            gold[plain(record["title"])] = name, record
    out: dict[str, dict[str, Annotated]] = {}
    for record in texts(corpus):
        title = plain(record["title"])
        if title in gold:
            name, reading = gold[title]
            paper = Annotated(f"{record['title']}\n{record['abstract']}", len(record["title"]), reading["entities"])
            out.setdefault(name, {}).setdefault(title, paper)
    return {name: list(papers.values()) for name, papers in sorted(out.items())}


@dataclass
class Rows:
    """Signs and labels of possible names and of names of the catalogue; what is optional is left out."""

    signs: np.ndarray
    classes: np.ndarray
    known: np.ndarray
    listed: np.ndarray
    entries: list[str]


def rows_of(papers: list[Annotated], lexicon: Lexicon) -> Rows:
    finder, grammar = MentionFinder(lexicon), ModelNames(lexicon)
    blocks: list[np.ndarray] = []
    known_blocks: list[np.ndarray] = []
    classes: list[int] = []
    listed: list[int] = []
    entries: list[str] = []
    for paper in papers:
        links = Links(read(paper.text, paper.title_end))
        finder.find(links)
        grammar.complete(links)
        candidates = Gatherer(links, lexicon).gather()
        signs = Signs(links, word_vectors())
        text = links.text
        if candidates:
            block = signs.of_candidates(candidates)
            for candidate, row in zip(candidates, block, strict=True):
                entity = paper.entity({text.surface(*span) for span in candidate.spans})
                if entity is None:
                    label = 0
                elif entity.get("optional"):
                    continue
                else:
                    label = 1 + 2 * KINDS.index(entity["kind"]) + (entity["role"] == "introduces")
                blocks.append(row)
                classes.append(label)
        groups = list(links.by_name().values())
        if groups:
            for group, row in zip(groups, signs.of_known(groups), strict=True):
                entity = paper.entity({text.surface(f.start, f.end) for f in group})
                if entity is None or not entity.get("optional"):
                    known_blocks.append(row)
                    listed.append(int(entity is not None and group[0].kind in entity.get("kinds", [entity["kind"]])))
                    entries.append(group[0].entry or "")
    return Rows(np.array(blocks), np.array(classes), np.array(known_blocks), np.array(listed), entries)


# -- the two models -------------------------------------------------------------------------------------------------


def scaling(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    spread = rows.std(0)
    return rows.mean(0), np.where(spread < 1e-6, 1.0, spread)


def softmax(scores: np.ndarray) -> np.ndarray:
    powers = np.exp(scores - scores.max(1, keepdims=True))
    result: np.ndarray = powers / powers.sum(1, keepdims=True)
    return result


def train_network(rows: np.ndarray, classes: np.ndarray, width: int, epochs: int, seed: int) -> list[np.ndarray]:
    """One hidden layer, dropout on signs and hidden units, AdamW with a falling rate (Loshchilov and Hutter, 2019)."""
    chance = np.random.default_rng(seed)
    count, inputs = rows.shape
    outputs, batch, rate, decay, drop_in, drop_hidden = 1 + 2 * len(KINDS), 128, 1e-3, 1e-2, 0.2, 0.4
    layers = [
        chance.normal(0, np.sqrt(2 / inputs), (inputs, width)), np.zeros(width),
        chance.normal(0, np.sqrt(1 / width), (width, outputs)), np.zeros(outputs),
    ]  # fmt: skip
    layers = [layer.astype(np.float32) for layer in layers]
    first = [np.zeros_like(layer) for layer in layers]
    second = [np.zeros_like(layer) for layer in layers]
    targets = np.eye(outputs, dtype=np.float32)[classes]
    steps, step = epochs * (count // batch), 0
    for _ in range(epochs):
        order = chance.permutation(count)
        for start in range(0, count - batch + 1, batch):
            step += 1
            chosen = order[start : start + batch]
            x = rows[chosen] * (chance.random((batch, inputs), dtype=np.float32) > drop_in) / (1 - drop_in)
            z = x @ layers[0] + layers[1]
            kept = (chance.random(z.shape, dtype=np.float32) > drop_hidden) / np.float32(1 - drop_hidden)
            hidden = np.maximum(z, 0) * kept
            slope = (softmax(hidden @ layers[2] + layers[3]) - targets[chosen]) / batch
            back = (slope @ layers[2].T) * kept * (z > 0)
            slopes = [x.T @ back, back.sum(0), hidden.T @ slope, slope.sum(0)]
            now = rate * 0.5 * (1 + np.cos(np.pi * step / steps))
            for i, layer in enumerate(layers):
                first[i] = 0.9 * first[i] + 0.1 * slopes[i]
                second[i] = 0.999 * second[i] + 0.001 * slopes[i] ** 2
                move = first[i] / (1 - 0.9**step) / (np.sqrt(second[i] / (1 - 0.999**step)) + 1e-8)
                layer -= (now * (move + (decay * layer if i % 2 == 0 else 0))).astype(np.float32)
    return layers


def train(rows: Rows, width: int, epochs: int) -> dict[str, np.ndarray]:
    mean, spread = scaling(rows.signs)
    scaled = np.clip((rows.signs - mean) / spread, -CUT, CUT).astype(np.float32)
    networks = [train_network(scaled, rows.classes, width, epochs, seed) for seed in range(SEEDS)]
    listed: Counter[str] = Counter()
    met: Counter[str] = Counter()
    for entry, label in zip(rows.entries, rows.listed, strict=True):
        met[entry] += 1
        listed[entry] += int(label)
    # Each row sees the share of its entry without itself, as it will be for a paper that nobody annotated.
    extra = [shares(listed[e] - int(y), met[e] - 1) for e, y in zip(rows.entries, rows.listed, strict=True)]
    known = np.hstack([rows.known, np.array(extra)])
    known_mean, known_spread = scaling(known)
    model = LogisticRegression(C=0.01, max_iter=500)
    model.fit(np.clip((known - known_mean) / known_spread, -CUT, CUT), rows.listed)
    ids = sorted(e for e in met if e)
    return {
        "mean": mean, "spread": spread,
        # Networks side by side are one wide network whose output is the mean of theirs.
        "hidden": np.hstack([n[0] for n in networks]), "hidden_bias": np.hstack([n[1] for n in networks]),
        "output": np.vstack([n[2] for n in networks]) / SEEDS, "output_bias": sum(n[3] for n in networks) / SEEDS,
        "known_mean": known_mean, "known_spread": known_spread,
        "known": model.coef_[0], "known_bias": model.intercept_[0],
        "entries": np.frombuffer("\n".join(ids).encode(), np.uint8),
        "entry_counts": np.array([(listed[e], met[e]) for e in ids], np.int32),
    }  # fmt: skip


def report(weights: Weights, rows: Rows) -> None:
    """Mean negative logarithm of the probability of what readers said, on papers held out."""
    said = weights.classes(rows.signs)
    loss = -np.log(said[np.arange(len(said)), rows.classes] + 1e-9).mean()
    print(f"held out: {len(said)} possible names, loss {loss:.4f}")
    meant = weights.meant(rows.known, rows.entries)
    loss = -np.log(np.where(rows.listed == 1, meant, 1 - meant) + 1e-9).mean()
    print(f"held out: {len(meant)} names of the catalogue, loss {loss:.4f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--gold", type=Path, default=Path("bench/gold"))
    parser.add_argument("--held-out", nargs="*", default=["j", "k", "p"])
    parser.add_argument("-o", "--output", type=Path, default=Path("loaders/linking"))
    parser.add_argument("--size", type=int, default=48, help="dimensions of a word's vector")
    parser.add_argument("--width", type=int, default=64, help="hidden units of each of the networks")
    parser.add_argument("--epochs", type=int, default=24)
    parser.add_argument("--keep-words", action="store_true", help="leave words.npz as it is")
    arguments = parser.parse_args()
    sets = annotated(arguments.gold, arguments.corpus)
    training = [p for name, papers in sets.items() if name not in arguments.held_out for p in papers]
    held_out = [p for name in arguments.held_out for p in sets.get(name, ())]
    if not arguments.keep_words:
        names, vectors, commonness = learn_words(arguments.corpus, arguments.size, least=15, contexts=2500)
        breaks = learn_breaks(training, names, vectors)
        path = str(arguments.output / "words.npz")
        save(path, names, vectors, commonness, breaks, np.zeros((len(names), 4)))
        word_vectors.cache_clear()
        save(path, names, vectors, commonness, breaks, learn_promise(training))
        word_vectors.cache_clear()
        print(len(names), "words,", int(breaks.sum()), "of which break names")
    lexicon = Lexicon(load_catalog(user=False))
    rows = rows_of(training, lexicon)
    print(len(training), "papers,", len(rows.classes), "possible names,", len(rows.listed), "names of the catalogue")
    weights = train(rows, arguments.width, arguments.epochs)
    small = {n: a.astype(np.float16) if n in ("hidden", "output") else a for n, a in weights.items()}
    path = arguments.output / "judge.npz"
    np.savez_compressed(path, **small)
    if held_out:
        with path.open("rb") as file:
            report(read_weights(file), rows_of(held_out, lexicon))


if __name__ == "__main__":
    main()
