"""Progress on stderr: only on a terminal, and only for work that lasts longer than a second."""

import sys
import time
from types import TracebackType
from typing import Any, Self

PATIENCE = 1.0
"""Seconds before a bar appears."""


class Progress:
    """A bar with a count beside it. Without a terminal, or where it is not wanted, every call does nothing."""

    def __init__(self, title: str, *, unit: str = "papers", wanted: bool = True) -> None:
        self._title = title
        self._unit = unit
        self._wanted = wanted and sys.stderr.isatty()
        self._begun = time.monotonic()
        self._bar: Any = None
        self._task: Any = None

    def update(self, count: int, done: int = 0, total: int | None = None, relationships: int = 0) -> None:
        """Show `count` units, and `done` of `total` of whatever measures the way (bytes, papers), if it is known.

        With the `relationships` that were stored so far it is shown how many of both go in a second.
        """
        if not self._wanted or (self._bar is None and time.monotonic() - self._begun < PATIENCE):
            return
        if self._bar is None:
            self._start()
        text = f"{count:,} {self._unit}"
        if relationships:
            seconds = time.monotonic() - self._begun
            text += f", {count / seconds:,.0f} a second; {relationships / seconds:,.0f} relationships a second"
        self._bar.update(self._task, completed=min(done, total) if total else 0, total=total, text=text)

    def _start(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[text]}"),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._bar.add_task(self._title, total=None, text="")
        self._bar.start()

    def close(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
        self._wanted = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
