"""Dates as intervals: how they lie to each other, and what a text says of the date in a cell."""

from __future__ import annotations

import datetime as dt

import edtf as library
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.provenance.dates import contains, interval, overlaps, parts_of, parts_said, precedes

DATES = st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31))
SINGLE = DATES.flatmap(
    lambda day: st.sampled_from([day.isoformat(), day.isoformat()[:7], day.isoformat()[:4], f"{day.isoformat()[:4]}?"])
)


START, END = ("start.year", "start.month", "start.day"), ("end.year", "end.month", "end.day")


@pytest.mark.parametrize(
    ("said", "cell", "parts"),
    [
        ("2020-04-21", "2020-04-21", START),
        ("XXXX-04-21", "2020?-04-21", START[1:]),
        ("2020-04-22", "2020-04", START[:2]),
        ("2020-04", "2020-04-22", START[:2]),
        ("199X", "199X", ()),
        ("1990", "199X", START[:1]),
        ("XXXX-05-18/XXXX-05-20", "2020?-05-18/2020?-05-20", (*START[1:], *END[1:])),
        ("2020-01/2020-12", "2020", START[:1]),
        ("2009", "2009/..", START[:1]),
        ("2019", "2019/2021", START[:1]),
        ("2021", "2019/2021", END[:1]),
        ("2021-05", "2021-05-18/2021-05-20", (*START[:2], *END[:2])),
    ],
)
def test_a_date_bears_out_what_it_says_of_a_cell(said: str, cell: str, parts: tuple[str, ...]) -> None:
    assert parts_said(said, cell) == frozenset(parts)


@pytest.mark.parametrize(
    ("said", "cell"),
    [
        ("XXXX-04-22", "2020?-04-21"),
        ("2021", "2020"),
        ("198X", "1990"),
        ("2020-21", "2020-22"),
        ("XXXX-05-18/XXXX-05-20", "2020-05-18"),
        ("2020-01/2020-11", "2020"),
        ("2019/2020", "2019/2021"),
        ("2021-02-29", "2021"),
        ("2021", "soon"),
    ],
)
def test_a_date_that_says_anything_else_bears_out_nothing(said: str, cell: str) -> None:
    assert parts_said(said, cell) == frozenset()


@given(SINGLE)
def test_a_date_bears_out_itself_whole(date: str) -> None:
    assert parts_said(date, date) == parts_of(date)


@given(SINGLE, SINGLE)
def test_dates_lie_to_each_other_as_the_bounds_of_the_edtf_library_say(one: str, other: str) -> None:
    (first, last), (other_first, other_last) = _bounds(one), _bounds(other)
    assert interval(one) == (first, last)
    assert overlaps(one, other) == (first <= other_last and other_first <= last)
    assert contains(one, other) == (first <= other_first and other_last <= last)
    assert precedes(one, other) == (last < other_first)


@pytest.mark.parametrize("text", ["2021/2020", "2021-02-29"])
def test_the_edtf_library_accepts_what_is_no_date_here(text: str) -> None:
    assert library.parse_edtf(text)
    with pytest.raises(ValueError, match=r"ends before it starts|no such day"):
        interval(text)


def _bounds(text: str) -> tuple[dt.date, dt.date]:
    parsed = library.parse_edtf(text)
    return tuple(dt.date(*bound[:3]) for bound in (parsed.lower_strict(), parsed.upper_strict()))  # type: ignore[return-value]


@pytest.mark.parametrize(("text", "bounds"), [("2020/..", (dt.date(2020, 1, 1), None)), ("XXXX-04", (None, None))])
def test_a_bound_that_is_open_or_unknown_is_none(text: str, bounds: tuple[dt.date | None, dt.date | None]) -> None:
    assert interval(text) == bounds


def test_an_open_bound_excludes_no_day_and_holds_those_inside() -> None:
    assert overlaps("2020/..", "2031")
    assert not overlaps("2020/..", "2019")
    assert contains("2020/..", "2031")
    assert not contains("2031", "2020/..")
    assert not precedes("2020/..", "2031")
