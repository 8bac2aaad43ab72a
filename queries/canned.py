"""What a canned query consists of."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from paperatlas.graph.schema import KINDS, ROLES

ENTITY = "entity"
PAPER = "paper"
WORDS = "words"
SIMPLE_TYPES = ("string", WORDS, "integer", "float", "boolean")
"""`words` is a string for full-text search, of which only letters and digits are kept: what a search engine of either
store would take for an operator means nothing to both."""
NAMED_TYPES = (*KINDS, ENTITY, PAPER)
"""Types whose value the front door turns into the stored name (a paper: its id)."""
CHOICES: Mapping[str, tuple[str, ...]] = {"kind": KINDS, "role": ROLES}
"""Types whose value is one of a few words of the schema."""
PARAMETER_TYPES = (*SIMPLE_TYPES, *CHOICES, *NAMED_TYPES)

RESERVED = ("store", "format", "help")
"""Options of the command line, so no parameter can have these names."""

REQUIRED = object()
"""The default of a parameter that has none."""


@dataclass(frozen=True)
class Parameter:
    """A declared parameter. `types` has several members only for names of several kinds (`benchmark|dataset`)."""

    name: str
    types: tuple[str, ...]
    default: Any
    about: str
    line: int
    bounds: tuple[float, float] | None = None
    """The least and the greatest number, where `about` ends with them: `(0 to 1)`."""

    @property
    def required(self) -> bool:
        return self.default is REQUIRED

    @property
    def type(self) -> str:
        """As the header writes it."""
        return "|".join(self.types)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of entity whose names it takes; empty where it takes none."""
        if ENTITY in self.types:
            return KINDS
        return tuple(t for t in self.types if t in KINDS)

    @property
    def choices(self) -> tuple[str, ...]:
        """The words of which it takes one; empty where it takes others too."""
        return CHOICES.get(self.types[0], ())

    def allows(self, value: Any) -> bool:
        """Whether a value of the right type can match anything."""
        if self.choices:
            return value in self.choices
        if self.bounds:
            least, greatest = self.bounds
            return bool(least <= value <= greatest)
        return not isinstance(value, float) or math.isfinite(value)

    @property
    def allowed(self) -> str:
        """What `allows` asks for, in words."""
        if self.choices:
            return f"one of {', '.join(self.choices)}"
        return f"from {self.bounds[0]} to {self.bounds[1]}" if self.bounds else "finite"


@dataclass(frozen=True)
class End:
    """One end of a drawn edge: a column, or with `parameter` the value of a parameter. `label` is a label of the
    schema, the name of the column that holds the kind, or empty."""

    name: str
    label: str = ""
    parameter: bool = False


@dataclass(frozen=True)
class Edge:
    """How a row is drawn as an edge; `type` is a relationship type, or the name of the column that holds it."""

    head: End
    type: str
    tail: End


@dataclass(frozen=True)
class CannedQuery:
    """One `.cypher` file: its header, and the Cypher below it as it stands."""

    name: str
    path: Path
    about: str
    topic: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    body: str
    body_line: int
    """Line of the file at which the body begins, counted from 1."""
    scans: tuple[str, ...] = ()
    """What a plan check would else refuse: `whole graph`, `cartesian`."""
    few_rows: bool = False
    """`rows: one`: by nature fewer than three rows."""
    edges: tuple[Edge, ...] = ()
    own: bool = False
    """True where it comes from the user's folder."""

    def parameter(self, name: str) -> Parameter | None:
        return next((p for p in self.parameters if p.name == name), None)
