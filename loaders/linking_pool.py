"""Linking on several processors: processes that each hold a linker and take turns at the papers."""

import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from .record import LinkedPaper, SourcePaper

if TYPE_CHECKING:
    from .linking.linker import Linker

CHUNK = 8
"""Papers that a process takes at a time: 60 ms of work, beside which sending them is nothing."""
_THREADS = "OPENBLAS_NUM_THREADS"


class PoolError(Exception):
    """Processes cannot be started, or one was killed: for want of memory, as a rule."""


class LinkingPool:
    """Links papers in their order. Its processes start with the first ones; each loads the catalogue, which takes a
    second, and ends when this one does, however that ends."""

    def __init__(self, processes: int, overlays: Sequence[Path]) -> None:
        with _or_pool_error():
            # Forked ones would be ready at once, but hang where the parent has threads: a driver's, a progress bar's.
            self._pool = ProcessPoolExecutor(processes, get_context("spawn"), _load_linker, (tuple(overlays),))

    def pipe(self, papers: Sequence[SourcePaper]) -> Iterator[LinkedPaper]:
        """The papers linked; raises what the linker raised, and PoolError."""
        chunks = [papers[start : start + CHUNK] for start in range(0, len(papers), CHUNK)]
        with _or_pool_error(), _as_children_need_it():
            answers = self._pool.map(_link, chunks)  # gives all chunks away, for which it starts processes
        try:
            for linked in answers:
                yield from linked
        except BrokenProcessPool as error:
            raise PoolError from error

    def close(self) -> None:
        """End the processes, each after the few papers that it has at hand."""
        self._pool.shutdown(cancel_futures=True)


@contextmanager
def _or_pool_error() -> Iterator[None]:
    """What a system raises that lacks the memory, the semaphores or the right to start processes, as PoolError."""
    try:
        yield
    except (BrokenProcessPool, OSError, NotImplementedError, ValueError) as error:
        raise PoolError from error


@contextmanager
def _as_children_need_it() -> Iterator[None]:
    """What processes inherit that are started meanwhile: deafness to Ctrl-C, which reaches every process of a terminal
    (the parent ends them), and one thread each for small matrices, beside which a second one only waits."""
    before = os.environ.get(_THREADS)
    os.environ[_THREADS] = "1"
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if hasattr(signal, "pthread_sigmask") else None
    try:
        yield
    finally:
        if mask is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        os.environ.pop(_THREADS)
        if before is not None:
            os.environ[_THREADS] = before


_linkers: list["Linker"] = []
"""The linker of a process of the pool."""


def _load_linker(overlays: Sequence[Path]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    from .catalog import load_catalog
    from .linking.linker import Linker

    _linkers[:] = [Linker(load_catalog(overlays))]


def _end_with_parent() -> None:
    """A killed parent closes nothing, and its processes would wait for papers for ever."""
    if (parent := parent_process()) is not None:
        parent.join()
        os._exit(1)


def _link(papers: Sequence[SourcePaper]) -> list[LinkedPaper]:
    return list(_linkers[0].pipe(papers))
