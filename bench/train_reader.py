"""Learn to read: the encoder and all judges at once, from annotated papers.

    OMP_NUM_THREADS=1 python bench/train_reader.py CORPUS.jsonl.gz [--gold bench/gold] [--held-out j k p y18 …]

Writes `loaders/linking/reader.npz`; run it after `train_words.py`. Names are learnt first, on one half of the papers
for the other: what has roles, relations and results is then found by networks that have not seen the paper, as it will
be later. Annotated papers are those of the gold files, less the sets held out, on which it prints how well each judge
does. Needs PyTorch.
"""

import io
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from annotated import Annotated, divided, trainer_options
from torch import Tensor, nn
from torch.nn import functional

from paperatlas.graph.schema import KINDS, ROLES
from paperatlas.loaders.catalog import load_catalog
from paperatlas.loaders.linking.discovery import Discovery
from paperatlas.loaders.linking.document import RELATION_TYPES, Found, Links
from paperatlas.loaders.linking.encoder import BETWEEN, OFFSETS, PLACES, REACH, SIZES, inside, properties
from paperatlas.loaders.linking.gatherer import Gatherer
from paperatlas.loaders.linking.judge import Judge, shares
from paperatlas.loaders.linking.lexicon import Lexicon
from paperatlas.loaders.linking.mentions import MentionFinder
from paperatlas.loaders.linking.model_names import ModelNames
from paperatlas.loaders.linking.neighbours import Neighbours
from paperatlas.loaders.linking.network import CUT
from paperatlas.loaders.linking.numbers import Number, numbers_of
from paperatlas.loaders.linking.relation_judge import pair_places, pair_signs
from paperatlas.loaders.linking.relations import Relations
from paperatlas.loaders.linking.result_judge import (
    OUTCOMES,
    Place,
    Reported,
    ResultJudge,
    number_signs,
    place_signs,
    places_of,
)
from paperatlas.loaders.linking.results import Results
from paperatlas.loaders.linking.role_judge import role_places, role_signs
from paperatlas.loaders.linking.roles import Roles
from paperatlas.loaders.linking.signs import Signs
from paperatlas.loaders.linking.text import clean, occurrences, read
from paperatlas.loaders.linking.weights import Weights, read_weights
from paperatlas.loaders.linking.word_vectors import word_vectors

OPTIONAL = -1
"""The class of what not every reader listed: nothing is learnt from it."""
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


# -- what is learnt from --------------------------------------------------------------------------------------------


@dataclass
class Task:
    """What one judge sees of a paper: spans (the place told and all places, or the two places of a pair), rows of signs
    and the classes that the reader's annotations give them."""

    spans: list[Any] = field(default_factory=list)
    others: list[Any] = field(default_factory=list)
    signs: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    classes: list[int] = field(default_factory=list)


@dataclass
class Example:
    """One paper: its tokens, their kinds as readers have them, the tasks of the judges, by the name of the head."""

    words: np.ndarray
    properties: np.ndarray
    tags: np.ndarray
    neighbours: Neighbours
    entries: list[str]
    tasks: dict[str, Task]


class ByRules(ResultJudge):
    """Takes for results what the rules do: what roles and relations see of results while the judge still learns."""

    def outcomes(self, links: Links, numbers: Mapping[int, Sequence[Number]]) -> np.ndarray:
        rows = [
            (
                float(n.refused is not None),
                float(n.refused is None and not n.delta),
                float(n.refused is None and n.delta),
            )
            for here in numbers.values()
            for n in here
        ]
        return np.array(rows, np.float32)

    def places(self, links: Links, reported: Sequence[Reported]) -> list[tuple[Place, float]]:
        return [(p, float(p.name in p.reported.ruled)) for p in places_of(links, reported)]


