"""Writes what tests of the canned queries expect, and docs/queries.md, from the files as they are now.

    python tests/queries/regenerate.py [QUERY …]

Look at `git diff` afterwards, row by row, against `papers.yaml`, `examples/papers.jsonl` and
`examples/papers.gold.jsonl`: a row that the sentences do not support is a fault of the query. In a file of `expected/`
the parameters are yours to write; only the rows are written anew.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from samples import annotated_examples, load, sample_papers

from paperatlas.graph.embedded_store import EmbeddedStore
from paperatlas.queries import library, manual

HERE = Path(__file__).parent
MANUAL = HERE.parents[1] / "docs" / "queries.md"


def expected_path(name: str) -> Path:
    return HERE / "expected" / f"{name}.json"


def read_expected(name: str) -> dict[str, Any]:
    """For `invented` and `examples`: the parameters that differ from the defaults, and the rows."""
    path = expected_path(name)
    empty = {"invented": {"parameters": {}, "rows": []}, "examples": {"parameters": {}, "rows": []}}
    return json.loads(path.read_text("utf-8")) if path.exists() else empty


def written(expected: dict[str, Any]) -> str:
    """One row a line, so that a diff shows the rows that changed."""
    parts = []
    for graph, case in expected.items():
        rows = ",\n".join("    " + json.dumps(row, ensure_ascii=False) for row in case["rows"])
        parameters = json.dumps(case["parameters"], ensure_ascii=False)
        parts.append(f' "{graph}": {{"parameters": {parameters}, "rows": [\n{rows}\n ]}}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def main(names: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        stores = {}
        for graph, papers in (("invented", sample_papers()), ("examples", annotated_examples())):
            stores[graph] = EmbeddedStore(Path(folder) / f"{graph}.db")
            load(stores[graph], papers)
        for query in library.read_folder(library.HERE).values():
            if names and query.name not in names:
                continue
            expected = read_expected(query.name)
            for graph, case in expected.items():
                case["rows"] = list(library.run(stores[graph], query.name, case["parameters"]))
            expected_path(query.name).write_text(written(expected), "utf-8")
        manual.write(stores["examples"], MANUAL)


if __name__ == "__main__":
    main(sys.argv[1:])
