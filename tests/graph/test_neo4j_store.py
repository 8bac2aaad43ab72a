"""What only a server can do: refuse a login, hold other people's data, go away in the middle of a load."""

import json
import logging
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from store_papers import ALL, ROKKAKU, SURVEY, load
from test_stores import EMPTY_DIGEST, many

from paperatlas.errors import QueryError, StoreError
from paperatlas.graph import cypher_store, statements
from paperatlas.graph.neo4j_store import Neo4jStore, check_version
from paperatlas.graph.replacement import Run
from paperatlas.graph.store import open_store
from paperatlas.loaders.pipeline import BATCH_PAPERS

HERE = Path(__file__).parent
neo4j_test = pytest.mark.neo4j

# -- without a server


@pytest.mark.parametrize(
    "url",
    [
        "neo4j://neo4j:hunter2@localhost:7687",
        "bolt://neo4j@localhost",
        "neo4j+s://localhost:7687?password=hunter2",
        "neo4j://localhost?user=me",
    ],
)
def test_credentials_in_the_url_are_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(StoreError, match="contains credentials") as caught:
        open_store(url)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("url", ["neo4j://", "bolt://:7687", "neo4j://host:port"])
def test_an_address_without_host_is_refused(url: str) -> None:
    with pytest.raises(StoreError):
        open_store(url)


