"""Dates as words give them, written in EDTF; what no calendar has is no date."""

from __future__ import annotations

from dataclasses import dataclass

from talent_dataset.engine.reading import edtf

_QUARTERS = {1: ("01", "03"), 2: ("04", "06"), 3: ("07", "09"), 4: ("10", "12")}
_HALVES = {1: ("01", "06"), 2: ("07", "12")}


@dataclass(frozen=True, slots=True)
class Day:
    """The parts of a date that words give: ``None`` for a part that they leave open."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def edtf(self) -> str:
        """The date in EDTF; parts left open before one that is given are unspecified."""
        parts = ["XXXX" if self.year is None else f"{self.year:04}"]
        if self.month is not None or self.day is not None:
            parts.append("XX" if self.month is None else f"{self.month:02}")
        if self.day is not None:
            parts.append(f"{self.day:02}")
        return "-".join(parts)


def single(day: Day) -> str | None:
    """The EDTF of a date, or ``None`` where the calendar has no such day."""
    return _existing(day.edtf)


def interval(first: Day, last: Day) -> str | None:
    """The EDTF of an interval, each end taking from the other what it leaves open; ``None`` where the ends make none.

    ``May 18`` and ``20`` are ``XXXX-05-18/XXXX-05-20``; ``May 18`` and ``June 2, 2021`` are both of 2021.
    """
    if last.month is None and first.month is not None and last.day is not None:
        last = Day(last.year, first.month, last.day)
    if first.month is None and first.day is not None:
        first = Day(first.year, last.month, first.day)
    year = first.year if first.year is not None else last.year
    first, last = Day(year, first.month, first.day), Day(last.year or year, last.month, last.day)
    # Without a year nothing tells whether ``November to March`` ends in the next one.
    if first.year is None and not _is_before(first, last):
        return None
    return _existing(f"{first.edtf}/{last.edtf}")


def _is_before(first: Day, last: Day) -> bool:
    """Whether a day or month comes before another in any year; a month is where it starts."""
    return (first.month, first.day or 0) < (last.month, last.day or 0)


def quarter(year: int | None, number: int) -> str | None:
    """The months of a quarter."""
    return _months(year, _QUARTERS.get(number))


def quarters(year: int | None, count: int) -> str | None:
    """The months of the first quarters of a year."""
    return _months(year, ("01", _QUARTERS[count][1]) if count in _QUARTERS else None)


def half(year: int | None, number: int) -> str | None:
    """The months of a half year."""
    return _months(year, _HALVES.get(number))


def _months(year: int | None, months: tuple[str, str] | None) -> str | None:
    stem = Day(year).edtf
    return None if months is None else f"{stem}-{months[0]}/{stem}-{months[1]}"


def _existing(text: str) -> str | None:
    return text if edtf.is_valid(text) else None
