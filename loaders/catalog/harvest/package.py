"""A package's files, read from the environment or from a wheel without importing it, and what is found in them."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from paperatlas.errors import CatalogError
from paperatlas.graph.schema import Kind


@dataclass(frozen=True)
class Found:
    """One thing a package names. `known_only`: a fact about an entry that exists, never a new entry, because the
    package spells the name in its own way (`fashion_mnist`)."""

    name: str
    kind: Kind
    year: int | None = None
    arxiv: str | None = None
    known_only: bool = False


class PackageFiles:
    """The text files of one package, by their path inside it."""

    def __init__(self, package: str, wheels: Path | None = None) -> None:
        """Raises LookupError where the package is not at hand."""
        self.package = package
        self._archive: zipfile.ZipFile | None = None
        if wheels is not None:
            stem = package.replace("-", "_")
            found = sorted(wheels.glob(f"{stem}-*.whl"))
            if not found:
                raise LookupError(package)
            try:
                self._archive = zipfile.ZipFile(found[-1])
            except (OSError, zipfile.BadZipFile) as error:
                raise CatalogError(f"The wheel {found[-1]} cannot be read: {error}.", "Download it again.") from error
            self.version = found[-1].name.split("-")[1]
            self._paths: dict[str, Path | None] = dict.fromkeys(self._archive.namelist())
        else:
            try:
                installed = distribution(package)
            except PackageNotFoundError as error:
                raise LookupError(package) from error
            self.version = installed.version
            self._paths = {str(file): Path(str(installed.locate_file(file))) for file in installed.files or ()}

    def paths(self, *, prefix: str = "", suffix: str = "") -> Iterator[str]:
        """Paths with this beginning and end, in order."""
        return iter(sorted(p for p in self._paths if p.startswith(prefix) and p.endswith(suffix)))

    def data(self, path: str) -> bytes:
        """The bytes of one file; CatalogError where this version of the package has no such file."""
        file = self._paths.get(path)
        try:
            if self._archive is not None:
                return self._archive.read(path)
            return file.read_bytes() if file is not None else b""
        except (KeyError, OSError) as error:
            raise CatalogError(
                f"{self.package} {self.version} has no file {path}.",
                "Its harvester must follow the package's new layout.",
            ) from error

    def text(self, path: str) -> str:
        """One file as text."""
        return self.data(path).decode("utf-8", errors="replace")
