"""The Neo4j store: a server, reached over Bolt by the official driver, behind the GraphStore protocol.

Writes are managed transactions (`execute_write`): the driver runs them again after a deadlock, a change of leader or a
restart of the server, which is safe because a load replaces what a paper said and may run twice. Reads are managed read
transactions: the server itself refuses a query that writes. Other people's nodes, labels, relationships and properties
in the same database are never touched (graph/replacement.py).
"""

import logging
import os
import re
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlsplit, urlunsplit

import neo4j
from neo4j import exceptions, graph

from paperatlas.errors import PaperatlasError, QueryError, StoreError

from . import statements
from .cypher_store import CypherStore, stored_version
from .read_guard import refuse_file_access
from .replacement import Rows, Run
from .schema import SCHEMA_VERSION

T = TypeVar("T")

# What the driver logs is in the errors too; without a handler Python would print it a second time.
logging.getLogger("neo4j").addHandler(logging.NullHandler())

USERNAME, PASSWORD, DATABASE = "NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE"
OLDEST_SERVER = (5, 23)
"""The canned queries use `CALL (x) { … }`, which Neo4j reads since 5.23."""
RETRY_SECONDS = 90.0
"""How long a transaction is tried again: long enough for a server to restart."""
CONNECT_SECONDS = 15.0
OUT_OF_MEMORY = "OutOfMemoryError"
"""How the codes of a server end whose limit of memory, for one transaction or for all, was met."""
MEMORY_SETTINGS = "db.memory.transaction.max and dbms.memory.transaction.total.max"


