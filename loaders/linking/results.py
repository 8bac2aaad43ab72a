"""Reported numbers, with what they are about.

Rules read numbers sentence by sentence, and what each may be about; the judge decides which are results and where they
were reached.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from . import coordination
from .comparisons import subjects_of
from .document import RESOURCES, SYSTEMS, Claim, Found, Links, ResultClaim, main_entity
from .network import SUREST
from .numbers import Number, direction, numbers_of
from .result_judge import Reported, ResultJudge

_VERSUS = re.compile(
    r"\b(?:outperform\w*|surpass\w*|exceed\w*|beat\w*|over|than|compared (?:to|with)|relative to|against|"
    r"versus|vs\.?)\s+(?:the\s+|vanilla\s+|standard\s+|baseline\s+|previous\s+)*$",
    re.IGNORECASE,
)
_BEATS_IT = re.compile(r"\b(?:outperform|surpass|exceed|beat)\w*\s+(?:it|the latter)\b", re.IGNORECASE)
_COST = re.compile(r"(?i)latency|memory|time|costs?|flops|energy|parameters|speed|throughput|budget|convergence")
_FASTER = re.compile(r"(?i)speed|fast|throughput")
REPORTED = 0.5
"""From this probability on a number is a result."""
REFUSED = 0.8
"""The same, where rules say why it is none."""
NEVER = ("a statistic", "an interval")
"""Refusals of the rules that no judge overrules."""
SURE = 3.0
"""How much likelier a number must be a gain than a value, or a value than a gain, where rules say the other."""
PLACED = 0.5
"""From this probability on it was reached on a data set or benchmark."""
RULED = 0.2
"""The same, where rules say so."""


class Results:
    """Reads the numbers of each sentence and what they are about."""

    def __init__(self, judge: ResultJudge | None = None) -> None:
        self.judge = judge or ResultJudge()

    def read(self, links: Links) -> None:
        numbers = numbers_of(links)
        if not numbers:
            return
        by_sentence, own = links.by_sentence(), main_entity(links)
        chances = iter(self.judge.outcomes(links, numbers).tolist())
        reported: list[Reported] = []
        for index, here in numbers.items():
            results, sure = [], []
            for number, (none, value, gain) in zip(here, chances, strict=False):
                if number.refused not in NEVER and 1 - none >= (REFUSED if number.refused else REPORTED):
                    least = 1 / SURE if number.delta else SURE
                    results.append(replace(number, delta=gain > least * value))
                    sure.append(1 - none)
            reported += self.ruled(links, index, by_sentence.get(index, []), results, sure)
        places: dict[int, list[tuple[float, str]]] = {}
        for place, chance in self.judge.places(links, reported):
            one = place.reported
            if not one.everywhere and chance >= (RULED if place.name in one.ruled else PLACED):
                places.setdefault(id(one), []).append((chance, place.name))
        for one in reported:
            group = by_sentence.get(one.sentence, [])
            links.results += self._claims(links, one, group, places.get(id(one)), reported, own)

    def ruled(
        self, links: Links, sentence: int, group: list[Found], numbers: list[Number], sure: list[float]
    ) -> list[Reported]:  # fmt: skip
        """The results of a sentence, with how sure it is that they are, and what rules say each was reached on; `group`
        are the names of the sentence."""
        if not numbers:
            return []
        text = links.text.text
        start, end = links.text.sentence_span(sentence)
        resources = [f for f in group if f.kind in RESOURCES]
        on = self._places(text, start, end, resources, numbers, "respectively" in text[start:end])
        out = []
        for number, chance, places in zip(numbers, sure, on, strict=True):
            # what is saved is saved on all of them
            everywhere = number.delta and len({f.name for f in resources}) > 1 and _COST.search(number.metric or "")
            out.append(Reported(number, chance, sentence, [] if everywhere else places, bool(everywhere)))
        return out

    # -- what they are about ----------------------------------------------------------------------------------

    def _claims(
        self, links: Links, one: Reported, group: list[Found], places: list[tuple[float, str]] | None,
        reported: list[Reported], own: Found | None,
    ) -> Iterator[ResultClaim]:  # fmt: skip
        """A claim for each place where the number was reached; one for nowhere in particular."""
        number = one.number
        start, _ = links.text.sentence_span(one.sentence)
        systems = [f for f in group if f.kind in SYSTEMS]
        beside = [r for r in reported if r.sentence == one.sentence]
        method, model, versus = self._parties(links.text.text, start, systems, one, beside, own)
        sped_up = number.delta and number.unit == "x" and _FASTER.search(number.metric or "")
        better = "higher" if sped_up else direction(number.metric)
        nowhere: list[tuple[float, str | None]] = [(1.0, None)]
        for chance, place in places or nowhere:
            claim = Claim(number.start, number.end, min(round(one.sure * chance, 2), SUREST), "reported number")
            yield ResultClaim(
                number.value, claim, method, model, place, number.metric, number.unit, number.delta, versus, better
            )

    def _places(
        self, text: str, start: int, end: int, resources: list[Found], numbers: list[Number], respectively: bool
    ) -> list[list[str]]:  # fmt: skip
        """For each number the data sets or benchmarks it was reached on."""
        names = list(dict.fromkeys(f.name for f in resources))
        out: list[list[str]] = []
        if not names:
            return [[] for _ in numbers]
        groups = _lists(text, resources)
        number_groups = _number_lists(text, numbers)
        paired: dict[int, str] = {}
        own_run = {index: run for run in number_groups for index in run}
        placed: list[str] = []  # places that numbers of this sentence were given one by one, in order
        for run in number_groups:
            nearest = [g for g in groups if len({f.name for f in g}) == len(run)]
            if len(run) > 1 and nearest:
                position = numbers[run[0]].start
                chosen = min(nearest, key=lambda g: abs(g[0].start - position))
                distinct = list(dict.fromkeys(f.name for f in chosen))
                for index, name in zip(run, distinct, strict=True):
                    paired[index] = name
        for index, number in enumerate(numbers):
            before = [
                f for f in resources if f.end <= number.start and _IN_BRACKETS.fullmatch(text, f.end, number.start)
            ]
            after = next(
                (f for f in resources if f.start >= number.end and _ON_AFTER.fullmatch(text[number.end : f.start])),
                None,
            )
            if before:
                out.append([before[-1].name])
            elif index in paired and (respectively or len(names) > 1):
                out.append([paired[index]])
            elif after is not None:
                run_ = next((g for g in groups if after in g), [after])
                single = len(run_) == 1 or _numbers_in(numbers, run_)
                out.append([after.name] if single else list(dict.fromkeys(f.name for f in run_)))
                if single and after.name not in placed:
                    placed.append(after.name)
            elif 1 < len(own_run[index]) <= len(placed) and not before:
                # "60.1% on MMLU and 30.5% on HumanEval, where … is at 55.6% and 18.9%": in the same order
                run = own_run[index]
                out.append([placed[-len(run) :][run.index(index)]])
            else:
                earlier = [
                    f
                    for f in resources
                    if f.end <= number.start
                    and re.search(r"(?i)\b(?:on|in|for|across|over)\b[^;.]{0,60}$", text[start : f.start])
                ]
                clause = [f for f in earlier if not re.search(r";|\bwhile\b", text[f.end : number.start])]
                if clause:
                    run_ = next((g for g in groups if clause[-1] in g), [clause[-1]])
                    out.append(
                        [clause[-1].name]
                        if len(run_) == 1 or len(numbers) > 1
                        else list(dict.fromkeys(f.name for f in run_))
                    )
                elif len(names) == 1:
                    out.append(names)
                else:
                    out.append([])
        return out

    def _rivals(self, text: str, start: int, systems: list[Found], number: Number, own: Found | None) -> list[Found]:
        """The baselines that a sentence sets its number against, the first and what it is coordinated with."""
        first = next(
            (n for n, f in enumerate(systems) if _VERSUS.search(text, max(start, f.start - 40), f.start)), None
        )
        if first is not None:
            listed = coordination.run(text, systems, first)
            names = {f.name for n, f in enumerate(listed) if not n or not _ACTS.match(text, f.end)}
            return [f for f in systems if f.name in names]
        if (beaten := _BEATS_IT.search(text, start, number.start)) is None:
            return []
        won = {f.name for f in subjects_of(text, systems, beaten.start(), start, own)}
        return [f for f in systems if f.end <= beaten.start() and f.name not in won][-1:]

    def _parties(
        self, text: str, start: int, systems: list[Found], one: Reported, beside: list[Reported], own: Found | None
    ) -> tuple[str | None, str | None, str | None]:
        """(method, model, baseline) of a number; `beside` are the results of its sentence."""
        number = one.number
        rivals = self._rivals(text, start, systems, number, own)
        versus = next(iter(rivals), None)
        if number.delta:  # a gain beside one of several baselines is one over that: "beats LoRA (+5) and DoRA (+2)"
            versus = next((f for f in rivals if _REACHES.fullmatch(text, f.end, number.start)), versus)
        names = {f.name for f in rivals}
        subjects = [f for f in systems if f.name not in names]
        earlier = [f for f in subjects if f.end <= number.start]
        methods = [f for f in earlier if f.kind == "method"]
        models = [f for f in earlier if f.kind == "model"] or [f for f in subjects if f.kind == "model"]
        method: str | None = None
        own_here = own is not None and any(f.name == own.name for f in earlier)
        if own is not None and own.kind == "method" and (own_here or not methods):
            method = own.name
        if methods and not own_here:
            method = methods[-1].name
        model = models[-1].name if models else None
        if (
            own is not None
            and own.kind == "model"
            and not methods
            and (model is None or any(f.name == own.name for f in earlier))
        ):
            model = own.name
        stated = _stated(text, subjects, rivals, one, beside)
        if stated is not None:
            method, model = (stated.name, model) if stated.kind == "method" else (method, stated.name)
            if stated in rivals and stated.kind == "model":
                method = None
        return method, model, versus.name if versus is not None and number.delta else None


def _stated(
    text: str, subjects: list[Found], rivals: list[Found], one: Reported, beside: list[Reported]
) -> Found | None:
    """The system that the place of a number says it is about: `BERT (87.1)`, `85.0 for ELMo`; the second of `87.1 vs.
    85.0` is the baseline's; of `BERT and ELMo reach 87.1 and 85.0` each has its own. A gain is none of a baseline's."""
    number = one.number
    everyone = subjects if number.delta else sorted([*subjects, *rivals], key=lambda f: f.start)
    beside_it = next((f for f in everyone if _REACHES.fullmatch(text, f.end, number.start)), None)
    beside_it = beside_it or next((f for f in everyone if _FOR.fullmatch(text, number.end, f.start)), None)
    numbers = [r.number for r in beside]
    position = next(i for i, r in enumerate(beside) if r is one)
    against = position and _AGAINST.fullmatch(text, numbers[position - 1].end, number.start)
    if against and rivals and not number.delta:
        return rivals[0]
    run = next(r for r in _number_lists(text, numbers) if position in r)
    if len(run) < 2 or len({tuple(beside[i].ruled) for i in run}) > 1:
        return beside_it  # alone, or each of them was reached somewhere else
    first, last = numbers[run[0]], numbers[run[-1]]
    named = [list({f.name: f for f in names}.values()) for names in _lists(text, everyone)]
    fitting = [names for names in named if len(names) == len(run)]
    after = [names for names in fitting if _FOR.fullmatch(text, last.end, names[0].start)]
    before = [names for names in fitting if names[-1].end <= first.start and not any(f in rivals for f in names)]
    lists = after or before[-1:]
    return lists[0][run.index(position)] if lists else beside_it


_ACTS = re.compile(
    r"\s+(?:\w+ly\s+)?(?:achiev|reach|attain|obtain|scor|get|yield|gain|improv|is|are|has|have|does|sets?|show|perform)\w*\b"
)
"""What follows a subject: "compared with BERT, XLNet achieves"."""
_IN_BRACKETS = re.compile(r"\s*[(:=]\s*[+~]?")
_REACHES = re.compile(
    r"\s*(?:[(:=]|\b(?:at|with|reach|achiev|attain|obtain|scor|get|yield)(?:e|s|es|ed|ing)?\b)\s*[+~]?(?:an?\s)?"
)
_FOR = re.compile(r"\s*(?:%|points?|percentage points|pp|x|times)?\)?\s+(?:for|by)\s+(?:the\s+)?", re.IGNORECASE)
_AGAINST = re.compile(r"\s?%?\s{0,3}(?:vs\.?|versus|against|compared (?:to|with)|over)\s{1,3}", re.IGNORECASE)
_ON_AFTER = re.compile(
    r"(?:[^;.()]|\.(?=\d)){0,60}?\b(?:on|in|for|across|over|using)\s+(?:the\s+|both\s+|"
    r"\w+\s+of\s+(?:the\s+)?)?(?:[\w\-]+\s+){0,2}?",
    re.IGNORECASE,
)
_BETWEEN_ITEMS = re.compile(
    r"\s*(?:\([^()]*\))?\s*,?\s*(?:(?:and|or|&)\s+)?(?:the\s+|on\s+(?:the\s+)?)?(?:datasets?\s+|"
    r"benchmarks?\s+)?(?:and\s+)?(?:on\s+)?",
    re.IGNORECASE,
)
_NEAR = 80
"""Characters between two numbers of one list, at most."""
_BETWEEN_NUMBERS = re.compile(
    r"\s?%?\s?(?:points?|in [\w\- ]{1,30}?)?(?:[\s,/&]|\b(?:and|or)\b)+[+~≈]?\s?(?:by\s|\$)?", re.IGNORECASE
)


def _lists(text: str, items: list[Found]) -> list[list[Found]]:
    """Runs of entities that stand in one list."""
    out: list[list[Found]] = []
    for item in items:
        if out and item.start >= out[-1][-1].end and _BETWEEN_ITEMS.fullmatch(text[out[-1][-1].end : item.start]):
            out[-1].append(item)
        else:
            out.append([item])
    return out


def _number_lists(text: str, numbers: list[Number]) -> list[list[int]]:
    """Runs of numbers that stand in one list: indices into `numbers`."""
    out: list[list[int]] = []
    for index, number in enumerate(numbers):
        if out:
            last = numbers[out[-1][-1]]
            if last.start < number.start <= last.end + _NEAR and _BETWEEN_NUMBERS.fullmatch(
                text[last.end : number.start]
            ):
                out[-1].append(index)
                continue
        out.append([index])
    return out


def _numbers_in(numbers: list[Number], run: list[Found]) -> bool:
    """Whether a number stands inside a list of entities: each has its own."""
    return any(run[0].start < n.start < run[-1].end for n in numbers)
