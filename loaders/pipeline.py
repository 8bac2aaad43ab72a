"""Read → link → store: streams papers from their sources into a graph, and can be stopped and run again at any time.

Nothing remembers how far a run came: papers go into the store in batches, one transaction each, and a paper whose text
and linker are unchanged is not linked again. So running the same build once more goes on where the last one stopped.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from paperatlas.errors import InputError, PaperatlasError
from paperatlas.graph import identity
from paperatlas.graph.store import GraphStore, Node, PaperFacts, StoredPaper

from .catalog.catalogue import Catalog, load_catalog
from .facts import paper_facts, paper_keys, paper_node, paper_of, with_paper_id
from .fields import Delivery, SetAside
from .inputs import Input
from .quarantine import Quarantine
from .record import LinkedPaper, SourcePaper
from .sources import read_papers

if TYPE_CHECKING:
    from .linking.linker import Linker
    from .linking_pool import LinkingPool

BATCH_PAPERS = 250
BATCH_CHARACTERS = 4_000_000
"""A batch is one transaction: so many papers or so much text, whichever comes first.

What a killed run has to link again, about two seconds' work. Larger batches save nothing: storing takes 0.5 to 0.7 ms
of processor time a paper with 250 as with 1,000 of them, in an empty store as among 60,000 papers; linking takes 7 ms.
"""
LINK_BATCH_PAPERS = 64
"""Linking alone commits nothing: small batches give the first line soon. Each process gets as many."""
PAPERS_BEFORE_WORKERS = 250
"""Linked in this process before others are started, which takes as long as linking 150."""
MOST_WORKERS = 60
"""What a pool of processes may have on every system."""
NOTES_KEPT = 5

TEXT_PROPERTIES = frozenset(("title", "abstract", "title_key", "text_digest", "linked_with"))
"""What belongs together with a paper's links: never changed without linking again."""

Report = Callable[[int, int, int | None, int], None]
"""Told after each paper: papers so far, bytes read and size of the source at hand (None where nobody knows), and the
relationships stored so far."""


@dataclass
class Counts:
    """What a run did. `read` = `linked` + `unchanged` + `failed` at its end."""

    read: int = 0
    linked: int = 0
    unchanged: int = 0
    relationships: int = 0
    """Those that the linked papers brought."""
    failed: int = 0
    """Papers that the linker could not read; they are in the quarantine, too."""
    set_aside: int = 0
    refused: list[str] = field(default_factory=list)
    """A sentence for each source that could not be used at all."""
    notes: list[str] = field(default_factory=list)
    """Remarks on records that were used; the first few."""
    more_notes: int = 0

    def note(self, text: str) -> None:
        if len(self.notes) < NOTES_KEPT:
            self.notes.append(text)
        else:
            self.more_notes += 1


class Linking:
    """The catalogue and the linker, each loaded when it is first needed: both take a moment.

    `overlays`: the user's own catalogues on top of the shipped one. `workers`: processes that link; they are started
    once so many papers have been linked here that more are likely to come (PAPERS_BEFORE_WORKERS).
    """

    def __init__(self, overlays: Sequence[Path] = (), workers: int = 1) -> None:
        self._overlays = tuple(overlays)
        self.workers = max(1, min(workers, MOST_WORKERS))
        self._linked = 0
        self._pool: LinkingPool | None = None
        if self.workers > 1:
            _refuse_children()

    def on(self, workers: int) -> "Linking":
        """The same catalogue and linker, on so many processes."""
        if workers == self.workers:
            return self
        other = Linking(self._overlays, workers)
        other.catalog, other.linker = self.catalog, self.linker
        return other

    @cached_property
    def catalog(self) -> Catalog:
        return load_catalog(self._overlays)

    @cached_property
    def linker(self) -> "Linker":
        from .linking.linker import Linker

        return Linker(self.catalog)

    @property
    def at_work(self) -> int:
        """Processes that link the next papers."""
        return self.workers if self._linked >= PAPERS_BEFORE_WORKERS else 1

    def pipe(self, papers: Sequence[SourcePaper]) -> Iterator[LinkedPaper]:
        """The papers linked, in their order."""
        alone = self.at_work == 1
        self._linked += len(papers)
        if alone:
            yield from self.linker.pipe(papers)
            return
        from .linking_pool import LinkingPool, PoolError  # takes a moment

        done = 0
        try:
            self._pool = self._pool or LinkingPool(self.workers, self._overlays)
            for paper in self._pool.pipe(papers):
                done += 1
                yield paper
        except PoolError:
            self.close()
            self.workers = 1  # go on in this process
            yield from self.linker.pipe(papers[done:])

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.close()
            self._pool = None

    def __enter__(self) -> "Linking":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _refuse_children() -> None:
    """A script that asks for processes at its top is run again by each of them, and would ask again."""
    process = sys.modules.get("multiprocessing.process")
    if process and getattr(process.current_process(), "_inheriting", False):
        raise PaperatlasError(
            "Processes that link run the script again that starts them.",
            'Put what it does under `if __name__ == "__main__":`.',
        )


