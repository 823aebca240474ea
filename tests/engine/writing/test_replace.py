from __future__ import annotations

import os
import stat
import warnings
from pathlib import Path

import pytest

from talent_dataset.engine.errors import CannotCheckError
from talent_dataset.engine.writing import disk, recover, replace_file, replaced_folder


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


@pytest.mark.parametrize("exchanges", [True, False])
def test_when_the_last_step_fails_the_old_folder_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, exchanges: bool
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "old").write_bytes(b"0")
    rename = os.rename

    def fails_for_the_new_one(one: Path, other: Path) -> bool:
        if one.name == "new":
            raise PermissionError(13, "Permission denied")
        rename(one, other)
        return True

    monkeypatch.setattr(os, "rename", fails_for_the_new_one)
    monkeypatch.setattr(disk, "exchange", fails_for_the_new_one if exchanges else lambda *_: False)
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


# what is kept


@pytest.mark.skipif(os.name == "nt", reason="there is no umask")
@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o027, 0o640), (0o077, 0o600)])
def test_who_may_read_a_new_file_the_umask_decides(tmp_path: Path, umask: int, mode: int) -> None:
    before = os.umask(umask)
    try:
        replace_file(tmp_path / "a.csv", b"new")
        with replaced_folder(tmp_path / "out"):
            pass
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.csv").stat().st_mode) == mode
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o777 & ~umask


def test_a_folder_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out").chmod(0o750)
    with replaced_folder(tmp_path / "out"):
        pass
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o750


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only the superuser can give files away")
def test_a_file_and_a_folder_keep_their_owner_and_group(tmp_path: Path) -> None:
    file, folder = tmp_path / "a.csv", tmp_path / "out"
    file.write_bytes(b"old")
    folder.mkdir()
    for one in (file, folder):
        os.chown(one, 12, 34)
    replace_file(file, b"new")
    with replaced_folder(folder):
        pass
    assert [(one.stat().st_uid, one.stat().st_gid) for one in (file, folder)] == [(12, 34)] * 2


@pytest.mark.skipif(os.name == "nt", reason="links take a right of their own there")
def test_a_link_stays_and_what_it_leads_to_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "far/a.csv").write_bytes(b"old")
    (tmp_path / "a.csv").symlink_to("far/a.csv")
    (tmp_path / "out").symlink_to("far")
    replace_file(tmp_path / "a.csv", b"new")
    assert (tmp_path / "far/a.csv").read_bytes() == b"new"
    with replaced_folder(tmp_path / "out") as new:
        (new / "b").write_bytes(b"1")
    assert [(tmp_path / name).readlink() for name in ("a.csv", "out")] == [Path("far/a.csv"), Path("far")]
    assert contents(tmp_path / "far") == {"b": b"1"}


def test_a_file_that_is_protected_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"old")
    # Modes do not bind the superuser, whom tests may run as.
    monkeypatch.setattr(os, "access", lambda path, mode: (Path(path), mode) != (file, os.W_OK))
    with pytest.raises(CannotCheckError, match=r"a\.csv cannot be written: it is protected from being written\."):
        replace_file(file, b"new")
    assert contents(tmp_path) == {"a.csv": b"old"}


# what others left


def test_what_looks_like_ours_and_is_not_stays(tmp_path: Path) -> None:
    strange = {".talent-dataset-0123456789abcdef/notes": b"mine", ".talent-dataset-old": b"", ".new-abc": b""}
    for name, data in strange.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    recover(tmp_path)
    replace_file(tmp_path / "a", b"1")
    assert {name.replace("\\", "/"): data for name, data in contents(tmp_path).items()} == {**strange, "a": b"1"}


@pytest.mark.parametrize("name", ["../target", "/target", "a/../../target"])
def test_remains_that_name_a_place_elsewhere_are_never_moved_there(tmp_path: Path, name: str) -> None:
    shop = tmp_path / "here" / ".talent-dataset-0123456789abcdef"
    for part in ("new", "old"):
        (shop / part).mkdir(parents=True)
    (shop / "lock").write_text(name)
    with warnings.catch_warnings(action="error"):
        recover(tmp_path / "here")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["here"]
    assert (shop / "new").is_dir()


@pytest.mark.skipif(os.name == "nt", reason="nobody has the number of a user there")
def test_what_belongs_to_another_user_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = tmp_path / ".talent-dataset-0123456789abcdef"
    shop.mkdir()
    (shop / "lock").write_text("a.csv")
    mine = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: mine + 1)
    recover(tmp_path)
    assert (shop / "lock").is_file()
