"""Dates, times and datetimes in a format of the user's: a strptime pattern, or ``any``.

A pattern becomes a regular expression with the directives of Python, so that polars can read its parts where it can.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import cached_property
from typing import Any

import polars as pl

from talent_dataset.engine.descriptor.constraints import Comparison
from talent_dataset.engine.descriptor.model import Field
from talent_dataset.engine.reading.types import orders
from talent_dataset.engine.reading.types.kind import Cells, Kind, ReadKind, escape, fails, looked_up
from talent_dataset.engine.reading.types.temporal import YEAR, instant_of, naive, seconds_of

_MONTHS = "january february march april may june july august september october november december".split()  # noqa: SIM905
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()  # noqa: SIM905
# POSIX: two-digit years from 69 are of the 1900s.
_CENTURY_TURNS = 69

_PM = 12


def _names(names: list[str]) -> str:
    return f"(?i:{'|'.join(names)})"


# As in Python, leading zeros may be left out.
_SHAPES = {
    "Y": YEAR,
    "y": "[0-9]{2}",
    "m": "(?:1[0-2]|0[1-9]|[1-9])",
    "d": "(?:3[01]|[12][0-9]|0[1-9]|[1-9])",
    "H": "(?:2[0-3]|[01][0-9]|[0-9])",
    "I": "(?:1[0-2]|0[1-9]|[1-9])",
    "M": "(?:[0-5][0-9]|[0-9])",
    "S": "(?:[0-5][0-9]|[0-9])",
    "f": "[0-9]{1,6}",
    "p": "(?i:am|pm)",
    "b": _names([name[:3] for name in _MONTHS]),
    "B": _names(_MONTHS),
    "a": _names([name[:3] for name in _DAYS]),
    "A": _names(_DAYS),
    "z": "(?:Z|[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9])",
    "j": "(?:36[0-6]|3[0-5][0-9]|[12][0-9]{2}|0[1-9][0-9]|00[1-9]|[1-9][0-9]|0[1-9]|[1-9])",
    "U": "(?:5[0-3]|[0-4][0-9]|[0-9])",
    "W": "(?:5[0-3]|[0-4][0-9]|[0-9])",
    "V": "(?:5[0-3]|0[1-9]|[1-4][0-9]|[0-9])",
    "w": "[0-6]",
    "u": "[1-7]",
    "G": "[0-9]{4}",
    "Z": "(?i:utc|gmt)",
}
# Directives of C that Python lacks, and those that depend on the locale, as the C locale has them.
_WHOLES = {
    "c": "%a %b %d %H:%M:%S %Y",
    "x": "%m/%d/%y",
    "X": "%H:%M:%S",
    "D": "%m/%d/%y",
    "F": "%Y-%m-%d",
    "T": "%H:%M:%S",
    "R": "%H:%M",
    "r": "%I:%M:%S %p",
    "e": "%d",
    "h": "%b",
    "n": " ",
    "t": " ",
}
# Of the others, such as weeks and days of the year, Python computes the date.
_BY_POLARS = frozenset("YymdHIMSfpbBaAz")
_TOKEN = re.compile(r"%(.?)|([ \t\n\r\f\v]+)|(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Format:
    """A strptime pattern.

    Attributes:
        pattern: With the directives of C that Python lacks written out.
        shape: Texts that may fit, as a regular expression with a group for each directive, named after it.
        directives: In the order in which they stand.
    """

    pattern: str
    shape: str
    directives: tuple[str, ...]

    @property
    def is_fast(self) -> bool:
        """Whether polars can compute the values: every directive known to it, and none twice."""
        once = len(set(self.directives)) == len(self.directives)
        return once and _BY_POLARS.issuperset(self.directives)

    def parse(self, text: str) -> datetime:
        """The date and time; what the pattern does not say is that of 1900-01-01. Raises ``ValueError``."""
        return datetime.strptime(text, self.pattern)  # noqa: DTZ007 (the zone is in the pattern, or there is none)


def read_format(pattern: str) -> Format:
    """Reads a strptime pattern; raises ``ValueError`` where it is not one."""
    pattern = _written_out(pattern.removeprefix("fmt:"))
    shape: list[str] = []
    directives: list[str] = []
    for found in _TOKEN.finditer(pattern):
        directive, blanks, char = found.groups()
        if directive is not None and directive != "%":
            if directive not in _SHAPES:
                raise ValueError(f"%{directive} is not a directive of strptime")
            shape.append(f"(?P<{directive}{directives.count(directive) or ''}>{_SHAPES[directive]})")
            directives.append(directive)
        else:
            shape.append(r"[ \t\n\r\f\v]+" if blanks else escape(char or "%"))
    _try(pattern)
    return Format(pattern, "".join(shape), tuple(directives))


def _try(pattern: str) -> None:
    """Python finds a directive that stands twice only when it is used."""
    try:
        datetime.strptime("", pattern)  # noqa: DTZ007
    except re.error as error:
        raise ValueError(f"{pattern} is not a pattern of strptime: {error}") from None
    except ValueError as error:
        if "does not match" not in str(error):
            raise


def _written_out(pattern: str) -> str:
    return re.sub(r"%(.)", lambda found: _WHOLES.get(found[1], found[0]), pattern, flags=re.DOTALL)


def values(texts: pl.Series, fmt: Format, type: str) -> pl.Series:
    """The values of texts, in order; null where one does not fit. The texts are taken apart once for all their parts.

    Args:
        texts: A ``String`` series; null stays null.
        fmt: Its pattern, which must be fast.
        type: ``date`` (gives ``Date``), ``time`` (``Time``) or ``datetime`` (``Datetime("us")``, in UTC).
    """
    groups = texts.str.extract_groups(f"^(?:{fmt.shape})$").struct.unnest()
    parts = {name: pl.col(name) for name in fmt.directives}
    return groups.select(value=_value(parts, fmt, type)).get_column("value").alias(texts.name)


def _value(parts: dict[str, pl.Expr], fmt: Format, type: str) -> pl.Expr:
    if type == "date":
        return day(parts)
    if type == "time":
        return pl.when(parts[fmt.directives[0]].is_not_null()).then(microseconds(parts) * 1000).cast(pl.Time)
    instant = day(parts).cast(pl.Datetime("us")).cast(pl.Int64) + microseconds(parts)
    ahead = offset(parts)
    return (instant if ahead is None else instant - ahead).cast(pl.Datetime("us"))


def microseconds(parts: dict[str, pl.Expr]) -> pl.Expr:
    """Microseconds since midnight."""
    hour = _int(parts, "H")
    if "I" in parts:
        # Twelve is the first hour of each half of the day.
        hour = _int(parts, "I") % _PM + pl.lit(0)
        if "p" in parts:
            hour = hour + pl.when(parts["p"].str.to_lowercase() == "pm").then(_PM).otherwise(0)
    seconds = (hour * 60 + _int(parts, "M")) * 60 + _int(parts, "S")
    fraction = parts["f"].str.pad_end(6, "0").cast(pl.Int64) if "f" in parts else pl.lit(0, dtype=pl.Int64)
    return seconds * 1_000_000 + fraction


def day(parts: dict[str, pl.Expr]) -> pl.Expr:
    """The date; null where there is no such day."""
    texts = [
        _year(parts).cast(pl.String).str.zfill(4),
        *(part.cast(pl.String).str.zfill(2) for part in (_month(parts), _int(parts, "d", 1))),
    ]
    return pl.concat_str(texts, separator="-").str.to_date("%Y-%m-%d", strict=False, cache=False)


def offset(parts: dict[str, pl.Expr]) -> pl.Expr | None:
    """Microseconds by which local time is ahead of UTC, or ``None`` where the pattern has no zone."""
    if "z" not in parts:
        return None
    zone = parts["z"].str.replace_all(":", "", literal=True)
    minutes = zone.str.slice(1, 2).cast(pl.Int64) * 60 + zone.str.slice(3, 2).cast(pl.Int64)
    sign = pl.when(zone.str.starts_with("-")).then(-1).otherwise(1)
    return pl.when(zone == "Z").then(0).otherwise(sign * minutes * 60_000_000)


def _year(parts: dict[str, pl.Expr]) -> pl.Expr:
    if "y" in parts and "Y" not in parts:
        year = _int(parts, "y")
        return year + pl.when(year >= _CENTURY_TURNS).then(1900).otherwise(2000)
    return _int(parts, "Y", 1900)


def _month(parts: dict[str, pl.Expr]) -> pl.Expr:
    for directive in ("b", "B"):
        if directive in parts:
            short = parts[directive].str.to_lowercase().str.head(3)
            numbers = {name[:3]: number for number, name in enumerate(_MONTHS, 1)}
            return short.replace_strict(numbers, default=None, return_dtype=pl.Int64)
    return _int(parts, "m", 1)


def _int(parts: dict[str, pl.Expr], directive: str, default: int = 0) -> pl.Expr:
    return parts[directive].cast(pl.Int64) if directive in parts else pl.lit(default, dtype=pl.Int64)


_DTYPES: dict[str, pl.DataType | type[pl.DataType]] = {"date": pl.Date, "time": pl.Time, "datetime": pl.Datetime("us")}
_LONGEST = 100


class _ChosenFormatKind(Kind):
    """``date``, ``time`` or ``datetime`` in another format than the default."""

    is_ordered = True

    @property
    def _dtype(self) -> pl.DataType | type[pl.DataType]:
        return _DTYPES[self.field.type]

    def exact(self, text: str) -> Hashable:
        """The value; a datetime as seconds since the year 1."""
        value = self.parse(text)
        return seconds_of(value) if isinstance(value, datetime) else value

    def stored(self, value: Any) -> Any:
        """A datetime in UTC, without its zone."""
        return naive(value)


class PatternedKind(_ChosenFormatKind):
    """``date``, ``time`` or ``datetime`` with a strptime pattern as format; names of days and months in English."""

    uses_value = True

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        try:
            found = read_format(field.format)
        except ValueError:
            found = None
        self.format: Format | None = found if found is not None and found.directives else None

    @property
    def expected(self) -> str:
        """The pattern, with an example."""
        named = f"a {self.field.type} in the format {self.field.format}"
        if self.format is None:
            return f"{named}, which no {self.field.type} has"
        return f"{named}, such as {datetime(2024, 1, 26, 15, 4, 5).strftime(self.format.pattern)}"  # noqa: DTZ001

    @cached_property
    def _matcher(self) -> Any:
        return re.compile(self.format.shape if self.format else "(?!)")

    def parse(self, text: str) -> date | time | datetime:
        """The value, as Python's strptime has it; aware where the pattern has an offset."""
        if self.format is None or self._matcher.fullmatch(text) is None:
            raise ValueError(f"not {self.expected}")
        # Python 3.13 warns of days without a year.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            found = self.format.parse(text)
        return _part(found, self.field.type)

    def misfit(self, cells: Cells) -> pl.Expr:
        """What was not cast: the cast is exact."""
        return cells.where_present(cells.typed.is_null())

    def clean(self, cells: Cells) -> pl.Expr:
        return cells.all_hold(cells.typed.is_not_null())

    def value(self, cells: Cells) -> pl.Expr:
        """Computed from the parts by polars, or by Python for directives such as ``%j``."""
        if self.format is None or not self.format.is_fast:
            return looked_up(cells.present, lambda text: self.stored(self.parse(text)), self._dtype)
        fmt = self.format
        return cells.present.map_batches(lambda texts: values(texts, fmt, self.field.type), return_dtype=self._dtype)

    def key(self, cells: Cells) -> pl.Expr:
        """The typed column; dates and times as the text of their default form, to compare with other fields."""
        if self.field.type == "datetime":
            return cells.typed
        return cells.typed.dt.to_string("%Y-%m-%d" if self.field.type == "date" else "%H:%M:%S%.f")

    def breaks(self, cells: Cells, comparison: Comparison, bound: Any) -> pl.Expr | None:
        limit = instant_of(bound) if self.field.type == "datetime" else bound
        if limit is None:
            return None
        return fails(cells.typed, comparison, pl.lit(limit, dtype=self._dtype))


