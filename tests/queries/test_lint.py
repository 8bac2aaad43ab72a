"""Neo4j's own linter over every query. It is fetched once, outside the tree; without npm these tests are skipped, and
say so; with PAPERATLAS_REQUIRE_LINT=1 they fail."""

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

import platformdirs
import pytest

from paperatlas.graph.schema import NODES, RELATIONSHIPS
from paperatlas.queries import library

LINT = Path(__file__).parent / "lint"


def _unavailable(reason: str) -> None:
    if os.environ.get("PAPERATLAS_REQUIRE_LINT") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def linter() -> Path:
    """The folder with the linter and its packages, of the versions that package.json names."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        _unavailable("Neo4j's linter needs node and npm (Debian, Ubuntu: apt install nodejs npm).")
    root = Path(os.environ.get("PAPERATLAS_LINT_CACHE") or platformdirs.user_cache_path("paperatlas") / "lint")
    folder = root / hashlib.sha256((LINT / "package.json").read_bytes()).hexdigest()[:12]
    if not (folder / "node_modules").is_dir():
        fresh = folder.with_name(f"{folder.name}.{os.getpid()}")
        fresh.mkdir(parents=True, exist_ok=True)
        shutil.copy(LINT / "package.json", fresh)
        command = ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--silent"]
        done = subprocess.run(command, cwd=fresh, capture_output=True, text=True, check=False)
        if done.returncode:
            shutil.rmtree(fresh, ignore_errors=True)
            _unavailable(f"Neo4j's linter cannot be fetched: {done.stderr.strip()[-300:]}")
        if folder.exists():
            shutil.rmtree(fresh)
        else:
            fresh.rename(folder)
    return folder


def lint(linter: Path, queries: dict[str, str]) -> dict[str, list[str]]:
    declared = {p.name: p.default for q in library.read_folder(library.HERE).values() for p in q.parameters}
    schema = {"labels": sorted(NODES), "relationshipTypes": sorted(RELATIONSHIPS), "parameters": declared}
    environment = {**os.environ, "NODE_PATH": str(linter / "node_modules")}
    done = subprocess.run(
        ["node", str(LINT / "lint.cjs")],
        input=json.dumps({"schema": schema, "queries": queries}),
        capture_output=True,
        text=True,
        env=environment,
        check=True,
    )
    return json.loads(done.stdout)


def test_the_linter_has_nothing_to_say(linter: Path) -> None:
    queries = {query.name: query.body for query in library.read_folder(library.HERE).values()}
    assert lint(linter, queries) == {}


def test_the_linter_would_speak_up(linter: Path) -> None:
    found = lint(linter, {"syntax": "MATCH (n:Paper RETURN n", "label": "MATCH (n:Papers) RETURN n.id AS id"})
    assert "Invalid input" in found["syntax"][0]
    assert "Papers is not present" in found["label"][0]
