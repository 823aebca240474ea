"""The figures of a source as people read them: what became of each, and where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from talent_dataset.provenance.captures import captures
from talent_dataset.provenance.documents import excerpt
from talent_dataset.render.columns import columns, fit, pad
from talent_dataset.render.entry_text import excerpt_line
from talent_dataset.render.lines import INDENT, Line, line, paragraph, visible

if TYPE_CHECKING:
    from talent_dataset.provenance.ledger import Booking, Ledger

_WIDEST = 24
_FATES = ("captured", "duplicate", "set-aside", "unbooked")


def figure_lines(
    ledger: Ledger, figures: Sequence[Booking], fates: Mapping[str, str], width: int, *, unbooked: bool = False
) -> Iterator[Line]:
    """Figures in lines of ``width`` columns.

    Args:
        ledger: The books.
        figures: Those to show, in the order in which to show them.
        fates: What became of each, by its id.
        width: Columns of the screen.
        unbooked: Leave out those that are booked.
    """
    most = max((min(columns(visible(each.text)), _WIDEST) for each in figures), default=0)
    for booking in figures:
        fate = fates[booking.figure_id]
        if fate == "unbooked":
            yield from booking_lines(ledger, [booking], width)
        elif not unbooked:
            head = f"{booking.figure_id}  "
            told = f"{pad(fit(visible(booking.text), most), most)}  {visible(_fate(ledger, booking, fate))}"
            yield line((head, "place"), fit(told, width - columns(head)))
    if figures:
        yield line()
    yield from _sum(ledger, figures, fates, width)


def booking_lines(ledger: Ledger, figures: Sequence[Booking], width: int) -> Iterator[Line]:
    """Figures with their context, whatever became of them."""
    for booking in figures:
        yield line((f"{booking.figure_id}  ", "place"), *_reading(booking))
        yield from _context(ledger, booking, width)


def _reading(booking: Booking) -> tuple[str, ...]:
    """What the figure says: kind, comparator, value, unit or date."""
    get = booking.row.get
    bounds = " to ".join(text for text in (get("value"), get("upper")) if text)
    comparator = "" if get("comparator") == "=" else get("comparator")
    said = " ".join(text for text in (comparator, bounds or get("date"), get("unit")) if text)
    return (f"{booking.kind}  {visible(said)}", "  may be an idiom" if get("idiom") == "true" else "")


def _context(ledger: Ledger, booking: Booking, width: int) -> Iterator[Line]:
    document = ledger.documents.exact(booking.source_id)
    if document and booking.start is not None and booking.end is not None:
        yield excerpt_line(excerpt(document.text, booking.start, booking.end), width, indent=INDENT)
    else:
        yield from paragraph(f"[{booking.text}]", width, indent=INDENT, style="sample")


def _fate(ledger: Ledger, booking: Booking, fate: str) -> str:
    """What became of a booked figure, in a few words."""
    get = booking.row.get
    if fate == "captured":
        held = captures(ledger)[booking.figure_id]
        return f"{held.table}  {held.row_id}  {held.field}"
    if fate == "duplicate":
        return f"duplicate of {get('duplicate_of')}"
    return ": ".join(text for text in (f"set aside, {get('reason')}", get("note")) if text)


def _sum(ledger: Ledger, figures: Sequence[Booking], fates: Mapping[str, str], width: int) -> Iterator[Line]:
    """How many there are of each, and why there is no context."""
    counted = Counter(fates.values())
    told = ", ".join(f"{counted[fate]:,} {fate.replace('-', ' ')}" for fate in _FATES if counted[fate])
    yield line((f"{len(figures):,} figures{': ' if told else ''}{told}", "bad" if counted["unbooked"] else "good"))
    sources = {booking.source_id for booking in figures}
    for source, reason in ledger.documents.missing.items():
        if source in sources:
            yield from paragraph(f"No context: {reason}.", width)