def _is_in_order(value: date | time | datetime, parts: tuple[str, str, str], order: orders.Order) -> bool:
    return isinstance(value, time) or (value.day, value.month) == orders.day_and_month(parts, order)


class AnyTemporalKind(_ChosenFormatKind, ReadKind):
    """``date``, ``time`` or ``datetime`` with format ``any``: whatever dateutil reads without guessing a part.

    A month alone (``1850-01``) is a date of reduced precision in ISO 8601, and read as its first day. Which of three
    numbers is the day is decided by the column (``field.orders``), never by one cell.
    """

    @property
    def expected(self) -> str:
        return f"a {self.field.type} in any common form"

    def parse(self, text: str) -> date | time | datetime:
        """What dateutil makes of it, where the text itself says every part that the type needs."""
        # dateutil reads digits of all scripts; a value of the standard has none but these.
        digits = [char for char in text[: _LONGEST + 1] if char.isdigit()]
        if len(text) > _LONGEST or not digits or not "".join(digits).isascii():
            raise ValueError(f"not {self.expected}")
        if self.field.type == "date" and _MONTH.fullmatch(text):
            return date(int(text[:4]), int(text[5:]), 1)
        parts = None if self.field.type == "time" else orders.parts_of(text)
        return self._named(text) if parts is None else self._ordered(text, parts)

    def _named(self, text: str) -> date | time | datetime:
        """A date that says itself which of its parts is the day, or a time."""
        # A date that names its parts is the same in either order.
        found = self._read(text, "MDY")
        if self.field.type != "time" and not orders.has_year_first(text) and self._read(text, "DMY") != found:
            raise ValueError("day and month can be taken for one another")
        return found

    def _ordered(self, text: str, parts: tuple[str, str, str]) -> date | time | datetime:
        """A date of three numbers, in the order of the column."""
        fitting = orders.orders_of(text)
        if not fitting:
            raise ValueError(f"not {self.expected}")
        values = {order: self._read(text, order) for order in fitting}
        if not all(_is_in_order(value, parts, order) for order, value in values.items()):
            raise ValueError(f"not {self.expected}")
        # 05/05/2024 is one day, whichever number is the month.
        if len(fitting) > 1 == len(set(values.values())):
            return values[fitting[0]]
        left = [values[order] for order in fitting if order in self.field.orders]
        if not left:
            raise ValueError(self._against(fitting))
        if len(set(left)) > 1:
            raise ValueError("day and month can be taken for one another, and no cell of the column decides")
        return left[0]

    def _against(self, fitting: orders.Orders) -> str:
        own = " or ".join(orders.SAID[order] for order in fitting)
        if not self.field.orders:
            return f"it has {own}, and as many cells of the column another order"
        return f"it has {own}, and the column {' or '.join(orders.SAID[order] for order in self.field.orders)}"

    def _read(self, text: str, order: orders.Order) -> date | time | datetime:
        from dateutil import parser  # type: ignore[import-untyped]

        how = {"dayfirst": order == "DMY", "yearfirst": order == "YMD", "tzinfos": _zone}
        try:
            first, second = (parser.parse(text, default=default, **how) for default in _DEFAULTS)
        # dateutil raises all of these at texts of strangers.
        except (ValueError, OverflowError, TypeError, ArithmeticError, AttributeError) as error:
            raise ValueError(f"not {self.expected}") from error
        found, again = _part(first, self.field.type), _part(second, self.field.type)
        if found != again:
            raise ValueError("the text leaves a part open")
        return found

    def mend(self, text: str) -> str:
        """Where only the column could say what is meant: the patterns that say it."""
        fitting = () if self.field.type == "time" else orders.orders_of(text)
        if not fitting:
            return super().mend(text)
        options = " or ".join(json.dumps(pattern) for pattern in orders.patterns(text, fitting))
        rest = "" if self.field.type == "date" else ", with the time behind it"
        return f'say which: "format": {options}{rest}' if len(fitting) > 1 else f"its own order is {options}"

    def value(self, cells: Cells) -> pl.Expr:
        return looked_up(cells.present, lambda text: self.stored(self.parse(text)), self._dtype)

    def key(self, cells: Cells) -> pl.Expr:
        """Dates and times as the text of their default form."""
        if self.field.type == "datetime":
            return self.value(cells)
        return looked_up(cells.present, lambda text: str(self.stored(self.parse(text))), pl.String)


_MONTH = re.compile("(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])")
# dateutil takes from a default what a text leaves out: by two days that share no part it shows. A time that is left out
# is midnight.
_DEFAULTS = (datetime(2001, 1, 1, 0, 0, 0), datetime(2002, 2, 2, 0, 0, 0))  # noqa: DTZ001


def _zone(_name: str | None, seconds: int | None) -> timezone | None:
    """A zone whose offset is given. dateutil would look a name alone up on the machine at hand, or warn."""
    return None if seconds is None else timezone(timedelta(seconds=seconds))


def _part(value: datetime, type: str) -> date | time | datetime:
    if type == "date":
        return value.date()
    return value.timetz().replace(tzinfo=None) if type == "time" else value
