"""The papers that a gold file annotates, out of a corpus.

python bench/gold_papers.py CORPUS.jsonl[.gz] GOLD > PAPERS
"""

import argparse
import gzip
import json
import sys
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("gold", type=Path)
    arguments = parser.parse_args()
    lines = arguments.gold.read_text(encoding="utf-8").splitlines()
    wanted = {" ".join(json.loads(line)["title"].split()) for line in lines}
    opener = gzip.open if arguments.corpus.suffix == ".gz" else open
    with opener(arguments.corpus, "rt", encoding="utf-8") as corpus:
        for line in corpus:
            paper = json.loads(line)
            title = " ".join(paper["title"].split())
            if title in wanted:
                wanted.discard(title)
                print(json.dumps({"title": paper["title"], "abstract": paper["abstract"]}, ensure_ascii=False))
    if wanted:
        print(f"{len(wanted)} annotated papers are not in {arguments.corpus}", file=sys.stderr)


if __name__ == "__main__":
    main()
