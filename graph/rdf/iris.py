"""From the graph's ids to IRIs: persistent, percent-encoded, below a base that the user may choose."""

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from paperatlas.errors import InputError

from ..identity import digest16
from ..schema import NODES

_SAFE = ":~-._"
"""Kept as they are beside letters and digits: all may stand in a path segment (RFC 3986, section 3.3)."""


def encode(text: str) -> str:
    """A path segment: UTF-8, percent-encoded, `/` too; a lone surrogate, which UTF-8 has no form for, becomes `%3F`."""
    return quote(text, safe=_SAFE, errors="replace")


def check_base(base: str) -> str:
    """The base with its closing `/` or `#`; InputError where it is no absolute http(s) or urn IRI."""
    parts = urlsplit(base)
    if parts.scheme not in ("http", "https", "urn") or re.search(r"[\s<>\"{}|\\^`]", base) or base.count("#") > 1:
        raise InputError(
            f"The base IRI {base!r} cannot be used.", "Give an absolute one, such as https://example.org/atlas/."
        )
    if parts.scheme != "urn" and not parts.netloc:
        raise InputError(
            f"The base IRI {base!r} names no host.", "Give an absolute one, such as https://example.org/atlas/."
        )
    if "#" in base:
        raise InputError(
            f"The base IRI {base!r} has a `#`.", "The export uses fragments itself: end the base with `/`."
        )
    return base if base.endswith(("/", ":")) else f"{base}/"


@dataclass(frozen=True)
class Iris:
    """Makes the IRIs below one base. Every method returns text, not terms, so that both RDF libraries can use it."""

    base: str

    def node(self, label: str, node_id: str) -> str:
        """`Method`, `method:lora+` → `<base>method/lora%2B`; papers keep their scheme: `<base>paper/arxiv:1`."""
        kind = label.lower()
        if label not in NODES or label == "Atlas":
            return f"{self.base}{encode(node_id)}"
        return f"{self.base}{kind}/{encode(node_id.removeprefix(f'{kind}:'))}"

    def statement(self, type_: str, head: str, tail: str, source: str) -> str:
        """The statement that `source` makes about two nodes (their IRIs): its name is a digest of what it says, so that
        the same statement has the same name in every export."""
        parts = (type_, head.removeprefix(self.base), tail.removeprefix(self.base), source)
        return f"{self.base}statement/{digest16(chr(31).join(parts))}"

    def agent(self, source: str) -> str:
        """Who states what no paper states: the catalogue, or the grammar of names."""
        return f"{self.base}agent/{encode(source)}"

    def agent_name(self, iri: str) -> str:
        """The `source` that `agent` made an IRI of."""
        return unquote(iri.rpartition("agent/")[2])

    def prefixes(self) -> dict[str, str]:
        """Short names for Turtle and TriG."""
        kinds = ("paper", "method", "model", "dataset", "benchmark", "result", "repository", "statement")
        return {kind: f"{self.base}{kind}/" for kind in kinds}
