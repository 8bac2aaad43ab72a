"""The numbers of a text: their values and units, whether they are a gain over something, and which of them rules take
for results. Dates, sizes, counts and costs that are no comparison are none (gold/GUIDELINE.md)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .document import Found, Links
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
_INTERVAL_LEFT = re.compile(
    r"\b(?:CIs?|CrI|IQR|(?i:(?:confidence|credible|prediction) intervals?|interquartile ranges?))\b"
    r"(?:\s?[:=]|\s(?:of|from|was|between))?\s*[\[({]?\s*(?:[\d.]+\s?%?\s*(?:,|–|-|to\b|and\b)\s*)?$"
)
_INTERVAL_RIGHT = re.compile(r"\s*(?:CIs?\b|confidence|credible|significance|quantile|percentile)")
_SCORED_LEFT = re.compile(r"(?i)achiev|reach|attain|obtain|scor|report|yield|get|outperform|surpass|from")
_YEAR = re.compile(r"(?:19|20)\d\d$")
_METRIC_LEFT = re.compile(
    r"(?i)\b(?:scores?|accurac\w+|rates?|f1|bleu|recall|precision|performance|iou|auc|auroc|map|"
    r"psnr|pass@\d+)\b[^,;.]{0,25}$"
)
_DIGIT = re.compile(r"[0-9]")


REFUSALS = (
    "a year", "a count", "a statistic", "an interval", "a share of something", "nothing but a number",
    "no metric and no gain", "no achievement", "no achievement in the sentence",
)  # fmt: skip
"""Why rules do not take a number for a result."""


@dataclass(slots=True)
class Number:
    """A number of the abstract; `start` and `end` are offsets in the clean text, `refused` is None where the rules take
    it for a result, else one of REFUSALS."""

    start: int
    end: int
    value: float
    unit: str | None
    delta: bool
    metric: str | None
    refused: str | None
    signed: bool


def numbers_of(links: Links) -> dict[int, list[Number]]:
    """The numbers of each sentence of the abstract; what belongs to a name is none."""
    paper = links.text
    by_sentence = links.by_sentence()
    out: dict[int, list[Number]] = {}
    for index in sorted({paper.sentence_of(d.start()) for d in _DIGIT.finditer(paper.text, paper.title_clean_end)}):
        numbers = list(_numbers(paper, *paper.sentence_span(index), by_sentence.get(index, [])))
        if numbers and (index or not paper.title_clean_end):
            out[index] = numbers
    return out


def _numbers(paper: PaperText, start: int, end: int, group: list[Found]) -> Iterator[Number]:
    text = paper.text
    achieving = _ACHIEVE.search(paper, start, end) or _METRIC.search(paper, start, end)
    for match in _NUMBER.finditer(text, start, end):
        at, stop = match.span()
        value_at = match.start("value")
        if any(f.start < stop and value_at < f.end for f in group):
            continue
        unit = (match["unit"] or match["unit1"] or "").strip(" -")
        left, right = text[max(start, value_at - 190) : at], text[stop : min(end, stop + 60)]
        delta = _is_delta(match, unit, left, right)
        metric = _metric(paper, start, end, value_at, stop)
        refused = _refusal(match, unit, left, right, metric, delta=delta) or (
            "no achievement"
            if unit == "%" and not (delta or metric or _achieved(paper, start, at, value_at, right))
            else None
        )
        if not achieving:
            refused = "no achievement in the sentence"
        if unit == "points" and not re.search(r"(?i)\b(?:percentage )?points?", match.group()):
            unit = ""
        signed = match["sign"] in ("+", "-", "−")
        for value in (match["value"], match["value2"]):
            if value:
                yield Number(value_at, stop, float(value.replace(",", "")), _unit(unit), delta, metric, refused, signed)


def _achieved(paper: PaperText, start: int, at: int, value_at: int, right: str) -> bool:
    """Whether words of achievement lead to a number, or a rate follows it."""
    return bool(
        _ACHIEVE.search(paper, max(start, value_at - 190), at) or re.search(r"(?i)\b(?:accura|success|rate)", right)
    )


def _refusal(
    match: re.Match[str], unit: str, left: str, right: str, metric: str | None, *, delta: bool
) -> str | None:  # fmt: skip
    """Why a number that stands so is no result."""
    raw = match["value"]
    decimal = "." in raw
    if _YEAR.fullmatch(raw) and not unit and not match["value2"]:
        return "a year"
    if not unit and (_COUNTED.match(right) or (not decimal and _MORE_WORDS.match(right))):
        return "a count"
    if _STATISTIC.search(left):
        return "a statistic"
    if _INTERVAL_RIGHT.match(right) or _INTERVAL_LEFT.search(left):
        return "an interval"
    if (
        unit
        and re.match(r"\s+of\s+(?:the\s+)?(?!.{0,30}(?:performance|accuracy))", right)
        and not re.search(r"(?i)(?:reduc|improv|recover|retain|maintain|achiev|reach|sav)\w*", left)
    ):
        return "a share of something"
    scored = _METRIC_LEFT.search(left) or (
        metric and re.match(rf"\W{{0,2}}{re.escape(metric)}", right.strip(), re.IGNORECASE)
    )
    if not unit and not decimal and not (delta and metric) and not scored:
        return "nothing but a number"
    if not unit and decimal and not (metric or delta or _SCORED_LEFT.search(left)):
        return "no metric and no gain"
    return None


def _is_delta(match: re.Match[str], unit: str, left: str, right: str) -> bool:
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


def _metric(paper: PaperText, start: int, end: int, at: int, stop: int) -> str | None:
    """The metric nearest to the number, as written."""
    best: tuple[int, str] | None = None
    for match in _METRIC.finditer(paper, max(start, at - 110), min(end, stop + 60)):
        distance = at - match.end() if match.end() <= at else (match.start() - stop) * 1.2
        if distance >= 0 and (best is None or distance < best[0]):
            best = (int(distance), match.group())
    return best[1] if best else None


def direction(metric: str | None) -> str:
    """Whether more of a metric is better: higher, lower or unknown."""
    if not metric:
        return "unknown"
    if _LOWER_BETTER.search(metric):
        return "lower"
    return "higher" if _HIGHER_BETTER.search(metric) else "unknown"


def _unit(unit: str) -> str | None:
    unit = unit.strip()
    if not unit:
        return None
    if unit.startswith("%") or unit.lower() == "percent":
        return "%"
    if _TIMES_UNITS.match(unit):
        return "x"
    return "points" if unit.lower().startswith(("percentage", "point", "pp", "pt")) else unit
