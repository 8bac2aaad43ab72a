"""What no query may do although it only reads: LOAD CSV opens local files and fetches addresses (DESIGN.md, 5.8)."""

import re

from paperatlas.errors import QueryError

# Strings, quoted names and comments are passed over, so that neither hides a clause nor is mistaken for one.
_PASSED_OVER = re.compile(
    r"""'(?:[^'\\]|\\.)*' | "(?:[^"\\]|\\.)*" | `(?:[^`]|``)*` | //[^\n\r]* | /\*.*?\*/""", re.VERBOSE | re.DOTALL
)
_LOAD_CSV = re.compile(r"\bLOAD\s+CSV\b", re.IGNORECASE)
_UNICODE_ESCAPE = re.compile(r"\\u+([0-9a-fA-F]{4})")


def refuse_file_access(text: str) -> None:
    """Raise QueryError where a Cypher text contains LOAD CSV."""
    # Neo4j reads `\u004c` anywhere in a text as the letter it stands for, before anything else.
    plain = _UNICODE_ESCAPE.sub(lambda m: chr(int(m[1], 16)), text)
    for variant in (text, plain):
        if _LOAD_CSV.search(_PASSED_OVER.sub(" ", variant)):
            raise QueryError(
                "LOAD CSV is refused: it would read files of this machine or fetch addresses.",
                "Load data with `paperatlas build`.",
            )
