"""The folder of sources and the registry agree, and every format is found from its content."""

import inspect
from pathlib import Path

import pytest

from paperatlas.errors import InputError
from paperatlas.loaders import sources
from paperatlas.loaders.inputs import Input
from paperatlas.loaders.sources import SOURCES, source_for

FOLDER = Path(inspect.getfile(sources)).parent


def test_every_file_of_the_folder_is_registered_under_its_name() -> None:
    files = {path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__"}
    assert files == set(SOURCES)
    assert all(Path(inspect.getfile(source)).stem == name for name, source in SOURCES.items())  # type: ignore[arg-type]


def test_every_source_has_the_same_verbs_and_says_what_it_reads() -> None:
    for name, source in SOURCES.items():
        assert list(inspect.signature(source.recognises).parameters) == ["head"], name
        assert list(inspect.signature(source.read).parameters) == ["lines", "source"], name
        assert len(source.ABOUT) > 20, name


def test_the_command_line_names_every_source() -> None:
    from paperatlas.commands.build import build

    option = next(p for p in build.params if p.name == "source")
    assert all(name in option.help for name in SOURCES)  # type: ignore[attr-defined]


PROSE = " ".join(["Maps of cities change while people walk in them, and so do the words for them."] * 4)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('{"title": "Tides", "abstract": "On tides."}\n', "jsonl"),
        ('\n  {"title": "Tides"\n{"title": "Moons"}\n', "jsonl"),
        ('{"title": "Tides", "entities": []}\n', "linked"),
        ('{"title": "' + "x" * 70_000 + '"}\n', "jsonl"),
        ("title,abstract\nTides,On tides.\n", "csv"),
        ("Id;Title;Abstract Note\n1;Tides;On tides.\n", "csv"),
        ("year\ttitle\n2001\tTides\n", "csv"),
        (f"Welcome\n\nTides and Moons\n\n{PROSE}\n", "papers_page"),
    ],
)
def test_the_format_is_found_from_the_content(tmp_path: Path, text: str, name: str) -> None:
    path = tmp_path / "input"
    path.write_text(text)
    with Input(path) as opened:
        assert source_for(opened) is SOURCES[name]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[{"title": "Tides"}]', "one JSON array"),
        ('{\n  "title": "Tides"\n}\n', "over many lines"),
        ("Just a note.\n", "none of the known formats"),
    ],
)
def test_what_is_no_known_format_is_refused_with_a_remedy(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "input"
    path.write_text(text)
    with Input(path) as opened, pytest.raises(InputError, match=sentence) as error:
        source_for(opened)
    assert error.value.hint


def test_a_named_source_wins_and_an_unknown_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "input"
    path.write_text("title\nTides\n")
    with Input(path) as opened:
        assert source_for(opened, "jsonl") is SOURCES["jsonl"]
        with pytest.raises(InputError, match=r"Known sources: .*jsonl, csv, papers_page"):
            source_for(opened, "docx")
