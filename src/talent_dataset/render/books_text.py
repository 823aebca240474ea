"""The books as people read them: entries with their words, cells that lack one, figures and what became of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final

from talent_dataset.provenance.anchor import anchors_of
from talent_dataset.provenance.captures import captures
from talent_dataset.provenance.documents import excerpt
from talent_dataset.render.columns import columns, fit, fit_end, pad
from talent_dataset.render.lines import INDENT, Line, line, paragraph, visible

if TYPE_CHECKING:
    from talent_dataset.provenance.anchor import Anchor
    from talent_dataset.provenance.documents import Excerpt
    from talent_dataset.provenance.ledger import Booking, Entry, Ledger, Row
    from talent_dataset.provenance.missing_evidence import Gap

_CUT: Final = "..."
_BRACKETS: Final = 2


def excerpt_line(shown: Excerpt, width: int, *, indent: int = 0) -> Line:
    """The words in brackets, between as much of their neighbours as fits into ``width`` columns."""
    room = max(width - indent, 20)
    words = fit(visible(shown.words), room - _BRACKETS)
    rest = room - columns(words) - _BRACKETS
    before, after = visible(shown.before), visible(shown.after)
    # What one side does not need is for the other.
    head = fit_end(before, max(rest // 2, rest - columns(after)))
    return line(" " * indent, head, (f"[{words}]", "sample"), fit(after, rest - columns(head)))


def gap_lines(gaps: Sequence[Gap], width: int) -> Iterator[Line]:
    """Gaps in lines of ``width`` columns, under the rows that they belong to: cells alone where nothing backs them."""
    for at, ((table, row_id), those) in enumerate(groupby(gaps, key=lambda gap: (gap.table, gap.row_id))):
        if at:
            yield line()
        yield line((f"{table}  {row_id}", "head"))
        of_row = list(those)
        most = max(columns(_label(gap)) for gap in of_row)
        for gap in of_row:
            head = f"  {pad(_label(gap), most)}  "
            yield line((head, "label"), fit(visible(" | ".join(gap.cells)), max(width - columns(head), 10)))
            if gap.code != "evidence/backing":
                yield from _why(gap, width)


def _label(gap: Gap) -> str:
    return visible(", ".join(gap.fields) or "(the row as such)")


def _why(gap: Gap, width: int) -> Iterator[Line]:
    """What is wrong with an entry, or a cell."""
    yield line(" " * INDENT, (visible(gap.entry), "place"), "  " if gap.entry else "", (gap.code, "code"))
    yield from paragraph(gap.message, width, indent=INDENT)
    if gap.hint:
        yield from paragraph(gap.hint, width, indent=INDENT)


_NOTES = (
    ("quote_restored", "read as"),
    ("reason", "because"),
    ("derivation", "computed"),
    ("concludes", "signed for"),
)


def cells_line(row: Row, names: Sequence[str], width: int, *, note: str = "") -> Line:
    """Fields that are said together, what stands in their cells, and a note; no name is the row as such."""
    if not any(names):
        return line(("  (the row as such)", "label"), f"  ({note})" if note else "")
    head, tail = f"  {visible(', '.join(names))}  ", f"  ({note})" if note else ""
    cells = visible(" | ".join(row.get(name) or "(empty)" for name in names))
    return line((head, "label"), fit(cells, max(width - columns(head + tail), 10)), tail)


def entry_lines(ledger: Ledger, entry: Entry, width: int) -> Iterator[Line]:
    """An entry: where its words stand, the words among their neighbours where the document is at hand, its notes."""
    anchor = next(found for each, found in zip(ledger.evidence, anchors_of(ledger), strict=True) if each is entry)
    yield from _place(ledger, entry, anchor, width)
    yield from _words(ledger, entry, anchor, width)
    for name, label in _NOTES:
        if text := getattr(entry, name):
            head = f"{' ' * INDENT}{label}: "
            yield from paragraph(text, width, indent=len(head), label=head)


def _place(ledger: Ledger, entry: Entry, anchor: Anchor | None, width: int) -> Iterator[Line]:
    """Basis, source and offsets, and where the words are in the documents at hand."""
    parts = [entry.basis]
    if entry.source_id:
        parts.append(f"{entry.source_id}, characters {entry.start}-{entry.end}")
    if anchor and anchor.start is not None:
        document = ledger.documents.found[anchor.source_id]
        at = document.text.count("\n", 0, anchor.start) + 1
        parts.append(f"line {at} of {document.file}" + ("" if anchor.grade == "exact" else f", {anchor.grade}"))
    elif anchor:
        parts.append("found in no document at hand")
    yield from paragraph("  ".join(parts), width, indent=INDENT, style="place")


def _words(ledger: Ledger, entry: Entry, anchor: Anchor | None, width: int) -> Iterator[Line]:
    """The words, among their neighbours where they were found."""
    if anchor and anchor.start is not None and anchor.end is not None:
        text = ledger.documents.found[anchor.source_id].text
        yield excerpt_line(excerpt(text, anchor.start, anchor.end), width, indent=INDENT)
    elif entry.quote:
        yield from paragraph(f"[{entry.quote}]", width, indent=INDENT, style="sample")


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
