"""Debit: an entry says how its cell follows from a source, and gives what that takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from talent_dataset.books.cells.kinds import kinds_of
from talent_dataset.books.cells.numbers import quantity_of
from talent_dataset.meant import did_you_mean

if TYPE_CHECKING:
    from talent_dataset.books.ledger import Entry, Ledger
    from talent_dataset.issues import Issue

CODE = "evidence/basis"
_PLACE = ("source_id", "start", "end", "quote")
# What each basis takes, and what it cannot have.
_TAKES = {
    "stated": (_PLACE, ("derivation",)),
    "inferred": ((*_PLACE, "reason"), ("derivation",)),
    "computed": (("derivation",), ("source_id", "start", "end")),
    "reference": (("reason",), ("source_id", "start", "end", "derivation")),
}
_WHY = {
    "reason": "Say in a sentence why it follows, or which code list has it.",
    "derivation": "Write the SQL expression that yields the cell.",
}


def baseless(ledger: Ledger) -> Iterator[Issue]:
    """Entries without a known basis, or without what it takes (``evidence/basis``)."""
    for entry in ledger.evidence:
        if entry.basis in _TAKES:
            yield from _unfit(ledger, entry)
        else:
            message = f"{entry.basis!r} is no basis." if entry.basis else "The entry has no basis."
            hint = did_you_mean(entry.basis, _TAKES)
            yield ledger.issue(entry.row, CODE, message, name="basis", hint=hint)


def _unfit(ledger: Ledger, entry: Entry) -> Iterator[Issue]:
    needed, strange = _TAKES[entry.basis]
    if lost := next((name for name in needed if not entry.row.get(name)), ""):
        message = f"What is {entry.basis} has a {lost}, and this entry has none."
        hint = _WHY.get(lost, "Quote the words of a document: source, offsets and the words.")
        yield ledger.issue(entry.row, CODE, message, name=lost, hint=hint)
    elif extra := next((name for name in strange if entry.row.get(name)), ""):
        message = f"What is {entry.basis} has no {extra}, and this entry has one."
        yield ledger.issue(entry.row, CODE, message, name=extra, hint="Empty it, or correct the basis.")
    elif entry.basis == "reference" and (name := _measured(ledger, entry)):
        message = f"A code list has codes and names; {name!r} is measured, and has to be read from a source."
        yield ledger.issue(entry.row, CODE, message, name="basis", hint="Quote the words of a document that say it.")


def _measured(ledger: Ledger, entry: Entry) -> str:
    """The first field that an entry backs and that no code list can hold: part of a quantity, or a date."""
    table = ledger.tables.get(entry.table)
    names = table.group(entry.field) if table and entry.field else ()
    is_date = {name for name in names if table and kinds_of(ledger, table).get(name) == "date"}
    return next((name for name in names if name in is_date or quantity_of(ledger, entry.table, name)), "")
