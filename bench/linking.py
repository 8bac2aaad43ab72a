"""How fast the linker is, and how much memory it takes.

    python bench/linking.py CORPUS.jsonl[.gz] [--papers 2000] [--all]

Prints: the start of `paperatlas link` on one paper; abstracts of real length (1,600 characters) a second and a core,
beside spaCy's default English tokeniser on the same texts in turn; papers a second of `paperatlas link` with one and
with more processes; and the peak memory of linking 1,000 papers, with --all also of linking the whole corpus. Figures
of a shared machine vary: compare those of one run.
"""

import argparse
import gzip
import itertools
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

REAL_LENGTH = 1600

# As the command line does.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def papers(corpus: Path, count: int | None) -> Iterator[dict[str, str]]:
    opener = gzip.open if corpus.suffix == ".gz" else open
    with opener(corpus, "rt", encoding="utf-8") as lines:
        for line in itertools.islice(lines, count):
            yield json.loads(line)


def start_seconds() -> float:
    """Wall seconds of one `paperatlas link` of one paper, caches warm: the least of three."""
    record = json.dumps({"title": "A study", "abstract": "We apply LoRA to LLaMA 2 7B and evaluate on GSM8K."})
    best = float("inf")
    for _ in range(4):
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "paperatlas", "link", "-"],
            input=record.encode(),
            stdout=subprocess.DEVNULL,
            check=True,
        )
        best = min(best, time.perf_counter() - began)
    return best


def memory(corpus: Path, count: int | None) -> None:
    """Run in a process of its own: link, and print the peak memory in MB."""
    from paperatlas.loaders.catalog import load_catalog
    from paperatlas.loaders.linking.linker import Linker
    from paperatlas.loaders.record import SourcePaper

    linker = Linker(load_catalog(user=False))
    began, number = time.process_time(), 0
    for _linked in linker.pipe(SourcePaper(p["title"], p["abstract"]) for p in papers(corpus, count)):
        number += 1
    seconds = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{number} papers linked in {seconds:.0f} s of processor time: peak memory {peak:.0f} MB", flush=True)


def speed(corpus: Path, count: int) -> None:
    """Linker and tokeniser in turn over the same texts, three rounds; the median of each."""
    import spacy

    from paperatlas.loaders.catalog import load_catalog
    from paperatlas.loaders.linking.linker import Linker
    from paperatlas.loaders.record import SourcePaper

    sample = [SourcePaper(p["title"], p["abstract"]) for p in papers(corpus, count)]
    size = sum(len(p.title) + len(p.abstract) for p in sample) / REAL_LENGTH
    began = time.perf_counter()
    linker = Linker(load_catalog(user=False))
    print(f"catalogue and lexicon loaded in {time.perf_counter() - began:.2f} s")
    tokenizer = spacy.blank("en").tokenizer
    rates: dict[str, list[float]] = {"linker": [], "spaCy's default tokeniser": []}
    for paper in sample[:50]:
        linker.link(paper)
    for _ in range(3):
        began = time.process_time()
        for paper in sample:
            linker.link(paper)
        rates["linker"].append(size / (time.process_time() - began))
        began = time.process_time()
        for paper in sample:
            tokenizer(f"{paper.title}\n{paper.abstract}")
        rates["spaCy's default tokeniser"].append(size / (time.process_time() - began))
        tokenizer = spacy.blank("en").tokenizer  # its cache of the texts seen would flatter the next round
    for name, values in rates.items():
        print(f"{name:26s} {sorted(values)[1]:7.0f} abstracts of {REAL_LENGTH} characters a second and core")


def with_workers(corpus: Path, count: int) -> None:
    """Wall time of `paperatlas link` on so many papers, start included."""
    with tempfile.TemporaryDirectory() as folder:
        sample = Path(folder) / "papers.jsonl"
        sample.write_text("".join(f"{json.dumps(p)}\n" for p in papers(corpus, count)))
        for workers in sorted({1, 2, len(os.sched_getaffinity(0))}):
            command = [sys.executable, "-m", "paperatlas", "link", str(sample), "--workers", str(workers)]
            began = time.perf_counter()
            done = subprocess.run([*command, "-o", "linked.jsonl"], cwd=folder, capture_output=True, check=False)
            assert done.returncode < 2, done.stderr  # 1: something was set aside
            seconds = time.perf_counter() - began
            print(f"paperatlas link --workers {workers:<2}      {count / seconds:7.0f} papers a second, start included")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--papers", type=int, default=2000)
    parser.add_argument("--all", action="store_true", help="measure the memory over the whole corpus too")
    parser.add_argument("--memory", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.memory is not None:
        memory(arguments.corpus, arguments.memory or None)
        return
    print(f"start of `paperatlas link` on one paper: {start_seconds():.2f} s")
    speed(arguments.corpus, arguments.papers)
    with_workers(arguments.corpus, arguments.papers)
    for count in (1000, 0) if arguments.all else (1000,):
        subprocess.run([sys.executable, __file__, str(arguments.corpus), "--memory", str(count)], check=True)


if __name__ == "__main__":
    main()
