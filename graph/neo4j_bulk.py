"""The graph as files for `neo4j-admin database import full`: the way into Neo4j for millions of papers.

One gzipped CSV file a label (`nodes_Method.csv.gz`) and one for each type and labels of its ends
(`relationships_USES_Paper_Method.csv.gz`), a script `import.sh` that names them all, and `constraints.cypher`.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from typing import IO

from paperatlas.errors import PaperatlasError

from .memory import ReadableGraph
from .networkx_export import Written
from .output import open_output
from .schema import NODES, RELATIONSHIPS, Property, PropertyType
from .statements import schema_statements
from .store import NodeKey, Value

SCRIPT = "import.sh"
CONSTRAINTS = "constraints.cypher"

_LIST_SEPARATOR = "\x1f"
"""Between the items of a list. The format has no way to escape it inside an item, so it is one that no text uses."""
_TYPES: dict[PropertyType, str] = {
    "string": "string",
    "integer": "long",
    "float": "double",
    "boolean": "boolean",
    "strings": "string[]",
    "integers": "long[]",
}
_ROWS_A_WRITE = 500


def export_neo4j(graph: ReadableGraph, folder: str | Path) -> Written:
    """Write the files, the script and the constraints into the folder, which is made if need be.

    Files of an earlier export into the same folder are replaced. PaperatlasError where the folder cannot be written, or
    where a list holds the one control character that the format cannot carry.
    """
    place = Path(folder)
    try:
        place.mkdir(parents=True, exist_ok=True)
        for stale in (*place.glob("nodes_*.csv.gz"), *place.glob("relationships_*.csv.gz")):
            stale.unlink()
    except OSError as error:
        raise PaperatlasError(f"{place} cannot be written: {error.strerror or error}.") from error
    written = Written()
    nodes: list[tuple[str, str]] = []
    for label, group in groupby(graph.nodes(), key=lambda node: node.label):
        name = f"nodes_{label}.csv.gz"
        nodes.append((label, name))
        properties = NODES[label].properties
        with open_output(place / name) as stream:
            file = _Table(stream, [_node_column(label, p) for p in properties])
            for node in group:
                file.add(_cells(node.key, properties, node.properties.get))
                written.nodes += 1
            file.flush()
    relationships: list[tuple[str, str]] = []
    for (type_, head), edges in groupby(graph.relationships(), key=lambda r: (r.type, r.head.label)):
        properties = RELATIONSHIPS[type_].properties
        with ExitStack() as open_files:
            files: dict[str, _Table] = {}
            for edge in edges:
                tail = edge.tail.label
                if tail not in files:
                    name = f"relationships_{type_}_{head}_{tail}.csv.gz"
                    relationships.append((type_, name))
                    columns = [f":START_ID({head})", f":END_ID({tail})", *(_column(p) for p in properties)]
                    files[tail] = _Table(open_files.enter_context(open_output(place / name)), columns)
                ends = [_text(edge.head.id), _text(edge.tail.id)]
                files[tail].add([*ends, *_cells(edge.head, properties, edge.properties.get)])
                written.relationships += 1
            for file in files.values():
                file.flush()
    _write_script(place / SCRIPT, nodes, relationships)
    _write_text(place / CONSTRAINTS, "".join(_schema_lines()))
    return written


class _Table:
    """Rows on their way into one CSV file."""

    def __init__(self, stream: IO[bytes], columns: Sequence[str]) -> None:
        self._stream = stream
        self._lines = [",".join(columns)]

    def add(self, cells: Sequence[str]) -> None:
        self._lines.append(",".join(cells))
        if len(self._lines) >= _ROWS_A_WRITE:
            self.flush()

    def flush(self) -> None:
        text = "".join(line + "\n" for line in self._lines)
        self._stream.write(text.encode("utf-8", "replace"))
        self._lines = []


def _node_column(label: str, prop: Property) -> str:
    """The key is a property and names its label's id space, so that one id may stand in two labels."""
    return f"{prop.name}:ID({label})" if prop.name == "id" else _column(prop)


def _column(prop: Property) -> str:
    return f"{prop.name}:{_TYPES[prop.type]}"


def _cells(owner: NodeKey, properties: Sequence[Property], value_of: Callable[[str], Value | None]) -> list[str]:
    return [_cell(value_of(prop.name), owner) for prop in properties]


def _cell(value: Value | None, owner: NodeKey) -> str:
    """A text is quoted, so that an empty one differs from none; what is absent is an empty cell."""
    if value is None:
        return ""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    items = [str(item) for item in value]
    if any(_LIST_SEPARATOR in item for item in items):
        raise PaperatlasError(
            f"{owner.label} {owner.id} has a list with the control character U+001F in it, which the import format "
            "cannot carry.",
            "Remove it from the source and build again.",
        )
    return _text(_LIST_SEPARATOR.join(items))


def _text(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


_SCRIPT = """\
#!/bin/sh
# Imports these files into Neo4j 5:   ./import.sh [DATABASE [OPTION...]]
# The database (default: neo4j) must not be running; to replace one, add --overwrite-destination.
# NEO4J_ADMIN names the program where it is not on the PATH.
set -eu
database=${1:-neo4j}
[ $# -eq 0 ] || shift
cd "$(dirname "$0")"
"${NEO4J_ADMIN:-neo4j-admin}" database import full "$database" \\
    --id-type=string --multiline-fields=true --array-delimiter=U+001F \\
%s    "$@"
echo "Imported. Start the database; constraints and indexes: cypher-shell -d $database -f constraints.cypher"
echo "(any paperatlas command that opens the database makes them too)."
"""


def _write_script(path: Path, nodes: Sequence[tuple[str, str]], relationships: Sequence[tuple[str, str]]) -> None:
    options = [f"--nodes={label}={name}" for label, name in nodes]
    options += [f"--relationships={type_}={name}" for type_, name in sorted(relationships)]
    _write_text(path, _SCRIPT % "".join(f"    {option} \\\n" for option in options))
    path.chmod(0o755)


def _schema_lines() -> Iterator[str]:
    yield "// Constraints and indexes of Paperatlas; running it again changes nothing.\n"
    for _, statement in schema_statements(server=True):
        yield f"{statement};\n"


def _write_text(path: Path, text: str) -> None:
    with open_output(path) as stream:
        stream.write(text.encode())
