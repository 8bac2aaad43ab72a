"""The canned queries: finds them, checks them, binds their parameters and runs them on any store.

```python
from paperatlas.queries import library

rows = library.run(store, "method_variants", {"method": "low rank adaptation"})
```
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from paperatlas.errors import QueryError
from paperatlas.graph.store import GraphStore
from paperatlas.own_files import own_files
from paperatlas.rows import Rows

from . import header
from .canned import WORDS, CannedQuery, Parameter
from .check import check
from .names import check_text, find_nodes, nearest, resolve, shown

HERE = Path(__file__).parent

TOPICS = ("lineage", "leaderboards", "next steps", "papers", "models", "datasets", "trends", "evidence", "atlas")
"""The shipped topics in the order of listings; topics of the user's own come after them."""


@dataclass(frozen=True)
class Library:
    """All queries by name. `faults` are the user's own files that failed a check: they cannot be run, the rest can."""

    queries: Mapping[str, CannedQuery]
    faults: Mapping[str, QueryError]

    def __iter__(self) -> Iterator[CannedQuery]:
        return iter(self.queries.values())

    def __len__(self) -> int:
        return len(self.queries)

    def get(self, name: str) -> CannedQuery:
        """The query of this name (hyphens count as underscores); QueryError with the nearest names where none is."""
        wanted = name.strip().replace("-", "_")
        if wanted in self.queries:
            return self.queries[wanted]
        if wanted in self.faults:
            raise self.faults[wanted]
        close = nearest(wanted, self.queries, limit=3)
        hint = f"Did you mean {', '.join(close)}?" if close else "`paperatlas query` lists all."
        raise QueryError(f"There is no query `{shown(name)}`.", hint)

    def by_topic(self) -> dict[str, list[CannedQuery]]:
        """The queries under their topics, both in the order of listings."""
        found = {q.topic for q in self}
        order = [t for t in TOPICS if t in found] + sorted(found - set(TOPICS))
        return {topic: sorted((q for q in self if q.topic == topic), key=lambda q: q.name) for topic in order}


def load() -> Library:
    """The shipped queries and the user's own. A faulty shipped file is a QueryError; the user's go into `faults`."""
    queries = dict(_shipped())
    faults: dict[str, QueryError] = {}
    for path in own_files("queries", ".cypher", "PAPERATLAS_QUERIES", QueryError):
        try:
            query = header.read(path, own=True)
            check(query)
            if query.name in queries:
                raise QueryError(
                    f"{path}: there already is a query `{query.name}` ({queries[query.name].path}).", "Rename the file."
                )
            queries[query.name] = query
        except QueryError as fault:
            faults[path.stem if path.stem not in queries else str(path)] = fault
    return Library(queries, faults)


@cache
def _shipped() -> dict[str, CannedQuery]:
    return read_folder(HERE)


def read_folder(folder: Path) -> dict[str, CannedQuery]:
    """The queries of a folder and of the folders in it, checked; QueryError at the first fault or second name."""
    out: dict[str, CannedQuery] = {}
    for path in sorted(folder.rglob("*.cypher")):
        query = header.read(path)
        check(query)
        if query.name in out:
            raise QueryError(
                f"{path}: there already is a query `{query.name}` ({out[query.name].path}).", "Rename one."
            )
        out[query.name] = query
    return out


def run(
    store: GraphStore,
    name: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    row_limit: int | None = None,
    timeout: float | None = None,
) -> Rows:
    """Run a canned query: QueryError where it does not exist or its parameters do not fit; `timeout` in seconds."""
    query = load().get(name)
    bound = bind(store, query, parameters or {})
    rows = store.query(query.body, bound, row_limit=row_limit, timeout=timeout)
    return Rows(
        rows,
        query.columns,
        query=query.name,
        parameters=bound,
        edges=query.edges,
        look_up=partial(find_nodes, store),
    )


