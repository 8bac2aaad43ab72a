"""How good the linker is: the measures of the gold standard, for all names and for those that no catalogue has.

The measures are those that the guideline's scorer defines (micro-averaged over papers, paired by title): entity (same
kind and a surface in common), canonical (its name too), role, relation, result and code. What gold marks `optional`
counts neither way.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from paperatlas.errors import InputError
from paperatlas.graph.schema import KINDS
from paperatlas.loaders.catalog import Catalog, load_catalog
from paperatlas.loaders.record import LinkedPaper, SourcePaper

MEASURES = ("entity", "canonical", "role", "relation", "result", "code")
Record = Mapping[str, Any]


@dataclass
class Count:
    """True positives, predicted, gold."""

    hits: int = 0
    predicted: int = 0
    gold: int = 0

    def add(self, hits: int, predicted: int, gold: int) -> None:
        self.hits += hits
        self.predicted += predicted
        self.gold += gold

    @property
    def precision(self) -> float:
        return self.hits / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def line(self, name: str) -> str:
        return (
            f"{name:18s} P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}   "
            f"tp {self.hits} predicted {self.predicted} gold {self.gold}"
        )


@dataclass
class Scores:
    """A Count for each measure and kind, what went wrong in each paper, and (confidence, right) of each entity."""

    counts: dict[str, Count] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    confidences: list[tuple[float, bool]] = field(default_factory=list)

    def count(self, name: str) -> Count:
        return self.counts.setdefault(name, Count())


def normalise(name: str | None) -> str:
    """Letters, digits and plus signs, casefolded: how the scorer compares names."""
    return "".join(c for c in (name or "").casefold() if c.isalnum() or c == "+")


def _url(url: str) -> str:
    return url.rstrip("/").casefold()


def pair(gold: Sequence[Record], predicted: Sequence[Record]) -> list[tuple[Record, Record]]:
    """Each gold entity with at most one predicted entity of its kind that shares a surface: the same name before
    more surfaces, certain gold before optional."""
    pairs: list[tuple[Record, Record]] = []
    used: set[int] = set()
    for wanted in sorted(gold, key=lambda e: bool(e.get("optional"))):
        best: tuple[tuple[bool, int], int] | None = None
        for index, candidate in enumerate(predicted):
            if index in used or candidate["kind"] not in wanted.get("kinds", [wanted["kind"]]):
                continue
            shared = len(set(candidate["surfaces"]) & set(wanted["surfaces"]))
            rank = (normalise(candidate["name"]) == normalise(wanted["name"]), shared)
            if shared and (best is None or rank > best[0]):
                best = (rank, index)
        if best is not None:
            used.add(best[1])
            pairs.append((wanted, predicted[best[1]]))
    return pairs


def score(gold: Mapping[str, Record], predicted: Mapping[str, Record]) -> Scores:
    """Compare two sets of papers, keyed by title; a gold paper that was not predicted is all missed."""
    scores = Scores()
    for measure in MEASURES:
        scores.count(measure)
    for title, wanted in gold.items():
        _score_paper(scores, title, wanted, predicted.get(title, {"entities": []}))
    return scores


def _score_paper(scores: Scores, title: str, wanted: Record, given: Record) -> None:
    all_wanted, all_given = wanted["entities"], given["entities"]
    pairs = pair(all_wanted, all_given)
    same = {normalise(p["name"]): normalise(w["name"]) for w, p in pairs}
    neutral = {id(p) for w, p in pairs if w.get("optional")}
    matched = [(w, p) for w, p in pairs if not w.get("optional")]
    must = [e for e in all_wanted if not e.get("optional")]
    said = [e for e in all_given if id(e) not in neutral]

    scores.count("entity").add(len(matched), len(said), len(must))
    named = sum(normalise(p["name"]) in {normalise(n) for n in (w["name"], *w.get("aka", ()))} for w, p in matched)
    scores.count("canonical").add(named, len(said), len(must))
    roles = sum(p.get("role") in w.get("roles", [w["role"]]) for w, p in matched)
    scores.count("role").add(roles, len(said), len(must))
    counted_as = {id(p): w["kind"] for w, p in matched}
    for kind in KINDS:
        scores.count(f"entity/{kind}").add(
            sum(w["kind"] == kind for w, _ in matched),
            sum(counted_as.get(id(p), p["kind"]) == kind for p in said),
            sum(w["kind"] == kind for w in must),
        )
    right = {id(p) for _, p in matched}
    scores.confidences.extend((float(e.get("confidence", 1.0)), id(e) in right) for e in said)

    scores.count("relation").add(*_relations(wanted, given, same))
    scores.count("result").add(*_results(wanted, given, same))
    urls = {_url(u) for u in wanted.get("code", ())}, {_url(u) for u in given.get("code", ())}
    scores.count("code").add(len(urls[0] & urls[1]), len(urls[1]), len(urls[0]))

    hit = {id(w) for w, _ in matched}
    missed = [f"{e['name']}/{e['kind']}" for e in must if id(e) not in hit]
    extra = [f"{e['name']}/{e['kind']}" for e in said if id(e) not in right]
    wrong = [
        f"{p['name']}: {p.get('role')} for {w['role']}"
        for w, p in matched
        if p.get("role") not in w.get("roles", [w["role"]])
    ]
    if missed or extra or wrong:
        lines = [title[:90]]
        for label, items in (("missed", missed), ("extra", extra), ("role", wrong)):
            if items:
                lines.append(f"   {label}: {', '.join(items)}")
        scores.errors.append("\n".join(lines))


def _relations(wanted: Record, given: Record, same: Mapping[str, str]) -> tuple[int, int, int]:
    def triple(relation: Record, names: Mapping[str, str]) -> tuple[str, str, str]:
        head, tail = normalise(relation["head"]), normalise(relation["tail"])
        return names.get(head, head), relation["type"], names.get(tail, tail)

    must = {triple(r, {}) for r in wanted.get("relations", ()) if not r.get("optional")}
    free = {triple(r, {}) for r in wanted.get("relations", ())} - must
    said = {triple(r, same) for r in given.get("relations", ())} - free
    return len(must & said), len(said), len(must)


def _results(wanted: Record, given: Record, same: Mapping[str, str]) -> tuple[int, int, int]:
    def row(result: Record, names: Mapping[str, str]) -> tuple[float, bool, str]:
        on = normalise(result.get("on"))
        return float(result["value"]), bool(result["delta"]), names.get(on, on)

    left = [row(r, same) for r in given.get("results", ())]
    must = [row(r, {}) for r in wanted.get("results", ()) if not r.get("optional")]
    free = [row(r, {}) for r in wanted.get("results", ()) if r.get("optional")]
    hits = 0
    for item in must:
        if item in left:
            left.remove(item)
            hits += 1
    for item in free:
        if item in left:
            left.remove(item)
    return hits, hits + len(left), len(must)


def outside(catalog: Catalog, gold: Mapping[str, Record], predicted: Mapping[str, Record]) -> Count:
    """Entities whose names the catalogue does not have: gold ones by their name, predicted ones by `discovered`."""
    known = {normalise(s) for entry in catalog.entries for s in entry.strings}
    total = Count()
    for title, wanted in gold.items():
        given = predicted.get(title, {"entities": []})
        pairs = pair(wanted["entities"], given["entities"])
        by_gold = {id(w): p for w, p in pairs}
        by_given = {id(p): w for w, p in pairs}
        new = [e for e in wanted["entities"] if not e.get("optional") and normalise(e["name"]) not in known]
        found = [
            p
            for p in given["entities"]
            if p.get("discovered") and not (id(p) in by_given and by_given[id(p)].get("optional"))
        ]
        hits = sum(id(w) in by_gold for w in new)
        wrong = sum(id(p) not in by_given for p in found)
        total.add(hits, hits + wrong, len(new))
    return total


def reliability(confidences: Sequence[tuple[float, bool]]) -> Iterator[str]:
    """The reliability table: what share of the links of a confidence is right."""
    yield "confidence          links   share   right"
    bounds = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
    for low, high in itertools.pairwise(bounds):
        part = [ok for confidence, ok in confidences if low <= confidence < high]
        if part:
            share, right = len(part) / len(confidences), sum(part) / len(part)
            yield f"  {low:.1f} to {min(high, 1.0):.1f}      {len(part):7d}   {share:5.2f}   {right:5.2f}"


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    """All records of a small JSONL file; InputError with file and line where one is broken."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.", "Check the path.") from error
    out = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                out.append(orjson.loads(line))
            except orjson.JSONDecodeError as error:
                raise InputError(f"{path}:{number} is no JSON: {error}.", "Correct that line.") from error
            if not isinstance(out[-1], dict) or not isinstance(out[-1].get("title"), str):
                raise InputError(f"{path}:{number} has no title.", "Every line needs the paper's title.")
    return out


