"""What faults of the books follow from: cells and rows of the tables that have a fault of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from talent_dataset.books.ledger import Ledger, Row
    from talent_dataset.books.records import CellKey
    from talent_dataset.issues import Issue
    from talent_dataset.validation.causes import Cause, Causes


@dataclass(slots=True)
class Hanging:
    """Looks up what a fault of the books hangs on.

    Attributes:
        ledger: The books.
        causes: What is at fault in the tables.
    """

    ledger: Ledger
    causes: Causes
    _rows: dict[str, dict[int, Row]] = field(default_factory=dict)

    def root(self, issue: Issue) -> Cause | None:
        """Why a fault is there, where a cell is at fault that it speaks of, or the key of a row that it misses."""
        return next((cause for cause in self._causes(issue) if cause is not None), None)

    def absent(self, issue: Issue) -> str:
        """Which column is missing of those that a fault speaks of; empty where none is."""
        for name, _, of in self._subjects(issue):
            table = self.ledger.tables.get(name)
            if table is None:
                continue
            declared = {each.name for each in table.schema.fields}
            for each in table.group(of):
                if each in declared and each not in table.columns:
                    return f"the column {each!r} of {name!r} is missing"
        return ""

    def _causes(self, issue: Issue) -> Iterator[Cause | None]:
        row = self._row(issue)
        if row is not None and self._is_of_books(row.table):
            yield from (self.causes.of_cell(row.table, name, cell) for name, cell in row.cells.items())
        for subject in self._subjects(issue):
            yield from self._of_subject(subject)

    def _of_subject(self, subject: CellKey) -> Iterator[Cause | None]:
        name, row_id, of = subject
        if (table := self.ledger.tables.get(name)) is None:
            return
        key, row = table.schema.primary_key, table.by_id.get(row_id)
        if row is not None:
            names = (*key, *table.group(of))
            yield from (self.causes.of_cell(name, each, row.cells.get(each)) for each in names)
        elif len(key) == 1:
            yield self.causes.near(name, key[0], row_id)

    def _subjects(self, issue: Issue) -> Iterator[CellKey]:
        """The cells that a fault speaks of: its own, or those that its row of the books names."""
        row = self._row(issue)
        if row is None:
            return
        if not self._is_of_books(row.table):
            yield row.table, row.row_id, issue.field or ""
            return
        for prefix in ("", "other_"):
            table, row_id, of = (row.get(prefix + name) for name in ("table", "row_id", "field"))
            if table:
                yield table, row_id, of

    def _is_of_books(self, table: str) -> bool:
        return table in self.ledger.books.tables()

    def _row(self, issue: Issue) -> Row | None:
        table = self.ledger.tables.get(issue.resource or "")
        if table is None or issue.row is None:
            return None
        if table.name not in self._rows:
            self._rows[table.name] = {row.number: row for row in table.rows}
        return self._rows[table.name].get(issue.row)
