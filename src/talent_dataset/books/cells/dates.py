"""Whether a quote gives the date of a cell, or a part of it; the other parts must be given or inferred elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from talent_dataset.books.cells.reading import Reading
from talent_dataset.books.reading import figures_of
from talent_dataset.reading import edtf

if TYPE_CHECKING:
    from talent_dataset.reading.edtf import Component, Edtf, Moment

_PARTS = ("year", "month", "day")


def date_text(value: Any, text: str) -> str:
    """A cell as EDTF: its own text, or that of its value."""
    if _parsed(text) is not None:
        return text
    return value.isoformat() if isinstance(value, dt.date | dt.datetime) else ""


@lru_cache(maxsize=1 << 16)
def parts_of(cell: str) -> frozenset[str]:
    """The parts of a date that something must say: all of which any digit is known."""
    held = _parsed(cell)
    if held is None:
        return frozenset()
    ends = (("start", held.start), ("end", held.end if held.is_interval else None))
    return frozenset(
        f"{end}.{part}"
        for end, moment in ends
        if moment
        for part in _PARTS
        if _digits(getattr(moment, part)).strip("X")
    )


@lru_cache(maxsize=1 << 16)
def read_date(cell: str, text: str, language: str) -> Reading:
    """What of a date a quote says.

    Args:
        cell: The cell in EDTF.
        text: The quote, as it is read.
        language: Its language.
    """
    said = [date for each in figures_of(text, language) if each.edtf and (date := _parsed(each.edtf))]
    held = _parsed(cell)
    parts = frozenset[str]().union(*(_agreed(each, held) for each in said)) if held else frozenset[str]()
    if parts:
        return Reading(is_read=parts >= parts_of(cell), parts=parts)
    dates = ", ".join(repr(each.text) for each in said)
    instead = f"it says {dates}" if dates else "it has no date"
    return Reading(
        code="evidence/value",
        message=f"The date {cell!r} is not what the quote {text!r} says: {instead}.",
        hint="Correct the cell or the quote; a date that is not written out is inferred, with the reason.",
    )


def _agreed(said: Edtf, held: Edtf) -> frozenset[str]:
    """The parts in which a date of a quote bears out the cell; none where it says anything else."""
    if said.is_interval:
        found = [_same("start", said.start, held.start), _same("end", said.end, held.end)]
        return _joined(found) if held.is_interval and None not in found else frozenset()
    found = [_same("start", said.start, held.start)]
    if held.is_interval:
        found.append(_same("end", said.start, held.end))
    return _joined(found)


def _joined(found: Iterable[frozenset[str] | None]) -> frozenset[str]:
    return frozenset[str]().union(*filter(None, found))


def _same(end: str, said: Moment | None, held: Moment | None) -> frozenset[str] | None:
    """The parts that both know, or ``None`` where they differ in one."""
    if said is None or held is None:
        return None
    found = set()
    for part in _PARTS:
        one, other = _digits(getattr(said, part)), _digits(getattr(held, part))
        if not _fit(one, other):
            return None
        if other.strip("X") and "X" not in one and one:
            found.add(f"{end}.{part}")
    return frozenset(found)


def _fit(one: str, other: str) -> bool:
    """Whether no digit that both know differs."""
    return all(a == b or "X" in (a, b) for a, b in zip(one, other, strict=False))


def _digits(component: Component | None) -> str:
    return component.digits if component else ""


@lru_cache(maxsize=1 << 16)
def _parsed(text: str) -> Edtf | None:
    return edtf.parse(text) if edtf.is_valid(text) else None


def missing_parts(cell: str, read: Iterable[frozenset[str]]) -> frozenset[str]:
    """The parts of a cell that none of its quotes says."""
    return parts_of(cell).difference(*read)
