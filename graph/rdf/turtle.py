"""Turtle by hand, for the files that people read: sections, order and line breaks as we want them."""

from collections.abc import Iterable

from .terms import PREFIXES


def prefix_lines(prefixes: Iterable[str]) -> str:
    """The declarations, one a line, with an empty line after."""
    return "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in prefixes)


def quoted(text: str, language: str = "") -> str:
    """A string literal."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"' + (f"@{language}" if language else "")


def block(subject: str, *facts: tuple[str, str]) -> str:
    """A subject with its predicates and objects, one a line."""
    lines = [f"    {predicate} {object_} ;" for predicate, object_ in facts]
    lines[-1] = lines[-1][:-1] + "."
    return "\n".join([subject, *lines, ""])
