"""What a name looks like: a method, a model, a dataset, a benchmark, or nothing of the sort.

A linear model over the words around all occurrences of the name, its shape and how the text introduces it. Its weights
are learnt from what the catalogue's names look like in running text (`bench/train_kinds.py`): each entry in turn is
hidden, and its kind is the label. What it says is one of the signs by which the judge decides.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import orjson

from paperatlas.graph.schema import KINDS

from .text import PaperText, fold
from .words import KIND_OF_NOUN, NOT_ENTITY_NOUNS, in_vocabulary

if TYPE_CHECKING:
    from .candidates import Candidate
    from .document import Links

CLASSES: tuple[str, ...] = ("none", *KINDS)
_TITLE_NOUN = re.compile(
    r"\b(benchmark|dataset|corpus|framework|toolkit|library|suite|leaderboard|test ?bed|language models?|"
    r"foundation models?|models?|corpora|challenge|database|method|approach|algorithm|data ?set|"
    r"technical report|system|agents?|network|learning|optimization|tuning|attention|training|generation|"
    r"reasoning|detection|segmentation|evaluating|evaluation|benchmarking|survey)\b",
    re.IGNORECASE,
)
_APPOSITION = re.compile(
    r"(?:\s*\([^()]*\))?\s*(?:,|:|\sis|\sare|\swas|—|--|-)\s*(?:a|an|the|one of the|the first|our|two|"
    r"which is an?)\s+([^.;,]{3,110})"
)
_PHRASE_END = re.compile(
    r"\b(?:that|which|for|of|to|with|by|designed|consisting|comprising|based|built|where|in|on|from|tailored|"
    r"using|containing|spanning|covering)\b"
)
_TAILS = tuple(
    "bench benchmark eval arena qa vqa test gym suite challenge dataset "
    "corpus set bank db instruct data net former gan vae rl "
    "agent rag flow lora po opt diff diffusion tuning attention learning "
    "gpt llm lm bert clip vlm llama vla chat mamba coder "
    "loss score sam nerf gs kv moe former mix prune quant distill prompt search guard edit track seg det".split()
)


def features(paper: PaperText, candidate: Candidate, links: Links) -> list[str]:
    """What the text says of a candidate, as the names of the features that hold."""
    name, text, keys = candidate.name, paper.text, paper.keys
    out = [
        f"origin={candidate.origin}",
        "introduced" if candidate.introduced >= 0.75 else "weakly" if candidate.introduced else "used",
    ]
    out.extend(_shape(name))
    for noun in candidate.nouns:
        out += (f"noun={noun}", f"nounkind={KIND_OF_NOUN.get(noun, 'other')}")
    if candidate.long:
        last = fold(re.findall(r"[\w-]+", candidate.long)[-1])
        out += (
            f"long={last}",
            f"longkind={KIND_OF_NOUN.get(last, 'other')}",
            "long" if candidate.long.islower() else "Long",
        )
        if last in NOT_ENTITY_NOUNS:
            out.append("long=nothing")
    out.append(f"times={min(len(candidate.spans), 4)}")
    in_title = False
    for start, end in candidate.spans[:5]:
        if start < paper.title_clean_end:
            in_title = True
            if re.match(r"\s*(?::|—|\s[-–]\s)", text[end : end + 4]):
                out += (
                    f"title={fold(m.group(1))}"
                    for m in list(_TITLE_NOUN.finditer(text, end, paper.title_clean_end))[:3]
                )
            continue
        first, last_ = paper.token_at(start), paper.token_at(end - 1) + 1
        out.extend(_window(keys, first, last_))
        apposition = _APPOSITION.match(text, end)
        if apposition:
            phrase = _PHRASE_END.split(apposition[1])[0]
            words = [fold(w) for w in re.findall(r"[\w-]+", phrase)]
            head = next((w for w in reversed(words) if w in KIND_OF_NOUN or w in NOT_ENTITY_NOUNS), None)
            if head:
                out += (f"is={head}", f"iskind={KIND_OF_NOUN.get(head, 'nothing')}")
        for found in links.found:
            if (found.start >= end and found.start - end <= 6) or (found.end <= start and start - found.end <= 6):
                gap = text[end : found.start] if found.start >= end else text[found.end : start]
                other_side = text[end : end + 6] if found.end <= start else text[max(0, start - 6) : start]
                listed = gap.strip() != "," or re.search(r"^\s*(?:,|and|or|&)|(?:,|and|or|&)\s*$", other_side)
                if gap.strip(" ,/&") in ("", "and", "or") and gap.strip() and listed:
                    out.append(f"beside={found.kind}")
        before = text[max(0, start - 1) : start]
        after = text[end : end + 1]
        if before == "(" and after == ")":
            out.append("bracketed")
    if in_title:
        out.append("intitle")
    return list(dict.fromkeys(out))


_NUMBERED = re.compile(r"[-\s]?[\d.]*[a-z]?$")


@lru_cache(maxsize=16384)
def _shape(name: str) -> tuple[str, ...]:
    words = name.split()
    out = [f"words={min(len(words), 4)}"]
    last = words[-1]
    low = last.lower().rstrip("s") if last.isalpha() else last.lower()
    bare = _NUMBERED.sub("", low)
    out += (f"tail={t}" for t in _TAILS if low.endswith(t) or bare.endswith(t))
    if name.isupper():
        out.append(f"caps={min(len(name), 6)}")
    elif name.islower():
        out.append("lower")
    elif re.match(r"[A-Z][a-z]+$", name):
        out.append("Capital")
    elif re.search(r"[a-z][A-Z]", name):
        out.append("camel")
    if any(c.isdigit() for c in name):
        out.append("digit")
        if re.search(r"\d[kKM]$", name):
            out.append("thousands")
        if re.search(r"[-\s]?v?\d+(?:\.\d+)?$", name):
            out.append("version")
        if re.search(r"\d[bB]$", name):
            out.append("size")
    if "-" in name:
        out.append("hyphen")
    if len(words) > 1:
        out += (
            f"last={fold(last)}",
            f"lastkind={KIND_OF_NOUN.get(fold(last), 'nothing' if fold(last) in NOT_ENTITY_NOUNS else 'other')}",
        )
    elif in_vocabulary(name):
        out.append("word")
    return tuple(out)


def _window(keys: list[str], first: int, last: int) -> list[str]:
    left = keys[max(0, first - 4) : first][::-1]
    right = keys[last : last + 4]
    if left and left[0] in ("“", '"', "`", "'", "‘"):
        left = left[1:]
    out = [f"L1={left[0]}" if left else "L1=^", f"R1={right[0]}" if right else "R1=$"]
    if len(left) > 1:
        out += (f"L2={left[1]}", f"L21={left[1]} {left[0]}")
    if len(right) > 1:
        out += (f"R2={right[1]}", f"R12={right[0]} {right[1]}")
    for distance, key in enumerate(right[:3]):
        if key in (".", ";", ",", ")", ":"):
            break
        if key in KIND_OF_NOUN:
            out.append(f"after{min(distance, 1)}={KIND_OF_NOUN[key]}")
            break
        if key in NOT_ENTITY_NOUNS:
            out.append("after=nothing")
            break
    for distance, key in enumerate(left[:4]):
        if key in (".", ";"):
            break
        if key in KIND_OF_NOUN:
            out.append(f"before{min(distance, 2)}={KIND_OF_NOUN[key]}")
            break
    return out


@cache
def shipped_weights() -> tuple[dict[str, tuple[float, ...]], tuple[float, ...]]:
    """(weights of each feature over CLASSES, their intercepts)."""
    data = orjson.loads(files("paperatlas.loaders.linking").joinpath("kind_weights.json").read_bytes())
    return {name: tuple(row) for name, row in data["weights"].items()}, tuple(data["intercepts"])


def chances(names: Iterable[str]) -> Mapping[str, float]:
    """The probability of each class, given the features that hold."""
    weights, intercepts = shipped_weights()
    rows = [weights[name] for name in names if name in weights]
    sums = [sum(column) for column in zip(intercepts, *rows, strict=True)]
    top = max(sums)
    powers = [math.exp(s - top) for s in sums]
    total = sum(powers)
    return dict(zip(CLASSES, (p / total for p in powers), strict=True))


def loudest(names: Iterable[str], index: int) -> str:
    """The three features that speak most for a class."""
    weights, _ = shipped_weights()
    loud = sorted(((weights[n][index], n) for n in names if n in weights), reverse=True)[:3]
    return ", ".join(n for w, n in loud if w > 0)
