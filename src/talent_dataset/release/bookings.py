"""What a release says of each figure that is captured: the cell that holds it, which nobody writes by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import polars as pl

from talent_dataset.books.captures import Cell, captures
from talent_dataset.books.documents import Documents
from talent_dataset.books.ledger import Ledger, Row, Table, make_ledger, row_id_of

if TYPE_CHECKING:
    from talent_dataset.descriptor.model import Package, Schema
    from talent_dataset.reading.whole import Whole

_FILLED: Final = ("booked_as", "table", "row_id", "field")


def with_bookings(package: Package, tables: Mapping[str, Whole]) -> dict[str, Whole]:
    """The tables, the captured figures of which name the cell that holds them.

    Args:
        package: What its descriptor says.
        tables: Its tables by name.

    Returns:
        The same tables; in that of the figures ``booked_as`` is ``captured``, and ``table``, ``row_id`` and ``field``
        are filled, as far as it has these fields, where the evidence captures the figure.
    """
    name = package.books.figures if package.books else None
    if name is None or name not in tables:
        return dict(tables)
    held = captures(_ledger(package, tables))
    return {**tables, name: _filled(tables[name], held)}


def _ledger(package: Package, tables: Mapping[str, Whole]) -> Ledger:
    assert package.books is not None  # noqa: S101  # who calls has looked
    read = {name: Table(name, None, whole.schema, {}, list(_rows(name, whole))) for name, whole in tables.items()}
    return make_ledger(package.books, read, Documents())


def _rows(name: str, whole: Whole) -> Iterator[Row]:
    missing = _missing(whole.schema)
    for number, cells in enumerate(whole.text.iter_rows(named=True), start=2):
        filled = {field: cell for field, cell in cells.items() if cell not in missing[field]}
        yield Row(name, row_id_of(filled.get(key, "") for key in whole.schema.primary_key), number, filled)


def _missing(schema: Schema) -> dict[str, frozenset[str]]:
    return {field.name: frozenset(each.value for each in field.missing_values) for field in schema.fields}


def _filled(whole: Whole, held: Mapping[str, Cell]) -> Whole:
    cells = [held.get(figure) for figure in whole.text["figure_id"]]
    text, typed = whole.text, whole.typed
    for place, name in enumerate(_FILLED):
        if name in text.columns:
            new = pl.Series(name, [("captured", *cell)[place] if cell else None for cell in cells], dtype=pl.String)
            text = text.with_columns(new.fill_null(text[name]))
            typed = typed.with_columns(new.cast(typed.schema[name]).fill_null(typed[name]))
    return replace(whole, text=text, typed=typed)
