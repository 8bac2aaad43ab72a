"""What each named thing is to the paper, the strongest role that the text supports.

The order of roles is gold/GUIDELINE.md's. Cues are read from the sentence around each mention; where no cue stands, the
kind and the place decide: what only the opening sentences name is background.
"""

import re

from paperatlas.graph.schema import ROLES, Role

from .document import Claim, Found, Links
from .network import SUREST
from .openings import Opening
from .role_judge import Reading, RoleJudge
from .text import PaperText

_REACH = 130
"""Characters before a name in which the words of use and comparison stand."""
_OWN = Opening(
    r"\b(?:we|our|ours|us|this (?:paper|work|study|article|report|thesis|survey|survey|tutorial|chapter|"
    r"research)|the (?:proposed|present) \w+|in this (?:paper|work|study)|here,|experiment\w*|results show|"
    r"extensive|evaluat\w*|the paper|this (?:approach|method|framework|model))\b",
    words="we our ours us this the in here results extensive",
    stems="experiment evaluat",
)
_COMPARE_LEFT = Opening(
    r"\b(?:outperform\w*|surpass\w*|exceed\w*|beat(?:s|ing)?|compared? (?:\w+ )?(?:to|with|against)|"
    r"comparisons? (?:to|with)|in comparison (?:to|with)|in contrast (?:to|with)|contrary to|"
    r"% of (?:the )?performance of|level with|approach(?:es|ing)|"
    r"(?:better|faster|worse|less|more|higher|lower|fewer|smaller|cheaper|stronger) (?:\w+ )?than|superior to|"
    r"competitive with|comparable (?:to|with)|on par with|match(?:es|ing)?|rival(?:s|ing)?|versus|vs\.?|"
    r"relative to|unlike|baselines?|improv\w+ (?:over|upon)|gains? over|(?:points?|%|times|x|×) over|above|"
    r"below|against|competing|competitors?|alternatives? (?:such as|like|to)|"
    r"(?:whereas|while|where)(?: the)?)\b[^.;]{0,70}$",
    words="beat beats beating compare compared in contrary level approaches approaching better faster worse "
    "less more higher lower fewer smaller cheaper stronger superior competitive comparable on match "
    "matches matching rival rivals rivaling versus vs relative unlike baseline baselines gain gains point "
    "points % times x × above below against competing competitor competitors alternative alternatives "
    "whereas while where",
    stems="outperform surpass exceed comparison improv",
)
_COMPARE_RIGHT = re.compile(
    r"^[^.;]{0,40}\b(?:baselines?|(?:is|are) (?:clearly |both |all |also )?outperformed|as (?:a )?baselines?|"
    r"(?:is|are|falls?|lags?) (?:far |well |clearly )?behind|fails?|(?:does|do) worse|scores?|reaches|"
    r"obtains?|needs?)\b",
    re.IGNORECASE,
)
_TRAIN_LEFT = re.compile(
    r"\b(?:pre-?|fine-?|instruction-?|post-?|re-?)?-?(?:train|tun|calibrat|distil|learn)(?:ed|ing|led|ling|s|"
    r"e|es)?\b(?P<between>[^.;:]{0,90}?)\b(?:on|with|using|from|over)\s+(?P<rest>[^.;]{0,100})$",
    re.IGNORECASE,
)
_OTHER_VERB = re.compile(
    r"\b(?:evaluat\w*|test\w*|validat\w*|report\w*|achiev\w*|improv\w*|scor(?:e|es|ed|ing)|reach\w*|"
    r"outperform\w*|transfer\w*|surpass\w*|measur\w*|beat\w*|compar\w*|find|"
    r"and (?:is|are|its|show|obtain|perform)|perform\w*|accuracy|results?|rivals?|then)\b",
    re.IGNORECASE,
)
_TRAIN_RIGHT = re.compile(
    r"^\W*(?:\w+\W+){0,3}?(?:for (?:pre-?|fine-?)?(?:training|tuning)|training (?:data|set|split)|"
    r"to (?:pre-?|fine-?)?train|as training)\b",
    re.IGNORECASE,
)
_TRAIN_NOUN = re.compile(r"\btraining (?:data|sets?|corpus|corpora)\b[^.;]{0,50}$", re.IGNORECASE)
_EVAL = Opening(
    r"\b(?:evaluat\w*|experiment\w*|benchmark\w*|results?|achiev\w*|outperform\w*|perform\w*|"
    r"test(?:s|ed|ing)?|accuracy|scor\w+|state-of-the-art|sota|improv\w*|surpass\w*|validat\w*|demonstrat\w*|"
    r"show\w*|attain\w*|gain\w*|reach\w*|assess\w*|reduc\w*|empirical\w*|stud(?:y|ies)|comparable|competitive|"
    r"transfer\w*|beat\w*|exceed\w*|obtain\w*|rival\w*)\b",
    words="result results test tests tested testing accuracy state sota study studies comparable competitive",
    stems="evaluat experiment benchmark achiev outperform perform scor improv surpass validat demonstrat show "
    "attain gain reach assess reduc empirical transfer beat exceed obtain rival",
)
_ON_LEFT = re.compile(r"\b(?:on|in|across|for|over)\s+(?:[\w\-./+]+(?:,\s|\sand\s|\s|\sor\s)+){0,12}$", re.IGNORECASE)
_NOT_DONE = re.compile(
    r"\b(?:unlike|instead of|rather than|without(?: the need (?:for|of)| relying on| requiring)?|no|"
    r"eliminat\w+ the need for|inspired by|originat\w+|popular)\b[^.;,]{0,40}$",
    re.IGNORECASE,
)
_USE_LEFT = Opening(
    r"\b(?:us(?:e|es|ed|ing)|with|via|appl(?:y|ies|ied|ying)|employ\w*|leverag\w*|adopt\w*|integrat\w*|"
    r"combin\w*|incorporat\w*|utili[sz]\w*|based on|built (?:on|upon)|build(?:s|ing)? (?:on|upon)|extend\w*|"
    r"adapt\w*|fine-?tun\w*|prompt\w*|initiali[sz]\w*|implement\w*|by|through|from|into|of|for|under|"
    r"resort to|rely\w* on|powered by)\b[^.;,]{0,50}$",
    words="use uses used using with via apply applies applied applying based built build builds building by "
    "through from into of for under resort powered",
    stems="employ leverag adopt integrat combin incorporat utilis utiliz extend adapt fine prompt initiali "
    "implement rely",
)


