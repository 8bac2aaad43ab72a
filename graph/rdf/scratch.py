"""What an export must remember of the whole graph, kept outside memory so that memory stays flat."""

import sqlite3
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self


class Scratch:
    """A temporary table on disk (SQLite's own: nameless, gone when closed) of pairs of text."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("")
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute("CREATE TABLE pair (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID")

    def put(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Keep the pairs; a later value of a key replaces the earlier one."""
        self._db.executemany("INSERT OR REPLACE INTO pair VALUES (?, ?)", pairs)

    def get(self, key: str) -> str | None:
        row = self._db.execute("SELECT value FROM pair WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def is_new(self, key: str) -> bool:
        """True the first time that a key is asked for, false ever after."""
        return self._db.execute("INSERT OR IGNORE INTO pair VALUES (?, '')", (key,)).rowcount == 1

    def items(self) -> Iterator[tuple[str, str]]:
        """All pairs in the order of their keys."""
        yield from self._db.execute("SELECT key, value FROM pair ORDER BY key")

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
