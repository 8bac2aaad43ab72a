"""The known entities: `*.yaml` by field, and the code that loads, checks and refreshes them."""

from .catalogue import Catalog, Entry, load_catalog

__all__ = ["Catalog", "Entry", "load_catalog"]
