"""What the debit side still lacks, cell by cell: the work list of a curator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from talent_dataset.books.audit import CHECKS, audit

if TYPE_CHECKING:
    from talent_dataset.books.ledger import Entry, Ledger
    from talent_dataset.issues import Issue


@dataclass(frozen=True, slots=True)
class Gap:
    """A cell that is not borne out, or an entry that does not hold.

    Attributes:
        table: Table of the cell.
        row_id: Its row.
        field: Its field; empty for the row as such.
        cell: What stands in it.
        entry: The entry that does not hold; empty where there is none.
        code: Of the issue.
        message: Of the issue.
    """

    table: str
    row_id: str
    field: str
    cell: str
    entry: str
    code: str
    message: str


def gaps(ledger: Ledger) -> list[Gap]:
    """Everything that is wrong with cells and entries, in the order of tables, rows and fields."""
    checks = [check for check in CHECKS if check.code.startswith("evidence/")]
    rows = {(table.name, row.number): row for table in ledger.tables.values() for row in table.rows}
    entries = {entry.row.number: entry for entry in ledger.evidence}
    found: list[Gap] = []
    for issue in audit(ledger, checks).issues:
        if issue.resource == ledger.books.evidence and issue.row in entries:
            found.append(_of_entry(ledger, entries[issue.row], issue))
        elif (row := rows.get((issue.resource or "", issue.row or 0))) and row.table not in ledger.books.tables():
            cell = issue.field or ""
            found.append(Gap(row.table, row.row_id, cell, row.get(cell), "", issue.code, issue.message))
    return sorted(found, key=_Order(ledger))


def _of_entry(ledger: Ledger, entry: Entry, issue: Issue) -> Gap:
    row = ledger.row(*entry.cell[:2])
    cell = row.get(entry.field) if row else ""
    return Gap(*entry.cell, cell, entry.evidence_id, issue.code, issue.message)


class _Order:
    """Where a gap stands: as in the tables."""

    def __init__(self, ledger: Ledger) -> None:
        self._rows = {
            (t.name, row.row_id): (i, j) for i, t in enumerate(ledger.tables.values()) for j, row in enumerate(t.rows)
        }
        self._fields = {(t.name, name): at for t in ledger.tables.values() for at, name in enumerate(t.columns)}
        self._last = len(ledger.tables), 0

    def __call__(self, gap: Gap) -> tuple[tuple[int, int], int, str]:
        return (
            self._rows.get((gap.table, gap.row_id), self._last),
            self._fields.get((gap.table, gap.field), -1),
            gap.entry,
        )
