"""A small network with one hidden layer: what the linker's judges are made of."""

from collections.abc import Mapping
from dataclasses import dataclass
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
    def of(cls, arrays: Mapping[str, Any]) -> "Network":
        """From the arrays of a file of weights."""
        return cls(**{name: arrays[name].astype(np.float32) for name in cls.__dataclass_fields__})

    def chances(self, rows: Array) -> Array:
        """The probability of each class, for each row of signs."""
        hidden = np.maximum(scaled(rows, self.mean, self.spread) @ self.hidden + self.hidden_bias, 0)
        scores = hidden @ self.output + self.output_bias
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        out: Array = powers / powers.sum(axis=1, keepdims=True)
        return out
