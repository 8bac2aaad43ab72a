"""What cannot be used is kept with its reason: `<source>.quarantine.jsonl`, one JSON object for each such record."""

import os
from collections.abc import Iterable
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Self

import orjson

from paperatlas.errors import PaperatlasError
from paperatlas.graph.store_file import is_store_file

from .fields import SetAside
from .inputs import SHOWN

SUFFIX = ".quarantine.jsonl"


class Quarantine:
    """The quarantine files of one run. A file is made at the first record that goes into it, in place of an older one.

    Without a `path` each source has its own file in the current directory, named after the source.
    """

    def __init__(self, path: Path | None = None, *, inputs: Iterable[str | Path] = ()) -> None:
        self._path = path
        self._files: dict[Path, FileIO] = {}
        self.counts: dict[Path, int] = {}
        """Number of records that were set aside, by file."""
        # Not Path.resolve, which fails where symbolic links go round.
        self._inputs = {os.path.realpath(i) for i in inputs}

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def add(self, name: str, label: str, item: SetAside) -> None:
        """Write down a record of the source called `name` in messages and `label` in file names."""
        path = self._path or Path(f"{label}{SUFFIX}")
        record: dict[str, str | int] = {"source": name, "line": item.line, "reason": item.reason}
        record["text"] = item.text[:SHOWN]
        if len(item.text) > SHOWN:
            record["characters"] = len(item.text)
        try:
            self._file(path).write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))
        except OSError as error:
            raise PaperatlasError(
                f"The quarantine file {path} cannot be written: {error.strerror}.",
                "Name another one with --quarantine.",
            ) from error
        self.counts[path] = self.counts.get(path, 0) + 1

    def _file(self, path: Path) -> FileIO:
        if path not in self._files:
            if os.path.realpath(path) in self._inputs:
                raise PaperatlasError(
                    f"The quarantine file {path} is one of the sources.", "Name another one with --quarantine."
                )
            if path.is_file() and is_store_file(path):
                raise PaperatlasError(
                    f"The quarantine file {path} is a store and would be lost.", "Name another one with --quarantine."
                )
            # Unbuffered: few records come here, and they must be on disk if the run is killed or the disk is full.
            self._files[path] = open(path, "wb", buffering=0)  # noqa: SIM115  closed below
        return self._files[path]

    def close(self) -> None:
        for file in self._files.values():
            file.close()
        self._files.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
