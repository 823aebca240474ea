"""The books as plain values: what a package says of its sources and its evidence, each with its exact place.

``make_ledger`` turns tables of text into a ``Ledger``; every check of the books is a function of one. Whoever wants to
try what a change of the books would do (the self-test, a tool of the curator) changes ``Row`` values of the tables,
and makes a ledger of them anew. Cells are text as in the file; a cell without a value is not among ``Row.cells``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from talent_dataset.descriptor.travelling import PROPERTY
from talent_dataset.issues import Issue, Severity

if TYPE_CHECKING:
    from talent_dataset.books.documents import Documents
    from talent_dataset.descriptor.books import Books
    from talent_dataset.descriptor.model import Schema
    from talent_dataset.reading.cast import Column


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    Attributes:
        table: Name of the resource.
        row_id: Its primary key as one text (see ``row_id_of``).
        number: Number of the record in the file, as issues give it.
        cells: The filled cells by field, as text.
    """

    table: str
    row_id: str
    number: int
    cells: Mapping[str, str]

    def get(self, name: str) -> str:
        """The text of a cell; empty where it has no value."""
        return self.cells.get(name, "")


@dataclass(slots=True)
class Table:
    """A table of the package.

    Attributes:
        name: Name of the resource.
        path: Its file, as issues give it.
        schema: Its schema.
        columns: The columns that its file has, by field; they read values from text.
        rows: Its rows in the order of the file.
    """

    name: str
    path: str | None
    schema: Schema
    columns: Mapping[str, Column]
    rows: Sequence[Row]
    by_id: Mapping[str, Row] = field(init=False)
    roles: Mapping[str, str] = field(init=False)
    groups: Mapping[str, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        """Look up tables by what is asked of them later."""
        self.by_id = {row.row_id: row for row in reversed(self.rows)}
        self.roles = {each.name: str(ours(each.custom).get("role", "factual")) for each in self.schema.fields}
        declared = [tuple(map(str, group)) for group in ours(self.schema.custom).get("groups", [])]
        self.groups = {name: group for group in reversed(declared) for name in group}

    def group(self, name: str) -> tuple[str, ...]:
        """The fields that are said together with a field, itself included."""
        return self.groups.get(name, (name,))

    def value(self, row: Row, name: str) -> Any:
        """The value of a cell by the type of its field; ``None`` where it has none, or its text cannot be read."""
        text = row.cells.get(name)
        if text is None or name not in self.columns:
            return None
        try:
            return self.columns[name].python(text)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of ``evidence``: what backs one cell or one group of cells, or the row as such (``field`` empty)."""

    evidence_id: str
    table: str
    row_id: str
    field: str
    source_id: str
    start: int | None
    end: int | None
    quote: str
    span_sha256: str
    quote_restored: str
    basis: str
    reason: str
    derivation: str
    concludes: str
    row: Row

    @property
    def reading(self) -> str:
        """How the quote is read: restored where it is damaged or in another script."""
        return self.quote_restored or self.quote

    @property
    def cell(self) -> tuple[str, str, str]:
        """Table, row and field that are backed."""
        return self.table, self.row_id, self.field


@dataclass(frozen=True, slots=True)
class Source:
    """A document that the books speak of; further columns stand in ``row.cells``."""

    source_id: str
    sha256: str
    language: str
    characters: int | None
    row: Row


@dataclass(frozen=True, slots=True)
class Booking:
    """A row of ``figures``: a figure of a source, and what became of it; further columns stand in ``row.cells``."""

    figure_id: str
    source_id: str
    start: int | None
    end: int | None
    text: str
    kind: str
    booked_as: str
    row: Row


@dataclass(frozen=True, slots=True)
class Repair:
    """A row of ``repairs``: how a damaged stretch of a source is read."""

    source_id: str
    start: int | None
    end: int | None
    raw: str
    reading: str
    row: Row


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row of ``conflicts``: two cells that disagree; further columns stand in ``row.cells``."""

    cell: tuple[str, str, str]
    other: tuple[str, str, str]
    kind: str
    status: str
    preferred: str
    row: Row


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
        memo: What several checks need and one of them has computed, by name.
    """

    books: Books
    tables: Mapping[str, Table]
    documents: Documents
    sources: Mapping[str, Source]
    evidence: Sequence[Entry]
    figures: Sequence[Booking]
    repairs: Sequence[Repair]
    conflicts: Sequence[Conflict]
    memo: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

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

    def facts(self) -> Iterator[Table]:
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


def quotes_of(table: Table) -> dict[str, list[str]]:
    """The words that a table of evidence quotes from each source."""
    found: dict[str, list[str]] = {}
    for row in table.rows:
        if row.get("quote"):
            found.setdefault(row.get("source_id"), []).append(row.get("quote"))
    return found


def make_ledger(books: Books, tables: Mapping[str, Table], documents: Documents) -> Ledger:
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
        evidence=[_entry(row) for row in tables[books.evidence].rows],
        figures=[_booking(row) for row in _rows(tables, books.figures)],
        repairs=[_repair(row) for row in _rows(tables, books.repairs)],
        conflicts=[_conflict(row) for row in _rows(tables, books.conflicts)],
    )


def sources_of(table: Table) -> dict[str, Source]:
    """The sources that a table lists, by their id."""
    return {row.get("source_id"): _source(row) for row in table.rows}


def row_id_of(parts: Iterable[str]) -> str:
    """A primary key as one text: joined by ``/``, with ``~1`` for ``/`` and ``~0`` for ``~`` (as in RFC 6901)."""
    values = list(parts)
    if len(values) == 1:
        return values[0]
    return "/".join(value.replace("~", "~0").replace("/", "~1") for value in values)


def ours(custom: Mapping[str, Any]) -> Mapping[str, Any]:
    """Our property among the custom ones; empty where there is none."""
    found = custom.get(PROPERTY)
    return found if isinstance(found, Mapping) else {}


def _rows(tables: Mapping[str, Table], name: str | None) -> Sequence[Row]:
    return tables[name].rows if name and name in tables else ()


def _place(each: Entry | Repair) -> tuple[int, int]:
    return (-1 if each.start is None else each.start, -1 if each.end is None else each.end)


def _whole(row: Row, name: str) -> int | None:
    text = row.get(name)
    return int(text) if text.isascii() and text.isdigit() else None


def _entry(row: Row) -> Entry:
    get = row.cells.get
    return Entry(
        evidence_id=get("evidence_id", ""),
        table=get("table", ""),
        row_id=get("row_id", ""),
        field=get("field", ""),
        source_id=get("source_id", ""),
        start=_whole(row, "start"),
        end=_whole(row, "end"),
        quote=get("quote", ""),
        span_sha256=get("span_sha256", ""),
        quote_restored=get("quote_restored", ""),
        basis=get("basis", ""),
        reason=get("reason", ""),
        derivation=get("derivation", ""),
        concludes=get("concludes", ""),
        row=row,
    )


def _source(row: Row) -> Source:
    return Source(row.get("source_id"), row.get("sha256").lower(), row.get("language"), _whole(row, "characters"), row)


def _booking(row: Row) -> Booking:
    start, end = _whole(row, "start"), _whole(row, "end")
    figure, source, text = row.get("figure_id"), row.get("source_id"), row.get("text")
    return Booking(figure, source, start, end, text, row.get("kind"), row.get("booked_as"), row)


def _repair(row: Row) -> Repair:
    start, end = _whole(row, "start"), _whole(row, "end")
    return Repair(row.get("source_id"), start, end, row.get("raw"), row.get("reading"), row)


def _conflict(row: Row) -> Conflict:
    one = (row.get("table"), row.get("row_id"), row.get("field"))
    other = (row.get("other_table"), row.get("other_row_id"), row.get("other_field"))
    return Conflict(one, other, row.get("kind"), row.get("status"), row.get("preferred"), row)
