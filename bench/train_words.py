"""Learn words from a corpus of abstracts, and from annotated papers which of them names hardly ever hold.

    python bench/train_words.py CORPUS.jsonl.gz [--gold bench/gold] [--held-out j k p …]

Writes `loaders/linking/words.npz`; after it the encoder and the judges are learnt (`train_reader.py`). Needs
scikit-learn.
"""

from collections import Counter
from pathlib import Path

import numpy as np
from annotated import Annotated, divided, texts, trainer_options
from scipy.sparse import csr_matrix, hstack
from sklearn.decomposition import TruncatedSVD
from sklearn.linear_model import LogisticRegression

from paperatlas.loaders.linking.document import Links
from paperatlas.loaders.linking.phrases import phrases
from paperatlas.loaders.linking.text import clean, occurrences, read
from paperatlas.loaders.linking.word_vectors import NOTHING, ending, save, word_vectors


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


def learn_breaks(papers: list[Annotated], names: list[str], vectors: np.ndarray) -> np.ndarray:
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


def learn_promise(papers: list[Annotated]) -> np.ndarray:
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


def main() -> None:
    parser = trainer_options(__doc__ or "")
    parser.add_argument("--size", type=int, default=48, help="dimensions of a word's vector")
    arguments = parser.parse_args()
    training = [paper for _, paper in divided(arguments)[0]]
    names, vectors, commonness = learn_words(arguments.corpus, arguments.size, least=15, contexts=2500)
    breaks = learn_breaks(training, names, vectors)
    path = str(arguments.output / "words.npz")
    save(path, names, vectors, commonness, breaks, np.zeros((len(names), 4)))
    word_vectors.cache_clear()
    save(path, names, vectors, commonness, breaks, learn_promise(training))
    print(len(names), "words,", int(breaks.sum()), "of which break names")


if __name__ == "__main__":
    main()
