"""Debit: the words of each entry stand in its source, at its place, to the character."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from talent_dataset.books.ledger import Ledger
    from talent_dataset.issues import Issue


def misplaced(ledger: Ledger) -> Iterator[Issue]:
    """Quotes that are not at their place (``evidence/quote``)."""
    for entry in ledger.evidence:
        document = ledger.documents.exact(entry.source_id)
        if document is None or entry.start is None or entry.end is None:
            continue
        if document.text[entry.start : entry.end] != entry.quote:
            message = f"The quote is not at {entry.start}-{entry.end} of {entry.source_id}."
            yield ledger.issue(entry.row, "evidence/quote", message, name="quote")
