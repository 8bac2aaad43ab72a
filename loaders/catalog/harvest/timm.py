"""timm: the paper of each vision architecture that it implements (Apache 2.0)."""

import ast
import re
from collections.abc import Iterator

from .package import Found, PackageFiles

_PAPER = re.compile(r"https?://arxiv\.org/(?:abs|pdf)/(\d{4}\.\d{4,5})")


def read(files: PackageFiles) -> Iterator[Found]:
    """Only facts about known models: a module whose docstring cites one paper implements what its first line names."""
    for path in files.paths(prefix="timm/models/", suffix=".py"):
        if path.count("/") != 2 or path.split("/")[-1].startswith("_"):
            continue
        docstring = ast.get_docstring(ast.parse(files.text(path))) or ""
        papers = set(_PAPER.findall(docstring))
        name = re.sub(
            r"(?i)\s*(?:in pytorch.*|\(.*|models?\b.*|implementation.*)$", "", docstring.partition("\n")[0]
        ).strip()
        if len(papers) == 1 and name:
            yield Found(name, "model", arxiv=papers.pop(), known_only=True)
