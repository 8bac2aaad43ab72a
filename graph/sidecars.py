"""The files beside a store: kglite's write-ahead log (`-wal`), its lock (`.lock`), who holds it (`.lock-owner`).

A store at rest is one file. kglite leaves all three behind, and a lock file must not simply be deleted: another process
may have opened it and be about to lock it, would then hold a lock that nobody sees, and a third one could write at the
same time. So whoever opens a store to write shares a lock on its folder meanwhile, and whoever tidies up holds it
alone: then nobody is between opening the lock file and locking it. Where a folder cannot be locked, the files stay.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, which deletes no file that is open: there they stay
    fcntl = None  # type: ignore[assignment]

EMPTY_LOG = 64
"""Bytes: a write-ahead log no longer than this holds a header and no commit."""


def log_of(store: Path) -> Path:
    return store.with_name(store.name + "-wal")


def size(path: Path) -> int:
    """Bytes; 0 where there is no such file."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


@contextmanager
def opening(store: Path) -> Iterator[None]:
    """Surrounds the opening of a store for writing, so that its lock file is not deleted meanwhile."""
    with _folder_lock(store, alone=False):
        yield


def tidy(store: Path) -> None:
    """Delete what kglite left beside a store that nobody has open for writing; a log with commits in it stays."""
    with _folder_lock(store, alone=True) as locked, suppress(OSError):
        if not locked or not store.exists():
            return
        lock = store.with_name(store.name + ".lock")
        with lock.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # fails where a writer is at work
            store.with_name(store.name + ".lock-owner").unlink(missing_ok=True)
            if size(log_of(store)) <= EMPTY_LOG:
                log_of(store).unlink(missing_ok=True)
            lock.unlink()


@contextmanager
def _folder_lock(store: Path, *, alone: bool) -> Iterator[bool]:
    """Whether the folder could be locked. Sharing waits for one that tidies (microseconds); being alone does not."""
    descriptor = -1
    locked = False
    if fcntl is not None:
        with suppress(OSError):
            descriptor = os.open(store.parent, os.O_RDONLY)
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB if alone else fcntl.LOCK_SH)
            locked = True
    try:
        yield locked
    finally:
        if descriptor >= 0:
            os.close(descriptor)
