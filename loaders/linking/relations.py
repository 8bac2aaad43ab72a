"""Relations as sentences state them: `variant_of` and `part_of`, by lists, by statements and by the names themselves;
`outperforms` is read by comparisons.py."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

from .comparisons import comparisons, governed
from .coordination import JOINT, run
from .document import RELATION_TYPES, RESOURCES, SYSTEMS, Claim, Found, Links, RelationClaim, RelationType, main_entity
from .lexicon import Lexicon
from .network import SUREST
from .relation_judge import Pair, RelationJudge, pairs_of
from .text import PaperText, holds, keys_of

_CATEGORY = re.compile(
    r"\s*(?:\([^()]*\))?\s*(?:,|is|are|as)\s+(?:as\s+)?(?:one of the|a|an|the)\s+(?:[\w\-]+\s+){0,4}?", re.IGNORECASE
)
_CATEGORY_NOUN = re.compile(
    r"(?:\s*\([^()]*\))?\s+(?:methods?|techniques?|approaches|approach|algorithms?|variants?)\b",
    re.IGNORECASE,
)
_BEING = re.compile(r"[^.;]{0,40},\s+with\s+(?:[\w\- ]+\()?$")
_ITS_VARIANT = re.compile(
    r"\s+and\s+its\s+(?:[\w\-]+\s+){0,2}?(?:variants?|versions?|extensions?|successors?)\s*,?\s*$",
    re.IGNORECASE,
)
_FROM = re.compile(r"\s+(?:from|in|of)\s+(?:the\s+)?$", re.IGNORECASE)
_SUITE = re.compile(r"\s+(?:benchmarks|tasks|datasets|suite)\b", re.IGNORECASE)
_SUCH_AS = re.compile(
    r"\s*(?:variants?|methods?|techniques?|approaches|algorithms?|models?|frameworks?|family|extensions?|"
    r"strategies|tasks?|benchmarks?|datasets?|subsets?|"
    r"architectures?)?(?:\s+(?:have|has|such|emerged|\w+ed))*\s*,?\s*\(?(?:such as|like|including|among them|"
    r"e\.g\.,?|for example,?|for instance,?|namely|i\.e\.,?|:|,)\s*$"
)
_VARIANTS = re.compile(
    r"^['’s]*\s*(?:-?based\s+)?(?:variants?|extensions?|versions?|improvements|derivatives|-style methods|"
    r"family)\b[^.;]{0,60}?(?:such as|like|including|e\.g\.,?|:|,|\()\s*$",
    re.IGNORECASE,
)
_REACH = 90
"""Characters before a name in which it is said what is made of it."""
_VARIANT_NOUN = re.compile(
    r"\b(?:variants?|versions?|extensions?|corrections?|simplifications?|descendants?|special case|instances?|"
    r"generali[sz]ations?|refinements?|modifications?|adaptations?|successors?|derivatives?|relaxation|"
    r"specialization) (?:of|to|on|over) (?:the\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
_IS_A = re.compile(
    r"(?:\s*\([^()]*\))?(?:,|\s(?:is|are|was|were))\s+(?:an?|the|one)\s+"
    r"(?:(?!(?:and|or|not|to|with|by|than|of)\b)[\w\-]+\s+){0,2}",
    re.IGNORECASE,
)
"""What may stand between a subject and the noun that says what it is: DoRA *is a recent* extension of LoRA."""
_DOES = re.compile(
    r"(?:\s*\([^()]*\))?(?:,|,?\s(?:which|that))?\s+(?:(?:is|are|was|were)\s+)?(?:\w+ly\s+)?", re.IGNORECASE
)
"""The same before a verb: DoRA *directly* extends LoRA."""
_BETTER = re.compile(r"improv", re.IGNORECASE)
_EXTENDING = re.compile(
    r"\b(?:extends?|extending|generali[sz](?:es|ing|e)|build(?:s|ing)? (?:up)?on(?: top of)?|"
    r"modif(?:y|ies|ying)|derived from|fine-?tuned (?:from|version of)|initiali[sz]ed (?:from|with)|"
    r"distilled from|improv(?:es|ing) (?:up)?on|adapted from|evolved from|"
    r"evolved into)\s+(?:the\s+)?(?:original\s+|standard\s+|vanilla\s+|existing\s+)?$",
    re.IGNORECASE,
)
_MODEL_BASE = re.compile(
    r"\b(?:built (?:up)?on(?: top of)?|based on|fine-?tun(?:ed|ing)(?: from| on| version of)?|trained from|"
    r"starting from|initiali[sz]ed (?:from|with)|derived from|continu\w+ (?:pre-?)?train\w*(?: from| on)?|"
    r"adapt\w+|quanti[sz]ed|distilled from|on top of)\s+(?:the\s+|a\s+)?$",
    re.IGNORECASE,
)
_CONSISTS = re.compile(
    r"\b(?:consist(?:s|ing)? of|compris(?:es|ing|e|ed of)|is composed of|are composed of|composed of|"
    r"contain(?:s|ing)?|include[sd]?|incorporat(?:es|ing)|integrat(?:es|ing)|combin(?:es|ing)|"
    r"introduc(?:es|ing)|featur(?:es|ing)|employs|leverages)\b",
    re.IGNORECASE,
)
_MEMBER = re.compile(
    r"\b(?:part|component|subset|member|module|element|portion|split|track|subtask|task|"
    r"building block)s? (?:of|in|from|within) (?:the\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
_OF = frozenset("of in from within".split())
_COMPONENT_NOUN = re.compile(
    r"^\W*(?:\w+\W+){0,2}?(?:modules?|loss(?:es)?|components?|strateg(?:y|ies)|mechanisms?|stages?|layers?|"
    r"blocks?|objectives?|heads?|regulari[sz](?:er|ation)|units?|scheme|operator|decoder|encoder|masks?|"
    r"adapters?|branch(?:es)?)\b",
    re.IGNORECASE,
)


RELATED = 0.3
"""From this probability on two entities are related."""
STATED = frozenset(
    ("listed as variants", "stated variant", "stated kind", "scores listed under a suite", "taken from",
     "together in the text, and the catalogue says so")
)  # fmt: skip
"""Rules whose claims stand by themselves: the text states it, in words too rare for the judge to have learnt."""


class Relations:
    """Reads relations between the entities of one text: rules claim them, the judge decides."""

    def __init__(self, lexicon: Lexicon | None = None, judge: RelationJudge | None = None) -> None:
        self.lexicon = lexicon
        self.judge = judge or RelationJudge(lexicon)

    def read(self, links: Links) -> None:
        pairs = self.pairs(links)
        if not pairs:
            return
        judged = [
            (chance, pair, type_)
            for pair, row in zip(pairs, self.judge.chances(links, pairs).tolist(), strict=True)
            for type_, chance in _related(pair, row[1:])
            if not (type_ != "part_of" and _is_denied(links.text, pair, type_))
        ]
        standing: dict[tuple[str, str], RelationType] = {}
        for chance, pair, type_ in sorted(judged, key=lambda j: -j[0]):
            ends = pair.head[0].name, pair.tail[0].name
            if ends[::-1] in standing or (ends in standing and "part_of" in (type_, standing[ends])):
                continue  # a variant may also beat what it varies
            standing[ends] = type_
            links.relations.append(_judged(links.text, pair, type_, chance))

    def pairs(self, links: Links) -> list[Pair]:
        """The pairs that may be related, each with what the rules claim of it; `links.claims` has that, too."""
        if len({f.name for f in links.found}) < 2:
            return []
        links.claims = [c for c in self._claims(links, main_entity(links)) if c.head != c.tail]
        return pairs_of(links, links.claims)

    def _claims(self, links: Links, own: Found | None) -> Iterator[RelationClaim]:
        for index, group in links.by_sentence().items():
            yield from comparisons(links.text, index, group, own)
            yield from self._listed(links, group)
            yield from self._stated_variants(links.text, index, group, own)
            yield from self._members(links.text, index, group, own)
        if own is not None:
            yield from self._by_name(links)
            yield from self._catalogued(links.found, [f for f in links.found if f.introduced and f.kind in RESOURCES])
            yield from self._components(links, own)

    # -- variant_of and part_of by lists ------------------------------------------------------------------------

    def _listed(self, links: Links, group: list[Found]) -> Iterator[RelationClaim]:
        """`LoRA variants such as A, B and C`; `PEFT methods, such as A`; `GLUE tasks such as CoLA`."""
        text = links.text.text
        for position, head in enumerate(group):
            if position + 1 >= len(group):
                break
            first = group[position + 1]
            if first.start < head.end:
                continue
            gap = text[head.end : first.start]
            if len(gap) > 90:
                continue
            if _VARIANTS.search(gap) and head.kind in SYSTEMS:
                for item in run(text, group, position + 1):
                    if item.kind == head.kind:
                        yield RelationClaim.between(item, "variant_of", head, 0.85, "listed as variants")
            elif _SUCH_AS.fullmatch(gap) and re.search(
                r"such as|like|including|among them|e\.g|example|instance|namely", gap
            ):
                for item in run(text, group, position + 1):
                    if item.kind == head.kind or (item.kind in RESOURCES and head.kind in RESOURCES):
                        yield RelationClaim.between(item, "part_of", head, 0.7, "listed as members")

        yield from self._categories(text, group)

    def _categories(self, text: str, group: list[Found]) -> Iterator[RelationClaim]:
        """`LoRA, one of the most popular PEFT methods`; `PEFT, with LoRA being the most popular`; `X and its variant
        Y`; `FEMNIST from LEAF`; `across MTEB tasks, with 55.2 on ArguAna and 72.0 on SciFact`."""
        for first, second in itertools.pairwise(group):
            gap = text[first.end : second.start]
            if (
                first.kind == second.kind == "method"
                and not first.introduced
                and _CATEGORY.fullmatch(gap)
                and _CATEGORY_NOUN.match(text, second.end)
            ):
                noun = _CATEGORY_NOUN.match(text, second.end)
                type_: RelationType = "variant_of" if noun and "variant" in noun.group() else "part_of"
                yield RelationClaim.between(first, type_, second, 0.7, "stated kind")
            elif (
                first.kind == second.kind == "method"
                and _BEING.search(gap)
                and re.match(r"\)?\s+(?:being|as)\b", text[second.end :])
            ):
                yield RelationClaim.between(second, "part_of", first, 0.7, "stated kind")
            elif first.kind == second.kind and first.kind in SYSTEMS and _ITS_VARIANT.fullmatch(gap):
                yield RelationClaim.between(second, "variant_of", first, 0.85, "stated variant")
            elif first.kind in RESOURCES and second.kind == "benchmark" and _FROM.fullmatch(gap):
                for part in group:
                    if (
                        part.kind in RESOURCES
                        and part.end <= second.start
                        and (part is first or JOINT.fullmatch(text[part.end : first.start]))
                    ):
                        yield RelationClaim.between(part, "part_of", second, 0.65, "taken from")
        for position, suite in enumerate(group):
            parts = [f for f in group[position + 1 :] if f.kind in RESOURCES and f.name != suite.name]
            if (
                suite.kind == "benchmark"
                and _SUITE.match(text, suite.end)
                and len(parts) >= 3
                and all(re.match(r"\s*\(\s*[\d.]+", text[f.end : f.end + 12]) for f in parts)
            ):
                for part in parts:
                    yield RelationClaim.between(part, "part_of", suite, 0.65, "scores listed under a suite")

    def _stated_variants(
        self, paper: PaperText, index: int, group: list[Found], own: Found | None
    ) -> Iterator[RelationClaim]:
        start, _ = paper.sentence_span(index)
        text = paper.text
        for position, base in enumerate(group):
            if base.kind not in SYSTEMS:
                continue
            left = text[start : base.start]
            right = text[base.end : base.end + 40]
            near = max(start, base.start - _REACH)
            noun = _VARIANT_NOUN.search(text, near, base.start)
            said = noun or _EXTENDING.search(text, near, base.start)
            plain = _said_of(text, group[:position], start, said.start(), _IS_A if noun else _DOES) if said else None
            if said and plain and plain.kind == base.kind and not _BETTER.match(said.group()):
                yield RelationClaim.between(plain, "variant_of", base, 0.8, "stated variant")
                continue
            subject = self._subject(text, group, position, start, own)
            if subject is None or subject.kind != base.kind or subject.name == base.name:
                continue
            if subject.introduced and said:
                rule = "stated variant" if noun else "said to extend"
                yield RelationClaim.between(subject, "variant_of", base, 0.8 if noun else 0.7, rule)
            elif base.kind == "model" and (
                _MODEL_BASE.search(left) or re.match(r"\s+(?:as (?:the|its|our|a) )?(?:backbone|base)\b", right)
            ):
                if subject.introduced:
                    yield RelationClaim.between(subject, "variant_of", base, 0.7, "built on a model")
            elif (
                base.kind == "model"
                and subject.introduced
                and re.match(r"-based\s+(?:[\w\-]+\s+){0,2}?(?:llm|model|vlm|mllm|lm)", right, re.IGNORECASE)
            ):
                yield RelationClaim.between(subject, "variant_of", base, 0.75, "built on a model")
            elif re.match(r"[-\s](?:based\s+)?(?:variant|extension)\b", right) and subject.introduced:
                yield RelationClaim.between(subject, "variant_of", base, 0.75, "said to extend")

    def _subject(self, text: str, group: list[Found], position: int, start: int, own: Found | None) -> Found | None:
        base = group[position]
        earlier = [f for f in group[:position] if f.kind == base.kind and f.name != base.name and f.end <= base.start]
        introduced = [f for f in earlier if f.introduced]
        if introduced:
            return introduced[-1]
        later = [f for f in group[position + 1 :] if f.introduced and f.kind == base.kind and f.name != base.name]
        if later and re.match(r"\W*(?:built|based|build|start|fine)", text[start : start + 20], re.IGNORECASE):
            return later[0]
        if (
            later
            and later[0].start - base.end < 60
            and re.search(r"\b(?:called|named|termed|dubbed)\b|,\s*$|\(\s*$", text[base.end : later[0].start])
        ):
            return later[0]
        return own if own is not None and own.kind == base.kind and not earlier else None

    # -- part_of -----------------------------------------------------------------------------------------------

    def _members(self, paper: PaperText, index: int, group: list[Found], own: Found | None) -> Iterator[RelationClaim]:
        start, end = paper.sentence_span(index)
        text = paper.text
        for position, whole in enumerate(group):
            left = text[start : whole.start]
            if (
                position
                and not _OF.isdisjoint(paper.keys[max(0, whole.first - 6) : whole.first])
                and _MEMBER.search(left)
            ):
                part = group[position - 1]
                if whole.start - part.end < 50:
                    yield RelationClaim.between(part, "part_of", whole, 0.75, "stated member")
            tail = text[whole.end : end]
            consists = _CONSISTS.match(tail.lstrip(" ,")) if tail else None
            if consists is None or not whole.introduced:
                continue
            for part in group[position + 1 :]:
                if part.introduced and part.name != whole.name and part.start - whole.end < 220:
                    yield RelationClaim.between(part, "part_of", whole, 0.75, "stated to contain")
        yield from self._catalogued(group, group)

    def _catalogued(self, parts: list[Found], wholes: list[Found]) -> Iterator[RelationClaim]:
        """What the catalogue says of two that stand together, where the paper introduces one of them or lists parts."""
        if self.lexicon is None:
            return
        by_id = {f.entry: f for f in wholes if f.entry}
        for part in parts:
            entry = self.lexicon.catalog.by_id.get(part.entry or "")
            for relation, parent in entry.parents if entry else ():
                whole = by_id.get(parent)
                if whole is None or relation == "version_of":
                    continue
                if (relation == "part_of" and part.kind in RESOURCES) or part.introduced:
                    yield RelationClaim.between(
                        part, relation, whole, 0.7, "together in the text, and the catalogue says so"
                    )

    def _components(self, links: Links, own: Found) -> Iterator[RelationClaim]:
        """What the paper introduces as a module, loss or strategy belongs to the method that it is named for."""
        text = links.text.text
        if own.kind not in SYSTEMS:
            return
        for found in links.found:
            if not found.introduced or found.entry or found.name == own.name or found.kind != "method":
                continue
            last_word = found.name.split()[-1].lower()
            around = text[found.end : found.end + 40]
            before = text[max(0, found.start - 40) : found.start]
            titled = own.start < links.text.title_clean_end and found.start >= links.text.title_clean_end
            parted = (
                (titled or " " not in own.name)
                and " " in found.name
                and found.entry is None
                and own.name not in found.name
            )
            if (
                parted
                or _COMPONENT_NOUN.match(last_word)
                or _COMPONENT_NOUN.match(around)
                or re.search(
                    r"\b(?:module|loss|component|strategy|mechanism|stage|objective)s?,?\s*(?:called|named|"
                    r"termed)?[,:]?\s*$",
                    before,
                    re.IGNORECASE,
                )
            ):
                yield RelationClaim.between(found, "part_of", own, 0.65, "a component that the paper introduces")

    def _by_name(self, links: Links) -> Iterator[RelationClaim]:
        """A name that holds another's: LoRA-GA is a variant of LoRA, Fair Boosting one of Boosting."""
        strings: dict[str, set[tuple[str, ...]]] = {}
        first: dict[str, Found] = {}
        text, main = links.text, main_entity(links)
        for found in links.found:
            first.setdefault(found.name, found)
            strings.setdefault(found.name, set()).add(tuple(text.keys[found.first : found.last]))
        for name, found in first.items():
            if self.lexicon is not None and found.entry and (entry := self.lexicon.catalog.by_id.get(found.entry)):
                strings[name].update(keys_of(s) for s in entry.strings)
        for name, found in first.items():
            if not any(f.introduced for f in links.found if f.name == name) or found.kind not in SYSTEMS:
                continue
            if main is not None and name != main.name and " " in name and found.entry is None:
                continue  # a part says with such a name what it is made of
            bases: list[tuple[int, Found]] = []
            for other_name, other in first.items():
                if (
                    other_name == name
                    or other.kind != found.kind
                    or (found.family == other_name and not _is_tuned(name, other_name))
                ):
                    continue
                length = max(
                    (len(b) for a in strings[name] for b in strings[other_name] if holds(a, b)),
                    default=0,
                )
                if length:
                    bases.append((length, other))
            if bases and not _is_plain(max(bases, key=lambda b: b[0])[1].name):
                yield RelationClaim(
                    found.name,
                    "variant_of",
                    max(bases, key=lambda b: b[0])[1].name,
                    Claim(found.start, found.end, 0.7, "one name holds the other"),
                )


