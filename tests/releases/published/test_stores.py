"""Addresses of storage, and what is said where it cannot be reached; how it is read is tested with publishers."""

from __future__ import annotations

import pytest

from talent_dataset.engine.errors import CannotCheckError, UnreachableError
from talent_dataset.releases.published.stores import store_of, told


@pytest.mark.parametrize("url", ["s3://", "s3:///folder", "s3://bucket/a?b", "s3://bucket/a#b"])
def test_an_address_of_which_a_part_would_be_dropped_is_refused(url: str) -> None:
    with pytest.raises(CannotCheckError) as caught:
        store_of(url)
    assert caught.value.hint == "Write s3://bucket, or s3://bucket/folder, with no ? and no #."


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("k", ""),
        (None, "AWS_ACCESS_KEY_ID is not set, so the machine was asked who it is. Is AWS_ENDPOINT_URL set?"),
    ],
)
def test_whoever_gave_no_key_is_told_what_was_asked_instead(
    key: str | None, hint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID", raising=False)
    if key is not None:
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", key)
    with pytest.raises(UnreachableError) as caught, told("s3://bucket"):
        raise OSError("no answer")
    assert (caught.value.message, caught.value.hint) == ("s3://bucket does not answer: no answer.", hint)
