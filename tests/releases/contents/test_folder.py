from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.releases.contents.folder import archive, checksums, read_checksums


@given(st.dictionaries(st.from_regex(r"[\w-]{1,9}(/[\w-]{1,9})?", fullmatch=True), st.binary(max_size=99)))
def test_what_is_packed_is_unpacked_in_the_order_of_names(files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(BytesIO(archive(files))) as packed:
        assert packed.testzip() is None
        assert [(name, packed.read(name)) for name in packed.namelist()] == sorted(files.items())


def test_the_order_of_the_files_does_not_matter() -> None:
    assert archive({"a": b"1", "b": b"2"}) == archive({"b": b"2", "a": b"1"})


def test_members_are_stored_and_have_one_time_one_system_one_mode() -> None:
    with zipfile.ZipFile(BytesIO(archive({"a": b"1", "中": b"2"}))) as packed:
        said = {(m.compress_type, m.date_time, m.create_system, m.external_attr >> 16) for m in packed.infolist()}
    assert said == {(zipfile.ZIP_STORED, (1980, 1, 1, 0, 0, 0), 3, 0o100644)}


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
