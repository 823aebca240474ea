"""Repairs: a damaged stretch of a document is read as declared, as long as the damage is still there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from talent_dataset.books.ledger import Ledger, Repair
    from talent_dataset.issues import Issue

CODE: Final = "evidence/repair"


def mismeasured(ledger: Ledger) -> Iterator[Issue]:
    """Repairs whose raw text is not as long as their place, or whose places overlap (``evidence/repair``)."""
    for repairs in ledger.repairs_in.values():
        for repair in repairs:
            if (repair.end or 0) - (repair.start or 0) != len(repair.raw):
                message = (
                    f"The raw text has {len(repair.raw)} characters, its place {repair.start}-{repair.end} has not."
                )
                yield ledger.issue(repair.row, CODE, message, name="raw", hint="Count start and end again.")
        for one, other in pairwise(repairs):
            if (other.start or 0) < (one.end or 0):
                message = f"This repair overlaps the one at {one.start}-{one.end}."
                yield ledger.issue(other.row, CODE, message, name="start", hint="Make one repair of the two.")


def undone(ledger: Ledger) -> Iterator[Issue]:
    """Repairs whose raw text is not at its place in the document (``evidence/repair``)."""
    for repair in ledger.repairs:
        document = ledger.documents.exact(repair.source_id)
        if document is not None and not _stands(repair, document.text):
            message = f"The raw text is not at {repair.start}-{repair.end} of {repair.source_id}."
            hint = "Correct the place or the raw text; where the document is sound now, take the repair out."
            yield ledger.issue(repair.row, CODE, message, name="raw", hint=hint)


def _stands(repair: Repair, text: str) -> bool:
    return repair.start is not None and text[repair.start : repair.end] == repair.raw
