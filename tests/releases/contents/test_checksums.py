from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.releases.contents.folder import checksums, read_checksums

DIGESTS = st.from_regex(r"[0-9a-f]{64}", fullmatch=True)
PATHS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1)


def test_lines_are_those_of_sha256sum_in_the_order_of_paths() -> None:
    assert checksums({"b": "2" * 64, "a/c d": "1" * 64}) == f"{'1' * 64}  a/c d\n{'2' * 64}  b\n"


@given(st.dictionaries(PATHS, DIGESTS))
def test_reading_is_the_inverse_of_writing(hashes: dict[str, str]) -> None:
    assert read_checksums(checksums(hashes)) == hashes


def test_another_text_is_no_list_of_hashes() -> None:
    with pytest.raises(ValueError, match="unpack"):
        read_checksums("dear\n")