@dataclass(frozen=True)
class Sourced:
    """A delivery with the name of its source, for messages and for the quarantine."""

    delivery: Delivery
    name: str
    label: str

    @property
    def paper(self) -> SourcePaper:
        return self.delivery.paper


def read_sources(
    paths: Sequence[str | Path],
    quarantine: Quarantine,
    counts: Counts,
    *,
    source: str | None = None,
    report: Report | None = None,
) -> Iterator[Sourced]:
    """The usable papers of all sources in turn. What cannot be used is set aside, a second record with one id too.

    A source that cannot be opened or understood adds a sentence to `counts.refused`, and the next one is read.
    """
    for path in paths:
        try:
            with Input(path) as opened:
                before = counts.read + counts.set_aside
                seen: dict[int, int] = {}
                for item in read_papers(opened, source):
                    checked = item if isinstance(item, SetAside) else _refuse_twins(item, seen)
                    if isinstance(checked, SetAside):
                        quarantine.add(opened.name, opened.label, checked)
                        counts.set_aside += 1
                        continue
                    counts.read += 1
                    for note in checked.notes:
                        stop = "" if note.endswith("?") else "."
                        counts.note(f"{opened.name}, line {checked.line}: {note}{stop}")
                    yield Sourced(checked, opened.name, opened.label)
                    if report:
                        report(counts.read, opened.position, opened.size, counts.relationships)
                if before == counts.read + counts.set_aside:
                    raise InputError(f"{opened.name} holds no paper.")
        except InputError as error:
            counts.refused.append(str(error))


def _refuse_twins(item: Delivery, seen: dict[int, int]) -> Delivery | SetAside:
    """The delivery, or why it is set aside: `seen` maps the (hashed) ids of this source to their lines."""
    # Hashes of 64 bits, not the ids: a source may have millions of records.
    keys = {hash(f"record {item.record_id}"): "id", hash(item.paper.id): "id"}
    if item.record_id is None:
        del keys[hash(f"record {item.record_id}")]
    for key in keys:
        if key in seen:
            reason = f"the same id as the record at line {seen[key]}, which was kept"
            if key == hash(item.paper.id) and (item.paper.id or "").startswith("title:"):
                reason = f"the same title as the record at line {seen[key]}, which was kept, and no arxiv_id or doi"
            return SetAside(item.line, reason, item.raw)
    seen.update(dict.fromkeys(keys, item.line))
    return item


class Pipeline:
    """Brings papers into a store. `counts` tells at any time, also after an interruption, what has been done.

    The store is opened when the first paper is there for it: sources that cannot be used leave no empty store behind.
    """

    def __init__(self, open_store: Callable[[], GraphStore], linking: Linking, quarantine: Quarantine) -> None:
        self._open_store = open_store
        self.linking = linking
        self.quarantine = quarantine
        self.counts = Counts()
        self._report: Report | None = None
        self._place: tuple[int, int | None] = (0, None)

    @cached_property
    def store(self) -> GraphStore:
        return self._open_store()

    def build(self, paths: Sequence[str | Path], *, source: str | None = None, report: Report | None = None) -> Counts:
        """Read, link and store every paper of the sources; papers that are fresh only have their metadata merged."""
        self._report = report
        batch: list[Sourced] = []
        keys: set[str] = set()
        characters = 0
        for item in read_sources(paths, self.quarantine, self.counts, source=source, report=self._note_place):
            own_keys = _key_strings(item.paper)
            # Two records of perhaps one paper never share a batch: the store, asked again, decides whether they are.
            if len(batch) >= BATCH_PAPERS or characters >= BATCH_CHARACTERS or not keys.isdisjoint(own_keys):
                self._store(batch)
                batch, keys, characters = [], set(), 0
            batch.append(item)
            keys |= own_keys
            characters += len(item.paper.title) + len(item.paper.abstract)
        self._store(batch)
        return self.counts

    def relink(self, *, report: Report | None = None) -> Counts:
        """Link again, from the stored text, the papers that another linker or catalogue linked."""
        self._report = report
        stale = self.store.papers(not_linked_with=self.linking.linker.digest)
        while nodes := list(islice(stale, BATCH_PAPERS)):
            self.counts.read += len(nodes)
            linked = self._linked_batch([Sourced(_stored_delivery(node), self.store.url, "relink") for node in nodes])
            self._load([paper_facts(paper, self.linking.catalog, delivery.paper.id) for delivery, paper in linked])
        return self.counts

    def _store(self, batch: Sequence[Sourced]) -> None:
        """One batch: links and loads what is new or changed, merges the metadata of the rest."""
        if not batch:
            return
        to_link: list[Sourced] = []
        ready: list[tuple[Delivery, LinkedPaper]] = []
        facts: list[PaperFacts] = []
        merges: list[Node] = []
        known = self.store.find_papers([paper_keys(item.paper) for item in batch])
        ids = {id(item.delivery): stored.id for item, stored in zip(batch, known, strict=True) if stored}
        for item, stored in zip(batch, known, strict=True):
            if stored and self._keeps_links(item.delivery, stored):
                merges.append(_metadata(item.paper, stored.id))
            elif item.delivery.facts:
                facts.append(with_paper_id(item.delivery.facts, stored.id if stored else item.delivery.facts.paper.id))
            elif item.delivery.linked:
                ready.append((item.delivery, item.delivery.linked))
            else:
                to_link.append(item)
        ready += self._linked_batch(to_link)
        facts += [
            paper_facts(linked, self.linking.catalog, ids.get(id(delivery), delivery.paper.id))
            for delivery, linked in ready
        ]
        self._load(facts)
        if merges:
            self.store.update_papers(merges)
            self.counts.unchanged += len(merges)
        self._tell(0)

    def _linked_batch(self, batch: Sequence[Sourced]) -> list[tuple[Delivery, LinkedPaper]]:
        return _linked(batch, self.linking, self.quarantine, self.counts, self._tell)

    def _note_place(self, read: int, position: int, size: int | None, relationships: int) -> None:
        self._place = position, size

    def _tell(self, linked: int) -> None:
        """Report after each paper that is linked, not only after each batch: linking is what takes the time."""
        if self._report:
            papers = self.counts.linked + self.counts.unchanged + linked
            self._report(papers, *self._place, self.counts.relationships)

    def _load(self, facts: Sequence[PaperFacts]) -> None:
        if facts:
            self.counts.relationships += self.store.load(facts).relationships
            self.counts.linked += len(facts)

    def _keeps_links(self, delivery: Delivery, stored: StoredPaper) -> bool:
        """Whether the stored links stay: nothing that was read has changed, or the record has no abstract to read."""
        paper = delivery.paper
        if stored.has_abstract and not paper.abstract:
            return True
        if delivery.facts:
            linked_with = str(delivery.facts.paper.properties.get("linked_with", ""))
        else:
            linked_with = delivery.linked.linked_with if delivery.linked else self.linking.linker.digest
        text_digest = identity.text_digest(paper.title, paper.abstract)
        # Links of which nobody knows who made them may have changed, too.
        return bool(linked_with) and (stored.text_digest, stored.linked_with) == (text_digest, linked_with)


