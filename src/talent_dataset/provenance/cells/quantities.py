"""Whether a quote gives the number of a cell, with its comparator and its unit."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from talent_dataset.provenance.captures import YEARS
from talent_dataset.provenance.cells.readings import READ, UNREAD, Reading
from talent_dataset.provenance.ledger import found_once
from talent_dataset.provenance.quoted_text import alike, figures_of, places

if TYPE_CHECKING:
    from collections.abc import Mapping

    from talent_dataset.engine.descriptor.model import Quantity
    from talent_dataset.provenance.figures import Figure
    from talent_dataset.provenance.ledger import Ledger, Row

_YEAR = frozenset({"year", "years", "年"})
_OF_A_NUMBER = (
    "Correct the cell, its comparator or the quote; a number that is not written out is inferred or computed."
)
_OF_A_RANGE = (
    "Of a range, a cell holds a bound: the first with the comparator >=, the last, in a row of its own, with <=."
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of a row as the table says it: value, comparator (``=`` where there is none), code of the unit."""

    value: Decimal
    comparator: str = "="
    unit: str = ""


def read_amount(amount: Amount, text: str, language: str, units: Units) -> tuple[Reading, Reading]:
    """Whether a quote gives the number, and its unit.

    Args:
        amount: The number, its comparator and its unit.
        text: The quote, as it is read.
        language: Its language.
        units: The words of units.

    Returns:
        What was read of value and comparator, and of the unit.
    """
    figures = figures_of(text, language)
    fits = [place for place, each in enumerate(figures) if _fits(each, amount, units)]
    if not fits:
        return _no_number(amount, figures, text), UNREAD
    if not amount.unit or amount.unit not in units.words:
        return READ, UNREAD
    said = [units.of_figure(figures, place, text) for place in fits]
    if any(amount.unit in each for each in said):
        return READ, READ
    return READ, _no_unit(amount, next(filter(None, said), frozenset()), text)


def _fits(figure: Figure, amount: Amount, units: Units) -> bool:
    # 2020 as a year is no amount of anything.
    if figure.kind in {"date", "time"} or figure.value is None:
        return False
    factor = units.factor(figure, amount.unit)
    if figure.upper is not None:
        # "60 to 70" is no number, but says of one that it is at least 60, and of one that it is at most 70.
        bound = {">=": figure.value, "<=": figure.upper}.get(amount.comparator)
        return figure.comparator == "=" and bound is not None and bound * factor == amount.value
    return figure.value * factor == amount.value and figure.comparator == amount.comparator


def _no_number(amount: Amount, figures: tuple[Figure, ...], text: str) -> Reading:
    said = ", ".join(_said(each) for each in figures)
    wanted = f"{'' if amount.comparator == '=' else amount.comparator + ' '}{amount.value:f}"
    return Reading(
        code="evidence/value",
        message=f"The number {wanted} is not what the quote {text!r} says: "
        + (f"it says {said}." if said else "it has no figure."),
        hint=_OF_A_RANGE if any(each.upper is not None for each in figures) else _OF_A_NUMBER,
    )


def _said(figure: Figure) -> str:
    if figure.value is None:
        return repr(figure.text)
    bounds = f"{figure.value:f}" + (f" to {figure.upper:f}" if figure.upper is not None else "")
    return f"{'' if figure.comparator == '=' else figure.comparator + ' '}{bounds}"


def _no_unit(amount: Amount, said: frozenset[str], text: str) -> Reading:
    if not said:
        return UNREAD
    return Reading(
        code="evidence/unit",
        message=f"The unit {amount.unit!r} is not what the quote {text!r} counts: it says {' or '.join(sorted(said))}.",
        hint="Correct the unit or the quote, or declare its word among the units of the books.",
    )


class Units:
    """The words by which the codes of units are read.

    Attributes:
        words: Words by code, made alike.
    """

    def __init__(self, declared: Mapping[str, tuple[str, ...]]) -> None:
        self.words = {code: tuple(map(alike, words)) for code, words in declared.items()}
        self._codes: dict[str, frozenset[str]] = {}
        for code, words in self.words.items():
            for word in words:
                self._codes[word] = self._codes.get(word, frozenset()) | {code}
        self._longest = sorted(self._codes, key=len, reverse=True)
        self._first = lru_cache(maxsize=1 << 16)(self._find_first)

    def factor(self, figure: Figure, unit: str) -> int:
        """What a length of time is multiplied by where the unit of the cell is the year: a century is 100 years."""
        is_years = not _YEAR.isdisjoint(self.words.get(unit, ()))
        return YEARS.get((figure.unit or "").casefold(), 1) if is_years else 1

    def of_figure(self, figures: tuple[Figure, ...], place: int, text: str) -> frozenset[str]:
        """The units that a figure may be counted in: of the nearest word in it or behind it, else before it."""
        figure = figures[place]
        end = figures[place + 1].start if place + 1 < len(figures) else len(text)
        start = figures[place - 1].end if place else 0
        own = [figure.text, figure.unit or "", "%" if figure.kind == "percent" else ""]
        # The unit of a bare number stands behind it; of a percentage or an amount of money it is a part of the figure.
        zones = (text[figure.end : end], *own) if figure.kind == "number" else (*own, text[figure.end : end])
        return next(
            (codes for zone in (*zones, text[start : figure.start]) if (codes := self._first(alike(zone)))), frozenset()
        )

    def _find_first(self, zone: str) -> frozenset[str]:
        """The codes of the first word of a unit in a stretch; of words that begin together, the longest."""
        found: tuple[int, int] | None = None
        codes: frozenset[str] = frozenset()
        for word in self._longest:
            for start, _ in places(zone, word):
                if found is None or (start, -len(word)) < found:
                    found, codes = (start, -len(word)), self._codes[word]
                break
        return codes


@found_once
def units_of(ledger: Ledger) -> Units:
    """The words of units, gathered once."""
    return Units(ledger.books.units)


def quantity_of(ledger: Ledger, table: str, name: str) -> Quantity | None:
    """The declared quantity of which a field is part."""
    return _quantities(ledger).get((table, name))


@found_once
def _quantities(ledger: Ledger) -> Mapping[tuple[str, str | None], Quantity]:
    """Quantities by table and field; where a field is part of two, the one that was declared first."""
    return {
        (each.resource, part): each
        for each in reversed(ledger.books.quantities)
        for part in (each.value, each.comparator, each.unit)
    }


def amount_of(ledger: Ledger, row: Row, name: str) -> Amount | None:
    """The number of a row of which a field is part; ``None`` where its value is empty or no number."""
    quantity = quantity_of(ledger, row.table, name)
    value = _decimal(ledger.tables[row.table].value(row, quantity.value if quantity else name))
    if value is None or quantity is None:
        return None if value is None else Amount(value)
    return Amount(value, row.get(quantity.comparator or "") or "=", row.get(quantity.unit or ""))


def _decimal(value: Any) -> Decimal | None:
    """A number as an exact decimal; whoever keeps floats means the digits that they show."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    # By way of text: the digits of 0.1 as people see them, not those of the double.
    found = value if isinstance(value, Decimal) else Decimal(str(value))
    return found if found.is_finite() else None
