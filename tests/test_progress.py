"""The bar on stderr: when it is there, and what it says."""

import io
import sys
from types import SimpleNamespace

import pytest

from paperatlas import progress
from paperatlas.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def drawn(monkeypatch: pytest.MonkeyPatch, stderr: io.StringIO, *seen: int) -> str:
    """What a bar that saw this four seconds after its beginning leaves on stderr."""
    times = iter((100.0,))
    monkeypatch.setattr(progress, "time", SimpleNamespace(monotonic=lambda: next(times, 104.0)))
    monkeypatch.setattr(sys, "stderr", stderr)
    monkeypatch.setenv("COLUMNS", "150")
    with Progress("Building") as bar:
        bar.update(*seen)
    return stderr.getvalue()


def test_papers_and_relationships_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    said = drawn(monkeypatch, Terminal(), 2_000, 50, 100, 48_000)
    assert "2,000 papers, 500 a second; 12,000 relationships a second" in said


def test_no_relationships_where_nothing_is_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    said = drawn(monkeypatch, Terminal(), 2_000, 50, 100)
    assert "2,000 papers" in said
    assert "second" not in said


def test_nothing_without_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert drawn(monkeypatch, io.StringIO(), 2_000, 50, 100, 48_000) == ""
