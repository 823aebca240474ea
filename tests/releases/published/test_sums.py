from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path
from shutil import which

import pytest

from talent_dataset.releases.published.index import parse_sums

ZERO, ONE = "0" * 64, "1" * 64


def test_each_path_has_its_hash() -> None:
    data = f"{ZERO}  a.csv\n{ONE.upper()} *数据/b c.csv\r\n\n".encode()
    assert parse_sums(data) == {"a.csv": ZERO, "数据/b c.csv": ONE}


@pytest.mark.skipif(which("sha256sum") is None, reason="there is no sha256sum here")
def test_what_sha256sum_writes_is_read(tmp_path: Path) -> None:
    (tmp_path / "a b.csv").write_bytes(b"one")
    written = subprocess.run(["sha256sum", "a b.csv"], cwd=tmp_path, capture_output=True, check=True).stdout  # noqa: S607
    assert parse_sums(written) == {"a b.csv": hashlib.sha256(b"one").hexdigest()}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (ZERO[1:] + "  a", "line 1 of SHA256SUMS is not a hash and a path"),
        (f"{ZERO}  a\n{ONE}  a", "SHA256SUMS has a twice"),
        (f"{ZERO}  ../a", "must not lead to a parent folder"),
        (f"{ZERO}  /a", "must be relative"),
        (f"{ZERO}  a/.b", "must not name a hidden file"),
        (f"{ZERO}  C:\\a", "must not name a drive"),
        (f"{ZERO}  https://elsewhere/a", "must name a file of the release"),
        (f"{ZERO}  SHA256SUMS", "must name a file of the release"),
        (f"{ZERO}  a/", "must name a file of the release"),
    ],
)
def test_a_line_that_leads_elsewhere_is_refused(line: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_sums(line.encode())


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(ValueError, match="can't decode"):
        parse_sums(b"\xff")
