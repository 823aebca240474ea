"""The encoding of bytes that are not UTF-8 is guessed, for advice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.engine.reading.encodings import is_utf16, likely

TEXTS = {
    "shift_jis": "これは日本の都市である",
    "euc-jp": "これは日本の都市である",
    "euc-kr": "대한민국의 수도는 서울특별시이다",
    "gb18030": "重庆市技术工人，中国",
    "big5": "臺灣的城市與人才政策",
    "windows-1251": "Это таблица городов",
    "windows-1252": "naïve café résumé, Straße",
}


@pytest.mark.parametrize("codec", TEXTS)
def test_a_line_of_each_encoding_is_known_alone_and_among_ascii(codec: str) -> None:
    text = TEXTS[codec]
    assert [likely(each.encode(codec)) for each in (text, f"id,{text},x\n" * 5)] == [codec, codec]


@pytest.mark.parametrize("data", [b"", b"id,name\n1,a\n", b"\x80\x81\xff", bytes(range(128, 256))])
def test_bytes_that_make_sense_in_no_encoding_are_not_guessed(data: bytes) -> None:
    assert likely(data) is None


@given(st.binary(max_size=60))
def test_no_bytes_make_a_guess_fail(data: bytes) -> None:
    assert likely(data) in {None, *TEXTS}


@pytest.mark.parametrize(
    ("head", "is_it"),
    [
        ("id,name\n1,a\n".encode("utf-16-le"), True),
        ("id,name\n1,a\n".encode("utf-16-be"), True),
        ("id,名字,数,a\n".encode("utf-16-le"), True),
        ("名字,数".encode("utf-16-le"), False),
        (b"id,name\n1,a\n", False),
        (b"ab\0\0", False),
        (b"a\0", False),
        (b"", False),
    ],
)
def test_every_other_byte_of_utf_16_is_zero(head: bytes, is_it: bool) -> None:  # noqa: FBT001 (a value)
    assert is_utf16(head) is is_it
