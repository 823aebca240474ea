"""What the debit side still lacks, cell by cell: the work list of a curator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from talent_dataset.provenance.audit import CHECKS, audit

if TYPE_CHECKING:
    from talent_dataset.engine.issues import Issue
    from talent_dataset.provenance.ledger import Entry, Ledger, Row


@dataclass(frozen=True, slots=True)
class Gap:
    """Cells that are said together and not borne out, or an entry that does not hold.

    Attributes:
        table: Table of the cells.
        row_id: Their row.
        fields: Their fields, those that are filled; none for the row as such.
        cells: What stands in them.
        entry: The entry that does not hold; empty where there is none.
        code: Of the issue.
        message: Of the issue.
        hint: Of the issue.
    """

    table: str
    row_id: str
    fields: tuple[str, ...]
    cells: tuple[str, ...]
    entry: str
    code: str
    message: str
    hint: str


def gaps(ledger: Ledger) -> list[Gap]:
    """Everything that is wrong with cells and entries, in the order of tables, rows and fields."""
    checks = [check for check in CHECKS if check.code.startswith("evidence/")]
    errors = [issue for issue in audit(ledger, checks).issues if issue.severity == "error"]
    found = dict.fromkeys(_found(ledger, errors))
    return sorted(found, key=_Order(ledger))


def _found(ledger: Ledger, issues: Sequence[Issue]) -> Iterator[Gap]:
    rows = {(row.table, row.number): row for table in ledger.facts() for row in table.rows}
    entries = {(ledger.books.evidence, entry.row.number): entry for entry in ledger.evidence}
    for issue in issues:
        place = issue.resource or "", issue.row or 0
        if entry := entries.get(place):
            yield _of_entry(ledger, entry, issue)
        elif row := rows.get(place):
            # Of cells that are said together, each has its issue, with a hint of its own.
            yield replace(_gap(ledger, row, issue.field or "", "", issue), hint="")


def _of_entry(ledger: Ledger, entry: Entry, issue: Issue) -> Gap:
    row = ledger.row(entry.table, entry.row_id)
    if row is None:
        return Gap(*entry.cell[:2], (entry.field,), ("",), entry.evidence_id, issue.code, issue.message, issue.hint)
    return _gap(ledger, row, entry.field, entry.evidence_id, issue)


def _gap(ledger: Ledger, row: Row, name: str, entry: str, issue: Issue) -> Gap:
    group = ledger.tables[row.table].group(name) if name else ()
    fields = tuple(each for each in group if each in row.cells)
    cells = tuple(row.get(each) for each in fields)
    return Gap(row.table, row.row_id, fields, cells, entry, issue.code, issue.message, issue.hint)


class _Order:
    """Where a gap stands: as in the tables."""

    def __init__(self, ledger: Ledger) -> None:
        tables = list(ledger.tables.values())
        self._rows = {
            (table.name, row.row_id): (i, j) for i, table in enumerate(tables) for j, row in enumerate(table.rows)
        }
        self._fields = {(table.name, name): at for table in tables for at, name in enumerate(table.columns)}
        self._last = len(tables), 0

    def __call__(self, gap: Gap) -> tuple[tuple[int, int], int, str]:
        row = self._rows.get((gap.table, gap.row_id), self._last)
        return row, self._fields.get((gap.table, gap.fields[0]), -1) if gap.fields else -1, gap.entry
