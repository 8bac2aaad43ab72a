"""Component `paperatlas_roles`: what each named thing is to the paper, the strongest role that the text supports.

The order of roles is gold/GUIDELINE.md's. Cues are read from the sentence around each mention; where no cue stands, the
kind and the place decide: what only the opening sentences name is background.
"""

import re

from spacy.language import Language
from spacy.tokens import Doc

from paperatlas.graph.schema import ROLES, Role

from .document import Claim, Found, Links, links_of, register
from .text import PaperText

_RANK = {role: number for number, role in enumerate(ROLES)}
_OWN = re.compile(
    r"\b(?:we|our|ours|us|this (?:paper|work|study|article|report|thesis|survey|survey|tutorial|chapter|research)|the (?:proposed|present) \w+|in this (?:paper|work|study)|here,|"
    r"experiment\w*|results show|extensive|evaluat\w*|the paper|this (?:approach|method|framework|model))\b",
    re.IGNORECASE,
)
_COMPARE_LEFT = re.compile(
    r"\b(?:outperform\w*|surpass\w*|exceed\w*|beat(?:s|ing)?|compared? (?:to|with|against)|comparisons? (?:to|with)|in comparison (?:to|with)|better than|faster than|"
    r"superior to|competitive with|comparable (?:to|with)|on par with|matches|matching|rival(?:s|ing)?|versus|vs\.?|relative to|unlike|"
    r"baselines?|improv\w+ (?:over|upon|on)|over (?:the )?(?:standard|vanilla|baseline|existing|strong|previous|state-of-the-art)|gains? over|than|against|"
    r"competing|competitors?|alternatives? (?:such as|like|to)|instead of|rather than)\b[^.;]{0,80}$",
    re.IGNORECASE,
)
_COMPARE_RIGHT = re.compile(
    r"^[^.;]{0,30}\b(?:baselines?|is outperformed by|are outperformed by|as (?:a )?baselines?)\b", re.IGNORECASE
)
_TRAIN_LEFT = re.compile(
    r"\b(?:(?:pre-?|fine-?|instruction-?|post-?)?-?(?:train|tun|calibrat|learn)(?:ed|ing|s)?\s+(?:\w+\s+){0,3}?(?:on|with|using|from|over)|training (?:data|set|corpus)\w*|"
    r"fine-?tun\w+ (?:[\w.\-]+\s+){0,6}?(?:on|with)|train\w* (?:[\w.\-]+\s+){0,5}?on)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_TRAIN_RIGHT = re.compile(
    r"^\W*(?:\w+\W+){0,3}?(?:for (?:pre-?|fine-?)?(?:training|tuning)|training (?:data|set|split)|to (?:pre-?|fine-?)?train|as training)\b",
    re.IGNORECASE,
)
_EVAL = re.compile(
    r"\b(?:evaluat\w*|experiment\w*|benchmark\w*|results?|achiev\w*|outperform\w*|perform\w*|test(?:s|ed|ing)?|accuracy|score\w*|state-of-the-art|sota|improv\w*|"
    r"surpass\w*|validat\w*|demonstrat\w*|show\w*|attain\w*|gain\w*|reach\w*|assess\w*|reduc\w*|empirical\w*|stud(?:y|ies)|comparable|competitive)\b",
    re.IGNORECASE,
)
_ON_LEFT = re.compile(
    r"\b(?:on|across|over|in|against|using|from|including|with|for|and|as|like)\b[^.;]{0,120}$", re.IGNORECASE
)
_BACKGROUND_LEFT = re.compile(
    r"\b(?:such as|e\.g\.|like|including|unlike|existing|previous|prior|recent(?:ly)?|inspired by|motivated by|following the success of|success of|rise of|advent of|popular|"
    r"emergence of|progress (?:in|of)|advances? (?:in|of)|limitations? of|beyond)\b[^.;]{0,50}$",
    re.IGNORECASE,
)
_USE_LEFT = re.compile(
    r"\b(?:us(?:e|es|ed|ing)|with|via|appl(?:y|ies|ied|ying)|employ\w*|leverag\w*|adopt\w*|integrat\w*|combin\w*|incorporat\w*|utili[sz]\w*|based on|built (?:on|upon)|build(?:s|ing)? (?:on|upon)|"
    r"extend\w*|adapt\w*|fine-?tun\w*|prompt\w*|initiali[sz]\w*|implement\w*|by|through|from|into|of|for|under|resort to|rely\w* on|powered by)\b[^.;,]{0,50}$",
    re.IGNORECASE,
)


