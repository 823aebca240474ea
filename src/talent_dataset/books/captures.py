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
    from talent_dataset.books.ledger import Entry, Ledger, Table

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
            cells = [each for entry in over if entry.table in fields for each in _cells(ledger, entry, fields)]
            if cells and (cell := _holder(cells, figure_of(booking.row.cells))):
                yield booking.figure_id, cell


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


class _Candidate(NamedTuple):
    """A filled cell of a row that an entry backs.

    Attributes:
        is_beside: The entry backs another cell of the row.
        is_inferred: The entry does not state it.
        place: Of the table, the row and the field in the package.
        cell: Where it stands.
        text: What stands there.
        is_number: Whether it is a number by its type.
    """

    is_beside: bool
    is_inferred: bool
    place: tuple[int, str, int]
    cell: Cell
    text: str
    is_number: bool


def _cells(ledger: Ledger, entry: Entry, fields: Mapping[str, _Fields]) -> Iterator[_Candidate]:
    row = ledger.row(entry.table, entry.row_id)
    if row is None:
        return
    group, those = ledger.tables[entry.table].group(entry.field), fields[entry.table]
    for at, (name, is_number) in enumerate(those.names):
        if text := row.get(name):
            place = those.place, entry.row_id, at
            cell = Cell(entry.table, entry.row_id, name)
            yield _Candidate(name not in group, entry.basis != "stated", place, cell, text, is_number)


def _holder(cells: list[_Candidate], figure: Figure) -> Cell | None:
    """The first cell that holds the figure; reading texts takes long, so they are read where no value is the figure."""
    cells.sort()
    for is_beside in (False, True):
        near = [each for each in cells if each.is_beside == is_beside]
        found = next((each.cell for each in near if is_value(each.text, figure)), None)
        found = found or next(
            (each.cell for each in near if not each.is_number and is_in_text(each.text, figure)), None
        )
        if found:
            return found
    return None
