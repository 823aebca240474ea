"""Durations of XML Schema: months and seconds apart, since no month has a fixed length."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cached_property

import polars as pl

from talent_dataset.engine.reading.types.kind import Cells, ShapedKind, looked_up

# XML Schema orders durations by what they add up to from four months.
_STARTS = ((1696, 9), (1697, 2), (1903, 3), (1903, 7))
_LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Duration:
    """Months and seconds. Ordered only where the order holds whenever the duration starts."""

    months: int
    seconds: Decimal

    def _ends(self) -> list[Fraction | int]:
        seconds = int(self.seconds) if self.seconds == self.seconds.to_integral_value() else Fraction(self.seconds)
        return [_day(year, month, self.months) * 86_400 + seconds for year, month in _STARTS]

    def __lt__(self, other: Duration) -> bool:
        # Of equal months the seconds decide, whatever the calendar.
        if self.months == other.months:
            return self.seconds < other.seconds
        return all(mine < others for mine, others in zip(self._ends(), other._ends(), strict=True))

    def __le__(self, other: Duration) -> bool:
        if self.months == other.months:
            return self.seconds <= other.seconds
        return all(mine <= others for mine, others in zip(self._ends(), other._ends(), strict=True))

    def __gt__(self, other: Duration) -> bool:
        return other < self

    def __ge__(self, other: Duration) -> bool:
        return other <= self


def _day(year: int, month: int, more: int) -> int:
    """Days from the civil epoch to the first of a month, ``more`` months after one; any year."""
    # Days from civil, after Howard Hinnant: a year begins in March, so that the leap day is its last.
    months = year * 12 + month - 1 + more
    year, month = divmod(months, 12)
    month += 1
    year -= month <= 2  # noqa: PLR2004
    era, of_era = divmod(year, 400)
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5  # noqa: PLR2004
    return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year


class DurationKind(ShapedKind):
    """``duration``: ``PnYnMnDTnHnMnS``, with a sign and a fraction of seconds; no weeks. Typed as its text."""

    expected = "a duration such as P1Y2M3DT4H5M6S"
    is_ordered = True

    @cached_property
    def shape(self) -> str:
        """At least one part after ``P``, and after ``T``."""
        day = "[0-9]+D"
        date_part = f"(?:[0-9]+Y(?:[0-9]+M)?(?:{day})?|[0-9]+M(?:{day})?|{day})"
        second = r"[0-9]+(?:\.[0-9]+)?S"
        time_part = f"T(?:[0-9]+H(?:[0-9]+M)?(?:{second})?|[0-9]+M(?:{second})?|{second})"
        return f"-?P(?:{date_part}(?:{time_part})?|{time_part})"

    def is_shaped(self, text: pl.Expr) -> pl.Expr:
        """Of bearable length, too: sums of longer numbers take longer than linear time."""
        return super().is_shaped(text) & (text.str.len_bytes() <= _LONGEST)

    def fit(self, texts: pl.Series) -> pl.Series:
        return super().fit(texts) & (texts.str.len_bytes() <= _LONGEST)

    def clean(self, cells: Cells) -> pl.Expr:
        return super().clean(cells) & (cells.text.str.len_bytes().max() <= _LONGEST).fill_null(value=True)

    def parse(self, text: str) -> Duration:
        """Months and seconds, signed."""
        if len(text) > _LONGEST:
            raise ValueError(f"longer than {_LONGEST} characters")
        self.match(text)
        body = text.removeprefix("-").removeprefix("P")
        date_part, _, time_part = body.partition("T")
        years, months, days = _amounts(date_part, "YMD")
        hours, minutes, seconds = _amounts(time_part, "HMS")
        whole = ((int(days) * 24 + int(hours)) * 60 + int(minutes)) * 60
        sign = -1 if text.startswith("-") else 1
        with localcontext() as exactly:
            # Digits for all that the text holds: no sum is rounded.
            exactly.prec = len(text) + 10
            total = whole + Decimal(seconds)
            return Duration(sign * (int(years) * 12 + int(months)), sign * total if total else Decimal(0))

    def key(self, cells: Cells) -> pl.Expr:
        """Months and seconds as text."""
        return looked_up(cells.present, self._canonical, pl.String)

    def _canonical(self, text: str) -> str:
        value = self.parse(text)
        return f"{value.months} {_plain(value.seconds)}"

    def exact(self, text: str) -> Hashable:
        """A ``Duration``: equal where months and seconds are."""
        return self.parse(text)


def _amounts(text: str, units: str) -> list[str]:
    amounts = []
    for unit in units:
        amount, found, rest = text.partition(unit)
        amounts.append(amount if found else "0")
        text = rest if found else text
    return amounts


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text
