"""Days of the calendar (proleptic Gregorian, any year) that fit digits, some of them unspecified (``X``)."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
    if descending == (sign > 0):
        choices = [tuple(reversed(choice)) for choice in choices]
    for found in product(*choices):
        year = sign * int("".join(map(str, found)))
        if sign > 0 or year:
            yield year


def extreme_day(year: str, month: str, day: str, *, is_last: bool) -> tuple[int, int, int] | None:
    """First (or last) day whose year, month and day fit; ``None`` where there is none."""
    step = -1 if is_last else 1
    fitting_months, fitting_days = months(month)[::step], days(day)[::step]
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