def _related(pair: Pair, chances: list[float]) -> Iterator[tuple[RelationType, float]]:
    """The relations of a pair that are sure enough, each with how sure it is."""
    for type_, chance in zip(RELATION_TYPES, chances, strict=True):
        claims = (c.claim for c in pair.claims if c.type == type_)
        stated = max((c.confidence for c in claims if c.rule in STATED), default=0.0)
        if max(chance, stated) >= RELATED:
            yield type_, max(chance, stated)


def _said_of(text: str, earlier: list[Found], start: int, position: int, between: re.Pattern[str]) -> Found | None:
    """The name of which it is said, in a sentence that starts there: it stands right before, and nothing governs it."""
    for found in earlier[-1:]:
        if found.end <= position and between.fullmatch(text, found.end, position) and not governed(text, found, start):
            return found
    return None


_DENIAL = re.compile(r"\b(?:not|never|cannot|fails? to|failed to)\b|n't\b")


def _is_denied(paper: PaperText, pair: Pair, type_: RelationType) -> bool:
    """Whether the words between say that it is not so, and no rule reads that it is."""
    head, tail = sorted(pair.near, key=lambda f: f.start)
    between = (
        paper.text[head.end : tail.start] if paper.sentence_of(head.start) == paper.sentence_of(tail.start) else ""
    )
    return bool(_DENIAL.search(between)) and not any(c.type == type_ for c in pair.claims)


