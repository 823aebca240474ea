"""Numbers of a narrower dtype than their type: a field that says ``"dtype": "Decimal(38, 2)"`` holds nothing wider."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from talent_dataset.engine.reading.typed_frame import dtype_of
from talent_dataset.engine.reading.types.kind import resolve
from talent_dataset.engine.report import counted
from talent_dataset.engine.sentences import FindingFacts

if TYPE_CHECKING:
    from polars.datatypes import DataType

    from talent_dataset.engine.reading.cast import Column


class Narrow(NamedTuple):
    """What a narrow dtype asks of a column.

    Attributes:
        clean: Cheap scalar Boolean: true proves that all values fit.
        breaks: For each cell that has a value whether it does not fit.
        facts: What is to be said of one that does not fit, given its text.
        hint: How to mend it.
    """

    clean: pl.Expr
    breaks: pl.Expr
    facts: Callable[[str | None], FindingFacts]
    hint: str


def narrow(column: Column) -> Narrow | None:
    """What the dtype that a field names asks of its column, where it is narrower than the type.

    What does not fit could neither be loaded nor built.
    """
    dtype = dtype_of(column.field)
    found = _narrow(column.field.type, dtype)
    if found is None:
        return None
    plain, wide, hint = found

    def is_wide(text: str) -> bool:
        try:
            return wide(column.kind.parse(text)) != ""
        except ValueError:
            return False

    def facts(text: str | None) -> FindingFacts:
        return {"wide": wide(column.kind.parse(text or "")), "dtype": str(dtype)}

    is_plain = column.cells.text.str.contains(plain)
    # Of cells that are not plainly right Python decides.
    breaks = resolve(pl.when(is_plain).then(statement=False), column.cells.present, is_wide)
    return Narrow(column.cells.all_hold(is_plain), breaks, facts, hint)


def _narrow(type_: str, dtype: DataType | None) -> tuple[str, Callable[[Any], str], str] | None:
    """A pattern of texts that surely fit, what keeps a value from fitting (or empty), and what to do about it."""
    if type_ == "number" and isinstance(dtype, pl.Decimal):
        return _decimal(dtype.precision or 0, dtype.scale)
    if type_ == "integer" and dtype is not None and dtype.is_integer() and dtype not in {pl.Int64(), pl.Int128()}:
        return _integer(*_range(dtype))
    return None


def _decimal(precision: int, scale: int) -> tuple[str, Callable[[Any], str], str]:
    whole = precision - scale
    fraction = rf"(\.[0-9]{{1,{scale}}})?" if scale else ""

    def wide(value: Decimal) -> str:
        if not value.is_finite():
            return "is no number that a decimal holds"
        _, digits, exponent = value.as_tuple()
        left = len(digits) + int(exponent)
        right = len("".join(map(str, digits)).rstrip("0")) - left
        if any(digits) and right > scale:
            return f"has more than {counted(scale, 'decimal')}"
        return f"has more than {counted(whole, 'digit')} before the point" if any(digits) and left > whole else ""

    return rf"^[+-]?[0-9]{{1,{whole}}}{fraction}$", wide, "Correct the number, or give the field a larger scale."


def _range(dtype: DataType) -> tuple[int, int]:
    low, high = pl.select(low=dtype.min(), high=dtype.max()).row(0)  # type: ignore[attr-defined]  # of integer dtypes
    return int(low), int(high)


def _integer(low: int, high: int) -> tuple[str, Callable[[Any], str], str]:
    sign = r"[+-]?" if low else ""

    def wide(value: Any) -> str:
        return "" if low <= value <= high else f"is not between {low} and {high}"

    # With one digit less than the largest value a number surely fits.
    return rf"^{sign}[0-9]{{1,{len(str(high)) - 1}}}$", wide, "Correct the number, or give the field a wider dtype."
