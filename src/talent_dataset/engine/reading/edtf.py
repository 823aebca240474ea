"""Dates of ISO 8601-2 (EDTF): levels 0 and 1, and from level 2 what may be said of a single component.

Level 2 contributes qualifiers of one component (``2020?-07-14``, ``2020-?07-14``) and unspecified digits anywhere
(``XXXX-11-22``, ``1984-1X``). Sets, exponents, significant digits and the seasons beyond 24 are not read.

Bounds are days. A qualifier does not widen them: ``2020?`` may be wrong, but where it is right it is 2020. Seasons are
bound to no hemisphere by the standard, so their bounds are those of the year. What has no bound has ``None``: an open
or unknown end, a year of which no digit is known, a year outside 1 to 9999.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import polars as pl

# The calendar is the proleptic Gregorian one, for any year: ``datetime`` ends with the years 1 and 9999.
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def days_in(year: int, month: int) -> int:
    """Number of days of a month."""
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return _LENGTHS[month - 1] + (month == 2 and is_leap)  # noqa: PLR2004  # February


@cache
def months(digits: str) -> tuple[int, ...]:
    """Months, ascending, that fit."""
    return tuple(month for month in range(1, 13) if _fits(f"{month:02}", digits))


@cache
def days(digits: str) -> tuple[int, ...]:
    """Days of a month of 31 days, ascending, that fit."""
    return tuple(day for day in range(1, 32) if _fits(f"{day:02}", digits))


def years(digits: str, *, descending: bool = False) -> Iterator[int]:
    """Years that fit, in order. A year before 0 has a sign."""
    sign = -1 if digits.startswith("-") else 1
    choices: list[Sequence[int]] = [range(10) if digit == "X" else (int(digit),) for digit in digits.lstrip("-")]
    # Before the year 0 a larger number is an earlier year.
    if descending == (sign > 0):
        choices = [tuple(reversed(choice)) for choice in choices]
    for found in product(*choices):
        year = sign * int("".join(map(str, found)))
        # There is no year -0000.
        if sign > 0 or year:
            yield year


def extreme_day(year: str, month: str, day: str, *, is_last: bool) -> tuple[int, int, int] | None:
    """First (or last) day whose year, month and day fit; ``None`` where there is none."""
    step = -1 if is_last else 1
    fitting_months, fitting_days = months(month)[::step], days(day)[::step]
    # 2000 is a leap year: a day that fits no month of it fits none at all.
    if not any(number <= days_in(2000, candidate) for candidate in fitting_months for number in fitting_days):
        return None
    for candidate_year in years(year, descending=is_last):
        for candidate_month in fitting_months:
            length = days_in(candidate_year, candidate_month)
            for number in fitting_days:
                if number <= length:
                    return candidate_year, candidate_month, number
    return None


def _fits(digits: str, pattern: str) -> bool:
    return all(mask in ("X", digit) for digit, mask in zip(digits, pattern, strict=True))


_Q = r"([?~%]?)"
_DATE = re.compile(rf"{_Q}(-?[0-9X]{{4}}){_Q}(?:-{_Q}([0-9X]{{2}}){_Q}(?:-{_Q}([0-9X]{{2}}){_Q})?)?")
_LONG_YEAR = re.compile(r"Y(-?[1-9][0-9]{4,})")
_TIME = re.compile(r"T([01][0-9]|2[0-3])(:[0-5][0-9]){2}(Z|[+-]([01][0-9]|2[0-3])(:[0-5][0-9])?)?")
_SEASONS = ("21", "22", "23", "24")
_FORMS = "2020-04-21, 2020-04, 2020, 2020?, XXXX-11-22, 2020-05-18/2020-05-20"

CalendarDay = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Component:
    """A year, month or day as written: digits, or ``X`` for one that is not known.

    Attributes:
        digits: The digits; a season is a month from 21 to 24.
        is_uncertain: It is marked ``?`` or ``%``, itself or with the components to its right.
        is_approximate: It is marked ``~`` or ``%``, likewise.
    """

    digits: str
    is_uncertain: bool = False
    is_approximate: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """A date: a year, perhaps with month and day."""

    year: Component
    month: Component | None = None
    day: Component | None = None
    time: str = ""

    @property
    def components(self) -> tuple[Component, ...]:
        """Those that are there."""
        return tuple(part for part in (self.year, self.month, self.day) if part is not None)

    def bound(self, *, is_last: bool) -> CalendarDay | None:
        """First or last day that it may mean; ``None`` where no digit of the year is known or no such day exists."""
        if self.year.digits == "XXXX":
            return None
        return _day(*self._digits(), is_last=is_last)

    def exists(self) -> bool:
        """Whether some day fits."""
        return _day(*self._digits(), is_last=False) is not None

    def _digits(self) -> tuple[str, str, str]:
        month = self.month.digits if self.month and self.month.digits not in _SEASONS else "XX"
        return self.year.digits, month, self.day.digits if self.day else "XX"


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date or an interval.

    Attributes:
        text: As written.
        start: The date, or the start of the interval; ``None`` where it is open or unknown.
        end: The same date, or the end of the interval; ``None`` where it is open or unknown.
    """

    text: str
    start: Moment | None
    end: Moment | None

    @property
    def is_interval(self) -> bool:
        """Whether two ends are written."""
        return "/" in self.text

    @property
    def earliest(self) -> dt.date | None:
        """First day that is meant."""
        return _as_date(self.start.bound(is_last=False) if self.start else None)

    @property
    def latest(self) -> dt.date | None:
        """Last day that is meant."""
        return _as_date(self.end.bound(is_last=True) if self.end else None)


