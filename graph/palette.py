"""The colours of node labels and relationship types, the same in every picture of the graph.

Okabe and Ito's palette, which colour-blind eyes tell apart. The picture in one HTML file (picture.js) has the same
colours in its own language; a test compares the two.
"""

from .schema import NODES, RELATIONSHIPS

OTHER_COLOUR = "#999999"
_LABELS = {
    "Paper": "#7d8590",
    "Method": "#0072b2",
    "Model": "#e69f00",
    "Dataset": "#009e73",
    "Benchmark": "#d55e00",
    "Result": "#cc79a7",
    "Repository": "#56b4e9",
}
_TYPES = {
    "VARIANT_OF": "#0072b2",
    "VERSION_OF": "#e69f00",
    "PART_OF": "#009e73",
    "OUTPERFORMS": "#d55e00",
}

LABEL_COLOURS: dict[str, str] = {label: _LABELS.get(label, OTHER_COLOUR) for label in NODES}
TYPE_COLOURS: dict[str, str | None] = {type_: _TYPES.get(type_) for type_ in RELATIONSHIPS}
"""None where a type stays in the background: what papers say of things, beside what is said between things."""


def darker(colour: str, by: float = 0.25) -> str:
    """`#rrggbb` with this share of its light taken away."""
    return "#" + "".join(f"{round(part * (1 - by)):02x}" for part in _parts(colour))


def text_on(colour: str) -> str:
    """White or near black, whichever stands out more on this colour (WCAG's relative luminance)."""
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    on_white, on_black = 1.05 / (luminance + 0.05), (luminance + 0.05) / 0.05
    return "#ffffff" if on_white >= on_black else "#1d1f22"


def _parts(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
