"""Addresses of code and pages, without the prose around them."""

import pytest
from conftest import Link

from paperatlas.loaders.linking.code_links import trim


@pytest.mark.parametrize(
    ("abstract", "urls"),
    [
        ("Code: https://github.com/wick/er_work.", ["https://github.com/wick/er_work"]),
        (
            "See www.wickerwork.org/demo, and (https://gitlab.com/wick/er).",
            ["www.wickerwork.org/demo", "https://gitlab.com/wick/er"],
        ),
        ("The page is wick-er.github.io.", ["wick-er.github.io"]),
        ("At github.com/wick/er; models at huggingface.co/wick.", ["github.com/wick/er", "huggingface.co/wick"]),
        ("Code at HTTPS://GitHub.com/Wick/Er and at https://github.com/wick/er/.", ["HTTPS://GitHub.com/Wick/Er"]),
        (r"\href{https://wick.io/a_b}{here}", ["https://wick.io/a_b"]),
        (r"It is at https://github.com/wick/er\footnote{25,000 stars}.", ["https://github.com/wick/er"]),
        (
            "Visit wicker.ai, or the page wick.example.edu/er; data at lab.ac.uk.",
            ["wicker.ai", "wick.example.edu/er", "lab.ac.uk"],
        ),
        ("Models learn at inference.in short, see results.in the paper; data anna.smith.de@lab.org.", []),
        ("It runs at 3.5 in. and is on github.com, e.g. at OpenAI.com; see fig.in", []),
        ("Write to wick@github.io, e.g. on Monday.", []),
        ("We use GitHub. See section 2.", []),
    ],
)
def test_addresses(link: Link, abstract: str, urls: list[str]) -> None:
    paper = link(abstract)
    assert [c.url for c in paper.code] == urls
    for code in paper.code:
        assert abstract[code.evidence.start : code.evidence.end] == code.url


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://a.org/x).", "https://a.org/x"),
        ("https://a.org/x_(y)", "https://a.org/x_(y)"),
        (r"https://a.org/x\_y", "https://a.org/x_y"),
    ],
)
def test_trim(written: str, address: str) -> None:
    assert trim(written) == address