def parse(text: str) -> Edtf:
    """Read a date.

    Raises:
        ValueError: It is invalid; the message says why.
    """
    first, slash, last = text.partition("/")
    if not slash:
        moment = _moment(text, may_have_time=True)
        return Edtf(text, moment, moment)
    if "/" in last:
        raise ValueError("an interval has two ends, and one slash between them")
    if first in ("", "..") and last in ("", ".."):
        raise ValueError("an interval names at least one date")
    ends = [None if end in ("", "..") else _moment(end) for end in (first, last)]
    _in_order(*ends)
    return Edtf(text, *ends)


def reason(text: str) -> str | None:
    """Why a text is not a date, or ``None`` where it is one."""
    try:
        parse(text)
    except ValueError as error:
        return str(error)
    return None


def is_valid(text: str) -> bool:
    """Whether a text is a date."""
    return reason(text) is None


def _moment(text: str, *, may_have_time: bool = False) -> Moment:
    if long_year := _LONG_YEAR.fullmatch(text):
        return Moment(Component(long_year[1]))
    day, mark, time = text.partition("T")
    found = _DATE.fullmatch(day)
    if found is None:
        raise ValueError(f"it has not the form of a date in EDTF, such as {_FORMS}")
    moment = _qualified(found.groups())
    if mark:
        moment = _timed(moment, text, mark + time, may_have_time=may_have_time)
    _refuse_impossible(moment)
    return moment


def _qualified(groups: tuple[str | None, ...]) -> Moment:
    marks = [(groups[at] or "", groups[at + 1], groups[at + 2] or "") for at in (0, 3, 6)]
    parts: list[Component | None] = []
    for place, (before, digits, _) in enumerate(marks):
        # A mark to the right of a component counts for it and for all to its left, one to its left for it alone.
        applying = before + "".join(after for _, _, after in marks[place:])
        uncertain, approximate = bool(set(applying) & set("?%")), bool(set(applying) & set("~%"))
        parts.append(None if digits is None else Component(digits, uncertain, approximate))
    year, month, day = parts
    assert year is not None  # noqa: S101  # the pattern has a year
    return Moment(year, month, day)


def _timed(moment: Moment, text: str, time: str, *, may_have_time: bool) -> Moment:
    if not may_have_time:
        raise ValueError("the ends of an interval are days, without a time")
    if moment.day is None or not _TIME.fullmatch(time) or set(text) & set("?~%X"):
        raise ValueError("a time stands after a whole date, as in 2020-04-21T09:30:00 or 2020-04-21T09:30:00+08:00")
    return Moment(moment.year, moment.month, moment.day, time)


def _refuse_impossible(moment: Moment) -> None:
    if moment.year.digits == "-0000":
        raise ValueError("there is no year -0000: the year before 1 is 0000")
    month = moment.month.digits if moment.month else "XX"
    if month in _SEASONS:
        if moment.day is not None:
            raise ValueError(f"{month} is a season, which has no days")
    elif not months(month):
        raise ValueError(f"there is no month {month}")
    if not moment.exists():
        raise ValueError("there is no such day in the calendar")


def _in_order(start: Moment | None, end: Moment | None) -> None:
    first = start.bound(is_last=False) if start else None
    last = end.bound(is_last=True) if end else None
    if first is not None and last is not None and first > last:
        raise ValueError("the interval ends before it starts")


@lru_cache(maxsize=4096)
def _day(year: str, month: str, day: str, *, is_last: bool) -> CalendarDay | None:
    return extreme_day(year, month, day, is_last=is_last)


def _as_date(day: CalendarDay | None) -> dt.date | None:
    return dt.date(*day) if day is not None and dt.MINYEAR <= day[0] <= dt.MAXYEAR else None


@cache
def _earliest(text: str) -> dt.date | None:
    return parse(text).earliest if is_valid(text) else None


@cache
def _latest(text: str) -> dt.date | None:
    return parse(text).latest if is_valid(text) else None


def is_valid_expr(column: pl.Expr) -> pl.Expr:
    """Whether each text of a column is a date; null where the text is null."""
    import polars as pl

    return column.map_batches(lambda texts: _by_unique(texts, is_valid, pl.Boolean()), return_dtype=pl.Boolean)


def earliest_expr(column: pl.Expr) -> pl.Expr:
    """The first day (``Date``) that each text of a column may mean; null where the text is invalid, or has none."""
    import polars as pl

    return column.map_batches(lambda texts: _by_unique(texts, _earliest, pl.Date()), return_dtype=pl.Date)


def latest_expr(column: pl.Expr) -> pl.Expr:
    """The last day (``Date``) that each text of a column may mean; null where the text is invalid, or has none."""
    import polars as pl

    return column.map_batches(lambda texts: _by_unique(texts, _latest, pl.Date()), return_dtype=pl.Date)


def _by_unique(texts: pl.Series, read: Callable[[str], object], dtype: pl.DataType) -> pl.Series:
    """Each different text is read once: columns of dates hold few."""
    import polars as pl

    known = texts.unique().drop_nulls()
    if known.is_empty():
        return pl.Series(texts.name, [None] * len(texts), dtype=dtype)
    values = pl.Series([read(text) for text in known.to_list()], dtype=dtype)
    return texts.replace_strict(known, values, default=None, return_dtype=dtype)
