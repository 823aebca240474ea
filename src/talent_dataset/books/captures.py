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

    Where several do, it is a cell that the covering evidence backs itself, else one of the same row; one that is the
    figure before one that has it in its text; one that is stated before one that is inferred; then as tables and
    fields stand in the package.
    """
    if "captures" not in ledger.memo:
        ledger.memo["captures"] = dict(_captures(ledger))
    found: Mapping[str, Cell] = ledger.memo["captures"]
    return found


def _captures(ledger: Ledger) -> Iterator[tuple[str, Cell]]:
    spans = {source: Spans(entries) for source, entries in ledger.entries_in.items()}
    fields = {table.name: _Fields(place, table) for place, table in enumerate(ledger.facts())}
    for booking in ledger.figures:
        if booking.source_id in spans and booking.start is not None and booking.end is not None:
            over = spans[booking.source_id].over(booking.start, booking.end)
            figure = figure_of(booking.row.cells)
            found = (_held(ledger, entry, figure, fields[entry.table]) for entry in over if entry.table in fields)
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


class _Fields:
    """The fields of a table that may hold a figure: neither ids nor codes, factual ones first."""

    def __init__(self, place: int, table: Table) -> None:
        schema = table.schema
        links = {name for key in schema.foreign_keys for name in key.fields} | set(schema.primary_key)
        may = [
            each
            for each in schema.fields
            if not (each.name in links or each.type in _NO_VALUES or each.categories or each.constraints.enum)
            and table.roles[each.name] != "derived"
        ]
        may.sort(key=lambda each: table.roles[each.name] != "factual")
        self.place = place
        self.names = [(each.name, each.type in _NUMBERS) for each in may]


Rank = tuple[bool, bool, bool, int, str, int]


def _held(ledger: Ledger, entry: Entry, figure: Figure, fields: _Fields) -> tuple[Rank, Cell] | None:
    """The best cell of the row that an entry backs, with its rank."""
    row = ledger.row(entry.table, entry.row_id)
    if row is None:
        return None
    group = ledger.tables[entry.table].group(entry.field)
    is_inferred = entry.basis != "stated"
    ranked = (
        ((name not in group, not is_whole, is_inferred, fields.place, entry.row_id, at), Cell(*entry.cell[:2], name))
        for at, (name, is_number) in enumerate(fields.names)
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
