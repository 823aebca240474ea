"""Debit: every factual cell has an entry, and every entry a factual cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from talent_dataset.meant import did_you_mean

if TYPE_CHECKING:
    from talent_dataset.books.ledger import Entry, Ledger
    from talent_dataset.issues import Issue

_FEW: Final = 200


def factual_cells(ledger: Ledger) -> Iterator[tuple[str, str, str]]:
    """Table, row and field of every filled factual cell."""
    for table in ledger.facts():
        names = [name for name in table.columns if table.roles.get(name) == "factual"]
        for row in table.rows:
            yield from ((table.name, row.row_id, name) for name in names if name in row.cells)


def backed_cells(ledger: Ledger) -> set[tuple[str, str, str]]:
    """Cells for which there is an entry, those said together with the one it names included."""
    backed = set()
    for entry in ledger.evidence:
        if entry.table in ledger.tables and entry.field:
            group = ledger.tables[entry.table].group(entry.field)
            backed |= {(entry.table, entry.row_id, name) for name in group}
    return backed


def naked(ledger: Ledger) -> Iterator[Issue]:
    """Factual cells that no entry backs (``evidence/backing``)."""
    backed = backed_cells(ledger)
    for table, row_id, name in factual_cells(ledger):
        if (table, row_id, name) not in backed:
            yield ledger.issue(
                ledger.tables[table].by_id[row_id],
                "evidence/backing",
                "No entry of the evidence backs this cell.",
                name=name,
                hint=f"Add an entry for table {table!r}, row_id {row_id!r}, field {name!r}, or empty the cell; "
                "`talent-dataset evidence missing` lists all that is left to do.",
            )


def orphans(ledger: Ledger) -> Iterator[Issue]:
    """Entries for a table, row or cell that is not there, or that needs none (``evidence/orphan``)."""
    for entry in ledger.evidence:
        if (found := _orphan(ledger, entry)) is not None:
            name, message, hint = found
            yield ledger.issue(entry.row, "evidence/orphan", message, name=name, hint=hint)


def _orphan(ledger: Ledger, entry: Entry) -> tuple[str, str, str] | None:
    table = ledger.tables.get(entry.table)
    if table is None or entry.table in ledger.books.tables():
        names = [each.name for each in ledger.facts()]
        return "table", f"There is no table {entry.table!r} that needs evidence.", did_you_mean(entry.table, names)
    row = table.by_id.get(entry.row_id)
    if row is None:
        # Among thousands of keys the nearest is seldom the one that was meant, and costs more than all the rest.
        near = did_you_mean(entry.row_id, table.by_id) if len(table.by_id) <= _FEW else ""
        hint = near or "Correct row_id, or take the entry out with the row."
        return "row_id", f"{entry.table!r} has no row {entry.row_id!r}.", hint
    if not entry.field:
        return None
    if table.roles.get(entry.field) != "factual":
        names = [name for name, role in table.roles.items() if role == "factual"]
        return "field", f"{entry.field!r} is no factual field of {entry.table!r}.", did_you_mean(entry.field, names)
    if entry.field not in row.cells:
        return "field", f"The cell {entry.field!r} of this row is empty.", "Take the entry out, or fill the cell."
    return None
