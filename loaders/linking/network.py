"""A small network with one hidden layer: what the linker's three judges (of names, of roles, of relations) are made of.

Its weights are learnt from annotated papers (`bench/train_judge.py`, `bench/train_relations.py`) and shipped as arrays.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from .word_vectors import Array

CUT = 4.0
"""Signs are measured in standard deviations, and none counts for more than this."""

SUREST = 0.99
"""What a judge says is never certain."""


def scaled(rows: Array, mean: Array, spread: Array) -> Array:
    out: Array = np.clip((rows - mean) / spread, -CUT, CUT)
    return out


@dataclass(frozen=True)
class Network:
    """`mean` and `spread` of the signs, then the layers."""

    mean: Array
    spread: Array
    hidden: Array
    hidden_bias: Array
    output: Array
    output_bias: Array

    @classmethod
    def of(cls, arrays: Mapping[str, Any], prefix: str = "") -> "Network":
        """From the arrays of a file whose names begin with `prefix`; others that it may hold are left alone."""
        return cls(**{name: arrays[prefix + name].astype(np.float32) for name in cls.__dataclass_fields__})

    def chances(self, rows: Array) -> Array:
        """The probability of each class, for each row of signs."""
        hidden = np.maximum(scaled(rows, self.mean, self.spread) @ self.hidden + self.hidden_bias, 0)
        scores = hidden @ self.output + self.output_bias
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        out: Array = powers / powers.sum(axis=1, keepdims=True)
        return out


@cache
def shipped_network(name: str) -> Network:
    """The network in `<name>.npz` beside this file."""
    with files("paperatlas.loaders.linking").joinpath(f"{name}.npz").open("rb") as file, np.load(file) as data:
        return Network.of(data)
