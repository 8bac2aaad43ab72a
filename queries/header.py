"""Reads a `.cypher` file: the leading `//` lines are its header, the rest is Cypher (EXAMPLES: the header).

```
// One or more lines of prose: what it answers.
// topic: lineage
// param method: method = "LoRA" - any name or alias
// param on: benchmark|dataset - required, since it has no default
// param share: float = 0.5 - a number in these bounds (0 to 1)
// returns: variant, steps, papers
// graph: (variant:Method)-[:VARIANT_OF]->($method:Method)
// scans: whole graph, cartesian
// rows: one
```
A line that begins with two more spaces goes on with the line before it.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from paperatlas.errors import QueryError
from paperatlas.graph.schema import KINDS

from .canned import PARAMETER_TYPES, REQUIRED, RESERVED, CannedQuery, Edge, End, Parameter

DIRECTIVES = ("topic", "param", "returns", "graph", "scans", "rows")
SCANS = ("whole graph", "cartesian")

_DIRECTIVE = re.compile(r"(param|topic|returns|graph|scans|rows)\b\s*(:?)\s*(.*)", re.DOTALL)
_PARAM = re.compile(r"([A-Za-z_]\w*)\s*:\s*([a-z]+(?:\s*\|\s*[a-z]+)*)\s*(.*)", re.DOTALL)
_NUMBER = r"(-?(?:0|[1-9]\d*)(?:\.\d+)?)"
_BOUNDS = re.compile(rf".*\({_NUMBER} to {_NUMBER}\)", re.DOTALL)
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_END = r"\(\s*(\$?)(\w+)\s*(?::\s*(\w+))?\s*\)"
_EDGE = re.compile(rf"{_END}\s*-\s*\[\s*:\s*(\w+)\s*\]\s*->\s*{_END}")


@dataclass
class _Header:
    about: list[str] = field(default_factory=list)
    topic: str = ""
    parameters: list[Parameter] = field(default_factory=list)
    columns: tuple[str, ...] | None = None
    scans: tuple[str, ...] = ()
    few_rows: bool = False
    edges: list[Edge] = field(default_factory=list)


def read(path: Path, *, own: bool = False) -> CannedQuery:
    """The query in this file, its header read; QueryError with file and line where the header is faulty."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise QueryError(f"The query {path} cannot be read: {error.strerror or error}.", "Check the file.") from error
    except UnicodeDecodeError as error:
        raise QueryError(f"The query {path} is not valid UTF-8.", "Save it as UTF-8.") from error
    return parse(text, path, own=own)


def parse(text: str, path: Path, *, own: bool = False) -> CannedQuery:
    """The query in this text; `path` gives its name and stands in messages."""
    name = path.stem
    if not _NAME.fullmatch(name):
        raise QueryError(
            f"{path}: `{name}` cannot be the name of a query.", "Use lower-case letters, digits and underscores."
        )
    lines = text.splitlines(keepends=True)
    header, body_at = _Header(), len(lines)
    logical: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        if line.startswith("//"):
            content = line[2:].rstrip()
            if content.startswith("   ") and logical:  # one blank is usual, two more say that the line before goes on
                logical[-1] = (logical[-1][0], f"{logical[-1][1]} {content.strip()}")
            else:
                logical.append((number, content.strip()))
        elif line.strip():
            body_at = number - 1
            break
    for number, content in logical:
        _line(header, content, f"{path}:{number}", number)
    if not header.about:
        raise QueryError(f"{path}:1: the query does not say what it answers.", "Begin with a `// …` line of prose.")
    if header.columns is None:
        raise QueryError(f"{path}:1: the header has no `returns:` line.", "Add `// returns: column, column`.")
    return CannedQuery(
        name=name,
        path=path,
        about=" ".join(header.about),
        topic=header.topic or "other",
        parameters=tuple(header.parameters),
        columns=header.columns,
        body="".join(lines[body_at:]).strip() + "\n",
        body_line=body_at + 1,
        scans=header.scans,
        few_rows=header.few_rows,
        edges=tuple(header.edges),
        own=own,
    )


def _line(header: _Header, content: str, where: str, number: int) -> None:
    match = _DIRECTIVE.fullmatch(content)
    word = match.group(1) if match else ""
    if match is None or (word == "param") == (match.group(2) == ":"):
        if header.columns is not None or header.parameters or header.topic:
            raise QueryError(
                f"{where}: `{content}` is no line of a header.",
                f"Known lines: {', '.join(DIRECTIVES)}; prose goes first.",
            )
        if content:
            header.about.append(content)
        return
    rest = match.group(3).strip()
    if word == "param":
        header.parameters.append(_parameter(header, rest, where, number))
        return
    readers: dict[str, Callable[[], None]] = {
        "topic": lambda: setattr(header, "topic", rest),
        "returns": lambda: _returns(header, rest, where),
        "graph": lambda: header.edges.append(_edge(rest, where)),
        "scans": lambda: setattr(header, "scans", _scans(rest, where)),
        "rows": lambda: setattr(header, "few_rows", _rows(rest, where)),
    }
    readers[word]()


