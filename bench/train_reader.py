"""Learn to read: the encoder and all judges at once, from annotated papers.

    OMP_NUM_THREADS=2 python bench/train_reader.py CORPUS.jsonl.gz [--gold bench/gold] [--held-out j k p …]

Writes `loaders/linking/reader.npz`; run it after `train_words.py`. Names are learnt first, on one half of the papers
for the other: what has roles, relations and results is then found by networks that have not seen the paper, as it will
be later. With --start it goes on from weights that stand, on more papers and where signs have not changed; then those
find the names. Annotated papers are those of the gold files, less the sets held out, on which it prints how well each
judge does. Needs PyTorch. The shipped weights: eight epochs on 15,120 papers (commit 7d3dd3b and after), from there
six on 25,080 (`--start loaders/linking/reader.npz --epochs 6 --rate 1e-3`), from there four on 30,108 (`--epochs 4
--rate 8e-4`), from there, with a fourth convolution, six on the papers whose readers mark what is optional and, five
times each, on the texts of other fields and years (`--epochs 6 --rate 1e-3 --blend 0.3 --times fields=5 notes=5
n1=0 n2=0 n3=0 n4=0 z1=0 … z9=0`).
"""

import io
import math
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from annotated import divided, trainer_options
from lessons import OPTIONAL, Example, Task, Teacher, add_shares, entry_counts
from torch import Tensor, nn
from torch.nn import functional

from paperatlas.graph.schema import KINDS, ROLES
from paperatlas.loaders.linking.document import RELATION_TYPES
from paperatlas.loaders.linking.encoder import BETWEEN, OFFSETS, PLACES, REACH, SIZES, inside
from paperatlas.loaders.linking.judge import Judge
from paperatlas.loaders.linking.neighbours import Neighbours
from paperatlas.loaders.linking.network import CUT
from paperatlas.loaders.linking.result_judge import OUTCOMES
from paperatlas.loaders.linking.weights import Weights, read_weights
from paperatlas.loaders.linking.word_vectors import word_vectors

T = TypeVar("T")
R = TypeVar("R")

NAME_CLASSES = 1 + 2 * len(KINDS)


@dataclass(frozen=True)
class Head:
    """A judge: whether it looks at pairs of places, its classes, its hidden units, and what its error counts for."""

    pairs: bool
    classes: int
    width: int
    weight: float

    @property
    def tokens(self) -> int:
        """How many vectors of tokens it looks at."""
        return 9 if self.pairs else 6


HEADS = {
    "first": Head(False, NAME_CLASSES, 128, 1.0),
    "second": Head(False, NAME_CLASSES, 128, 1.0),
    "known": Head(False, 2, 64, 0.3),
    "role": Head(False, len(ROLES), 64, 0.4),
    "relation": Head(True, 1 + len(RELATION_TYPES), 64, 0.5),
    "number": Head(False, len(OUTCOMES), 64, 0.3),
    "place": Head(True, 2, 64, 0.3),
}
NAMES = ("first", "second", "known")
"""The heads that say what is a name; the others judge what has been found."""
ROLE_WEIGHTS = {"mentions": 2.0, "trains_on": 3.0}
"""What the error of a rare role counts for. Most annotated papers are of two years, in which few abstracts give
background or name what they train on; in older ones a fifth of what they name is background."""
TAGS_WEIGHT = 0.5
"""What the kinds of the tokens count for, which the encoder alone has to tell."""


# -- the network ----------------------------------------------------------------------------------------------------


