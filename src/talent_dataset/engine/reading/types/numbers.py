"""Integers and numbers: exact whatever their size, strict in their spelling."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Hashable, Iterator
from decimal import Decimal
from functools import cached_property
from typing import Any

import polars as pl

from talent_dataset.engine.descriptor.constraints import Comparison
from talent_dataset.engine.descriptor.model import Field
from talent_dataset.engine.reading.types.kind import (
    COMPARE,
    Cells,
    ShapedKind,
    among_those,
    escape,
    extreme_keeps,
    fails,
    looked_up,
)

# Decimal holds exponents of up to 18 digits; what lies beyond is further from every bound than any number in use.
_EXPONENT_DIGITS = 17
TOLD_APART = 15
"""Doubles tell decimals of up to this many digits apart ..."""
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


# Python refuses to read integers of more digits than these (CVE-2020-10735); Decimal reads them in linear time.
INT_DIGITS = 4300


def whole_of(plain: str) -> int | Decimal:
    """An exact integer; a ``Decimal`` where Python reads no ``int`` of that many digits."""
    return int(plain) if len(plain) <= INT_DIGITS else Decimal(plain)


def nearest(bound: Any) -> float | None:
    """The nearest double to a bound; ``None`` where it has none."""
    near = float(bound) if bound != "NaN" else math.inf
    return None if math.isinf(near) else near


def sure_length(bound: Decimal, near: float) -> int:
    """Texts of at most this many bytes that are nearest to the same double as the bound equal it."""
    if Decimal(repr(near)) != bound:
        return -1
    return TOLD_FROM_ZERO if near == 0 else TOLD_APART


# Between digits these look alike; only the one that is declared parts groups.
_BLANKS = " \u00a0\u2007\u2009\u202f\u3000"
_INT64 = 2**63
# A thousand, or one with three decimals.
_EITHER = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")


class _NumberKind(ShapedKind):
    """What integers and numbers have in common: signs, group characters and bare numbers."""

    uses_value = True
    is_ordered = True

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._decimal = (field.decimal_char or ".") if self._may_have_point else ""
        group = field.group_char or ""
        self._groups = (group,) if group not in {"", self._decimal} else ()

    _may_have_point = False

    @property
    def _is_plain(self) -> bool:
        return self._decimal in {"", "."} and not self._groups and self.field.bare_number

    @property
    def _digits(self) -> str:
        if not self._groups:
            return "[0-9]+"
        # Groups of any length: the standard does not say how long one is.
        return f"[0-9]+(?:(?:{'|'.join(map(escape, self._groups))})[0-9]+)*"

    @property
    def _core(self) -> str:
        raise NotImplementedError

    @cached_property
    def _with_junk(self) -> str:
        """The core between what is not numeric: a point after a letter ends an abbreviation (``No. 7``)."""
        # A sign belongs to the digits, or it would be lost without a word.
        return rf"(?:[^0-9+-]*[A-Za-z]\.)?[^0-9+-]*?({self._core})[^0-9]*"

    @property
    def shape(self) -> str:
        """The texts that are numbers here."""
        return self._core if self.field.bare_number else self._with_junk

    def plain(self, text: str) -> str:
        """The text as a bare number with a point and without groups."""
        found = self.match(text)
        if not self.field.bare_number:
            text = found[1] or found[0]
        for group in self._groups:
            text = text.replace(group, "")
        return text.replace(self._decimal, ".") if self._decimal else text

    def plain_column(self, text: pl.Expr) -> pl.Expr:
        """A column of texts that are numbers here, as bare numbers with a point and without groups."""
        if not self.field.bare_number:
            text = text.str.extract(f"^(?:{self._with_junk})$", 1)
        for group in self._groups:
            text = text.str.replace_all(group, "", literal=True)
        return text if self._decimal in {"", "."} else text.str.replace_all(self._decimal, ".", literal=True)

    def value(self, cells: Cells) -> pl.Expr:
        """The cast, exact in form for plain spellings; others pass the shape first."""
        if self._is_plain:
            return self._cast_plain(cells)
        shaped = pl.when(self.is_shaped(cells.present)).then(cells.text)
        return self._to_dtype(self.plain_column(shaped))

    def _cast_plain(self, cells: Cells) -> pl.Expr:
        # A text such as -99 may stand for no value: cast, it would be a number.
        has_number_missing = any(self.fits(text) for text in cells.missing_texts)
        return self._to_dtype(cells.present if has_number_missing else cells.text)

    def _to_dtype(self, text: pl.Expr) -> pl.Expr:
        return text.cast(self.dtype, strict=False)

    def clean(self, cells: Cells) -> pl.Expr:
        return cells.all_cast()

    def mend(self, text: str) -> str:
        """As for any type; another blank than the declared one between groups may be declared instead."""
        strange = next((char for char in text.strip() if char in _BLANKS and char not in self._groups), None)
        is_parted = strange is not None and re.search(rf"[0-9]{strange}[0-9]{{3}}(?![0-9])", text) is not None
        if not strange or not is_parted or not self._groups or not self.fits(text.replace(strange, self._groups[0])):
            return super().mend(text)
        meant, escaped = text.replace(strange, self._groups[0]), f"\\u{ord(strange):04x}"
        parted = f"its groups are parted by U+{ord(strange):04X} ({unicodedata.name(strange).lower()})"
        return f'write {meant}: {parted}; or say "groupChar": "{escaped}" where all cells are so'

    def guesses(self, text: str) -> Iterator[str]:
        """Without signs of currency, units and groups."""
        bare = text.strip("$€£¥₤₪%‰ ").replace("\u2212", "-").replace("\u2013", "-")
        yield bare
        for group in (" ", "_", "'", "\u2019"):
            yield re.sub(rf"{group}(?=[0-9]{{3}}(?![0-9]))", "", bare)


class IntegerKind(_NumberKind):
    """``integer``: whole numbers of any size. Typed as ``Int64``; larger ones are null there, and exact elsewhere."""

    dtype = pl.Int64
    expected = "an integer such as 42"

    @property
    def _core(self) -> str:
        return f"[+-]?{self._digits}"

    def parse(self, text: str) -> int | Decimal:
        return whole_of(self.plain(text))

    def stored(self, value: Any) -> Any:
        """Null beyond 64 bits."""
        return value if isinstance(value, int) and -_INT64 <= value < _INT64 else None

    def literal(self, value: object) -> Hashable:
        """Text as a cell, or a JSON number without a fraction."""
        if isinstance(value, str):
            return self.parse(value)
        if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool) and value == int(value):
            return int(value)
        return super().literal(value)

    def misfit(self, cells: Cells) -> pl.Expr:
        """What was not cast and has not the shape of an integer: beyond 64 bits the cast is null, the shape is not."""
        was_not_cast = cells.where_present(cells.typed.is_null())
        return among_those(was_not_cast, cells.text, lambda texts: ~self.fit(texts))

    def key(self, cells: Cells) -> pl.Expr:
        """The integer; one beyond 64 bits is folded into them."""
        folded = looked_up(pl.when(cells.typed.is_null()).then(cells.present), self._fold, pl.Int64)
        return cells.typed.fill_null(folded)

    def _fold(self, text: str) -> int:
        return hash(self.exact(text))

    def breaks(self, cells: Cells, comparison: Comparison, bound: Any) -> pl.Expr | None:
        """Compared as 64-bit integers; what is beyond them is left to Python."""
        if not isinstance(bound, int) or abs(bound) >= _INT64:
            return None
        return fails(cells.typed, comparison, pl.lit(bound, dtype=pl.Int64))

    def all_keep(self, cells: Cells, comparison: Comparison, bound: Any) -> pl.Expr | None:
        """The least or the greatest decides."""
        if not isinstance(bound, int) or abs(bound) >= _INT64:
            return None
        return extreme_keeps(cells, comparison, bound) & cells.all_cast()

    def among(self, cells: Cells, literals: frozenset[Hashable]) -> pl.Expr | None:
        """Compared as 64-bit integers; what is beyond them is left to Python."""
        small = sorted(n for n in literals if isinstance(n, int) and abs(n) < _INT64)
        return cells.typed.is_in(pl.Series(small, dtype=pl.Int64).implode())

    def guesses(self, text: str) -> Iterator[str]:
        """Without groups; a fraction of zeros."""
        yield from super().guesses(text)
        head, point, tail = text.rpartition(".")
        if point and not tail.strip("0"):
            yield head
        if "," in text and all(len(part) == 3 for part in text.split(",")[1:]):  # noqa: PLR2004
            yield text.replace(",", "")


class NumberKind(_NumberKind):
    """``number``: exact decimals, ``NaN``, ``INF`` and ``-INF``. Typed as the nearest ``Float64``."""

    dtype = pl.Float64
    _may_have_point = True

    @property
    def expected(self) -> str:
        """With the decimal character of the field."""
        return f"a number such as 3{self._decimal}14"

    @property
    def _core(self) -> str:
        digits, point = self._digits, escape(self._decimal)
        finite = f"[+-]?(?:{digits}(?:{point}[0-9]*)?|{point}[0-9]+)(?:[eE][+-]?[0-9]+)?"
        # No ``+INF``: XML Schema 1.0, from which the standard has these names, knows ``INF`` and ``-INF``.
        return f"{finite}|(?i:nan|-?inf)"

    def parse(self, text: str) -> Decimal:
        """An exact ``Decimal``; ``NaN`` and infinities as such."""
        return decimal_of(self.plain(text))

    def exact(self, text: str) -> Hashable:
        """The decimal; ``NaN``, which equals nothing in Python, as its name."""
        value = self.parse(text)
        return "NaN" if value.is_nan() else value

    def stored(self, value: Any) -> Any:
        return float(value)

    def literal(self, value: object) -> Hashable:
        """Text as a cell, or a JSON number."""
        if isinstance(value, str):
            return self.exact(value)
        if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
            return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        return super().literal(value)

    def _to_dtype(self, text: pl.Expr) -> pl.Expr:
        # Minus zero equals zero, but not in a hash.
        return super()._to_dtype(text) + 0.0

    def clean(self, cells: Cells) -> pl.Expr:
        """Every cell that is not missing was cast, and none to what polars reads and the standard does not.

        That is ``Infinity`` or ``+NaN``; true infinities are rare enough to be looked at.
        """
        return cells.all_cast() & cells.typed.is_finite().all()

    def misfit(self, cells: Cells) -> pl.Expr:
        """Finite casts are numbers; the rest must have the shape."""
        is_unsure = cells.where_present(~cells.typed.is_finite().fill_null(value=False))
        return among_those(is_unsure, cells.text, lambda texts: ~self.fit(texts))

    def key(self, cells: Cells) -> pl.Expr:
        """The double, where no other number is nearest to it; of long texts and what is not finite Python decides."""
        longest = pl.when(cells.typed == 0).then(TOLD_FROM_ZERO).otherwise(TOLD_APART)
        is_plain = cells.typed.is_finite() & (cells.text.str.len_bytes() <= longest)
        unsure = pl.when(~is_plain.fill_null(value=False)).then(cells.present)
        return pl.when(is_plain).then(cells.typed).otherwise(looked_up(unsure, self._fold, pl.Float64))

    def _fold(self, text: str) -> float:
        """The double of a number that it names, or that is an integer of 64 bits; else one made of all its digits."""
        value, near = self.parse(text), float(self.parse(text))
        if not value.is_finite() or (math.isfinite(near) and Decimal(repr(near)) == value):
            return near + 0.0
        is_small_integer = -_INT64 < value < _INT64 and value == value.to_integral_value()
        return near if is_small_integer else float(hash(value))

    def breaks(self, cells: Cells, comparison: Comparison, bound: Any) -> pl.Expr | None:
        """Compared as doubles; where those tie, only Python knows, except of texts too short to hide a difference."""
        near = nearest(bound)
        if near is None:
            return None
        value, ties = cells.typed, self._ties(cells, bound, near)
        broken = value.is_nan() | fails(value, comparison, pl.lit(near))
        return pl.when(~ties).then(broken)

    def _ties(self, cells: Cells, bound: Decimal, near: float) -> pl.Expr:
        return (cells.typed == near) & (cells.text.str.len_bytes() > sure_length(bound, near))

    def all_keep(self, cells: Cells, comparison: Comparison, bound: Any) -> pl.Expr | None:
        """The least or the greatest decides, where no doubtful tie is."""
        near = nearest(bound)
        if near is None:
            return None
        return extreme_keeps(cells, comparison, near) & ~self._ties(cells, bound, near).any() & self.clean(cells)

    def breaks_exactly(self, text: str, comparison: Comparison, bound: Any) -> bool:
        """As for any type; NaN fails every bound."""
        try:
            value = self.parse(text)
        except ValueError:
            return False
        # NaN is not ordered: no bound holds it.
        return value.is_nan() or bound == "NaN" or not COMPARE[comparison](value, bound)

    def mend(self, text: str) -> str:
        """A comma before three digits may be of either kind: both readings are named."""
        if self._decimal != "." or not _EITHER.fullmatch(text):
            return super().mend(text)
        return f"write {text.replace(',', '')}, or {text.replace(',', '.')} where the comma is a decimal one"

    def guesses(self, text: str) -> Iterator[str]:
        """Perhaps a decimal comma, groups, or another name of infinity."""
        yield from super().guesses(text)
        if text.count(",") == 1 and text.find(",") > text.rfind("."):
            yield text.replace(".", "").replace(",", self._decimal)
        yield text.replace(",", "")
        yield text.lower().replace("infinity", "INF").replace("+", "")
