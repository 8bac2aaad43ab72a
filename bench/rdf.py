"""Speed and memory of the RDF export, beside rdflib's Turtle serialiser: `python bench/rdf.py [PAPERS]`.

The graph is invented: PAPERS papers (default 2,000), each with eight links to 500 methods and 100 benchmarks, a result
and sentences of the usual length. rdflib serialises a tenth of it, since it needs minutes for the whole; its speed
does not grow with size. Memory is the peak of a process of its own for each size.
"""

import argparse
import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from paperatlas.graph.rdf.export import export_rdf, to_rdflib
from paperatlas.graph.rdf.formats import FORMATS
from paperatlas.graph.store import Node, NodeKey, Relationship

SENTENCE = (
    "On this benchmark our method reaches a higher accuracy than the one it extends, with half of its parameters. "
)
METHODS, BENCHMARKS, LINKS = 500, 100, 8


class InventedGraph:
    """Nodes and relationships in the stores' order, made when they are asked for."""

    def __init__(self, papers: int) -> None:
        self.papers = papers

    def nodes(self) -> Iterator[Node]:
        for label, count in (("Benchmark", BENCHMARKS), ("Method", METHODS)):
            for i in range(count):
                id_ = f"{label.lower()}:{label.lower()}-{i:05}"
                yield Node(label, {"id": id_, "name": f"{label} {i}", "aliases": ["A", "B"], "discovered": False})
        for i in range(self.papers):
            id_ = f"{2000 + i // 100_000}.{i % 100_000:05}"
            yield Node(
                "Paper",
                {"id": f"arxiv:{id_}", "title": f"Paper {i}", "abstract": SENTENCE * 14, "year": 2024, "arxiv_id": id_,
                 "authors": ["Ada B.", "Carl D.", "Eve F."], "categories": ["cs.CL"], "linked_with": "0" * 16},
            )  # fmt: skip
        for i in range(self.papers):
            yield Node(
                "Result",
                {
                    "id": f"result:{i:016x}",
                    "name": "r",
                    "value": i / 7,
                    "is_delta": False,
                    "better": "higher",
                    **_evidence(),
                },
            )

    def relationships(self) -> Iterator[Relationship]:
        for type_ in ("EVALUATES_ON", "INTRODUCES", "MENTIONS", "USES"):
            for i in range(self.papers):
                paper = _paper(i)
                for k in range(LINKS // 4):
                    label, count = ("Benchmark", BENCHMARKS) if type_ == "EVALUATES_ON" else ("Method", METHODS)
                    tail = NodeKey(label, f"{label.lower()}:{label.lower()}-{(i * 31 + k * 7) % count:05}")
                    more = _mentions() if type_ == "MENTIONS" else _evidence()
                    yield Relationship(type_, paper, tail, more)
        for i in range(self.papers):
            yield Relationship("REPORTS", _paper(i), NodeKey("Result", f"result:{i:016x}"))


def _paper(i: int) -> NodeKey:
    return NodeKey("Paper", f"arxiv:{2000 + i // 100_000}.{i % 100_000:05}")


def _evidence() -> dict[str, object]:
    place = {"field": "abstract", "start": 10, "end": 90}
    return {**place, "sentence": SENTENCE, "confidence": 0.87, "rule": "role.verb"}


def _mentions() -> dict[str, object]:
    lists = {"fields": ["title", "abstract"], "starts": [0, 40], "ends": [6, 46], "surfaces": ["method", "method"]}
    return {"count": 2, **lists, "sentence": SENTENCE, "confidence": 0.9, "rule": "catalogue"}


def measure_formats(papers: int, folder: Path) -> float:
    """Print a line a format; the speed of Turtle is returned, in statements a second."""
    turtle = 0.0
    for format_ in FORMATS:
        begin = time.perf_counter()
        done = export_rdf(InventedGraph(papers), folder / f"g{format_.endings[0]}")  # type: ignore[arg-type]
        speed = done.statements / (time.perf_counter() - begin)
        turtle = speed if format_.name == "turtle" else turtle
        size = (folder / f"g{format_.endings[0]}").stat().st_size / 1e6
        print(f"  {format_.name:10} {done.statements:>10,} statements {size:8.1f} MB {speed:>12,.0f} a second")
    return turtle


def measure_rdflib(papers: int) -> float:
    """rdflib's Turtle serialiser alone: the graph is in its memory already."""
    graph = to_rdflib(InventedGraph(papers))  # type: ignore[arg-type]
    begin = time.perf_counter()
    graph.serialize(io.BytesIO(), format="turtle")
    speed = len(graph) / (time.perf_counter() - begin)
    print(f"  {'rdflib':10} {len(graph):>10,} statements {'':11} {speed:>12,.0f} a second (serialising only)")
    return speed


def peak_memory(papers: int) -> float:
    """MB at the peak of a process that exports to Turtle."""
    script = (
        f"import sys, resource; sys.path.insert(0, {str(Path(__file__).parent)!r}); import rdf; "
        f"rdf.export_rdf(rdf.InventedGraph({papers}), '/dev/null', format='turtle'); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    return float(done.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description="Speed and memory of the RDF export.")
    parser.add_argument("papers", nargs="?", type=int, default=2_000)
    papers = parser.parse_args().papers
    print(f"{papers:,} papers")
    with tempfile.TemporaryDirectory() as folder:
        ours = measure_formats(papers, Path(folder))
    theirs = measure_rdflib(max(100, papers // 10))
    print(f"  Turtle: {ours / theirs:.1f} times rdflib")
    for size in (papers // 10, papers, papers * 4):
        print(f"  peak memory, {size:>8,} papers: {peak_memory(size):6.1f} MB")


if __name__ == "__main__":
    main()
