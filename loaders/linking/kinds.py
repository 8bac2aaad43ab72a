"""What a name that no catalogue has is: a method, a model, a dataset, a benchmark, or nothing of the sort."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperatlas.graph.schema import Kind

from .text import PaperText, fold
from .words import KIND_OF_NOUN, NOT_ENTITY_NOUNS

if TYPE_CHECKING:
    from .candidates import Candidate
    from .document import Links

_NAME_TAIL: tuple[tuple[re.Pattern[str], Kind, float], ...] = (
    (re.compile(r"(?:bench|Bench|BENCH)(?:mark)?(?:[-\s]?[\w.]+)?$"), "benchmark", 3.0),
    (re.compile(r"(?:Eval|Arena|Test|Gym-Bench|Suite|Leaderboard|Challenge)$"), "benchmark", 1.5),
    (re.compile(r"(?:QA|VQA)$"), "benchmark", 1.0),
    (re.compile(r"(?:Dataset|Corpus|Instruct-\d+[kKM]|Corpora|Data|[-_]\d+[kKM])$"), "dataset", 2.5),
    (re.compile(r"(?:Treebank|Bank|Set|DB)$"), "dataset", 1.0),
    (re.compile(r"(?:GPT|LLM|LM|BERT|CLIP|VLM|LLaMA|Llama|VLA|Chat)(?:[-\s]?[\w.]+)?$"), "model", 1.0),
    (
        re.compile(
            r"(?:Net|net|Former|former|GAN|VAE|RL|Agent|RAG|Flow|LoRA|PO|Opt|Diff|Diffusion|Tuning|Attention|Learning)$"
        ),
        "method",
        0.8,
    ),
)
_TITLE_NOUN = re.compile(
    r"\b(benchmark|dataset|corpus|framework|toolkit|library|suite|leaderboard|test ?bed|language models?|foundation models?|"
    r"models?|corpora|challenge|database|method|approach|algorithm|data ?set)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Verdict:
    kind: Kind | None
    confidence: float
    why: str


class KindJudge:
    """Adds up what the words around a name say."""

    def judge(self, paper: PaperText, candidate: Candidate, links: Links) -> Verdict:
        scores: dict[str, float] = {"method": 0.0, "model": 0.0, "dataset": 0.0, "benchmark": 0.0, "none": 0.0}
        name = candidate.name
        for pattern, kind, weight in _NAME_TAIL:
            for form in (name, candidate.long or ""):
                if form and pattern.search(form):
                    scores[kind] += weight
                    break
        if candidate.long:
            noun = KIND_OF_NOUN.get(fold(candidate.long.split()[-1]))
            if noun:
                scores[noun] += 2.0
            last = fold(candidate.long.split()[-1])
            if last in NOT_ENTITY_NOUNS:
                scores["none"] += 2.5
        for noun_word in candidate.nouns:
            scores[KIND_OF_NOUN.get(noun_word, "method")] += 2.0
        text = paper.text
        for start, end in candidate.spans[:4]:
            self._around(paper, text, start, end, scores)
        if candidate.introduced >= 0.75:
            scores["method"] += 1.0
            if candidate.origin == "title":
                rest = text[candidate.spans[0][1] : paper.title_clean_end]
                for match in list(_TITLE_NOUN.finditer(rest))[:2]:
                    word = fold(match.group(1))
                    noun = KIND_OF_NOUN.get(word) or KIND_OF_NOUN.get(word.split()[-1])
                    if noun:
                        scores[noun] += 1.5 if noun != "model" else 0.4
        else:
            scores["none"] += {"shape": 0.9, "coined": 1.6, "phrase": 2.0}.get(candidate.origin, 0.6)
            if len(name) <= 4 and name.isupper():
                scores["none"] += 0.5
        best = max(("method", "benchmark", "dataset", "model"), key=lambda k: scores[k])
        total = scores[best]
        if total <= scores["none"]:
            return Verdict(None, 0.0, f"nothing around the name says what it is ({total:.1f} to {scores['none']:.1f})")
        rest = sorted((v for k, v in scores.items() if k != best), reverse=True)[0]
        confidence = min(0.95, 0.5 + 0.12 * (total - rest) + (0.2 if candidate.introduced >= 0.75 else 0.0))
        return Verdict(best, round(confidence, 2), "words around")  # type: ignore[arg-type]

    def _around(self, paper: PaperText, text: str, start: int, end: int, scores: dict[str, float]) -> None:
        first, last = paper.token_at(start), paper.token_at(end - 1) + 1
        after = paper.keys[last : last + 3]
        before = paper.keys[max(0, first - 3) : first]
        for distance, key in enumerate(after):
            if key in (".", ";", ",", "(", ")"):
                break
            if key in KIND_OF_NOUN:
                scores[KIND_OF_NOUN[key]] += 2.0 - 0.6 * distance
                break
            if key in NOT_ENTITY_NOUNS:
                scores["none"] += 2.0 - 0.6 * distance
                break
        for distance, key in enumerate(reversed(before)):
            if key in (".", ";", ":"):
                break
            if key in KIND_OF_NOUN and (
                distance == 0
                or before[len(before) - distance] in (",", "called", "named", "as", "like", "dubbed", "termed")
            ):
                scores[KIND_OF_NOUN[key]] += 1.5
                break
            if key in NOT_ENTITY_NOUNS and distance == 0:
                scores["none"] += 1.5
        # apposition: "X, a benchmark of …", "X is a framework that …"
        tail = text[end : end + 140]
        apposition = re.match(
            r"(?:\s*\([^()]*\))?\s*(?:,|:|\sis|\sare|—|--|-)\s*(?:a|an|the|one of the|the first|our|two|which is an?)\s+([^.;,]{3,110})",
            tail,
        )
        if apposition:
            phrase = re.split(
                r"\b(?:that|which|for|of|to|with|by|designed|consisting|comprising|based|built|where|in|on|from|tailored|using)\b",
                apposition[1],
            )[0]
            words = [fold(w) for w in re.findall(r"[\w-]+", phrase)]
            for word in reversed(words):
                if word in KIND_OF_NOUN:
                    scores[KIND_OF_NOUN[word]] += 3.0
                    break
                if word in NOT_ENTITY_NOUNS:
                    scores["none"] += 2.0
                    break
        lead = text[max(0, start - 60) : start]
        if re.search(r"\b(?:on|across|benchmarks?|datasets?)(?:\s+(?:the|such as|like|including))?\s+$", lead):
            scores["benchmark"] += 0.5
            scores["dataset"] += 0.5
        if re.search(
            r"\b(?:outperform\w*|surpass\w*|exceed\w*|beat\w*|compared (?:to|with)|than|baselines?(?: such as| like)?|over)\s+$",
            lead,
        ):
            scores["method"] += 0.8
            scores["model"] += 0.4
        if re.search(r"\b(?:using|use|with|via|employ\w*|apply\w*|leverag\w*|based on|built on|from)\s+$", lead):
            scores["method"] += 0.6
            scores["model"] += 0.2
        if re.match(
            r"\s+(?:outperforms|achieves|improves|surpasses|consists|leverages|uses|employs|reduces|enables|introduces|integrates|combines|learns|addresses|provides|significantly|consistently)",
            tail,
        ):
            scores["method"] += 1.0
        if re.match(r"\s+(?:contains|comprises|covers|includes|spans|features)", tail):
            scores["benchmark"] += 0.8
            scores["dataset"] += 0.8
