"""JSON of RFC 8259, read strictly: no NaN, no endless nesting, numbers as exact as they stand."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from decimal import Decimal
from typing import Any, NoReturn

from talent_dataset.engine.reading.types.numbers import INT_DIGITS, decimal_of, whole_of

# Deeper values break whoever walks them by recursion.
_DEPTH = 400


def read_json(text: str, *, is_exact: bool = False) -> Any:
    """The value of a JSON text; raises ``ValueError`` with the reason.

    Args:
        text: One JSON value, blanks around it allowed.
        is_exact: Whether numbers with a point or exponent become ``Decimal`` rather than ``float``.
    """
    # Hooks in Python cost more than the rest of the reading, so integers have one in long texts only.
    decoder = _DECODERS[is_exact, len(text) > INT_DIGITS]
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


# Of a name that stands twice the last counts: RFC 8259 only says that names SHOULD differ.
_DECODERS = {
    (is_exact, is_long): json.JSONDecoder(
        parse_constant=_refuse_constant,
        parse_float=decimal_of if is_exact else None,
        parse_int=whole_of if is_long else None,
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


class _Piece(str):
    """Text between values."""

    __slots__ = ()


def frozen(value: Any) -> Hashable:
    """A JSON value as a text that is equal where JSON values are: that of ``1`` and ``1.0``, not that of ``true``.

    Not by recursion, nor as nested tuples: both come to Python's limit at some hundred levels.
    """
    pieces: list[str] = []
    waiting: list[Any] = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, _Piece):
            pieces.append(each)
        elif isinstance(each, Mapping):
            waiting.append(_Piece("}"))
            for key in sorted(each):
                waiting += [each[key], _Piece(json.dumps(key) + ":")]
            waiting.append(_Piece("{"))
        elif isinstance(each, (list, tuple)):
            waiting.append(_Piece("]"))
            waiting += [part for item in reversed(each) for part in (_Piece(","), item)]
            waiting.append(_Piece("["))
        else:
            pieces.append(_frozen_scalar(each))
    return "".join(pieces)


def _frozen_scalar(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return json.dumps(value, default=str)
    sign, digits, exponent = Decimal(repr(value) if isinstance(value, float) else value).as_tuple()
    if not isinstance(exponent, int):
        return repr(value)
    text = "".join(map(str, digits)).lstrip("0")
    bare = text.rstrip("0")
    return f"{'-' * sign}{bare}e{exponent + len(text) - len(bare)}" if bare else "0"
