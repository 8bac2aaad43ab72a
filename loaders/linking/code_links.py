"""Addresses of code, models and project pages.

An abstract that gives an address gives its own; what prose puts around it (a period, a bracket, TeX) is cut off.
"""

import re

from .document import Claim, Links

_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"“”‘’`]+|(?<![\w@./-])(?:github\.com|gitlab\.com|huggingface\.co|"
    r"bitbucket\.org|zenodo\.org|codeberg\.org|[a-z0-9-]+\.github\.io)/[^\s<>\"“”‘’`]+|"
    r"(?<![\w@./-])[a-z0-9][a-z0-9-]+\.github\.io(?![\w-]|\.\w)",
    re.IGNORECASE,
)
_NAMED_HOST = re.compile(
    r"\b(?i:(?:available|released|hosted|published|accessible|found|live|online|provided|is|are) (?:at|from|on|via)|"
    r"visit|see|page|website|at|(?:code|data|demo|models?|weights):):? \(?"
    r"((?:[a-z0-9-]+\.)+(?:ai|app|com|dev|edu|gov|net|org|ac\.[a-z]{2})(?:/[^\s<>\"“”‘’`]*)?|"
    r"(?:[a-z0-9-]+\.)+[a-z]{2}/[^\s<>\"“”‘’`]+)(?![\w@-]|\.\w)",
)
"""A host without `https://`, where words before it say that something is there."""
_SHARED_HOST = re.compile(r"(?:www\.)?(?:github|gitlab|huggingface|bitbucket|zenodo|arxiv|kaggle)\.")
"""A host of many projects says nothing without a path."""
_POINT_INSIDE = re.compile(r"[a-z0-9]\.[a-z]{2}")
_STRETCH = re.compile(r"\S+")
_BRACKETS = {")": "(", "]": "[", "}": "{"}


def may_hold_address(text: str) -> bool:
    """Whether anything in a text looks like a part of an address; most abstracts have none."""
    low = text.lower()
    return any(part in low for part in ("http", "www.", ".com/", ".co/", ".org/", ".io")) or bool(
        _POINT_INSIDE.search(text)
    )


def trim(url: str) -> str:
    """The address without the punctuation of the sentence that holds it."""
    url = re.split(r"\}\{|\\[A-Za-z]", url, maxsplit=1)[0]
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
        addresses = {m.span() for part in stretches for m in _URL.finditer(source, *part.span())}
        hosts = {m.span(1) for m in _NAMED_HOST.finditer(source) if "/" in m[1] or not _SHARED_HOST.match(m[1])}
        for start, end in sorted(addresses | hosts):
            url = trim(source[start:end])
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
            links.code.append((url, Claim(start, start + len(url), 0.99, "address")))
