"""Inspect Evals: the evaluations it implements, with the paper of each (MIT)."""

from collections.abc import Iterator

import yaml

from paperatlas.graph.identity import arxiv_id

from .names import is_name
from .package import Found, PackageFiles


def read(files: PackageFiles) -> Iterator[Found]:
    """The title of an evaluation is `Name: what it does`; titles of another form name nothing."""
    for path in files.paths(prefix="inspect_evals/", suffix="/eval.yaml"):
        about = yaml.safe_load(files.data(path))
        name, colon, _ = str(about.get("title") or "").partition(":")
        if colon and is_name(name) and len(name.split()) <= 2:
            yield Found(name, "benchmark", arxiv=arxiv_id(about.get("arxiv")))
