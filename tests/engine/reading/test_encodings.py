from __future__ import annotations

import codecs
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.engine.reading import encodings
from talent_dataset.engine.reading.encodings import (
    Encoding,
    UnknownEncodingError,
    decoded,
    encoded,
    encoding,
    is_bad,
    is_utf16,
    length,
    likely,
    shown,
)

CODECS = [
    "utf-8",
    "utf-16-le",
    "utf-16-be",
    "utf-32-le",
    "cp1252",
    "shift_jis",
    "euc_jp",
    "gb18030",
    "big5",
    "ascii",
    "iso2022_jp",
    "hz",
    "utf-7",
]


@given(st.binary(max_size=40), st.sampled_from(CODECS), st.integers(1, 7))
def test_text_is_that_of_python_with_a_mark_for_what_is_no_text(data: bytes, codec: str, size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encodings, "CHUNK", size)
        text = "".join(decoded(io.BytesIO(data), codec))
    try:
        assert shown(text) == data.decode(codec, errors="replace" if codec == "utf-8" else "strict")
    except UnicodeDecodeError:
        assert is_bad(text)


@given(st.binary(max_size=40))
def test_in_utf8_no_byte_is_lost(data: bytes) -> None:
    text = "".join(decoded(io.BytesIO(data), "utf-8"))
    assert (length(text), text.encode("utf-8", "surrogateescape")) == (len(data), data)


@given(st.binary(max_size=40), st.sampled_from(CODECS))
def test_what_is_no_text_is_none_in_utf8_either(data: bytes, codec: str) -> None:
    text = "".join(decoded(io.BytesIO(data), codec))
    again = "".join(decoded(io.BytesIO(encoded(text)), "utf-8"))
    assert is_bad(again) == any("\ud800" <= char <= "\udfff" for char in text)


@pytest.mark.parametrize(
    ("declared", "head", "found"),
    [
        ("utf-8", b"id", Encoding("utf-8", 0, "utf-8")),
        ("UTF-8", b"\xef\xbb\xbfid", Encoding("utf-8", 3, "UTF-8")),
        ("utf-8-sig", b"id", Encoding("utf-8", 0, "utf-8-sig")),
        ("utf-16", codecs.BOM_UTF16_BE + b"\0i", Encoding("utf-16-be", 2, "utf-16")),
        ("utf-32", codecs.BOM_UTF32_LE, Encoding("utf-32-le", 4, "utf-32")),
        ("utf-16", b"i\0d\0", Encoding("utf-16-le", 0, "utf-16")),
        ("utf-16", b"\0i\0d", Encoding("utf-16-be", 0, "utf-16")),
        ("utf-32", b"\0\0\0i", Encoding("utf-32-be", 0, "utf-32")),
        ("windows-1252", b"id", Encoding("cp1252", 0, "windows-1252")),
        ("ISO-8859-1", b"id", Encoding("iso8859-1", 0, "ISO-8859-1")),
    ],
)
def test_the_byte_order_mark_decides_else_what_is_declared(declared: str, head: bytes, found: Encoding) -> None:
    assert encoding(declared, head) == found
    assert not found.contradicts


def test_a_mark_of_another_encoding_contradicts() -> None:
    assert encoding("utf-8", codecs.BOM_UTF16_LE + b"i\0").contradicts
    assert encoding("latin1", codecs.BOM_UTF8).contradicts


@pytest.mark.parametrize("name", ["klingon", "rot13", "zlib", "hex", "idna", "unicode_escape", "undefined", "a\0b", ""])
def test_what_is_no_character_set_is_refused(name: str) -> None:
    with pytest.raises(UnknownEncodingError):
        encoding(name, b"")


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