class Neo4jStore(CypherStore):
    """A graph in the database that a `neo4j://` or `bolt://` URL names.

    User, password and database come from NEO4J_USERNAME (default `neo4j`), NEO4J_PASSWORD and NEO4J_DATABASE (default:
    the user's home database); a URL that contains credentials is refused, since it ends up in logs and histories.
    """

    finds_by_element = True

    def __init__(self, url: str, *, must_exist: bool = False) -> None:
        self.url = _without_credentials(url)
        self._must_exist = must_exist
        self._user = os.environ.get(USERNAME) or "neo4j"
        self._database = os.environ.get(DATABASE) or None
        password = os.environ.get(PASSWORD)
        self._driver: neo4j.Driver | None = None
        try:
            self._driver = neo4j.GraphDatabase.driver(
                self.url,
                auth=(self._user, password) if password else None,
                user_agent="paperatlas",
                connection_timeout=CONNECT_SECONDS,
                max_transaction_retry_time=RETRY_SECONDS,
                notifications_min_severity="OFF",  # an absent label is an empty answer here, not a mistake
            )
            self._connect(bool(password))
        except BaseException:
            self.close()
            raise

    def _connect(self, has_password: bool) -> None:
        try:
            with self._session(default_access_mode=neo4j.READ_ACCESS) as session:
                agent = session.run("RETURN 1").consume().server.agent
        except (exceptions.Neo4jError, exceptions.DriverError, OSError, ValueError) as error:
            if not has_password and isinstance(error, exceptions.AuthError | exceptions.ClientError):
                raise StoreError(
                    f"{self.url} asks for a password.", f"Put it into the environment variable {PASSWORD}."
                ) from error
            raise self._store_error(error) from error
        check_version(agent, self.url)
        version = stored_version(lambda text, parameters: self._read(text, parameters), self.url)
        if version is None and self._must_exist:
            raise StoreError(
                f"The database at {self.url} holds no graph of Paperatlas.",
                f"Build one with `paperatlas build SOURCE --store {self.url}`, or set {DATABASE}.",
            )
        self._define_schema()
        if version != SCHEMA_VERSION:
            self._migrate(version)

    def _define_schema(self) -> None:
        """Create the constraints and indexes that are missing; a reader makes do with what there is."""
        missing = self._missing_schema()
        while missing:
            try:
                for text in (*missing, "CALL db.awaitIndexes(300)"):
                    with self._session() as session:  # each is a transaction of its own
                        session.execute_write(partial(_run, text))
                return
            except (exceptions.Neo4jError, exceptions.DriverError) as error:
                code = getattr(error, "code", None) or ""
                if "ConstraintCreationFailed" in code:
                    raise StoreError(
                        f"{self.url} holds nodes that break a constraint of Paperatlas: {_sentence(error)}",
                        "Give those nodes another label, or use another database.",
                    ) from error
                if self._must_exist and ("ReadOnly" in code or "Forbidden" in code):
                    return
                # `IF NOT EXISTS` does not see what another loader is about to make: go on with what is missing now.
                before, missing = missing, self._missing_schema()
                if len(missing) == len(before):
                    raise self._store_error(error) from error

    def _missing_schema(self) -> list[str]:
        names = {
            row["name"] for text in ("SHOW CONSTRAINTS", "SHOW INDEXES") for row in self._read(f"{text} YIELD name")
        }
        return [text for name, text in statements.schema_statements(server=True) if name not in names]

    # -- primitives

    def _open_driver(self) -> neo4j.Driver:
        if self._driver is None:
            raise StoreError(f"The connection to {self.url} is closed.", "Open the store again.")
        return self._driver

    def _session(self, **options: Any) -> neo4j.Session:
        return self._open_driver().session(database=self._database, **options)

    def _write(self, work: Callable[[Run], T]) -> T:
        def transact(transaction: neo4j.ManagedTransaction) -> T:
            results: list[neo4j.Result] = []

            def run(text: str, parameters: Mapping[str, Any]) -> Rows:
                results.append(transaction.run(text, {name: _unprinted(value) for name, value in parameters.items()}))
                return map(dict, results[-1])  # waits for the server when it is read

            with _out_of_memory_ends_it(self._store_error):
                done = work(run)
                for result in results[-1:]:  # what fails unread fails here, before the commit: answers come in order
                    result.consume()
                return done

        for last in (False, False, True):
            try:
                with self._session(fetch_size=-1) as session:  # every row is taken
                    return session.execute_write(transact)
            except exceptions.Neo4jError as error:
                # A node that this transaction matched went in another one's commit: the same work finds the new state.
                if last or error.code != "Neo.ClientError.Statement.EntityNotFound":
                    raise self._store_error(error) from error
            except (exceptions.DriverError, OSError) as error:
                raise self._store_error(error) from error
        raise AssertionError("the loop returns or raises")

    def _read(self, text: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        def read(transaction: neo4j.ManagedTransaction) -> list[dict[str, Any]]:
            with _out_of_memory_ends_it(self._store_error):
                return transaction.run(text, dict(parameters or {})).data()

        try:
            with self._session(default_access_mode=neo4j.READ_ACCESS) as session:
                return session.execute_read(read)
        except (exceptions.Neo4jError, exceptions.DriverError, OSError) as error:
            raise self._store_error(error) from error

    def query(
        self,
        text: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        row_limit: int | None = None,
        timeout: float | None = None,
    ) -> list[dict[str, Any]]:
        refuse_file_access(text)

        @neo4j.unit_of_work(timeout=timeout)
        def read(transaction: neo4j.ManagedTransaction) -> list[dict[str, Any]]:
            with _out_of_memory_ends_it(lambda error: self._query_error(error, timeout)):
                result = transaction.run(text, dict(parameters or {}))
                records = result.fetch(row_limit) if row_limit is not None else list(result)
            names = result.keys()
            return [{name: _plain(record[name]) for name in names} for record in records]

        try:
            with self._session(default_access_mode=neo4j.READ_ACCESS) as session:
                return session.execute_read(read)
        except exceptions.Neo4jError as error:
            raise self._query_error(error, timeout) from error
        except (exceptions.DriverError, OSError) as error:
            raise self._store_error(error) from error
        except (OverflowError, TypeError, ValueError) as error:
            raise QueryError(f"A query parameter cannot be used: {_sentence(error)}") from error

    def close(self) -> None:
        driver, self._driver = self._driver, None
        if driver is not None:
            driver.close()

    # -- sentences

    def _query_error(self, error: exceptions.Neo4jError, timeout: float | None) -> PaperatlasError:
        code = error.code or ""
        if code.endswith(OUT_OF_MEMORY):
            return QueryError(
                f"The query needs more memory than {self.url} gives a transaction.",
                f"Narrow it down, or raise {MEMORY_SETTINGS} on the server.",
            )
        if "TransactionTimedOut" in code or code == "Neo.ClientError.Transaction.Terminated":
            seconds = f"{timeout:g} seconds" if timeout else "the server allows"
            return QueryError(f"The query took longer than {seconds}.", "Give it more time, or narrow it down.")
        if code == "Neo.ClientError.Statement.AccessMode":
            return QueryError("The query writes; queries only read.", "Change the graph with `paperatlas build`.")
        if code.startswith(("Neo.ClientError.Statement", "Neo.ClientError.Procedure", "Neo.ClientError.General")):
            return QueryError(f"The store refuses the query: {_sentence(error)}")
        return self._store_error(error)

    def _store_error(self, error: BaseException) -> StoreError:
        message, hint = self._explain(error, getattr(error, "code", None) or "", str(error))
        return StoreError(message, hint)

    def _explain(self, error: BaseException, code: str, text: str) -> tuple[str, str]:
        if code == "Neo.ClientError.Security.AuthenticationRateLimit":
            return f"{self.url} refuses logins after too many wrong passwords.", "Wait a few seconds, then try again."
        if code == "Neo.ClientError.Security.CredentialsExpired":
            return f"{self.url} wants the password of {self._user} changed first.", "Change it in the Neo4j Browser."
        if isinstance(error, exceptions.AuthError) and "Unauthorized" in code:
            return (
                f"{self.url} refuses the user {self._user} with this password.",
                f"Set {USERNAME} and {PASSWORD} in the environment.",
            )
        if "DatabaseNotFound" in code:
            return f"{self.url} has no database {self._database or ''}.".replace(
                " .", "."
            ), f"Set {DATABASE}, or unset it."
        if "ReadOnly" in code or "Forbidden" in code:
            return (
                f"{self.url} does not let {self._user} write: {_sentence(error)}",
                "Use a database that may be written.",
            )
        if code.endswith(OUT_OF_MEMORY):
            return (
                f"{self.url} has too little memory for the transaction: {_sentence(error)}",
                f"Raise {MEMORY_SETTINGS} on the server.",
            )
        if "No space left" in text or code.endswith(("StorageDamageDetected", "TransactionLogError")):
            return f"The disk of {self.url} is full or damaged: {_sentence(error)}", "Free some space on the server."
        if self._database == "system" and code.startswith("Neo.ClientError.Statement"):
            return f"system at {self.url} is no database for graphs.", f"Set {DATABASE} to another, or unset it."
        if "critical error" in text:  # what a server says after its disk was full, until it is restarted
            return f"The database at {self.url} has broken down.", "Its logs say why (a full disk?); then restart it."
        if code.endswith("DatabaseUnavailable"):
            return f"The database at {self.url} is not available.", "It may be starting; if not, its logs say why."
        if isinstance(error, exceptions.ServiceUnavailable | exceptions.SessionExpired | OSError):
            return self._explain_silence(list(_causes(error)))
        if isinstance(error, exceptions.ConfigurationError | exceptions.UnsupportedServerProduct):
            return f"{self.url} cannot be used: {_sentence(error)}", "Check the address."
        return f"The store {self.url} failed: {_sentence(error)}", ""

    def _explain_silence(self, causes: list[BaseException]) -> tuple[str, str]:
        """Why no conversation came about, by what happened before the driver gave up."""
        kind, reason = self.url.partition("://")[0].partition("+")[0], _reason(causes[-1])
        for cause in causes:
            if isinstance(cause, ssl.SSLCertVerificationError):
                return (
                    f"The certificate of {self.url} is not trusted: {cause.verify_message}.",
                    f"Write {kind}+ssc:// for a self-signed one, or have this machine trust who signed it.",
                )
            if isinstance(cause, ssl.SSLError):
                return (
                    f"The server at {self.url} offers no encryption.",
                    f"Write {kind}://, or turn TLS on for Bolt on the server.",
                )
        if "incomplete handshake" in reason:
            return (
                f"The server at {self.url} hangs up at once.",
                f"If it wants encryption, write {kind}+s:// (a self-signed certificate: {kind}+ssc://).",
            )
        if "looks like HTTP" in reason:
            return f"{self.url} is the address of web pages, not of Bolt.", "The port of Bolt is 7687 as a rule."
        return f"No Neo4j server answers at {self.url}.", f"Start it, or check the address ({reason})."


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what led to it, the first cause last; a driver that asked several servers has a group of them."""
    yield error
    if isinstance(error, BaseExceptionGroup):
        yield from _causes(error.exceptions[-1])
    elif cause := error.__cause__ or error.__context__:
        yield from _causes(cause)


@contextmanager
def _out_of_memory_ends_it(explain: Callable[[exceptions.Neo4jError], PaperatlasError]) -> Iterator[None]:
    """The driver would run again what met the server's limit of memory, only to meet it again."""
    try:
        yield
    except exceptions.TransientError as error:
        if (error.code or "").endswith(OUT_OF_MEMORY):
            raise explain(error) from error
        raise


class _Rows(list[Any]):
    """A parameter that is not written out: the driver (6.4) puts together, whether or not it logs, a line with the
    parameters of every statement, which took a fifth of a load."""

    def __repr__(self) -> str:
        return f"<{len(self)} values>"


def _unprinted(value: Any) -> Any:
    return _Rows(value) if isinstance(value, list) else value


def _run(text: str, transaction: neo4j.ManagedTransaction) -> None:
    transaction.run(text).consume()


def check_version(agent: str, url: str) -> None:
    """Refuse a server that is too old for the canned queries; `agent` is what it calls itself, `Neo4j/5.26.30`."""
    match = re.search(r"/(\d+)\.(\d+)", agent)
    if match and (int(match[1]), int(match[2])) < OLDEST_SERVER:
        oldest = ".".join(map(str, OLDEST_SERVER))
        raise StoreError(
            f"{url} runs {agent.replace('/', ' ')}, which is too old.",
            f"Paperatlas needs Neo4j {oldest} or newer (5.26 LTS is what it is tested with).",
        )


def _without_credentials(url: str) -> str:
    """The URL as given, once it is sure that it holds no user, no password and no secret in its query."""
    try:
        parts = urlsplit(url)
        named = any(re.search("user|pass|token|secret", key, re.IGNORECASE) for key, _ in parse_qsl(parts.query))
        shown = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], query=""))
        _ = parts.port
    except ValueError as error:
        raise StoreError("The store's URL is no valid address.", "Write it as neo4j://host:7687.") from error
    if "@" in parts.netloc or named:
        raise StoreError(
            f"The URL of the store {shown} contains credentials.",
            f"Leave them out; set {USERNAME} and {PASSWORD} in the environment.",
        )
    if not parts.hostname:
        raise StoreError(f"The URL of the store {shown} names no host.", "Write it as neo4j://host:7687.")
    return url


def _plain(value: Any) -> Any:
    """Nodes, relationships, paths and times as dicts, lists and strings, of the form in which the embedded store
    returns them."""
    if isinstance(value, graph.Node):
        return {"labels": sorted(value.labels), "properties": {k: _plain(v) for k, v in value.items()}}
    if isinstance(value, graph.Relationship):
        return {"type": value.type, "properties": {k: _plain(v) for k, v in value.items()}}
    if isinstance(value, graph.Path):
        return {
            "nodes": [_plain(node) for node in value.nodes],
            "relationships": [_plain(relationship) for relationship in value.relationships],
        }
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value.iso_format() if hasattr(value, "iso_format") else value


def _sentence(error: BaseException) -> str:
    """The first line of what the server or driver says, ending in a full stop."""
    text = str(getattr(error, "message", None) or error).strip()
    line = next(iter(text.splitlines()), type(error).__name__).strip()
    return line if line.endswith(".") else f"{line}."


def _reason(error: BaseException) -> str:
    return _sentence(error).rstrip(".")