def cypher(
    store: GraphStore,
    text: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    row_limit: int | None = None,
    timeout: float | None = None,
) -> Rows:
    """Run free Cypher, read-only (the store refuses writing and LOAD CSV); `timeout` in seconds."""
    rows = store.query(text, parameters, row_limit=row_limit, timeout=timeout)
    return Rows(rows, parameters=parameters, look_up=partial(find_nodes, store))


def bind(store: GraphStore, query: CannedQuery, given: Mapping[str, Any]) -> dict[str, Any]:
    """The query's parameters with defaults filled in, types checked, and names as the graph has them."""
    out = values(query, given)
    for parameter in query.parameters:
        value = out[parameter.name]
        if value is not None and (parameter.kinds or "paper" in parameter.types):
            out[parameter.name] = resolve(store, parameter.types, parameter.kinds, value)
    return out


def values(query: CannedQuery, given: Mapping[str, Any]) -> dict[str, Any]:
    """The query's parameters with defaults filled in, each of its type and such that it can match something."""
    for name in given:
        if query.parameter(name) is None:
            close = nearest(name, [p.name for p in query.parameters], limit=1)
            known = ", ".join(p.name for p in query.parameters)
            hint = f"Did you mean {close[0]}?" if close else f"It takes {known}."
            raise QueryError(f"The query {query.name} has no parameter `{name}`.", hint)
    out: dict[str, Any] = {}
    for parameter in query.parameters:
        value = given.get(parameter.name, parameter.default)
        if value is parameter.default and parameter.required:
            raise QueryError(
                f"The query {query.name} needs the parameter `{parameter.name}` ({parameter.type}).",
                parameter.about and f"It is {parameter.about}.",
            )
        out[parameter.name] = _typed(query, parameter, value)
    _refuse_crossed(query, out)
    return out


def _refuse_crossed(query: CannedQuery, bound: Mapping[str, Any]) -> None:
    """`from_year` above `to_year`, `min_parameters` above `max_parameters`."""
    for name, least in bound.items():
        other = re.sub("^min_", "max_", re.sub("^from_", "to_", name))
        greatest = bound.get(other)
        if other != name and least is not None and greatest is not None and least > greatest:
            raise QueryError(
                f"In {query.name} nothing can lie between `{name}` {least} and `{other}` {greatest}.",
                "Give the lower one first.",
            )


def _typed(query: CannedQuery, parameter: Parameter, value: Any) -> Any:
    if value is None:
        if parameter.default is None:
            return None
        raise QueryError(f"The parameter `{parameter.name}` of {query.name} cannot be null.", "Leave it out.")
    if isinstance(value, str):
        check_text(value, f"The parameter `{parameter.name}` of {query.name}")
    type_ = parameter.types[0]
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    fits = {
        "integer": isinstance(value, int) and not isinstance(value, bool),
        "float": is_number,
        "boolean": isinstance(value, bool),
    }.get(type_, isinstance(value, str) and bool(value.strip()))
    if isinstance(value, str) and not value.strip():
        raise QueryError(f"The parameter `{parameter.name}` of {query.name} is empty.", "Give it a value.")
    if not fits:
        wanted = {"integer": "a whole number", "float": "a number", "boolean": "true or false"}.get(type_, "a text")
        raise QueryError(f"The parameter `{parameter.name}` of {query.name} must be {wanted}, not {value!r}.")
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise QueryError(f"The parameter `{parameter.name}` of {query.name} is too large.", "Give a smaller number.")
    if type_ == WORDS:
        value = " ".join(re.findall(r"\w+", value.lower()))
        if not value:
            raise QueryError(f"The parameter `{parameter.name}` of {query.name} must have a letter or a digit in it.")
    if parameter.choices:
        value = value.strip().lower().replace("-", "_")
    if not parameter.allows(value):
        raise QueryError(
            f"The parameter `{parameter.name}` of {query.name} must be {parameter.allowed}, not {value!r}."
        )
    if parameter.name == "limit" and value < 0:
        raise QueryError(f"The parameter `limit` of {query.name} must not be negative, but is {value}.")
    return float(value) if type_ == "float" else value.strip() if isinstance(value, str) else value
