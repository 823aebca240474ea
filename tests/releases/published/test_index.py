from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.releases.published import Claim, Index, Listed, Yank
from talent_dataset.releases.published.index import parse_index, parse_sums

ONE: dict[str, Any] = {"version": "1.0.0", "created": None, "path": "1.0.0/", "sha256": "0" * 64, "yanked": None}


def index(**changes: Any) -> bytes:
    return json.dumps({"name": "small", "versions": [{**ONE, **changes}]}).encode()


versions = st.from_regex(r"[0-9]\.[0-9]\.[0-9](-rc\.[0-9])?", fullmatch=True)
words = st.text(st.characters(exclude_categories=["Cs"]))
listed = st.builds(
    Listed,
    version=versions,
    path=st.just("a/"),
    sha256=st.just("f" * 64),
    created=st.none() | words,
    yanked=st.none() | st.builds(Yank, words, words),
)
claims = st.dictionaries(versions, st.builds(Claim, st.just("e" * 64), words), max_size=1)


@st.composite
def _indexes(draw: st.DrawFn) -> Index:
    made = Index(draw(words))
    for one in draw(st.lists(listed, unique_by=lambda one: one.version)):
        made = made.with_version(one)
    for version, claim in draw(claims).items():
        made = made.with_claim(version, claim)
    return made


indexes = _indexes()


@given(indexes)
def test_dump_and_parse_are_inverse(given_index: Index) -> None:
    assert parse_index(given_index.dump()) == given_index


@given(indexes)
def test_the_latest_is_the_highest_that_is_neither_withdrawn_nor_a_prerelease(given_index: Index) -> None:
    candidates = [one for one in given_index.versions if not one.yanked and "-" not in one.version]
    expected = max((tuple(map(int, one.version.split("."))) for one in candidates), default=None)
    latest = given_index.latest
    assert (latest and tuple(map(int, latest.version.split(".")))) == expected


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "Expecting value"),
        (b"[]", "it has not the form of such a file"),
        (b'{"name": "small"}', "it has not the form of such a file"),
        (b"\xff", "can't decode"),
        (index(version="1.0"), "'1.0' is no semantic version"),
        (index(sha256="abc"), "a hash in it is no SHA-256"),
        (index(sha256=None), "a hash in it is no SHA-256"),
        (index(path="../1.0.0/"), r"the path of 1\.0\.0 is no folder below it"),
        (index(path="/etc/"), r"the path of 1\.0\.0 is no folder below it"),
        (index(path="https://elsewhere/1.0.0/"), r"the path of 1\.0\.0 is no folder below it"),
        (index(path="1.0.0"), r"the path of 1\.0\.0 is no folder below it"),
        (json.dumps({"name": "small", "versions": [ONE, ONE]}).encode(), "it lists one version twice"),
    ],
)
def test_what_is_no_index_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_index(data)


ZEROS, ONES = "0" * 64, "1" * 64


def test_each_path_has_its_hash() -> None:
    data = f"{ZEROS}  a.csv\n{ONES.upper()} *数据/b c.csv\r\n\n".encode()
    assert parse_sums(data) == {"a.csv": ZEROS, "数据/b c.csv": ONES}


@pytest.mark.skipif(which("sha256sum") is None, reason="there is no sha256sum here")
def test_what_sha256sum_writes_is_read(tmp_path: Path) -> None:
    (tmp_path / "a b.csv").write_bytes(b"one")
    written = subprocess.run(["sha256sum", "a b.csv"], cwd=tmp_path, capture_output=True, check=True).stdout  # noqa: S607
    assert parse_sums(written) == {"a b.csv": hashlib.sha256(b"one").hexdigest()}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (ZEROS[1:] + "  a", "line 1 of SHA256SUMS is not a hash and a path"),
        (f"{ZEROS}  a\n{ONES}  a", "SHA256SUMS has a twice"),
        (f"{ZEROS}  ../a", "must not lead to a parent folder"),
        (f"{ZEROS}  /a", "must be relative"),
        (f"{ZEROS}  a/.b", "must not name a hidden file"),
        (f"{ZEROS}  C:\\a", "must not name a drive"),
        (f"{ZEROS}  https://elsewhere/a", "must name a file of the release"),
        (f"{ZEROS}  SHA256SUMS", "must name a file of the release"),
        (f"{ZEROS}  a/", "must name a file of the release"),
    ],
)
def test_a_line_that_leads_elsewhere_is_refused(line: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_sums(line.encode())


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(ValueError, match="can't decode"):
        parse_sums(b"\xff")
