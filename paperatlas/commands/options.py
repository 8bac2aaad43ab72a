"""Options that several commands take."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

DEFAULT_STORE = "paperatlas.db"
UNASKED_WORKERS = 8
"""Processes at most where nobody says how many: each takes 0.15 GB."""


def store_option(command: F) -> F:
    """`--store`: passes `store`, a path or URL."""
    return click.option(
        "--store",
        metavar="STORE",
        envvar="PAPERATLAS_STORE",
        default=DEFAULT_STORE,
        show_default=True,
        show_envvar=True,
        help="A path (embedded store) or a neo4j:// or bolt:// URL; NEO4J_USERNAME, NEO4J_PASSWORD and "
        "NEO4J_DATABASE come from the environment.",
    )(command)


def catalog_option(command: F) -> F:
    """`--catalog FILE`, several times: passes `catalog`, a tuple of paths of overlay files."""
    return click.option(
        "--catalog",
        "catalog",
        type=click.Path(path_type=Path, dir_okay=False),
        multiple=True,
        help="A catalogue of your own (YAML) on top of the shipped one; may be given several times.",
    )(command)


def format_option(command: F) -> F:
    """`--source NAME`: passes `source`, the name of the format to read, or None to find it from the content."""
    return click.option(
        "--source",
        metavar="NAME",
        help="Read the files as this format instead of finding it from the content: jsonl, csv, linked, papers_page "
        "or rdf.",
    )(command)


def quarantine_option(command: F) -> F:
    """`--quarantine FILE`: passes `quarantine`, a path or None for one file a source."""
    return click.option(
        "--quarantine",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Where records that cannot be used go, with the reason [default: <source>.quarantine.jsonl, here].",
    )(command)


def workers_option(command: F) -> F:
    """`--workers N`: passes `workers`, how many processes link."""
    return click.option(
        "--workers",
        type=click.IntRange(min=1),
        metavar="N",
        default=processors,
        show_default=f"one for each processor, at most {UNASKED_WORKERS}",
        help="Processes that link, where there are more than a few hundred papers.",
    )(command)


def processors() -> int:
    """Processors that this process may use, at most UNASKED_WORKERS."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(usable or 1, UNASKED_WORKERS)
