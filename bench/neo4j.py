"""Speed of loading Neo4j and of every canned query: `python bench/neo4j.py [--papers N] [--load-papers N]`.

Starts a server of its own (tests/neo4j/server.py). The graph is invented, with the statistics of a real one
(invented.py). Loading over Bolt is measured on the first LOAD_PAPERS papers, beside

- one statement a row, as tutorials do it (on a part of the relationships, since it is slow);
- Neo4jWriter of neo4j-graphrag, with the same nodes and relationships, where that is installed
  (`pip install neo4j-graphrag`); it needs APOC, which Maven fetches;
- the bare UNWIND of one relationship type without properties: the ceiling.

The queries are measured on all PAPERS papers, put there by `paperatlas export neo4j` and neo4j-admin.
"""

import argparse
import asyncio
import importlib.util
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

# This file's own folder comes last: it would hide the driver's package, since the file is called neo4j.py.
HERE = Path(__file__).resolve().parent
sys.path = [*(entry for entry in sys.path if Path(entry or ".").resolve() != HERE), str(HERE)]

import neo4j  # noqa: E402
from invented import batches, whole_graph  # noqa: E402

from paperatlas.browser.examples import Examples  # noqa: E402
from paperatlas.errors import QueryError  # noqa: E402
from paperatlas.graph.neo4j_bulk import SCRIPT, export_neo4j  # noqa: E402
from paperatlas.graph.store import GraphStore, Node, Relationship, open_store  # noqa: E402
from paperatlas.queries import library  # noqa: E402
from paperatlas.queries.canned import Parameter  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
APOC = "5.26.19"
BATCH = 500
ONE_BY_ONE = 1_000
WARM_UP = 30_000
"""Papers after which a server has compiled itself: until then that takes it more time than the loads do."""
WARM_UP_RUNS, RUNS = 12, 9
SECONDS = 4.0
"""Spent on a query at most, where one run takes less."""
SLOW_MS = 100
PATIENCE = 10.0
"""Seconds after which a query is given up."""


