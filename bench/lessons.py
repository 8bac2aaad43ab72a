"""What the reader learns from: annotated papers as tasks of the judges, each with what a judge would see."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from annotated import Annotated

from paperatlas.graph.schema import KINDS, ROLES
from paperatlas.loaders.catalog import load_catalog
from paperatlas.loaders.linking.discovery import Discovery
from paperatlas.loaders.linking.document import RELATION_TYPES, Found, Links
from paperatlas.loaders.linking.encoder import properties
from paperatlas.loaders.linking.gatherer import Gatherer
from paperatlas.loaders.linking.judge import Judge, shares
from paperatlas.loaders.linking.lexicon import Lexicon
from paperatlas.loaders.linking.mentions import MentionFinder
from paperatlas.loaders.linking.model_names import ModelNames
from paperatlas.loaders.linking.neighbours import Neighbours
from paperatlas.loaders.linking.numbers import Number, numbers_of
from paperatlas.loaders.linking.relation_judge import pair_places, pair_signs
from paperatlas.loaders.linking.relations import Relations
from paperatlas.loaders.linking.result_judge import Place, Reported, ResultJudge, number_signs, place_signs, places_of
from paperatlas.loaders.linking.results import Results
from paperatlas.loaders.linking.role_judge import role_places, role_signs
from paperatlas.loaders.linking.roles import Roles
from paperatlas.loaders.linking.signs import Signs
from paperatlas.loaders.linking.text import clean, occurrences, read

OPTIONAL = -1
"""The class of what not every reader listed: nothing is learnt from it."""


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
            np.array(links.word_rows, np.int64), properties(links), _tags(paper, links),
            Neighbours(links, candidates), [group[0].entry or "" for group in groups],
            {"first": named, "second": named, "known": known},
        )  # fmt: skip

    def found(self, paper: Annotated, judge: Judge) -> dict[str, Task]:
        """The tasks of the other heads, given the names that this judge finds."""
        links = self._catalogued(paper)
        Discovery(self.lexicon, judge).discover(links)
        tasks = self._numbers(paper, links)
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
            tasks["relation"] = Task(*pair_places(pairs), pair_signs(links, pairs, self.lexicon), classes)
        if groups:
            readings, pivot = self.roles.readings(links, groups)
            roles = [_role_of(entities[group[0].name]) for group in groups]
            tasks["role"] = Task(*role_places(links, groups), role_signs(links, groups, readings, pivot), roles)
        return tasks

    def _catalogued(self, paper: Annotated) -> Links:
        links = Links(read(paper.text, paper.title_end))
        self._find(links)
        self._complete(links)
        return links

    def _numbers(self, paper: Annotated, links: Links) -> dict[str, Task]:
        """Which numbers the reader took for results, and where each of these was reached."""
        numbers = numbers_of(links)
        if not numbers:
            return {}
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
        tasks = {"number": Task(places, [[p] for p in places], signs, classes)}
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
            tasks["place"] = Task(
                spans, [p.near.tokens for p in pairs], place_signs(links, reported, pairs), list(map(int, reached))
            )
        return tasks


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
