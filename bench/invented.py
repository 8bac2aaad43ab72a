"""An invented graph with the statistics of a real one, for bench/neo4j.py; `paper_facts(n)` is always the same paper n.

The statistics were measured on 72,008 papers of arXiv (2025 and 2026) that `paperatlas link` linked. Only the mentions
are more: 8 a paper, where titles and abstracts name 3.5.
"""

import math
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from paperatlas.graph.memory import MemoryGraph
from paperatlas.graph.schema import SCHEMA_VERSION
from paperatlas.graph.store import Node, NodeKey, PaperFacts, Relationship

MENTIONS = 8.0
"""Mentions a paper."""


@dataclass(frozen=True)
class Kind:
    """What was measured of a kind of entity; `roles`, `mentions` and `once` are numbers a paper."""

    roles: Mapping[str, float]
    """How often a paper has each role towards such an entity; the rest of `mentions` is without a role."""
    mentions: float
    once: float
    """Mentions of names that no other paper has: nearly all that papers introduce."""
    ranked: int
    """Names that several papers have; the one of rank r is in about c / (r + flat) papers."""
    flat: int
    suffix: str
    """Ends the invented names, so that no two kinds share one."""
    known: Mapping[int, str] = field(default_factory=dict)
    """Names that the canned queries ask for by default, by their rank."""
    forebear: int = 0
    """The rank of the one that most others of the kind come from."""
    ancestry: tuple[str, str, float] | None = None
    """Type and source of the lineage that stands in no paper, and the share of the ranked names that have it."""


KINDS = {
    "Method": Kind(
        {"INTRODUCES": 0.90, "USES": 1.26, "COMPARES_WITH": 0.11}, 2.43, 0.887, 6_150, 3, "",
        {9: "LoRA", 31: "DPO", 78: "PPO", 169: "QLoRA"}, 9, ("VARIANT_OF", "catalogue", 0.22),
    ),
    "Model": Kind(
        {"INTRODUCES": 0.05, "USES": 0.37, "COMPARES_WITH": 0.06}, 0.50, 0.081, 1_870, 4, "LM",
        {24: "LLaMA", 514: "LLaMA 2 70B"}, 24, ("VERSION_OF", "grammar", 0.18),
    ),
    "Dataset": Kind(
        {"INTRODUCES": 0.06, "EVALUATES_ON": 0.28, "TRAINS_ON": 0.01}, 0.37, 0.117, 2_300, 6, "Set",
        {}, 0, ("PART_OF", "catalogue", 0.08),
    ),
    "Benchmark": Kind(
        {"INTRODUCES": 0.08, "EVALUATES_ON": 0.15}, 0.23, 0.098, 1_260, 7, "Bench",
        {0: "GSM8K", 69: "GLUE"}, 69, ("PART_OF", "catalogue", 0.2),
    ),
}  # fmt: skip
FOREBEAR_POWER = 2.3
"""How much lineage gathers at few: the first of 6,150 methods has 2 % of all variants."""
DISCOVERED_ONE_IN = 27
"""Of the ranked names; all that one paper alone names are discovered. Together 36 % of the mentions."""
MENTIONED_TWICE = 0.5
"""Chance that a name comes once more in the same paper, and once more again: twice on average."""

# Numbers a paper, and shares.
VARIANTS, PARTS, WINS, CODE = 0.069, 0.225, 0.090, 0.181
PAPERS_WITH_PARTS = 0.6
"""Of the papers that name several things which no other paper names."""
PARTS_OF_OWN, WINS_OF_OWN = 0.9, 0.8
PAPERS_WITH_RESULTS, RESULTS_EACH = 0.32, 2.72
DELTAS, ON, ON_BENCHMARK, OF_METHOD, OF_MODEL, WITH_MODEL, VERSUS = 0.42, 0.29, 0.40, 0.69, 0.10, 0.14, 0.048
METRICS = {
    None: 25,
    "accuracy": 14,
    "performance": 7,
    "score": 4,
    "F1": 2,
    "rate": 2,
    "speedup": 2,
    "mAP": 2,
    "BLEU": 1,
}
MODELS_WITH_SIZE = 0.19
SIZES = (125_000_000, 1_500_000_000, 7_000_000_000, 13_000_000_000, 70_000_000_000)
YEARS = {2025: 548, 2026: 451, 2024: 1}
CATEGORIES = {"cs.CV": 37, "cs.AI": 29, "cs.CL": 24, "cs.LG": 11, "cs.RO": 2, "cs.GR": 2}
CONFIDENCES = (0.55, 0.65, 0.75, 0.8, 0.85, 0.9, 0.9, 0.95)
TITLE_WORDS, ABSTRACT_LENGTH, SENTENCE_LENGTH, AUTHORS = 10, 1_348, 183, 5.8
VOCABULARY, PEOPLE = 20_000, 150_000
SEARCHED = {
    "low-rank": 0.0036,
    "low-resource": 0.011,
    "adaptation": 0.0128,
    "fine-tuning": 0.0148,
    "fine-grained": 0.007,
}
"""Words of titles that a canned query searches for by default, and their share of the titles."""
KNOWN_PERSON = "Weizhu Chen"


