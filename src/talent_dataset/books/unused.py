"""Evidence that adds nothing: an entry that says again what another says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from talent_dataset.books.ledger import Entry, Ledger
    from talent_dataset.issues import Issue

CODE: Final = "evidence/unused"


def repeated(ledger: Ledger) -> Iterator[Issue]:
    """Entries that give the same words for the same cell as an earlier one (``evidence/unused``)."""
    seen: dict[tuple[object, ...], Entry] = {}
    for entry in ledger.evidence:
        first = seen.setdefault((*entry.cell, entry.source_id, entry.start, entry.end, entry.basis), entry)
        if first is not entry:
            message = f"The entry says for the same cell what {first.evidence_id!r} says."
            yield ledger.issue(entry.row, CODE, message, name="evidence_id", hint="Take one of the two out.")
