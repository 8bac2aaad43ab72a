"""RDF by subject, on disk: what the reader of exports needs of a store, without one's weight."""

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from types import TracebackType
from typing import Self

import orjson
import pyoxigraph as ox

Value = str | list[str]
"""The text of an IRI or a literal (what it is follows from the predicate), or the three parts of a triple term."""
Said = dict[str, list[Value]]

_BATCH = 5_000


class Subjects:
    """What is said of each subject, in a temporary SQLite file; links by some predicates can be followed backwards.

    Named graphs are read as one. `followed`: the predicates of `subjects_of`.
    """

    def __init__(self, quads: Iterable[ox.Quad], followed: Iterable[str]) -> None:
        self._followed = frozenset(followed)
        self.predicates: set[str] = set()
        """Every predicate that occurs."""
        self._db = sqlite3.connect("")
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute("CREATE TABLE said (subject TEXT, facts BLOB)")
        self._db.execute("CREATE TABLE link (predicate TEXT, object TEXT, subject TEXT)")
        try:
            self._load(quads)
        except BaseException:
            self.close()
            raise

    def _load(self, quads: Iterable[ox.Quad]) -> None:
        # Exports are written subject by subject: a row a run keeps rows few, and any other order is read as well.
        runs = groupby(quads, key=lambda quad: quad.subject)
        while batch := [self._run(subject, list(run)) for subject, run in islice(runs, _BATCH)]:
            self._db.executemany("INSERT INTO said VALUES (?, ?)", ((subject, facts) for subject, facts, _ in batch))
            self._db.executemany("INSERT INTO link VALUES (?, ?, ?)", (link for _, _, links in batch for link in links))
        self._db.execute("CREATE INDEX said_subject ON said (subject)")
        self._db.execute("CREATE INDEX link_object ON link (predicate, object, subject)")

    def _run(
        self, subject: ox.NamedNode | ox.BlankNode | ox.Triple, quads: list[ox.Quad]
    ) -> tuple[str, bytes, list[tuple[str, str, str]]]:
        name = _text(subject)
        facts: list[tuple[str, Value]] = []
        links: list[tuple[str, str, str]] = []
        for quad in quads:
            predicate, object_ = quad.predicate.value, quad.object
            self.predicates.add(predicate)
            if isinstance(object_, ox.Triple):
                facts.append((predicate, [_text(object_.subject), object_.predicate.value, _text(object_.object)]))
            else:
                facts.append((predicate, _text(object_)))
            if predicate in self._followed:
                links.append((predicate, _text(object_), name))
        return name, orjson.dumps(facts), links

    def said_of(self, subject: str) -> Said:
        """Predicate → values, each once, in the order in which they were read."""
        out: Said = {}
        for (facts,) in self._db.execute("SELECT facts FROM said WHERE subject = ? ORDER BY rowid", (subject,)):
            for predicate, value in orjson.loads(facts):
                values = out.setdefault(predicate, [])
                if value not in values:  # one triple may stand in several graphs
                    values.append(value)
        return out

    def subjects_of(self, predicate: str, object_: str | None = None) -> Iterator[str]:
        """The subjects that a followed predicate links to an object (or to any), sorted, each once."""
        text, values = "SELECT DISTINCT subject FROM link WHERE predicate = ?", [predicate]
        if object_ is not None:
            text, values = f"{text} AND object = ?", [predicate, object_]
        for (subject,) in self._db.execute(f"{text} ORDER BY subject", values).fetchall():
            yield str(subject)

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _text(found: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return str(found.value) if isinstance(found, ox.NamedNode | ox.Literal) else str(found)
