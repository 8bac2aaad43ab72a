"""What the README shows: `python tests/readme.py` runs its commands on the demo's graph and writes down their answers.

A block ```console holds commands after `$ ` and what they print; they run with the demo's store. Blocks ```sh are shown
only. `make readme` builds the demo first.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
BLOCK = re.compile(r"^```(?P<language>\w+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
STORE = "demo/paperatlas.db"


def blocks(language: str) -> list[str]:
    """The bodies of the README's blocks in this language."""
    return [m["body"] for m in BLOCK.finditer(README.read_text()) if m["language"] == language]


def commands() -> list[str]:
    """The commands of the blocks whose output is shown."""
    return [
        line.removeprefix("$ ") for body in blocks("console") for line in body.splitlines() if line.startswith("$ ")
    ]


def answer(command: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a shown command in a folder that holds the demo's store."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PAPERATLAS_STORE": STORE, "COLUMNS": "110"}
    return subprocess.run(command, shell=True, cwd=folder, env=environment, capture_output=True, text=True)


def refresh() -> None:
    """Write the answers under the commands."""

    def answered(match: re.Match[str]) -> str:
        if match["language"] != "console":
            return match[0]
        shown = [line for line in match["body"].splitlines() if line.startswith("$ ")]
        lines = []
        for line in shown:
            done = answer(line.removeprefix("$ "))
            if done.returncode:
                raise SystemExit(f"{line}\n{done.stderr}")
            lines += [line, *(text.rstrip() for text in done.stdout.strip("\n").splitlines())]
        return "```console\n" + "\n".join(lines) + "\n```"

    README.write_text(BLOCK.sub(answered, README.read_text()))


if __name__ == "__main__":
    refresh()