@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "bolt+s", "neo4j+ssc"])
def test_no_server_is_one_sentence(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", "irrelevant")
    monkeypatch.setattr("paperatlas.graph.neo4j_store.RETRY_SECONDS", 0.1)
    with pytest.raises(
        StoreError, match=rf"No Neo4j server answers at {scheme}://127\.0\.0\.1:1\.".replace("+", r"\+")
    ):
        open_store(f"{scheme}://127.0.0.1:1")


@pytest.mark.parametrize(
    ("agent", "fits"),
    [
        ("Neo4j/4.4.30", False),
        ("Neo4j/5.22.0", False),
        ("Neo4j/5.23.0", True),
        ("Neo4j/5.26.30", True),
        ("Neo4j/2025.10.1", True),
    ],
)
def test_an_old_server_is_refused(agent: str, fits: bool) -> None:
    if fits:
        check_version(agent, "bolt://somewhere")
    else:
        with pytest.raises(StoreError, match=r"too old.*5\.23 or newer"):
            check_version(agent, "bolt://somewhere")


@pytest.mark.parametrize(
    ("code", "text", "said"),
    [
        (
            "Neo.DatabaseError.Transaction.TransactionLogError",
            "Could not append transaction: #115 to log.",
            "The disk of bolt://somewhere is full or damaged: Could not append transaction: #115 to log. Free some",
        ),
        ("Neo.DatabaseError.General.UnknownError", "No space left on device", "The disk of bolt://somewhere is full"),
        (
            "Neo.DatabaseError.General.UnknownError",
            "The database has encountered a critical error, and needs to be restarted.",
            "The database at bolt://somewhere has broken down. Its logs say why",
        ),
        (
            "Neo.TransientError.General.DatabaseUnavailable",
            "The database is not currently available to serve your request",
            "The database at bolt://somewhere is not available. It may be starting",
        ),
    ],
)
def test_what_a_full_disk_does_to_a_server_is_one_sentence(code: str, text: str, said: str) -> None:
    """As Neo4j 5.26 said it when its data folder was full: at the load, after it, and after a restart."""
    error = Exception(text)
    error.code = code  # type: ignore[attr-defined]
    store = Neo4jStore.__new__(Neo4jStore)
    store.url, store._user, store._database = "bolt://somewhere", "neo4j", None
    assert str(store._store_error(error)).startswith(said)


# -- logins and databases


@neo4j_test
def test_a_wrong_password_is_one_sentence(neo4j_address: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", "wrong-password")
    with pytest.raises(StoreError, match=r"refuses the user neo4j with this password\. Set NEO4J_USERNAME") as caught:
        open_store(neo4j_address.url)
    assert "wrong-password" not in str(caught.value)


@neo4j_test
def test_a_missing_password_is_asked_for(neo4j_address: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEO4J_PASSWORD")
    with pytest.raises(StoreError, match=r"asks for a password.*NEO4J_PASSWORD"):
        open_store(neo4j_address.url)


@neo4j_test
def test_a_database_that_is_not_there_is_one_sentence(neo4j_address: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_DATABASE", "nosuch")
    with pytest.raises(StoreError, match=r"has no database nosuch\. Set NEO4J_DATABASE"):
        open_store(neo4j_address.url)


@neo4j_test
def test_the_system_database_is_no_place_for_a_graph(neo4j_address: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_DATABASE", "system")
    with pytest.raises(StoreError, match=r"^system at .* is no database for graphs\. Set NEO4J_DATABASE"):
        open_store(neo4j_address.url)


@neo4j_test
@pytest.mark.parametrize("scheme", ["bolt+s", "neo4j+s", "neo4j+ssc"])
def test_a_server_without_encryption_is_one_sentence(scheme: str, neo4j_address: Any) -> None:
    plain = neo4j_address.url.partition("://")[2]
    kind = scheme.partition("+")[0]
    with pytest.raises(StoreError, match=rf"offers no encryption\. Write {kind}://, or turn TLS on"):
        open_store(f"{scheme}://{plain}")


@neo4j_test
def test_encryption_and_certificates_are_asked_for_in_one_sentence(neo4j_address: Any) -> None:
    if neo4j_address.server is None or shutil.which("openssl") is None:
        pytest.skip("needs a server of its own, and the program openssl")
    folder = neo4j_address.server.folder / "certificates" / "bolt"
    folder.mkdir(parents=True, exist_ok=True)
    certificate = "-x509 -newkey rsa:2048 -nodes -keyout private.key -out public.crt -days 2 -subj /CN=localhost"
    subprocess.run(["openssl", "req", *certificate.split()], cwd=folder, check=True, capture_output=True)
    settings = {
        "dbms.ssl.policy.bolt.enabled": "true",
        "dbms.ssl.policy.bolt.base_directory": "certificates/bolt",
        "dbms.ssl.policy.bolt.client_auth": "NONE",
        "server.bolt.tls_level": "REQUIRED",
    }
    plain = neo4j_address.url.partition("://")[2]
    with server_with(neo4j_address, settings):
        for kind in ("bolt", "neo4j"):
            with pytest.raises(StoreError, match=rf"hangs up at once\. If it wants encryption, write {kind}\+s://"):
                open_store(f"{kind}://{plain}")
            with pytest.raises(StoreError, match=rf"is not trusted: self-signed certificate\. Write {kind}\+ssc://"):
                open_store(f"{kind}+s://{plain}")
            open_store(f"{kind}+ssc://{plain}").close()


@neo4j_test
@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_the_port_of_the_browser_is_not_the_one_of_bolt(scheme: str, neo4j_address: Any) -> None:
    if neo4j_address.server is None:
        pytest.skip("where the server that PAPERATLAS_TEST_NEO4J names has its Browser is not known")
    with pytest.raises(StoreError, match=r"is the address of web pages, not of Bolt\. The port of Bolt is 7687"):
        open_store(f"{scheme}://127.0.0.1:{neo4j_address.server.http_port}")


@neo4j_test
def test_loaders_may_open_a_new_database_at_once(neo4j_address: Any) -> None:
    names = [name for name, _ in statements.schema_statements(server=True)]
    open_store(neo4j_address.url).close()
    for name in names:
        kind = "CONSTRAINT" if name.endswith("_id") and name != "paper_arxiv_id" else "INDEX"
        neo4j_address.run(f"DROP {kind} {name} IF EXISTS")
    with ThreadPoolExecutor(4) as pool:
        for store in pool.map(lambda _: open_store(neo4j_address.url), range(4)):
            store.close()
    assert set(names) <= schema_names(neo4j_address)


@neo4j_test
def test_a_reader_leaves_a_database_without_our_graph_alone(neo4j_address: Any) -> None:
    with pytest.raises(StoreError, match=r"holds no graph of Paperatlas\. Build one with"):
        open_store(neo4j_address.url, must_exist=True)
    assert neo4j_address.run("MATCH (n) RETURN count(n) AS count") == [{"count": 0}]


@neo4j_test
def test_a_closed_store_says_so(neo4j_address: Any) -> None:
    store = open_store(neo4j_address.url)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="is closed"):
        store.counts()


# -- schema


def schema_names(address: Any) -> set[str]:
    rows = address.run("SHOW CONSTRAINTS YIELD name") + address.run("SHOW INDEXES YIELD name")
    return {row["name"] for row in rows}


@neo4j_test
def test_constraints_and_indexes_are_made_once_and_mended(neo4j_address: Any) -> None:
    wanted = {name for name, _ in statements.schema_statements(server=True)}
    open_store(neo4j_address.url).close()
    assert wanted <= schema_names(neo4j_address)
    neo4j_address.run("DROP CONSTRAINT method_id")
    neo4j_address.run("DROP INDEX fulltext_paper_title")
    assert not wanted <= schema_names(neo4j_address)
    open_store(neo4j_address.url).close()
    assert wanted <= schema_names(neo4j_address)
    states = {row["state"] for row in neo4j_address.run("SHOW INDEXES YIELD state")}
    assert states == {"ONLINE"}


@neo4j_test
def test_full_text_indexes_find_titles_and_names(neo4j_address: Any) -> None:
    with open_store(neo4j_address.url) as store:
        load(store, *ALL)
        text = "CALL db.index.fulltext.queryNodes($index, $q) YIELD node RETURN node.id AS id"

        def found(label: str, prop: str, words: str) -> set[str]:
            index = statements.fulltext_index(label, prop)
            return {row["id"] for row in store.query(text, {"index": index, "q": words})}

        assert found("Paper", "title", "survey") == {"arxiv:2402.00002"}
        assert found("Paper", "abstract", "further") == {"doi:10.1234/gulls"}
        assert found("Method", "name", "rokkaku") == {"method:rokkaku"}
        assert found("Method", "aliases", "tuning") == {"method:kite"}


@neo4j_test
def test_nodes_of_others_that_break_a_constraint_are_named(neo4j_address: Any) -> None:
    open_store(neo4j_address.url).close()
    neo4j_address.run("DROP CONSTRAINT method_id")
    neo4j_address.run("CREATE (:Method {id: 'same'}), (:Method {id: 'same'})")
    with pytest.raises(StoreError, match=r"break a constraint of Paperatlas.*another database"):
        open_store(neo4j_address.url)
    neo4j_address.run("MATCH (n:Method) DETACH DELETE n")
    open_store(neo4j_address.url).close()


@neo4j_test
def test_a_newer_graph_is_refused_and_an_older_one_migrated(
    neo4j_address: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(neo4j_address.url) as store:
        load(store, SURVEY)
    neo4j_address.run("MATCH (a:Atlas) SET a.schema_version = 99")
    with pytest.raises(StoreError, match=r"newer Paperatlas \(schema version 99; this one reads 1\)"):
        open_store(neo4j_address.url)
    neo4j_address.run("MATCH (a:Atlas) SET a.schema_version = 0")

    def step(run: Run) -> None:
        run("MATCH (m:Method) SET m.description = 'migrated'", {})

    monkeypatch.setitem(cypher_store.MIGRATIONS, 0, step)
    with open_store(neo4j_address.url) as store:
        assert store.query("MATCH (a:Atlas) RETURN a.schema_version AS version") == [{"version": 1}]
        assert {n.properties["description"] for n in store.nodes() if n.label == "Method"} == {"migrated"}


@neo4j_test
def test_nodes_relationships_and_paths_come_as_plain_values(neo4j_address: Any) -> None:
    with open_store(neo4j_address.url) as store:
        load(store, SURVEY)
        (row,) = store.query(
            "MATCH path = (p:Paper)-[r:TRAINS_ON]->(d:Dataset) "
            "RETURN p, r, path, date('2024-02-03') AS day, [d.id] AS ids"
        )
    assert row["p"]["labels"] == ["Paper"]
    assert row["p"]["properties"]["title"] == "Kites, a survey"
    assert row["r"]["type"] == "TRAINS_ON"
    assert [node["labels"] for node in row["path"]["nodes"]] == [["Paper"], ["Dataset"]]
    assert row["day"] == "2024-02-03"
    assert row["ids"] == ["dataset:airtext"]


# -- interruptions

BUILD = """
import sys
sys.path.insert(0, sys.argv[2])
from test_stores import many
from store_papers import load
from paperatlas.graph.store import open_store
with open_store(sys.argv[1]) as store:
    papers = many(400)
    for start in range(0, 400, 10):
        load(store, *papers[start : start + 10])
        print(start + 10, flush=True)
"""


@neo4j_test
def test_a_loader_killed_in_the_middle_leaves_whole_batches_and_goes_on(neo4j_address: Any, embedded_url: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", BUILD, neo4j_address.url, str(HERE)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **neo4j_address.environment()},
    )
    assert process.stdout is not None
    for _ in range(4):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    papers = many(100)
    with open_store(neo4j_address.url) as store:
        stored = store.counts()["Paper"]
        assert stored >= 40
        assert stored % 10 == 0
        load(store, *papers)
        store.remove([p.id for p in store.papers() if p.id >= "arxiv:2403.00100"])
        interrupted = store.digest()
    with open_store(embedded_url) as undisturbed:
        load(undisturbed, *papers)
        assert undisturbed.digest() == interrupted


@neo4j_test
def test_ctrl_c_in_the_middle_of_a_load_says_how_far_it_came_and_the_next_build_goes_on(
    neo4j_address: Any, embedded_url: str, tmp_path: Path
) -> None:
    source = tmp_path / "kites.jsonl"
    titles = (f"Kite number {i}: tuning LLaMA-2-7B with LoRA" for i in range(1_000))
    records = ({"title": title, "abstract": f"{title}, scored on GSM8K.", "year": 2024} for title in titles)
    source.write_text("".join(f"{json.dumps(record)}\n" for record in records))
    command = [sys.executable, "-m", "paperatlas", "build", str(source), "--store"]
    environment = {**os.environ, **neo4j_address.environment()}
    with subprocess.Popen(
        [*command, neo4j_address.url], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        while not (stored := neo4j_address.run("MATCH (p:Paper) RETURN count(p) AS papers")[0]["papers"]):
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert stored < 1_000
    told = re.fullmatch(
        r"paperatlas: interrupted\. ([\d,]+) papers of this run are in the store; .* to go on\.\n", said
    )
    assert told, said
    kept = neo4j_address.run("MATCH (p:Paper) RETURN count(p) AS papers")[0]["papers"]
    # Where the answer to a commit was cut off, nobody can know whether that batch is in.
    assert kept - int(told[1].replace(",", "")) in (0, BATCH_PAPERS)
    digests = set()
    for store in (neo4j_address.url, embedded_url):
        done = subprocess.run([*command, store], capture_output=True, text=True, env=environment, check=True)
        if store == neo4j_address.url:
            assert f"1,000 papers read: {1_000 - kept:,} linked, {kept:,} unchanged." in done.stdout
        with open_store(store) as opened:
            digests.add(opened.digest())
    assert len(digests) == 1


@neo4j_test
def test_a_restart_of_the_server_in_the_middle_changes_nothing(neo4j_address: Any, embedded_url: str) -> None:
    if neo4j_address.server is None:
        pytest.skip("the server that PAPERATLAS_TEST_NEO4J names is not ours to restart")
    papers = many(100)
    loaded = threading.Event()
    with open_store(neo4j_address.url) as store:

        def build() -> None:
            for start in range(0, 100, 10):
                load(store, *papers[start : start + 10])
                loaded.set()

        builder = threading.Thread(target=build)
        builder.start()
        loaded.wait()
        neo4j_address.server.restart()
        builder.join()
        restarted = store.digest()
    with open_store(embedded_url) as undisturbed:
        load(undisturbed, *papers)
        assert undisturbed.digest() == restarted


@contextmanager
def server_with(address: Any, settings: Mapping[str, str]) -> Iterator[None]:
    """The server, restarted with these settings more, until the block ends."""
    server = address.server
    if server is None:
        pytest.skip("the server that PAPERATLAS_TEST_NEO4J names is not ours to configure")
    before = dict(server.settings)
    server.settings.update(settings)
    server.lay_out()
    server.restart()
    try:
        yield
    finally:
        server.settings = before
        server.lay_out()
        server.restart()


@neo4j_test
def test_what_is_loaded_is_not_written_to_the_log(neo4j_address: Any, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="neo4j"), open_store(neo4j_address.url) as store:
        load(store, ROKKAKU)
    assert "'rows': <1 values>" in caplog.text
    assert ROKKAKU.paper.title not in caplog.text


@neo4j_test
def test_too_little_memory_is_one_sentence_at_once(neo4j_address: Any, caplog: pytest.LogCaptureFixture) -> None:
    with (
        server_with(neo4j_address, {"db.memory.transaction.max": "4m"}),
        open_store(neo4j_address.url) as store,
        caplog.at_level(logging.DEBUG, logger="neo4j"),
    ):
        with pytest.raises(QueryError, match=r"more memory than .* gives a transaction\. Narrow it down, or raise"):
            store.query("UNWIND range(1, 1000000) AS i RETURN collect(toString(i)) AS all")
        with pytest.raises(StoreError, match=r"too little memory for the transaction: .*\. Raise db\.memory"):
            load(store, *many(4000))
        load(store, SURVEY)
    assert "will be retried" not in caplog.text


@neo4j_test
def test_a_read_only_database_is_one_sentence(neo4j_address: Any) -> None:
    with open_store(neo4j_address.url) as store:
        load(store, SURVEY)
    with (
        server_with(neo4j_address, {"server.databases.default_to_read_only": "true"}),
        open_store(neo4j_address.url) as store,
    ):
        assert store.counts()["Paper"] == 1  # reading needs no writing
        with pytest.raises(StoreError, match=r"does not let neo4j write"):
            load(store, ROKKAKU)
    with open_store(neo4j_address.url) as store:
        store.remove([p.id for p in list(store.papers())])
        assert store.digest() == EMPTY_DIGEST
