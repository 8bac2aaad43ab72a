"""Catalogue files of the user's own: what is wrong with one is a sentence with the file's name, never silence."""

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


def test_a_home_that_may_not_be_read_holds_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setenv("PAPERATLAS_CATALOG_DIR", str(tmp_path))
    monkeypatch.setattr(Path, "is_dir", refuse)  # as it does where a folder above it is locked; root sees no locks
    assert user_files() == []
