from collections.abc import Callable

import pytest

from paperatlas.loaders.catalog import load_catalog
from paperatlas.loaders.linking.linker import Linker
from paperatlas.loaders.record import LinkedPaper, SourcePaper

Link = Callable[..., LinkedPaper]


@pytest.fixture(scope="session")
def linker() -> Linker:
    """The linker over the shipped catalogue alone: what a user's own folder holds must not change a test."""
    return Linker(load_catalog(user=False))


@pytest.fixture(scope="session")
def link(linker: Linker) -> Link:
    """`link(abstract, title)`: what the linker reads off a text."""

    def run(abstract: str, title: str = "A study of things") -> LinkedPaper:
        return linker.link(SourcePaper(title, abstract))

    return run
