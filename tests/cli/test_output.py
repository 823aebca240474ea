"""Files that a command writes."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from talent_dataset.cli.output import check_writable, save, show_error
from talent_dataset.engine.errors import CannotCheckError


def test_a_report_is_utf_8_with_lf(tmp_path: Path) -> None:
    save("川\n", tmp_path / "r.txt")
    assert (tmp_path / "r.txt").read_bytes() == b"\xe5\xb7\x9d\n"


def test_a_folder_is_no_file_to_write(tmp_path: Path) -> None:
    with pytest.raises(CannotCheckError, match="is a folder"):
        check_writable(tmp_path)


def test_a_folder_that_is_not_there_is_told_before_the_work(tmp_path: Path) -> None:
    with pytest.raises(CannotCheckError, match=r"There is no folder .*gone to write r\.txt into"):
        check_writable(tmp_path / "gone" / "r.txt")


@pytest.mark.skipif(sys.platform == "win32", reason="devices have other names there")
def test_a_device_is_written_as_it_is() -> None:
    save("x", Path("/dev/null"))
    assert Path("/dev/null").is_char_device()


def test_an_error_in_a_pipe_is_one_line_that_can_be_searched(capsys: pytest.CaptureFixture[str]) -> None:
    words = " ".join(["word"] * 60)
    show_error(CannotCheckError(words, hint=words))
    assert capsys.readouterr().err == f"error: {words}\n       {words}\n"


def test_an_error_on_a_terminal_is_broken_at_spaces_and_paths_are_not(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("TERM", "dumb")
    path = "data/" + "x" * 60 + ".csv"
    show_error(CannotCheckError(f"There is nothing at {path} that could be read."))
    assert capsys.readouterr().err == f"error: There is nothing at\n       {path}\n       that could be read.\n"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no umask")
def test_who_may_read_a_report_the_umask_decides_and_an_older_one_keeps_its_mode(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        save("new", tmp_path / "new.txt")
        (tmp_path / "old.txt").touch()
        (tmp_path / "old.txt").chmod(0o604)
        save("new", tmp_path / "old.txt")
    finally:
        os.umask(before)
    assert [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("new.txt", "old.txt")] == [0o644, 0o604]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_a_full_disk_behind_the_output_is_no_crash_of_ours() -> None:
    call = [sys.executable, "-m", "talent_dataset", "explain", "cell/type"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(call, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "error: The output cannot be written: No space left on device.\n")