def papers_beside(gold: Path) -> Path:
    """`X.papers.jsonl`, else `X.jsonl`, beside `X.gold.jsonl`."""
    stem = gold.name.removesuffix(".jsonl").removesuffix(".gold")
    for name in (f"{stem}.papers.jsonl", f"{stem}.jsonl"):
        if (path := gold.with_name(name)).exists():
            return path
    raise InputError(
        f"Beside {gold} is neither {stem}.papers.jsonl nor {stem}.jsonl.", "Name the papers with --papers."
    )


def evaluate_gold(
    gold: Path,
    papers: Path | None = None,
    overlays: Sequence[Path] = (),
    *,
    errors: bool = False,
    without_introduced: bool = False,
) -> Iterator[str]:
    """Link the gold's papers and yield the report line by line."""
    from paperatlas.loaders.linking.linker import Linker

    wanted = {" ".join(r["title"].split()): r for r in read_jsonl(gold)}
    if not all(isinstance(r.get("entities"), list) for r in wanted.values()) or not wanted:
        raise InputError(f"{gold} holds no annotated papers.", "A gold file has `entities` on every line.")
    catalog = load_catalog(list(overlays))
    if without_introduced:
        own = {
            normalise(n)
            for r in wanted.values()
            for e in r["entities"]
            if e["role"] == "introduces"
            for n in (e["name"], *e["surfaces"])
        }
        catalog = catalog.without(e.id for e in catalog.entries if normalise(e.name) in own)
    linker = Linker(catalog)
    linked: dict[str, LinkedPaper] = {}
    for record in read_jsonl(papers or papers_beside(gold)):
        title = " ".join(record["title"].split())
        if title in wanted:
            linked[title] = linker.link(SourcePaper(record["title"], record.get("abstract") or ""))
    if not linked:
        raise InputError(
            f"{papers or papers_beside(gold)} holds none of the papers that {gold} annotates.",
            "Papers are paired by title: name the right file with --papers.",
        )
    predicted = {title: paper.to_json() for title, paper in linked.items()}
    scores = score(wanted, predicted)
    if errors:
        yield from scores.errors
    for name, count in scores.counts.items():
        if name in MEASURES or count.gold or count.predicted:
            yield count.line(name)
    yield outside(catalog, wanted, predicted).line("outside catalogue")
    yield from reliability(scores.confidences)
