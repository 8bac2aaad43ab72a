"""Reported numbers, with what they are about.

Read sentence by sentence: numbers that stand with a metric, a verb of achievement or a verb of change. Dates, sizes,
counts and costs that are no comparison are left out (gold/GUIDELINE.md).
"""

import re
from dataclasses import dataclass

from .document import RESOURCES, SYSTEMS, Claim, Found, Links, ResultClaim, main_entity
from .openings import Opening
from .text import PaperText

_NUMBER = re.compile(
    r"(?<![\w.,/$@^_\-–])(?P<sign>[+\-−]|~|≈|>|<)?\s?(?P<value>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|"
    r"\.\d+)(?:\s?(?P<unit1>%|x|×|times|percent))?(?:\s?(?:-|–|--|—|to|"
    r"~)\s?(?P<value2>\d+(?:\.\d+)?))?(?P<unit>\s?(?:%p?t?s?|percent(?:age)?(?:[- ]points?)?|pp\b|[x×](?!\w)|"
    r"-?fold\b|\s?-?times\b|points?\b|pts?\b|dB\b|(?:orders? of magnitude)\b))?(?![\w.]*\d)(?!\s?-?(?:st|nd|"
    r"rd|th)\b)"
)
_COUNTED = re.compile(
    r"^(?:\s?[-]?(?:[KMBGT]\b|GB|MB|TB|ms|fps|FPS|Hz|GHz|kHz|GFLOPs?|FLOPs?|bits?|bit)\b|"
    r"\s?\+?\s?(?:[A-Za-z\-]+\s){0,3}?(?:images?|tokens?|samples?|languages?|tasks?|datasets?|benchmarks?|"
    r"models?|papers?|hours?|days?|minutes?|seconds?|years?|months?|weeks?|GPUs?|parameters|layers?|steps?|"
    r"epochs?|classes|categories|users?|patients?|participants?|questions?|examples?|videos?|clips?|"
    r"documents?|pairs?|annotat\w+|agents?|nodes?|edges?|iterations?|rounds?|runs?|seeds?|domains?|million|"
    r"billion|trillion|thousand|k\b|hundred|attacks?|methods|baselines|objects?|scenes?|problems?|instances?|"
    r"dimensions?|features?|variables?|experts?|frames?|subjects?|sentences?|words?|instructions?|scenarios?|"
    r"environments?|types?|sources?|countries|dialogues?|conversations?|queries|trajectories|shots?)\b)",
)  # fmt: skip
_MORE_WORDS = re.compile(
    r"\s+(?!(?:on|in|for|and|vs|versus|to|with|at|over|of|points?|by|from|when|while|after|using|compared|"
    r"across|per|under|as|than)\b)[A-Za-z]"
)
_METRIC = Opening(
    r"\b(?:(?:top-?[15]|mean|average|overall|macro|micro|absolute|balanced|exact|relative|semantic|weighted|"
    r"median|test|zero-shot|pass|win|success|error|detection|hit|recall|attack success)[\s-]+)*(?:accurac(?:y|"
    r"ies)|f1(?:[\s-]scores?)?|bleu(?:-\d)?|codebleu|rouge(?:-[12l])?|meteor|cider|precision|recall|auroc|"
    r"auc(?:-roc)?|roc-auc|map(?:@\d+)?|ap\d*|miou|m?iou|dice(?: scores?| coefficient)?|fid|sfid|psnr|ssim|"
    r"lpips|wer|cer|perplexity|ppl|pass@\d+|recall@\d+|ndcg(?:@\d+)?|mrr(?:@\d+)?|hits?@\d+|mae|rmse|mse|r2|"
    r"r\^2|exact match|em|win[\s-]rates?|success rates?|error rates?|hallucination(?: rates?)?|similarity|"
    r"score[s]?|elo|speed-?ups?|throughput|latency|inference time|training time|"
    r"memory(?: usage| consumption| footprint)?|training costs?|inference costs?|computational costs?|costs?|"
    r"flops|energy(?: consumption)?|parameters?(?: stored| count)?|convergence(?: speed)?|performance|rate|"
    r"correlation|mota|hota|eer|der|mcc|kappa|deviation|error|loss|gap)\b",
    words="top mean average overall macro micro absolute balanced exact relative semantic weighted median test "
    "zero pass win success error detection hit hits recall attack accuracy accuracies f bleu codebleu "
    "rouge meteor cider precision auroc auc roc map ap miou iou dice fid sfid psnr ssim lpips wer cer "
    "perplexity ppl ndcg mrr mae rmse mse r em hallucination similarity score scores elo speed speedup "
    "speedups throughput latency inference training memory computational cost costs flops energy "
    "parameter parameters convergence performance rate correlation mota hota eer der mcc kappa deviation "
    "loss gap",
)
_ACHIEVE = Opening(
    r"\b(?:achiev\w*|reach\w*|attain\w*|obtain\w*|scor(?:e|es|ed|ing)|yield\w*|deliver\w*|record\w*|report\w*|"
    r"get(?:s|ting)?|gain\w*|improv\w*|boost\w*|increas\w*|rais\w*|rises?|enhanc\w*|reduc\w*|decreas\w*|"
    r"drop\w*|lower\w*|cut\w*|sav(?:es?|ing|ings)|declin\w*|fall\w*|degrad\w*|accelerat\w*|speed\w*|faster|"
    r"slower|outperform\w*|surpass\w*|exceed\w*|beat\w*|lead\w*|accuracy|performance|f1|demonstrat\w*|show\w*|"
    r"exhibit\w*|with (?:an?|a) |up to|from|set\w* a new|retain\w*|maintain\w*|preserv\w*|compared|succe\w*|"
    r"only|induc\w*|result\w* in|solv\w*|resolv\w*|pass\w*)",
    words="f with up",
    stems="achiev reach attain obtain scor yield deliver record report get gain improv boost increas rais rise "
    "enhanc reduc decreas drop lower cut sav declin fall degrad accelerat speed faster slower outperform "
    "surpass exceed beat lead accuracy performance demonstrat show exhibit from set retain maintain "
    "preserv compared succe only induc result solv resolv pass",
)
_DELTA_LEFT = re.compile(
    r"(?:\bby(?: (?:up to|about|around|roughly|approximately|nearly|almost|over|more than|at least|as much as|"
    r"an average of|an additional|a factor of|an absolute|a relative|average))*\s*$|"
    r"\b(?:improvements?|gains?|increases?|reductions?|decreases?|drops?|boosts?|declines?|speed-?ups?|"
    r"savings?|degradation|difference|margins?|gaps?|lift)\b(?:\s+\w+){0,4}?\s+(?:of|by|up to|to|from|"
    r"exceeding|over|between|around)(?:\s+(?:up to|about|around|roughly|approximately|nearly|over|at least|"
    r"as much as|an average of))*\s*$|\b(?:reduc(?:es|ed|ing|e)|decreas(?:es|ed|ing|e)|sav(?:es|ed|ing|e)|"
    r"cut(?:s|ting)?)\s+(?:around|about|roughly|approximately|up to|over|at least|nearly|more than|by)?\s*$|"
    r"\b(?:gains?|loses?|lost|lead is|leads? by|up by|down by|no more than|more than|almost|nearly) (?:about |"
    r"more than |almost )?$(?<!with more than )(?<!with almost )|"
    r"\bachiev\w+ (?:an? )?(?:up to |over |about |around |average |more than )?$(?<=\bup to ))",
    re.IGNORECASE,
)
_DELTA_RIGHT = re.compile(
    r"^\s*(?:\w+\s+){0,3}?(?:improvements?|gains?|increases?|reductions?|decreases?|drops?|boosts?|"
    r"speed-?ups?|faster|slower|higher|lower|better|fewer|less|more|smaller|larger|savings?|decline|"
    r"degradation|relative|acceleration|compression|cheaper|over the|over|greater|reduced)\b",
    re.IGNORECASE,
)
_TIMES_UNITS = re.compile(r"x|×|times|fold|orders?", re.IGNORECASE)
_CLAUSE = re.compile(r"[;:]|,\s(?:while|whereas|and|but|with|which)\s|\bwhile\b|\bwhereas\b|—")
_VERSUS = re.compile(
    r"\b(?:outperform\w*|surpass\w*|exceed\w*|beat\w*|over|than|compared (?:to|with)|relative to|against|"
    r"versus|vs\.?)\s+(?:the\s+|vanilla\s+|standard\s+|baseline\s+|previous\s+)*$",
    re.IGNORECASE,
)
_LOWER_BETTER = re.compile(
    r"error|loss|perplexity|ppl|fid|lpips|wer|cer|mae|rmse|mse|latency|time|memory|cost|flops|energy|"
    r"hallucination|parameters|deviation|eer|der|rate of|toxicity|gap",
    re.IGNORECASE,
)
_HIGHER_BETTER = re.compile(
    r"accurac|f1|bleu|rouge|meteor|cider|precision|recall|auc|auroc|map|iou|dice|psnr|ssim|pass@|ndcg|mrr|"
    r"hits?@|match|win|success|score|elo|speed|throughput|similarity|performance|correlation|mcc|kappa",
    re.IGNORECASE,
)
_STATISTIC = re.compile(
    r"(?:\b(?:[prdtFnNRκβαρτ]|alpha|beta|rho|kappa|eta|epsilon|lambda|Cohen's d|AUC-p)\s?(?:=|<|>|≤|≥|≈)\s?|"
    r"\b(?:effect sizes?|p-values?|odds ratios?|hazard ratios?|threshold|temperature|rank|confidence|"
    r"significance level|learning rate|seed|layer|level|version|budget|ratio) (?:of|at|=|"
    r"to)?\s?)[\d.,\s%and]*$"
)
_COST = re.compile(r"(?i)latency|memory|time|costs?|flops|energy|parameters|speed|throughput|budget|convergence")
_SCORED_LEFT = re.compile(r"(?i)achiev|reach|attain|obtain|scor|report|yield|get|outperform|surpass|from")
_FASTER = re.compile(r"(?i)speed|fast|throughput")
_DIGIT = re.compile(r"[0-9]")
_YEAR = re.compile(r"(?:19|20)\d\d$")


