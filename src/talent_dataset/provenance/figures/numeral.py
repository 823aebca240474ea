"""A number as it is written: what it is worth and where it ends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Context, Decimal
from fractions import Fraction
from typing import Final

from talent_dataset.provenance.figures.figure import Comparator

# Numbers of more digits are no figures but identifiers; those that are stay exact in a context this wide.
MOST_DIGITS: Final = 30
_EXACT: Final = Context(prec=4 * MOST_DIGITS)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number of a text.

    Attributes:
        start: First code point.
        end: Code point after the last one.
        value: Exact value; ``None`` where it has no finite decimal.
        scale: What the last scale word stands for; 1 without one.
        comparator: What words inside of the number say: ``三百多万`` is ``>`` 3000000.
        upper: Upper bound, where digits beside each other are one: ``三四十`` is 30 to 40.
        is_digits: Written in digits.
        is_single: One word or character: it may be a part of another word.
    """

    start: int
    end: int
    value: Decimal | None
    scale: Decimal = Decimal(1)
    comparator: Comparator = "="
    upper: Decimal | None = None
    is_digits: bool = False
    is_single: bool = False

    def times(self, scale: Decimal, end: int) -> Numeral:
        """The number with a further scale word, which ends it."""
        value = None if self.value is None else times(self.value, scale)
        return replace(self, value=value, scale=scale, end=end)

    def up_to(self, upper: Numeral) -> Numeral:
        """The range from this number to an upper bound; the number alone where the other is not above it.

        The scale word of the upper bound counts for both, as in ``3-5 million`` and ``3至5万``. It stays with the upper
        one where the lower would be above it: ``900 to 1 thousand``.
        """
        if self.value is None or upper.value is None:
            return self
        scaled = times(self.value, upper.scale)
        lower = scaled if self.scale == 1 and scaled < upper.value else self.value
        if lower >= upper.value:
            return self
        comparator = upper.comparator if self.comparator == "=" else self.comparator
        return replace(
            self,
            end=upper.end,
            value=lower,
            scale=upper.scale,
            comparator=comparator,
            upper=upper.value,
            is_single=False,
        )


def times(value: Decimal, scale: Decimal) -> Decimal:
    """The exact product."""
    return _EXACT.multiply(value, scale)


def plus(value: Decimal, more: Decimal) -> Decimal:
    """The exact sum."""
    return _EXACT.add(value, more)


def quotient(dividend: Decimal, divisor: Decimal) -> Decimal | None:
    """The quotient where it ends, as that of 3 and 4; ``None`` for that of 2 and 3."""
    if not divisor:
        return None
    rest = (Fraction(dividend) / Fraction(divisor)).denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return _EXACT.divide(dividend, divisor) if rest == 1 else None


def tidy(value: Decimal) -> Decimal:
    """The same number without zeros at the end of its fraction."""
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize(_EXACT)


def goes_on(text: str, at: int, dashes: str = "-") -> bool:
    """Whether a dash and a digit follow: ``3-5-7`` is no range of two bounds."""
    return bool(text[at : at + 1]) and text[at] in dashes and text[at + 1 : at + 2].isdigit()
