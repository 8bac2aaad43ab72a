"""Where an export goes: a file (whole or not at all), a gzip file, or standard output."""

import errno
import gzip
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from paperatlas.errors import PaperatlasError

from .store_file import is_store_file

STDOUT = "-"
_BUFFER = 1 << 18
_REMEDY = {
    errno.ENOENT: "Make the folder first.",
    errno.EACCES: "Name a place where you may write.",
    errno.ENOSPC: "Make room, or name another place.",
}


@contextmanager
def open_output(target: str | Path) -> Iterator[IO[bytes]]:
    """A binary stream to the target; `-` is standard output, an ending `.gz` packs.

    A file is written beside its place and moved there at the end, so that a failure or Ctrl-C leaves what was there
    before. The same content gives the same bytes, packed too. PaperatlasError where the place cannot be written, or is
    a store's.
    """
    if str(target) == STDOUT:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(target)
    if path.is_dir():
        raise PaperatlasError(f"{path} is a directory.", "Name a file.")
    if path.is_file() and is_store_file(path):
        raise PaperatlasError(f"{path} is a store and would be lost.", "Name another file, or remove it first.")
    in_place = path.exists() and not path.is_file()  # a pipe or a device is written as it is
    written = path if in_place else path.with_name(f".{path.name}.part-{os.getpid()}")
    try:
        with written.open("wb", buffering=_BUFFER) as raw:
            if path.suffix == ".gz":
                with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0, compresslevel=6) as packed:
                    yield cast(IO[bytes], packed)
            else:
                yield raw
        if not in_place:
            written.replace(path)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise PaperatlasError(
            f"{path} cannot be written: {error.strerror or error}.", _REMEDY.get(error.errno or 0, "")
        ) from error
    finally:
        if not in_place:
            written.unlink(missing_ok=True)


def ending(target: str | Path) -> str:
    """The ending that tells the format, in lower case, `.gz` left aside: `graph.TTL.gz` → `.ttl`; `` for `-`."""
    name = Path(target).name.lower().removesuffix(".gz")
    return Path(name).suffix
