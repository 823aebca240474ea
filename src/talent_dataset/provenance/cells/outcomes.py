"""What each entry of the evidence comes to: which cells its quote says, which a person signs for, which are computed.

A derivation is an SQL expression over the row of its cell, or one SELECT over tables. It runs as rules do: through
polars' SQL, over the tables of the package alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from talent_dataset.engine.errors import RuleRefusedError, RuleTooLargeError
from talent_dataset.engine.reading.polars_errors import BREAKS, VALUE_BREAKS, first_line
from talent_dataset.engine.reading.types.kind import text_name
from talent_dataset.engine.rules.sql import row_expression, table_query
from talent_dataset.provenance.cells.quantities import amount_of, quantity_of, read_amount, units_of
from talent_dataset.provenance.cells.readings import (
    READ,
    UNREAD,
    CellKind,
    Reading,
    date_text,
    kinds_of,
    read_date,
    read_name,
    read_text,
)
from talent_dataset.provenance.cells.things import names_of, read_thing
from talent_dataset.provenance.ledger import found_once
from talent_dataset.provenance.quoted_text import reading_of

if TYPE_CHECKING:
    import polars as pl

    from talent_dataset.provenance.ledger import BookTable, Entry, Ledger, Row


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an entry comes to.

    Attributes:
        entry: The entry.
        cells: The filled cells that it backs, by field; none for the row as such.
        readings: What was read of each of them from the quote; of an inference, only what the quote says outright.
        is_signed: Whether ``concludes`` is what the cells say now.
        must_sign: Whether it must be.
        is_computed: Whether the cell is what its derivation yields.
        fault: What is wrong with a derivation.
    """

    entry: Entry
    cells: Mapping[str, str]
    readings: Mapping[str, Reading]
    is_signed: bool
    must_sign: bool
    is_computed: bool = False
    fault: str = ""


@found_once
def outcomes_of(ledger: Ledger) -> list[Outcome]:
    """The outcome of each entry for a row that is there, in the order of the entries."""
    found = ((each, ledger.row(each.table, each.row_id)) for each in ledger.evidence)
    return [_outcome(ledger, entry, row) for entry, row in found if row is not None]


def conclusion(ledger: Ledger, entry: Entry) -> str:
    """What ``concludes`` of an entry must be: the filled cells it backs, joined by `` | ``; else the id of the row."""
    row = ledger.row(entry.table, entry.row_id)
    cells = _cells(ledger, entry, row) if row else {}
    return " | ".join(cells.values()) or entry.row_id


def _cells(ledger: Ledger, entry: Entry, row: Row) -> dict[str, str]:
    if not entry.field:
        return {}
    group = ledger.tables[entry.table].group(entry.field)
    return {name: row.cells[name] for name in group if name in row.cells}


def _outcome(ledger: Ledger, entry: Entry, row: Row) -> Outcome:
    cells = _cells(ledger, entry, row)
    readings = _readings(ledger, entry, row, cells) if entry.basis in {"stated", "inferred"} else {}
    if entry.basis == "inferred":
        # An inference need not be written out; what of it can be read all the same is the better proved.
        readings = {name: each for name, each in readings.items() if each.is_read}
    is_signed = entry.concludes == (" | ".join(cells.values()) or entry.row_id)
    if entry.basis == "computed":
        fault = _computed(ledger, entry, row) if cells else ""
        # One value is computed; of what is said together with it, a person must say the rest.
        return Outcome(entry, cells, {}, is_signed, must_sign=len(cells) > 1, is_computed=not fault, fault=fault)
    # An inference is somebody's thought, and what no machine reads somebody has to have read.
    must_sign = entry.basis != "stated" or any(each == UNREAD for each in readings.values())
    return Outcome(entry, cells, readings, is_signed, must_sign)


def _readings(ledger: Ledger, entry: Entry, row: Row, cells: Mapping[str, str]) -> dict[str, Reading]:
    text = reading_of(ledger, entry)
    if not cells:
        # No field: the entry backs that the row exists.
        return {"": _read_row(ledger, row, text)}
    source = ledger.sources.get(entry.source_id)
    language = source.language if source else ""
    return dict(_each(ledger, row, cells, text, language))


def _read_row(ledger: Ledger, row: Row, text: str) -> Reading:
    """A row as such is read where the quote names it."""
    return READ if names_of(ledger).is_said((row.table, row.row_id), text) else UNREAD


