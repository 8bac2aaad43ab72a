"""How the file of an embedded store is told from any other, without loading kglite."""

from pathlib import Path

_MAGIC = b"RGF"
"""What every file of kglite begins with."""


def is_store_file(path: Path) -> bool:
    """Whether a store is (or was, if it is damaged) in the file; what cannot be read is none."""
    try:
        with path.open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False