# -- names and texts


def word(number: int) -> str:
    """A word of its own for each number: `bace`, `dofi`, …"""
    syllables = ""
    while number or len(syllables) < 4:
        number, here = divmod(number, 100)
        syllables += "bcdfghjklmnprstvwxyz"[here // 5] + "aeiou"[here % 5]
    return syllables


def zipf(dice: random.Random, names: int, flat: int) -> int:
    """A rank below `names`, with a chance of about c / (rank + flat)."""
    return min(names - 1, int(flat * ((names + flat) / flat) ** dice.random()) - flat)


def about(dice: random.Random, mean: float) -> int:
    """A whole number, as it comes when many have a small chance each (Poisson)."""
    least, product, number = math.exp(-mean), dice.random(), 0
    while product > least:
        product *= dice.random()
        number += 1
    return number


@cache
def sentences() -> tuple[str, ...]:
    dice = random.Random("sentences")
    found = []
    for _ in range(2_000):
        text = word(zipf(dice, VOCABULARY, 5)).capitalize()
        length = dice.gauss(SENTENCE_LENGTH - 4, 40)
        while len(text) < length:
            text += " " + word(zipf(dice, VOCABULARY, 5))
        found.append(text + ".")
    return tuple(found)


def title(dice: random.Random) -> str:
    words = [word(zipf(dice, VOCABULARY, 5)) for _ in range(max(3, round(dice.gauss(TITLE_WORDS, 2))))]
    for searched, share in SEARCHED.items():
        if dice.random() < share:
            words[dice.randrange(len(words))] = searched
    return " ".join(words).capitalize()


def abstract(dice: random.Random) -> list[str]:
    return dice.choices(sentences(), k=max(1, round(dice.gauss(ABSTRACT_LENGTH / SENTENCE_LENGTH, 2))))


def person(number: int) -> str:
    return f"{word(number % 300).capitalize()} {word(number // 300).capitalize()}" if number else KNOWN_PERSON


# -- entities: below `ranked` a name that several papers have, from there on one paper's own


@cache
def entity_key(label: str, number: int) -> NodeKey:
    return NodeKey(label, f"{label.lower()}:{re.sub('[^a-z0-9]+', '-', entity_name(label, number).lower())}")


def entity_name(label: str, number: int) -> str:
    kind = KINDS[label]
    return kind.known.get(number) or word(number).capitalize() + kind.suffix


def entity(label: str, number: int) -> Node:
    dice = random.Random(f"{label} {number}")
    name = entity_name(label, number)
    discovered = number >= KINDS[label].ranked or number % DISCOVERED_ONE_IN == DISCOVERED_ONE_IN - 1
    properties: dict[str, Any] = {"id": entity_key(label, number).id, "name": name, "discovered": discovered}
    if not discovered:
        properties |= {"aliases": [f"{name} {word(dice.randrange(VOCABULARY))}"], "year": dice.randrange(2012, 2026)}
    if label == "Model" and dice.random() < MODELS_WITH_SIZE:
        properties["parameters"] = dice.choice(SIZES)
    return Node(label, properties)


def forebear(dice: random.Random, label: str, below: int) -> int:
    """One that others come from, of lower number than `below`, so that nothing comes from itself."""
    kind = KINDS[label]
    drawn = int(min(below, kind.ranked) * dice.random() ** FOREBEAR_POWER)
    swapped = {0: kind.forebear, kind.forebear: 0}.get(drawn, drawn)
    return swapped if swapped < below else drawn


@cache
def parent(label: str, number: int) -> int | None:
    """What the catalogue, or the grammar of names, says that this one comes from."""
    kind, dice = KINDS[label], random.Random(f"parent of {label} {number}")
    if kind.ancestry is None or number == 0 or (number >= kind.ranked and label != "Model"):
        return None
    return forebear(dice, label, number) if dice.random() < kind.ancestry[2] else None


# -- papers


class _Paper:
    """What one paper says, as it is gathered."""

    def __init__(self, number: int) -> None:
        self.dice = random.Random(number)
        self.number = number
        self.id = f"arxiv:{2000 + number // 100_000}.{number % 100_000:05}"
        self.nodes: dict[NodeKey, Node] = {}
        self.edges: dict[tuple[str, NodeKey, NodeKey, str], Relationship] = {}
        self.key = NodeKey("Paper", self.id)
        self.text = abstract(self.dice)
        self.named: dict[str, dict[int, NodeKey]] = {label: {} for label in KINDS}
        self.own: NodeKey | None = None

    def evidence(self) -> dict[str, Any]:
        start = self.dice.randrange(1_000)
        return {
            "field": "abstract", "start": start, "end": start + 12, "sentence": self.dice.choice(self.text),
            "confidence": self.dice.choice(CONFIDENCES), "rule": "bench",
        }  # fmt: skip

    def relate(self, type_: str, head: NodeKey, tail: NodeKey, properties: dict[str, Any]) -> None:
        if head != tail:
            key = (type_, head, tail, properties.get("source", ""))
            self.edges.setdefault(key, Relationship(type_, head, tail, properties))

    def add(self, label: str, number: int) -> NodeKey:
        """The entity, with what it comes from as far as that stands in no paper."""
        key = entity_key(label, number)
        if key not in self.nodes:
            self.nodes[key] = entity(label, number)
            ancestry, above = KINDS[label].ancestry, parent(label, number)
            if ancestry is not None and above is not None:
                self.relate(ancestry[0], key, self.add(label, above), {"source": ancestry[1]})
        return key

    def mention(self, label: str, number: int, chances: Mapping[str, float]) -> None:
        """Name it, in one of the roles; their chances are of one mention."""
        if number in self.named[label]:
            return
        key = self.named[label][number] = self.add(label, number)
        count = 1
        while self.dice.random() < MENTIONED_TWICE:
            count += 1
        starts = [self.dice.randrange(1_000) for _ in range(count)]
        self.relate("MENTIONS", self.key, key, {
            "count": count, "fields": ["abstract"] * count, "starts": starts, "ends": [start + 12 for start in starts],
            "surfaces": [entity_name(label, number)] * count, "sentence": self.dice.choice(self.text),
            "confidence": self.dice.choice(CONFIDENCES), "rule": "bench",
        })  # fmt: skip
        drawn = self.dice.random()
        for role, chance in chances.items():
            drawn -= chance
            if drawn < 0:
                self.relate(role, self.key, key, self.evidence())
                alone = number >= KINDS[label].ranked
                if role == "INTRODUCES" and alone and (self.own is None or label == "Method"):
                    self.own = key
                return

    def mention_all(self) -> None:
        scale = MENTIONS / sum(kind.mentions for kind in KINDS.values())
        for place, (label, kind) in enumerate(KINDS.items()):
            once, shared = chances_of_roles(label)
            for number in range(about(self.dice, scale * kind.once)):
                self.mention(label, kind.ranked + 64 * self.number + 16 * place + number % 16, once)
            wanted = len(self.named[label]) + about(self.dice, scale * (kind.mentions - kind.once))
            while len(self.named[label]) < wanted:
                self.mention(label, zipf(self.dice, kind.ranked, kind.flat), shared)

    def any_of(self, *labels: str, alone: bool = False) -> NodeKey | None:
        """Something that it names beside its own; `alone`: that no other paper names."""
        found = [
            key
            for label in labels
            for number, key in self.named[label].items()
            if key != self.own and (number >= KINDS[label].ranked or not alone)
        ]
        return self.dice.choice(found) if found else None

    def relate_entities(self) -> None:
        own = self.own
        for type_, often in (("VARIANT_OF", VARIANTS), ("PART_OF", PARTS / PAPERS_WITH_PARTS), ("OUTPERFORMS", WINS)):
            for _ in range(about(self.dice, often)):
                compared = type_ == "OUTPERFORMS"
                other = self.any_of("Method", "Model") if compared else self.any_of("Method", alone=type_ == "PART_OF")
                if own is None or other is None:
                    continue
                said = {"source": self.id, **self.evidence()}
                if compared:
                    winner = own if self.dice.random() < WINS_OF_OWN else self.any_of("Method", "Model")
                    self.relate(type_, winner or own, other, said)
                elif type_ == "PART_OF":
                    tail = own if self.dice.random() < PARTS_OF_OWN else self.any_of("Method")
                    self.relate(type_, other, tail or own, said)
                elif own.label == "Method":
                    number = forebear(self.dice, "Method", KINDS["Method"].ranked)
                    self.mention("Method", number, {"USES": 1.0})
                    self.relate(type_, own, entity_key("Method", number), said)

    def report(self) -> None:
        dice = self.dice
        results = 1 + about(dice, RESULTS_EACH - 1) if dice.random() < PAPERS_WITH_RESULTS else 0
        for place in range(results):
            metric = dice.choices(list(METRICS), list(METRICS.values()))[0]
            result = Node("Result", {
                "id": f"result:{self.number}-{place}", "name": f"{metric or 'result'} {place}", "unit": "%",
                "value": round(100 * dice.random(), 2), "metric": metric, "is_delta": dice.random() < DELTAS,
                "better": "higher" if metric else "unknown", **self.evidence(),
            })  # fmt: skip
            self.nodes[result.key] = result
            self.relate("REPORTS", self.key, result.key, {})
            scored_on = self.any_of("Benchmark" if dice.random() < ON_BENCHMARK else "Dataset")
            scored_on = scored_on or self.any_of("Benchmark", "Dataset")
            of = dice.random()
            method = self.own if self.own and self.own.label == "Method" else self.any_of("Method")
            about_what = (
                ("ON", scored_on if dice.random() < ON else None),
                ("OF", method if of < OF_METHOD else self.any_of("Model") if of < OF_METHOD + OF_MODEL else None),
                ("WITH", self.any_of("Model") if dice.random() < WITH_MODEL else None),
                ("VERSUS", self.any_of("Method", "Model") if dice.random() < VERSUS else None),
            )
            for type_, key in about_what:
                if key is not None:
                    self.relate(type_, result.key, key, {})

    def link_code(self) -> None:
        for number in range(about(self.dice, CODE)):
            name = f"{word(self.number)}/{word(number)}"
            code = Node("Repository", {
                "id": f"repository:github.com/{name}", "name": name, "url": f"https://github.com/{name}",
            })  # fmt: skip
            self.nodes[code.key] = code
            self.relate("HAS_CODE", self.key, code.key, self.evidence())

    def node(self) -> Node:
        dice = self.dice
        heading = title(dice)
        authors = (person(int(PEOPLE * dice.random() ** 2)) for _ in range(1 + about(dice, AUTHORS - 1)))
        fields = dice.choices(list(CATEGORIES), list(CATEGORIES.values()), k=dice.choice((1, 2, 2)))
        return Node("Paper", {
            "id": self.id, "title": heading, "abstract": " ".join(self.text), "authors": list(authors),
            "year": dice.choices(list(YEARS), list(YEARS.values()))[0], "categories": sorted(set(fields)),
            "arxiv_id": self.id[6:], "title_key": heading.replace(" ", "").replace("-", "").lower(),
            "text_digest": f"{self.number:016x}", "linked_with": "bench",
        })  # fmt: skip


@cache
def chances_of_roles(label: str) -> tuple[dict[str, float], dict[str, float]]:
    """Of each role, for a name that one paper alone has, and for one that several have."""
    kind = KINDS[label]
    shared = kind.mentions - kind.once
    introduced = 0.99 * min(kind.roles["INTRODUCES"], kind.once)  # the rest was introduced by a paper, and then spread
    others = kind.mentions - kind.roles["INTRODUCES"]
    chances = []
    for mentions, introduces in ((kind.once, introduced), (shared, kind.roles["INTRODUCES"] - introduced)):
        rest = 1 - introduces / mentions
        roles = {role: rest * often / others for role, often in kind.roles.items() if role != "INTRODUCES"}
        chances.append({"INTRODUCES": introduces / mentions, **roles})
    return chances[0], chances[1]


def paper_facts(number: int) -> PaperFacts:
    """Paper `number`. The same number, the same paper."""
    paper = _Paper(number)
    paper.mention_all()
    paper.relate_entities()
    paper.report()
    paper.link_code()
    nodes = tuple(paper.nodes[key] for key in sorted(paper.nodes))
    return PaperFacts(paper.node(), nodes, tuple(paper.edges.values()))


def batches(papers: int, size: int, first: int = 0) -> Iterator[list[PaperFacts]]:
    for start in range(first, first + papers, size):
        yield [paper_facts(number) for number in range(start, min(start + size, first + papers))]


def whole_graph(papers: int) -> MemoryGraph:
    nodes: dict[NodeKey, Node] = {}
    edges: dict[tuple[str, NodeKey, NodeKey, str], Relationship] = {}
    for number in range(papers):
        facts = paper_facts(number)
        nodes.update((node.key, node) for node in (facts.paper, *facts.nodes))
        for edge in facts.relationships:
            edges[edge.type, edge.head, edge.tail, str(edge.properties.get("source", ""))] = edge
    atlas = Node("Atlas", {"id": "atlas", "name": "Paperatlas", "schema_version": SCHEMA_VERSION})
    nodes[atlas.key] = atlas
    return MemoryGraph([nodes[key] for key in sorted(nodes)], [edges[key] for key in sorted(edges)])
