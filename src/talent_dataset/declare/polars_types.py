"""Which polars type a Table Schema type is, and which annotation stands for it.

A dtype that is not the plain one of its type travels as the custom property ``dtype`` of the field.
"""

from __future__ import annotations

import datetime as dt
import decimal
from typing import TYPE_CHECKING, Any, get_args, get_origin

import polars as pl
from polars.datatypes import DataType, DataTypeClass

from talent_dataset.engine.errors import DeclarationError
from talent_dataset.engine.reading.typed_frame import dtype_of

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.model import Field

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
}

TYPED = frozenset({*PLAIN, "number"})
"""Types of the standard that have a dtype of their own; columns of the others hold text."""
_ITEMS = {**PLAIN, "number": pl.Float64()}


def from_annotation(annotation: Any) -> tuple[str, DataType]:
    """Type of the standard, and dtype, that an annotation stands for.

    Raises:
        DeclarationError: No type of the standard holds such values.
    """
    if annotation is list or annotation is pl.List:
        raise DeclarationError("A list does not say of what.", hint="Write list[str], list[int], ...")
    if get_origin(annotation) is list:
        return "list", pl.List(from_annotation(get_args(annotation)[0])[1])
    if isinstance(annotation, type) and annotation in ANNOTATIONS:
        return ANNOTATIONS[annotation]
    dtype = _as_dtype(annotation)
    return _type_of(dtype), dtype


def _as_dtype(annotation: Any) -> DataType:
    if get_origin(annotation) is not None and hasattr(annotation, "__metadata__"):
        made: DataType = get_args(annotation)[0](*annotation.__metadata__)
        return made
    if annotation is pl.Decimal:
        return pl.Decimal(38, DEFAULT_SCALE)
    if isinstance(annotation, DataTypeClass):
        return _made(annotation)
    if isinstance(annotation, DataType):
        return annotation
    raise DeclarationError(
        f"No type of Table Schema holds values of {annotation!r}.",
        hint="Use str, int, float, Decimal, bool, date, datetime, time, list[str], or a polars dtype.",
    )


def _made(dtype: DataTypeClass) -> DataType:
    made: Any = dtype
    return made()  # type: ignore[no-any-return]  # a class of polars, called without arguments


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
    # A list travels by `itemType`, which the standard has.
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
    return _type_of(_as_dtype(dtype.inner)) if isinstance(dtype, pl.List) else "string"


def of_field(field: Field) -> DataType | None:
    """The dtype of a field; ``None`` for a number that names none, whose dtype is left to the data.

    Types of the standard that polars has no dtype for (``year``, ``duration``, ``geopoint``, ...) are text.
    """
    named = dtype_of(field)
    if named is not None:
        return named
    if field.type == "list":
        return pl.List(_ITEMS.get(field.item_type, pl.String()))
    return None if field.type == "number" else PLAIN.get(field.type, pl.String())


def annotation_of(type_name: str) -> str:
    """The annotation that stands for a type of the standard."""
    # Reversed, so that the first annotation of a type is the one that stays.
    names = {found[0]: annotation.__name__ for annotation, found in reversed(ANNOTATIONS.items())}
    return str({**names, "number": "Decimal", "list": "list[str]"}.get(type_name, "str"))