def _parameter(header: _Header, rest: str, where: str, number: int) -> Parameter:
    match = _PARAM.fullmatch(rest)
    if match is None:
        raise QueryError(
            f"{where}: `param {rest}` cannot be read.", 'Write `param name: type = "default" - what it is`.'
        )
    name, tail = match.group(1), match.group(3)
    types = tuple(t.strip() for t in match.group(2).split("|"))
    for type_ in types:
        if type_ not in PARAMETER_TYPES:
            raise QueryError(f"{where}: the type `{type_}` does not exist.", f"Types: {', '.join(PARAMETER_TYPES)}.")
    if len(types) > 1 and not set(types) <= set(KINDS):
        raise QueryError(f"{where}: only kinds of entity can be joined with `|`.", f"Kinds: {', '.join(KINDS)}.")
    if name in RESERVED:
        raise QueryError(f"{where}: `{name}` is an option of the command line.", "Choose another parameter name.")
    if any(p.name == name for p in header.parameters):
        raise QueryError(f"{where}: the parameter `{name}` is declared twice.", "Remove one of the lines.")
    default: Any = REQUIRED
    if tail.startswith("="):
        value = tail[1:].strip()
        try:
            default, used = json.JSONDecoder().raw_decode(value)
        except ValueError as error:
            raise QueryError(
                f"{where}: the default of `{name}` is no JSON value.", 'Write "text", 20, 0.5, true or null.'
            ) from error
        tail = value[used:].strip()
    if tail and not tail.startswith("-"):
        raise QueryError(f"{where}: `{tail}` after `{name}` cannot be read.", "What it is follows after ` - `.")
    about = tail[1:].strip()
    parameter = Parameter(name, types, default, about, number, _bounds(types, about))
    if not (parameter.required or default is None):
        _check_default(parameter, where)
    return parameter


def _bounds(types: tuple[str, ...], about: str) -> tuple[float, float] | None:
    match = _BOUNDS.fullmatch(about) if types[0] in ("integer", "float") else None
    return (json.loads(match[1]), json.loads(match[2])) if match else None


def _check_default(parameter: Parameter, where: str) -> None:
    expected: dict[str, tuple[type, ...]] = {"integer": (int,), "float": (int, float), "boolean": (bool,)}
    types = expected.get(parameter.types[0], (str,))
    default = parameter.default
    if not isinstance(default, types) or (isinstance(default, bool) and bool not in types):
        raise QueryError(
            f"{where}: the default of `{parameter.name}` is no {parameter.types[0]}.",
            "Make the default fit the type, or write null.",
        )
    if not parameter.allows(default):
        raise QueryError(
            f"{where}: the default of `{parameter.name}` must be {parameter.allowed}, not {default!r}.",
            "Correct it, or write null.",
        )


def _returns(header: _Header, rest: str, where: str) -> None:
    columns = tuple(c.strip() for c in rest.split(","))
    if header.columns is not None:
        raise QueryError(f"{where}: there is a second `returns:` line.", "Name all columns in one.")
    if len(set(columns)) < len(columns) or not all(re.fullmatch(r"\w+", c) for c in columns):
        raise QueryError(f"{where}: `{rest}` is no list of distinct columns.", "Write `returns: column, column`.")
    header.columns = columns


def _edge(rest: str, where: str) -> Edge:
    match = _EDGE.fullmatch(rest)
    if match is None:
        raise QueryError(
            f"{where}: `{rest}` is no edge between columns.", "Write `graph: (column:Label)-[:TYPE]->(column:Label)`."
        )
    dollar, head, label, type_, dollar2, tail, label2 = match.groups()
    return Edge(End(head, label or "", bool(dollar)), type_, End(tail, label2 or "", bool(dollar2)))


def _scans(rest: str, where: str) -> tuple[str, ...]:
    scans = tuple(s.strip() for s in rest.split(","))
    if not set(scans) <= set(SCANS):
        raise QueryError(f"{where}: `scans: {rest}` is not known.", f"Write {' or '.join(SCANS)}, or both.")
    return scans


def _rows(rest: str, where: str) -> bool:
    if rest != "one":
        raise QueryError(f"{where}: `rows: {rest}` is not known.", "Only `rows: one` (fewer than three by nature) is.")
    return True
