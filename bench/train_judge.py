"""Learn what the judge knows from a corpus of abstracts and from annotated papers.

    python bench/train_judge.py CORPUS.jsonl.gz [--gold bench/gold] [--held-out j k p y18]

Writes `loaders/linking/words.npz` (the vectors of words, learnt from the corpus alone, and which of them names hardly
ever hold) and `loaders/linking/judge.npz` (the judge's models). Annotated papers are those of the gold files,
less the sets held out, on which it prints how surely they are judged. Needs scikit-learn.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from annotated import Annotated, divided, texts, trainer_options
from networks import save, scaling, train_network
from scipy.sparse import csr_matrix, hstack
from sklearn.decomposition import TruncatedSVD
from sklearn.linear_model import LogisticRegression

from paperatlas.graph.schema import KINDS
from paperatlas.loaders.catalog import load_catalog
from paperatlas.loaders.linking.document import Found, Links
from paperatlas.loaders.linking.gatherer import Gatherer
from paperatlas.loaders.linking.judge import Weights, read_weights, shares
from paperatlas.loaders.linking.lexicon import Lexicon
from paperatlas.loaders.linking.mentions import MentionFinder
from paperatlas.loaders.linking.model_names import ModelNames
from paperatlas.loaders.linking.neighbours import Neighbours
from paperatlas.loaders.linking.network import Network, scaled
from paperatlas.loaders.linking.phrases import phrases
from paperatlas.loaders.linking.signs import Signs
from paperatlas.loaders.linking.text import clean, occurrences, read
from paperatlas.loaders.linking.word_vectors import NOTHING, ending, word_vectors
from paperatlas.loaders.linking.word_vectors import save as save_words

FOLDS = 3

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
        links = Links(read(paper.text, paper.title_end))
        text, surfaces = links.text, set(paper.surfaces)
        numbers = [NOTHING, *links.word_rows, NOTHING]
        for first, last in phrases(links):
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


# -- signs and labels -----------------------------------------------------------------------------------------------


OPTIONAL = -1
"""The class of what not every reader listed: nothing is learnt from it."""


@dataclass
class Reading:
    """One paper: signs and classes of its possible names, and of the names of the catalogue in it."""

    signs: np.ndarray
    neighbours: Neighbours
    classes: np.ndarray
    known: np.ndarray
    listed: np.ndarray
    entries: list[str]


def readings_of(papers: list[Annotated], lexicon: Lexicon) -> list[Reading]:
    finder, grammar = MentionFinder(lexicon), ModelNames(lexicon)
    out = []
    for paper in papers:
        links = Links(read(paper.text, paper.title_end))
        finder.find(links)
        grammar.complete(links)
        candidates = Gatherer(links, lexicon).gather()
        groups = list(links.by_name().values())
        signs = Signs(links)
        out.append(
            Reading(
                signs.of_candidates(candidates) if candidates else np.zeros((0, 0)),
                Neighbours(links, candidates),
                np.array([_class_of(paper, _surfaces(links, c.spans)) for c in candidates], int),
                signs.of_known(groups) if groups else np.zeros((0, 0)),
                np.array([_is_listed(paper, links, group) for group in groups], int),
                [group[0].entry or "" for group in groups],
            )
        )
    return out


def _surfaces(links: Links, spans: Iterable[tuple[int, int]]) -> set[str]:
    return {links.text.surface(*span) for span in spans}


def _class_of(paper: Annotated, surfaces: set[str]) -> int:
    entity = paper.entity(surfaces)
    if entity is None:
        return 0
    if entity.get("optional"):
        return OPTIONAL
    return 1 + 2 * KINDS.index(entity["kind"]) + int(entity["role"] == "introduces")


def _is_listed(paper: Annotated, links: Links, group: list[Found]) -> int:
    entity = paper.entity(_surfaces(links, ((f.start, f.end) for f in group)))
    if entity is not None and entity.get("optional"):
        return OPTIONAL
    return int(entity is not None and group[0].kind in entity.get("kinds", [entity["kind"]]))


# -- the models -----------------------------------------------------------------------------------------------------


def train(readings: list[Reading], width: int, epochs: int) -> dict[str, np.ndarray]:
    """The arrays of Weights. The second look learns from first looks by networks that have not seen the paper."""
    named = [r for r in readings if len(r.classes)]
    first = _train_names(named, [r.signs for r in named], width, epochs)
    seconds: dict[int, np.ndarray] = {}
    for fold in range(FOLDS):
        rest = [r for n, r in enumerate(named) if n % FOLDS != fold]
        network = Network.of(_train_names(rest, [r.signs for r in rest], width, epochs))
        for n in range(fold, len(named), FOLDS):
            chances = network.chances(named[n].signs)
            seconds[n] = np.hstack([named[n].signs, named[n].neighbours.signs(chances)])
    second = _train_names(named, [seconds[n] for n in range(len(named))], width, epochs)
    return {**first, **{f"second_{name}": array for name, array in second.items()}, **_train_known(readings)}


def _train_names(readings: list[Reading], signs: list[np.ndarray], width: int, epochs: int) -> dict[str, np.ndarray]:
    classes = np.concatenate([r.classes for r in readings])
    taken = classes != OPTIONAL
    return train_network(np.vstack(signs)[taken], classes[taken], 1 + 2 * len(KINDS), width, epochs)


def _train_known(readings: list[Reading]) -> dict[str, np.ndarray]:
    labels, rows, entries = _known_of(readings)
    listed: Counter[str] = Counter()
    met: Counter[str] = Counter()
    for entry, label in zip(entries, labels, strict=True):
        met[entry] += 1
        listed[entry] += int(label)
    # Each row sees the share of its entry without itself, as it will be for a paper that nobody annotated.
    extra = [shares(listed[e] - int(y), met[e] - 1) for e, y in zip(entries, labels, strict=True)]
    known = np.hstack([rows, np.array(extra)])
    mean, spread = scaling(known)
    model = LogisticRegression(C=0.03, max_iter=500)
    model.fit(scaled(known, mean, spread), labels)
    ids = sorted(e for e in met if e)
    return {
        "known_mean": mean, "known_spread": spread, "known": model.coef_[0], "known_bias": model.intercept_[0],
        "entries": np.frombuffer("\n".join(ids).encode(), np.uint8),
        "entry_counts": np.array([(listed[e], met[e]) for e in ids], np.int32),
    }  # fmt: skip


def _known_of(readings: list[Reading]) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Labels, signs and entries of the names of the catalogue in these papers."""
    held = [r for r in readings if len(r.listed)]
    labels = np.concatenate([r.listed for r in held])
    taken = labels != OPTIONAL
    entries = [e for r in held for e in r.entries]
    return (
        labels[taken],
        np.vstack([r.known for r in held])[taken],
        [e for e, t in zip(entries, taken, strict=True) if t],
    )


