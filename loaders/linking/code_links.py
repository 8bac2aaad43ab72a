"""Addresses of code, models and project pages.

An abstract that gives an address gives its own; what prose puts around it (a period, a bracket, TeX) is cut off.
"""

import itertools
import re

from .document import Claim, Links

_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"“”‘’`]+|(?<![\w@./-])(?:github\.com|gitlab\.com|huggingface\.co|"
    r"bitbucket\.org|zenodo\.org|codeberg\.org|[a-z0-9-]+\.github\.io)/[^\s<>\"“”‘’`]+|"
    r"(?<![\w@./-])[a-z0-9][a-z0-9-]+\.github\.io(?![\w-]|\.\w)",
    re.IGNORECASE,
)
_STRETCH = re.compile(r"\S+")
_BRACKETS = {")": "(", "]": "[", "}": "{"}


def may_hold_address(text: str) -> bool:
    """Whether anything in a text looks like a part of an address; most abstracts have none."""
    low = text.lower()
    return any(part in low for part in ("http", "www.", ".com/", ".co/", ".org/", ".io"))


def trim(url: str) -> str:
    """The address without the punctuation of the sentence that holds it."""
    url = url.split("}{")[0]
    while url:
        last = url[-1]
        if last in ".,;:!?'*\\$~" or (last in _BRACKETS and url.count(last) > url.count(_BRACKETS[last])):
            url = url[:-1]
        else:
            break
    for closing, opening in _BRACKETS.items():
        if (position := url.find(closing)) != -1 and opening not in url[:position]:
            url = url[:position]
    return url.replace("\\_", "_").replace("\\%", "%").replace("\\#", "#").replace("\\~", "~")


class CodeLinks:
    """Finds the addresses; each once."""

    def find(self, links: Links) -> None:
        source = links.text.source
        if not may_hold_address(source):
            return
        seen: set[str] = set()
        # An address holds no blank and always a point: the expression need not be tried elsewhere.
        stretches = [m for m in _STRETCH.finditer(source) if "." in m.group()]
        for match in itertools.chain.from_iterable(_URL.finditer(source, *m.span()) for m in stretches):
            url = trim(match.group())
            key = url.rstrip("/").casefold()
            if (
                len(url) < 8
                or "." not in url
                or key in seen
                or key.removeprefix("https://").removeprefix("http://") in seen
            ):
                continue
            seen.update((key, key.removeprefix("https://").removeprefix("http://")))
            # Addresses keep their characters, so offsets are those of the original text.
            links.code.append((url, Claim(match.start(), match.start() + len(url), 0.99, "address")))
