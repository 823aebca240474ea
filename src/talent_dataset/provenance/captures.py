"""Which figures are captured: a cell holds the figure, and evidence that covers it backs that cell."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Final, NamedTuple

from talent_dataset.provenance.dates import parsed
from talent_dataset.provenance.figures import Figure, find_figures
from talent_dataset.provenance.ledger import found_once
from talent_dataset.provenance.listing import figure_of

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.model import Field
    from talent_dataset.engine.reading.edtf import Moment
    from talent_dataset.provenance.ledger import BookTable, Entry, Ledger

# One of these tells that a cell is Chinese, whatever Latin names it has.
_HAN = re.compile(r"[\u3400-\u9fff]")
YEARS = {"century": 100, "centuries": 100, "decade": 10, "decades": 10}
"""Years in a length of time: it is stored in the unit of its cell, and "over a century" is more than 100 years."""


def holds(cell: str, figure: Figure) -> bool:
    """Whether a cell has the figure as its value, or in its text."""
    return is_value(cell, figure) or is_in_text(cell, figure)


def is_value(cell: str, figure: Figure) -> bool:
    """Whether the cell as a whole is the number (a bound of a range included), or a date that says no less.

    A cell that knows more than the figure holds it: ``2020-04-21`` holds ``April 21``, ``XXXX-04-21`` does not hold
    ``2020``.
    """
    if figure.edtf is not None:
        return is_dated(figure.edtf, cell)
    number = _number(cell)
    return number is not None and number in amounts(figure)


def amounts(figure: Figure) -> set[Decimal]:
    """The number of a figure, or the bounds of its range; a length of time in years, too."""
    found = {bound for bound in (figure.value, figure.upper) if bound is not None}
    years = YEARS.get((figure.unit or "").casefold())
    return found | {bound * years for bound in found} if years else found


def is_in_text(cell: str, figure: Figure) -> bool:
    """Whether a text names the figure, in either language."""
    if figure.value is None and figure.edtf is None:
        return figure.text.casefold() in cell.casefold()
    return any(_says(other, figure) for other in _figures(cell))


def _says(other: Figure, figure: Figure) -> bool:
    if figure.edtf is not None:
        return other.edtf is not None and is_dated(figure.edtf, other.edtf)
    # The third of something is not three of it; other kinds may differ, as a percentage may stand as a number.
    is_same_sort = (figure.kind == "ordinal") == (other.kind == "ordinal")
    return is_same_sort and (other.value, other.upper) == (figure.value, figure.upper)


@lru_cache(maxsize=1 << 14)
def _figures(cell: str) -> tuple[Figure, ...]:
    return tuple(find_figures(cell, "zh" if _HAN.search(cell) else "en"))


@lru_cache(maxsize=1 << 14)
def _number(cell: str) -> Decimal | None:
    try:
        found = Decimal(cell)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def is_dated(figure: str, cell: str) -> bool:
    """Whether a date says all that the date of a figure says; of an interval, either end may."""
    said, held = parsed(figure), parsed(cell)
    if said is None or held is None:
        return False
    if said.is_interval:
        return _is_known(said.start, held.start) and _is_known(said.end, held.end)
    return any(end is not None and _is_known(said.start, end) for end in (held.start, held.end))


def _is_known(said: Moment | None, held: Moment | None) -> bool:
    """Whether each digit that the one knows stands in the other; an end that is open says nothing."""
    if said is None or held is None:
        return said is None
    for name in ("year", "month", "day"):
        one, other = getattr(said, name), getattr(held, name)
        digits = one.digits if one else ""
        known = other.digits if other else "X" * len(digits)
        if len(digits) > len(known) or any(a not in ("X", b) for a, b in zip(digits, known, strict=False)):
            return False
    # A figure that names no time of the day leaves it open.
    return said.time in ("", held.time)


def is_same(one: Figure, other: Figure) -> bool:
    """Whether two figures say the same: kind, number and comparator, or a date of which one says no less."""
    if one.kind != other.kind:
        return False
    if one.edtf is not None and other.edtf is not None:
        return is_dated(one.edtf, other.edtf) or is_dated(other.edtf, one.edtf)
    if one.value is None or other.value is None:
        return one.text.casefold() == other.text.casefold()
    return (one.value, one.upper, one.comparator) == (other.value, other.upper, other.comparator)


_NUMBERS: Final = frozenset({"integer", "number"})
_NO_VALUES: Final = frozenset({"boolean", "object", "array", "geopoint", "geojson"})


class Cell(NamedTuple):
    """A cell of the package."""

    table: str
    row_id: str
    field: str


@found_once
def captures(ledger: Ledger) -> Mapping[str, Cell]:
    """The cell that holds each captured figure, by the id of the figure.

    Where several do, it is a cell that the covering evidence backs itself, else one of the same row; one that is the
    figure before one that has it in its text; one that is stated before one that is inferred; then as tables and
    fields stand in the package.
    """
    return dict(_captures(ledger))


def _captures(ledger: Ledger) -> Iterator[tuple[str, Cell]]:
    spans = {source: Spans(entries) for source, entries in ledger.entries_in.items()}
    fields = {table.name: _Fields(place, table) for place, table in enumerate(ledger.facts())}
    for booking in ledger.figures:
        if booking.source_id in spans and booking.start is not None and booking.end is not None:
            over = spans[booking.source_id].over(booking.start, booking.end)
            cells = list(chain.from_iterable(_cells(ledger, entry, fields) for entry in over))
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
        # From the last entry that begins no later, backwards: the ledger sorts entries by their start.
        at = bisect_right(self._starts, start) - 1
        while at >= 0 and self._ends[at] >= end:
            if (self._entries[at].end or 0) >= end:
                yield self._entries[at]
            at -= 1


class _Fields:
    """The fields of a table that may hold a figure: neither ids nor codes, factual ones first."""

    def __init__(self, place: int, table: BookTable) -> None:
        schema = table.schema
        links = {name for key in schema.foreign_keys for name in key.fields} | set(schema.primary_key)
        free = [each for each in schema.fields if each.name not in links and not _is_code(each)]
        may = [each for each in free if table.roles[each.name] != "derived"]
        # The sort is stable: within a role, fields stay in the order of the table.
        may.sort(key=lambda each: table.roles[each.name] != "factual")
        self.place = place
        self.names = [(each.name, each.type in _NUMBERS) for each in may]


def _is_code(field: Field) -> bool:
    return bool(field.type in _NO_VALUES or field.categories or field.constraints.enum)


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
    if row is None or entry.table not in fields:
        return
    group, those = ledger.tables[entry.table].group(entry.field), fields[entry.table]
    for at, (name, is_number) in enumerate(those.names):
        if text := row.get(name):
            place = those.place, entry.row_id, at
            cell = Cell(entry.table, entry.row_id, name)
            yield _Candidate(name not in group, entry.basis != "stated", place, cell, text, is_number)


def _holder(cells: list[_Candidate], figure: Figure) -> Cell | None:
    """The first cell that holds the figure; reading texts takes long, so they are read where no value is the figure."""
    # By what is said of the candidate above, in that order: the fields of the tuple stand in it for this.
    cells.sort()
    for is_beside in (False, True):
        near = [each for each in cells if each.is_beside == is_beside]
        if found := next(_holding(near, figure), None):
            return found.cell
    return None


def _holding(cells: Sequence[_Candidate], figure: Figure) -> Iterator[_Candidate]:
    yield from (each for each in cells if is_value(each.text, figure))
    yield from (each for each in cells if not each.is_number and is_in_text(each.text, figure))