class Reader(nn.Module):
    """The encoder of encoder.py with all heads, for batches of padded texts."""

    def __init__(self, width: int, signs: Mapping[str, tuple[np.ndarray, np.ndarray]], dropout: float) -> None:
        super().__init__()
        self.width = width
        self.scales = {name: tuple(torch.tensor(a, dtype=torch.float32) for a in two) for name, two in signs.items()}
        self.vectors = torch.tensor(word_vectors().matrix)
        self.words = nn.Linear(self.vectors.shape[1], width, bias=False)
        nn.init.normal_(self.words.weight, 0, 4 / self.vectors.shape[1] ** 0.5)
        self.properties = nn.Embedding(sum(SIZES), width)
        nn.init.normal_(self.properties.weight, 0, 0.1)
        self.layers = nn.ModuleList(nn.Linear(3 * width, 2 * width) for _ in REACH)
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(len(REACH) + 1))
        self.tags = nn.Linear(width, NAME_CLASSES)
        self.drop, self.drop_words, self.drop_signs = nn.Dropout(dropout), nn.Dropout(dropout), nn.Dropout(0.2)
        self.offsets = torch.tensor(OFFSETS)
        self.heads = nn.ModuleDict()
        for name, (mean, _) in signs.items():
            head = HEADS[name]
            inputs = head.tokens * width + len(mean)
            self.heads[name] = nn.Sequential(
                nn.Linear(inputs, head.width), nn.ReLU(), nn.Dropout(0.4), nn.Linear(head.width, head.classes)
            )

    def encode(self, batch: "Batch") -> Tensor:
        """Vectors of the tokens, with nothing before and after each text."""
        vectors = self.vectors[batch.words]
        values = self.properties(batch.properties + self.offsets)
        if self.training:  # hide some words, and the letters of some more, so that the words around must tell
            hidden = torch.rand(batch.words.shape)
            vectors = vectors.masked_fill((hidden < 0.15).unsqueeze(-1), 0)
            letters = (torch.rand(batch.words.shape) < 0.3).unsqueeze(-1)
            values = torch.cat(
                [values[:, :, :2], values[:, :, 2:4].masked_fill(letters.unsqueeze(-1), 0), values[:, :, 4:]], 2
            )
        tokens = self.drop(self.norms[0](self.words(vectors) + values.sum(2))) * batch.mask
        for reach, layer, norm in zip(REACH, self.layers, list(self.norms)[1:], strict=True):
            padded = functional.pad(tokens, (0, 0, reach, reach))
            length = tokens.shape[1]
            mixed = layer(torch.cat([padded[:, s : s + length] for s in (0, reach, 2 * reach)], 2))
            unit, gate = mixed.chunk(2, dim=2)
            tokens = norm(tokens + self.drop(unit * torch.sigmoid(gate))) * batch.mask
        return functional.pad(tokens, (0, 0, 1, 1))

    def looks(self, tokens: Tensor, batch: "Batch", name: str) -> Tensor:
        """The rows of Encoding.names or Encoding.pairs for the task of a head."""
        length, flat = tokens.shape[1], tokens.reshape(-1, self.width)
        sums = functional.pad(tokens.cumsum(1), (0, 0, 1, 0)).reshape(-1, self.width)

        def ends(paper: Tensor, first: Tensor, last: Tensor) -> list[Tensor]:
            return [flat.index_select(0, paper * length + i) for i in (first, first + 1, last, last + 1)]

        def mean(paper: Tensor, first: Tensor, last: Tensor) -> Tensor:
            base = paper * (length + 1) + 1
            total = sums.index_select(0, base + last) - sums.index_select(0, base + first)
            return total / (last - first).clamp(min=1).unsqueeze(1)

        paper, first, last = batch.spans[name].T
        if HEADS[name].pairs:
            _, other_first, other_last = batch.others[name].T
            begin = torch.minimum(last, other_last)
            end = torch.maximum(torch.minimum(torch.maximum(first, other_first), begin + BETWEEN), begin)
            rows = [*ends(paper, first, last), *ends(paper, other_first, other_last), mean(paper, begin, end)]
        else:
            owner, *span = batch.others[name].T
            means = torch.zeros(len(first), self.width).index_add(0, owner, mean(paper[owner], *span))
            counts = torch.bincount(owner, minlength=len(first)).unsqueeze(1)
            rows = [*ends(paper, first, last), mean(paper, first, last), means / counts]
        return torch.cat(rows, 1).clamp(-CUT, CUT)

    def scaled(self, name: str, signs: Tensor) -> Tensor:
        mean, spread = self.scales[name]
        return ((signs - mean) / spread).clamp(-CUT, CUT)

    def scores(self, name: str, looks: Tensor, signs: Tensor) -> Tensor:
        scores: Tensor = self.heads[name](
            torch.cat([self.drop_words(looks), self.drop_signs(self.scaled(name, signs))], 1)
        )
        return scores

    def forward(self, batch: "Batch") -> tuple[dict[str, Tensor], Tensor]:
        """The scores of the classes, by head, and those of the tokens' kinds."""
        tokens = self.encode(batch)
        out = {}
        for name in self.heads:
            if name == "second" or not len(batch.classes[name]):
                continue
            looks = self.looks(tokens, batch, name)
            out[name] = self.scores(name, looks, batch.signs[name])
            if name == "first":
                signs = torch.cat([batch.signs[name], self.neighbours(batch)], 1)
                out["second"] = self.scores("second", looks, signs)
        return out, self.tags(tokens[:, 1:-1])

    @torch.no_grad()
    def neighbours(self, batch: "Batch") -> Tensor:
        """What the first look says of the neighbours of each name, with nothing dropped, as it will be later."""
        training = self.training
        self.eval()
        looks = self.looks(self.encode(batch), batch, "first")
        chances = functional.softmax(self.scores("first", looks, batch.signs["first"]), 1).numpy()
        self.train(training)
        return torch.tensor(_neighbour_signs(batch.neighbours, chances))


