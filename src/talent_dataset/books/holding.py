"""Whether a cell holds a figure: the same number, a date that says as much, or a text with the figure in it."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING

from talent_dataset.books.dates import parsed
from talent_dataset.books.figures import Figure, find_figures

if TYPE_CHECKING:
    from talent_dataset.reading.edtf import Moment

_HAN = re.compile(r"[\u3400-\u9fff]")
YEARS = {"century": 100, "centuries": 100, "decade": 10, "decades": 10}
"""Years in a length of time: it is stored in the unit of its cell, and "over a century" is more than 100 years."""


def holds(cell: str, figure: Figure) -> bool:
    """Whether a cell has the figure as its value, or in its text."""
    return is_value(cell, figure) or is_in_text(cell, figure)


def is_value(cell: str, figure: Figure) -> bool:
    """Whether the cell as a whole is the number (a bound of a range included), or a date that says no less.

    A cell that knows more than the figure holds it: ``2020-04-21`` holds ``April 21``, ``XXXX-04-21`` does not hold
    ``2020``.
    """
    if figure.edtf is not None:
        return is_dated(figure.edtf, cell)
    number = _number(cell)
    return number is not None and number in amounts(figure)


def amounts(figure: Figure) -> set[Decimal]:
    """The number of a figure, or the bounds of its range; a length of time in years, too."""
    found = {bound for bound in (figure.value, figure.upper) if bound is not None}
    years = YEARS.get((figure.unit or "").casefold())
    return found | {bound * years for bound in found} if years else found


def is_in_text(cell: str, figure: Figure) -> bool:
    """Whether a text names the figure, in either language."""
    if figure.value is None and figure.edtf is None:
        return figure.text.casefold() in cell.casefold()
    return any(_says(other, figure) for other in _figures(cell))


def _says(other: Figure, figure: Figure) -> bool:
    if figure.edtf is not None:
        return other.edtf is not None and is_dated(figure.edtf, other.edtf)
    is_same_sort = (figure.kind == "ordinal") == (other.kind == "ordinal")
    return is_same_sort and (other.value, other.upper) == (figure.value, figure.upper)


@lru_cache(maxsize=1 << 14)
def _figures(cell: str) -> tuple[Figure, ...]:
    return tuple(find_figures(cell, "zh" if _HAN.search(cell) else "en"))


@lru_cache(maxsize=1 << 14)
def _number(cell: str) -> Decimal | None:
    try:
        found = Decimal(cell)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def is_dated(figure: str, cell: str) -> bool:
    """Whether a date says all that the date of a figure says; of an interval, either end may."""
    said, held = parsed(figure), parsed(cell)
    if said is None or held is None:
        return False
    if said.is_interval:
        return _is_known(said.start, held.start) and _is_known(said.end, held.end)
    return any(end is not None and _is_known(said.start, end) for end in (held.start, held.end))


def _is_known(said: Moment | None, held: Moment | None) -> bool:
    """Whether each digit that the one knows stands in the other; an end that is open says nothing."""
    if said is None or held is None:
        return said is None
    for name in ("year", "month", "day"):
        one, other = getattr(said, name), getattr(held, name)
        digits = one.digits if one else ""
        known = other.digits if other else "X" * len(digits)
        if len(digits) > len(known) or any(a not in ("X", b) for a, b in zip(digits, known, strict=False)):
            return False
    return said.time in ("", held.time)


def is_same(one: Figure, other: Figure) -> bool:
    """Whether two figures say the same: kind, number and comparator, or a date of which one says no less."""
    if one.kind != other.kind:
        return False
    if one.edtf is not None and other.edtf is not None:
        return is_dated(one.edtf, other.edtf) or is_dated(other.edtf, one.edtf)
    if one.value is None or other.value is None:
        return one.text.casefold() == other.text.casefold()
    return (one.value, one.upper, one.comparator) == (other.value, other.upper, other.comparator)
