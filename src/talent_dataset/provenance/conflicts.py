"""Conflicts: where sources disagree, both rows stand side by side, and an entry says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

from talent_dataset.provenance.records import CellKey

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.model import Observations
    from talent_dataset.engine.issues import Issue
    from talent_dataset.provenance.ledger import BookTable, Conflict, Ledger, Row

Id = tuple[str, str]

# Statements that differ in what they cover may have the same words in their cells.
_SCOPE: Final = "scope"


def missing(ledger: Ledger) -> Iterator[Issue]:
    """Rows of one observation that differ, and no entry that says so (``conflicts/missing``)."""
    against: dict[Id, set[Id]] = {}
    for conflict in ledger.conflicts:
        one, other = conflict.cell[:2], conflict.other[:2]
        against.setdefault(one, set()).add(other)
        against.setdefault(other, set()).add(one)
    for observations in ledger.books.observations:
        table = ledger.tables[observations.resource]
        for rows in _same(table, observations):
            yield from _undeclared(ledger, rows, observations, against)


def _same(table: BookTable, observations: Observations) -> Iterator[Sequence[Row]]:
    """Rows that speak of the same; a row that does not say of what speaks of nothing."""
    rows: dict[tuple[str, ...], list[Row]] = {}
    for row in table.rows:
        key = tuple(row.get(name) for name in observations.same)
        # A key of empty cells is the same for all rows that say nothing.
        if any(key):
            rows.setdefault(key, []).append(row)
    return (found for found in rows.values() if len(found) > 1)


def _undeclared(
    ledger: Ledger, rows: Sequence[Row], observations: Observations, against: Mapping[Id, set[Id]]
) -> Iterator[Issue]:
    """Two values that no entry holds against each other: one issue for each value, however many rows have it."""
    known = _camps(rows, observations.value)
    side = {_id(row): at for at, camp in enumerate(known) for row in camp}
    # One entry for two rows settles the matter for all rows that have the same two values.
    declared = {(at, side[other]) for one, at in side.items() for other in against.get(one, ()) if other in side}
    for at, camp in enumerate(known):
        other = next((each for each in range(at) if (at, each) not in declared), None)
        if other is not None:
            yield _missing(ledger, camp[0], known[other][0], observations.value)


def _camps(rows: Sequence[Row], fields: Sequence[str]) -> list[list[Row]]:
    """Rows that observe the same value together."""
    camps: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        camps.setdefault(tuple(_value(row.get(name)) for name in fields), []).append(row)
    return list(camps.values())


def _id(row: Row) -> Id:
    return row.table, row.row_id


def _missing(ledger: Ledger, row: Row, first: Row, fields: Sequence[str]) -> Issue:
    name = next(each for each in fields if _value(row.get(each)) != _value(first.get(each)))
    message = (
        f"{row.row_id!r} and {first.row_id!r} observe the same, but {name} is {row.get(name)!r} here "
        f"and {first.get(name)!r} there."
    )
    hint = "Add an entry to the conflicts that names both cells, or tell what makes the two observations differ."
    return ledger.issue(row, "conflicts/missing", message, name=name, hint=hint)


def settled(ledger: Ledger) -> Iterator[Issue]:
    """Entries for cells that are not there, or that agree by now (``conflicts/orphan``, ``conflicts/settled``)."""
    known: dict[frozenset[CellKey], str] = {}
    for conflict in ledger.conflicts:
        cells = frozenset({conflict.cell, conflict.other})
        lost = [at for at, cell in enumerate((conflict.cell, conflict.other)) if _cell(ledger, cell) is None]
        if lost:
            yield _orphan(ledger, conflict, lost[0])
        elif len(cells) == 1:
            message, hint = "The entry sets a cell against itself.", "Name the other cell."
            yield ledger.issue(conflict.row, "conflicts/settled", message, name="other_field", hint=hint)
        elif cells in known:
            message, hint = f"The same two cells are in conflict {known[cells]!r} already.", "Take one of both out."
            yield ledger.issue(conflict.row, "conflicts/settled", message, name="field", hint=hint)
        elif conflict.kind != _SCOPE and _agree(ledger, conflict):
            message = f"The two cells agree by now: both are {_cell(ledger, conflict.cell)!r}."
            hint = "Take the entry out, or correct the cell that was changed."
            yield ledger.issue(conflict.row, "conflicts/settled", message, name="field", hint=hint)
        known.setdefault(cells, conflict.row.row_id)


def _cell(ledger: Ledger, cell: CellKey) -> str | None:
    row = ledger.row(*cell[:2])
    return row.get(cell[2]) or None if row else None


def _agree(ledger: Ledger, conflict: Conflict) -> bool:
    one, other = (_cell(ledger, cell) for cell in (conflict.cell, conflict.other))
    return _value(one or "") == _value(other or "")


def _orphan(ledger: Ledger, conflict: Conflict, at: int) -> Issue:
    table, row_id, name = (conflict.cell, conflict.other)[at]
    message = f"There is no filled cell {name!r} in row {row_id!r} of {table!r}."
    hint = "Correct the names, or take the entry out with the row."
    return ledger.issue(conflict.row, "conflicts/orphan", message, name=("row_id", "other_row_id")[at], hint=hint)


def undecided(ledger: Ledger) -> Iterator[Issue]:
    """Conflicts that are open (``conflicts/open``): a warning here, an obstacle to a release."""
    for conflict in ledger.conflicts:
        if conflict.status == "open":
            message = "This conflict is not decided; nothing is built or released while it is open."
            hint = "Decide which cell is preferred, say why, and set status to resolved."
            yield ledger.issue(conflict.row, "conflicts/open", message, name="status", hint=hint, severity="warning")


def balance(ledger: Ledger) -> dict[str, Any]:
    """Conflicts that are open, and all."""
    is_open = [conflict.status == "open" for conflict in ledger.conflicts]
    return {"conflicts": {"open": sum(is_open), "all": len(is_open)}}


def _value(text: str) -> Decimal | str:
    """Numbers by value, all else as it stands."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        return text
    return found if found.is_finite() else text
