"""What a command works on."""

from __future__ import annotations

from pathlib import Path

import pytest

from talent_dataset.cli.main import main
from talent_dataset.cli.source import find, folder_of
from talent_dataset.engine.errors import CannotCheckError


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
    assert caught.value.hint == "Name a PATH, or go to its folder."


READING = [
    ["validate"],
    ["filter", "--out", "x"],
    ["build", "--out", "x"],
    ["evidence", "show", "agreements", "alliance-framework-agreements"],
    ["evidence", "missing"],
    ["evidence", "figures", "001"],
]
WRITING = [
    ["format"],
    ["release", "--out", "x"],
    ["evidence", "draft", "events", "a", "b", "--source", "s", "--quote", "q"],
    ["evidence", "book", "a", "--clear"],
]
NOT_HERE = "error: There is no package here: neither datapackage.json nor datapackage/datapackage.json."


@pytest.mark.parametrize("arguments", READING, ids=" ".join)
def test_a_command_that_reads_recommends_the_installed_data_and_takes_them(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    assert " ".join(capsys.readouterr().err.split()) == (
        f"{NOT_HERE} Name a PATH, or go to its folder; --installed is for the data that came with talent_dataset."
    )
    monkeypatch.delenv("TALENT_DATASET_TEXTS", raising=False)
    assert main([*arguments, "--installed"]) == 0


@pytest.mark.parametrize("arguments", WRITING, ids=" ".join)
def test_a_command_that_writes_into_a_package_does_not_speak_of_the_installed_data(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    assert " ".join(capsys.readouterr().err.split()) == f"{NOT_HERE} Name a PATH, or go to its folder."
    with pytest.raises(SystemExit):
        main([*arguments, "--installed"])
    assert "unrecognized arguments: --installed" in capsys.readouterr().err


def test_the_installed_data_and_a_path_are_one_too_many(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "p", "--installed", "--out", "x"]) == 2
    assert capsys.readouterr().err == "error: --installed takes no PATH.\n       Leave one of them out.\n"


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