def _neighbour_signs(neighbours: Iterable[Neighbours], chances: np.ndarray) -> np.ndarray:
    rows, start = [], 0
    for one in neighbours:
        if one.count:
            rows.append(one.signs(chances[start : start + one.count]))
            start += one.count
    return np.vstack(rows)


@dataclass
class Batch:
    """Some papers side by side; spans have the number of the paper, places of names that of the name before them."""

    words: Tensor
    properties: Tensor
    tags: Tensor
    mask: Tensor
    neighbours: list[Neighbours]
    spans: dict[str, Tensor]
    others: dict[str, Tensor]
    signs: dict[str, Tensor]
    classes: dict[str, Tensor]


def batch_of(examples: Sequence[Example], heads: Iterable[str]) -> Batch:
    length = max(len(e.words) for e in examples)
    words = np.zeros((len(examples), length), np.int64)
    values = np.zeros((len(examples), length, len(SIZES)), np.int64)
    tags = np.zeros((len(examples), length), np.int64)
    mask = np.zeros((len(examples), length, 1), np.float32)
    for row, e in enumerate(examples):
        count = len(e.words)
        words[row, :count], values[row, :count], tags[row, :count], mask[row, :count] = e.words, e.properties, e.tags, 1
    batch = Batch(*map(torch.tensor, (words, values, tags, mask)), [e.neighbours for e in examples], {}, {}, {}, {})
    for name in heads:
        tasks = [e.tasks.get(name, Task()) for e in examples]
        spans, others, before = [], [], 0
        for number, (task, e) in enumerate(zip(tasks, examples, strict=True)):
            owners = np.full(len(task.spans), number)
            spans.append(np.stack([owners, *inside(task.spans, len(e.words))], 1))
            places = task.others
            if not HEADS[name].pairs:
                owners = before + np.repeat(
                    np.arange(len(places)), np.array([min(len(p), PLACES) for p in places], int)
                )
                places = [place for name_places in places for place in name_places[:PLACES]]
            others.append(np.stack([owners, *inside(places, len(e.words))], 1))
            before += len(task.spans)
        batch.spans[name] = torch.tensor(np.vstack(spans))
        batch.others[name] = torch.tensor(np.vstack(others))
        batch.classes[name] = torch.tensor([c for task in tasks for c in task.classes], dtype=torch.long)
        rows = [task.signs for task in tasks if len(task.classes)]
        batch.signs[name] = torch.tensor(np.vstack(rows) if rows else np.zeros((0, 0)), dtype=torch.float32)
    return batch


# -- training -------------------------------------------------------------------------------------------------------


