"""Values of JSON as the text a cell would hold, so that they take the same path as the cells of a CSV file."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from talent_dataset.descriptor.model import Field
from talent_dataset.reading.types.decimals import decimal_of

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    if isinstance(value, list | tuple) and field is not None and kind == "list":
        return _list(value, field)
    if isinstance(value, list | tuple | dict):
        return _json(value), not _admits_nested(value, field)
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


def _list(value: Sequence[Any], field: Field) -> tuple[str, bool]:
    """A list as text. It fits where the text has the same items again; a list without items is an empty cell."""
    item = Field(name=field.name, type=field.item_type)
    cells = [cell(each, item) for each in value]
    text = field.delimiter.join(each or "" for each, _ in cells)
    is_kept = all(each is not None and not is_odd and field.delimiter not in each for each, is_odd in cells)
    return (text, False) if is_kept and (text or not cells) else (_json(value), True)


def _json(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, default=_plain)
    except _InexactError:
        return _exact_json(value)


class _InexactError(Exception):
    """A double does not hold the number."""


def _plain(value: Any) -> Any:
    if not isinstance(value, Decimal):
        return str(value)
    double = float(value)
    if decimal_of(repr(double)) != value:
        raise _InexactError
    return double


def _exact_json(value: Any) -> str:
    """JSON with all digits of its numbers; without recursion, for values are nested as deeply as JSON can be read."""
    said: list[str] = []
    waiting: list[tuple[bool, Any]] = [(True, value)]
    while waiting:
        is_value, each = waiting.pop()
        if is_value and isinstance(each, list | tuple | dict):
            waiting += reversed(_members(each))
        else:
            said.append(_scalar(each) if is_value else each)
    return "".join(said)


def _members(value: Any) -> list[tuple[bool, Any]]:
    """The marks of an array or an object, and the values (true) between them."""
    is_object = isinstance(value, dict)
    found: list[tuple[bool, Any]] = [(False, "{" if is_object else "[")]
    for number, (key, each) in enumerate(value.items() if is_object else enumerate(value)):
        found.append((False, (", " if number else "") + (f"{_scalar(str(key))}: " if is_object else "")))
        found.append((True, each))
    return [*found, (False, "}" if is_object else "]")]


def _scalar(value: Any) -> str:
    return str(value) if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False, default=str)


def _admits_nested(value: Any, field: Field | None) -> bool:
    kind = "any" if field is None else field.type
    if isinstance(value, dict):
        return kind in {"object", "geojson", "any"} or (kind == "geopoint" and _format(field) == "object")
    return kind in {"array", "any"} or (kind == "geopoint" and _format(field) == "array")


def _format(field: Field | None) -> str:
    return "default" if field is None else field.format
