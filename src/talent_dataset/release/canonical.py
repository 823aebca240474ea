"""The one form of a CSV file that people edit, so that a difference is always one of content.

LF, quotes only where they are needed, fields in the order of the schema, rows sorted by the primary key, one line end
at the end. Cells are never changed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation

from talent_dataset.descriptor.model import Dialect, Schema

_NUMBERS = frozenset({"integer", "number", "year"})


class NotCanonicalizableError(ValueError):
    """The text is not a table that could be written in canonical form; the message says why."""


def canonical(text: str, schema: Schema, dialect: Dialect | None = None) -> str:
    """The canonical form of a table as text.

    Args:
        text: The table; a mark at its beginning and its line ends do not matter.
        schema: Gives the order of the fields and the primary key. Columns that it does not know keep their order,
            behind those that it does.
        dialect: Gives the delimiter and the quote; the defaults of the standard where it is ``None``.

    Raises:
        NotCanonicalizableError: The text is no table: broken quotes, a record too short or too long, a repeated label.
    """
    dialect = dialect or Dialect()
    labels, records = _parsed(text, dialect)
    order = _order(labels, schema)
    rows = [[record[position] for position in order] for record in records]
    labels = [labels[position] for position in order]
    return written([labels, *_sorted(rows, labels, schema)], dialect)


def _parsed(text: str, dialect: Dialect) -> tuple[list[str], list[list[str]]]:
    reader = csv.reader(
        io.StringIO(text.removeprefix("\ufeff"), newline=""),
        delimiter=dialect.delimiter,
        quotechar=dialect.quote_char,
        strict=True,
    )
    records: list[list[str]] = []
    try:
        for record in reader:
            # A blank line is no record; `""` in a table of one column is one.
            if not record:
                continue
            records.append(record)
            if len(record) != len(records[0]):
                raise NotCanonicalizableError(
                    f"line {reader.line_num} ends a record of {len(record)} cells, the header has {len(records[0])}"
                )
    except csv.Error as error:
        raise NotCanonicalizableError(f"line {reader.line_num}: {error}") from error
    if not records:
        raise NotCanonicalizableError("the file is empty")
    return records[0], records[1:]


def _order(labels: Sequence[str], schema: Schema) -> list[int]:
    """Positions of the columns in canonical order."""
    if len(set(labels)) != len(labels):
        raise NotCanonicalizableError("a label of the header is repeated")
    wanted = {field.name: place for place, field in enumerate(schema.fields)}
    return sorted(range(len(labels)), key=lambda position: wanted.get(labels[position], len(wanted)))


def _sorted(rows: list[list[str]], labels: Sequence[str], schema: Schema) -> list[list[str]]:
    """Rows by primary key: numbers by value, all else by code points. Without a key, or a part of it, as they are."""
    if not schema.primary_key or not set(schema.primary_key) <= set(labels):
        return rows
    types = {field.name: field.type for field in schema.fields}
    parts = [(labels.index(name), types.get(name) in _NUMBERS) for name in schema.primary_key]
    # Rows that share a key are wrong, but still need one order: that of all their cells.
    return sorted(rows, key=lambda row: ([_rank(row[at], is_number=number) for at, number in parts], row))


def _rank(cell: str, *, is_number: bool) -> tuple[bool, Decimal, str]:
    """Where a cell of a key stands; a cell that is no number stands behind the numbers."""
    if is_number:
        try:
            value = Decimal(cell)
        except InvalidOperation:
            value = Decimal("NaN")
        if value.is_finite():
            return False, value, cell
    return True, Decimal(0), cell


def written(records: Iterable[Sequence[str]], dialect: Dialect) -> str:
    """Records as CSV with the fewest quotes.

    Python's own writer is not used: which characters it quotes differs between its versions (a lone CR).
    """
    quote, delimiter = dialect.quote_char or '"', dialect.delimiter
    special = re.compile(f"[\r\n{re.escape(quote)}{re.escape(delimiter)}]")
    lines = (
        # A record of one empty cell would be a blank line, which is no record.
        quote * 2 if list(record) == [""] else delimiter.join(_quoted(cell, special, quote) for cell in record)
        for record in records
    )
    return "".join(f"{line}\n" for line in lines)


def _quoted(cell: str, special: re.Pattern[str], quote: str) -> str:
    return f"{quote}{cell.replace(quote, quote * 2)}{quote}" if special.search(cell) else cell