def _each(
    ledger: Ledger, row: Row, cells: Mapping[str, str], text: str, language: str
) -> Iterator[tuple[str, Reading]]:
    kinds = kinds_of(ledger, ledger.tables[row.table])
    amounts: dict[str, tuple[Reading, Reading]] = {}
    for name, cell in cells.items():
        kind = kinds.get(name, "code")
        if kind in {"number", "comparator", "unit"}:
            quantity = quantity_of(ledger, row.table, name)
            value = quantity.value if quantity else name
            # Value, comparator and unit come from one reading, whichever of them is asked for first.
            if value not in amounts:
                amounts[value] = _read_amount(ledger, row, value, text, language)
            yield name, _part(kind, *amounts[value])
        else:
            yield name, _read(ledger, row, name, kind, cell, text, language)


def _read_amount(ledger: Ledger, row: Row, value: str, text: str, language: str) -> tuple[Reading, Reading]:
    amount = amount_of(ledger, row, value)
    return (UNREAD, UNREAD) if amount is None else read_amount(amount, text, language, units_of(ledger))


def _part(kind: CellKind, number: Reading, unit: Reading) -> Reading:
    """What was read of one part of a number; that the number was not found is told once, at the value."""
    if kind == "comparator" and number.code:
        return UNREAD
    return unit if kind == "unit" else number


def _read(ledger: Ledger, row: Row, name: str, kind: CellKind, cell: str, text: str, language: str) -> Reading:
    if kind == "date":
        return read_date(date_text(ledger.tables[row.table].value(row, name), cell), text, language)
    if kind == "thing":
        return read_thing(ledger, row, name, text)
    if kind == "name":
        return read_name(cell, text)
    return read_text(cell, text) if kind == "text" else UNREAD


def _computed(ledger: Ledger, entry: Entry, row: Row) -> str:
    """Compute a cell again.

    Args:
        ledger: The books.
        entry: Its derivation is an expression over the fields of the row (``people - children``), or one SELECT over
            tables that returns one value (``SELECT SUM(people) FROM towns``).
        row: The row of the cell.

    Returns:
        What is wrong; empty where the cell is what comes out.
    """
    try:
        found = _result(ledger, entry, row)
    except (RuleRefusedError, RuleTooLargeError) as error:
        return f"The derivation cannot be computed: {error}."
    if found.shape != (1, 1):
        return f"The derivation yields {found.height} rows of {found.width} columns, not one value."
    try:
        value = found.item()
    except VALUE_BREAKS as error:
        return f"The derivation yields what no value is: {first_line(error)}."
    cell = ledger.tables[row.table].value(row, entry.field)
    return "" if _is_equal(value, cell) else f"The derivation yields {_shown(value)}, not {row.get(entry.field)!r}."


def _result(ledger: Ledger, entry: Entry, row: Row) -> pl.DataFrame:
    table = ledger.tables[row.table]
    if entry.derivation.strip().partition(" ")[0].lower() in {"select", "with"}:
        query = table_query(entry.derivation, ledger.tables)
        return query.run({name: _whole(ledger, name) for name in query.tables})
    expression, _ = row_expression(entry.derivation, table.columns)
    frame = _frame(table, [row])
    try:
        return frame.select(value=expression)
    except BREAKS as error:
        raise RuleRefusedError(first_line(error)) from error


def _whole(ledger: Ledger, name: str) -> pl.DataFrame:
    frames = _frames(ledger)
    if name not in frames:
        frames[name] = _frame(ledger.tables[name], ledger.tables[name].rows)
    return frames[name]


@found_once
def _frames(_: Ledger) -> dict[str, pl.DataFrame]:
    """Tables as frames, which are put there when they are first asked for."""
    return {}


def _frame(table: BookTable, rows: Sequence[Row]) -> pl.DataFrame:
    """Rows as typed columns under the names of the fields."""
    import polars as pl

    columns = table.columns
    texts = {text_name(each.position): [row.cells.get(name) for row in rows] for name, each in columns.items()}
    frame = pl.DataFrame(texts, schema=dict.fromkeys(texts, pl.String))
    return frame.select(each.value.alias(name) for name, each in columns.items())


def _is_equal(found: Any, cell: Any) -> bool:
    """Numbers are equal to nine digits: polars computes in doubles."""
    if isinstance(found, int | float | Decimal) and isinstance(cell, int | float | Decimal):
        return math.isclose(found, cell, rel_tol=1e-9)
    return bool(found == cell)


def _shown(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else repr(value)
