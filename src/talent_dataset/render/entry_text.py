"""Entries of the books as people read them: which words of which document back a cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from talent_dataset.books.anchor import anchors_of
from talent_dataset.books.excerpt import excerpt
from talent_dataset.render.columns import columns, fit
from talent_dataset.render.excerpt_text import excerpt_line
from talent_dataset.render.lines import Line, line, paragraph
from talent_dataset.render.safe import visible

if TYPE_CHECKING:
    from talent_dataset.books.anchor import Anchor
    from talent_dataset.books.ledger import Entry, Ledger, Row

_INDENT = 4
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
            head = f"{' ' * _INDENT}{label}: "
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
    yield from paragraph("  ".join(parts), width, indent=_INDENT, style="place")


def _words(ledger: Ledger, entry: Entry, anchor: Anchor | None, width: int) -> Iterator[Line]:
    """The words, among their neighbours where they were found."""
    if anchor and anchor.start is not None and anchor.end is not None:
        text = ledger.documents.found[anchor.source_id].text
        yield excerpt_line(excerpt(text, anchor.start, anchor.end), width, indent=_INDENT)
    elif entry.quote:
        yield from paragraph(f"[{entry.quote}]", width, indent=_INDENT, style="sample")
