"""Which paths may be followed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.engine.descriptor.paths import is_url, path_refusal

SAFE = [
    "a.csv",
    "data/a.csv",
    "a b.csv",
    "数据/表.csv",
    "my%20data.csv",
    "a..b.csv",
    "2020-01-01T10:00.csv",
    "a$b.csv",
    "./a.csv",
]
URLS = ["http://x.org/a.csv", "https://x.org", "ftp://x.org/a", "ftps://x.org/a", "HTTPS://x.org/a"]
REFUSED = [
    ("", "must not be empty"),
    ("  ", "must not be empty"),
    ("a\x00b.csv", 'must not hold control characters, as "a\\u0000b.csv" does'),
    ("x" * 1025, "must not be longer than 1024 characters"),
    ("/etc/passwd", 'must be relative to the descriptor, not "/etc/passwd"'),
    ("~/a.csv", 'must be relative to the descriptor, not "~/a.csv"'),
    ("//server/a.csv", 'must be relative to the descriptor, not "//server/a.csv"'),
    ("../a.csv", 'must not lead to a parent folder, as "../a.csv" does'),
    ("a/../../b.csv", 'must not lead to a parent folder, as "a/../../b.csv" does'),
    ("..", 'must not lead to a parent folder, as ".." does'),
    (".hidden", 'must not name a hidden file or folder, as ".hidden" does'),
    ("a/.git/config", 'must not name a hidden file or folder, as "a/.git/config" does'),
    ("...", 'must not name a hidden file or folder, as "..." does'),
    ("a\\b.csv", 'must not use backslashes, as "a\\\\b.csv" does'),
    ("C:\\a.csv", 'must not name a drive, as "C:\\\\a.csv" does'),
    ("c:a.csv", 'must not name a drive, as "c:a.csv" does'),
    ("file:///etc/passwd", 'must not use the scheme "file:"'),
    ("file:a.csv", 'must not use the scheme "file:"'),
    ("FILE:a.csv", 'must not use the scheme "FILE:"'),
    ("gopher://x.org/a", 'must not use the scheme "gopher:"'),
    ("s3://bucket/a", 'must not use the scheme "s3:"'),
    ("http:///a.csv", 'must not use the scheme "http:"'),
    ("data:text/csv,a", 'must not use the scheme "data:"'),
    ("$HOME/a.csv", 'must not name a variable, as "$HOME/a.csv" does: it would not be expanded'),
    ("${HOME}/a.csv", 'must not name a variable, as "${HOME}/a.csv" does: it would not be expanded'),
    ("%APPDATA%/a.csv", 'must not name a variable, as "%APPDATA%/a.csv" does: it would not be expanded'),
]  # fmt: skip


@pytest.mark.parametrize("path", [*SAFE, *URLS])
def test_files_below_the_descriptor_and_urls_may_be_named(path: str) -> None:
    assert path_refusal(path) is None


@pytest.mark.parametrize("path", URLS)
def test_four_schemes_are_urls(path: str) -> None:
    assert is_url(path)


@pytest.mark.parametrize("path", SAFE)
def test_paths_are_not_urls(path: str) -> None:
    assert not is_url(path)


@pytest.mark.parametrize(("path", "reason"), REFUSED, ids=[case[0][:20] or "empty" for case in REFUSED])
def test_whatever_could_lead_elsewhere_is_refused_with_the_reason(path: str, reason: str) -> None:
    refusal = path_refusal(path)
    assert refusal is not None
    assert refusal[0] == reason
    assert refusal[1]


@given(st.lists(st.sampled_from(["..", ".", "a", "/", "\\", "~", "C:", "$x", "//", "file:"]), max_size=6).map("".join))
def test_no_accepted_path_leaves_the_folder(path: str) -> None:
    if path_refusal(path) is None:
        assert not path.startswith(("/", "~"))
        assert ".." not in path.split("/")
        assert "\\" not in path
