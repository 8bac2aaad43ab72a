#!/bin/sh
# How the linker does on papers that two readers annotated and that it did not learn from: bench/held_out.sh CORPUS.jsonl.gz
# First 540 recent ones, then texts about 178 papers of all fields and years, in our own words.
set -eu
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for set in j k p two; do cat "$here/gold/arxiv_$set.gold.jsonl"; done > "$work/held.gold.jsonl"
python "$here/gold_papers.py" "$1" "$work/held.gold.jsonl" > "$work/held.papers.jsonl"
paperatlas evaluate "$work/held.gold.jsonl"
paperatlas evaluate "$here/gold/fields_held.gold.jsonl"
