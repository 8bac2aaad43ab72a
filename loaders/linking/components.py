"""The linker's parts as spaCy components, for anybody's pipeline: `nlp.add_pipe("paperatlas_mentions")`.

Each component adds what it reads to `doc._.paperatlas`, and works alone, in any order and beside foreign pipes. Nothing
else of the linker needs spaCy: its parts read characters, so the Linker runs them without making a Doc.
"""

from collections.abc import Callable
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found,unused-ignore]
from spacy.tokens import Doc, Span

from .code_links import CodeLinks
from .discovery import Discovery
from .document import Links
from .lexicon import lexicon_for
from .mentions import MentionFinder
from .model_names import ModelNames
from .relations import Relations
from .results import Results
from .roles import Roles
from .text import read

SPANS_KEY = "paperatlas"
_STATE = "paperatlas"
COMPONENTS: tuple[str, ...] = (
    "paperatlas_mentions",
    "paperatlas_model_names",
    "paperatlas_discovery",
    "paperatlas_results",
    "paperatlas_relations",
    "paperatlas_roles",
    "paperatlas_code_links",
)
"""The factories in the order in which the Linker runs their parts."""
_WITH_LEXICON = frozenset((*COMPONENTS[:3], "paperatlas_relations"))
_CONFIG: dict[str, Any] = {"overlays": [], "lexicon": ""}


class Component:
    """A part of the linker as a pipe: `part` adds to the Links of a text."""

    def __init__(self, part: Callable[[Links], None]) -> None:
        self.part = part

    def __call__(self, doc: Doc) -> Doc:
        self.part(links_of(doc))
        return doc


def register() -> None:
    """Make `doc._.paperatlas` known to spaCy; harmless when repeated."""
    if not Doc.has_extension("paperatlas"):
        Doc.set_extension("paperatlas", getter=links_of)
    if not Doc.has_extension("paperatlas_title_end"):
        Doc.set_extension("paperatlas_title_end", default=0)


def links_of(doc: Doc) -> Links:
    """The state of a document, made on first use. A Doc whose text begins with a title says where that ends in
    `doc._.paperatlas_title_end`; the abstract begins one character later."""
    state = doc.user_data.get(_STATE)
    if state is None:
        state = Links(read(doc.text, doc._.paperatlas_title_end))
        doc.user_data[_STATE] = state
    assert isinstance(state, Links)
    return state


def mark_spans(doc: Doc) -> None:
    """Write the found entities to `doc.spans["paperatlas"]`: label the kind, `kb_id` the entity's id."""
    links = links_of(doc)
    spans: list[Span] = []
    for found in links.found:
        start, end = links.text.original(found.start, found.end)
        span = doc.char_span(start, end, label=found.kind, kb_id=found.entry or "", alignment_mode="expand")
        if span is not None:
            spans.append(span)
    doc.spans[SPANS_KEY] = spans


def blank_pipeline() -> Language:
    """English cut at white space only: the components read characters, and finer tokens cost more than all of them."""
    nlp = spacy.blank("en")
    nlp.tokenizer = Tokenizer(nlp.vocab)
    nlp.max_length = 10**7
    return nlp


def whole_pipeline(lexicon: str) -> Language:
    """All components in a row; `lexicon` is the digest of one that is compiled in this process."""
    nlp = blank_pipeline()
    for component in COMPONENTS:
        nlp.add_pipe(component, config={"lexicon": lexicon} if component in _WITH_LEXICON else {})
    return nlp


@Language.factory("paperatlas_mentions", assigns=["doc._.paperatlas"], default_config=_CONFIG)
def create_mentions(nlp: Language, name: str, overlays: list[str], lexicon: str) -> Component:
    """Names of the shipped catalogue, of the user's overlays and of `overlays` (paths of YAML files). `lexicon` is the
    digest of one compiled in this process, which is used in their place; the Linker gives it."""
    register()
    return Component(MentionFinder(lexicon_for(overlays, lexicon)).find)


@Language.factory("paperatlas_model_names", assigns=["doc._.paperatlas"], default_config=_CONFIG)
def create_model_names(nlp: Language, name: str, overlays: list[str], lexicon: str) -> Component:
    """Families, versions, sizes and tunings of models; arguments as for `paperatlas_mentions`."""
    register()
    return Component(ModelNames(lexicon_for(overlays, lexicon)).complete)


@Language.factory("paperatlas_discovery", assigns=["doc._.paperatlas"], default_config=_CONFIG)
def create_discovery(nlp: Language, name: str, overlays: list[str], lexicon: str) -> Component:
    """Names that no catalogue has, and which names of the catalogue are meant; arguments as for
    `paperatlas_mentions`."""
    register()
    return Component(Discovery(lexicon_for(overlays, lexicon)).discover)


@Language.factory("paperatlas_relations", assigns=["doc._.paperatlas"], default_config=_CONFIG)
def create_relations(nlp: Language, name: str, overlays: list[str], lexicon: str) -> Component:
    """What sentences say of two entities; arguments as for `paperatlas_mentions`."""
    register()
    return Component(Relations(lexicon_for(overlays, lexicon)).read)


@Language.factory("paperatlas_results", assigns=["doc._.paperatlas"])
def create_results(nlp: Language, name: str) -> Component:
    """Reported numbers, with what they are about."""
    register()
    return Component(Results().read)


@Language.factory("paperatlas_roles", assigns=["doc._.paperatlas"])
def create_roles(nlp: Language, name: str) -> Component:
    """What each entity is to the paper."""
    register()
    return Component(Roles().assign)


@Language.factory("paperatlas_code_links", assigns=["doc._.paperatlas"])
def create_code_links(nlp: Language, name: str) -> Component:
    """Addresses of code."""
    register()
    return Component(CodeLinks().find)
