"""Rows of the main queries with typed fields.

```python
from paperatlas.records import Variant

for variant in atlas.query("method_variants", method="LoRA").of(Variant):
    print(variant.variant, variant.papers)
```
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Variant:
    """method_variants: `steps` counts from the method asked about; `variant_of` are the parents on the way there."""

    variant: str
    steps: int
    variant_of: list[str]
    year: int | None
    papers: int


@dataclass(frozen=True)
class LeaderboardEntry:
    """leaderboard: `rank` counts within `metric`; `better` is higher, lower or unknown."""

    metric: str | None
    rank: int
    method: str | None
    model: str | None
    value: float
    unit: str | None
    better: str
    paper: str
    year: int | None
    paper_id: str
    sentence: str


@dataclass(frozen=True)
class Gain:
    """leaderboard_gains: `change` is a difference or ratio over `versus`, in `unit`."""

    metric: str | None
    unit: str | None
    method: str | None
    model: str | None
    versus: str | None
    change: float
    better: str
    paper: str
    year: int | None
    paper_id: str
    sentence: str


@dataclass(frozen=True)
class ScoredMethod:
    """methods_on_benchmark: `evidence` is `result` (a number) or `paper` (introduced by a paper that scores there)."""

    method: str
    evidence: str
    papers: int
    first_year: int | None
    paper: str
    paper_id: str


@dataclass(frozen=True)
class Win:
    """outperforms: as papers state it; the sentence is the surest paper's."""

    winner: str
    loser: str
    papers: int
    paper: str
    year: int | None
    paper_id: str
    sentence: str


@dataclass(frozen=True)
class Gap:
    """benchmark_gaps: a benchmark on which kin of the method were scored, and the method never."""

    benchmark: str
    kind: str
    kin_scored: int
    kin: list[str]
    evidence: str


@dataclass(frozen=True)
class PaperAbout:
    """papers_about: a paper and the role that the entity has in it."""

    role: str
    paper: str
    year: int | None
    paper_id: str
    confidence: float
    sentence: str


@dataclass(frozen=True)
class PaperEntity:
    """paper_entities: an entity and the role that it has in the paper."""

    role: str
    entity: str
    kind: str
    variant_of: list[str]
    confidence: float
    sentence: str


RECORDS: dict[str, type] = {
    "method_variants": Variant,
    "leaderboard": LeaderboardEntry,
    "leaderboard_gains": Gain,
    "methods_on_benchmark": ScoredMethod,
    "outperforms": Win,
    "benchmark_gaps": Gap,
    "papers_about": PaperAbout,
    "paper_entities": PaperEntity,
}
"""The record of each query that has one."""