def load_server_module() -> Any:
    spec = importlib.util.spec_from_file_location("paperatlas_neo4j_server", ROOT / "tests" / "neo4j" / "server.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# -- loading


def empty(driver: neo4j.Driver) -> None:
    with driver.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()


def resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def measure_store(server: Any, papers: int) -> float:
    relationships, seconds, memory = 0, 0.0, []
    with open_store(server.url) as store:
        for batch in batches(WARM_UP, BATCH, first=10 * papers):  # the server compiles its queries, and itself
            store.load(batch)
        for number, batch in enumerate(batches(papers, BATCH)):
            begin = time.perf_counter()
            relationships += store.load(batch).relationships
            seconds += time.perf_counter() - begin
            if number % max(1, papers // BATCH // 4) == 0:
                memory.append(resident_mb())
    speed = relationships / seconds
    print(f"  paperatlas, over Bolt          {relationships:>10,} relationships {speed:>10,.0f} a second")
    print(f"  memory of the loader           {', '.join(f'{mb:.0f}' for mb in memory)} MB, from first batch to last")
    return speed


def measure_one_by_one(driver: neo4j.Driver) -> float:
    edges = [edge for batch in batches(BATCH, BATCH) for item in batch for edge in item.relationships][:ONE_BY_ONE]
    begin = time.perf_counter()
    with driver.session() as session:
        for edge in edges:
            session.run(
                f"MATCH (h:{edge.head.label} {{id: $head}}) MATCH (t:{edge.tail.label} {{id: $tail}}) "
                f"MERGE (h)-[r:`{edge.type}`]->(t) SET r += $properties",
                head=edge.head.id, tail=edge.tail.id, properties=dict(edge.properties),
            ).consume()  # fmt: skip
    return report("one statement a row", len(edges), time.perf_counter() - begin)


def measure_bare_unwind(driver: neo4j.Driver, papers: int) -> float:
    """Between nodes that are there and indexed; MERGE, in batches of 5,000."""
    ends = [
        {"h": edge.head.id, "t": edge.tail.id}
        for batch in batches(papers, BATCH)
        for item in batch
        for edge in item.relationships
        if edge.type == "MENTIONS" and edge.tail.label == "Method"
    ]
    text = "UNWIND $rows AS row MATCH (h:Paper {id: row.h}) MATCH (t:Method {id: row.t}) MERGE (h)-[:BARE]->(t)"
    begin = time.perf_counter()
    for start in range(0, len(ends), 5_000):
        driver.execute_query(text, rows=ends[start : start + 5_000])
    return report("bare UNWIND (the ceiling)", len(ends), time.perf_counter() - begin)


def measure_graphrag(driver: neo4j.Driver, papers: int) -> float:
    from neo4j_graphrag.components.kg_writer import Neo4jWriter
    from neo4j_graphrag.components.types import Neo4jGraph, Neo4jNode, Neo4jRelationship

    # All in one call: it creates nodes without looking for them, so a second call would double those of the first.
    facts = [item for batch in batches(papers, BATCH) for item in batch]
    nodes = {node.key: node for item in facts for node in (item.paper, *item.nodes)}
    edges = [edge for item in facts for edge in item.relationships]
    graph = Neo4jGraph(
        nodes=[Neo4jNode(id=n.id, label=n.label, properties=_given(n)) for n in nodes.values()],
        relationships=[
            Neo4jRelationship(start_node_id=e.head.id, end_node_id=e.tail.id, type=e.type, properties=_given(e))
            for e in edges
        ],
    )
    begin = time.perf_counter()
    done = asyncio.run(Neo4jWriter(driver, clean_db=False).run(graph))
    assert done.status == "SUCCESS", done
    return report("Neo4jWriter of neo4j-graphrag", len(edges), time.perf_counter() - begin)


def _given(item: Node | Relationship) -> dict[str, Any]:
    """What is known of a node or relationship: Neo4jWriter takes no empty properties."""
    return {name: value for name, value in item.properties.items() if value is not None}


def report(name: str, relationships: int, seconds: float) -> float:
    print(f"  {name:<30} {relationships:>10,} relationships {relationships / seconds:>10,.0f} a second", flush=True)
    return relationships / seconds


def fetch_apoc(folder: Path) -> None:
    for name in ("apoc-core", "apoc-common"):
        artifact = f"org.neo4j.procedure:{name}:{APOC}"
        command = [
            "mvn",
            "-q",
            "-B",
            "-Dstyle.color=never",
            "dependency:copy",
            f"-Dartifact={artifact}",
            f"-DoutputDirectory={folder}",
        ]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def compare_loading(server: Any, papers: int, peer_papers: int) -> None:
    rust = "with" if importlib.util.find_spec("neo4j._rust") else "without"
    print(f"Loading {papers:,} papers over Bolt, {rust} neo4j-rust-ext", flush=True)
    with neo4j.GraphDatabase.driver(server.url, auth=(server.username, server.password)) as driver:
        ours = measure_store(server, papers)
        ceiling = measure_bare_unwind(driver, papers)
        one_by_one = measure_one_by_one(driver)
        print(f"  {ours / one_by_one:.0f} times one statement a row, {ours / ceiling:.2f} times the ceiling")
        empty(driver)
        if importlib.util.find_spec("neo4j_graphrag"):
            print(f"  (of {peer_papers:,} papers)")
            print(f"  {ours / measure_graphrag(driver, peer_papers):.1f} times neo4j-graphrag", flush=True)
            empty(driver)
        else:
            print("  neo4j-graphrag is not installed, so Neo4jWriter was not measured")


# -- queries


def measure_queries(server: Any, papers: int, folder: Path) -> None:
    server.stop()
    graph = whole_graph(papers)
    done = export_neo4j(graph, folder)
    begin = time.perf_counter()
    command = [str(folder / SCRIPT), "neo4j", "--overwrite-destination"]
    environment = {**os.environ, "NEO4J_ADMIN": str(server.admin_program())}
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - begin
    print(
        f"neo4j-admin import: {done.nodes:,} nodes, {done.relationships:,} relationships in {seconds:.0f} s", flush=True
    )
    del graph
    server.run()
    print(
        f"Canned queries at {papers:,} papers, median of up to {RUNS} warm runs (and the fastest): "
        "of what they ask by default, and of what papers mention most",
        flush=True,
    )
    with open_store(server.url) as store:
        by_default, popular = Examples(store), MostMentioned(store)
        for query in sorted(library.load(), key=lambda q: q.name):
            asked = by_default.values(query)
            most = popular.values(query)
            measured = [measured_query(store, query.body, asked)]
            if most != asked:
                measured.append(measured_query(store, query.body, most))
            texts = [text for text, _ in measured] + [""] * (2 - len(measured))
            slow = any(median is None or median >= SLOW_MS for _, median in measured)
            note = "reads the whole graph, as it says" if query.scans else "SLOW" if slow else ""
            print(f"  {query.name:<30} {texts[0]:<26} {texts[1]:<26} {note}".rstrip(), flush=True)


class MostMentioned(Examples):
    """What papers mention most, whatever a query asks by default: the most that it can have to read."""

    def _stored(self, parameter: Parameter) -> str | None:
        return None


def measured_query(store: GraphStore, body: str, bound: dict[str, Any]) -> tuple[str, float | None]:
    """Rows and median, to print, and the median; an error's first line instead, and None."""
    times: list[float] = []
    try:
        while len(times) < WARM_UP_RUNS + RUNS and sum(times) < 1000 * SECONDS:
            begin = time.perf_counter()
            rows = store.query(body, bound, timeout=PATIENCE)
            times.append(1000 * (time.perf_counter() - begin))
    except QueryError as error:
        return str(error).splitlines()[0][:60], None
    warm = times[min(WARM_UP_RUNS, len(times) // 2) :]
    median = statistics.median(warm)
    return f"{len(rows):>4} rows {median:>7.0f} ms ({min(warm):.0f})", median


def machine() -> str:
    model = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), platform.machine())  # fmt: skip
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores of {model}, {memory:.0f} GiB, load {load:.1f}; Python {platform.python_version()}"


def main() -> None:
    parser = argparse.ArgumentParser(description="Speed of loading Neo4j and of the canned queries.")
    parser.add_argument("--papers", type=int, default=100_000, help="papers at which queries are measured; 0 skips it")
    parser.add_argument("--load-papers", type=int, default=20_000, help="papers loaded over Bolt; 0 skips it")
    parser.add_argument("--peer-papers", type=int, default=4_000, help="papers that neo4j-graphrag loads")
    options = parser.parse_args()
    module = load_server_module()
    print(f"{machine()}; Neo4j 5.26 on the same machine", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = {"dbms.security.procedures.unrestricted": "apoc.*", "server.memory.pagecache.size": "1g"}
        if options.load_papers and importlib.util.find_spec("neo4j_graphrag"):
            fetch_apoc(folder / "home" / "plugins")
        with module.Neo4jServer.start(folder / "home", settings=settings, heap="2g") as server:
            os.environ.update(NEO4J_USERNAME=server.username, NEO4J_PASSWORD=server.password)
            if options.load_papers:
                compare_loading(server, options.load_papers, options.peer_papers)
            if options.papers:
                measure_queries(server, options.papers, folder / "bulk")


if __name__ == "__main__":
    main()
