"""Whether a computed cell is what its derivation yields: an SQL expression over its row, or one SELECT over tables.

Derivations run as rules do: through polars' SQL, over the tables of the package alone.
"""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from talent_dataset.engine.errors import RuleRefusedError, RuleTooLargeError
from talent_dataset.engine.reading.polars_errors import BREAKS, VALUE_BREAKS, first_line
from talent_dataset.engine.rules.sql import row_expression, table_query
from talent_dataset.provenance.ledger import found_once

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from talent_dataset.provenance.ledger import BookTable, Entry, Ledger, Row


def compute(ledger: Ledger, entry: Entry, row: Row) -> str:
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
    texts = {str(each.position): [row.cells.get(name) for row in rows] for name, each in columns.items()}
    frame = pl.DataFrame(texts, schema=dict.fromkeys(texts, pl.String))
    return frame.select(each.value.alias(name) for name, each in columns.items())


def _is_equal(found: Any, cell: Any) -> bool:
    """Numbers are equal to nine digits: polars computes in doubles."""
    if isinstance(found, int | float | Decimal) and isinstance(cell, int | float | Decimal):
        return math.isclose(found, cell, rel_tol=1e-9)
    return bool(found == cell)


def _shown(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else repr(value)
