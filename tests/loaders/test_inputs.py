"""Inputs as bounded lines: whatever the bytes are, each line comes once, or a sentence says why not."""

import gzip
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from paperatlas.errors import InputError
from paperatlas.loaders import inputs
from paperatlas.loaders.inputs import HEAD_BYTES, Input


def lines(path: Path) -> list[tuple[int, str, str | None]]:
    with Input(path) as opened:
        return [(line.number, line.text, line.problem) for line in opened.lines()]


def test_lines_with_every_line_end_and_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbfone\r\ntwo\n\nfour \xce\xb1")
    assert lines(path) == [(1, "one", None), (2, "two", None), (3, "", None), (4, "four α", None)]


def test_line_ends_of_an_old_macintosh_are_refused_with_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"title,abstract\rTides,good\r")
    with pytest.raises(InputError, match=r"CR alone.*tr '\\r' '\\n'"):
        Input(path)


def test_an_empty_name_is_said_to_be_one() -> None:
    with pytest.raises(InputError, match="empty name"):
        Input("")


def test_gzip_is_read_whatever_the_name(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b"one\ntwo\n"))
    assert [text for _, text, _ in lines(path)] == ["one", "two"]
    with Input(path) as opened:
        assert opened.label == "a.jsonl"


def test_a_line_across_the_end_of_the_head_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    long = "x" * (HEAD_BYTES + 10)
    path.write_text(f"{long}\nnext\n")
    assert [text for _, text, _ in lines(path)] == [long, "next"]


def test_a_line_that_is_not_utf8_says_where(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"good\nbad \xff here\ngood\n")
    assert lines(path)[1] == (2, "bad � here", "the line is not valid UTF-8 (byte 5 of the line)")
    assert [problem for *_, problem in lines(path)] == [None, lines(path)[1][2], None]


def test_a_line_over_the_limit_is_skipped_and_the_next_one_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inputs, "MAX_LINE_BYTES", 1_000)
    path = tmp_path / "a.txt"
    path.write_bytes(b"y" * 1_000_000 + b"\nnext\n" + b"z" * 1_000)
    first, second, third = lines(path)
    assert first[2] == "the line is too long: 1,000,001 bytes; 1,000 is the limit"
    assert second == (2, "next", None)
    assert third[2] is None


def test_compressed_data_that_ends_early_gives_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    text = "".join(f"line {n}\n" for n in range(200_000)).encode()
    path.write_bytes(gzip.compress(text, 1)[:-200_000])
    *good, last = lines(path)
    assert len(good) > 10_000
    assert all(problem is None for *_, problem in good)
    assert last[2] == "the file cannot be read from here on: the compressed data ends too early"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b" \n\n\t\n", "is empty"),
        (bytes(range(256)) * 4, "binary file"),
        (b"%PDF-1.7 and so on", "is a PDF"),
        (b"PK\x03\x04....", "ZIP archive"),
        ("Übung\n".encode("utf-16"), "UTF-16"),
        (b"\x1f\x8b and no more", "damaged|cannot be read"),
    ],
)
def test_what_is_no_text_is_refused_in_a_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "input.txt"
    path.write_bytes(content)
    with pytest.raises(InputError, match=sentence) as error:
        Input(path)
    assert str(path) in str(error.value)


def test_a_missing_file_and_a_directory(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        Input(tmp_path / "none.jsonl")
    with pytest.raises(InputError, match="is a directory"):
        Input(tmp_path)


def test_a_closed_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InputError, match="closed"):
        Input("-")


def test_a_line_of_a_gigabyte_is_never_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "big.jsonl"
    with path.open("wb") as file:
        file.write(b'{"title": "good"}\n' * 5_000)
        file.seek(2**30, 1)  # a hole: a gigabyte of zeros that takes no space
        file.write(b'\n{"title": "after"}\n')
    program = (
        "import sys; from paperatlas.loaders.inputs import Input\n"
        "print([(l.text, l.problem) for l in Input(sys.argv[1]).lines()][-2:])"
    )

    def limit_memory() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (512 * 2**20, 512 * 2**20))

    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, preexec_fn=limit_memory, check=True
    )
    assert "the line is too long: 1,073,741,825 bytes" in done.stdout
    assert "after" in done.stdout
