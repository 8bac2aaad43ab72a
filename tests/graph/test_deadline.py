"""A query's answer comes in time, whether the database looks at the clock or not."""

import threading
import time

import pytest

from paperatlas.graph.deadline import MOST_LATE, BusyError, within


def test_what_is_done_in_time_is_returned_or_raised() -> None:
    assert within(10, lambda: 42) == 42
    with pytest.raises(ZeroDivisionError):
        within(10, lambda: 1 // 0)


def test_what_takes_longer_is_left_alone_and_only_few_may() -> None:
    release = threading.Event()
    started = time.monotonic()
    for _ in range(MOST_LATE):
        with pytest.raises(TimeoutError):
            within(0.01, release.wait)
    with pytest.raises(BusyError):
        within(10, lambda: 42)
    assert time.monotonic() - started < 10
    release.set()
    for thread in threading.enumerate():
        if thread.name == "paperatlas-query":
            thread.join()
    assert within(10, lambda: 42) == 42  # those that were late have gone
