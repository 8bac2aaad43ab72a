"""Linking on several processors: processes that each hold a linker and take turns at the papers."""

import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from .record import LinkedPaper, SourcePaper

if TYPE_CHECKING:
    from .linking.linker import Linker

__all__ = ["BrokenProcessPool", "LinkingPool"]

CHUNK = 8
"""Papers that a process takes at a time: 60 ms of work, beside which sending them is nothing."""


class LinkingPool:
    """Links papers in their order. Its processes start with the first papers; each loads the catalogue, which takes a
    second, and ends when this one does, however that ends."""

    def __init__(self, processes: int, overlays: Sequence[Path]) -> None:
        # Forked ones would be ready at once, but hang where the parent has threads: a driver's, a progress bar's.
        self._pool = ProcessPoolExecutor(processes, get_context("spawn"), _load_linker, (tuple(overlays),))

    def pipe(self, papers: Sequence[SourcePaper]) -> Iterator[LinkedPaper]:
        """The papers linked; raises what the linker raised, and BrokenProcessPool where a process was killed."""
        chunks = [papers[start : start + CHUNK] for start in range(0, len(papers), CHUNK)]
        for linked in self._pool.map(_link, chunks):
            yield from linked

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)


_linkers: list["Linker"] = []
"""The linker of a process of the pool."""


def _load_linker(overlays: Sequence[Path]) -> None:
    from .catalog import load_catalog
    from .linking.linker import Linker

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process of a terminal; the parent ends these
    Thread(target=_end_with_parent, daemon=True).start()
    _linkers[:] = [Linker(load_catalog(overlays))]


def _end_with_parent() -> None:
    """A killed parent closes nothing, and its processes would wait for papers for ever."""
    if (parent := parent_process()) is not None:
        parent.join()
        os._exit(1)


def _link(papers: Sequence[SourcePaper]) -> list[LinkedPaper]:
    return list(_linkers[0].pipe(papers))
