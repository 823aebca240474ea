"""Files that a command writes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from talent_dataset.cli.output import check_writable, save
from talent_dataset.errors import CannotCheckError


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
