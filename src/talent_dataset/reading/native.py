"""Values of JSON as the text a cell would hold, so that they take the same path as the cells of a CSV file."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from talent_dataset.descriptor.model import Field

_WHOLE: Final = frozenset({"integer", "year"})
_SPECIAL: Final = {"inf": "INF", "-inf": "-INF", "nan": "NaN"}


def cell(value: Any, field: Field | None) -> tuple[str | None, bool]:
    """The text of a value, and whether it is of a kind that the type of the field does not admit.

    Args:
        value: As JSON has it (numbers as ``int``, ``float`` or ``Decimal``); ``None`` is no value.
        field: The field, or ``None`` for a column without one.
    """
    if value is None:
        return None, False
    kind = "any" if field is None else field.type
    if isinstance(value, bool):
        return _boolean(value, field), kind not in {"boolean", "any"}
    if isinstance(value, int | float | Decimal):
        return _number(value, field), kind not in {"integer", "number", "year", "any"}
    if isinstance(value, list | tuple | dict):
        return _nested(value, field), not _admits_nested(value, field)
    return str(value), False


def native_kind(text: str) -> str:
    """What kind of value a cell of no text was, from its text."""
    if text.lower() in {"true", "false"}:
        return "a boolean"
    for mark, kind in (("[", "an array"), ("{", "an object")):
        if text.startswith(mark):
            return kind
    try:
        Decimal(text)
    except ArithmeticError:
        return "a value of another type"
    return "a number"


def _boolean(value: bool, field: Field | None) -> str:  # noqa: FBT001 (it is the value)
    if field is None or field.type != "boolean":
        return "true" if value else "false"
    values = field.true_values if value else field.false_values
    return values[0] if values else str(value).lower()


def _number(value: float | Decimal, field: Field | None) -> str:
    if not (isinstance(value, int) or Decimal(value).is_finite()):
        return _SPECIAL.get(str(value).lower(), str(value))
    # 1.0 is the integer 1 to JSON. An exponent that would make a text of a million digits stays one.
    if field is not None and field.type in _WHOLE and not isinstance(value, int):
        exact = Decimal(str(value))
        if exact == exact.to_integral_value() and exact.adjusted() < 400:  # noqa: PLR2004
            return format(exact.to_integral_value(), "f")
    text = _digits(value) if isinstance(value, int) else str(value)
    return text if field is None or field.type != "number" else text.replace(".", field.decimal_char)


def _digits(value: int) -> str:
    try:
        return str(value)
    except ValueError:  # longer than Python prints (PEP 686 limits to 4,300 digits)
        return str(Decimal(value))


def _nested(value: Any, field: Field | None) -> str:
    if field is not None and field.type == "list" and isinstance(value, list | tuple):
        return field.delimiter.join("" if item is None else cell(item, None)[0] or "" for item in value)
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else str(value)


def _admits_nested(value: Any, field: Field | None) -> bool:
    kind = "any" if field is None else field.type
    if isinstance(value, dict):
        return kind in {"object", "geojson", "any"} or (kind == "geopoint" and _format(field) == "object")
    if kind == "list" and field is not None:
        return all(not isinstance(item, list | dict) and field.delimiter not in str(item) for item in value)
    return kind in {"array", "any"} or (kind == "geopoint" and _format(field) == "array")


def _format(field: Field | None) -> str:
    return "default" if field is None else field.format
