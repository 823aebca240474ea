"""Credit: what became of every figure of every source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from talent_dataset.engine.meant import did_you_mean
from talent_dataset.provenance.captures import captures, is_same
from talent_dataset.provenance.cells.quantities import units_of
from talent_dataset.provenance.listing import figure_of
from talent_dataset.provenance.quoted_text import alike, han_count

if TYPE_CHECKING:
    from talent_dataset.engine.issues import Issue
    from talent_dataset.provenance.ledger import Booking, Ledger

OUTSIDE: Final = frozenset({"navigation", "metadata", "byline"})
"""Reasons that say that a figure does not stand in the body of an article."""

_MEASURED: Final = frozenset({"percent", "money", "duration", "age", "date"})
_BOOKINGS: Final = ("captured", "duplicate", "set-aside")


def unbooked(ledger: Ledger) -> Iterator[Issue]:
    """Figures that no cell holds, and of which nothing is said (``figures/unbooked``)."""
    captured = captures(ledger)
    for booking in ledger.figures:
        if not booking.booked_as and booking.figure_id not in captured:
            message = f"The figure {said(booking)} is not booked: no cell that its evidence backs holds it."
            hint = (
                "Add evidence whose quote covers it to the row that holds it; or book it as duplicate or set-aside. "
                f"`talent-dataset evidence figures {booking.source_id}` shows it with its context."
            )
            yield ledger.issue(booking.row, "figures/unbooked", message, name="booked_as", hint=hint)


def said(booking: Booking) -> str:
    """A figure with its unit word, as a message shows it."""
    unit = booking.row.get("unit")
    return f"{booking.text!r} ({unit})" if unit and unit not in booking.text else repr(booking.text)


def misbooked(ledger: Ledger) -> Iterator[Issue]:
    """Bookings that do not hold (``figures/booking``)."""
    known = {booking.figure_id: booking for booking in ledger.figures}
    for booking in ledger.figures:
        if fault := _fault(ledger, booking, known):
            name, message, hint = fault
            yield ledger.issue(booking.row, "figures/booking", message, name=name, hint=hint)


Fault = tuple[str, str, str]


def _fault(ledger: Ledger, booking: Booking, known: Mapping[str, Booking]) -> Fault | None:
    """The cell, what is wrong with it, and how to mend it."""
    kind = booking.booked_as
    if not kind:
        return None
    if kind not in _BOOKINGS:
        return "booked_as", f"A figure is not booked as {kind!r}.", did_you_mean(kind, _BOOKINGS[1:])
    if kind == "captured":
        return _wrongly_captured(ledger, booking)
    # Evidence goes before what a person has booked, which may be older.
    if held := captures(ledger).get(booking.figure_id):
        message = f"The figure is captured by {held.table}, {held.row_id}, {held.field}: there is nothing to book."
        return "booked_as", message, "Empty booked_as and what goes with it, or correct the evidence."
    return _wrong_duplicate(ledger, booking, known) if kind == "duplicate" else None


def _wrongly_captured(ledger: Ledger, booking: Booking) -> Fault | None:
    held = captures(ledger).get(booking.figure_id)
    cell = tuple(booking.row.get(name) for name in ("table", "row_id", "field"))
    if held is None:
        return "booked_as", "The figure is not captured: no cell that its evidence backs holds it.", "Empty booked_as."
    if cell != held:
        there = f"{held.table}, {held.row_id}, {held.field}"
        return "field", f"The figure is captured by another cell: {there}.", "`talent-dataset build` fills these cells."
    return None


def _wrong_duplicate(ledger: Ledger, booking: Booking, known: Mapping[str, Booking]) -> Fault | None:
    first = known.get(name := booking.row.get("duplicate_of"))
    if first is None or first is booking:
        hint = did_you_mean(name, known.keys() - {booking.figure_id}) or "Name the figure that says the same."
        return "duplicate_of", f"There is no other figure {name!r}.", hint
    # A chain of duplicates would hide where the fact is.
    if first.booked_as == "duplicate":
        other = first.row.get("duplicate_of")
        return "duplicate_of", f"{name} is a duplicate itself, of {other}.", f"Name {other}."
    # Two figures that refer to each other would account for neither.
    if not first.booked_as and name not in captures(ledger):
        return "duplicate_of", f"{name} is not booked itself.", f"Book {name} first."
    is_alike = is_same(figure_of(booking.row.cells), figure_of(first.row.cells))
    if not is_alike or _count_different_things(ledger, booking, first):
        message = f"{said(booking)} does not say the same as {name}, {said(first)}."
        return "duplicate_of", message, "Name a figure that says the same, or book this one otherwise."
    return None


def _count_different_things(ledger: Ledger, one: Booking, other: Booking) -> bool:
    """Whether the books know the units of both figures, and they are not the same."""
    words = units_of(ledger).words.items()
    codes = [{code for code, those in words if alike(each.row.get("unit")) in those} for each in (one, other)]
    return all(codes) and codes[0].isdisjoint(codes[1])


def unreasoned(ledger: Ledger) -> Iterator[Issue]:
    """Figures that are set aside without a reason, or without the sentence that they need (``figures/reason``)."""
    for booking in ledger.figures:
        if booking.booked_as != "set-aside":
            continue
        reason = booking.row.get("reason")
        if not reason:
            message, hint = f"{said(booking)} is set aside without a reason.", "Fill reason."
            yield ledger.issue(booking.row, "figures/reason", message, name="reason", hint=hint)
        elif reason not in OUTSIDE and _has_unit(booking) and not _is_sentence(booking.row.get("note")):
            message = (
                f"{said(booking)} has a unit and stands in the body of an article: a sentence says why it is no fact."
            )
            yield ledger.issue(booking.row, "figures/reason", message, name="note", hint="Fill note.")


def _is_sentence(note: str) -> bool:
    """Whether a note says anything: a dash or a single word gives no reason."""
    return len(re.findall(r"[^\W\d_]+", note)) > 1 or han_count(note) > 1


def _has_unit(booking: Booking) -> bool:
    """Whether the figure says how much of what, or when; what may be an idiom counts nothing."""
    is_idiom = booking.row.get("idiom") == "true" and booking.row.get("reason") == "idiom"
    return (booking.kind in _MEASURED or bool(booking.row.get("unit"))) and not is_idiom


def fate(ledger: Ledger, booking: Booking) -> str:
    """What became of a figure: ``captured``, ``duplicate``, ``set-aside`` or ``unbooked``."""
    if booking.figure_id in captures(ledger):
        return "captured"
    return booking.booked_as if booking.booked_as in _BOOKINGS[1:] else "unbooked"


def balance(ledger: Ledger) -> dict[str, Any]:
    """Figures booked and found, in all and by source."""
    if ledger.books.figures is None:
        return {}
    fates: dict[str, Counter[str]] = {source: Counter() for source in ledger.sources}
    for booking in ledger.figures:
        fates.setdefault(booking.source_id, Counter())[fate(ledger, booking)] += 1
    by_source = [{"source": source, **_tally(counted)} for source, counted in fates.items()]
    return {"figures": {**_tally(sum(fates.values(), Counter())), "by_source": by_source}}


def _tally(counted: Counter[str]) -> dict[str, int]:
    found = counted.total()
    return {
        "booked": found - counted["unbooked"],
        "found": found,
        "captured": counted["captured"],
        "duplicate": counted["duplicate"],
        "set_aside": counted["set-aside"],
    }
