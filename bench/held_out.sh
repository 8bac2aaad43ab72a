#!/bin/sh
# How the linker does on the 300 annotated papers that it did not learn from: bench/held_out.sh CORPUS.jsonl.gz
set -eu
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat "$here"/gold/arxiv_j.gold.jsonl "$here"/gold/arxiv_k.gold.jsonl "$here"/gold/arxiv_p.gold.jsonl > "$work/held.gold.jsonl"
python "$here/gold_papers.py" "$1" "$work/held.gold.jsonl" > "$work/held.papers.jsonl"
paperatlas evaluate "$work/held.gold.jsonl"
