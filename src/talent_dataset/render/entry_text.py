"""Entries of the books as people read them: which words of which document back a cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from talent_dataset.books.excerpt import excerpt
from talent_dataset.render.columns import columns, fit
from talent_dataset.render.excerpt_text import excerpt_line
from talent_dataset.render.lines import Line, line, paragraph
from talent_dataset.render.safe import visible

if TYPE_CHECKING:
    from talent_dataset.books.ledger import Entry, Ledger, Row

_INDENT = 4
_NOTES = (
    ("quote_restored", "read as"),
    ("reason", "because"),
    ("derivation", "computed"),
    ("concludes", "signed for"),
)


def cell_line(row: Row, name: str, width: int, *, note: str = "") -> Line:
    """A field, what stands in its cell, and a note."""
    if not name:
        return line(("  (the row as such)", "label"), f"  {note}" if note else "")
    head, tail = f"  {visible(name)}  ", f"  ({note})" if note else ""
    return line((head, "label"), fit(visible(row.get(name) or "(empty)"), width - columns(head + tail)), tail)


def entry_lines(ledger: Ledger, entry: Entry, width: int) -> Iterator[Line]:
    """An entry: where its words stand, the words among their neighbours where the document is at hand, its notes."""
    yield _place(ledger, entry)
    yield from _words(ledger, entry, width)
    for name, label in _NOTES:
        if text := getattr(entry, name):
            head = f"{' ' * _INDENT}{label}: "
            yield from paragraph(text, width, indent=len(head), label=head)


def _place(ledger: Ledger, entry: Entry) -> Line:
    """Basis, source and offsets."""
    parts = [entry.basis]
    if entry.source_id:
        parts.append(f"{entry.source_id}, characters {entry.start}-{entry.end}")
    document = ledger.documents.exact(entry.source_id)
    if document and entry.start is not None:
        parts.append(f"line {document.text.count(chr(10), 0, entry.start) + 1} of {document.file}")
    return line(" " * _INDENT, ("  ".join(parts), "place"))


def _words(ledger: Ledger, entry: Entry, width: int) -> Iterator[Line]:
    document = ledger.documents.exact(entry.source_id)
    if document is None or entry.start is None or entry.end is None:
        if entry.quote:
            yield from paragraph(f"[{entry.quote}]", width, indent=_INDENT, style="sample")
        return
    if document.text[entry.start : entry.end] != entry.quote:
        yield from paragraph(f"The quote is not there: [{entry.quote}]; there is:", width, indent=_INDENT, style="bad")
    yield excerpt_line(excerpt(document.text, entry.start, entry.end), width, indent=_INDENT)
