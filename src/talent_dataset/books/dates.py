"""Dates in EDTF as intervals of days: whether they overlap, and whether what a text says is what a cell says.

A text often gives a part of a date only: ``April 21`` (``XXXX-04-21``) bears out month and day of the cell
``2020?-04-21``, and not its year. ``agrees`` tells component by component what is given, what is not, and what differs.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from talent_dataset.reading import edtf
from talent_dataset.reading.edtf import Component, Edtf, Moment

_COMPONENTS: Final = ("year", "month", "day")


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a date of a text says of the date in a cell.

    Components are named ``year``, ``month``, ``day``; those of the end of an interval ``end year`` and so on.

    Attributes:
        given: Components of the cell that the text gives, and alike.
        missing: Components of the cell that the text leaves open.
        differing: Components that the text gives otherwise, or that the cell denies.
        unmarked: Those of ``missing`` that the cell does not mark as uncertain or approximate.
    """

    given: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()
    unmarked: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the text gives something of the cell and contradicts nothing."""
        return bool(self.given) and not self.differing

    @property
    def is_whole(self) -> bool:
        """Whether the text gives the cell whole."""
        return self.holds and not self.missing


def interval(text: str) -> tuple[dt.date | None, dt.date | None]:
    """First and last day of a date in EDTF; ``None`` for a bound that is open or not known.

    Raises:
        ValueError: The text is no date.
    """
    parsed = _parse(text)
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


def agrees(said: str, cell: str) -> Agreement:
    """Hold a date that a text says against the date of a cell, component by component.

    Args:
        said: EDTF of a figure, such as ``XXXX-04-21`` or ``XXXX-05-18/XXXX-05-20``.
        cell: EDTF of a cell, such as ``2020?-04-21``.

    Returns:
        What is given, missing and differing. One date bears out one end of an interval in a cell, whichever it equals,
        and leaves the other end open; an interval bears out no single day.

    Raises:
        ValueError: One of the two is no date.
    """
    text, value = _parse(said), _parse(cell)
    if text.is_interval == value.is_interval:
        return _joined(
            _ends(text.start, value.start), _ends(text.end, value.end, "end ") if value.is_interval else None
        )
    if text.is_interval:
        return _of_whole(said, cell, value)
    return _one_end(text, value)


def _of_whole(said: str, cell: str, value: Edtf) -> Agreement:
    """An interval of the text, one date in the cell: the same days in another form (``2020-01/2020-12``), or not."""
    names = tuple(_names(value.start))
    if interval(said) == interval(cell) and None not in interval(cell):
        return Agreement(given=names)
    return Agreement(differing=names)


def _one_end(text: Edtf, value: Edtf) -> Agreement:
    start, end = _ends(text.start, value.start), _ends(text.start, value.end, "end ")
    if value.start is not None and (not start.differing or end.differing or value.end is None):
        return _joined(start, _open(value.end, "end "))
    return _joined(_open(value.start), end)


def _open(moment: Moment | None, prefix: str = "") -> Agreement:
    return _ends(None, moment, prefix)


def _joined(start: Agreement, end: Agreement | None) -> Agreement:
    if end is None:
        return start
    return Agreement(
        start.given + end.given,
        start.missing + end.missing,
        start.differing + end.differing,
        start.unmarked + end.unmarked,
    )


def _ends(said: Moment | None, cell: Moment | None, prefix: str = "") -> Agreement:
    """One end held against the same end."""
    verdicts = {
        prefix + name: (_verdict(None if said is None else _names(said).get(name), component), component)
        for name, component in _names(cell).items()
    }

    def those(wanted: str) -> tuple[str, ...]:
        return tuple(name for name, (verdict, _) in verdicts.items() if verdict == wanted)

    unmarked = (name for name in those("missing") if not _is_marked(verdicts[name][1]))
    return Agreement(those("given"), those("missing"), those("differing"), tuple(unmarked))


def _is_marked(component: Component) -> bool:
    return component.is_uncertain or component.is_approximate


def _names(moment: Moment | None) -> dict[str, Component]:
    """The components that say something: a month of two ``X`` says nothing."""
    parts = () if moment is None else (moment.year, moment.month, moment.day)
    return {
        name: part
        for name, part in zip(_COMPONENTS, parts, strict=False)
        if part is not None and part.digits.strip("-X")
    }


def _verdict(said: Component | None, cell: Component) -> str:
    """Digits that are not known agree with any; a component is given where all its digits are."""
    if said is None:
        return "missing"
    if len(said.digits) != len(cell.digits):
        return "differing"
    pairs = list(zip(said.digits, cell.digits, strict=True))
    if any("X" not in pair and pair[0] != pair[1] for pair in pairs):
        return "differing"
    return "missing" if any(one == "X" != other for one, other in pairs) else "given"


def _not_after(first: dt.date | None, last: dt.date | None) -> bool:
    return first is None or last is None or first <= last


@lru_cache(maxsize=4096)
def _parse(text: str) -> Edtf:
    return edtf.parse(text)
