"""Dates in EDTF: how they lie to each other as intervals of days, and what a date of a text says of the one in a cell.

A text often gives a part of a date only: ``April 21`` (``XXXX-04-21``) bears out month and day of the cell
``2020?-04-21``, and not its year. Parts are named by end and component, such as ``start.month``.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from talent_dataset.engine.reading import edtf

if TYPE_CHECKING:
    from talent_dataset.engine.reading.edtf import Component, Edtf, Moment

Parts = frozenset[str]
_COMPONENTS: Final = ("year", "month", "day")


def interval(text: str) -> tuple[dt.date | None, dt.date | None]:
    """First and last day of a date in EDTF; ``None`` for a bound that is open or not known.

    Raises:
        ValueError: The text is no date.
    """
    parsed = edtf.parse(text)
    return parsed.earliest, parsed.latest


def overlaps(one: str, other: str) -> bool:
    """Whether two dates have a day in common; a bound that is open or unknown excludes none."""
    (first, last), (other_first, other_last) = interval(one), interval(other)
    return _not_after(first, other_last) and _not_after(other_first, last)


def contains(outer: str, inner: str) -> bool:
    """Whether every day of one date is a day of another; an unknown bound is in no known one."""
    (first, last), (inner_first, inner_last) = interval(outer), interval(inner)
    starts = first is None or (inner_first is not None and first <= inner_first)
    return starts and (last is None or (inner_last is not None and inner_last <= last))


def precedes(one: str, other: str) -> bool:
    """Whether every day of one date is before every day of another, as far as their bounds are known."""
    last, first = interval(one)[1], interval(other)[0]
    return last is not None and first is not None and last < first


def _not_after(first: dt.date | None, last: dt.date | None) -> bool:
    return first is None or last is None or first <= last


@lru_cache(maxsize=1 << 16)
def parts_of(cell: str) -> Parts:
    """The parts of a date that something must say: all of which any digit is known. Of what is no date, none."""
    held = parsed(cell)
    if held is None:
        return frozenset()
    return frozenset(
        f"{end}.{name}"
        for end, moment in _ends(held).items()
        if moment
        for name in _COMPONENTS
        if _digits(getattr(moment, name)).strip("X")
    )


@lru_cache(maxsize=1 << 16)
def parts_said(said: str, cell: str) -> Parts:
    """The parts in which a date of a text bears out the date of a cell; none where it says anything else.

    One date bears out either end of an interval. An interval bears out no single day, but the same days written as
    one date (``2020-01/2020-12`` and ``2020``).
    """
    one, held = parsed(said), parsed(cell)
    if one is None or held is None:
        return frozenset()
    if one.is_interval and not held.is_interval:
        return parts_of(cell) if _are_same_days(said, cell) else frozenset()
    ends = _ends(one)
    found = [_same(end, ends.get(end, one.start), moment) for end, moment in _ends(held).items()]
    # Two ends have to bear out both; one date bears out either.
    return frozenset() if one.is_interval and None in found else Parts().union(*filter(None, found))


def _ends(date: Edtf) -> dict[str, Moment | None]:
    """What a date names: both ends of an interval, or one moment, which stands for the start."""
    return {"start": date.start, "end": date.end} if date.is_interval else {"start": date.start}


def _are_same_days(one: str, other: str) -> bool:
    """Whether two dates have the same first and last day, and both are known."""
    days = interval(one)
    return None not in days and days == interval(other)


def _same(end: str, said: Moment | None, held: Moment | None) -> Parts | None:
    """The parts that both know, or ``None`` where they differ in one."""
    if said is None or held is None:
        return None
    found = set()
    for name in _COMPONENTS:
        one, other = _digits(getattr(said, name)), _digits(getattr(held, name))
        if not _fit(one, other):
            return None
        if other.strip("X") and "X" not in one and one:
            found.add(f"{end}.{name}")
    return frozenset(found)


def _fit(one: str, other: str) -> bool:
    """Whether no digit that both know differs."""
    return all(a == b or "X" in (a, b) for a, b in zip(one, other, strict=False))


def _digits(component: Component | None) -> str:
    return component.digits if component else ""


@lru_cache(maxsize=1 << 16)
def parsed(text: str) -> Edtf | None:
    """A text as a date; ``None`` where it is no date."""
    return edtf.parse(text) if edtf.is_valid(text) else None
