"""Exact decimals, and the doubles nearest to them."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

_EXPONENT_DIGITS = 17
TOLD_APART = 15
"""Doubles tell decimals of so many digits apart ..."""
TOLD_FROM_ZERO = 5
"""... but for those that underflow, which takes 6 characters."""


def decimal_of(plain: str) -> Decimal:
    """An exact decimal; exponents beyond what ``Decimal`` holds are cut to what it does."""
    mantissa, _, exponent = plain.lower().partition("e")
    if len(exponent) > _EXPONENT_DIGITS:
        digits = exponent.lstrip("+-").lstrip("0")
        if len(digits) >= _EXPONENT_DIGITS:
            digits = "9" * _EXPONENT_DIGITS
        plain = f"{mantissa}e{'-' if exponent.startswith('-') else ''}{digits or '0'}"
    return Decimal(plain)


def nearest(bound: Any) -> float | None:
    """The nearest double to a bound; ``None`` where it has none."""
    near = float(bound) if bound != "NaN" else math.inf
    return None if math.isinf(near) else near


def sure_length(bound: Decimal, near: float) -> int:
    """Texts of up to so many bytes that are nearest to the same double as the bound equal it."""
    if Decimal(repr(near)) != bound:
        return -1
    return TOLD_FROM_ZERO if near == 0 else TOLD_APART
