"""Days of the calendar that fit digits."""

from __future__ import annotations

import calendar
import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.engine.reading import edtf


@given(st.integers(1, 9999), st.integers(1, 12))
def test_months_are_as_long_as_in_the_calendar(year: int, month: int) -> None:
    assert edtf.days_in(year, month) == calendar.monthrange(year, month)[1]


@given(st.dates())
def test_a_day_fits_itself_alone(day: dt.date) -> None:
    digits = f"{day.year:04}", f"{day.month:02}", f"{day.day:02}"
    assert [edtf.extreme_day(*digits, is_last=last) for last in (False, True)] == [(day.year, day.month, day.day)] * 2


def test_years_come_in_order_and_those_before_0_with_their_sign() -> None:
    assert list(edtf.years("200X")) == list(range(2000, 2010))
    assert list(edtf.years("200X", descending=True)) == list(range(2009, 1999, -1))
    assert list(edtf.years("-000X")) == list(range(-9, 0))
    assert list(edtf.years("-000X", descending=True)) == list(range(-1, -10, -1))


def test_what_no_calendar_has_is_found_out_without_trying_every_year() -> None:
    assert edtf.extreme_day("XXXX", "02", "3X", is_last=False) is None
