"""The checks that every canned query passes before it can be run, the shipped ones and the user's own."""

from paperatlas.errors import QueryError
from paperatlas.graph.schema import NODES, RELATIONSHIPS

from .canned import CannedQuery, Edge, End
from .cypher_text import CypherText, Token

WRITING = frozenset(("CREATE", "MERGE", "SET", "DELETE", "DETACH", "REMOVE", "FOREACH", "DROP", "LOAD"))

_REFUSED_FUNCTIONS = {
    "properties": "name the properties",
    "keys": "name the properties",
    "id": "use the property `id`",
    "timestamp": "pass the time as a parameter",
    "percentilecont": "compute it in Python",
}
"""Functions that the stores do not answer alike (DESIGN.md, One Cypher for every store), and what to write instead."""


def check(query: CannedQuery) -> None:
    """Raise QueryError, with file and line, at the first fault."""
    text = CypherText(query.body)
    if not text.tokens:
        raise QueryError(f"{query.path}: the query `{query.name}` has no Cypher below its header.", "Write its body.")
    _one_reading_statement(query, text)
    _parameters(query, text)
    _columns(query, text)
    _schema(query, text)
    _same_everywhere(query, text)
    _seeks(query, text)
    for edge in query.edges:
        _edge(query, edge)


def _at(query: CannedQuery, line: int) -> str:
    """`line` counts from the first line of the body."""
    return f"{query.path}:{query.body_line + line - 1}"


def _one_reading_statement(query: CannedQuery, text: CypherText) -> None:
    if text.statements() > 1:
        raise QueryError(f"{query.path}: the file holds more than one statement.", "Write one query a file.")
    for i, token in enumerate(text.tokens):
        after_dot = i > 0 and text.tokens[i - 1].is_symbol(".", ":", "|", "$")
        if token.kind == "name" and token.text.upper() in WRITING and not after_dot:
            raise QueryError(
                f"{_at(query, token.line)}: `{token.text}` writes to the graph or reads files.",
                "Canned queries only read the graph.",
            )


def _parameters(query: CannedQuery, text: CypherText) -> None:
    declared = {p.name: p for p in query.parameters}
    used = {p.name for p in text.parameters}
    for parameter in text.parameters:
        if parameter.name not in declared:
            raise QueryError(
                f"{_at(query, parameter.line)}: the parameter `${parameter.name}` is not declared.",
                f"Add `// param {parameter.name}: type - what it is` to the header.",
            )
    for name, declaration in declared.items():
        if name not in used:
            raise QueryError(
                f"{query.path}:{declaration.line}: the parameter `{name}` is declared and never used.",
                f"Use `${name}`, or remove the line.",
            )
    if "limit" not in declared or declared["limit"].types != ("integer",):
        raise QueryError(
            f"{query.path}: the query has no parameter `limit` of type integer.",
            "Add `// param limit: integer = 20 - rows at most` and end the query with `LIMIT $limit`.",
        )


def _columns(query: CannedQuery, text: CypherText) -> None:
    if not text.returns:
        raise QueryError(f"{query.path}: the query returns nothing.", "End it with RETURN.")
    for columns in text.returns:
        for column in columns:
            if not column.name:
                raise QueryError(f"{_at(query, column.line)}: a returned column has no alias.", "Write `… AS name`.")
        names = tuple(c.name for c in columns)
        if names != query.columns:
            raise QueryError(
                f"{_at(query, columns[0].line)}: the query returns {', '.join(names)}, "
                f"but its header says {', '.join(query.columns)}.",
                "Make the two agree, in order too.",
            )


def _schema(query: CannedQuery, text: CypherText) -> None:
    for what, found, known in (
        ("label", text.labels, NODES.keys()),
        ("relationship type", text.types, RELATIONSHIPS.keys()),
    ):
        for named in found:
            if named.name not in known:
                raise QueryError(
                    f"{_at(query, named.line)}: the {what} `{named.name}` is not in the schema.",
                    f"Known: {', '.join(sorted(known))}.",
                )


def _seeks(query: CannedQuery, text: CypherText) -> None:
    """`(p:Paper {id: r.source})` finds nothing in the embedded store, and `WHERE p.id = r.source` reads every paper."""
    in_pattern = False
    for before, token in zip(text.tokens, text.tokens[1:], strict=False):
        if token.is_symbol("{"):  # after a variable or a label; a map stands after a bracket, a comma or a sign
            in_pattern = before.is_identifier and not before.is_word("CALL", "EXISTS", "COUNT")
        elif token.is_symbol("}"):
            in_pattern = False
        elif in_pattern and before.is_identifier and token.is_symbol("."):
            raise QueryError(
                f"{_at(query, before.line)}: a property of `{before.text}` stands inside a node pattern.",
                f"Name it before: `WITH …, {before.text}.property AS value`, then `{{key: value}}`.",
            )


def _same_everywhere(query: CannedQuery, text: CypherText) -> None:
    if "/*" in query.body:
        raise QueryError(f"{query.path}: the query has a `/* … */` comment.", "Use `//`: one store reads no other.")
    for token, following in zip(text.tokens, text.tokens[1:], strict=False):
        advice = _refused(token, following)
        if advice:
            raise QueryError(
                f"{_at(query, token.line)}: `{token.text}` is not answered alike by every store.", f"{advice}."
            )


def _refused(token: Token, following: Token) -> str:
    if token.kind != "name":
        return ""
    if following.is_symbol("("):
        return _REFUSED_FUNCTIONS.get(token.text.lower(), "").capitalize()
    if token.is_word("COLLECT") and following.is_symbol("{"):
        return "Use CALL and collect()"
    return ""


def _edge(query: CannedQuery, edge: Edge) -> None:
    if edge.type not in RELATIONSHIPS and edge.type not in query.columns:
        raise QueryError(
            f"{query.path}: `graph:` has `{edge.type}`, neither a relationship type nor a column.", "Correct that line."
        )
    for end in (edge.head, edge.tail):
        _end(query, end)


def _end(query: CannedQuery, end: End) -> None:
    known = [p.name for p in query.parameters] if end.parameter else list(query.columns)
    if end.name not in known:
        what = "parameter" if end.parameter else "column"
        raise QueryError(f"{query.path}: `graph:` names the {what} `{end.name}`, which is none.", "Correct that line.")
    if end.label and end.label not in NODES and end.label not in query.columns:
        raise QueryError(
            f"{query.path}: `graph:` has `{end.label}`, neither a label of the schema nor a column.",
            "Correct that line.",
        )
