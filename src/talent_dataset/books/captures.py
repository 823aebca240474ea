"""Which figures are captured: the evidence that covers them backs a row that holds them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from talent_dataset.books.holding import is_in_text, is_value
from talent_dataset.books.listing import figure_of

if TYPE_CHECKING:
    from talent_dataset.books.figures import Figure
    from talent_dataset.books.ledger import Entry, Ledger, Row, Table

_NUMBERS: Final = frozenset({"integer", "number"})
_NO_VALUES: Final = frozenset({"boolean", "object", "array", "geopoint", "geojson"})


class Cell(NamedTuple):
    """A cell of the package."""

    table: str
    row_id: str
    field: str


def captures(ledger: Ledger) -> Mapping[str, Cell]:
    """The cell that holds each captured figure, by the id of the figure.

    Where several do, it is a cell that the covering evidence backs itself, else one of the same row: factual before
    editorial ones, values before texts.
    """
    # Kept as a cached property would be: several checks ask, and a ledger is not hashable.
    kept: dict[str, Mapping[str, Cell]] = vars(ledger)
    if "captures" not in kept:
        kept["captures"] = dict(_captures(ledger))
    return kept["captures"]


def _captures(ledger: Ledger) -> Iterator[tuple[str, Cell]]:
    spans = {source: Spans(entries) for source, entries in ledger.entries_in.items()}
    fields = {table.name: _fields(table) for table in ledger.facts()}
    for booking in ledger.figures:
        if booking.source_id in spans and booking.start is not None and booking.end is not None:
            over = spans[booking.source_id].over(booking.start, booking.end)
            figure = figure_of(booking.row.cells)
            found = (_held(ledger, entry, figure, fields.get(entry.table, ())) for entry in over)
            if best := min((each for each in found if each), default=None):
                yield booking.figure_id, best[1]


class Spans:
    """Entries of one source, asked for those that cover a place."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = [entry for entry in entries if entry.start is not None and entry.end is not None]
        self._starts = [entry.start or 0 for entry in self._entries]
        # The farthest end so far: where it falls short, no earlier entry covers the place.
        self._ends = list(accumulate((entry.end or 0 for entry in self._entries), max))

    def over(self, start: int, end: int) -> Iterator[Entry]:
        """Entries that begin no later and end no earlier."""
        at = bisect_right(self._starts, start) - 1
        while at >= 0 and self._ends[at] >= end:
            if (self._entries[at].end or 0) >= end:
                yield self._entries[at]
            at -= 1


def _fields(table: Table) -> tuple[tuple[str, bool], ...]:
    """Fields that may hold a figure, and whether they are numbers: neither ids nor codes, factual ones first."""
    schema = table.schema
    links = {name for key in schema.foreign_keys for name in key.fields} | set(schema.primary_key)
    may = [
        each
        for each in schema.fields
        if each.name not in links and each.type not in _NO_VALUES and not each.categories and not each.constraints.enum
    ]
    may.sort(key=lambda each: table.roles[each.name] != "factual")
    return tuple((each.name, each.type in _NUMBERS) for each in may if table.roles[each.name] != "derived")


def _held(
    ledger: Ledger, entry: Entry, figure: Figure, fields: Sequence[tuple[str, bool]]
) -> tuple[tuple[bool, bool, int], Cell] | None:
    """The best cell of the row that an entry backs, with its rank."""
    row = ledger.row(entry.table, entry.row_id)
    if row is None:
        return None
    group = ledger.tables[entry.table].group(entry.field)
    ranked = (
        ((name not in group, not is_whole, place), Cell(entry.table, entry.row_id, name))
        for place, (name, is_number) in enumerate(fields)
        if (is_whole := _how(row, name, figure, is_number=is_number)) is not None
    )
    return min(ranked, default=None)


def _how(row: Row, name: str, figure: Figure, *, is_number: bool) -> bool | None:
    """Whether a cell is the figure as a whole (else has it in its text); ``None`` where it does not hold it."""
    cell = row.get(name)
    if not cell:
        return None
    if is_value(cell, figure):
        return True
    return False if not is_number and is_in_text(cell, figure) else None