class Teacher:
    """Turns annotated papers into examples."""

    def __init__(self) -> None:
        self.lexicon = Lexicon(load_catalog(user=False))
        self._find = MentionFinder(self.lexicon).find
        self._complete = ModelNames(self.lexicon).complete
        self.relations, self.roles = Relations(self.lexicon), Roles()
        self.by_rules = Results(ByRules())

    def names(self, paper: Annotated) -> Example:
        """The paper with the tasks of NAMES."""
        links = self._catalogued(paper)
        candidates = Gatherer(links, self.lexicon).gather()
        groups = list(links.by_name().values())
        signs = Signs(links)
        classes = [_class_of(paper, _surfaces(links, c.spans)) for c in candidates]
        named = Task(*signs.places_of(candidates), signs.of_candidates(candidates), classes)
        listed = [_is_listed(paper, links, group) for group in groups]
        known = Task(*signs.places_of_known(groups), signs.of_known(groups), listed)
        return Example(
            np.array(links.word_rows, np.int64), properties(links), _tags(paper, links), Neighbours(links, candidates),
            [group[0].entry or "" for group in groups], {"first": named, "second": named, "known": known},
        )  # fmt: skip

    def add_found(self, example: Example, paper: Annotated, judge: Judge) -> None:
        """The tasks of the other heads, given the names that this judge finds."""
        links = self._catalogued(paper)
        Discovery(self.lexicon, judge).discover(links)
        self._add_numbers(example, paper, links)
        self.by_rules.read(links)
        groups = list(links.by_name().values())
        entities = {
            n: paper.entity(_surfaces(links, ((f.start, f.end) for f in g))) for n, g in links.by_name().items()
        }
        if pairs := self.relations.pairs(links):
            listed = {name: entity["name"] for name, entity in entities.items() if entity is not None}
            said = {(r["head"], r["tail"]): None if r.get("optional") else r["type"] for r in paper.relations}
            types = [said.get((listed.get(p.head[0].name), listed.get(p.tail[0].name)), "") for p in pairs]  # type: ignore[arg-type]
            classes = [OPTIONAL if t is None else 1 + RELATION_TYPES.index(t) if t else 0 for t in types]
            example.tasks["relation"] = Task(*pair_places(pairs), pair_signs(links, pairs, self.lexicon), classes)
        if groups:
            readings, pivot = self.roles.readings(links, groups)
            roles = [_role_of(entities[group[0].name]) for group in groups]
            example.tasks["role"] = Task(*role_places(links, groups), role_signs(links, groups, readings, pivot), roles)

    def _catalogued(self, paper: Annotated) -> Links:
        links = Links(read(paper.text, paper.title_end))
        self._find(links)
        self._complete(links)
        return links

    def _add_numbers(self, example: Example, paper: Annotated, links: Links) -> None:
        """Which numbers the reader took for results, and where each of these was reached."""
        numbers = numbers_of(links)
        if not numbers:
            return
        signs, by_sentence = number_signs(links, numbers), links.by_sentence()
        said: dict[float, list[dict[str, Any]]] = {}
        for row in paper.results:
            said.setdefault(float(row["value"]), []).append(row)
        classes, places = [], []
        reported: list[Reported] = []
        for index, here in numbers.items():
            kept = []
            for number in here:
                places.append(links.text.tokens(number.start, number.end))
                rows = said.get(number.value, [])
                if any(row.get("optional") for row in rows):
                    classes.append(OPTIONAL)
                    continue
                gain = any(row["delta"] for row in rows)
                classes.append(0 if not rows else 2 if gain and (number.delta or all(r["delta"] for r in rows)) else 1)
                if rows:
                    number.delta = classes[-1] == 2
                    kept.append(number)
            reported += self.by_rules.ruled(links, index, by_sentence.get(index, []), kept, [1.0] * len(kept))
        example.tasks["number"] = Task(places, [[p] for p in places], signs, classes)
        if pairs := places_of(links, reported):
            surfaces = {e["name"]: set(e["surfaces"]) for e in paper.entities}
            reached = [
                any(
                    row["on"] and surfaces.get(row["on"], set()) & _surfaces(links, ((f.start, f.end) for f in p.group))
                    for row in said[p.reported.number.value]
                )
                for p in pairs
            ]
            spans = [links.text.tokens(p.reported.number.start, p.reported.number.end) for p in pairs]
            example.tasks["place"] = Task(
                spans, [p.near.tokens for p in pairs], place_signs(links, reported, pairs), list(map(int, reached))
            )


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


