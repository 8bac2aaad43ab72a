"""Names that no catalogue has become entities where the judge takes them for names; names of the catalogue stay where
it takes them to be meant."""

import re
from collections import Counter
from collections.abc import Iterator

from .candidates import Candidate
from .document import DISCOVERY, SYSTEMS, Found, Links, Refused
from .gatherer import Gatherer
from .judge import Judge, Verdict
from .kinds import loudest
from .lexicon import Lexicon, Spelling
from .network import SUREST
from .signs import Signs
from .text import PaperText
from .words import singular

_VERB_AFTER = re.compile(
    r"(?:\s*\([^()]*\))?(?:\s*,[^,]{1,80},)?\s+(?!has been|have been|is "
    r"widely|is a widely|has become|have become|is critical|are widely)(?:is|"
    r"are|was|[a-z]+s|\w+ed)\b"
)
_SEVERAL = re.compile(r" (?:of|for|over|with) ")
"""What follows is many by name: Mixture of Latent Experts."""
ENTITY = 0.65
"""From this on a candidate is an entity."""
MEANT = 0.42
"""Below this a name of the catalogue is not meant as what it names: readers would not list it."""


class Discovery:
    """Gathers candidates and has them judged together with the names of the catalogue; of names that overlap the surer
    one stands, and those that pass become found entities."""

    def __init__(self, lexicon: Lexicon, judge: Judge | None = None) -> None:
        self.lexicon = lexicon
        self.judge = judge or Judge()

    def discover(self, links: Links) -> None:
        candidates = Gatherer(links, self.lexicon).gather()
        signs = Signs(links)
        groups = list(links.by_name().values())
        claims = [
            *self._known(links, groups, self.judge.known(signs, groups)),
            *self._new(links, signs, candidates, self.judge.candidates(signs, candidates)),
        ]
        claims.sort(key=lambda c: -c[0])
        standing: list[Found] = []
        for _, places in claims:
            standing.extend([f for f in places if not any(_excludes(o, f) for o in standing)])
        links.found = sorted(standing, key=lambda f: (f.start, -f.end))
        if not any(f.introduced for f in links.found):
            _subject_introduces(links)
        _spread(links)

    def _known(
        self, links: Links, groups: list[list[Found]], chances: list[float]
    ) -> Iterator[tuple[float, list[Found]]]:
        """Names of the catalogue that are meant, with how sure that is."""
        for group, chance in zip(groups, _together(groups, chances), strict=True):
            if chance < MEANT:
                first = group[0]
                why = f"{chance:.2f} sure that {first.name} is meant as one of its own, less than {MEANT}"
                links.refused.append(Refused(first.start, first.end, links.text.text[first.start : first.end], why))
                continue
            for found in group:
                found.confidence = _confidence(chance)
            yield chance, group

    def _new(
        self, links: Links, signs: Signs, candidates: list[Candidate], verdicts: list[Verdict]
    ) -> Iterator[tuple[float, list[Found]]]:
        """Candidates that are entities, with how sure that is."""
        paper = links.text
        for candidate, verdict in zip(candidates, verdicts, strict=True):
            if verdict.some < ENTITY:
                if candidate.origin != "words":
                    loud = loudest(signs.features_of(candidate), 0)
                    why = f"no entity: {verdict.some:.2f} sure that it is one; {loud}"
                    links.refused.append(Refused(*candidate.spans[0], candidate.name, why))
                continue
            spellings = [s for s in self.lexicon.look_up(candidate.name) if s.text == candidate.name]
            if spellings and not verdict.is_own and candidate.long is None:
                # An ambiguous string that nothing spoke for so far: the judge decides whether it is the known thing.
                spelling = next((s for s in spellings if s.entry.kind == verdict.kind), None)
                if spelling is not None:
                    yield verdict.some, self._recalled(paper, candidate, verdict, spelling)
                else:
                    why = f"used as a {verdict.kind}, which it is not"
                    links.refused.append(Refused(*candidate.spans[0], candidate.name, why))
            else:
                yield verdict.some, self._found(paper, candidate, verdict)

    def _recalled(self, paper: PaperText, candidate: Candidate, verdict: Verdict, spelling: Spelling) -> list[Found]:
        entry = spelling.entry
        return [
            Found(
                start, end, paper.token_at(start), paper.token_at(end - 1) + 1, entry.name, entry.kind,
                "catalogue, judged by the words around", _confidence(verdict.some), entry.id,
            )
            for start, end in candidate.spans
        ]  # fmt: skip

    def _found(self, paper: PaperText, candidate: Candidate, verdict: Verdict) -> list[Found]:
        name = canonical_name(candidate, paper, verdict)
        return [
            Found(
                start, end, paper.token_at(start), paper.token_at(end - 1) + 1, name, verdict.kind,
                f"{DISCOVERY}: {candidate.origin}", _confidence(verdict.some), introduced=verdict.is_own,
            )
            for start, end in candidate.spans
        ]  # fmt: skip


def _confidence(chance: float) -> float:
    return min(round(chance, 2), SUREST)


def canonical_name(candidate: Candidate, paper: PaperText, verdict: Verdict) -> str:
    """The short form where it reads as a name rather than an acronym, else the long one; a written-out lower-case name
    is set in title case. Of the paper's own, five letters read as a name, four do where the paper goes on to use them,
    and so does what stands in the title; data sets are named sooner; other people's want five in any case. (Annotated
    papers have it so in five of six cases.) A technique is named in the singular (`scene graphs`), one of the paper's
    own where the text writes it small, too."""
    name = candidate.name
    if re.search(r"[A-Z]s$", name) and len(name) > 3:
        name = name[:-1]
    if candidate.long and not candidate.inverted and len(candidate.long.split()) <= 6:
        uses = sum(end - start <= len(name) + 1 for start, end in candidate.spans)
        in_title = name in paper.text[: paper.title_clean_end]
        if verdict.is_own:
            wanted = (5 if verdict.kind in SYSTEMS else 4) - (uses >= 2)
            reads_as_name = in_title or not name.isupper() or len(name) >= wanted
        else:
            reads_as_name = len(name) > 4 and (in_title or not name.isupper() or len(name) > 5)
        if not reads_as_name:
            name = candidate.long
    is_technique = not verdict.is_own or any(paper.text[start:end].islower() for start, end in candidate.spans)
    if is_technique and verdict.kind == "method" and " " in name and not _SEVERAL.search(name):
        first, _, last = name.rpartition(" ")
        name = f"{first} {singular(last)}"
    if name.islower() and " " in name:
        name = " ".join(w if len(w) < 3 else w[0].upper() + w[1:] for w in name.split())
    return name


def _together(groups: list[list[Found]], chances: list[float]) -> list[float]:
    """Of names that share letters (`CIFAR-10/100`) all are meant if one is."""
    out = list(chances)
    number = {id(found): n for n, group in enumerate(groups) for found in group}
    sharing = [(n, number.get(id(found.like), n)) for n, group in enumerate(groups) for found in group if found.like]
    for one, other in (*sharing, *reversed(sharing)):  # there and back: all but the first are like the first
        out[one] = out[other] = max(out[one], out[other])
    return out


def _excludes(one: Found, other: Found) -> bool:
    """Whether two places overlap and cannot both stand; names of the catalogue share letters (`CIFAR-10/100`)."""
    return (one.discovered or other.discovered) and one.start < other.end and other.start < one.end


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
