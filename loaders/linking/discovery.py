"""Names that no catalogue has become entities where the text says what they are."""

import re
from collections import Counter

from .candidates import Candidate
from .document import Found, Links, Refused
from .gatherer import Gatherer
from .kinds import KindJudge, Verdict
from .lexicon import Lexicon, Spelling
from .text import PaperText

_VERB_AFTER = re.compile(
    r"(?:\s*\([^()]*\))?(?:\s*,[^,]{1,80},)?\s+(?!has been|have been|is "
    r"widely|is a widely|has become|have become|is critical|are widely)(?:is|"
    r"are|was|[a-z]+s|\w+ed)\b"
)
INTRODUCED = 0.75
"""From this on a candidate counts as the paper's own."""


class Discovery:
    """Gathers candidates, has their kind judged, and turns those that pass into found entities."""

    def __init__(self, lexicon: Lexicon, judge: KindJudge | None = None) -> None:
        self.lexicon = lexicon
        self.judge = judge or KindJudge()

    def discover(self, links: Links) -> None:
        paper = links.text
        accepted: list[tuple[Candidate, Verdict]] = []
        recalled: list[Found] = []
        for candidate in Gatherer(links, self.lexicon).gather():
            verdict = self.judge.judge(paper, candidate, links)
            start, end = candidate.spans[0]
            known = [s for s in self.lexicon.look_up(candidate.name) if s.text == candidate.name]
            if verdict.kind is None:
                links.refused.append(Refused(start, end, candidate.name, f"no entity: {verdict.why}"))
            elif known and candidate.introduced < INTRODUCED and candidate.long is None:
                # An ambiguous string that nothing spoke for so far: the judge decides whether it is the known thing.
                spelling = next((s for s in known if s.entry.kind == verdict.kind), None)
                if spelling is not None:
                    recalled.extend(self._recalled(paper, candidate, verdict, spelling))
                else:
                    links.refused.append(
                        Refused(start, end, candidate.name, f"used as a {verdict.kind}, which it is not")
                    )
            else:
                accepted.append((candidate, verdict))
        accepted = _outermost(accepted)
        new = [f for candidate, verdict in accepted for f in self._found(paper, candidate, verdict)] + recalled
        if new:
            links.found = sorted([*_outside(links.found, new), *new], key=lambda f: (f.start, -f.end))
        if not any(f.introduced for f in links.found):
            _subject_introduces(links)
        _spread(links)

    def _recalled(self, paper: PaperText, candidate: Candidate, verdict: Verdict, spelling: Spelling) -> list[Found]:
        entry = spelling.entry
        return [
            Found(
                start, end, paper.token_at(start), paper.token_at(end - 1) + 1, entry.name, entry.kind,
                "catalogue, judged by the words around", min(verdict.confidence, 0.8), entry.id,
            )
            for start, end in candidate.spans
        ]  # fmt: skip

    def _found(self, paper: PaperText, candidate: Candidate, verdict: Verdict) -> list[Found]:
        assert verdict.kind is not None
        name = canonical_name(candidate, paper)
        return [
            Found(
                start, end, paper.token_at(start), paper.token_at(end - 1) + 1, name, verdict.kind,
                f"discovery: {candidate.origin}", verdict.confidence, introduced=candidate.introduced >= INTRODUCED,
            )
            for start, end in candidate.spans
        ]  # fmt: skip


def canonical_name(candidate: Candidate, paper: PaperText) -> str:
    """The short form where it is more than an acronym, leads its definition or stands in the title; else the long one.
    A written-out lower-case name is set in title case."""
    name = candidate.name
    if re.search(r"[A-Z]s$", name) and len(name) > 3:
        name = name[:-1]
    if candidate.long and name.isupper() and not candidate.inverted and name not in paper.text[: paper.title_clean_end]:
        uses = sum(end - start <= len(name) + 1 for start, end in candidate.spans)
        if (uses < 3 or candidate.introduced < INTRODUCED) and len(candidate.long.split()) <= 5:
            name = candidate.long
    if name.islower() and " " in name:
        name = " ".join(w if len(w) < 3 else w[0].upper() + w[1:] for w in name.split())
    return name


def _outermost(accepted: list[tuple[Candidate, Verdict]]) -> list[tuple[Candidate, Verdict]]:
    """Of candidates that overlap everywhere, the longer one; what also stands alone elsewhere keeps those places."""
    out = []
    for candidate, verdict in accepted:
        others = [s for c, _ in accepted if c is not candidate for s in c.spans]
        candidate.spans = [
            (a, b) for a, b in candidate.spans if not any(x <= a and b <= y and (y - x) > (b - a) for x, y in others)
        ]
        if candidate.spans:
            out.append((candidate, verdict))
    return out


def _outside(found: list[Found], new: list[Found]) -> list[Found]:
    """What was found before, less what stands inside a new, longer name."""
    spans = [(n.start, n.end) for n in new]
    return [f for f in found if not any(a <= f.start and f.end <= b and (b - a) > (f.end - f.start) for a, b in spans)]


def _subject_introduces(links: Links) -> None:
    """Where no words introduce anything, the name of the title that sentences speak of is the paper's own:
    "PiSSA keeps …. … PiSSA reaches …"."""
    paper = links.text
    text = paper.text
    if not links.found or next(links.introductions.verbs(), None) is not None:
        return
    counts = Counter(f.name for f in links.found)
    titled = {f.name for f in links.found if f.start < paper.title_clean_end and text[: f.start].count(" ") <= 1}
    subject: Counter[str] = Counter()
    for found in links.found:
        start, _ = paper.sentence_span(paper.sentence_of(found.start))
        opens = found.start >= paper.title_clean_end and (
            found.start == start
            or text[start : found.start].lower() in ("the ", "our ")
            or text[found.start - 2 : found.start] == ", "
        )
        if opens and _VERB_AFTER.match(text, found.end):
            subject[found.name] += 1
    best = max(subject, key=lambda n: (subject[n] + (n in titled), counts[n]), default=None)
    if best is not None and subject[best] + (best in titled) >= 2 and counts[best] >= max(counts.values()) - 1:
        for found in links.found:
            if found.name == best:
                found.introduced = True


def _spread(links: Links) -> None:
    """What is introduced once is introduced wherever it is named, and so are the sizes of an introduced family."""
    own = {f.name for f in links.found if f.introduced}
    for found in links.found:
        if found.name in own or found.family in own:
            found.introduced = True
