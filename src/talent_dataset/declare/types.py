"""Which polars type a Table Schema type is, and which annotation stands for it.

A dtype that is not the plain one of its type travels as the custom property ``dtype`` of the field (``Decimal(38, 4)``).
"""

from __future__ import annotations

import datetime as dt
import decimal
import re
from typing import Any, get_args, get_origin

import polars as pl
from polars.datatypes import DataType, DataTypeClass

from talent_dataset.errors import DeclarationError

DEFAULT_SCALE = 6

# `number` has no plain dtype: the standard's numbers are exact, and how many decimals they have is in the data.
PLAIN: dict[str, DataType] = {
    "string": pl.String(),
    "integer": pl.Int64(),
    "boolean": pl.Boolean(),
    "date": pl.Date(),
    "time": pl.Time(),
    "datetime": pl.Datetime("us"),
    "list": pl.List(pl.String()),
}

ANNOTATIONS: dict[Any, tuple[str, DataType]] = {
    str: ("string", pl.String()),
    int: ("integer", pl.Int64()),
    float: ("number", pl.Float64()),
    bool: ("boolean", pl.Boolean()),
    decimal.Decimal: ("number", pl.Decimal(38, DEFAULT_SCALE)),
    dt.date: ("date", pl.Date()),
    dt.datetime: ("datetime", pl.Datetime("us")),
    dt.time: ("time", pl.Time()),
    list: ("list", pl.List(pl.String())),
}

_ITEMS: dict[str, DataType] = {
    "string": pl.String(),
    "integer": pl.Int64(),
    "boolean": pl.Boolean(),
    "number": pl.Float64(),
    "date": pl.Date(),
    "time": pl.Time(),
    "datetime": pl.Datetime("us"),
}

_INTEGERS = (pl.Int8, pl.Int16, pl.Int32, pl.Int64, pl.Int128, pl.UInt8, pl.UInt16, pl.UInt32, pl.UInt64)
_NAMED = {dtype.__name__: dtype for dtype in (*_INTEGERS, pl.Float32, pl.Float64, pl.String, pl.Boolean, pl.Date, pl.Time)}
_DECIMAL = re.compile(r"Decimal\((\d+), ?(\d+)\)")
_DATETIME = re.compile(r"Datetime\((ms|us|ns)(?:, ([\w/+-]+))?\)")


def from_annotation(annotation: Any) -> tuple[str, DataType]:
    """Type of the standard, and dtype, that an annotation stands for.

    Raises:
        DeclarationError: No type of the standard holds such values.
    """
    if get_origin(annotation) is list:
        return "list", pl.List(from_annotation(get_args(annotation)[0])[1])
    if isinstance(annotation, type) and annotation in ANNOTATIONS:
        return ANNOTATIONS[annotation]
    dtype = _as_dtype(annotation)
    return _type_of(dtype), dtype


def _as_dtype(annotation: Any) -> DataType:
    if get_origin(annotation) is not None and hasattr(annotation, "__metadata__"):
        return _as_dtype(get_args(annotation)[0](*annotation.__metadata__))
    if annotation is pl.Decimal:
        return pl.Decimal(38, DEFAULT_SCALE)
    if isinstance(annotation, DataTypeClass):
        return annotation()
    if isinstance(annotation, DataType):
        return annotation
    raise DeclarationError(
        f"No type of Table Schema holds values of {annotation!r}.",
        hint="Use str, int, float, Decimal, bool, date, datetime, time, list, or a polars dtype.",
    )


def _type_of(dtype: DataType) -> str:
    if dtype.is_integer():
        return "integer"
    if dtype.is_numeric():
        return "number"
    for name, plain in PLAIN.items():
        if dtype.base_type() == plain.base_type():
            return name
    raise DeclarationError(
        f"No type of Table Schema holds values of {dtype}.", hint="Store them as text, or as several columns."
    )


def hint(type_name: str, dtype: DataType | None) -> str | None:
    """The text by which a dtype travels, or ``None`` where the type says it all."""
    if dtype is None or dtype == PLAIN.get(type_name) or isinstance(dtype, pl.List):
        return None
    if isinstance(dtype, pl.Decimal):
        return f"Decimal({dtype.precision}, {dtype.scale})"
    if isinstance(dtype, pl.Datetime):
        zone = f", {dtype.time_zone}" if dtype.time_zone else ""
        return f"Datetime({dtype.time_unit}{zone})"
    return str(dtype)


def item_type(dtype: DataType) -> str:
    """The type of the items of a list."""
    return _type_of(dtype.inner()) if isinstance(dtype, pl.List) and isinstance(dtype.inner, DataType) else "string"


def from_hint(type_name: str, text: str | None, items: str = "string") -> DataType | None:
    """The dtype of a field; ``None`` for a number without a hint, whose dtype is left to the data.

    Types of the standard that polars has no dtype for (``year``, ``duration``, ``geopoint``, ...) are text.
    """
    if type_name == "list":
        return pl.List(_ITEMS.get(items, pl.String()))
    if text and (found := _DECIMAL.fullmatch(text)):
        return pl.Decimal(int(found[1]), int(found[2]))
    if text and (found := _DATETIME.fullmatch(text)):
        return pl.Datetime(found[1], found[2])  # type: ignore[arg-type]  # the pattern admits the three units
    if text in _NAMED:
        return _NAMED[text]()
    return None if type_name == "number" else PLAIN.get(type_name, pl.String())