class Roles:
    """Gives each canonical name of `links.found` its strongest role."""

    def __call__(self, doc: Doc) -> Doc:
        links = links_of(doc)
        self.assign(links)
        return doc

    def assign(self, links: Links) -> None:
        paper = links.text
        pivot = self._pivot(paper)
        for found in links.found:
            role, rule, confidence = self._role(paper, found, pivot)
            have = links.roles.get(found.name)
            if have is None or _RANK[role] < _RANK[have[0]]:
                links.roles[found.name] = (role, Claim(found.start, found.end, confidence, rule))

    def _pivot(self, paper: PaperText) -> int:
        """Index of the first sentence of the abstract that speaks of the paper's own work."""
        first = 1 if paper.title_clean_end else 0
        for index in range(first, len(paper.sentence_starts)):
            start, end = paper.sentence_span(index)
            if _OWN.search(paper.text, start, end):
                return index
        return first

    def _role(self, paper: PaperText, found: Found, pivot: int) -> tuple[Role, str, float]:
        if found.introduced:
            return "introduces", "introduced by name", 0.93
        sentence = paper.sentence_of(found.start)
        start, end = paper.sentence_span(sentence)
        text = paper.text
        left, right = text[start : found.start], text[found.end : end]
        in_title = found.start < paper.title_clean_end
        background = not in_title and sentence < pivot
        if found.kind in ("dataset", "benchmark"):
            if not background and (_TRAIN_LEFT.search(left) or _TRAIN_RIGHT.match(right)):
                between = left[-60:]
                if not re.search(r"\b(?:evaluat\w*|test(?:ed|ing)?|validat\w*)\b", between) and found.kind == "dataset":
                    return "trains_on", "training words", 0.8
            if background:
                return "mentions", "only background", 0.7
            if _EVAL.search(text, start, end):
                return "evaluates_on", "evaluation words", 0.9
            if found.kind == "benchmark":
                return "evaluates_on", "a benchmark outside the background", 0.75
            if re.search(r"\bon\s+(?:the\s+)?(?:[\w\-]+(?:,\s|\sand\s|\s))*$", left):
                return "evaluates_on", "on a data set", 0.7
            return "uses", "a data set in use", 0.55
        if in_title:
            return "uses", "named in the title", 0.75
        if background:
            return "mentions", "only background", 0.7
        if (
            _COMPARE_LEFT.search(left) and not re.search(r"\b(?:our|proposed)\b[^,;]{0,20}$", left)
        ) or _COMPARE_RIGHT.match(right):
            return "compares_with", "comparison words", 0.75
        if re.search(
            r"\b(?:unlike|instead of|rather than|without (?:the need (?:for|of)|relying on|requiring)?)\b[^.;,]{0,40}$",
            left,
            re.IGNORECASE,
        ):
            return "mentions", "named as what is not done", 0.6
        if _USE_LEFT.search(left):
            return "uses", "words of use", 0.85
        return "uses", "in a sentence on the paper's own work", 0.7


@Language.factory("paperatlas_roles", assigns=["doc._.paperatlas"])
def create_roles(nlp: Language, name: str) -> Roles:
    """Factory for `nlp.add_pipe("paperatlas_roles")`."""
    register()
    return Roles()
