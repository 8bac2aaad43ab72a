"""The linker: its parts in a row over title and abstract, and what they found as a linked-paper record."""

import hashlib
from collections.abc import Iterable, Iterator
from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING

from paperatlas.graph.schema import Role
from paperatlas.loaders.catalog import Catalog
from paperatlas.loaders.record import (
    CodeLink,
    Evidence,
    LinkedEntity,
    LinkedPaper,
    Mention,
    Relation,
    Result,
    SourcePaper,
)

from .code_links import CodeLinks
from .discovery import Discovery
from .document import Claim, Found, Links
from .lexicon import compile_lexicon
from .mentions import MentionFinder
from .model_names import ModelNames
from .relations import Relations
from .results import Results
from .roles import Roles
from .text import read

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

TEMPER = 0.33
"""What the odds of a link are multiplied with; fitted to the papers held out."""
MAX_ABSTRACT = 20_000
"""Characters of an abstract that are read; what is longer is no abstract, and only its beginning is linked."""


class Linker:
    """Links papers to the entities they name.

    `digest` identifies code, weights and catalogue, so that a stored paper shows whether it was linked by the same.
    """

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.lexicon = compile_lexicon(catalog)
        # The order of components.COMPONENTS.
        self._parts = (
            MentionFinder(self.lexicon).find,
            ModelNames(self.lexicon).complete,
            Discovery(self.lexicon).discover,
            Results().read,
            Relations(self.lexicon).read,
            Roles().assign,
            CodeLinks().find,
        )

    @cached_property
    def digest(self) -> str:
        """First 16 digits of the SHA-256 of the linker's files and the catalogue's digest."""
        sha = hashlib.sha256(self.catalog.digest.encode())
        folder = files("paperatlas.loaders.linking")
        for item in sorted(folder.iterdir(), key=lambda f: f.name):
            if item.is_file() and not item.name.endswith(".pyc"):
                sha.update(item.name.encode() + item.read_bytes())
        return sha.hexdigest()[:16]

    @cached_property
    def nlp(self) -> "Language":
        """The same parts as an ordinary spaCy pipeline, to which other pipes can be added."""
        from .components import whole_pipeline

        return whole_pipeline(self.catalog.digest)

    def link(self, paper: SourcePaper) -> LinkedPaper:
        """Everything that can be read off one paper."""
        return self._record(paper, self.read(paper))

    def pipe(self, papers: Iterable[SourcePaper]) -> Iterator[LinkedPaper]:
        """`link` for a stream, in its order; nothing but the paper at hand is held in memory."""
        return map(self.link, papers)

    def read(self, paper: SourcePaper) -> Links:
        """The linker's own view of a paper, with what it refused; for `link --explain`."""
        links = Links(read(_text(paper), len(paper.title)))
        for part in self._parts:
            part(links)
        return links

    def doc(self, paper: SourcePaper) -> "Doc":
        """The paper as `nlp` reads it, a spaCy Doc: its entities are `doc.spans["paperatlas"]`."""
        from .components import mark_spans

        doc = self.nlp.make_doc(_text(paper))
        doc._.paperatlas_title_end = len(paper.title)
        doc = self.nlp(doc)
        mark_spans(doc)
        return doc

    def _record(self, paper: SourcePaper, links: Links) -> LinkedPaper:
        entities = _entities(links)
        names = {e.name for e in entities}
        return LinkedPaper(
            paper=paper,
            entities=tuple(entities),
            relations=tuple(
                Relation(r.head, r.type, r.tail, _evidence(links, r.claim))
                for r in links.relations
                if r.head in names and r.tail in names and r.head != r.tail
            ),
            results=tuple(
                Result(
                    value=r.value, evidence=_evidence(links, r.claim), method=r.method, model=r.model, on=r.on,
                    metric=r.metric, unit=r.unit, delta=r.delta, versus=r.versus,
                    better=r.better,  # type: ignore[arg-type]
                )
                for r in links.results
            ),
            code=tuple(CodeLink(url, _code_evidence(links, claim)) for url, claim in links.code),
            linked_with=self.digest,
        )  # fmt: skip


def _text(paper: SourcePaper) -> str:
    return f"{paper.title}\n{paper.abstract[:MAX_ABSTRACT]}"


def _sentence(links: Links, offset: int) -> str:
    paper = links.text
    start, end = paper.sentence_span(paper.sentence_of(offset))
    return paper.surface(start, end)


def _evidence(links: Links, claim: Claim) -> Evidence:
    field, start, end = links.text.locate(claim.start, claim.end)
    return Evidence(field, start, end, _sentence(links, claim.start), claim.confidence, claim.rule)


def _code_evidence(links: Links, claim: Claim) -> Evidence:
    """Addresses are located in the original text already."""
    paper = links.text
    base = paper.title_end + 1 if paper.title_end else 0
    in_title = claim.start < paper.title_end
    clean_offset = claim.start
    if paper.body.starts is not None:
        clean_offset = next((i for i, s in enumerate(paper.body.starts) if s >= claim.start), len(paper.text) - 1)
    shift = 0 if in_title else base
    return Evidence(
        "title" if in_title else "abstract", claim.start - shift, claim.end - shift, _sentence(links, clean_offset),
        claim.confidence, claim.rule,
    )  # fmt: skip


def _mention(links: Links, found: Found) -> Mention:
    paper = links.text
    field, start, end = paper.locate(found.start, found.end)
    surface = paper.surface(found.start, found.end)
    return Mention(field, start, end, _sentence(links, found.start), _tempered(found.confidence), found.rule, surface)


def _tempered(chance: float) -> float:
    """How sure a link is, of what the judges say: they learnt from readers of whom each lists some names that the next
    one would not, and are as much too sure on papers that two have read."""
    odds = TEMPER * chance / (1 - chance)
    return round(odds / (1 + odds), 2)


def _entities(links: Links) -> list[LinkedEntity]:
    """One entity a canonical name, in the order of the first mention; within a paper a name has one kind."""
    out: list[LinkedEntity] = []
    nothing: tuple[Role, Claim | None] = ("mentions", None)
    for name, group in links.by_name().items():
        best = max(group, key=lambda f: (f.confidence, f.entry is not None))
        role, claim = links.roles.get(name, nothing)
        out.append(
            LinkedEntity(
                name=name,
                kind=best.kind,
                mentions=tuple(_mention(links, f) for f in group),
                role=role,
                family=next((f.family for f in group if f.family), None),
                discovered=best.entry is None and best.discovered,
                confidence=_tempered(best.confidence),
                role_evidence=_evidence(links, claim) if claim and role != "mentions" else None,
            )
        )
    return out
