"""JSON of RFC 8259, read strictly: no NaN, no endless nesting, numbers as exact as they stand."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from decimal import Decimal
from typing import Any, NoReturn

from talent_dataset.reading.types.numbers import decimal_of

_DEPTH = 400
_INT_DIGITS = 4300


def read_json(text: str, *, is_exact: bool = False) -> Any:
    """The value of a JSON text; raises ``ValueError`` with the reason.

    Args:
        text: One JSON value, blanks around it allowed.
        is_exact: Whether numbers with a point or exponent become ``Decimal`` rather than ``float``.
    """
    # Hooks in Python cost more than the rest of the reading, so integers have one in long texts only.
    decoder = _DECODERS[is_exact, len(text) > _INT_DIGITS]
    try:
        value = decoder.decode(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg.lower()} at character {error.pos + 1}") from None
    except RecursionError:
        raise ValueError("nested too deeply") from None
    except ArithmeticError:
        raise ValueError("an exponent is too large") from None
    _check_depth(value, text)
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"not JSON: {name} is no number there")


def _integer(text: str) -> int | Decimal:
    return int(text) if len(text) <= _INT_DIGITS else Decimal(text)


_DECODERS = {
    (is_exact, is_long): json.JSONDecoder(
        parse_constant=_refuse_constant,
        parse_float=decimal_of if is_exact else None,
        parse_int=_integer if is_long else None,
    )
    for is_exact in (False, True)
    for is_long in (False, True)
}


def _check_depth(value: Any, text: str) -> None:
    """Deep values break whoever walks them; few texts have brackets enough to be deep."""
    if text.count("[") + text.count("{") <= _DEPTH:
        return
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > _DEPTH:
            raise ValueError("nested too deeply")
        level = [child for each in level for child in _children(each)]


def _children(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def frozen(value: Any) -> Hashable:
    """A JSON value in a form that hashes and is equal where JSON values are: ``1`` is ``1.0``, and is not ``true``."""
    freeze: dict[type, Callable[[Any], Hashable]] = {dict: _frozen_object, list: _frozen_array, bool: _frozen_boolean}
    return freeze.get(type(value), _frozen_scalar)(value)


def _frozen_object(value: dict[str, Any]) -> Hashable:
    return "object", frozenset((key, frozen(member)) for key, member in value.items())


def _frozen_array(value: list[Any]) -> Hashable:
    return "array", tuple(frozen(item) for item in value)


def _frozen_boolean(value: bool) -> Hashable:  # noqa: FBT001 (a JSON value)
    return "boolean", value


def _frozen_scalar(value: Any) -> Hashable:
    return Decimal(repr(value)) if isinstance(value, float) else value