def scales_of(examples: Sequence[Example], heads: Iterable[str]) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Mean and spread of the signs of each head. Those of a name's neighbours do not stand yet; among them are
    logarithms of probabilities, a third of which stays inside CUT."""
    out = {}
    for name in heads:
        rows = np.vstack([e.tasks[name].signs for e in examples if name in e.tasks and e.tasks[name].classes])
        mean, spread = rows.mean(0, dtype=np.float64), rows.std(0, dtype=np.float64)
        spread[spread < 1e-6] = 1
        out[name] = mean, spread
        if name == "second":
            one = next(e for e in examples if e.neighbours.count)
            extra = one.neighbours.signs(np.full((one.neighbours.count, NAME_CLASSES), 1 / NAME_CLASSES, np.float32))
            out[name] = np.append(mean, np.zeros(extra.shape[1])), np.append(spread, np.full(extra.shape[1], 3.0))
    return out


def train(
    examples: Sequence[Example],
    heads: Sequence[str],
    epochs: int,
    options: Any,
    held_out: Sequence[Example] = (),
    start: Mapping[str, np.ndarray] | None = None,
) -> Reader:
    """AdamW with one cycle of the rate (Smith and Topin, 2019); what is kept is the running mean of the weights."""
    torch.manual_seed(0)
    chance = np.random.default_rng(0)
    reader = Reader(options.width, scales_of(examples, heads), options.dropout)
    if start is not None:
        go_on_from(reader, start)
    mean = {name: array.clone() for name, array in reader.state_dict().items()}
    optimizer = torch.optim.AdamW(reader.parameters(), lr=options.rate, weight_decay=0.02)
    steps = epochs * math.ceil(len(examples) / options.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, options.rate, total_steps=steps + 1, pct_start=0.1)
    role_weights = torch.tensor([ROLE_WEIGHTS.get(role, 1.0) for role in ROLES])
    for epoch in range(epochs):
        for chosen in _batches(examples, options.batch, chance):
            batch = batch_of(chosen, heads)
            scores, tags = reader(batch)
            loss = TAGS_WEIGHT * functional.cross_entropy(
                tags[batch.mask[..., 0] > 0], batch.tags[batch.mask[..., 0] > 0]
            )
            for name, said in scores.items():
                taken = batch.classes[name] != OPTIONAL
                if taken.any():
                    weights = role_weights if name == "role" else None
                    error = functional.cross_entropy(said[taken], batch.classes[name][taken], weights)
                    loss = loss + HEADS[name].weight * error
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            with torch.no_grad():
                for name, array in reader.state_dict().items():
                    mean[name].lerp_(array, options.keep)
        print("epoch", epoch + 1, flush=True)
        if held_out and epoch + 1 < epochs:
            last = {name: array.clone() for name, array in reader.state_dict().items()}
            reader.load_state_dict(mean)
            report(reader, held_out, heads)
            reader.load_state_dict(last)
    reader.load_state_dict(mean)
    if held_out:
        report(reader, held_out, heads)
    return reader


def _batches(examples: Sequence[Example], size: int, chance: np.random.Generator) -> Iterator[list[Example]]:
    """All examples once, those of like length together."""
    order = chance.permutation(len(examples))
    near = 20 * size
    out = []
    for start in range(0, len(order), near):
        part = sorted(order[start : start + near], key=lambda n: len(examples[n].words))
        out += [part[i : i + size] for i in range(0, len(part), size)]
    for n in chance.permutation(len(out)):
        yield [examples[i] for i in out[n]]


@torch.no_grad()
def report(reader: Reader, held_out: Sequence[Example], heads: Sequence[str]) -> None:
    """Mean negative logarithm of the probability of what readers said, and how often that is the likeliest."""
    reader.eval()
    said: dict[str, list[Tensor]] = {name: [] for name in heads}
    classes: dict[str, list[Tensor]] = {name: [] for name in heads}
    for start in range(0, len(held_out), 32):
        batch = batch_of(held_out[start : start + 32], heads)
        for name, scores in reader(batch)[0].items():
            said[name].append(functional.log_softmax(scores, 1))
            classes[name].append(batch.classes[name])
    reader.train()
    for name in heads:
        chances, wanted = torch.cat(said[name]), torch.cat(classes[name])
        chances, wanted = chances[wanted != OPTIONAL], wanted[wanted != OPTIONAL]
        loss = functional.nll_loss(chances, wanted)
        some, best = 1 - chances[:, 0].exp(), 1 + chances[:, 1:].argmax(1)
        taken = some >= 0.5
        hits = (taken & (best == wanted)).sum()
        f1 = 2 * hits / (taken.sum() + (wanted > 0).sum())
        right = (chances.argmax(1) == wanted).float().mean()
        print(f"   {name:8s} {len(wanted):6d}  loss {loss:.4f}  right {right:.4f}  F1 {f1:.4f}", flush=True)


def arrays_of(reader: Reader, counts: Mapping[str, tuple[int, int]]) -> dict[str, np.ndarray]:
    """The arrays of Weights, named as read_weights has them."""
    state = {name: array.numpy() for name, array in reader.state_dict().items()}
    half = np.float16
    out = {
        "encoder.words": state["words.weight"].T.astype(half),
        "encoder.properties": state["properties.weight"].astype(half),
    }
    for n in range(len(REACH)):
        out[f"encoder.weight{n}"] = state[f"layers.{n}.weight"].T.astype(half)
        out[f"encoder.bias{n}"] = state[f"layers.{n}.bias"]
    for n in range(len(REACH) + 1):
        out[f"encoder.gain{n}"], out[f"encoder.shift{n}"] = state[f"norms.{n}.weight"], state[f"norms.{n}.bias"]
    for name in reader.heads:
        mean, spread = (array.numpy() for array in reader.scales[name])
        looks = HEADS[name].tokens * reader.width
        out[f"{name}.mean"] = np.append(np.zeros(looks, np.float32), mean)
        out[f"{name}.spread"] = np.append(np.ones(looks, np.float32), spread)
        out[f"{name}.hidden"] = state[f"heads.{name}.0.weight"].T.astype(half)
        out[f"{name}.hidden_bias"] = state[f"heads.{name}.0.bias"]
        out[f"{name}.output"] = state[f"heads.{name}.3.weight"].T.astype(half)
        out[f"{name}.output_bias"] = state[f"heads.{name}.3.bias"]
    return out | arrays_of_entries(counts)


def arrays_of_entries(counts: Mapping[str, tuple[int, int]]) -> dict[str, np.ndarray]:
    return {
        "entries.ids": np.frombuffer("\n".join(counts).encode(), np.uint8),
        "entries.counts": np.array(list(counts.values()), np.int32),
    }


def go_on_from(reader: Reader, arrays: Mapping[str, np.ndarray]) -> None:
    """The reverse of arrays_of: what has no array (the kinds of tokens) keeps its chance values."""
    state = {"words.weight": arrays["encoder.words"].T, "properties.weight": arrays["encoder.properties"]}
    for n in range(len(REACH)):
        state[f"layers.{n}.weight"], state[f"layers.{n}.bias"] = (
            arrays[f"encoder.weight{n}"].T,
            arrays[f"encoder.bias{n}"],
        )
    for n in range(len(REACH) + 1):
        state[f"norms.{n}.weight"], state[f"norms.{n}.bias"] = arrays[f"encoder.gain{n}"], arrays[f"encoder.shift{n}"]
    for name in reader.heads:
        looks = HEADS[name].tokens * reader.width
        scales = (arrays[f"{name}.{what}"][looks:] for what in ("mean", "spread"))
        reader.scales[name] = tuple(torch.tensor(scale, dtype=torch.float32) for scale in scales)
        for layer, what in ((0, "hidden"), (3, "output")):
            state[f"heads.{name}.{layer}.weight"] = arrays[f"{name}.{what}"].T
            state[f"heads.{name}.{layer}.bias"] = arrays[f"{name}.{what}_bias"]
    tensors = {name: torch.tensor(array.astype(np.float32)) for name, array in state.items()}
    reader.load_state_dict(reader.state_dict() | tensors)


def with_further_layers(arrays: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Weights of fewer convolutions than REACH has, with those that they lack: near the identity."""
    out = dict(arrays)
    for n in range(len(REACH)):
        if f"encoder.weight{n}" not in out:
            gain, shift = (out[f"encoder.{what}{n}"].astype(np.float64) for what in ("gain", "shift"))
            noise = np.random.default_rng(n).normal(0, 0.02, out["encoder.weight0"].shape)
            out[f"encoder.weight{n}"] = noise.astype(np.float32)
            out[f"encoder.bias{n}"] = np.zeros_like(out["encoder.bias0"])
            spread = np.sqrt(np.square(gain).mean() + shift.var())
            out[f"encoder.gain{n + 1}"] = np.full(gain.shape, spread, np.float32)
            out[f"encoder.shift{n + 1}"] = np.full(shift.shape, shift.mean(), np.float32)
    return out


