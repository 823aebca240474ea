"""Dates, times and their parts in their default formats: the forms of XML Schema, by shape."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

import polars as pl

from talent_dataset.engine.descriptor.constraints import Comparison
from talent_dataset.engine.reading.types.kind import COMPARE, Cells, ShapedKind, extreme_keeps, fails

# The calendar as regular expressions: a day that does not exist does not match, so that no date need be parsed.
YEAR = "(?:[0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})"
_LEAP_YEAR = (
    "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])"  # divisible by 4, not by 100
    "|(?:0[48]|[2468][048]|[13579][26])00)"  # divisible by 400
)
_DAY_OF_YEAR = (
    "(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    "|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)
DATE = f"(?:{YEAR}-{_DAY_OF_YEAR}|{_LEAP_YEAR}-02-29)"
TIME = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
# XML Schema: 24:00:00 is the first instant of the next day; offsets reach 14 hours.
OFFSET = "(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
DATETIME = rf"{DATE}T(?:{TIME}(?:\.[0-9]+)?|24:00:00(?:\.0+)?){OFFSET}?"
# XML Schema gYear: at least four digits, more without a leading zero, and there is no year 0000.
LONG_YEAR = "-?(?:[1-9][0-9]{4,17}|" + YEAR + ")"
MONTH = "(?:0[1-9]|1[0-2])"


# Instants are seconds: exact, and in UTC some lie before the year 1 or after 9999, where ``datetime`` ends.
_DAY = 86_400


def seconds_of(value: datetime) -> tuple[int, str]:
    """Seconds since the year 1 (in UTC where there is an offset) and the digits of their fraction.

    Pairs of two instants compare as the instants do.
    """
    ahead = value.utcoffset() or timedelta()
    seconds = value.toordinal() * _DAY + value.hour * 3600 + value.minute * 60 + value.second
    return seconds - ahead.days * _DAY - ahead.seconds, f"{value.microsecond:06}".rstrip("0")


def instant_of(seconds: Any) -> datetime | None:
    """The ``datetime`` of such a pair; ``None`` where it is finer than microseconds or out of range."""
    whole, fraction = seconds
    if len(fraction) > len("123456"):
        return None
    try:
        start = datetime(1, 1, 1)  # noqa: DTZ001 (instants are told in UTC, without a zone)
        return start + timedelta(days=-1, seconds=whole, microseconds=int(fraction.ljust(6, "0")))
    except OverflowError:
        return None


def naive(value: Any) -> Any:
    """A datetime in UTC without its zone, as a column holds it; ``None`` where that is out of range."""
    if not isinstance(value, datetime) or value.tzinfo is None:
        return value
    try:
        return value.replace(tzinfo=None) - (value.utcoffset() or timedelta())
    except OverflowError:
        return None


_LOOSE_DATE = re.compile(r"([0-9]{1,4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,4})(?:[T ].*)?")
_COMPACT_DATE = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_CHINESE_DATE = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})[日号]")
_LOOSE_TIME = re.compile(r"([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2}))?")
_MICROSECOND_DIGITS = 6
_MICROSECOND_LENGTH = len("2024-01-26T15:00:00.123456")


class TextOrderedKind(ShapedKind):
    """A type whose texts sort as its values do, and are equal where its values are."""

    is_ordered = True

    def key(self, cells: Cells) -> pl.Expr:
        return cells.present

    def breaks(self, cells: Cells, comparison: Comparison, bound: Any) -> pl.Expr | None:
        return fails(cells.text, comparison, pl.lit(str(bound)))

    def among(self, cells: Cells, literals: frozenset[Hashable]) -> pl.Expr | None:
        return cells.is_among(sorted(map(str, literals)))

    def all_keep(self, cells: Cells, comparison: Comparison, bound: Any) -> pl.Expr | None:
        claim: pl.Expr = COMPARE[comparison](cells.text, pl.lit(str(bound)))
        return cells.all_texts(claim)

    def all_among(self, cells: Cells, literals: frozenset[Hashable]) -> pl.Expr | None:
        return cells.is_among([*sorted(map(str, literals)), *cells.missing_texts]).all()


class DateKind(TextOrderedKind):
    """``date``: ``yyyy-mm-dd``, the years 0001 to 9999."""

    dtype = pl.Date
    shape = DATE
    expected = "a date yyyy-mm-dd"

    def parse(self, text: str) -> date:
        self.match(text)
        return date.fromisoformat(text)

    def cast(self, text: pl.Expr) -> pl.Expr:
        return text.str.to_date("%Y-%m-%d", strict=False, cache=False)

    def guesses(self, text: str) -> Iterator[str]:
        """Other orders and separators, where the day cannot be taken for the month."""
        yield from _dates_meant(text)


class TimeKind(TextOrderedKind):
    """``time``: ``hh:mm:ss``."""

    dtype = pl.Time
    shape = TIME
    expected = "a time hh:mm:ss"

    def parse(self, text: str) -> time:
        self.match(text)
        return time.fromisoformat(text)

    def cast(self, text: pl.Expr) -> pl.Expr:
        return text.str.to_time("%H:%M:%S", strict=False, cache=False)

    def guesses(self, text: str) -> Iterator[str]:
        """With leading zeros and seconds."""
        if found := _LOOSE_TIME.fullmatch(text):
            yield f"{int(found[1]):02}:{int(found[2]):02}:{int(found[3] or 0):02}"


class YearKind(ShapedKind):
    """``year``: a ``gYear`` of XML Schema without a time zone."""

    dtype = pl.Int64
    shape = LONG_YEAR
    expected = "a year yyyy"
    uses_value = True
    is_ordered = True

    def parse(self, text: str) -> int:
        """The year, negative before the common era."""
        self.match(text)
        return int(text)

    def literal(self, value: object) -> Hashable:
        """Text as a cell, or a JSON integer."""
        if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool) and value == int(value):
            return int(value)
        return super().literal(value)

    def cast(self, text: pl.Expr) -> pl.Expr:
        return text.cast(pl.Int64, strict=False)

    def breaks(self, cells: Cells, comparison: Comparison, bound: Any) -> pl.Expr | None:
        return fails(cells.typed, comparison, pl.lit(bound)) if abs(bound) < 2**63 else None

    def all_keep(self, cells: Cells, comparison: Comparison, bound: Any) -> pl.Expr | None:
        """The least or the greatest decides."""
        return extreme_keeps(cells, comparison, bound) & cells.all_cast() if abs(bound) < 2**63 else None

    def among(self, cells: Cells, literals: frozenset[Hashable]) -> pl.Expr | None:
        return cells.typed.is_in([year for year in literals if isinstance(year, int) and abs(year) < 2**63])

    def guesses(self, text: str) -> Iterator[str]:
        """The first four digits of a date, a decimal or a Chinese year."""
        if found := re.match(r"[0-9]{4}(?![0-9])", text):
            yield found[0]


class YearMonthKind(ShapedKind):
    """``yearmonth``: a ``gYearMonth`` of XML Schema without a time zone. Typed as its text."""

    shape = f"{LONG_YEAR}-{MONTH}"
    expected = "a month yyyy-mm"
    is_ordered = True

    def parse(self, text: str) -> tuple[int, int]:
        self.match(text)
        year, _, month = text.rpartition("-")
        return int(year), int(month)

    def literal(self, value: object) -> Hashable:
        """Text as a cell, or a pair of JSON integers."""
        if isinstance(value, (list, tuple)) and [type(part) for part in value] == [int, int]:
            return tuple(value)
        return super().literal(value)

    def key(self, cells: Cells) -> pl.Expr:
        return cells.present

    def guesses(self, text: str) -> Iterator[str]:
        """Another separator, a day too many, a missing zero."""
        if found := re.match(r"([0-9]{4})[-/.年 ]?([0-9]{1,2})(?![0-9])", text):
            yield f"{found[1]}-{int(found[2]):02}"


class DatetimeKind(ShapedKind):
    """``datetime``: a ``dateTime`` of XML Schema, the years 0001 to 9999.

    Typed as ``Datetime`` in microseconds: the instant in UTC where there is an offset, else as it stands.
    """

    dtype = pl.Datetime("us")
    shape = DATETIME
    expected = "a date and time such as 2024-01-26T15:00:00 (or with a zone: 2024-01-26T15:00:00Z)"
    is_ordered = True

    def parse(self, text: str) -> datetime:
        """A ``datetime``, aware where the text has an offset; digits beyond microseconds are cut."""
        self.match(text)
        value = datetime.combine(date.fromisoformat(text[:10]), time())
        if not text.startswith("24:", 11):
            clock, fraction, offset = _split_time(text[11:])
            value = datetime.combine(value, time.fromisoformat(clock), offset)
            return value.replace(microsecond=int(fraction[:_MICROSECOND_DIGITS].ljust(_MICROSECOND_DIGITS, "0")))
        return self._next_day(value, text)

    def _next_day(self, value: datetime, text: str) -> datetime:
        try:
            return (value + timedelta(days=1)).replace(tzinfo=_split_time(text[11:])[2])
        except OverflowError:
            msg = "beyond the year 9999"
            raise ValueError(msg) from None

    def exact(self, text: str) -> Hashable:
        """Seconds since the year 1 (in UTC where there is an offset) and the digits of their fraction."""
        whole, _ = seconds_of(self.parse(text))
        return whole, _split_time(text[11:])[1].rstrip("0")

    def breaks(self, cells: Cells, comparison: Comparison, bound: Any) -> pl.Expr | None:
        """Compared in microseconds; finer fractions that tie are left to Python."""
        limit = instant_of(bound)
        if limit is None:
            return None
        value = self.value(cells)
        ties = (value == limit) & (cells.text.str.len_bytes() > _MICROSECOND_LENGTH)
        return pl.when(~ties).then(fails(value, comparison, pl.lit(limit, dtype=self.dtype)))

    def stored(self, value: Any) -> Any:
        """In UTC, without its zone."""
        return naive(value)

    def cast(self, text: pl.Expr) -> pl.Expr:
        return text.map_batches(_instants, return_dtype=self.dtype)

    def guesses(self, text: str) -> Iterator[str]:
        """A blank for the T, a missing time, missing seconds, an offset as RFC 822 writes it."""
        day, _, clock = text.replace("T", " ").replace("t", " ").partition(" ")
        clock, offset = _clock_and_offset(clock)
        for date_text in _dates_meant(day):
            for time_text in (clock or "00:00:00", f"{clock}:00"):
                yield f"{date_text}T{time_text}{offset}"


def _clock_and_offset(text: str) -> tuple[str, str]:
    """``03:04:05 +0000`` as ``03:04:05`` and ``+00:00``; ``UTC`` and ``GMT`` are ``Z``."""
    found = re.fullmatch(r"(.*?) ?(Z|z|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)", text)
    if found is None:
        return text, ""
    offset = found[2]
    if offset[0] not in "+-":
        return found[1], "Z"
    return found[1], f"{offset[:3]}:{offset[3:].lstrip(':') or '00'}"


def _split_time(text: str) -> tuple[str, str, timezone | None]:
    """Clock, digits of the fraction, offset."""
    clock, rest = text[:8], text[8:]
    fraction = re.match(r"(?:\.([0-9]+))?", rest)
    digits = (fraction and fraction[1]) or ""
    zone = rest[len(digits) + 1 :] if digits else rest
    if not zone:
        return clock, digits, None
    sign = -1 if zone.startswith("-") else 1
    hours, minutes = (0, 0) if zone == "Z" else (int(zone[1:3]), int(zone[4:6]))
    return clock, digits, timezone(sign * timedelta(hours=hours, minutes=minutes))


def _instants(texts: pl.Series) -> pl.Series:
    """Microseconds since 1970 of texts in the form of XML Schema.

    polars parses neither an hour of 24 nor offsets and fractions of all lengths in one format, so the parts are read
    apart; the rest after the seconds is looked at only where there is one.
    """
    base = texts.str.head(19)
    late = base.str.slice(11, 2) == "24"
    base = base.str.replace("T24:", "T00:", literal=True) if late.any() else base
    value = base.str.to_datetime("%Y-%m-%dT%H:%M:%S", time_unit="us", strict=False, cache=False)
    if late.any():
        value = value.dt.offset_by("1d").zip_with(late.fill_null(value=False), value)
    rest = texts.str.slice(19)
    if ((rest == "Z") | (rest == "")).all():
        return value
    digits = rest.str.extract(r"^\.([0-9]+)", 1).str.head(_MICROSECOND_DIGITS).str.pad_end(_MICROSECOND_DIGITS, "0")
    sign = (rest.str.extract(r"([+-])[0-9:]+$", 1) + "1").cast(pl.Int64)
    hours, minutes = (
        rest.str.extract(rf"[+-]{part}$", 1).cast(pl.Int64) for part in ("([0-9]{2}):..", "..:([0-9]{2})")
    )
    offset = (sign * (hours * 60 + minutes) * 60_000_000).fill_null(0)
    return (value.cast(pl.Int64) + digits.cast(pl.Int64).fill_null(0) - offset).cast(pl.Datetime("us"))


def _dates_meant(text: str) -> Iterator[str]:
    for form in (_CHINESE_DATE, _COMPACT_DATE):
        if found := form.fullmatch(text):
            yield f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
    if found := _LOOSE_DATE.fullmatch(text):
        first, second, third = found.groups()
        if len(first) == 4:  # noqa: PLR2004
            yield f"{first}-{int(second):02}-{int(third):02}"
        elif len(third) == 4 and (int(first) > 12 or first == second):  # noqa: PLR2004
            yield f"{third}-{int(second):02}-{int(first):02}"
        elif len(third) == 4 and int(second) > 12:  # noqa: PLR2004
            yield f"{third}-{int(first):02}-{int(second):02}"