def _judged(paper: PaperText, pair: Pair, type_: RelationType, chance: float) -> RelationClaim:
    """A relation that stands, with the words that a rule read it from, else those between the two nearest places."""
    confidence = min(round(chance, 2), SUREST)
    claims = [c for c in pair.claims if c.type == type_]
    head, tail = pair.near
    if claims:
        best = max(claims, key=lambda c: c.claim.confidence)
        return RelationClaim(head.name, type_, tail.name, replace(best.claim, confidence=confidence))
    if paper.sentence_of(head.start) == paper.sentence_of(tail.start):
        return RelationClaim.between(head, type_, tail, confidence, "words between")
    return RelationClaim(head.name, type_, tail.name, Claim(head.start, head.end, confidence, "words around"))


_PLAIN = re.compile(
    r"(?i)(?:Transformer|Attention|Distillation|Learning|Training|Tuning|Optimization|Sampling|Search|Network|"
    r"Model|Loss|Regularization|Augmentation|Estimation|Inference|Masking|Pruning|Quantization|Prompting|"
    r"Reasoning|Generation|Retrieval)\Z"
)


def _is_plain(name: str) -> bool:
    """A technique so broad that a name which holds it says what it uses, not what it varies: attention."""
    return bool(_PLAIN.search(name)) and any(c.islower() for c in name[1:]) and len(name.split()) <= 2


def _is_tuned(name: str, family: str) -> bool:
    """Whether a name adds a tuning, not just a size, to its family's: Mistral 7B Instruct to Mistral 7B."""
    rest = name.removeprefix(family)
    return any(c.isalpha() for c in re.sub(r"(?:\d+x)?\d+(?:\.\d+)?[BMKbmk]\b", "", rest))
