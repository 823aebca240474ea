"""Dates in EDTF: what is read, what is refused, and which days are meant."""

from __future__ import annotations

import calendar
import contextlib
import datetime as dt
import io
import re
from typing import Any

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from talent_dataset.engine.reading import edtf
from talent_dataset.engine.reading.edtf import Component, Moment
from talent_dataset.testing import edtf_dates

DAY = dt.date

BOUNDS: dict[str, tuple[dt.date | None, dt.date | None]] = {
    # Level 0.
    "1985-04-12": (DAY(1985, 4, 12), DAY(1985, 4, 12)),
    "1985-04": (DAY(1985, 4, 1), DAY(1985, 4, 30)),
    "1985": (DAY(1985, 1, 1), DAY(1985, 12, 31)),
    "2020-02-29": (DAY(2020, 2, 29), DAY(2020, 2, 29)),
    "2000-02": (DAY(2000, 2, 1), DAY(2000, 2, 29)),
    "1900-02": (DAY(1900, 2, 1), DAY(1900, 2, 28)),
    "0000": (None, None),
    "1985-04-12T23:20:30": (DAY(1985, 4, 12), DAY(1985, 4, 12)),
    "1985-04-12T23:20:30Z": (DAY(1985, 4, 12), DAY(1985, 4, 12)),
    "1985-04-12T23:20:30+04:30": (DAY(1985, 4, 12), DAY(1985, 4, 12)),
    "1985-04-12T23:20:30-04": (DAY(1985, 4, 12), DAY(1985, 4, 12)),
    "1964/2008": (DAY(1964, 1, 1), DAY(2008, 12, 31)),
    "2004-02-01/2005": (DAY(2004, 2, 1), DAY(2005, 12, 31)),
    "2020-06/2020": (DAY(2020, 6, 1), DAY(2020, 12, 31)),
    # Level 1.
    "Y170000002": (None, None),
    "Y-170000002": (None, None),
    "-1985": (None, None),
    "2001-21": (DAY(2001, 1, 1), DAY(2001, 12, 31)),
    "1984?": (DAY(1984, 1, 1), DAY(1984, 12, 31)),
    "2004-06~": (DAY(2004, 6, 1), DAY(2004, 6, 30)),
    "2004-06-11%": (DAY(2004, 6, 11), DAY(2004, 6, 11)),
    "201X": (DAY(2010, 1, 1), DAY(2019, 12, 31)),
    "20XX": (DAY(2000, 1, 1), DAY(2099, 12, 31)),
    "2004-XX": (DAY(2004, 1, 1), DAY(2004, 12, 31)),
    "1985-04-XX": (DAY(1985, 4, 1), DAY(1985, 4, 30)),
    "1985-XX-XX": (DAY(1985, 1, 1), DAY(1985, 12, 31)),
    "1985-04-12/..": (DAY(1985, 4, 12), None),
    "../1985-04": (None, DAY(1985, 4, 30)),
    "1985/": (DAY(1985, 1, 1), None),
    "/2023-12-17": (None, DAY(2023, 12, 17)),
    "1984~/2004-06%": (DAY(1984, 1, 1), DAY(2004, 6, 30)),
    # Level 2, of a single component.
    "2020?-07-14": (DAY(2020, 7, 14), DAY(2020, 7, 14)),
    "2020-?07-14": (DAY(2020, 7, 14), DAY(2020, 7, 14)),
    "2004-06~-11": (DAY(2004, 6, 11), DAY(2004, 6, 11)),
    "?2004-06-~11": (DAY(2004, 6, 11), DAY(2004, 6, 11)),
    "2020?-05-18/2020?-05-20": (DAY(2020, 5, 18), DAY(2020, 5, 20)),
    "XXXX-11-22": (None, None),
    "XXXX-02-29": (None, None),
    "156X-12-25": (DAY(1560, 12, 25), DAY(1569, 12, 25)),
    "15XX-12-XX": (DAY(1500, 12, 1), DAY(1599, 12, 31)),
    "201X-02-29": (DAY(2012, 2, 29), DAY(2016, 2, 29)),
    "1984-1X": (DAY(1984, 10, 1), DAY(1984, 12, 31)),
    "2021-XX-31": (DAY(2021, 1, 31), DAY(2021, 12, 31)),
    "XXX0": (None, DAY(9990, 12, 31)),
}

REFUSED = {
    "2021/2020": "the interval ends before it starts",
    "2020-05-20/2020-05-18": "the interval ends before it starts",
    "2021-02-29": "there is no such day in the calendar",
    "1900-02-29": "there is no such day in the calendar",
    "2020-02-30": "there is no such day in the calendar",
    "2021-04-31": "there is no such day in the calendar",
    "2020-02-3X": "there is no such day in the calendar",
    "XXX1-02-29": "there is no such day in the calendar",
    "2020-01-00": "there is no such day in the calendar",
    "2020-13": "there is no month 13",
    "2020-00": "there is no month 00",
    "2020-25": "there is no month 25",
    "2020-3X": "there is no month 3X",
    "2001-21-03": "21 is a season, which has no days",
    "-0000": "there is no year -0000: the year before 1 is 0000",
    "../..": "an interval names at least one date",
    "/": "an interval names at least one date",
    "2019/2020/2021": "an interval has two ends, and one slash between them",
    "2020-04-21T10:00:00/2021": "the ends of an interval are days, without a time",
}

