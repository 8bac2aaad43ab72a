"""LM Evaluation Harness: the tasks that have a page of their own, with the paper they cite (MIT)."""

import re
from collections.abc import Iterator

from .names import is_name
from .package import Found, PackageFiles

_HEADING = re.compile(r"^#\s+(?:Task[- ]name:?\s*)?`?([^\n`]+?)`?\s*$", re.MULTILINE)
_ABSTRACT = re.compile(
    r"^\s*(?:\*+)?Abstract(?:\*+)?:?\s*\[?`?<?https?://arxiv\.org/(?:abs|pdf)/(\d{4}\.\d{4,5})", re.MULTILINE
)


def read(files: PackageFiles) -> Iterator[Found]:
    """A task's page begins with its name; `Abstract:` links the paper. Pages that cite several papers give no id,
    and headings of several words are mostly phrases."""
    for path in files.paths(prefix="lm_eval/tasks/", suffix="/README.md"):
        text = files.text(path)
        heading = _HEADING.search(text)
        if heading is None:
            continue
        name = re.sub(r"(?i)\s+(?:benchmark|dataset|tasks?)$", "", heading.group(1).strip())
        papers = set(_ABSTRACT.findall(text))
        if is_name(name) and len(name.split()) == 1:
            yield Found(name, "benchmark", arxiv=papers.pop() if len(papers) == 1 else None)