@dataclass(slots=True)
class Number:
    """A reported number; `start` and `end` are offsets in the clean text."""

    start: int
    end: int
    value: float
    unit: str | None
    delta: bool
    metric: str | None


def direction(metric: str | None) -> str:
    """Whether more of a metric is better: higher, lower or unknown."""
    if not metric:
        return "unknown"
    if _LOWER_BETTER.search(metric):
        return "lower"
    return "higher" if _HIGHER_BETTER.search(metric) else "unknown"


class Results:
    """Reads the numbers of each sentence and what they are about."""

    def read(self, links: Links) -> None:
        paper = links.text
        own = main_entity(links)
        by_sentence = links.by_sentence()
        numbered = {paper.sentence_of(digit.start()) for digit in _DIGIT.finditer(paper.text)}
        for index in range(1 if paper.title_clean_end else 0, len(paper.sentence_starts)):
            if index not in numbered:
                continue
            start, end = paper.sentence_span(index)
            group = by_sentence.get(index, [])
            numbers = self._numbers(paper, start, end, group)
            if numbers:
                links.results.extend(self._about(paper, start, end, group, numbers, own))

    # -- which numbers ----------------------------------------------------------------------------------------

    def _numbers(self, paper: PaperText, start: int, end: int, group: list[Found]) -> list[Number]:
        text = paper.text
        if not (_ACHIEVE.search(paper, start, end) or _METRIC.search(paper, start, end)):
            return []
        out: list[Number] = []
        for match in _NUMBER.finditer(text, start, end):
            at, stop = match.span()
            value_at = match.start("value")
            if any(f.start < stop and value_at < f.end for f in group):
                continue
            raw = match["value"]
            unit = (match["unit"] or match["unit1"] or "").strip(" -")
            right = text[stop : min(end, stop + 60)]
            left = text[max(start, value_at - 190) : at]
            if _YEAR.fullmatch(raw) and not unit and not match["value2"]:
                continue
            if not unit and (_COUNTED.match(right) or ("." not in raw and _MORE_WORDS.match(right))):
                continue
            if _STATISTIC.search(left):
                continue
            if re.match(r"\s*(?:CIs?\b|confidence|credible|significance|quantile|percentile)", right):
                continue
            if (
                unit
                and re.match(r"\s+of\s+(?:the\s+)?(?!.{0,30}(?:performance|accuracy))", right)
                and not re.search(r"(?i)(?:reduc|improv|recover|retain|maintain|achiev|reach|sav)\w*", left)
            ):
                continue
            delta = self._is_delta(match, unit, left, right)
            decimal = "." in raw
            metric = self._metric(paper, start, end, value_at, stop)
            scored = re.search(
                r"(?i)\b(?:scores?|accurac\w+|rates?|f1|bleu|recall|precision|performance|iou|auc|auroc|map|"
                r"psnr|pass@\d+)\b[^,;.]{0,25}$",
                left,
            ) or (metric and re.match(rf"\W{{0,2}}{re.escape(metric)}", right.strip(), re.IGNORECASE))
            if not unit and not decimal and not (delta and metric) and not scored:
                continue
            if not unit and decimal and not (metric or delta or _SCORED_LEFT.search(left)):
                continue
            if unit == "points" and not re.search(r"(?i)\b(?:percentage )?points?", match.group()):
                unit = ""
            if (
                not delta
                and unit == "%"
                and not (
                    metric
                    or _ACHIEVE.search(paper, max(start, value_at - 190), at)
                    or re.search(r"(?i)\b(?:accura|success|rate)", right)
                )
            ):
                continue
            for value in (raw, match["value2"]):
                if value:
                    out.append(Number(value_at, stop, float(value.replace(",", "")), _unit(unit), delta, metric))
        return out

    def _is_delta(self, match: re.Match[str], unit: str, left: str, right: str) -> bool:
        if unit and _TIMES_UNITS.match(unit):
            return True
        if match["sign"] in ("+", "-", "−"):
            return True
        if _DELTA_LEFT.search(left):
            return True
        if _DELTA_RIGHT.match(right) and not re.match(r"\s*(?:accuracy|f1|score)", right, re.IGNORECASE):
            return True
        # the second number of "by 5.8 % and 2.0 %", "gains of 1.2, 3.4 and 5.6"
        tail = re.search(
            r"(?:\bby\b|\b(?:improvements?|gains?|increases?|reductions?|decreases?|drops?|boosts?)\s+(?:of|"
            r"by)\b)((?:[^;.]|\.(?=\d)){0,170})$",
            left,
            re.IGNORECASE,
        )
        return bool(
            tail
            and re.fullmatch(
                r"(?:\s*(?:[+~≈]?\d+(?:\.\d+)?\s?%?(?:\s?(?:points?|x))?|,|and|or|to|about|up|over|"
                r"on [\w\- ]{1,30}|in [\w\- ]{1,30}|\([^()]*\)))*\s*",
                tail[1],
                re.IGNORECASE,
            )
        )

    def _metric(self, paper: PaperText, start: int, end: int, at: int, stop: int) -> str | None:
        """The metric nearest to the number, as written."""
        best: tuple[int, str] | None = None
        for match in _METRIC.finditer(paper, max(start, at - 110), min(end, stop + 60)):
            distance = at - match.end() if match.end() <= at else (match.start() - stop) * 1.2
            if distance >= 0 and (best is None or distance < best[0]):
                best = (int(distance), match.group())
        return best[1] if best else None

    # -- what they are about ----------------------------------------------------------------------------------

    def _about(
        self, paper: PaperText, start: int, end: int, group: list[Found], numbers: list[Number], own: Found | None
    ) -> list[ResultClaim]:
        text = paper.text
        resources = [f for f in group if f.kind in RESOURCES]
        systems = [f for f in group if f.kind in SYSTEMS]
        respectively = "respectively" in text[start:end]
        on = self._places(text, start, end, resources, numbers, respectively)
        out: list[ResultClaim] = []
        for number, places in zip(numbers, on, strict=True):
            if number.delta and len({f.name for f in resources}) > 1 and _COST.search(number.metric or ""):
                places = []  # what is saved is saved on all of them
            method, model, versus = self._parties(text, start, systems, number, numbers, own)
            sped_up = number.delta and number.unit == "x" and _FASTER.search(number.metric or "")
            better = "higher" if sped_up else direction(number.metric)
            nowhere: list[str | None] = [None]
            for place in places or nowhere:
                claim = Claim(number.start, number.end, 0.75 if place or method or model else 0.6, "reported number")
                out.append(
                    ResultClaim(
                        number.value, claim, method, model, place, number.metric, number.unit, number.delta, versus,
                        better,
                    )
                )  # fmt: skip
        return out

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
                f
                for f in resources
                if f.end <= number.start and re.fullmatch(r"\s*[(:=]\s*[+~]?", text[f.end : number.start])
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

    def _parties(
        self, text: str, start: int, systems: list[Found], number: Number, numbers: list[Number], own: Found | None
    ) -> tuple[str | None, str | None, str | None]:
        """(method, model, baseline) of a number."""
        versus = next((f for f in systems if _VERSUS.search(text[max(start, f.start - 40) : f.start])), None)
        subjects = [f for f in systems if f is not versus and (versus is None or f.name != versus.name)]
        earlier = [f for f in subjects if f.end <= number.start]
        methods = [f for f in earlier if f.kind == "method"]
        models = [f for f in earlier if f.kind == "model"] or [f for f in subjects if f.kind == "model"]
        method: str | None = None
        own_here = own is not None and any(f.name == own.name for f in earlier)
        if own is not None and own.kind == "method" and (own_here or not methods):
            method = own.name
        if methods and not own_here:
            method = methods[-1].name
        introduced = [f for f in methods if f.introduced]
        runs = _lists(text, introduced)
        group = next((r for r in _number_lists(text, numbers) if numbers.index(number) in r), [])
        match_run = next((r for r in runs if len(r) == len(group) and len(group) > 1), None)
        if match_run:
            method = match_run[group.index(numbers.index(number))].name
        model = models[-1].name if models else None
        if (
            own is not None
            and own.kind == "model"
            and not methods
            and (model is None or any(f.name == own.name for f in earlier))
        ):
            model = own.name
        return method, model, versus.name if versus is not None and number.delta else None


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
_BETWEEN_NUMBERS = re.compile(
    r"\s*%?\s*(?:points?|in [\w\- ]{1,30})?\s*(?:,|and|/|&|or|,\s*and|\s)+\s*[+~≈]?\s*(?:by\s+|\$)?", re.IGNORECASE
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
            if number.start > last.start and _BETWEEN_NUMBERS.fullmatch(text[last.end : number.start]):
                out[-1].append(index)
                continue
        out.append([index])
    return out


def _numbers_in(numbers: list[Number], run: list[Found]) -> bool:
    """Whether a number stands inside a list of entities: each has its own."""
    return any(run[0].start < n.start < run[-1].end for n in numbers)


def _unit(unit: str) -> str | None:
    unit = unit.strip()
    if not unit:
        return None
    if unit.startswith("%") or unit.lower() == "percent":
        return "%"
    if _TIMES_UNITS.match(unit):
        return "x"
    return "points" if unit.lower().startswith(("percentage", "point", "pp", "pt")) else unit
