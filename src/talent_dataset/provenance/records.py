"""What stands in the books, as plain values: rows of tables, entries, sources, bookings, repairs, conflicts.

Cells are text as in the file; a cell without a value is not among ``Row.cells``. A number that cannot be read is
``None``: that its cell is wrong is told elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from talent_dataset.engine.descriptor.model import ours

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.model import Schema
    from talent_dataset.engine.reading.cast import Column


CellKey = tuple[str, str, str]
"""A cell by its table, the key of its row, and its field (empty for the row as such)."""


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
class BookTable:
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
        # Reversed, so that of rows with the same key the first one counts.
        self.by_id = {row.row_id: row for row in reversed(self.rows)}
        self.roles = {each.name: str(ours(each).get("role", "factual")) for each in self.schema.fields}
        declared = [tuple(map(str, group)) for group in ours(self.schema).get("groups", [])]
        # As above: of two groups with the same field the first one counts.
        self.groups = {name: group for group in reversed(declared) for name in group}

    def group(self, name: str) -> tuple[str, ...]:
        """The fields that are said together with a field, itself included."""
        return self.groups.get(name, (name,))

    def value(self, row: Row, name: str) -> Any:
        """The value of a cell by the type of its field; ``None`` where it has none, or its text cannot be read."""
        text = row.cells.get(name)
        # What cannot be read has been reported by the schema: to the books it has no value.
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


def row_id_of(parts: Iterable[str]) -> str:
    """A primary key as one text: joined by ``/``, with ``~1`` for ``/`` and ``~0`` for ``~`` (as in RFC 6901)."""
    values = list(parts)
    if len(values) == 1:
        return values[0]
    return "/".join(value.replace("~", "~0").replace("/", "~1") for value in values)


def _whole(row: Row, name: str) -> int | None:
    text = row.get(name)
    return int(text) if text.isascii() and text.isdigit() else None


def entry_of(row: Row) -> Entry:
    """An entry of the evidence."""
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


def source_of(row: Row) -> Source:
    """A source."""
    return Source(row.get("source_id"), row.get("sha256").lower(), row.get("language"), _whole(row, "characters"), row)


def booking_of(row: Row) -> Booking:
    """A booked figure."""
    start, end = _whole(row, "start"), _whole(row, "end")
    figure, source, text = row.get("figure_id"), row.get("source_id"), row.get("text")
    return Booking(figure, source, start, end, text, row.get("kind"), row.get("booked_as"), row)


def repair_of(row: Row) -> Repair:
    """A declared repair."""
    start, end = _whole(row, "start"), _whole(row, "end")
    return Repair(row.get("source_id"), start, end, row.get("raw"), row.get("reading"), row)


def conflict_of(row: Row) -> Conflict:
    """A declared conflict."""
    one = (row.get("table"), row.get("row_id"), row.get("field"))
    other = (row.get("other_table"), row.get("other_row_id"), row.get("other_field"))
    return Conflict(one, other, row.get("kind"), row.get("status"), row.get("preferred"), row)
