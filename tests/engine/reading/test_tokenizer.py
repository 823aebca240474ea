from __future__ import annotations

import csv
import io
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.engine.descriptor.model import Dialect
from talent_dataset.engine.reading import grammar as module
from talent_dataset.engine.reading.encodings import decoded
from talent_dataset.engine.reading.grammar import Break, Records

PLAIN = st.text(st.sampled_from("ab,;\"'\n\r\\ #é中|\x00\u2028\x1a"), max_size=6)
ROWS = st.lists(st.lists(PLAIN, min_size=1, max_size=4), min_size=1, max_size=6)


def read(text: str, **dialect: Any) -> list[list[str] | None]:
    return [record.cells for record in Records(iter([text]), Dialect(**dialect))]


def slips(text: str) -> list[tuple[str, int, int]]:
    return [(slip, record.row, at) for record in Records(iter([text]), Dialect()) for slip, at in record.slips]


@given(ROWS)
def test_agrees_with_the_csv_module_on_what_that_writes(rows: list[list[str]]) -> None:
    target = io.StringIO()
    csv.writer(target, quoting=csv.QUOTE_ALL, lineterminator="\n", strict=True).writerows(rows)
    text = target.getvalue()
    assert read(text) == rows == list(csv.reader(io.StringIO(text, newline=""), strict=True))


@given(st.text(st.sampled_from('ab,"\n'), max_size=20))
def test_agrees_with_the_csv_module_on_every_text_without_slips(text: str) -> None:
    if slips(text):
        return
    assert read(text) == list(csv.reader(io.StringIO(text, newline=""), strict=True))


DIALECTS = st.builds(
    Dialect,
    delimiter=st.sampled_from([",", ";", "\t", "|", " ", "||", "<>", "§", ",,"]),
    quote_char=st.sampled_from(['"', "'", "~", "‹"]),
    double_quote=st.booleans(),
    escape_char=st.sampled_from([None, "\\", "^"]),
    line_terminator=st.sampled_from(["\r\n", "\n", "\r", "!", "\n\n", "##"]),
    skip_initial_space=st.booleans(),
    comment_char=st.sampled_from([None, "#", "//"]),
)


def written(rows: list[list[str]], dialect: Dialect) -> str:
    quote, escape = str(dialect.quote_char), dialect.escape_char

    def cell(text: str) -> str:
        if escape is not None:
            text = text.replace(escape, escape * 2)
        inner = text.replace(quote, quote * 2 if dialect.double_quote else f"{escape}{quote}")
        return quote + inner + quote

    return "".join(dialect.delimiter.join(map(cell, row)) + dialect.line_terminator for row in rows)


@given(ROWS, DIALECTS)
def test_reads_back_what_is_written_in_any_dialect(rows: list[list[str]], dialect: Dialect) -> None:
    if not dialect.double_quote and dialect.escape_char is None:
        rows = [[cell.replace(str(dialect.quote_char), "") for cell in row] for row in rows]
    found = list(Records(iter([written(rows, dialect)]), dialect))
    assert [record.cells for record in found] == rows
    assert [record.slips for record in found] == [[]] * len(rows)


@given(st.text(st.sampled_from('ab,"\r\n#\\'), max_size=30), st.lists(st.integers(0, 30)), DIALECTS)
def test_where_the_text_is_cut_into_pieces_changes_nothing(text: str, cuts: list[int], dialect: Dialect) -> None:
    places = sorted({0, len(text), *(min(cut, len(text)) for cut in cuts)})
    pieces = [text[start:end] for start, end in pairwise(places)]
    whole, cut = Records(iter([text]), dialect), Records(iter(pieces), dialect)
    assert list(cut) == list(whole)
    assert (cut.row, cut.line, cut.column, cut.offset()) == (whole.row, whole.line, whole.column, whole.offset())


