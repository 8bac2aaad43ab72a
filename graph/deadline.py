"""An answer in time, although kglite does not always look at the clock.

Where a subquery scans for each row (EXISTS, COUNT, a full-text search for each paper), kglite looks at its own time-out
only every thousand rows or so: 2 seconds became 40 on 6,000 papers, and 20 became 125 on a larger graph. Neither a work
budget nor an interrupt reaches it in between, and a thread cannot be ended from outside. But it lets other threads run
meanwhile: so the caller is answered in time, and the query goes on by itself until kglite looks up. Only a few may,
lest somebody who asks again and again fills the machine.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")

GRACE = 0.5
"""Seconds that a query may be late, so that one that kglite stops by itself leaves no thread behind."""
MOST_LATE = 2
"""Queries that may run on by themselves at a time."""

_guard = threading.Lock()
_late: set[object] = set()


class BusyError(Exception):
    """As many queries as may are still running after their time was up."""


def within(seconds: float, work: Callable[[], T]) -> T:
    """What the work returns or raises; TimeoutError where it takes longer, though it runs on unattended."""
    if len(_late) >= MOST_LATE:
        raise BusyError
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # raised again where the caller is
            future.set_exception(error)
        with _guard:
            _late.discard(future)

    # A daemon, so that neither Ctrl-C nor the end of the program waits for it.
    threading.Thread(target=run, name="paperatlas-query", daemon=True).start()
    try:
        return future.result(timeout=seconds + GRACE)
    except TimeoutError:
        with _guard:
            if not future.done():
                _late.add(future)
        raise
