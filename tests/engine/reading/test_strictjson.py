"""JSON texts: what is refused, what is read with a warning, and where the fault is."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.engine.issues import Issue
from talent_dataset.engine.reading.strictjson import DEEPEST, BrokenJsonError, read_json

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)
EMPTY = "The descriptor is empty."
DEEP = f"The descriptor is nested more than {DEEPEST} levels deep."


def refusal(data: bytes) -> Issue:
    with pytest.raises(BrokenJsonError) as caught:
        read_json(data)
    return caught.value.issue


@pytest.mark.parametrize(
    ("data", "message", "line", "column"),
    [
        (b"", EMPTY, None, None),
        (b" \n", EMPTY, None, None),
        (b'{"a": 1,}', "The descriptor is not JSON: Illegal trailing comma before end of object.", 1, 8),
        (b'{"a": [1\n, ]}', "The descriptor is not JSON: Illegal trailing comma before end of array.", 2, 1),
        (b'{\n "a": x}', "The descriptor is not JSON: Expecting value.", 2, 7),
        (b'{"a": 1} x', "The descriptor is not JSON: Extra data.", 1, 10),
        (b"{'a': 1}", "The descriptor is not JSON: Expecting property name enclosed in double quotes.", 1, 2),
        (b'{"a": "\x01"}', "The descriptor is not JSON: Invalid control character at.", 1, 8),
        (b'{\n"\xc3\xa9": "\xff"}', "The descriptor is not UTF-8: byte 9 is 0xff.", 2, 7),
        (b"[" * 100_000, DEEP, None, None),
        (b'{"a":' * 100_000, DEEP, None, None),
        (b"[" * 100_000 + b"]" * 100_000, DEEP, None, None),
        (b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1), DEEP, None, None),
        (b"9" * 5000, "The descriptor holds a number of thousands of digits.", None, None),
    ],
)
def test_what_is_not_json_is_refused_with_its_place(
    data: bytes, message: str, line: int | None, column: int | None
) -> None:
    issue = refusal(data)
    assert (issue.code, issue.severity, issue.message, issue.line, issue.column) == (
        "descriptor/json",
        "error",
        message,
        line,
        column,
    )


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (b'{"a": 1,}', "A comma must not stand before a closing bracket."),
        (b"{'a': 1}", "Strings stand in double quotes."),
        (b'{"a": 1} // x', "JSON has no comments."),
    ],
)
def test_the_usual_slips_have_a_hint(data: bytes, hint: str) -> None:
    assert refusal(data).hint == hint


@pytest.mark.parametrize(
    ("data", "value", "severity", "message"),
    [
        (b'\xef\xbb\xbf{"a": 1}', {"a": 1}, "warning", "The descriptor begins with a byte order mark (utf-8)."),
        ('\ufeff{"a": 1}'.encode("utf-16-le"), {"a": 1}, "warning",
         "The descriptor begins with a byte order mark (utf-16-le)."),
        (b'{"a": NaN}', {"a": None}, "error", "NaN is not JSON; it is read as null."),
        (b'{"a": [Infinity, Infinity]}', {"a": [None, None]}, "error", "Infinity is not JSON; it is read as null."),
        (b'{"a": -Infinity}', {"a": None}, "error", "-Infinity is not JSON; it is read as null."),
        (b'{"a": 1, "a": 2}', {"a": 2}, "warning", 'The name "a" stands twice in one object; the last counts.'),
        (rb'{"a": ["\ud800"]}', {"a": ["\ufffd"]}, "warning",
         "A string holds half of a character (an escape of a lone surrogate)."),
    ],
)  # fmt: skip
def test_what_can_be_read_all_the_same_is_noted(data: bytes, value: Any, severity: str, message: str) -> None:
    found, issues = read_json(data)
    assert found == value
    assert [(issue.code, issue.severity, issue.message) for issue in issues] == [("descriptor/json", severity, message)]


@pytest.mark.parametrize(
    ("data", "places"),
    [
        (b'{"a": 1,\n "a": 2, "a": 3}', [(2, 2)]),
        (b'{"a": {"b": 1,\n  "b": 2},\n "a": "a",\n "c": ["a", "a"]}', [(2, 3), (3, 2)]),
        (rb'{"\u0061": "NaN", "NaN": "\"Infinity", "a": NaN}', [(1, 40), (1, 45)]),
        (b'[{"a": 1}, {"a": 2},\n {"a": -Infinity}]', [(2, 8)]),
        (rb'["\\ud800\ud83d\ude00 \ude00"]', [(1, 23)]),
        (rb'["\ud83d\ud83d\ude00"]', [(1, 3)]),
        (b'\xef\xbb\xbf{\n"a": NaN}', [(1, 1), (2, 6)]),
        ('{"名": 1,\n"é": [NaN]}'.encode(), [(2, 7)]),
    ],
)
def test_what_is_noted_has_its_line_and_column(data: bytes, places: list[tuple[int, int]]) -> None:
    assert [(issue.line, issue.column) for issue in read_json(data)[1]] == places


@given(json_values)
def test_a_name_that_is_put_in_twice_is_found_where_it_stands_again(value: Any) -> None:
    text = '{"twice":' + json.dumps(value, ensure_ascii=True) + ',\n  "twice": 1}'
    [issue] = read_json(text.encode())[1]
    assert (issue.message[:18], issue.line, issue.column) == ('The name "twice" s', 2, 3)


def test_pairs_of_escapes_are_whole_characters() -> None:
    assert read_json(rb'["\ud83d\ude00"]') == (["😀"], [])


@given(json_values)
def test_whatever_python_writes_is_read_back(value: Any) -> None:
    text = json.dumps(value).encode()
    assert read_json(text) == (json.loads(text), [])


@given(st.binary(max_size=30))
def test_no_bytes_make_it_fail_otherwise(data: bytes) -> None:
    with contextlib.suppress(BrokenJsonError):
        read_json(data)
