"""What a command works on."""

from __future__ import annotations

from pathlib import Path

import pytest

from talent_dataset.cli.source import find, folder_of
from talent_dataset.errors import CannotCheckError


def test_the_package_of_the_folder_goes_before_that_of_its_subfolder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("datapackage").mkdir()
    Path("datapackage/datapackage.json").touch()
    assert find(None) == "datapackage/datapackage.json"
    Path("datapackage.json").touch()
    assert find(None) == "datapackage.json"


def test_no_package_here_is_refused_with_a_hint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CannotCheckError) as caught:
        find(None)
    assert (
        caught.value.message == "There is no package here: neither datapackage.json nor datapackage/datapackage.json."
    )
    assert "--installed" in caught.value.hint


def test_a_path_is_taken_as_it_is() -> None:
    assert find("missing.json") == "missing.json"


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("datapackage.json", ""),
        ("data/datapackage.json", "data"),
        (".", ""),
        ("a.csv", ""),
        ("data/a.csv", "data"),
        ("b/package.zip", "b/package.zip"),
        ("https://example.org/datapackage.json", ""),
    ],
)
def test_the_folder_of_a_package_goes_before_its_files(path: str, folder: str) -> None:
    assert folder_of(path) == folder


def test_a_folder_is_its_own_folder(tmp_path: Path) -> None:
    assert folder_of(str(tmp_path)) == tmp_path.as_posix()
