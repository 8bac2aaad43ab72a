"""What the linker has learnt: the encoder that reads a text and the networks that judge what it reads, in one file
(`reader.npz`), since they were learnt together from annotated papers (`bench/train_reader.py`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import IO

import numpy as np

from .encoder import Encoder
from .network import Network


@dataclass(frozen=True)
class Weights:
    """The encoder; the networks by what they judge: possible names at the `first` and the `second` look, `known` names
    of the catalogue, the `role` of an entity, the `relation` of two, whether a `number` is a result and in which
    `place` it was reached; and the (listed, met) of the catalogue's entries, by id: in how many annotated papers
    readers listed them, of those in which they stand."""

    encoder: Encoder
    networks: Mapping[str, Network]
    entries: Mapping[str, tuple[int, int]]


@cache
def shipped_weights() -> Weights:
    with files("paperatlas.loaders.linking").joinpath("reader.npz").open("rb") as file:
        return read_weights(file)


def read_weights(file: IO[bytes]) -> Weights:
    """Weights as `bench/train_reader.py` writes them: arrays named after the part and the array of it."""
    with np.load(file) as data:
        parts: dict[str, dict[str, np.ndarray]] = {}
        for name in data.files:
            part, _, array = name.partition(".")
            parts.setdefault(part, {})[array] = data[name]
    ids = bytes(parts["entries"]["ids"]).decode().split("\n")
    counts = parts["entries"]["counts"].tolist()
    return Weights(
        encoder=Encoder.of(parts.pop("encoder")),
        entries={i: (listed, met) for i, (listed, met) in zip(ids, counts, strict=True)},
        networks={name: Network.of(arrays) for name, arrays in parts.items() if name != "entries"},
    )
