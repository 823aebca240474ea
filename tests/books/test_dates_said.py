"""Dates as intervals: how they lie to each other, and what a text says of the date in a cell."""

from __future__ import annotations

import datetime as dt

import edtf as library
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.books.dates import Agreement, agrees, contains, interval, overlaps, precedes

DATES = st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31))
SINGLE = DATES.flatmap(
    lambda day: st.sampled_from([day.isoformat(), day.isoformat()[:7], day.isoformat()[:4], f"{day.isoformat()[:4]}?"])
)


@pytest.mark.parametrize(
    ("said", "cell", "expected"),
    [
        ("2020-04-21", "2020-04-21", Agreement(given=("year", "month", "day"))),
        ("XXXX-04-21", "2020?-04-21", Agreement(given=("month", "day"), missing=("year",))),
        ("XXXX-04-21", "2020-04-21", Agreement(given=("month", "day"), missing=("year",), unmarked=("year",))),
        ("2020-04-22", "2020-04", Agreement(given=("year", "month"))),
        ("2020-04", "2020-04-22", Agreement(given=("year", "month"), missing=("day",), unmarked=("day",))),
        ("XXXX-04-22", "2020?-04-21", Agreement(given=("month",), missing=("year",), differing=("day",))),
        ("2021", "2020", Agreement(differing=("year",))),
        ("199X", "1990", Agreement(missing=("year",), unmarked=("year",))),
        ("198X", "1990", Agreement(differing=("year",))),
        ("2020-21", "2020-22", Agreement(given=("year",), differing=("month",))),
        (
            "XXXX-05-18/XXXX-05-20",
            "2020?-05-18/2020?-05-20",
            Agreement(given=("month", "day", "end month", "end day"), missing=("year", "end year")),
        ),
        ("XXXX-05-18/XXXX-05-20", "2020-05-18", Agreement(differing=("year", "month", "day"))),
        ("2020-01/2020-12", "2020", Agreement(given=("year",))),
        ("2009", "2009/..", Agreement(given=("year",))),
        ("2019", "2019/2021", Agreement(given=("year",), missing=("end year",), unmarked=("end year",))),
        ("2021", "2019/2021", Agreement(given=("end year",), missing=("year",), unmarked=("year",))),
        ("2019/2020", "2019/2021", Agreement(given=("year",), differing=("end year",))),
    ],
)
def test_a_date_is_held_against_a_cell_component_by_component(said: str, cell: str, expected: Agreement) -> None:
    assert agrees(said, cell) == expected


@pytest.mark.parametrize(
    ("said", "cell", "holds", "is_whole"),
    [
        ("2020-04-21", "2020-04-21", True, True),
        ("XXXX-04-21", "2020?-04-21", True, False),
        ("2021", "2020", False, False),
        ("199X", "1990", False, False),
    ],
)
def test_an_agreement_holds_where_something_is_given_and_nothing_differs(
    said: str, cell: str, *, holds: bool, is_whole: bool
) -> None:
    assert (agrees(said, cell).holds, agrees(said, cell).is_whole) == (holds, is_whole)


def test_what_is_no_date_is_refused() -> None:
    with pytest.raises(ValueError, match="no such day"):
        agrees("2021-02-29", "2021")


@given(SINGLE)
def test_a_date_gives_itself_whole(date: str) -> None:
    assert agrees(date, date).is_whole


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
