"""Constraints of one field: whether they can be met by values of its type."""

from __future__ import annotations

import datetime as dt
import decimal
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from talent_dataset.errors import DeclarationError

if TYPE_CHECKING:
    from collections.abc import Callable

    from talent_dataset.descriptor.model import Constraints, Field

BOUNDS = ("minimum", "exclusive_minimum", "maximum", "exclusive_maximum")
_MEASURED = ("string", "list", "array", "object")


def _number(value: Any) -> decimal.Decimal:
    if isinstance(value, bool):
        raise TypeError
    return decimal.Decimal(str(value))


def _integer(value: Any) -> decimal.Decimal:
    number = _number(value)
    if number != number.to_integral_value():
        raise ValueError
    return number


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


# How values of a type are read, where bounds or lists of values are declared in Python. A type that is not here
# admits any: its values are checked by the engine, which knows all types.
READ: dict[str, Callable[[Any], Any]] = {
    "integer": _integer,
    "year": _integer,
    "number": _number,
    "string": _text,
    "date": lambda value: dt.date.fromisoformat(_text(value)),
    "datetime": lambda value: dt.datetime.fromisoformat(_text(value)),
    "time": lambda value: dt.time.fromisoformat(_text(value)),
}


def refuse_values(where: str, field: Field) -> None:
    """Refuse constraints that do not fit the type of their field, or that no value can meet.

    Raises:
        DeclarationError: The first mistake found.
    """
    what = f"{where}: the field {field.name!r}"
    _bounds(what, field)
    _lengths(what, field)
    _listed(what, field)
    _pattern(what, field)
    ours = field.custom.get("talentDataset", {})
    if ours.get("edtf") and field.type != "string":
        raise DeclarationError(f"{what} holds EDTF dates, and is of type {field.type}.", hint="Annotate it with str.")


def read(field: Field, value: Any) -> Any:
    """A declared bound or value as Python compares it.

    Raises:
        ValueError, TypeError, ArithmeticError: It is no value of the field's type.
    """
    has_own_format = field.format not in ("default", "any")
    return value if has_own_format else READ.get(field.type, lambda given: given)(value)


def _read(what: str, field: Field, word: str, value: Any) -> Any:
    try:
        return read(field, value)
    except (ValueError, TypeError, ArithmeticError) as error:
        raise DeclarationError(
            f"{what} is of type {field.type}, and its {word} is {value!r}.",
            hint=f"Write a value of type {field.type}, or change the annotation.",
        ) from error


def _bounds(what: str, field: Field) -> None:
    given = {word: getattr(field.constraints, word) for word in BOUNDS}
    given = {word: _read(what, field, word, value) for word, value in given.items() if value is not None}
    if given and field.type in ("string", "boolean", "list", "object", "array", "any"):
        raise DeclarationError(
            f"{what} is of type {field.type}, which has no order, and declares a {next(iter(given))}.",
            hint="Use min_length, max_length or pattern for text.",
        )
    for low in ("minimum", "exclusive_minimum"):
        for high in ("maximum", "exclusive_maximum"):
            if low in given and high in given:
                _apart(what, given[low], given[high], may_touch="exclusive" not in low + high)


def _apart(what: str, low: Any, high: Any, *, may_touch: bool) -> None:
    if low > high or (low == high and not may_touch):
        raise DeclarationError(f"{what} admits no value: {low} and {high}.", hint="Are the bounds the wrong way round?")


def _lengths(what: str, field: Field) -> None:
    rules: Constraints = field.constraints
    low, high = rules.min_length, rules.max_length
    if (low, high) == (None, None):
        return
    if field.type not in _MEASURED:
        raise DeclarationError(f"{what} is of type {field.type}, which has no length.", hint="Use ge and le for values.")
    if low is not None and high is not None:
        _apart(what, low, high, may_touch=True)


def _listed(what: str, field: Field) -> None:
    listed = field.constraints.enum
    if listed is None:
        return
    if not listed:
        raise DeclarationError(f"{what} lists no admitted value, so that none would fit.")
    values = [_read(what, field, "admitted value", value) for value in listed]
    twice = [value for value, count in Counter(map(str, values)).items() if count > 1]
    if twice:
        raise DeclarationError(f"{what} lists the value {twice[0]!r} twice.", hint="Was one copied and not changed?")


def _pattern(what: str, field: Field) -> None:
    pattern = field.constraints.pattern
    if pattern is None:
        return
    if field.type != "string":
        raise DeclarationError(
            f"{what} is of type {field.type}, and declares a pattern.", hint="Patterns are for text: annotate it with str."
        )
    try:
        re.compile(pattern)
    except re.error as error:
        raise DeclarationError(f"{what} has a broken pattern: {error}.", hint=f"It reads: {pattern}") from error
