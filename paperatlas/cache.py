"""What is compiled once and kept in the user's cache folder, under the digest of what it was compiled from."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson
import platformdirs

KEPT = 6
"""Compiled files of one kind that are kept: several versions and overlays side by side, but not for ever."""


def _path(kind: str, digest: str) -> Path:
    return platformdirs.user_cache_path("paperatlas") / f"{kind}-{digest[:20]}.json"


def read(kind: str, digest: str) -> Any | None:
    """What was kept under this digest; None where there is nothing, or nothing that can be read."""
    try:
        return orjson.loads(_path(kind, digest).read_bytes())
    except (OSError, ValueError):
        return None


def write(kind: str, digest: str, data: Any) -> None:
    """Keep the data. A folder that cannot be written to costs time at the next start, nothing else."""
    path = _path(kind, digest)
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(orjson.dumps(data))
        temporary.replace(path)
        older = sorted(path.parent.glob(f"{kind}-*.json"), key=lambda p: p.stat().st_mtime, reverse=True)
        for stale in older[KEPT:]:
            stale.unlink(missing_ok=True)
    except OSError:
        with suppress(OSError):  # where no folder can be, no file can be removed either
            temporary.unlink()
