"""Papers in, the graph of methods, models, datasets and benchmarks out, with the sentence behind every edge."""

from typing import TYPE_CHECKING, Any

from .errors import CatalogError, InputError, PaperatlasError, QueryError, StoreError

if TYPE_CHECKING:
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


def __getattr__(name: str) -> Any:
    # Lazy, so that `paperatlas --help` and a reader of the graph do not wait for spaCy.
    if name in ("Atlas", "link", "open"):
        from . import atlas

        return getattr(atlas, name)
    raise AttributeError(f"module 'paperatlas' has no attribute '{name}'")
