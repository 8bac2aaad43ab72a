"""The guide that the Neo4j Browser plays, and the saved queries that it imports."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from paperatlas.errors import QueryError
from paperatlas.graph.store import GraphStore
from paperatlas.queries import library
from paperatlas.queries.canned import CannedQuery

from .examples import Examples, parameter_command

PICTURES = Path(__file__).parent / "pictures"
_CHAPTERS = {
    "pictures": "Pictures",
    "next steps": "What was not tried yet",
    "models": "Models",
    "datasets": "Data sets",
    "atlas": "The graph as a whole",
}
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
"""So that the same queries give the same file."""


@dataclass(frozen=True)
class Question:
    """A query with values that find something in the graph at hand."""

    query: CannedQuery
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Chapter:
    """A topic's questions: a slide of the guide, a folder of saved queries."""

    title: str
    questions: Sequence[Question]


def chapters(store: GraphStore) -> list[Chapter]:
    """The pictures, then the canned queries by topic; left out is what asks for a kind that the graph lacks."""
    topics = {"pictures": list(library.read_folder(PICTURES).values()), **library.load().by_topic()}
    examples = Examples(store)
    out = []
    for topic, queries in topics.items():
        questions = []
        for query in queries:
            try:
                questions.append(Question(query, examples.values(query)))
            except QueryError:  # a graph without benchmarks has no leaderboards
                continue
        if questions:
            out.append(Chapter(_CHAPTERS.get(topic, topic.capitalize()), questions))
    return out


def guide(parts: Sequence[Chapter], counts: Mapping[str, int], address: str) -> str:
    """The guide's HTML: a slide to begin with, and one for each chapter. `address` is where the style is served."""
    slides = [_first_slide(counts, address), *(_slide(part) for part in parts)]
    return (
        '<article class="guide">\n<carousel class="deck container-fluid">\n'
        + "".join(f'<slide class="row-fluid">\n<div class="col-sm-12">\n{slide}</div>\n</slide>\n' for slide in slides)
        + "</carousel>\n</article>\n"
    )


def favourites(parts: Sequence[Chapter]) -> bytes:
    """A ZIP file that the Browser imports when it is dropped on its page: a folder a chapter, a script a query."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            for question in part.questions:
                entry = zipfile.ZipInfo(f"Paperatlas {part.title}/{question.query.name}.cypher", _ZIP_DATE)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, script(question))
    return packed.getvalue()


def script(question: Question) -> str:
    """One saved query. Its first line is the name that the Browser lists."""
    query = question.query
    return (
        f"// {query.name.replace('_', ' ')}\n// {query.about}\n"
        f"// Run this first, with values of your own: {parameter_command(question.values)}\n{query.body}"
    )


def _first_slide(counts: Mapping[str, int], address: str) -> str:
    papers = counts.get("Paper", 0)
    return (
        "<h3>Paperatlas</h3>\n"
        f'<p class="lead">What {papers:,} papers introduce, vary, use and score, with the sentence behind every '
        "edge.</p>\n"
        f"<p>First the colours and captions: {_button(f'style {address}/style.grass', 'Set the style')} "
        "(<code>:style reset</code> brings the old ones back).</p>\n"
        "<p>Each question below has two parts. "
        "<strong>Set the values</strong> sets its parameters, as <code>:param</code> would; a click on the sign in the "
        "corner of its Cypher runs it, a click on its text takes it into the editor, to be changed.</p>\n"
        f'<p>To keep the questions, save <a href="{_html(address)}/favourites.zip" target="_blank">favourites.zip</a> '
        "and drop the file on this page: they are then under the star on the left.</p>\n"
        "<p>The next slides have the questions.</p>\n"
    )


def _slide(part: Chapter) -> str:
    return f"<h3>{_html(part.title)}</h3>\n" + "".join(_question(question) for question in part.questions)


def _question(question: Question) -> str:
    command = parameter_command(question.values)
    shown = {name: value for name, value in question.values.items() if value is not None and name != "limit"}
    with_values = ", ".join(f"{name} {value}" for name, value in shown.items())
    return (
        f'<h4 style="margin-top: 28px">{_html(question.query.about)}</h4>\n'
        f"<p>{_button(command.removeprefix(':'), 'Set the values')} {_html(with_values)}</p>\n"
        f'<pre class="pre-scrollable code runnable" style="max-height: 140px; overflow: auto">'
        f"{_html(question.query.body.strip())}</pre>\n"
    )


def _button(command: str, label: str) -> str:
    """What runs a command of the Browser when it is clicked; the Browser puts the colon before it."""
    return f'<a data-exec="{_html(command)}">{_html(label)}</a>'


def _html(text: str) -> str:
    """Text as HTML. The equals sign too: the Browser cuts out of a guide whatever reads like ` one = "value"`, which it
    takes for a script's attribute."""
    return escape(text).replace("=", "&#61;")
