"""Serves a few files to the Neo4j Browser, on this machine only, and finds out what that Browser may fetch."""

import errno
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, urlsplit

from paperatlas.errors import PaperatlasError, QueryError
from paperatlas.graph.store import GraphStore

DEFAULT_PORT = 7476
ADDRESS = "127.0.0.1"
HOSTS = ("localhost", ADDRESS)
"""Names under which the Browser can fetch the files. `localhost` goes first: before it is connected, the Browser knows
no settings of the server and allows just what Neo4j ships."""
WHITELIST = "browser.remote_content_hostname_whitelist"
DEFAULT_WHITELIST = "guides.neo4j.com, localhost"
"""What Neo4j has where the setting is absent."""
_TYPES = {"html": "text/html", "grass": "text/plain", "zip": "application/zip"}


@dataclass(frozen=True)
class BrowserSettings:
    """What a Neo4j server says of its Browser: where it is, and from which hosts that may fetch."""

    url: str
    whitelist: str

    def allows(self, host: str) -> bool:
        listed = {part.strip().rstrip("/") for part in self.whitelist.split(",")}
        return bool(listed & {"*", host, f"http://{host}"})


def browser_settings(store: GraphStore) -> BrowserSettings:
    """Ask the server. What it does not tell this user is taken to be as Neo4j ships it."""
    settings = _client_settings(store)
    host = urlsplit(store.url).hostname or "localhost"
    advertised = _shown_setting(store, "server.http.advertised_address") or ":7474"
    name, _, port = advertised.rpartition(":")
    # A server that listens everywhere calls itself localhost; then the way that leads to Bolt leads here too.
    if name in ("", "localhost", "0.0.0.0"):  # noqa: S104 compared, not listened on
        name = f"[{host}]" if ":" in host else host
    return BrowserSettings(f"http://{name}:{port}/browser/", settings.get(WHITELIST) or DEFAULT_WHITELIST)


def _client_settings(store: GraphStore) -> dict[str, str]:
    try:
        rows = store.query("CALL dbms.clientConfig() YIELD name, value RETURN name AS name, value AS value")
    except QueryError:
        return {}
    return {str(row["name"]): str(row["value"]) for row in rows}


def _shown_setting(store: GraphStore, name: str) -> str:
    try:
        rows = store.query(f"SHOW SETTINGS '{name}' YIELD value")
    except QueryError:
        return ""
    return str(rows[0]["value"]) if rows else ""


def page_to_open(settings: BrowserSettings, store_url: str, address: str) -> str:
    """The Browser's address with the database to connect to and the guide to open beside it."""
    parts = urlsplit(store_url)
    database = f"{parts.scheme}://{parts.netloc}"
    return f"{settings.url}?dbms={quote(database, safe='')}&cmd=guide&arg={address}/guide.html"


class FileServer(ThreadingHTTPServer):
    """The files, by path (`/style.grass`), on 127.0.0.1. Port 0 takes any that is free; `port` says which."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, files: Mapping[str, bytes], port: int = DEFAULT_PORT) -> None:
        self.files = dict(files)
        try:
            super().__init__((ADDRESS, port), _Handler)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PaperatlasError(f"Port {port} of {ADDRESS} is in use.", "Name another: --port.") from error
            raise PaperatlasError(f"Port {port} of {ADDRESS} cannot be used: {error.strerror}.") from error
        self.port = int(self.server_address[1])


class _Handler(BaseHTTPRequestHandler):
    server: FileServer
    server_version = "paperatlas"
    sys_version = ""

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_OPTIONS(self) -> None:
        """The Browser asks first whether its page may fetch from here."""
        self.send_response(HTTPStatus.NO_CONTENT)
        self._allow_browser()
        self.end_headers()

    def _answer(self, *, with_body: bool) -> None:
        # A page of a foreign site must not read the files through a name of its own that it points at this machine.
        if (self.headers.get("Host") or "").rpartition(":")[0] not in HOSTS:
            self.send_error(HTTPStatus.FORBIDDEN)
            return
        path = urlsplit(self.path).path
        content = self.server.files.get(path)
        if content is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        type_ = _TYPES[path.rpartition(".")[2]]
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", f"{type_}; charset=utf-8" if type_.startswith("text/") else type_)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        self._allow_browser()
        self.end_headers()
        if with_body:
            self.wfile.write(content)

    def _allow_browser(self) -> None:
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
        self.send_header("Access-Control-Allow-Headers", "*")
        self.send_header("Access-Control-Allow-Private-Network", "true")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the name is the base class's
        """Nothing: the terminal has the instructions on it."""
