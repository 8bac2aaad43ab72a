"""Catalogue files of the user's own: what is wrong with one is a sentence with the file's name, never silence."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from paperatlas.errors import CatalogError
from paperatlas.loaders.catalog import load_catalog
from paperatlas.loaders.catalog.catalogue import user_files


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("entries: 5\n", r"mine\.yaml: `entries` must be a list\."),
        ("entries: {name: KiteLoRA, kind: method}\n", r"mine\.yaml: `entries` must be a list\."),
        ("entires:\n  - {name: KiteLoRA, kind: method}\n", r"mine\.yaml: unknown key entires\. Known keys: entries, "),
        ("rejects: Bone\n", r"mine\.yaml: `rejects` must be a list\."),
        ("never_merge: 1\n", r"mine\.yaml: `never_merge` must be a list\."),
        ("entries:\n  - name: \x14\n", r"mine\.yaml is no valid YAML: [^\n]*\. Correct that line\."),
    ],
)
def test_a_faulty_file_is_named(text: str, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    with pytest.raises(CatalogError, match=sentence) as raised:
        load_catalog([path], user=False)
    assert "\n" not in str(raised.value)


def test_a_home_that_may_not_be_read_holds_no_files(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> Iterator[Path]:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.delenv("PAPERATLAS_CATALOG_DIR", raising=False)
    monkeypatch.setattr(Path, "iterdir", refuse)  # as it does where a folder above it is locked; root sees no locks
    assert user_files() == []


def test_a_folder_that_was_named_and_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mine.yaml").touch()
    monkeypatch.setenv("PAPERATLAS_CATALOG_DIR", str(tmp_path))
    assert user_files() == [tmp_path / "mine.yaml"]
    for wrong, reason in (("absent", "No such file or directory"), ("mine.yaml", "Not a directory")):
        monkeypatch.setenv("PAPERATLAS_CATALOG_DIR", str(tmp_path / wrong))
        with pytest.raises(CatalogError) as raised:
            load_catalog()
        assert str(raised.value) == (
            f"The folder {tmp_path / wrong}, which PAPERATLAS_CATALOG_DIR names, cannot be read: {reason}. "
            "Correct the variable, or unset it."
        )
