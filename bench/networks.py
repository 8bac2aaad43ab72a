"""Training of the linker's small networks, with NumPy alone. The algebra library's threads wait for each other at this
size: `OMP_NUM_THREADS=1` makes it many times faster."""

from pathlib import Path

import numpy as np

from paperatlas.loaders.linking.network import scaled

SEEDS = 4
"""Networks that are trained and put side by side: the mean of their scores is surer than any of them."""


def scaling(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    spread = rows.std(0)
    return rows.mean(0), np.where(spread < 1e-6, 1.0, spread)


def softmax(scores: np.ndarray) -> np.ndarray:
    powers = np.exp(scores - scores.max(1, keepdims=True))
    result: np.ndarray = powers / powers.sum(1, keepdims=True)
    return result


def _train_one(
    rows: np.ndarray, classes: np.ndarray, outputs: int, width: int, epochs: int, seed: int
) -> list[np.ndarray]:
    """One hidden layer, dropout on signs and hidden units, AdamW with a falling rate (Loshchilov and Hutter, 2019)."""
    chance = np.random.default_rng(seed)
    count, inputs = rows.shape
    batch, rate, decay, drop_in, drop_hidden = 128, 1e-3, 1e-2, 0.2, 0.4
    layers = [
        chance.normal(0, np.sqrt(2 / inputs), (inputs, width)), np.zeros(width),
        chance.normal(0, np.sqrt(1 / width), (width, outputs)), np.zeros(outputs),
    ]  # fmt: skip
    layers = [layer.astype(np.float32) for layer in layers]
    first = [np.zeros_like(layer) for layer in layers]
    second = [np.zeros_like(layer) for layer in layers]
    targets = np.eye(outputs, dtype=np.float32)[classes]
    steps, step = epochs * (count // batch), 0
    for _ in range(epochs):
        order = chance.permutation(count)
        for start in range(0, count - batch + 1, batch):
            step += 1
            chosen = order[start : start + batch]
            x = rows[chosen] * (chance.random((batch, inputs), dtype=np.float32) > drop_in) / (1 - drop_in)
            z = x @ layers[0] + layers[1]
            kept = (chance.random(z.shape, dtype=np.float32) > drop_hidden) / np.float32(1 - drop_hidden)
            hidden = np.maximum(z, 0) * kept
            slope = (softmax(hidden @ layers[2] + layers[3]) - targets[chosen]) / batch
            back = (slope @ layers[2].T) * kept * (z > 0)
            slopes = [x.T @ back, back.sum(0), hidden.T @ slope, slope.sum(0)]
            now = rate * 0.5 * (1 + np.cos(np.pi * step / steps))
            for i, layer in enumerate(layers):
                first[i] = 0.9 * first[i] + 0.1 * slopes[i]
                second[i] = 0.999 * second[i] + 0.001 * slopes[i] ** 2
                move = first[i] / (1 - 0.9**step) / (np.sqrt(second[i] / (1 - 0.999**step)) + 1e-8)
                layer -= (now * (move + (decay * layer if i % 2 == 0 else 0))).astype(np.float32)
    return layers


def train_network(
    rows: np.ndarray, classes: np.ndarray, outputs: int, width: int, epochs: int
) -> dict[str, np.ndarray]:
    """The arrays of a Network for these signs and classes."""
    mean, spread = scaling(rows)
    signs = scaled(rows, mean, spread).astype(np.float32)
    parts = [_train_one(signs, classes, outputs, width, epochs, seed) for seed in range(SEEDS)]
    return {
        "mean": mean, "spread": spread,
        # Networks side by side are one wide network whose output is the mean of theirs.
        "hidden": np.hstack([p[0] for p in parts]), "hidden_bias": np.hstack([p[1] for p in parts]),
        "output": np.vstack([p[2] for p in parts]) / SEEDS, "output_bias": sum(p[3] for p in parts) / SEEDS,
    }  # fmt: skip


def save(path: Path, arrays: dict[str, np.ndarray]) -> None:
    """Write weights; the layers in half precision, which they do not miss."""
    small = {n: a.astype(np.float16) if n.endswith(("hidden", "output")) else a for n, a in arrays.items()}
    np.savez_compressed(path, **small)  # type: ignore[arg-type]
