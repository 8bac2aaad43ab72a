"""Entities that a sentence coordinates: `A, B and C`."""

import re

from .document import Found

JOINT = re.compile(
    r"\s*(?:\([^()]*\))?(?:,? (?:at|by|with) [\d.,%\s]+(?:and [\d.%]+)?)?\s*(?:,|/|"
    r";)?\s*(?:(?:and|or|as well as|&|even|both|but|also|not only)\s+)*(?:the\s+|its\s+|standard\s+|"
    r"vanilla\s+|full\s+|plain\s+)?$"
)
"""What stands between two members of a list."""


def run(text: str, group: list[Found], position: int) -> list[Found]:
    """The list of entities that begins at a position: `A, B and C`."""
    out = [group[position]]
    for found in group[position + 1 :]:
        if found.start < out[-1].end or not JOINT.fullmatch(text[out[-1].end : found.start]):
            break
        out.append(found)
    return out


def before(text: str, systems: list[Found], position: int, start: int = 0) -> list[Found]:
    """The last entity before a verb, with those it is coordinated with; what compares or sets off does not count."""
    earlier = [f for f in systems if start <= f.start and f.end <= position]
    if not earlier:
        return []
    out = [earlier[-1]]
    for found in reversed(earlier[:-1]):
        if not JOINT.fullmatch(text[found.end : out[0].start]):
            break
        out.insert(0, found)
    return out
