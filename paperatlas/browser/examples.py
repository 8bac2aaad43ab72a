"""Values for the parameters of canned queries that find something in the graph at hand."""

import json
from collections.abc import Mapping
from typing import Any

from paperatlas.errors import QueryError
from paperatlas.graph.schema import LABEL_OF_KIND, PAPER
from paperatlas.graph.store import GraphStore
from paperatlas.queries import library
from paperatlas.queries.canned import CannedQuery, Parameter
from paperatlas.queries.names import resolve

_CANDIDATES = 5


class Examples:
    """The queries' defaults where the graph has them; else what its papers mention most."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._known: dict[tuple[str, str], str | None] = {}
        self._popular: dict[str, list[str]] = {}

    def values(self, query: CannedQuery) -> dict[str, Any]:
        """A value for every parameter, with names as the graph spells them; None where there is no filter.

        QueryError where a parameter needs a name and the graph has nothing of that kind.
        """
        given: dict[str, Any] = {}
        for parameter in query.parameters:
            if (parameter.kinds or "paper" in parameter.types) and parameter.default is not None:
                given[parameter.name] = self._name(parameter, taken=set(given.values()))
        return library.bind(self._store, query, given)

    def _name(self, parameter: Parameter, taken: set[Any]) -> str:
        default = None if parameter.required else self._stored(parameter)
        if default is not None:
            return default
        kinds = parameter.kinds or ("paper",)
        for name in (name for kind in kinds for name in self._mentioned_most(kind)):
            if name not in taken:
                return name
        raise QueryError(f"The graph has no {' or '.join(kinds)} to show.", "Build it from some papers first.")

    def _stored(self, parameter: Parameter) -> str | None:
        """The default as the graph spells it, None where it has no such thing."""
        key = (parameter.type, str(parameter.default))
        if key not in self._known:
            try:
                self._known[key] = resolve(self._store, parameter.types, parameter.kinds, parameter.default)
            except QueryError:
                self._known[key] = None
        return self._known[key]

    def _mentioned_most(self, kind: str) -> list[str]:
        if kind not in self._popular:
            label = PAPER.label if kind == "paper" else LABEL_OF_KIND[kind]
            column = "n.id" if kind == "paper" else "n.name"
            rows = self._store.query(
                f"MATCH (n:{label}) WITH n, COUNT {{ (n)-[:MENTIONS]-() }} AS mentions "
                f"RETURN {column} AS name ORDER BY mentions DESC, name LIMIT $limit",
                {"limit": _CANDIDATES},
            )
            self._popular[kind] = [str(row["name"]) for row in rows]
        return self._popular[kind]


def parameter_command(values: Mapping[str, Any]) -> str:
    """The Browser's command that sets all of them: `:param [{method}] => {RETURN "LoRA" AS method}`.

    The shorter `:param {limit: 25}` would make 25.0 of it, which no LIMIT takes.
    """
    # JSON's texts, numbers, booleans and null are Cypher's too.
    pairs = ", ".join(f"{json.dumps(value, ensure_ascii=False)} AS {name}" for name, value in values.items())
    return f":param [{{{', '.join(values)}}}] => {{RETURN {pairs}}}"
