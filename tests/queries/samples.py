"""The invented papers of `papers.yaml` as linked-paper records, with offsets and sentences found in their texts."""

import re
from pathlib import Path
from typing import Any

import yaml

from paperatlas.graph.schema import KINDS
from paperatlas.loaders.catalog.catalogue import Catalog, read_entries
from paperatlas.loaders.record import (
    CodeLink,
    Evidence,
    Field,
    LinkedEntity,
    LinkedPaper,
    Mention,
    Relation,
    Result,
    SourcePaper,
)

HERE = Path(__file__).parent
RULE = "by hand"


class _Text:
    """A paper's fields, and where something stands in them."""

    def __init__(self, title: str, abstract: str, confidence: float) -> None:
        self.fields: dict[Field, str] = {"title": title, "abstract": abstract}
        self.confidence = confidence

    def sentence(self, field: Field, start: int) -> str:
        text = self.fields[field]
        if field == "title":
            return text
        cuts = [m.end() for m in re.finditer(r"[.:] (?=[A-Z])", text)]
        begin = max((c for c in cuts if c <= start), default=0)
        end = min((c for c in cuts if c > start), default=len(text))
        return text[begin:end].strip()

    def evidence(self, *needles: str) -> Evidence:
        """The first sentence of the abstract (else the title) in which all needles stand."""
        for field in ("abstract", "title"):
            text = self.fields[field]
            for match in re.finditer(re.escape(needles[0]), text):
                sentence = self.sentence(field, match.start())
                if all(n in sentence for n in needles):
                    return Evidence(field, match.start(), match.end(), sentence, self.confidence, RULE)
        raise AssertionError(f"{needles} do not stand together in {self.fields['title']}")

    def mentions(self, surfaces: list[str]) -> tuple[Mention, ...]:
        found = []
        for field, text in self.fields.items():
            for surface in surfaces:
                for m in re.finditer(rf"(?<!\w){re.escape(surface)}(?![\w+]| \d)", text):
                    sentence = self.sentence(field, m.start())
                    found.append(Mention(field, m.start(), m.end(), sentence, self.confidence, RULE, surface))
        assert found, f"{surfaces} stand nowhere in {self.fields['title']}"
        return tuple(found)


def _paper(raw: dict[str, Any], known: Catalog) -> LinkedPaper:
    text = _Text(raw["title"], raw["abstract"], raw.get("confidence", 0.9))
    entities = []
    for key, names in raw.items():
        kind, _, role = key.partition(" ")
        if kind not in KINDS:
            continue
        for item in names:
            name, _, surfaces = item.partition(" = ")
            mentions = text.mentions(surfaces.split("|") if surfaces else [name])
            first = mentions[-1] if mentions[0].field == "title" and len(mentions) > 1 else mentions[0]
            evidence = Evidence(first.field, first.start, first.end, first.sentence, text.confidence, RULE)
            entities.append(
                LinkedEntity(
                    name=name,
                    kind=kind,
                    mentions=mentions,
                    role=role,
                    discovered=known.get(kind, name) is None,
                    confidence=text.confidence,
                    role_evidence=None if role == "mentions" else evidence,
                )
            )
    relations = []
    for line in raw.get("relations", ()):
        triple, _, needle = line.partition(" = ")
        head, type_, tail = re.fullmatch(r"(.+) (variant_of|part_of|outperforms) (.+)", triple).groups()
        needles = [needle] if needle else [head, tail]
        relations.append(Relation(head, type_, tail, text.evidence(*needles)))
    results = []
    for row in raw.get("results", ()):
        values = {("on" if k == "where" else k): v for k, v in row.items() if k not in ("value", "delta")}
        number = re.escape(f"{row['value']}")
        found = re.search(rf"(?<![\w.]){number}(?![\w%]|\.\d)", raw["abstract"])
        start = found.start()
        evidence = Evidence(
            "abstract", start, found.end(), text.sentence("abstract", start), text.confidence, RULE
        )
        results.append(Result(value=float(row["value"]), delta=row.get("delta", False), evidence=evidence, **values))
    return LinkedPaper(
        paper=SourcePaper(
            title=raw["title"],
            abstract=raw["abstract"],
            id=f"arxiv:{raw['arxiv_id']}",
            arxiv_id=raw["arxiv_id"],
            year=raw["year"],
            authors=tuple(raw["authors"]),
            categories=tuple(raw["categories"]),
            url=f"https://arxiv.org/abs/{raw['arxiv_id']}",
            source="tests",
        ),
        entities=tuple(entities),
        relations=tuple(relations),
        results=tuple(results),
        code=tuple(CodeLink(url, text.evidence(url)) for url in raw.get("code", ())),
        linked_with="by hand",
    )


def sample_catalog() -> Catalog:
    """The small catalogue beside the papers."""
    return Catalog(tuple(read_entries(HERE / "catalog.yaml")), digest="tests")


def sample_papers() -> list[LinkedPaper]:
    """The invented papers, linked by hand."""
    catalog = sample_catalog()
    return [_paper(raw, catalog) for raw in yaml.safe_load((HERE / "papers.yaml").read_text(encoding="utf-8"))]
