"""The manual of the canned queries, written from their files and from what they answer on a graph.

    python -m paperatlas.queries.manual --store paperatlas.db -o queries.md

docs/queries.md of the repository is this manual over the samples of examples/ as a person linked them; a test fails
when it is stale, and `python tests/queries/regenerate.py` writes it anew.
"""

import argparse
from pathlib import Path

from paperatlas.errors import PaperatlasError
from paperatlas.graph.store import GraphStore, open_store
from paperatlas.rows import Rows, text_of

from . import library
from .canned import CannedQuery, Parameter

ROWS = 5
"""Rows of an answer that are shown."""
_CELL = 90
"""Characters of a cell that are shown."""

_INTRODUCTION = """# The canned queries

<!-- Written by `python tests/queries/regenerate.py` from queries/*.cypher: edit those. -->

Each is a file `queries/<name>.cypher` in Cypher that runs unchanged on the embedded store and on Neo4j 5; it can be
pasted into the Neo4j Browser once its parameters are set (`:param method => "LoRA"`).

```
paperatlas query                                          # lists them
paperatlas query method_variants --method "low rank adaptation" --limit 5
paperatlas query leaderboard --benchmark MMLU --format csv  # table, json, jsonl, csv, bibtex
```
```python
rows = atlas.query("method_variants", method="LoRA")      # a list of dicts
rows.to_pandas(), rows.to_networkx(), rows.to_graph_html()
```

An entity may be given by any name or alias in any letter case, a paper by id, arXiv id, DOI or title; `method:Name`
picks a kind where several things share a name. Options are the parameters (`--min-confidence`, or `--min_confidence`).

The answers below are on the samples of `examples/`, linked as a person annotated them (`examples/papers.gold.jsonl`);
the linker may read some of them otherwise. At most {rows} rows are shown, and long cells are cut.

## Queries of your own

Put `.cypher` files into a folder and name it in `PAPERATLAS_QUERIES` (without it, `queries` in the user's
configuration folder of Paperatlas: on Linux `~/.config/paperatlas/queries`). They pass the same checks and appear on
the command line, in Python and as tools of `paperatlas mcp`. The leading `//` lines are the header:

```
// Benchmarks that a method's papers report on.
// topic: mine
// param method: method = "LoRA" - any name or alias
// param limit: integer = 20 - rows at most
// returns: benchmark, papers
// graph: ($method:Method)-[:EVALUATES_ON]->(benchmark:Benchmark)
MATCH (:Method {{name: $method}})<-[:INTRODUCES]-(p:Paper)-[:EVALUATES_ON]->(b:Benchmark)
RETURN b.name AS benchmark, count(DISTINCT p) AS papers
ORDER BY papers DESC, benchmark
LIMIT $limit
```

Types of parameters: string, words (for full-text search), integer, float, boolean; method, model, dataset, benchmark
(joined by `|` where several do), entity, paper; kind and role, for one of those of the graph. No default: required;
`= null`: no filter. A number's bounds stand at the end of its line: `- at least this much (0 to 1)`. `graph:` says how
a row is drawn (columns, or `$parameters`; after the colon a label or the column that has the kind). `scans: whole
graph` or `scans: cartesian` declares what a check of query plans would refuse, `rows: one` fewer than three rows by
nature.

## Completion in the shell

Names of queries, options and entities complete with the tab key once the shell knows how:

```
eval "$(_PAPERATLAS_COMPLETE=bash_source paperatlas)"      # bash, in ~/.bashrc
eval "$(_PAPERATLAS_COMPLETE=zsh_source paperatlas)"       # zsh, in ~/.zshrc
_PAPERATLAS_COMPLETE=fish_source paperatlas | source       # fish, in ~/.config/fish/config.fish
```
"""


def manual(store: GraphStore) -> str:
    """The manual as Markdown, with answers from this store. The user's own queries are not in it."""
    shipped = {q.name for q in library.read_folder(library.HERE).values()}
    parts = [_INTRODUCTION.format(rows=ROWS)]
    for topic, queries in library.load().by_topic().items():
        chosen = [q for q in queries if q.name in shipped]
        if chosen:
            parts.append(f"## {topic.capitalize()}\n")
            parts += [_section(store, query) for query in chosen]
    return "\n".join(parts)


def write(store: GraphStore, path: Path) -> None:
    """Write the manual to a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(manual(store), encoding="utf-8")


def _section(store: GraphStore, query: CannedQuery) -> str:
    lines = [f"### {query.name}", "", query.about, "", "| parameter | type | default | |", "|---|---|---|---|"]
    lines += [_parameter(p) for p in query.parameters]
    if query.scans:
        lines += ["", f"Reads more than a corner of the graph: {', '.join(query.scans)}."]
    lines += ["", f"`paperatlas query {query.name}`", "", *_answer(store, query), ""]
    return "\n".join(lines)


def _parameter(parameter: Parameter) -> str:
    default = "required" if parameter.required else "" if parameter.default is None else text_of(parameter.default)
    type_ = parameter.allowed if parameter.choices else parameter.type.replace("|", " or ")
    return f"| `{parameter.name}` | {_markdown(type_)} | {_markdown(default)} | {_markdown(parameter.about)} |"


def _answer(store: GraphStore, query: CannedQuery) -> list[str]:
    try:
        rows = library.run(store, query.name, {})
    except PaperatlasError as refusal:  # a graph that lacks the names of the defaults still gets a manual
        return [f"({refusal})"]
    shown = [c for c in rows.columns if any(row.get(c) not in (None, "", []) for row in rows)]
    if not shown:
        return ["(no rows)"]
    lines = ["| " + " | ".join(c.replace("_", " ") for c in shown) + " |", "|" + "---|" * len(shown)]
    lines += ["| " + " | ".join(_cell(rows, i, c) for c in shown) + " |" for i in range(min(ROWS, len(rows)))]
    if len(rows) > ROWS:
        lines += ["", f"… {len(rows) - ROWS} more rows"]
    return lines


def _cell(rows: Rows, index: int, column: str) -> str:
    text = text_of(rows[index].get(column))
    return _markdown(text if len(text) <= _CELL else text[: _CELL - 1].rstrip() + "…")


def _markdown(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_")


def main(arguments: list[str] | None = None) -> None:
    """The command line of this module."""
    parser = argparse.ArgumentParser(prog="python -m paperatlas.queries.manual", description="Write the manual.")
    parser.add_argument("--store", default="paperatlas.db", help="whose answers are shown")
    parser.add_argument("-o", "--output", type=Path, default=Path("queries.md"))
    options = parser.parse_args(arguments)
    with open_store(options.store, must_exist=True) as store:
        write(store, options.output)


if __name__ == "__main__":
    main()
