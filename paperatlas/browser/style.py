"""The style for the Neo4j Browser (its GraSS format): a colour and a caption for each label of the schema."""

from paperatlas.graph.palette import LABEL_COLOURS, OTHER_COLOUR, TYPE_COLOURS, darker, text_on
from paperatlas.graph.schema import NODE_TYPES, RELATIONSHIP_TYPES

_DIAMETERS = {"Paper": 65, "Result": 50, "Repository": 50, "Atlas": 50}
_DIAMETER = 80
_QUIET = "#a5abb6"
"""What papers say of things stays grey, so that lineage stands out."""


def style_sheet() -> str:
    """The whole sheet, as `:style URL` reads it."""
    blocks = [_node("node", OTHER_COLOUR, _DIAMETER, None)]
    for node in NODE_TYPES:
        diameter = _DIAMETERS.get(node.label, _DIAMETER)
        blocks.append(_node(f"node.{node.label}", LABEL_COLOURS[node.label], diameter, node.caption))
    blocks.append(_relationship("relationship", None))
    blocks += [_relationship(f"relationship.{r.type}", TYPE_COLOURS[r.type]) for r in RELATIONSHIP_TYPES]
    return "\n".join(blocks)


def _node(selector: str, colour: str, diameter: int, caption: str | None) -> str:
    values = {
        "diameter": f"{diameter}px",
        "color": colour,
        "border-color": darker(colour),
        "border-width": "2px",
        "text-color-internal": text_on(colour),
        "font-size": "11px",
    }
    if caption:
        values["caption"] = f'"{{{caption}}}"'
    return _block(selector, values)


def _relationship(selector: str, colour: str | None) -> str:
    return _block(
        selector,
        {
            "color": colour or _QUIET,
            "shaft-width": "3px" if colour else "1px",
            "font-size": "8px",
            "padding": "3px",
            "text-color-external": "#1d1f22",
            "text-color-internal": "#ffffff",
            "caption": '"<type>"',
        },
    )


def _block(selector: str, values: dict[str, str]) -> str:
    lines = "".join(f"  {name}: {value};\n" for name, value in values.items())
    return f"{selector} {{\n{lines}}}\n"
