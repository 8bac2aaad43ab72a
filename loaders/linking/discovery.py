"""Component `paperatlas_discovery`: names that no catalogue has become entities where the text says what they are."""

from spacy.language import Language
from spacy.tokens import Doc

from .candidates import Candidate, Gatherer
from .document import Found, Links, Refused, links_of, register
from .kinds import KindJudge, Verdict
from .lexicon import Lexicon, lexicon_for
from .text import PaperText

INTRODUCED = 0.75
"""From this on a candidate counts as the paper's own."""


class Discovery:
    """Gathers candidates, has their kind judged, and turns those that pass into found entities."""

    def __init__(self, lexicon: Lexicon, judge: KindJudge | None = None) -> None:
        self.lexicon = lexicon
        self.judge = judge or KindJudge()

    def __call__(self, doc: Doc) -> Doc:
        self.discover(links_of(doc))
        return doc

    def discover(self, links: Links) -> None:
        paper = links.text
        accepted: list[tuple[Candidate, Verdict]] = []
        for candidate in Gatherer(links, self.lexicon).gather():
            verdict = self.judge.judge(paper, candidate, links)
            if verdict.kind is None:
                start, end = candidate.spans[0]
                links.refused.append(Refused(start, end, candidate.name, f"no entity: {verdict.why}"))
            else:
                accepted.append((candidate, verdict))
        accepted = _outermost(accepted)
        new = [f for candidate, verdict in accepted for f in self._found(paper, candidate, verdict)]
        if new:
            links.found = sorted([*_outside(links.found, new), *new], key=lambda f: (f.start, -f.end))

    def _found(self, paper: PaperText, candidate: Candidate, verdict: Verdict) -> list[Found]:
        assert verdict.kind is not None
        name = canonical_name(candidate, paper)
        return [
            Found(
                start, end, paper.token_at(start), paper.token_at(end - 1) + 1, name, verdict.kind,
                f"discovery: {candidate.origin}", verdict.confidence, None, introduced=candidate.introduced >= INTRODUCED,
            )
            for start, end in candidate.spans
        ]  # fmt: skip


def canonical_name(candidate: Candidate, paper: PaperText) -> str:
    """The short form where the text goes on to use it, else the long one; a written-out lower-case name in title case."""
    name = candidate.name
    if candidate.long and name.isupper():
        uses = sum(end - start <= len(name) + 1 for start, end in candidate.spans)
        if uses <= 1:
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


@Language.factory(
    "paperatlas_discovery", assigns=["doc._.paperatlas"], default_config={"overlays": [], "lexicon": ""}
)
def create_discovery(nlp: Language, name: str, overlays: list[str], lexicon: str) -> Discovery:
    """Factory for `nlp.add_pipe("paperatlas_discovery")`; arguments as for `paperatlas_mentions`."""
    register()
    return Discovery(lexicon_for(overlays, lexicon))