NO_DATES = [
    *(
        "",
        " ",
        "?",
        "X",
        "..",
        "now",
        "2020-",
        "2020-4-1",
        "20200401",
        "2020/04/01 ",
        " 2020",
        "2020 ",
        "2020-04-01-02",
    ),
    *("２０２０", "20２0", "2020–04", "199u", "1984??", "2020-04-21t10:00:00", "Y1985", "Y01985", "Y17E7", "1950S2"),
    *(
        "[1667,1668]",
        "{1960}",
        "open",
        "2020-04T10:00:00",
        "2020-04-21T24:00:00",
        "2020-04-21T23:59:60",
        "2020-04-21T10:00",
    ),
    *("2020?-04-21T10:00:00", "2020-04-2XT10:00:00", "+2020", "12020", "202", "2020\n", "xxxx-11-22"),
]


@pytest.mark.parametrize("text", BOUNDS)
def test_the_first_and_last_day_of_a_date_are_told(text: str) -> None:
    found = edtf.parse(text)
    assert (found.earliest, found.latest) == BOUNDS[text]


@pytest.mark.parametrize("text", REFUSED)
def test_what_the_calendar_does_not_have_is_refused_with_the_reason(text: str) -> None:
    assert edtf.reason(text) == REFUSED[text]


@pytest.mark.parametrize("text", NO_DATES)
def test_what_has_not_the_form_of_a_date_is_refused(text: str) -> None:
    assert not edtf.is_valid(text)


def test_a_mark_to_the_right_holds_for_all_to_its_left_and_one_to_the_left_for_one_component() -> None:
    assert edtf.parse("2020?-07-~14").start == Moment(
        Component("2020", is_uncertain=True), Component("07"), Component("14", is_approximate=True)
    )
    assert edtf.parse("2020-07-14%").start == Moment(
        Component("2020", is_uncertain=True, is_approximate=True),
        Component("07", is_uncertain=True, is_approximate=True),
        Component("14", is_uncertain=True, is_approximate=True),
    )


@given(edtf_dates())
def test_every_date_of_the_strategy_is_valid_and_does_not_end_before_it_starts(text: str) -> None:
    found = edtf.parse(text)
    assert found.earliest is None or found.latest is None or found.earliest <= found.latest


@given(st.dates(dt.date(1000, 1, 1), dt.date(2999, 12, 31)), st.data())
def test_hiding_a_digit_widens_the_bounds(day: dt.date, data: st.DataObject) -> None:
    text = day.isoformat()
    place = data.draw(st.sampled_from([at for at, char in enumerate(text) if char != "-" and at > 0]))
    wider = edtf.parse(f"{text[:place]}X{text[place + 1 :]}")
    assert wider.earliest is not None
    assert wider.latest is not None
    assert wider.earliest <= day <= wider.latest


@given(st.lists(edtf_dates() | st.none() | st.text("0123456789-X?~/T.", max_size=12), max_size=6))
def test_columns_are_read_as_their_texts_are(texts: list[str | None]) -> None:
    column = pl.DataFrame({"on": pl.Series(texts, dtype=pl.String)})
    on = pl.col("on")
    read = column.select(valid=edtf.is_valid_expr(on), first=edtf.earliest_expr(on), last=edtf.latest_expr(on))
    alone = [(None if t is None else edtf.is_valid(t), *_bounds(t)) for t in texts]
    assert read.rows() == alone
    assert read.dtypes == [pl.Boolean, pl.Date, pl.Date]


def _bounds(text: str | None) -> tuple[dt.date | None, dt.date | None]:
    if text is None or not edtf.is_valid(text):
        return None, None
    found = edtf.parse(text)
    return found.earliest, found.latest


# Where the library differs, and why it is no judge there.
DIFFERENT = {
    "2021/2020": "it accepts intervals that end before they start",
    "2021-02-29": "it accepts days that are not in the calendar",
    "2021-02-29/2022": "it accepts them in intervals too",
    "2020-04-21T24:00:00": "it accepts an hour of 24",
    "2001-21": "it ties seasons to the northern hemisphere",
    "XXXX-11-22": "it takes a year of which nothing is known for 0 to 9999",
    "201X-02-29": "it takes the first and last year of the decade, leap years or not",
}
# It refuses an open end beside unspecified digits or marks of one component, and a part of a month.
REFUSED_THERE = re.compile(r"(?=.*/)(?=.*(X|\?-|-\?)).*|[0-9]{4}-1X")


@given(edtf_dates())
@example("1985-04")
@example("156X-12-25")
def test_the_edtf_library_reads_the_same_days(text: str) -> None:
    theirs = _theirs(text)
    if theirs is None:
        assert REFUSED_THERE.fullmatch(text)
    elif text not in DIFFERENT and not text.startswith("XXXX"):
        ours = edtf.parse(text)
        for mine, strict in ((ours.earliest, theirs.lower_strict), (ours.latest, theirs.upper_strict)):
            assert mine is None or _day(strict()) == (mine.year, mine.month, mine.day)


@pytest.mark.parametrize("text", DIFFERENT)
def test_the_edtf_library_differs_where_we_say(text: str) -> None:
    theirs = _theirs(text)
    assert theirs is not None
    first, last = _bounds(text)
    days = [day and (day.year, day.month, day.day) for day in (first, last)]
    assert not edtf.is_valid(text) or days != [_day(theirs.lower_strict()), _day(theirs.upper_strict())]


def _theirs(text: str) -> Any:
    library = pytest.importorskip("edtf", reason="the oracle is not installed")
    refusal = library.parser.edtf_exceptions.EDTFParseException
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(refusal, AttributeError):
        return library.parse_edtf(text)
    return None


def _day(moment: Any) -> tuple[int, int, int]:
    return moment.tm_year, moment.tm_mon, moment.tm_mday


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
