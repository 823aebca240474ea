"""One text for each value: cells are equal as values exactly where these texts are."""

from __future__ import annotations

from collections.abc import Hashable
from decimal import Decimal
from typing import Any, Final

import polars as pl

from talent_dataset.engine.descriptor.model import Field
from talent_dataset.engine.reading.cast import Column, column
from talent_dataset.engine.reading.types.kind import looked_up

# 1E999999 is a short cell, and a million digits when it is written out.
_LONGEST: Final = 300
_PLAIN: Final = {
    "integer": "^(?:0|-?[1-9][0-9]*)$",
    "number": r"^(?:0|-?[1-9][0-9]*|-?(?:0|[1-9][0-9]*)\.[0-9]*[1-9])$",
}
# Of these every value has one text only.
_TEXTS: Final = frozenset({"string", "any"})
_FIXED: Final = frozenset({"date", "time"})
_NUMERIC: Final = frozenset({"integer", "number", "year"})
# No misfit begins so: what Python read is told from what it could not read.
_READ: Final = "\x00"
_OPTIONS: Final = (
    "type", "decimal_char", "group_char", "bare_number", "true_values", "false_values", "delimiter", "item_type",
)  # fmt: skip


def compares_values(old: Field, new: Field) -> bool:
    """Whether values of two fields can be compared: the types are one, or both are numbers; else texts are."""
    both = {old.type, new.type}
    # A year is an integer of four digits; between other types, values of one have no meaning in the other.
    return both <= _NUMERIC or (len(both) == 1 and old.format == new.format)


def reads_alike(old: Field, new: Field) -> bool:
    """Whether one text, where it is no missing value, is one value to both fields (or both are compared as text)."""
    return not compares_values(old, new) or all(getattr(old, one) == getattr(new, one) for one in _OPTIONS)


def present(field: Field, text: pl.Expr) -> pl.Expr:
    """The cells that have a value, others null."""
    missing = [one.value for one in field.missing_values]
    return pl.when(~text.is_in(missing)).then(text) if missing else text


def spelling(field: Field, text: pl.Expr) -> pl.Expr:
    """The one text of the value of each cell; null where it is missing, the cell itself where it has no value.

    Plain spellings, which most are, stay as they are; others are read by Python, each different text once.
    """
    cells = present(field, text)
    if field.type in _TEXTS or (field.type in _FIXED and field.format == "default"):
        return cells
    made, is_plain = column(field, 0), _is_plain(field, cells)
    read = looked_up(pl.when(~is_plain).then(cells), lambda each: _spelt(made, each), pl.String)
    return pl.when(is_plain).then(cells).otherwise(read)


def _is_plain(field: Field, cells: pl.Expr) -> pl.Expr:
    """Whether a number is written as `_number` writes it."""
    shape = _PLAIN.get(field.type)
    if shape is None or (field.type == "number" and field.decimal_char != "."):
        return cells.is_null()
    return cells.str.contains(shape) & (cells.str.len_bytes() <= _LONGEST)


def _spelt(made: Column, text: str) -> str:
    value: Hashable | None = made.canonical(text)
    if value is None:
        return text
    said = _said(value)
    # Numbers have the text of `_number`, so that plain cells need not be read at all.
    return said if isinstance(value, int | Decimal) and not isinstance(value, bool) else _READ + said


def _said(value: Any) -> str:
    """One text for each value, those inside a list or a point included."""
    if isinstance(value, tuple):
        return f"({', '.join(map(_said, value))})"
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    return _number(Decimal(value)) if is_number else repr(value)


def _number(value: Decimal) -> str:
    """A number without leading or trailing zeros; with an exponent only where it would be very long."""
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        return str(value)
    whole = "".join(map(str, digits)).lstrip("0")
    if not whole:
        return "0"
    short = whole.rstrip("0")
    exponent += len(whole) - len(short)
    minus = "-" if sign else ""
    if abs(exponent) + len(short) > _LONGEST - 2:
        return f"{minus}{short}E{exponent}"
    if exponent >= 0:
        return f"{minus}{short}{'0' * exponent}"
    filled = short.rjust(1 - exponent, "0")
    return f"{minus}{filled[:exponent]}.{filled[exponent:]}"