def _role_of(entity: dict[str, Any] | None) -> int:
    return OPTIONAL if entity is None or entity.get("optional") else ROLES.index(str(entity["role"]))


def _tags(paper: Annotated, links: Links) -> np.ndarray:
    """The kind of each token that the reader's names hold, its first one apart."""
    text = links.text
    out = np.zeros(len(text.keys), np.int64)
    listed = [(s, e["kind"]) for e in paper.entities if not e.get("optional") for s in e["surfaces"]]
    for surface, kind in sorted(listed, key=lambda pair: len(pair[0])):
        written = clean(surface).text
        for start in occurrences(written, text.text) if written else ():
            first, last = text.tokens(start, start + len(written))
            out[first:last] = 2 + 2 * KINDS.index(kind)
            out[first : first + 1] = 1 + 2 * KINDS.index(kind)
    return out


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


def add_shares(examples: Sequence[Example], counts: Mapping[str, tuple[int, int]], *, seen: bool) -> None:
    """The signs of how often readers listed an entry. A paper that is learnt from sees them without itself, as it will
    be for a paper that nobody annotated."""
    for e in examples:
        task = e.tasks["known"]
        if not task.classes:
            continue
        extra: list[tuple[float, float]] = []
        for entry, listed in zip(e.entries, task.classes, strict=True):
            total, met = counts.get(entry, (0, 0))
            own = seen and met > 0 and listed != OPTIONAL
            extra.append(shares(total - int(own and listed), met - int(own)))
        task.signs = np.hstack([task.signs, np.array(extra, np.float32)])


def entry_counts(examples: Iterable[Example]) -> dict[str, tuple[int, int]]:
    listed: Counter[str] = Counter()
    met: Counter[str] = Counter()
    for e in examples:
        for entry, label in zip(e.entries, e.tasks["known"].classes, strict=True):
            if label != OPTIONAL:
                met[entry] += 1
                listed[entry] += label
    return {entry: (listed[entry], met[entry]) for entry in sorted(met) if entry}


def train(
    examples: Sequence[Example], heads: Sequence[str], epochs: int, options: Any, held_out: Sequence[Example] = ()
) -> Reader:
    """AdamW with one cycle of the rate (Smith and Topin, 2019); what is kept is the running mean of the weights."""
    torch.manual_seed(0)
    chance = np.random.default_rng(0)
    reader = Reader(options.width, scales_of(examples, heads), options.dropout)
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
    out["entries.ids"] = np.frombuffer("\n".join(counts).encode(), np.uint8)
    out["entries.counts"] = np.array(list(counts.values()), np.int32)
    return out


def weights_of(arrays: Mapping[str, np.ndarray]) -> Weights:
    file = io.BytesIO()
    np.savez(file, **arrays)  # type: ignore[arg-type]
    file.seek(0)
    return read_weights(file)


def main() -> None:
    parser = trainer_options(__doc__ or "")
    parser.add_argument("--width", type=int, default=96, help="units of the encoder")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--half-epochs", type=int, default=5, help="those on half of the papers")
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--dropout", type=float, default=0.4)
    parser.add_argument("--keep", type=float, default=0.003, help="what a step's weights count for in the running mean")
    options = parser.parse_args()
    training, held_out = divided(options)
    teacher = Teacher()
    examples, kept = [teacher.names(p) for p in training], [teacher.names(p) for p in held_out]
    counts = entry_counts(examples)
    add_shares(examples, counts, seen=True)
    add_shares(kept, counts, seen=False)
    print(len(examples), "papers,", sum(len(e.tasks["first"].classes) for e in examples), "possible names", flush=True)
    for half in (0, 1):
        judge = Judge(
            weights_of(arrays_of(train(examples[1 - half :: 2], NAMES, options.half_epochs, options), counts))
        )
        for example, paper in zip(examples[half::2], training[half::2], strict=True):
            teacher.add_found(example, paper, judge)
        if half:
            for example, paper in zip(kept, held_out, strict=True):
                teacher.add_found(example, paper, judge)
    arrays = arrays_of(train(examples, tuple(HEADS), options.epochs, options, kept), counts)
    np.savez_compressed(options.output / "reader.npz", **arrays)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
