import pytest

from paperatlas.loaders.catalog import load_catalog
from paperatlas.loaders.linking.linker import Linker


@pytest.fixture(scope="session")
def linker() -> Linker:
    """The linker over the shipped catalogue alone: what a user's own folder holds must not change a test."""
    return Linker(load_catalog(user=False))
