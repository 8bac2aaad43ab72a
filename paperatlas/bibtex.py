"""The papers of an answer as BibTeX."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from .graph.store import GraphStore

_ESCAPED = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_ESCAPED.update({c: f"\\{c}" for c in "&%$#_"})

_PAPERS = (
    "UNWIND $ids AS id MATCH (p:Paper {id: id}) "
    "RETURN p.id AS id, p.title AS title, p.authors AS authors, p.year AS year, p.url AS url, "
    "p.arxiv_id AS arxiv_id, p.doi AS doi, p.categories AS categories"
)


def bibtex(store: GraphStore, ids: Sequence[str]) -> str:
    """One entry for each of these papers, in this order; keys (`hu2021lora`) are unique and stay the same."""
    rows = {row["id"]: row for row in store.query(_PAPERS, {"ids": list(ids)})}
    taken: set[str] = set()
    return "\n".join(_entry(rows[id_], taken) for id_ in ids if id_ in rows)


def _entry(row: dict[str, Any], taken: set[str]) -> str:
    fields = [("title", f"{{{_escape(row['title'])}}}")]
    if row["authors"]:
        fields.append(("author", _escape(" and ".join(row["authors"]))))
    if row["year"]:
        fields.append(("year", str(row["year"])))
    if row["doi"]:
        fields.append(("doi", row["doi"]))
    if row["arxiv_id"]:
        fields += [("eprint", row["arxiv_id"]), ("archiveprefix", "arXiv")]
        if row["categories"]:
            fields.append(("primaryclass", row["categories"][0]))
    if row["url"]:
        fields.append(("url", row["url"]))
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields)
    return f"@misc{{{_key(row, taken)},\n{lines}\n}}\n"


def _key(row: dict[str, Any], taken: set[str]) -> str:
    author = (row["authors"] or [""])[0].split(",")[0].split()
    words = [w for w in re.findall(r"\w+", row["title"]) if len(w) > 3] or re.findall(r"\w+", row["title"]) or ["paper"]
    base = _ascii((author[-1] if author else "") + str(row["year"] or "") + words[0]) or "paper"
    key, number = base, 1
    while key in taken:
        number += 1
        key = f"{base}{number}"
    taken.add(key)
    return key


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]", "", plain)


def _escape(text: str) -> str:
    return "".join(_ESCAPED.get(c, c) for c in re.sub(r"\s+", " ", text))