def link_sources(
    paths: Sequence[str | Path],
    linking: Linking,
    quarantine: Quarantine,
    counts: Counts,
    *,
    source: str | None = None,
    report: Report | None = None,
) -> Iterator[LinkedPaper]:
    """The papers of all sources, linked, in order; nothing is stored. Those linked already pass as they are."""
    papers = read_sources(paths, quarantine, counts, source=source, report=report)
    while batch := list(islice(papers, LINK_BATCH_PAPERS * linking.at_work)):
        ready = {id(item.delivery): item.delivery.linked for item in batch if item.delivery.linked}
        new = _linked([item for item in batch if not item.delivery.linked], linking, quarantine, counts)
        ready.update({id(delivery): paper for delivery, paper in new})
        for item in batch:
            if (paper := ready.get(id(item.delivery))) is not None:
                counts.linked += 1
                yield paper


def _linked(
    batch: Sequence[Sourced],
    linking: Linking,
    quarantine: Quarantine,
    counts: Counts,
    tell: Callable[[int], None] = lambda linked: None,
) -> list[tuple[Delivery, LinkedPaper]]:
    """The batch linked; a paper that the linker stumbles over goes to the quarantine instead of ending the run."""
    if not batch:
        return []
    linked: list[tuple[Delivery, LinkedPaper]] = []
    try:
        for item, paper in zip(batch, linking.pipe([item.paper for item in batch]), strict=True):
            linked.append((item.delivery, paper))
            tell(len(linked))
        return linked
    except PaperatlasError:
        raise
    except Exception:
        rest = batch[len(linked) :]
        return linked + [
            pair for item in rest if (pair := _linked_alone(item, linking, quarantine, counts)) is not None
        ]


def _linked_alone(
    item: Sourced, linking: Linking, quarantine: Quarantine, counts: Counts
) -> tuple[Delivery, LinkedPaper] | None:
    try:
        return item.delivery, linking.linker.link(item.paper)
    except Exception as error:
        reason = f"the linker failed on it ({type(error).__name__}: {error}); please report this"
        quarantine.add(item.name, item.label, SetAside(item.delivery.line, reason, item.delivery.raw))
        counts.failed += 1
        counts.set_aside += 1
        return None


def _metadata(paper: SourcePaper, paper_id: str) -> Node:
    node = paper_node(paper, paper_id)
    return Node(node.label, {k: v for k, v in node.properties.items() if k not in TEXT_PROPERTIES})


def _key_strings(paper: SourcePaper) -> set[str]:
    keys = paper_keys(paper)
    names = ("id", "arxiv_id", "doi", "s2_id", "openalex_id", "title_key")
    return {f"{name} {value}" for name in names if (value := getattr(keys, name))}


def _stored_delivery(node: Node) -> Delivery:
    """A stored paper as if a source delivered it."""
    paper = paper_of(node)
    return Delivery(0, paper, f"{paper.title}\n\n{paper.abstract}")
