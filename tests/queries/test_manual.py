"""docs/queries.md is what the files and the samples say now."""

from pathlib import Path
from typing import Any

from regenerate import MANUAL

from paperatlas.queries import library, manual


def test_the_manual_is_fresh(stores: dict[str, Any]) -> None:
    fresh = manual.manual(stores["examples"])
    assert MANUAL.read_text(encoding="utf-8") == fresh, "stale: run `python tests/queries/regenerate.py`"


def test_every_query_is_in_it() -> None:
    text = MANUAL.read_text(encoding="utf-8")
    for query in library.read_folder(library.HERE).values():
        assert f"\n### {query.name}\n" in text
        assert query.about in text


def test_the_query_of_the_manual_passes_the_checks(tmp_path: Path, monkeypatch: Any, stores: dict[str, Any]) -> None:
    text = MANUAL.read_text(encoding="utf-8")
    example = text[text.index("// Benchmarks that a method's papers") :]
    (tmp_path / "example.cypher").write_text(example[: example.index("```")], encoding="utf-8")
    monkeypatch.setenv("PAPERATLAS_QUERIES", str(tmp_path))
    assert library.load().faults == {}
    rows = library.run(stores["examples"], "example")
    assert rows[0]["benchmark"] == "GLUE"
    assert rows.to_networkx().number_of_edges() == len(rows)
