"""The front door in Python: `paperatlas.open`, `paperatlas.link` and what an opened atlas can do.

```python
import paperatlas

with paperatlas.open("paperatlas.db") as atlas:
    atlas.build("papers.jsonl")
    for row in atlas.query("method_variants", method="LoRA"):
        print(row["variant"], row["papers"])
```
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from paperatlas.graph.store import GraphStore, open_store
from paperatlas.loaders.record import LinkedPaper, SourcePaper

if TYPE_CHECKING:
    import networkx
    import rdflib

    from paperatlas.graph.rdf.export import Exported
    from paperatlas.loaders.pipeline import Counts, Linking
    from paperatlas.rows import Rows

Paths = str | Path | Sequence[str | Path]


def open(  # noqa: A001  read as `paperatlas.open`
    url: str | Path = "paperatlas.db", *, must_exist: bool = False, catalog: Paths = ()
) -> "Atlas":
    """Open the graph that a path (embedded, created where absent) or a `neo4j://…` or `bolt://…` URL names.

    `catalog`: catalogues of your own (YAML) on top of the shipped one. StoreError says why a store cannot be opened,
    also, with `must_exist`, that there is none.
    """
    return Atlas(open_store(url, must_exist=must_exist), catalog=catalog)


def link(text: str | SourcePaper | Mapping[str, Any], *, title: str = "", catalog: Paths = ()) -> LinkedPaper:
    """Link a text (read as an abstract, with an optional title), a record (`title`, `abstract`, …) or a paper.

    The entities, roles, relations and results come back with the sentence behind each; nothing is stored.
    InputError where a record has no title or fields of a wrong type.
    """
    return _linking(_paths(catalog)).linker.link(_as_paper(text, title))


class Atlas:
    """An opened graph. Close it, or use it in a `with` statement."""

    def __init__(self, store: GraphStore, *, catalog: Paths = ()) -> None:
        self.store = store
        self._catalog = _paths(catalog)

    @property
    def url(self) -> str:
        """The path or URL of the store."""
        return self.store.url

    def build(
        self,
        sources: Paths,
        *,
        source: str | None = None,
        quarantine: str | Path | None = None,
        progress: bool = False,
        workers: int = 1,
    ) -> "Counts":
        """Read, link and store the papers of files (`-` is standard input); what cannot be used is set aside.

        `source` names the format, which is else found from the content. What is set aside goes to `quarantine`, by
        default to `<source>.quarantine.jsonl` in the current directory. Running it again goes on where it stopped.
        The counts say what was done; their `refused` has a sentence for each file that could not be used at all.

        With several `workers` that many processes link; as always with processes of Python, a script that asks for them
        must begin under `if __name__ == "__main__":`.
        """
        from paperatlas.loaders.pipeline import Pipeline
        from paperatlas.loaders.quarantine import Quarantine
        from paperatlas.progress import Progress

        paths = _paths(sources)
        file = Path(quarantine) if quarantine else None
        with (
            Quarantine(file, inputs=paths) as aside,
            Progress("Building", wanted=progress) as bar,
            self._linking.on(workers) as linking,
        ):
            return Pipeline(lambda: self.store, linking, aside).build(paths, source=source, report=bar.update)

    def relink(self, *, progress: bool = False, workers: int = 1) -> "Counts":
        """Link again, from the stored text, the papers that an older linker or catalogue linked; `workers` as in
        `build`."""
        from paperatlas.loaders.pipeline import Pipeline
        from paperatlas.loaders.quarantine import Quarantine
        from paperatlas.progress import Progress

        with (
            Quarantine() as aside,
            Progress("Relinking", wanted=progress) as bar,
            self._linking.on(workers) as linking,
        ):
            return Pipeline(lambda: self.store, linking, aside).relink(report=bar.update)

    def remove(self, *papers: str) -> list[str]:
        """Take papers out, named by id, arXiv id, DOI or title, with all that only they said; returns their ids.

        QueryError where a paper is not there or a title is that of several; then nothing is removed.
        """
        from paperatlas.queries.names import find_paper

        return self.store.remove(list(dict.fromkeys(find_paper(self.store, paper) for paper in papers)))

    def link(self, text: str | SourcePaper | Mapping[str, Any], *, title: str = "") -> LinkedPaper:
        """As `paperatlas.link`, with this atlas's catalogue; nothing is stored."""
        return self._linking.linker.link(_as_paper(text, title))

    def query(self, name: str, /, **parameters: Any) -> "Rows":
        """Run a canned query by its name; `paperatlas query` lists them. Rows are a list of dicts that can do more."""
        from paperatlas.queries import library

        return library.run(self.store, name, parameters)

    def cypher(self, text: str, /, **parameters: Any) -> "Rows":
        """Run Cypher of your own, read-only: writing statements and LOAD CSV are refused."""
        from paperatlas.queries import library

        return library.cypher(self.store, text, parameters)

    def stats(self) -> dict[str, int]:
        """Number of nodes a label and of relationships a type."""
        return self.store.counts()

    def digest(self) -> str:
        """SHA-256 of the whole graph: equal graphs have equal digests, on every store."""
        return self.store.digest()

    def to_networkx(self) -> "networkx.MultiDiGraph[str]":
        """The whole graph in NetworkX; nodes are named by their ids."""
        from paperatlas.graph.networkx_export import to_networkx

        return to_networkx(self.store)

    def to_rdf(self, path: str | Path, **options: Any) -> "Exported":
        """Write the whole graph as RDF; the ending decides on the format (`.ttl`, `.nt`, `.nq`, `.trig`, `.jsonld`,
        `.rdf`, each also `.gz`). Options are those of `paperatlas.graph.rdf.export.export_rdf`."""
        from paperatlas.graph.rdf.export import export_rdf

        return export_rdf(self.store, path, **options)

    def to_rdflib(self, **options: Any) -> "rdflib.Graph":
        """The whole graph as an `rdflib.Graph`, in memory; options: `paperatlas.graph.rdf.export.to_rdflib`."""
        from paperatlas.graph.rdf.export import to_rdflib

        return to_rdflib(self.store, **options)

    def to_html(self, path: str | Path, **options: Any) -> None:
        """Write a picture of the graph: one HTML file that needs no network. Options are those of
        `paperatlas.graph.html_export.export_html`."""
        from paperatlas.graph.html_export import export_html

        export_html(self.store, path, **options)

    def to_json(self, path: str | Path) -> None:
        """Write the graph as node-link JSON."""
        from paperatlas.graph.networkx_export import export_json

        export_json(self.store, path)

    def to_graphml(self, path: str | Path) -> None:
        """Write the graph as GraphML, for Gephi, Cytoscape or yEd."""
        from paperatlas.graph.networkx_export import export_graphml

        export_graphml(self.store, path)

    def to_parquet(self, folder: str | Path) -> None:
        """Write the graph as Parquet files, one a label and one a relationship type (needs `paperatlas[parquet]`)."""
        from paperatlas.graph.parquet_export import export_parquet

        export_parquet(self.store, folder)

    def close(self) -> None:
        """Let go of files and connections. Closing twice is harmless."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"paperatlas.open({self.url!r})"

    @property
    def _linking(self) -> "Linking":
        return _linking(self._catalog)


def _paths(paths: Paths) -> tuple[str | Path, ...]:
    return (paths,) if isinstance(paths, str | Path) else tuple(paths)


@lru_cache(maxsize=4)
def _linking(catalog: tuple[str | Path, ...]) -> "Linking":
    """The linker of these catalogues, built once a process: it takes a moment."""
    from paperatlas.loaders.pipeline import Linking

    return Linking([Path(path) for path in catalog])


def _as_paper(text: str | SourcePaper | Mapping[str, Any], title: str) -> SourcePaper:
    if isinstance(text, SourcePaper):
        return text
    if isinstance(text, str):
        return SourcePaper(title=title, abstract=text)
    from paperatlas.errors import InputError
    from paperatlas.loaders.fields import UnusableError, paper_from_fields

    try:
        return paper_from_fields(text, source=None)[0]
    except UnusableError as error:
        raise InputError(f"This cannot be linked: {error}.") from error
