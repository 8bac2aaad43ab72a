"""docker-compose.yml as Compose reads it (Debian's `docker-compose`, or Docker's own plug-in)."""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]


@cache
def compose() -> tuple[str, ...]:
    """The command that is there; empty where none is."""
    if shutil.which("docker-compose"):
        return ("docker-compose",)
    if shutil.which("docker"):
        asked = subprocess.run(["docker", "compose", "version"], capture_output=True, check=False)
        if asked.returncode == 0:
            return ("docker", "compose")
    return ()


def read(**environment: str) -> "subprocess.CompletedProcess[str]":
    if not compose():
        if os.environ.get("PAPERATLAS_REQUIRE_NEO4J") == "1":
            pytest.fail("Compose is required here. Install it (Debian, Ubuntu: apt install docker-compose).")
        pytest.skip("no Compose to read docker-compose.yml with (Debian, Ubuntu: apt install docker-compose)")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")}
    command = [*compose(), "-f", str(ROOT / "docker-compose.yml"), "config"]
    return subprocess.run(command, env={**kept, **environment}, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def service() -> Any:
    done = read(NEO4J_PASSWORD="a-pass-phrase")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return yaml.safe_load(done.stdout)["services"]["neo4j"]


def test_without_a_password_nothing_starts() -> None:
    done = read()
    assert done.returncode != 0
    assert "NEO4J_PASSWORD" in done.stderr
    assert read(NEO4J_PASSWORD="").returncode != 0


def test_the_version_is_the_one_that_is_tested(service: Any) -> None:
    pom = (ROOT / "tests" / "neo4j" / "pom.xml").read_text()
    version = pom.split("<artifactId>neo4j</artifactId>")[1].split("<version>")[1].split("</version>")[0]
    assert service["image"] == f"neo4j:{version}-community"


def test_only_this_machine_can_connect(service: Any) -> None:
    hosts = [port.split(":")[0] if isinstance(port, str) else port["host_ip"] for port in service["ports"]]
    assert hosts == ["127.0.0.1", "127.0.0.1"]


def test_the_browser_may_fetch_what_paperatlas_serves(service: Any) -> None:
    from paperatlas.browser.server import DEFAULT_PORT, HOSTS

    environment = service["environment"]
    allowed = environment["NEO4J_browser_remote__content__hostname__whitelist"].split(",")
    assert set(HOSTS) <= set(allowed)
    commands = environment["NEO4J_browser_post__connect__cmd"]
    assert f":{DEFAULT_PORT}/style.grass" in commands
    assert f":{DEFAULT_PORT}/guide.html" in commands


def test_data_survives_and_health_is_checked(service: Any) -> None:
    volumes = [v.split(":")[1] if isinstance(v, str) else v["target"] for v in service["volumes"]]
    assert "/data" in volumes
    assert "wget" in service["healthcheck"]["test"]
    assert service["environment"]["NEO4J_AUTH"] == "neo4j/a-pass-phrase"
