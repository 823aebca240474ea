from __future__ import annotations

import stat
from pathlib import Path

import pytest

from talent_dataset.errors import CannotCheckError
from talent_dataset.release.replace import replace_file, replaced_folder


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_a_file_is_replaced_and_keeps_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"old")
    file.chmod(0o640)
    replace_file(file, b"new")
    assert contents(tmp_path) == {"a.csv": b"new"}
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_file_in_no_folder_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(CannotCheckError, match=r"a\.csv cannot be written: No such file or directory\."):
        replace_file(tmp_path / "none" / "a.csv", b"")


def test_a_file_whose_place_is_taken_by_a_folder_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(CannotCheckError, match="cannot be written"):
        replace_file(tmp_path / "a.csv", b"new")
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.csv"]


def test_a_folder_that_is_new_gets_its_parents(tmp_path: Path) -> None:
    with replaced_folder(tmp_path / "x" / "out") as new:
        (new / "a").write_bytes(b"1")
    assert contents(tmp_path) == {str(Path("x/out/a")): b"1"}


def test_a_folder_is_replaced_whole(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "old").write_bytes(b"0")
    with replaced_folder(tmp_path / "out") as new:
        (new / "a").write_bytes(b"1")
    assert contents(tmp_path) == {str(Path("out/a")): b"1"}


def test_when_the_block_fails_nothing_has_changed(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "old").write_bytes(b"0")
    with pytest.raises(ZeroDivisionError), replaced_folder(tmp_path / "out") as new:
        (new / "a").write_bytes(b"1")
        raise ZeroDivisionError
    assert contents(tmp_path) == {str(Path("out/old")): b"0"}


def test_when_the_last_step_fails_the_old_folder_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "old").write_bytes(b"0")
    rename = Path.rename

    def fails_for_the_new_one(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise PermissionError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fails_for_the_new_one)
    with (
        pytest.raises(CannotCheckError, match=r"out cannot be written: Permission denied\."),
        replaced_folder(tmp_path / "out"),
    ):
        pass
    assert contents(tmp_path) == {str(Path("out/old")): b"0"}


def test_a_folder_below_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(CannotCheckError, match="cannot be written"), replaced_folder(tmp_path / "file" / "out"):
        pass
