"""Papers in, the graph of methods, models, datasets and benchmarks out, with the sentence behind every edge."""

from .errors import CatalogError, InputError, PaperatlasError, QueryError, StoreError

TYPE_CHECKING = False  # the module `typing` takes time in which Ctrl-C would show a traceback
if TYPE_CHECKING:
    from typing import Any

    from .atlas import Atlas, link, open  # noqa: A004  read as `paperatlas.open`

__all__ = [
    "Atlas",
    "CatalogError",
    "InputError",
    "PaperatlasError",
    "QueryError",
    "StoreError",
    "link",
    "open",
]


def __getattr__(name: str) -> "Any":
    # Lazy, so that `paperatlas --help` and a reader of the graph do not wait for spaCy.
    if name in ("Atlas", "link", "open"):
        from . import atlas

        return getattr(atlas, name)
    raise AttributeError(f"module 'paperatlas' has no attribute '{name}'")
