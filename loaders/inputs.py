"""Input files as bounded lines: plain or gzip, a path or standard input, never more than a line in memory."""

import gzip
import io
import os
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from paperatlas.errors import InputError

STDIN = "-"
HEAD_BYTES = 64 * 1024
"""How much of an input is looked at to find its format."""
MAX_LINE_BYTES = 16 * 1024 * 1024
"""A longer line is set aside unread: no record of a paper is that long, and a line must fit in memory."""
SHOWN = 2_000
"""Characters of a text that are kept where it is set aside."""

_GZIP_MAGIC = b"\x1f\x8b"
_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_OTHER_FORMATS = (
    (b"%PDF", "is a PDF", "Paperatlas reads titles and abstracts: give it JSONL, CSV or text."),
    (b"PK\x03\x04", "is a ZIP archive (or an office document)", "Unpack it, or save the table as CSV."),
    (b"BZh", "is compressed with bzip2", "Unpack it with `bunzip2`; gzip is read as it is."),
    (b"\xfd7zXZ", "is compressed with xz", "Unpack it with `unxz`; gzip is read as it is."),
    (b"\x28\xb5\x2f\xfd", "is compressed with zstd", "Unpack it with `unzstd`; gzip is read as it is."),
)


class Stream(Protocol):
    """What is read from: a plain file, a pipe or packed data."""

    def read(self, size: int, /) -> bytes: ...

    def readline(self, size: int, /) -> bytes: ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class Line:
    """A line without its line break. Where `problem` is set, the line must not be used: `text` is what can be shown."""

    number: int
    text: str
    problem: str | None = None


class Input:
    """An opened source of text.

    `name` is for messages; `label` is what the papers' `source` says (the file's name, without `.gz`).
    """

    def __init__(self, path: str | Path) -> None:
        self.name = "standard input" if str(path) == STDIN else str(path)
        self.label = "stdin" if str(path) == STDIN else Path(path).name.removesuffix(".gz")
        self._raw = _open(path)
        try:
            self._stream, self.size = self._decompressed()
            self.head = self._read_head()
            self._refuse_what_is_no_text()
        except BaseException:
            self._raw.close()
            raise

    def _decompressed(self) -> tuple[Stream, int | None]:
        try:
            size = os.fstat(self._raw.fileno()).st_size or None
        except (OSError, io.UnsupportedOperation):
            size = None
        buffered = io.BufferedReader(self._raw, 256 * 1024)
        if buffered.peek(2)[:2] == _GZIP_MAGIC:
            return gzip.GzipFile(fileobj=buffered), size
        return buffered, size

    def _read_head(self) -> bytes:
        head = bytearray()
        try:
            while len(head) < HEAD_BYTES and (piece := self._stream.read(HEAD_BYTES - len(head))):
                head += piece
        except (OSError, EOFError, zlib.error) as error:
            if not head:
                raise InputError(
                    f"{self.name} cannot be read: {_reason(error)}.", "Fetch or compress it again."
                ) from error
        return bytes(head)

    def _refuse_what_is_no_text(self) -> None:
        if not self.head.strip():
            raise InputError(f"{self.name} is empty: it holds no paper.")
        for magic, what, remedy in _OTHER_FORMATS:
            if self.head.startswith(magic):
                raise InputError(f"{self.name} {what}, not text.", remedy)
        if self.head.startswith(_UTF16_BOMS):
            raise InputError(f"{self.name} is text in UTF-16.", "Convert it: `iconv -f UTF-16 -t UTF-8 FILE`.")
        if b"\0" in self.head:
            raise InputError(f"{self.name} is a binary file, not text.", "Give JSONL, CSV, or a page saved as text.")
        if b"\r" in self.head.rstrip() and b"\n" not in self.head:
            raise InputError(
                f"{self.name} has line ends of an old Macintosh (CR alone).",
                "Convert it: `tr '\\r' '\\n' < FILE > NEW`.",
            )

    @property
    def head_text(self) -> str:
        """The first characters of the input; the last line may be cut."""
        return self.head.removeprefix(_UTF8_BOM).decode("utf-8", "replace")

    @property
    def position(self) -> int:
        """Bytes of the file that have been read, for a progress bar; compare with `size` (None for a pipe)."""
        try:
            return self._raw.tell()
        except (OSError, io.UnsupportedOperation, ValueError):
            return 0

    def lines(self) -> Iterator[Line]:
        """Every line once. What cannot be decoded, is too long or cannot be read comes as a line with a `problem`."""
        stream = _Rejoined(self.head.removeprefix(_UTF8_BOM), self._stream)
        number = 0
        while True:
            number += 1
            try:
                data = stream.readline(MAX_LINE_BYTES + 1)
                if not data:
                    return
                if len(data) > MAX_LINE_BYTES:
                    shown = data[: SHOWN * 4].decode("utf-8", "replace")[:SHOWN]
                    length = len(data) + _skip_line(stream, data)
                    yield Line(
                        number, shown, f"the line is too long: {length:,} bytes; {MAX_LINE_BYTES:,} is the limit"
                    )
                    continue
            except (OSError, EOFError, zlib.error) as error:
                yield Line(number, "", f"the file cannot be read from here on: {_reason(error)}")
                return
            yield _decoded(number, data)

    def close(self) -> None:
        self._stream.close()
        self._raw.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Rejoined:
    """The head that was already read, and the stream that goes on behind it."""

    def __init__(self, head: bytes, rest: Stream) -> None:
        self._head = io.BytesIO(head)
        self._rest = rest

    def readline(self, limit: int) -> bytes:
        line = self._head.readline(limit)
        if line.endswith(b"\n") or len(line) >= limit:
            return line
        return line + self._rest.readline(limit - len(line))


def _open(path: str | Path) -> io.FileIO:
    if str(path) == STDIN:
        try:
            return os.fdopen(os.dup(sys.stdin.fileno()), "rb", buffering=0)
        except (AttributeError, OSError, ValueError) as error:  # None where the shell closed it (`<&-`)
            raise InputError("Standard input is closed: there is nothing to read.", "Pipe a source into it.") from error
    if not str(path):
        raise InputError("A source has an empty name.", "Name a file; `-` reads standard input.")
    try:
        return open(path, "rb", buffering=0)
    except FileNotFoundError as error:
        raise InputError(f"{path} does not exist.", "Check the path; `-` reads standard input.") from error
    except IsADirectoryError as error:
        raise InputError(f"{path} is a directory.", f"Name the files in it, such as {path}/*.jsonl.") from error
    except (OSError, ValueError) as error:
        raise InputError(f"{path} cannot be read: {_reason(error)}.", "Check its permissions.") from error


def _decoded(number: int, data: bytes) -> Line:
    data = data.removesuffix(b"\n").removesuffix(b"\r")
    try:
        return Line(number, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        shown = data.decode("utf-8", "replace")[:SHOWN]
        return Line(number, shown, f"the line is not valid UTF-8 (byte {error.start + 1} of the line)")


def _skip_line(stream: _Rejoined, read: bytes) -> int:
    """Read on to the end of a line without keeping it; the number of bytes that were skipped."""
    skipped = 0
    piece = read
    while piece and not piece.endswith(b"\n"):
        piece = stream.readline(1024 * 1024)
        skipped += len(piece)
    return skipped


def _reason(error: Exception) -> str:
    if isinstance(error, EOFError):
        return "the compressed data ends too early"
    if isinstance(error, gzip.BadGzipFile | zlib.error):
        return f"the compressed data is damaged ({error})"
    return getattr(error, "strerror", None) or str(error)
