"""The graph as Parquet files, one a label and one a relationship type: for pandas, DuckDB, Spark and the like."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from paperatlas.errors import PaperatlasError

from .memory import ReadableGraph
from .networkx_export import Written, drawn_nodes
from .schema import NODES, RELATIONSHIPS, Property

_BATCH = 10_000


def export_parquet(graph: ReadableGraph, folder: str | Path) -> Written:
    """Write `nodes_<Label>.parquet` and `relationships_<TYPE>.parquet` into the folder, which is made if need be.

    Columns are the schema's properties with their types, absent values null; a relationship has the ids (and labels)
    of its ends in `from`, `from_label`, `to` and `to_label`. Needs pyarrow (`pip install 'paperatlas[parquet]'`).
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise PaperatlasError("Parquet needs pyarrow.", "Install it: pip install 'paperatlas[parquet]'.") from error

    types = {
        "string": pa.string(),
        "integer": pa.int64(),
        "float": pa.float64(),
        "boolean": pa.bool_(),
        "strings": pa.list_(pa.string()),
        "integers": pa.list_(pa.int64()),
    }
    place = Path(folder)
    written = Written()

    def schema(properties: Iterable[Property], *before: str) -> Any:
        named = [(name, pa.string()) for name in before]
        return pa.schema(named + [(p.name, types[p.type]) for p in properties])

    def write(name: str, rows: Iterator[dict[str, Any]], form: Any) -> int:
        count = 0
        with pq.ParquetWriter(place / f"{name}.parquet", form, compression="zstd") as writer:
            batch: list[dict[str, Any]] = []
            for row in rows:
                batch.append(row)
                count += 1
                if len(batch) == _BATCH:
                    writer.write_table(pa.Table.from_pylist(batch, schema=form))
                    batch = []
            writer.write_table(pa.Table.from_pylist(batch, schema=form))
        return count

    try:
        place.mkdir(parents=True, exist_ok=True)
        for label, nodes in groupby(drawn_nodes(graph), key=lambda n: n.label):
            rows = (dict(n.properties) for n in nodes)
            written.nodes += write(f"nodes_{label}", rows, schema(NODES[label].properties))
        for type_, relationships in groupby(graph.relationships(), key=lambda r: r.type):
            ends = (
                {
                    "from": r.head.id,
                    "from_label": r.head.label,
                    "to": r.tail.id,
                    "to_label": r.tail.label,
                    **r.properties,
                }
                for r in relationships
            )
            form = schema(RELATIONSHIPS[type_].properties, "from", "from_label", "to", "to_label")
            written.relationships += write(f"relationships_{type_}", ends, form)
    except OSError as error:
        raise PaperatlasError(f"{place} cannot be written: {error.strerror or error}.") from error
    return written
