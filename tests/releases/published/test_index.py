from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.releases.published import Claim, Index, Listed, Yank
from talent_dataset.releases.published.index import parse_index

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