def report(weights: Weights, readings: list[Reading]) -> None:
    """Mean negative logarithm of the probability of what readers said, on papers held out."""
    named = [r for r in readings if len(r.classes)]
    said = np.vstack([weights.classes(r.signs, r.neighbours) for r in named])
    classes = np.concatenate([r.classes for r in named])
    said, classes = said[classes != OPTIONAL], classes[classes != OPTIONAL]
    loss = -np.log(said[np.arange(len(said)), classes] + 1e-9).mean()
    print(f"held out: {len(said)} possible names, loss {loss:.4f}")
    labels, rows, entries = _known_of(readings)
    meant = weights.meant(rows, entries)
    loss = -np.log(np.where(labels == 1, meant, 1 - meant) + 1e-9).mean()
    print(f"held out: {len(meant)} names of the catalogue, loss {loss:.4f}")


def main() -> None:
    parser = trainer_options(__doc__ or "")
    parser.add_argument("--size", type=int, default=48, help="dimensions of a word's vector")
    parser.add_argument("--width", type=int, default=64, help="hidden units of each of the networks")
    parser.add_argument("--epochs", type=int, default=24)
    parser.add_argument("--keep-words", action="store_true", help="leave words.npz as it is")
    arguments = parser.parse_args()
    training, held_out = divided(arguments)
    if not arguments.keep_words:
        names, vectors, commonness = learn_words(arguments.corpus, arguments.size, least=15, contexts=2500)
        breaks = learn_breaks(training, names, vectors)
        path = str(arguments.output / "words.npz")
        save_words(path, names, vectors, commonness, breaks, np.zeros((len(names), 4)))
        word_vectors.cache_clear()
        save_words(path, names, vectors, commonness, breaks, learn_promise(training))
        word_vectors.cache_clear()
        print(len(names), "words,", int(breaks.sum()), "of which break names")
    lexicon = Lexicon(load_catalog(user=False))
    readings = readings_of(training, lexicon)
    print(len(training), "papers,", sum(len(r.classes) for r in readings), "possible names")
    weights = train(readings, arguments.width, arguments.epochs)
    path = arguments.output / "judge.npz"
    save(path, weights)
    if held_out:
        with path.open("rb") as file:
            report(read_weights(file), readings_of(held_out, lexicon))


if __name__ == "__main__":
    main()
