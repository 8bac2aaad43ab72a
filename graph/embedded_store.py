"""The embedded store: one file, no server. kglite (an embedded graph with Cypher) behind the GraphStore protocol.

A commit is one frame of a write-ahead log beside the file (`<file>-wal`), flushed to the disk before `load` returns;
opening the file plays the log back, so whatever was committed survives `kill -9` and a power cut. kglite folds the log
into the file once it has outgrown it, so that a long build writes the whole file a logarithmic number of times.

One process writes at a time (a lock that dies with its process); any number read. Readers take no lock: they load the
file, with the log where a writer is at work. Log and lock go when the writer closes.
"""

import shutil
import tempfile
import threading
import warnings
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import kglite

from paperatlas.errors import QueryError, StoreError

from . import sidecars, statements, text_indexes
from .cypher_store import CypherStore, stored_version
from .deadline import BusyError, within
from .read_guard import refuse_file_access
from .replacement import Run
from .schema import NODE_TYPES, SCHEMA_VERSION
from .store_file import is_store_file

T = TypeVar("T")

# kglite refuses `{doi: $x}` in a pattern while no paper has a DOI, unless the property is declared.
_DECLARED = {
    "nodes": {
        n.label: {"optional": [p.name for p in n.properties if p.name not in ("id", "title")]} for n in NODE_TYPES
    }
}

_Signature = tuple[tuple[int, int, int] | None, ...]


