"""Dates, times and datetimes in a format of the user's: a strptime pattern, or ``any``."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Hashable
from datetime import date, datetime, time, timedelta, timezone
from functools import cached_property
from typing import Any

import polars as pl

from talent_dataset.descriptor.model import Field
from talent_dataset.reading.types import orders
from talent_dataset.reading.types.cells import Cells, looked_up
from talent_dataset.reading.types.instants import instant_of, naive, seconds_of
from talent_dataset.reading.types.kind import Comparison, Kind, ReadKind, fails
from talent_dataset.reading.types.strptime import Format, read_format, values

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
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            found = self.format.parse(text)
        return _part(found, self.field.type)

    def misfit(self, cells: Cells) -> pl.Expr:
        """What was not cast: the cast is exact."""
        return cells.where_present(cells.typed.is_null())

    def clean(self, cells: Cells) -> pl.Expr:
        """Every cell that is not missing was cast."""
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
        """Compared as dates and times."""
        limit = instant_of(bound) if self.field.type == "datetime" else bound
        if limit is None:
            return None
        return fails(cells.typed, comparison, pl.lit(limit, dtype=self._dtype))


class AnyTemporalKind(_ChosenFormatKind, ReadKind):
    """``date``, ``time`` or ``datetime`` with format ``any``: whatever dateutil reads without guessing a part.

    A month alone (``1850-01``) is a date of reduced precision in ISO 8601, and read as its first day. Which of three
    numbers is the day is decided by the column (``field.orders``), never by one cell.
    """

    @property
    def expected(self) -> str:
        """A word for the type."""
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
        for order, value in values.items():
            if not isinstance(value, time) and (value.day, value.month) != orders.day_and_month(parts, order):
                raise ValueError(f"not {self.expected}")
        left = [order for order in fitting if order in self.field.orders]
        if len(fitting) > 1 and len(set(values.values())) == 1:
            return values[fitting[0]]
        if not left:
            raise ValueError(self._against(fitting))
        if len({values[order] for order in left}) > 1:
            raise ValueError("day and month can be taken for one another, and no cell of the column decides")
        return values[left[0]]

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
        """What dateutil reads."""
        return looked_up(cells.present, lambda text: self.stored(self.parse(text)), self._dtype)

    def key(self, cells: Cells) -> pl.Expr:
        """Dates and times as the text of their default form."""
        if self.field.type == "datetime":
            return self.value(cells)
        return looked_up(cells.present, lambda text: str(self.stored(self.parse(text))), pl.String)


_MONTH = re.compile("(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])")
_DEFAULTS = (datetime(2001, 1, 1, 0, 0, 0), datetime(2002, 2, 2, 0, 0, 0))  # noqa: DTZ001


def _zone(_name: str | None, seconds: int | None) -> timezone | None:
    """A zone whose offset is told. dateutil would look a name alone up on the machine at hand, or warn."""
    return None if seconds is None else timezone(timedelta(seconds=seconds))


def _part(value: datetime, type: str) -> date | time | datetime:
    if type == "date":
        return value.date()
    return value.timetz().replace(tzinfo=None) if type == "time" else value
