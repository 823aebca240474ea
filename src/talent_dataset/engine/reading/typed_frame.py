"""A table of text as a table of values: exact, whatever that takes.

=========== ========================================================================================================
type        column
=========== ========================================================================================================
integer     ``Int64``; ``Int128`` where the data need it; beyond 38 digits text
number      ``Decimal(38, s)`` with as many decimals as the data have; ``Float64`` where they hold ``NaN``, ``INF`` or
            exponents, and a double gives each of them back; else text
boolean     ``Boolean``
date, time  ``Date``, ``Time``
datetime    ``Datetime("us")``, in UTC where the text has an offset; ``Datetime("ns")`` where the data need it; text
            where they are finer still, or before the year 1 or after 9999 in UTC
list        ``List`` of the item type (numbers as ``Float64``); text where that would change an item
all others  text: JSON, durations, years, months, points and categories travel as they are written
=========== ========================================================================================================

A dtype that the field names (custom property ``dtype``) comes before these.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

import polars as pl

from talent_dataset.engine.descriptor.model import ours
from talent_dataset.engine.errors import InvalidDataError
from talent_dataset.engine.reading.cast import Column, column, in_order, is_ordered_by_column
from talent_dataset.engine.reading.types.numbers import TOLD_APART, IntegerKind, NumberKind, decimal_of
from talent_dataset.engine.reading.types.structured import ListKind

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.model import Field, Schema

_DECIMAL = re.compile(r"Decimal\((\d+), ?(\d+)\)")
_DATETIME = re.compile(r"Datetime\((ms|us|ns)(?:, ([\w/+-]+))?\)")
_NAMED: dict[str, pl.DataType] = {
    str(dtype): dtype
    for dtype in (
        *(pl.Int8(), pl.Int16(), pl.Int32(), pl.Int64(), pl.Int128()),
        *(pl.UInt8(), pl.UInt16(), pl.UInt32(), pl.UInt64()),
        *(pl.Float32(), pl.Float64(), pl.String(), pl.Boolean(), pl.Date(), pl.Time()),
    )
}
_DIGITS = 38
# Between these a double keeps all of its digits.
_SMALLEST, _LARGEST = 1e-290, 1e290
_MICRO_DIGITS, _NANO_DIGITS = 6, 3
_FIRST, _LAST = datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59, 999_999)  # noqa: DTZ001 - instants, in UTC
# What 64 bits of nanoseconds reach, to the day.
_FIRST_NANO, _LAST_NANO = datetime(1677, 9, 22), datetime(2262, 4, 11)  # noqa: DTZ001 - as above
_TYPED = {"integer", "number", "boolean", "date", "time", "datetime", "list"}
# The digits before and after the point, and the exponent.
_PARTS = r"^[+-]?(?P<whole>[0-9]*)\.?(?P<fraction>[0-9]*)(?:[eE](?P<exponent>[+-]?[0-9]+))?$"


def typed_frame(schema: Schema, text: pl.DataFrame) -> pl.DataFrame:
    """The values of a table, one column a field that the frame has, in the order of the schema.

    Args:
        schema: The fields.
        text: A frame whose columns are named after the fields: text as it stands in a file, or values.

    Returns:
        Columns as the table of this module says; null where a cell is missing or has no value of its type.

    Raises:
        InvalidDataError: A value does not fit the dtype that its field names.
    """
    fields = [field for field in schema.fields if field.name in text.columns]
    return pl.DataFrame({field.name: _typed(field, text.get_column(field.name)) for field in fields})


def dtype_of(field: Field) -> pl.DataType | None:
    """The dtype that a field names, or ``None``."""
    hint = ours(field).get("dtype")
    if not isinstance(hint, str):
        return None
    if found := _DECIMAL.fullmatch(hint):
        return pl.Decimal(int(found[1]), int(found[2]))
    if found := _DATETIME.fullmatch(hint):
        unit: Any = found[1]
        return pl.Datetime(unit, found[2])
    return _NAMED.get(hint)


def _typed(field: Field, values: pl.Series) -> pl.Series:
    wanted = dtype_of(field)
    if wanted is not None and values.dtype == wanted:
        return values
    # Values of another dtype go the same way, by their text.
    if values.dtype != pl.String:
        if field.type not in _TYPED or values.dtype.is_nested():
            return values
        values = values.cast(pl.String)
    frame = pl.DataFrame({"0": values})
    made = column(in_order({0: field}, [frame])[0] if is_ordered_by_column(field) else field, 0)
    return _fitted(field, wanted, _valued(made, frame)).alias(field.name)


def _valued(made: Column, frame: pl.DataFrame) -> pl.Series:
    """The values of a text column, in the dtype that holds them all."""
    if isinstance(made.kind, IntegerKind):
        return _integers(made.kind, made, frame)
    if isinstance(made.kind, NumberKind):
        return _numbers(made.kind, made, frame)
    if made.field.type not in _TYPED:
        return frame.select(pl.when(~made.misfit).then(made.cells.present)).to_series()
    values = frame.select(made.value).to_series()
    text = frame.select(pl.when(values.is_not_null()).then(made.cells.present)).to_series()
    if made.field.type == "datetime":
        return _instants(text, values)
    return values if made.field.type != "list" or _are_kept(made, text, values) else text


def _plain(kind: IntegerKind | NumberKind, made: Column, frame: pl.DataFrame) -> pl.Series:
    """The texts that are numbers, as bare numbers with a point."""
    cells = made.cells
    shaped = pl.when(kind.is_shaped(cells.present)).then(cells.text)
    return frame.select(kind.plain_column(shaped)).to_series()


def _integers(kind: IntegerKind, made: Column, frame: pl.DataFrame) -> pl.Series:
    plain = _plain(kind, made, frame)
    for dtype in (pl.Int64, pl.Int128):
        values = plain.cast(dtype, strict=False)
        if values.null_count() == plain.null_count():
            return values
    return plain


def _numbers(kind: NumberKind, made: Column, frame: pl.DataFrame) -> pl.Series:
    plain = _plain(kind, made, frame)
    if (decimals := decimals_of(plain)) is not None:
        return plain.cast(pl.Decimal(_DIGITS, decimals))
    return plain.cast(pl.Float64, strict=False) if are_doubles(plain) else plain


def decimals_of(plain: pl.Series) -> int | None:
    """How many decimals hold all numbers of a column exactly; ``None`` where 38 digits do not."""
    parts = plain.str.extract_groups(_PARTS)
    exponents = parts.struct.field("exponent").cast(pl.Int64, strict=False).fill_null(0)
    whole = parts.struct.field("whole").str.strip_chars_start("0").str.len_bytes() + exponents
    fraction = parts.struct.field("fraction").str.len_bytes() - exponents
    if plain.str.contains("(?i)[nf]").any() or _largest(exponents.abs()) > _DIGITS:
        return None
    decimals = _largest(fraction.cast(pl.Int64))
    return decimals if decimals + _largest(whole.cast(pl.Int64)) <= _DIGITS else None


def are_doubles(plain: pl.Series) -> bool:
    """Whether a double gives back each of some bare numbers: the shortest text of it is the same number."""
    doubles = plain.cast(pl.Float64, strict=False)
    size = doubles.abs()
    # A double in this range gives back every number of at most 15 digits (DBL_DIG of C); of others Python decides.
    is_sure = (plain.str.count_matches("[0-9]") <= TOLD_APART) & (size > _SMALLEST) & (size < _LARGEST)
    doubtful = plain.filter(~(is_sure | plain.str.contains("(?i)[nf]")).fill_null(value=True)).unique()
    return all(decimal_of(repr(float(text))) == decimal_of(text) for text in doubtful)


def _instants(text: pl.Series, values: pl.Series) -> pl.Series:
    """Instants as fine as their texts, where nanoseconds are enough for all; else the texts."""
    if not values.is_between(_FIRST, _LAST).all():
        return text
    finer = _beyond_microseconds(text)
    most = _largest(finer.str.len_bytes().cast(pl.Int64))
    if not most:
        return values
    if most > _NANO_DIGITS or not values.is_between(_FIRST_NANO, _LAST_NANO).all():
        return text
    nanos = finer.str.pad_end(_NANO_DIGITS, "0").cast(pl.Int64, strict=False).fill_null(0)
    return (values.dt.cast_time_unit("ns").cast(pl.Int64) + nanos).cast(pl.Datetime("ns"))


def _beyond_microseconds(text: pl.Series) -> pl.Series:
    """The digits of a second that microseconds do not hold."""
    return text.str.extract(r"\.([0-9]+)", 1).str.slice(_MICRO_DIGITS).str.strip_chars_end("0")


def _are_kept(made: Column, text: pl.Series, values: pl.Series) -> bool:
    """Whether the items of lists are what their texts say: none out of reach of its dtype, none rounded or cut."""
    if values.list.eval(pl.element().null_count()).list.sum().sum() or not isinstance(made.kind, ListKind):
        return False
    if made.field.item_type not in {"number", "datetime"}:
        return True
    items = pl.Series([item for each in text.drop_nulls().unique() for item in made.kind.split(each)], dtype=pl.String)
    if made.field.item_type == "number":
        return are_doubles(items)
    return not _largest(_beyond_microseconds(items).str.len_bytes().cast(pl.Int64))


def _largest(numbers: pl.Series) -> int:
    """The largest of some integers, at least 0."""
    largest: Any = numbers.max()
    return max(largest or 0, 0)


def _fitted(field: Field, wanted: pl.DataType | None, values: pl.Series) -> pl.Series:
    if wanted is None or values.dtype == wanted:
        return values
    if isinstance(wanted, pl.Datetime) and isinstance(values.dtype, pl.Datetime):
        values = values.dt.replace_time_zone(wanted.time_zone)
    try:
        fitted = values.cast(wanted)
    except pl.exceptions.PolarsError as error:
        raise InvalidDataError(f"{field.name}: not all values fit {wanted}", hint=str(error)) from None
    if not _is_same(fitted, values):
        what = "has more decimals than" if isinstance(wanted, pl.Decimal) else "is beyond what"
        raise InvalidDataError(f"{field.name}: a value {what} {wanted} holds")
    return fitted


def _is_same(fitted: pl.Series, values: pl.Series) -> bool:
    """Whether a cast kept the values; that a double is the nearest to a decimal is what who names it asked for."""
    if fitted.dtype.is_float():
        # A text that says infinity was made a float before; what has become infinite here was a number.
        return values.dtype.is_float() or not fitted.is_infinite().any()
    if not isinstance(values.dtype, pl.Decimal | pl.Datetime):
        return True
    return bool((fitted.cast(values.dtype) == values).all())