class EmbeddedStore(CypherStore):
    """A graph in the file `path`, created unless `must_exist`. See GraphStore for the methods."""

    def __init__(self, path: Path, *, must_exist: bool = False) -> None:
        self.url = str(path)
        self._path = path
        self._log = sidecars.log_of(path)
        self._mutex = threading.RLock()
        self._writer: Any = None
        self._reader: Any = None
        self._seen: _Signature = ()
        self._failed = ""
        kglite.set_query_warning_policy("silent")  # an absent label is an empty answer here, not a mistake
        warnings.filterwarnings("ignore", category=kglite.MappedFallbackWarning)  # about memory, nothing is wrong
        # A commit while the file is read; `_signature` shows it to the next read.
        warnings.filterwarnings("ignore", message="the write-ahead log at ", category=UserWarning)
        self._check_path(must_exist)
        with self._mutex:
            if path.exists() or self._log.exists():
                self._open_to_read()
            else:
                self._open_to_write()

    def _check_path(self, must_exist: bool) -> None:
        path = self._path
        if path.is_dir():
            raise StoreError(f"{path} is a directory, not a store.", "Name a file, such as paperatlas.db.")
        if path.exists():
            if not path.is_file():
                raise StoreError(f"{path} is no regular file.", "Name a file, such as paperatlas.db.")
        elif must_exist and not self._log.exists():
            raise StoreError(
                f"There is no store at {path}.", "Build one with `paperatlas build SOURCE`, or name it with --store."
            )
        elif not path.parent.is_dir():
            what = "is a file, not a folder" if path.parent.exists() else "does not exist"
            raise StoreError(f"The folder {path.parent} {what}.", "Create it, or name another --store.")

    # -- primitives

    def _write(self, work: Callable[[Run], T]) -> T:
        with self._mutex:
            graph = self._open_to_write()
            try:
                with graph.begin() as transaction:

                    def run(text: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
                        return _rows(transaction.cypher(text, params=dict(parameters), timeout_ms=0))

                    return work(run)
            except (kglite.KgError, OSError) as error:
                raise self._store_error(error) from error

    def _read(self, text: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        return self._view()(text, parameters or {})

    def _view(self) -> Callable[[str, Mapping[str, Any]], list[dict[str, Any]]]:
        snapshot = self._snapshot()

        def run(text: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
            return self._guarded(lambda: _rows(snapshot.cypher(text, params=dict(parameters), timeout_ms=0)))

        return run

    def query(
        self,
        text: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        row_limit: int | None = None,
        timeout: float | None = None,
    ) -> list[dict[str, Any]]:
        refuse_file_access(text)
        milliseconds = max(1, round(timeout * 1000)) if timeout else 0
        snapshot = self._snapshot()
        given = dict(parameters or {})

        def ask() -> Any:
            return snapshot.cypher(text, params=given, timeout_ms=milliseconds, row_limit=row_limit)

        try:
            answer = within(timeout, ask) if timeout else ask()
        except BusyError as error:
            raise QueryError(
                "Earlier queries that took too long are still running.", "Try again in a minute, and narrow them down."
            ) from error
        except kglite.ReadOnlyError as error:
            raise QueryError(
                "The query writes; queries only read.", "Change the graph with `paperatlas build`."
            ) from error
        except (kglite.CypherTimeoutError, TimeoutError) as error:
            raise QueryError(
                f"The query took longer than {timeout:g} seconds." if timeout else "The query took too long.",
                "Give it more time, or narrow it down.",
            ) from error
        except kglite.KgError as error:
            raise QueryError(f"The store refuses the query: {_sentence(error)}") from error
        except (OverflowError, TypeError, ValueError, RecursionError) as error:
            raise QueryError(f"A query parameter cannot be used: {_sentence(error)}") from error
        if isinstance(answer, str):
            raise QueryError("FORMAT CSV is refused: it returns no rows.", "Leave it out, and ask for --format csv.")
        return _rows(answer)

    def close(self) -> None:
        with self._mutex:
            writer, self._writer, self._reader = self._writer, None, None
            if writer is not None and not self._failed:
                try:
                    self._guarded(partial(text_indexes.refresh, writer))
                finally:
                    self._guarded(writer.close)
                sidecars.tidy(self._path)

    # -- opening

    def _snapshot(self) -> Any:
        """An unchanging view of what is committed now, in this process or another; takes no copy."""
        with self._mutex:
            if self._writer is None and self._signature() != self._seen:
                self._open_to_read()
            return (self._reader if self._writer is None else self._writer).freeze()

    def _open_to_read(self) -> None:
        for _ in range(5):
            seen = self._signature()  # before anything is read: what changes meanwhile is noticed next time
            if self._path.exists() and sidecars.size(self._log) <= sidecars.EMPTY_LOG:
                graph = self._guarded(lambda: kglite.load(str(self._path)))
            elif self._fold_log():
                continue
            else:
                graph = self._load_copy(seen)
            if graph is not None:
                self._reader, self._seen = graph, seen
                if self._version(graph) != SCHEMA_VERSION:
                    self._open_to_write()  # which migrates an older graph
                else:
                    self._guarded(partial(text_indexes.repair, graph))  # in memory; the file stays as it is
                return
        raise StoreError(f"{self._path} changes too fast to be read.", "Try again in a moment.")

    def _fold_log(self) -> bool:
        """Put what a killed writer left in the log into the file; False where a writer is at work or none may write."""
        try:
            with sidecars.opening(self._path):
                graph = kglite.open(str(self._path), durable="full")
        except (kglite.FileIoError, PermissionError):  # the writer's lock among them
            return False
        except (kglite.KgError, OSError, ValueError, RuntimeError) as error:
            raise self._store_error(error) from error
        try:
            graph.close()
        except (kglite.FileIoError, PermissionError):
            return False
        sidecars.tidy(self._path)
        return True

    def _load_copy(self, seen: _Signature) -> Any:
        """Read file and log side by side from a private copy; None where they changed meanwhile."""
        with tempfile.TemporaryDirectory(prefix="paperatlas-") as folder:
            copy = Path(folder) / self._path.name
            try:
                if self._path.exists():
                    shutil.copyfile(self._path, copy)
                shutil.copyfile(self._log, copy.with_name(self._log.name))
            except FileNotFoundError:
                return None
            except OSError as error:
                raise self._store_error(error) from error
            if self._signature()[:1] != seen[:1]:  # the file was written anew: the log may belong to another one
                return None
            graph = self._guarded(lambda: kglite.open(str(copy), durable="normal", lock=False))
            try:
                return graph.copy()
            finally:
                graph.close()

    def _open_to_write(self) -> Any:
        if self._failed:
            raise StoreError(self._failed, "Open the store again.")
        if self._writer is None:
            try:
                with sidecars.opening(self._path):
                    graph = kglite.open(str(self._path), durable="full")
            except kglite.WriterLeaseHeldError as error:
                holder = f" (process {error.holder['pid']})" if error.holder.get("pid") else ""
                raise StoreError(
                    f"{self._path} is being written by another process{holder}.", "Wait until it is done, or stop it."
                ) from error
            except (kglite.KgError, OSError, ValueError, RuntimeError) as error:
                raise self._store_error(error) from error
            self._reader = None
            self._writer = graph
            try:
                self._prepare(graph)
            except BaseException:
                self._writer = None
                graph.close()
                sidecars.tidy(self._path)
                raise
        return self._writer

    def _prepare(self, graph: Any) -> None:
        """Give a new or older graph its indexes and its version."""
        version = self._version(graph)
        try:
            names = {row["name"] for text in ("SHOW INDEXES", "SHOW CONSTRAINTS") for row in _rows(graph.cypher(text))}
            for name, text in statements.schema_statements():
                if name not in names:
                    graph.cypher(text)
            if (graph.schema_definition() or {}).get("nodes", {}).keys() != _DECLARED["nodes"].keys():
                graph.define_schema(_DECLARED)
            text_indexes.declare(graph)
            text_indexes.repair(graph)
            if version != SCHEMA_VERSION:
                self._migrate(version)
            if not self._path.exists():
                graph.save()  # so that there is a file from the first moment on
        except (kglite.KgError, OSError) as error:
            raise self._store_error(error) from error

    def _version(self, graph: Any) -> int | None:
        """The graph's schema version, None where it is empty; a graph that is not ours or newer is refused."""
        version = stored_version(lambda text, parameters: _rows(graph.cypher(text, params=dict(parameters))), self.url)
        if version is None and len(graph):
            raise StoreError(
                f"{self._path} holds a graph that Paperatlas did not write.", "Name another --store, or another path."
            )
        return version

    def _guarded(self, work: Callable[[], T]) -> T:
        try:
            return work()
        except (kglite.KgError, OSError, ValueError, RuntimeError) as error:
            raise self._store_error(error) from error

    def _signature(self) -> _Signature:
        """Changes whenever a commit or a checkpoint does."""

        def of(path: Path) -> tuple[int, int, int] | None:
            try:
                found = path.stat()
            except OSError:
                return None
            return found.st_ino, found.st_mtime_ns, found.st_size

        return of(self._path), of(self._log)

    def _store_error(self, error: BaseException) -> StoreError:
        """The sentence for what kglite or the system says; a store whose log refused a commit takes no more."""
        text = str(error)
        if "os error 28" in text or "No space left" in text or "os error 27" in text:
            message = f"The disk is full: {self._path} could not be written."
            hint = "Free some space and run the command again; what was committed before is kept."
        elif "os error 13" in text or "os error 30" in text or isinstance(error, PermissionError):
            message, hint = f"{self._path} cannot be written: it, or its folder, is read-only.", "Name another --store."
        elif isinstance(error, kglite.FileFormatError):
            message, hint = self._format_error(text)
        else:
            message, hint = f"The store {self._path} failed: {_sentence(error)}", ""
        if getattr(error, "code", "") == "DurabilityFailed" and self._writer is not None:
            # What is in memory was never logged. Let go of the lock without writing it.
            self._failed = message
            self._writer.__exit__(type(error), error, None)
        return StoreError(message, hint)

    def _format_error(self, text: str) -> tuple[str, str]:
        again = "Move it away and build again, or name another --store."
        if not is_store_file(self._path):
            return f"{self._path} is no Paperatlas store.", "Name another --store."
        if "only supports" in text:
            return f"{self._path} was written by a newer version of the store.", f"Upgrade Paperatlas. {again}"
        return f"{self._path} is damaged and cannot be read.", again


def _rows(answer: Any) -> list[dict[str, Any]]:
    return list(answer.to_list())


def _sentence(error: BaseException) -> str:
    """The first line of a message, ending in a full stop."""
    line = next(iter(str(error).strip().splitlines()), type(error).__name__).strip()
    return line if line.endswith(".") else f"{line}."