def blended(arrays: Mapping[str, np.ndarray], start: Mapping[str, np.ndarray], share: float) -> dict[str, np.ndarray]:
    """Weights on the way from those gone on from: what is learnt of new texts costs less of what was known of the old
    ones (Wortsman et al., "Robust fine-tuning of zero-shot models", CVPR 2022). Scales and counts are the new ones."""
    return {
        name: array
        if name.startswith("entries.") or name.endswith((".mean", ".spread"))
        else ((1 - share) * array.astype(np.float32) + share * start[name].astype(np.float32)).astype(array.dtype)
        for name, array in arrays.items()
    }


def weights_of(arrays: Mapping[str, np.ndarray]) -> Weights:
    file = io.BytesIO()
    np.savez(file, **arrays)  # type: ignore[arg-type]
    file.seek(0)
    return read_weights(file)


def in_processes(work: Callable[[T], R], items: Sequence[T]) -> list[R]:
    """What `work` makes of each item, on all processors. Its processes are forked off, so that what it holds is
    inherited and only items and answers are sent."""
    _work[:] = [work]
    with ProcessPoolExecutor(os.cpu_count(), get_context("fork"), torch.set_num_threads, (1,)) as pool:
        return list(pool.map(_do, items, chunksize=max(1, min(32, len(items) // 8))))


_work: list[Callable[[Any], Any]] = []


def _do(item: Any) -> Any:
    return _work[0](item)


def main() -> None:
    parser = trainer_options(__doc__ or "")
    parser.add_argument("--width", type=int, default=96, help="units of the encoder")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--half-epochs", type=int, default=5, help="those on half of the papers")
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--dropout", type=float, default=0.4)
    parser.add_argument("--keep", type=float, default=0.003, help="what a step's weights count for in the running mean")
    parser.add_argument(
        "--times",
        nargs="*",
        default=[],
        metavar="SET=N",
        help="how often an epoch has the papers of a set; else once (0: they count for how often entries are listed)",
    )
    parser.add_argument("--blend", type=float, default=0.0, help="the share of --start in what is written")
    parser.add_argument("--start", type=Path, help="weights to go on from, with more papers; those find the names, too")
    options = parser.parse_args()
    training, held_out = divided(options)
    often = {name: int(times) for name, _, times in (item.partition("=") for item in options.times)}
    if unknown := often.keys() - {name for name, _ in training}:
        parser.error(f"--times: no set to learn from is called {', '.join(sorted(unknown))}")
    teacher = Teacher()
    examples, kept = in_processes(lambda item: teacher.names(item[1]), training), in_processes(teacher.names, held_out)
    counts = entry_counts(examples)
    add_shares(examples, counts, seen=True)
    add_shares(kept, counts, seen=False)
    print(len(examples), "papers,", sum(len(e.tasks["first"].classes) for e in examples), "possible names", flush=True)
    if options.start:
        start = with_further_layers(np.load(options.start))
        arrays_of_halves = [start, start]
    else:
        start = None
        arrays_of_halves = in_processes(
            lambda first: arrays_of(train(examples[first::2], NAMES, options.half_epochs, options), counts), (1, 0)
        )
    judges = [Judge(weights_of({**arrays, **arrays_of_entries(counts)})) for arrays in arrays_of_halves]
    for papers, some in (([paper for _, paper in training], examples), (held_out, kept)):
        found = in_processes(lambda item: teacher.found(item[1], judges[item[0] % 2]), list(enumerate(papers)))
        for example, tasks in zip(some, found, strict=True):
            example.tasks |= tasks
    seen = [e for (name, _), e in zip(training, examples, strict=True) for _ in range(often.get(name, 1))]
    arrays = arrays_of(train(seen, tuple(HEADS), options.epochs, options, kept, start), counts)
    if start is not None:
        arrays = blended(arrays, start, options.blend)
    np.savez_compressed(options.output / "reader.npz", **arrays)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
