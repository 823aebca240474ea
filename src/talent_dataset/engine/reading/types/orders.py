"""The order of day, month and year in dates of numbers: what one cell leaves open, the column decides.

``12/01/2024`` is the first of December or the twelfth of January; ``13/01/2024`` has the day first. Of one column all
cells have one order, so that one cell which leaves no choice decides for all. A date that begins with its year in four
digits, as in ISO 8601, has no other order and decides nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, Literal

Order = Literal["DMY", "MDY", "YMD"]
Orders = tuple[Order, ...]

ALL: Final[Orders] = ("DMY", "MDY", "YMD")
SAID: Final[Mapping[Order, str]] = {"DMY": "the day first", "MDY": "the month first", "YMD": "the year first"}

# With marks, or eight digits and maybe a time, as ISO 8601 has both.
_YEAR_FIRST = re.compile(
    r"^\s*[0-9]{4}[-/.,\s]|(?<![0-9])(?:[0-9]{4}([-/.])[0-9]{1,2}\1[0-9]{1,2}|[0-9]{8}(?:[0-9]{4}(?:[0-9]{2})?)?)(?![0-9])"
)
_NUMBERS = re.compile(
    r"(?<![0-9:.,/+-])(?P<a>[0-9]{1,2})(?P<mark>[-/.,\s]+)(?P<b>[0-9]{1,2})[-/.,\s]+(?P<c>[0-9]{1,4})(?![0-9:])"
)
_COMPACT = re.compile(r"\s*(?P<a>[0-9]{2})(?P<b>[0-9]{2})(?P<c>[0-9]{2})(?![0-9.:])")
_MONTHS, _DAYS = 12, 31
# Digits of a year.
_YEARS = (2, 4)


def has_year_first(text: str) -> bool:
    """Whether a date begins with its year in four digits: month and day follow."""
    return _YEAR_FIRST.search(text) is not None


def parts_of(text: str) -> tuple[str, str, str] | None:
    """The three numbers of a date whose order its text does not say; ``None`` where there is nothing to ask."""
    if has_year_first(text):
        return None
    found = _COMPACT.match(text) or _NUMBERS.search(text)
    return (found["a"], found["b"], found["c"]) if found else None


def orders_of(text: str) -> Orders:
    """The orders in which the numbers of a date can stand; none where it has no such numbers, or fits no order."""
    parts = parts_of(text)
    return () if parts is None else tuple(order for order in ALL if _fits(parts, order))


def day_and_month(parts: tuple[str, str, str], order: Order) -> tuple[int, int]:
    """The day and the month among three numbers."""
    return int(parts[order.index("D")]), int(parts[order.index("M")])


def _fits(parts: tuple[str, str, str], order: Order) -> bool:
    if len(parts[order.index("Y")]) not in _YEARS:
        return False
    day, month = day_and_month(parts, order)
    return 1 <= month <= _MONTHS and 1 <= day <= _DAYS


def decided(votes: Mapping[Orders, int]) -> Orders:
    """The orders that a column leaves.

    Args:
        votes: How many cells can stand in which orders.

    Returns:
        The orders in which all cells can stand. Where there is none, cells contradict each other, and the order of most
        is that of the column; none is where no order has most.
    """
    support: Counter[Order] = Counter()
    for orders, cells in votes.items():
        support.update(dict.fromkeys(orders, cells))
    if not support:
        return ALL
    most = max(support.values())
    left = tuple(order for order in ALL if support[order] == most)
    is_agreed = most == sum(cells for orders, cells in votes.items() if orders)
    return left if is_agreed or len(left) == 1 else ()


def votes_of(texts: Iterable[tuple[str, int]]) -> Counter[Orders]:
    """How many cells can stand in which orders, given different texts and the number of cells that have each."""
    votes: Counter[Orders] = Counter()
    for text, cells in texts:
        if orders := orders_of(text):
            votes[orders] += cells
    return votes


def patterns(text: str, orders: Orders) -> list[str]:
    """The strptime patterns of the date of a text in some orders, as remedies: ``%d/%m/%Y``."""
    parts, found = parts_of(text), _NUMBERS.search(text)
    mark = found["mark"] if found and not _COMPACT.match(text) else ""
    year = "%Y" if parts and len(parts[2]) > 2 else "%y"  # noqa: PLR2004 - digits of a year
    directives = {"D": "%d", "M": "%m", "Y": year}
    return [mark.join(directives[part] for part in order) for order in orders]
