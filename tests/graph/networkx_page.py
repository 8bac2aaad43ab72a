"""Runs the code of docs/networkx.md; as a program it writes the answers into it.

python tests/graph/networkx_page.py
"""

import contextlib
import io
import os
import re
import tempfile
from pathlib import Path

import paperatlas

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "networkx.md"
BLOCK = re.compile(r"```python\n(.*?)```\n```text\n(.*?)```", re.DOTALL)


def blocks() -> list[str]:
    """The code of the page, in order."""
    return [match[1] for match in BLOCK.finditer(PAGE.read_text("utf-8"))]


def run(folder: Path) -> list[str]:
    """What each block prints over the sample papers. The store is built in the folder."""
    with paperatlas.open(folder / "paperatlas.db") as atlas:
        atlas.build(ROOT / "examples" / "papers.jsonl", quarantine=folder / "aside.jsonl")
    names: dict[str, object] = {}
    out = []
    with contextlib.chdir(folder):
        for code in blocks():
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec(code, names)
            out.append(printed.getvalue())
    return out


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        answers = iter(run(Path(folder)))
    text = BLOCK.sub(lambda m: f"```python\n{m[1]}```\n```text\n{next(answers)}```", PAGE.read_text("utf-8"))
    PAGE.write_text(text, "utf-8")
    print(f"{os.path.relpath(PAGE)} written")


if __name__ == "__main__":
    main()