STATED: dict[Role, float] = {"introduces": 0.1, "trains_on": 0.2}
"""From this probability on a role stands that rules read in so many words. The judge learnt from papers of two years,
which hardly ever introduce what a catalogue knows, and seldom say what they train on: it is never sure of either."""
BACKGROUND = 0.1
"""The same, for what stands in the background only; older abstracts have more of that."""


class Roles:
    """Gives each canonical name of `links.found` its role: rules read each mention, the judge decides."""

    def __init__(self, judge: RoleJudge | None = None) -> None:
        self.judge = judge or RoleJudge()

    def assign(self, links: Links) -> None:
        if not links.found:
            return
        groups = list(links.by_name().values())
        readings, pivot = self.readings(links, groups)
        chances = self.judge.chances(links, groups, readings, pivot).tolist()
        comparisons = [r for r in links.relations if r.type == "outperforms"]
        winners = {r.head for r in comparisons}
        beaten = {r.tail: r.claim for r in comparisons if r.tail not in winners}
        for group, read, row in zip(groups, readings, chances, strict=True):
            name, said = group[0].name, dict(zip(ROLES, row, strict=True))
            role = _role(said, {r[0] for r in read})
            if name in beaten and role in ("uses", "mentions"):
                links.roles[name] = "compares_with", beaten[name]
            else:
                links.roles[name] = role, self._claim(links, group, read, role, min(round(said[role], 2), SUREST))

    def readings(self, links: Links, groups: list[list[Found]]) -> tuple[list[list[Reading]], int]:
        """What the rules read at each mention of each entity, and where the paper's own work begins."""
        pivot = self.pivot(links)
        return [[self.role(links.text, found, pivot) for found in group] for group in groups], pivot

    def _claim(self, links: Links, group: list[Found], readings: list[Reading], role: Role, confidence: float) -> Claim:
        """Where the role is said: the mention at which a rule reads it most surely, else the one in the first sentence
        of the abstract that names it."""
        said = [(read[2], -n) for n, read in enumerate(readings) if read[0] == role]
        if said:
            place = -max(said)[1]
            return Claim(group[place].start, group[place].end, confidence, readings[place][1])
        first = next((f for f in group if f.start >= links.text.title_clean_end), group[0])
        return Claim(first.start, first.end, confidence, "words around")

    def pivot(self, links: Links) -> int:
        """Index of the first sentence of the abstract that speaks of the paper's own work or names its own things."""
        paper = links.text
        first = 1 if paper.title_clean_end else 0
        named = {paper.sentence_of(f.start) for f in links.found if f.introduced}
        for index in range(first, len(paper.sentence_starts)):
            start, end = paper.sentence_span(index)
            if index in named or _OWN.search(paper, start, end):
                return index
        return first

    def role(self, paper: PaperText, found: Found, pivot: int) -> Reading:
        if found.introduced:
            return "introduces", "introduced by name", 0.93
        sentence = paper.sentence_of(found.start)
        start, end = paper.sentence_span(sentence)
        text = paper.text
        left, right = text[start : found.start], text[found.end : end]
        in_title = found.start < paper.title_clean_end
        background = not in_title and sentence < pivot
        if found.kind in ("dataset", "benchmark"):
            return self._resource_role(paper, start, end, found, left, right, background)
        if in_title:
            if re.search(
                r"\b(?:than|over|beyond|beats?|outperform\w*|versus|vs\.?|against|comparable to)\s[^:]{0,30}$",
                left,
                re.IGNORECASE,
            ):
                return "compares_with", "comparison words", 0.75
            return "uses", "named in the title", 0.75
        if background:
            return "mentions", "only background", 0.7
        # its end must be near: further back it cannot begin
        compared = _COMPARE_LEFT.search(paper, max(start, found.start - _REACH), found.start)
        if compared and not re.search(
            r"\b(?:our|proposed|using|by|when|including|fine-tun\w+ for)\b[^,;]{0,24}$",
            left[compared.end() - start - 70 :],
            re.IGNORECASE,
        ):
            return "compares_with", "comparison words", 0.75
        if _COMPARE_RIGHT.match(right) and re.search(
            r"(?:[,;]|\band\b|\bwhere(?:as)?\b|\bwhile\b)\s*(?:the\s+)?$", left, re.IGNORECASE
        ):
            return "compares_with", "comparison words", 0.65
        if _NOT_DONE.search(left):
            return "mentions", "named as an example or as what is not done", 0.6
        if _USE_LEFT.search(paper, max(start, found.start - _REACH), found.start):
            return "uses", "words of use", 0.85
        return "uses", "in a sentence on the paper's own work", 0.7

    def _resource_role(
        self, paper: PaperText, start: int, end: int, found: Found, left: str, right: str, background: bool
    ) -> Reading:
        if not background and found.kind == "dataset":
            trained = _TRAIN_LEFT.search(left)
            if trained and not _OTHER_VERB.search(trained["rest"]) and not _OTHER_VERB.search(trained["between"]):
                return "trains_on", "training words", 0.8
            if _TRAIN_RIGHT.match(right) or _TRAIN_NOUN.search(left):
                return "trains_on", "training words", 0.75
        if background:
            return "mentions", "only background", 0.7
        if _EVAL.search(paper, start, end):
            return "evaluates_on", "evaluation words", 0.9
        if found.kind == "benchmark":
            return "evaluates_on", "a benchmark outside the background", 0.75
        if _ON_LEFT.search(left):
            return "evaluates_on", "on a data set", 0.7
        return "uses", "a data set in use", 0.55


def _role(chances: dict[Role, float], read: set[Role]) -> Role:
    """The likeliest role, unless the text states another one: `read` are the roles that rules read at the mentions."""
    role = max(ROLES, key=chances.__getitem__)
    if role == "introduces":
        return role
    if read == {"mentions"} and chances["mentions"] >= BACKGROUND:
        return "mentions"
    return next((s for s, least in STATED.items() if s in read and chances[s] >= least), role)
