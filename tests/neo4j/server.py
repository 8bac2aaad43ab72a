"""A real Neo4j server without Docker: Community 5.26 from Maven Central's artifacts, run by Java 17.

    with Neo4jServer.start(folder) as server:
        driver = neo4j.GraphDatabase.driver(server.url, auth=(server.username, server.password))

The jars are fetched once and kept outside the tree (`PAPERATLAS_NEO4J_CACHE`, else the user's cache folder). The server
listens on 127.0.0.1 only, on free ports, keeps its data in `folder`, and stops with SIGTERM.
"""

import contextlib
import hashlib
import os
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import platformdirs

POM = Path(__file__).with_name("pom.xml")
INSTALL_HINT = "Install Java 17 and Maven (Debian, Ubuntu: apt install openjdk-17-jre-headless maven)."
START_SECONDS = 180
STOP_SECONDS = 60


class Neo4jUnavailableError(Exception):
    """The server cannot be started here; the message says what is missing."""


def missing_tools() -> str:
    """A sentence that says what must be installed, empty where nothing is missing."""
    missing = [tool for tool in ("java", "mvn") if shutil.which(tool) is None]
    if missing == ["mvn"] and _jars_folder().is_dir():
        return ""
    return f"{' and '.join(missing)} not found. {INSTALL_HINT}" if missing else ""


def _jars_folder() -> Path:
    root = os.environ.get("PAPERATLAS_NEO4J_CACHE") or platformdirs.user_cache_path("paperatlas") / "neo4j"
    return Path(root) / f"jars-{hashlib.sha256(POM.read_bytes()).hexdigest()[:12]}"


def jars() -> Path:
    """The folder with the server's jars, fetched on the first call."""
    folder = _jars_folder()
    if folder.is_dir():
        return folder
    if missing := missing_tools():
        raise Neo4jUnavailableError(missing)
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = folder.with_name(f"{folder.name}.{os.getpid()}")
    command = ["mvn", "-q", "-B", "-f", str(POM), "dependency:copy-dependencies", "-DincludeScope=runtime"]
    done = subprocess.run([*command, f"-DoutputDirectory={fresh}"], capture_output=True, text=True, check=False)
    if done.returncode:
        shutil.rmtree(fresh, ignore_errors=True)
        raise Neo4jUnavailableError(f"Maven could not fetch the server: {done.stdout.strip()[-2000:]}")
    try:
        fresh.rename(folder)
    except OSError:  # another process was first
        shutil.rmtree(fresh, ignore_errors=True)
    return folder


def free_port() -> int:
    with contextlib.closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@dataclass
class Neo4jServer:
    """A server with its home in `folder`. `settings` are lines of neo4j.conf; `extra_jars` extend its class path."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    extra_jars: tuple[Path, ...] = ()
    heap: str = "1g"
    username: str = "neo4j"
    password: str = field(default_factory=lambda: secrets.token_hex(12))
    bolt_port: int = field(default_factory=free_port)
    http_port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"bolt://127.0.0.1:{self.bolt_port}"

    @property
    def browser_url(self) -> str:
        return f"http://127.0.0.1:{self.http_port}/browser/"

    @classmethod
    def start(cls, folder: Path, **options: object) -> Self:
        """Lay out the home folder, set the password, and run the server until it answers."""
        server = cls(folder, **options)  # type: ignore[arg-type]
        server.lay_out()
        server.admin("dbms", "set-initial-password", server.password)
        server.run()
        return server

    def lay_out(self) -> None:
        """Write the home folder: configuration, empty folders, the jars."""
        for name in ("conf", "data", "logs", "import", "run", "plugins"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        library = self.folder / "lib"
        if not library.exists():
            library.symlink_to(jars())
        bolt, http = f"127.0.0.1:{self.bolt_port}", f"127.0.0.1:{self.http_port}"
        settings = {
            "server.default_listen_address": "127.0.0.1",
            "server.bolt.listen_address": bolt,
            "server.bolt.advertised_address": bolt,
            "server.http.listen_address": http,
            "server.http.advertised_address": http,
            "server.directories.import": "import",
            "server.memory.heap.initial_size": "256m",
            "server.memory.heap.max_size": self.heap,
            "server.memory.pagecache.size": "256m",
            "dbms.usage_report.enabled": "false",
            **self.settings,
        }
        text = "".join(f"{key}={value}\n" for key, value in settings.items())
        (self.folder / "conf" / "neo4j.conf").write_text(text)

    def _java(self, main: str, *arguments: str) -> list[str]:
        class_path = os.pathsep.join([f"{self.folder / 'lib'}/*", *(str(jar) for jar in self.extra_jars)])
        return ["java", f"-Dapp.home={self.folder}", "-cp", class_path, f"org.neo4j.server.startup.{main}", *arguments]

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "NEO4J_HOME": str(self.folder), "NEO4J_CONF": str(self.folder / "conf")}

    def admin(self, *arguments: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        """Run `neo4j-admin` with these arguments."""
        command = self._java("Neo4jAdminCommand", *arguments)
        done = subprocess.run(command, env=self._environment(), capture_output=True, text=True, check=False)
        if check and done.returncode:
            raise Neo4jUnavailableError(f"neo4j-admin {arguments[0]} failed: {(done.stdout + done.stderr)[-2000:]}")
        return done

    def admin_program(self) -> Path:
        """A program that does what `neo4j-admin` of an installed server does, for scripts that call it."""
        program = self.folder / "neo4j-admin"
        home = f"export NEO4J_HOME={shlex.quote(str(self.folder))} NEO4J_CONF={shlex.quote(str(self.folder / 'conf'))}"
        program.write_text(f'#!/bin/sh\n{home}\nexec {shlex.join(self._java("Neo4jAdminCommand"))} "$@"\n')
        program.chmod(0o755)
        return program

    def run(self) -> None:
        """Start the server process and wait until it takes connections."""
        log = (self.folder / "logs" / "console.log").open("ab")
        with log:
            self.process = subprocess.Popen(
                self._java("Neo4jCommand", "console"), env=self._environment(), stdout=log, stderr=subprocess.STDOUT
            )
        deadline = time.monotonic() + START_SECONDS
        while not (self._answers(self.bolt_port) and self._answers(self.http_port)):
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                tail = (self.folder / "logs" / "console.log").read_text(errors="replace")[-2000:]
                raise Neo4jUnavailableError(f"The server did not start: {tail}")
            time.sleep(0.2)

    @staticmethod
    def _answers(port: int) -> bool:
        with contextlib.closing(socket.socket()) as probe:
            probe.settimeout(1)
            return probe.connect_ex(("127.0.0.1", port)) == 0

    def stop(self) -> None:
        """SIGTERM, as an operator would; SIGKILL only where the server does not end."""
        if self.process is None:
            return
        process, self.process = self.process, None
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def kill(self) -> None:
        """SIGKILL: what a power cut or the kernel's out-of-memory killer does to a server."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def restart(self) -> None:
        """Stop and start on the same ports with the same data."""
        self.stop()
        self.run()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
