"""The books as plain values: what a package says of its sources and its evidence, each with its exact place.

``make_ledger`` turns tables of text into a ``Ledger``; every check of the books is a function of one. Whoever wants to
try what a change of the books would do (the self-test, a tool of the curator) changes ``Row`` values of the tables,
and makes a ledger of them anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any, TypeVar

from talent_dataset.engine.issues import Issue, Severity
from talent_dataset.provenance.records import (
    Booking,
    BookTable,
    Conflict,
    Entry,
    Repair,
    Row,
    Source,
    booking_of,
    conflict_of,
    entry_of,
    repair_of,
    row_id_of,
    source_of,
)

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.model import Books
    from talent_dataset.provenance.documents import Documents

__all__ = [
    "BookTable",
    "Booking",
    "Conflict",
    "Entry",
    "Ledger",
    "Repair",
    "Row",
    "Source",
    "found_once",
    "make_ledger",
    "quotes_of",
    "row_id_of",
    "sources_of",
]


_Shared = TypeVar("_Shared")


@dataclass
class Ledger:
    """The books of a package, and the tables that they speak of.

    Attributes:
        books: What the descriptor declares.
        tables: Every table of the package, by name; the books are among them.
        documents: The documents at hand (``documents.get(source_id)``), and why others are not.
        sources: The sources by their id.
        evidence: The entries, in the order of the file.
        figures: The booked figures; empty where no table of figures is declared.
        repairs: The declared repairs.
        conflicts: The declared conflicts.
    """

    books: Books
    tables: Mapping[str, BookTable]
    documents: Documents
    sources: Mapping[str, Source]
    evidence: Sequence[Entry]
    figures: Sequence[Booking]
    repairs: Sequence[Repair]
    conflicts: Sequence[Conflict]
    # Kept with the ledger, and not in a cache of the process, so that it goes when the books go.
    _found: dict[Callable[..., Any], Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, find: Callable[[Ledger], _Shared]) -> _Shared:
        """What a function finds in the ledger: looked for the first time, and then given again."""
        if find not in self._found:
            self._found[find] = find(self)
        found: _Shared = self._found[find]
        return found

    @cached_property
    def entries_of(self) -> Mapping[tuple[str, str], list[Entry]]:
        """Entries by table and row."""
        found: dict[tuple[str, str], list[Entry]] = {}
        for entry in self.evidence:
            found.setdefault((entry.table, entry.row_id), []).append(entry)
        return found

    @cached_property
    def entries_in(self) -> Mapping[str, list[Entry]]:
        """Entries by source, in the order of their place."""
        found: dict[str, list[Entry]] = {}
        for entry in self.evidence:
            if entry.source_id:
                found.setdefault(entry.source_id, []).append(entry)
        return {key: sorted(each, key=_place) for key, each in found.items()}

    @cached_property
    def repairs_in(self) -> Mapping[str, list[Repair]]:
        """Repairs by source, in the order of their place."""
        found: dict[str, list[Repair]] = {}
        for repair in self.repairs:
            found.setdefault(repair.source_id, []).append(repair)
        return {key: sorted(each, key=_place) for key, each in found.items()}

    def facts(self) -> Iterator[BookTable]:
        """The tables whose factual cells need evidence: all but the books."""
        books = self.books.tables()
        return (table for name, table in self.tables.items() if name not in books)

    def row(self, table: str, row_id: str) -> Row | None:
        """A row, if it is there."""
        found = self.tables.get(table)
        return found.by_id.get(row_id) if found else None

    def backing(self, table: str, row_id: str, name: str) -> list[Entry]:
        """The entries that back a cell: those of its field, or of one that is said together with it."""
        group = self.tables[table].group(name)
        return [entry for entry in self.entries_of.get((table, row_id), ()) if entry.field in group]

    def issue(
        self,
        row: Row,
        code: str,
        message: str,
        *,
        name: str | None = None,
        hint: str = "",
        severity: Severity = "error",
    ) -> Issue:
        """An issue at a row, or at one cell of it (``name``)."""
        table = self.tables[row.table]
        return Issue(
            code=code,
            message=message,
            hint=hint,
            severity=severity,
            resource=row.table,
            path=table.path,
            row=row.number,
            field=name if name and name in table.columns else None,
            key={each: row.get(each) for each in table.schema.primary_key} or None,
            cell=row.get(name) if name and name in table.columns else None,
        )


def found_once(find: Callable[[Ledger], _Shared]) -> Callable[[Ledger], _Shared]:
    """Let a function of a ledger look once for what several checks need.

    A ``cached_property`` would do the same, if the ledger knew all that is ever asked of it; this way each module keeps
    what it finds, under no name that could be mistyped and with no type that is lost.
    """

    @wraps(find)
    def found(ledger: Ledger) -> _Shared:
        return ledger.once(find)

    return found


def quotes_of(table: BookTable) -> dict[str, list[str]]:
    """The words that a table of evidence quotes from each source."""
    found: dict[str, list[str]] = {}
    for row in table.rows:
        if row.get("quote"):
            found.setdefault(row.get("source_id"), []).append(row.get("quote"))
    return found


def make_ledger(books: Books, tables: Mapping[str, BookTable], documents: Documents) -> Ledger:
    """The ledger of some tables.

    Args:
        books: What the descriptor declares; its tables must be among ``tables``.
        tables: Tables of the package by name.
        documents: The documents at hand.
    """
    return Ledger(
        books=books,
        tables=tables,
        documents=documents,
        sources=sources_of(tables[books.sources]),
        evidence=[entry_of(row) for row in tables[books.evidence].rows],
        figures=[booking_of(row) for row in _rows(tables, books.figures)],
        repairs=[repair_of(row) for row in _rows(tables, books.repairs)],
        conflicts=[conflict_of(row) for row in _rows(tables, books.conflicts)],
    )


def sources_of(table: BookTable) -> dict[str, Source]:
    """The sources that a table lists, by their id."""
    return {row.get("source_id"): source_of(row) for row in table.rows}


def _rows(tables: Mapping[str, BookTable], name: str | None) -> Sequence[Row]:
    return tables[name].rows if name and name in tables else ()


def _place(each: Entry | Repair) -> tuple[int, int]:
    # What has no place comes first, where no search for a place looks.
    return (-1 if each.start is None else each.start, -1 if each.end is None else each.end)
