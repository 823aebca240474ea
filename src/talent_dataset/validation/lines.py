"""What the lines of a file betray of how it was made: a delimiter too many, row names, records swallowed by a quote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from talent_dataset.reading.cast import column
from talent_dataset.reading.grammar import grammar
from talent_dataset.reading.types.kind import FreeKind, escape
from talent_dataset.validation.cells import Finding, Place, Typed, report

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from talent_dataset.descriptor.model import Dialect, Field
    from talent_dataset.reading.cast import Column
    from talent_dataset.validation.tally import Tally

_SEVERAL: Final = 3
_WIDEST: Final = 200
_TRAILING: Final = "The line ends with a delimiter that has no cell behind it: take it out of each line."
_ROW_NAMES: Final = (
    "Each record begins with its number, which has no label in the header, as R writes it: write the table with "
    "`row.names = FALSE`, or give the numbers a column."
)


def surplus(examples: Sequence[tuple[int, str]], dialect: Dialect, width: int, *, is_all: bool) -> str:
    """What makes the cells that are too many in some records, and how to mend it; empty where the lines do not tell.

    Args:
        examples: Number and line of some of them.
        dialect: How they are cut.
        width: The cells that a record should have.
        is_all: Whether all records of the table have cells too many.
    """
    cut = grammar(dialect)
    scans = [(row, cut.scan(line, 0, is_final=True)) for row, line in examples if line]
    records = [(row, scan.cells) for row, scan in scans if scan is not None]
    if records and all(len(cells) > width and not any(cells[width:]) for _, cells in records):
        return _TRAILING
    first = records[0][0] if records else 0
    if is_all and records and all(cells[0] == str(row - first + 1) for row, cells in records):
        return _ROW_NAMES
    return ""


def check_wrapped(typed: Typed, fields: Mapping[int, Field], dialect: Dialect, place: Place, tally: Tally) -> None:
    """Warns of cells that hold lines which look like records of the table: a quote before them opens one too many.

    Args:
        typed: A batch of delimited text in which some record takes several lines.
        fields: The field of each column, by position.
        dialect: How records are cut.
        place: The table.
        tally: Where findings go.
    """
    frame, columns = typed.batch.frame, [column(field, position) for position, field in fields.items()]
    if not 1 < frame.width < _WIDEST:
        return
    line = _line(dialect.delimiter, frame.width)
    for each in frame.iter_columns():
        suspects = each.str.contains(line).fill_null(value=False)
        numbers = {n: _records_in(each[n], columns, dialect, frame.width) for n in suspects.arg_true()}
        held = pl.Series([numbers.get(n, 0) > 0 for n in range(len(each))], dtype=pl.Boolean)
        if held.any():
            report(typed, _finding(int(each.name), numbers), held, place, tally)


def _line(delimiter: str, width: int) -> str:
    """A pattern of cells with a line behind their first that has as many delimiters as a record."""
    mark = escape(delimiter)
    inside = rf"(?:[^\n{mark}]*{mark}){{{width - 1}}}[^\n{mark}]*" if len(delimiter) == 1 else "[^\n]*"
    return rf"\n{inside}(?:\n|$)"


def _finding(position: int, numbers: Mapping[int, int]) -> Finding:
    def message(index: int) -> str:
        number = numbers[index]
        looks = "a line that looks like a record" if number == 1 else f"{number} lines that look like records"
        return f"The cell holds {looks} of the table."

    hint = "Look for a quote before it that should not open a cell, or is not closed."
    return Finding("file/format", message, severity="warning", hint=hint, position=position, apart=())


def _records_in(text: str, columns: Sequence[Column], dialect: Dialect, width: int) -> int:
    """How many lines of a cell are records, where that is surely no chance: all but its first and its last are.

    Their cells have values of the types of the table; where all of these are free, it takes several lines.
    """
    cut = grammar(dialect)
    scans = [cut.scan(line, 0, is_final=True) for line in text.splitlines()[1:]]
    records = [scan.cells for scan in scans if scan is not None and len(scan.cells) == width]
    strict = [each for each in columns if not isinstance(each.kind, FreeKind)]
    fits = all(_fits(each, cells[each.position]) for cells in records for each in strict)
    is_sure = fits and len(records) >= (1 if strict else _SEVERAL) and len(records) >= len(scans) - 1
    return len(records) if is_sure else 0


def _fits(column: Column, cell: str) -> bool:
    return column.is_missing(cell) or column.kind.fits(cell)
