"""TensorFlow Datasets: the paper that each data set asks to cite (Apache 2.0)."""

import re
from collections.abc import Iterator

from .package import Found, PackageFiles

_EPRINT = re.compile(r"(?:eprint\s*=\s*[{\"]\s*|arXiv:)(\d{4}\.\d{4,5})", re.IGNORECASE)
_ENTRY = re.compile(r"^\s*@(?!comment)\w+\s*\{", re.IGNORECASE | re.MULTILINE)


def read(files: PackageFiles) -> Iterator[Found]:
    """Only facts about known sets: the folder of a set is spelled in the package's own way (`fashion_mnist`)."""
    for path in files.paths(prefix="tensorflow_datasets/datasets/", suffix="/CITATIONS.bib"):
        text = files.text(path)
        papers = set(_EPRINT.findall(text))
        if len(papers) == 1 and len(_ENTRY.findall(text)) == 1:
            folder = path.split("/")[2].replace("_", " ")
            yield Found(folder, "dataset", arxiv=papers.pop(), known_only=True)