@given(st.text(st.sampled_from('ab,"\r\n#'), max_size=30))
def test_records_and_line_ends_together_are_the_text(text: str) -> None:
    rest = text
    for record in Records(iter([text]), Dialect()):
        assert rest.startswith(record.text)
        rest = rest.removeprefix(record.text)
        rest = rest.removeprefix("\r\n") if rest.startswith("\r\n") else rest[1:]
    assert rest == ""


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
        ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
        ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
        ("a,b\n1\r2,3\n", [["a", "b"], ["1\r2", "3"]]),
        ("a\n\n\nb", [["a"], [], [], ["b"]]),
        ('a\n""\n', [["a"], [""]]),
        ("a\n  \n", [["a"], ["  "]]),
        (",,\n", [["", "", ""]]),
        ("a\u2028b\x0b\x0c\x85,\x00\n", [["a\u2028b\x0b\x0c\x85", "\x00"]]),
        ("", []),
        ("\n", [[]]),
        ('"a\r\nb",c', [["a\r\nb", "c"]]),
    ],
)
def test_what_ends_a_record(text: str, cells: list[list[str]]) -> None:
    assert read(text) == cells


def test_a_space_before_a_quote_makes_a_bare_cell() -> None:
    assert read('a, "b"\n') == [["a", ' "b"']]
    assert slips('a, "b"\n') == [("bare-quote", 1, 3)]


def test_skip_initial_space_drops_blanks_before_cells() -> None:
    assert read('a,  "x,y", b \n', skip_initial_space=True) == [["a", "x,y", "b "]]


def test_text_after_a_closing_quote_is_kept_and_told() -> None:
    assert read('1,"a"b,c\n') == [["1", "ab", "c"]]
    assert slips('1,"a"b,c\n') == [("text-after-quote", 1, 2)]


def test_a_quote_inside_a_bare_cell_is_kept_and_told() -> None:
    assert read('1,5" pipe\n') == [["1", '5" pipe']]
    assert slips('x\n1,5" pipe\n') == [("bare-quote", 2, 3)]


def test_an_unclosed_quote_is_told_where_it_opens() -> None:
    assert slips('x,y\n1,"a\n2,b\n') == [("unclosed-quote", 2, 2)]


def test_an_escape_character_that_is_the_quote_doubles_it() -> None:
    assert read('"a""b",c\n', escape_char='"') == [['a"b', "c"]]


def test_an_escaped_delimiter_belongs_to_the_cell() -> None:
    assert read("1,apple|,fruits\n", escape_char="|") == [["1", "apple,fruits"]]


def test_a_comment_is_a_line_whatever_it_holds() -> None:
    text = "#it's \"open\na,b\n1,#2\n#end"
    assert read(text, comment_char="#") == [None, ["a", "b"], ["1", "#2"], None]


def test_a_quoted_cell_that_begins_with_the_comment_character_is_data() -> None:
    assert read('"#a",b\n', comment_char="#") == [["#a", "b"]]


def test_records_know_where_they_begin() -> None:
    found = Records(iter(['a,"x\ny"\n\nb,c\n']), Dialect())
    assert [(record.row, record.line, record.column) for record in found] == [(1, 1, 1), (2, 3, 1), (3, 4, 1)]


def test_records_of_another_terminator_begin_within_lines() -> None:
    found = Records(iter(["a;b\nc;d"]), Dialect(line_terminator=";"))
    assert [(record.line, record.column, record.text) for record in found] == [(1, 1, "a"), (1, 3, "b\nc"), (2, 3, "d")]


def test_bad_bytes_are_marked_and_the_records_go_on() -> None:
    data = "id,näme\n1,a\n2,\u4e2d".encode() + b"\xff\n3,c\n"
    found = Records(decoded(io.BytesIO(data), "utf-8"), Dialect())
    assert [(record.cells, record.bad) for record in found] == [
        (["id", "näme"], None),
        (["1", "a"], None),
        (["2", "\u4e2d\ufffd"], {1: "The byte FF is not UTF-8 text."}),
        (["3", "c"], None),
    ]
    assert found.offset() == len(data)


def test_a_record_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_RECORD", 1000)
    found = Records(iter(['a,b\n1,"', *["x" * 100] * 50]), Dialect())
    assert [record.cells for record in found] == [["a", "b"]]
    assert found.broken == Break(2, 2, 1)


def test_a_huge_cell_is_read() -> None:
    text = "x" * 5_000_000
    assert read(f'1,"{text}"\n2,b\n') == [["1", text], ["2", "b"]]
