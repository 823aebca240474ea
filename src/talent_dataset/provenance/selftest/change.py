"""One thing put wrong in the books, and the ledger that follows from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING

from talent_dataset.provenance.ledger import Row, make_ledger, row_id_of

if TYPE_CHECKING:
    from talent_dataset.provenance.ledger import Ledger


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row put otherwise.

    Attributes:
        before: The row as it stands.
        cells: Its cells as they are put; ``None``: the row is taken out.
    """

    before: Row
    cells: Mapping[str, str] | None

    def __str__(self) -> str:
        """What was done, in a line."""
        place = f"{self.before.table}/{self.before.row_id}"
        if self.cells is None:
            return f"{place}: taken out"
        names = sorted({*self.before.cells, *self.cells})
        pairs = ((name, self.before.get(name), self.cells.get(name, "")) for name in names)
        return f"{place}: " + ", ".join(f"{name} {old!r} -> {new!r}" for name, old, new in pairs if old != new)


PerturbedCell = tuple[Row, str]
"""A cell that can be put wrong; for a whole row the field is empty."""


@dataclass(frozen=True, slots=True)
class Perturbation:
    """A way to put something wrong.

    Attributes:
        name: Slug.
        summary: What is done, in a few words.
        targets: The cells or rows to which it can be done.
        change: Does it to one of them; ``None`` where nothing comes of it.
        blind_spot: Why a machine cannot notice each of them, where it cannot.
    """

    name: str
    summary: str
    targets: Callable[[Ledger], Sequence[PerturbedCell]]
    change: Callable[[Ledger, PerturbedCell, Random], RowChange | None]
    blind_spot: str = ""


def put(row: Row, name: str, text: str | None) -> RowChange | None:
    """A change of one cell, emptied where ``text`` is empty; ``None`` where it would be none."""
    return put_all(row, {name: text or ""})


def put_all(row: Row, texts: Mapping[str, str]) -> RowChange | None:
    """A change of some cells of a row; ``None`` where it would be none."""
    cells = {name: text for name, text in {**row.cells, **texts}.items() if text}
    return RowChange(row, cells) if cells != row.cells else None


def taken_out(row: Row) -> RowChange:
    """The row is lost."""
    return RowChange(row, None)


def lost(_: Ledger, target: PerturbedCell, __: Random) -> RowChange:
    """The row of a target is lost."""
    return taken_out(target[0])


def applied(ledger: Ledger, changes: Iterable[RowChange]) -> Ledger:
    """The ledger with some rows put otherwise; the one given stays as it is."""
    tables = dict(ledger.tables)
    for change in changes:
        table = tables[change.before.table]
        rows = [each for row in table.rows for each in ((row,) if row is not change.before else _after(ledger, change))]
        tables[table.name] = replace(table, rows=rows)
    return make_ledger(ledger.books, tables, ledger.documents)


def _after(ledger: Ledger, change: RowChange) -> tuple[Row, ...]:
    if change.cells is None:
        return ()
    key = ledger.tables[change.before.table].schema.primary_key
    row_id = row_id_of(change.cells.get(name, "") for name in key)
    return (replace(change.before, row_id=row_id, cells=change.cells),)
