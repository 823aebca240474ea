"""What the lines of a file betray of how it was made: a delimiter too many, row names, records swallowed by a quote."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

import polars as pl

from talent_dataset.engine.reading.cast import column
from talent_dataset.engine.reading.grammar import grammar
from talent_dataset.engine.reading.table import Faults
from talent_dataset.engine.reading.types.kind import FreeKind, escape, text_name
from talent_dataset.engine.sentences import FindingFacts
from talent_dataset.engine.validation.causes import CauseKind
from talent_dataset.engine.validation.findings import Finding, Findings, Origin, TableUnderCheck, Typed, alike, report

if TYPE_CHECKING:
    from collections.abc import Mapping

    from talent_dataset.engine.descriptor.model import Dialect, Field
    from talent_dataset.engine.issues import Issue
    from talent_dataset.engine.reading.cast import Column
    from talent_dataset.engine.validation.causes import Cause
    from talent_dataset.engine.validation.tally import Tally

# What is wrong with the records of a batch as such: too many cells, too few, none at all; and which rows they are.


def check_records(typed: Typed, names: Sequence[str], place: TableUnderCheck, tally: Tally) -> list[Origin]:
    """Tells what is wrong with the records of a batch.

    Args:
        typed: The batch.
        names: Names of the columns, by position.
        place: The table.
        tally: Where findings go.

    Returns:
        The rows whose cells may not be what they seem, since a record with a cell too many or too few shifts them.
    """
    faults, batch = Faults(place.resource, place.path, tuple(names)), typed.batch
    origins = list(_single(typed, tally))
    if batch.extra is not None and len(batch.extra):
        cause = _of_rows(batch.extra, faults.extra_cell, tally)
        # A delimiter too many at the end of every line shifts nothing.
        if cause is not None and len(batch.extra) * 2 <= batch.height:
            origins.append(Origin(typed.rows().is_in(batch.extra.implode()), partial(_always, cause)))
    if batch.blank is not None and len(batch.blank):
        _of_rows(batch.blank, faults.blank, tally)
    if batch.bad is not None:
        _bad(typed, batch.bad, names, place, tally)
    return [*origins, *(_short(typed, faults, place, tally) if batch.nulls_are_short else ())]


def _single(typed: Typed, tally: Tally) -> Iterator[Origin]:
    """Faults that the reader told one by one."""
    causes: dict[int, Cause] = {}
    for issue in typed.batch.issues:
        row, is_short = issue.row or 0, issue.code == "row/missing-cell"
        cause = tally.add(issue, root=causes.get(row) if is_short else None)
        if cause is not None and issue.code in _SHIFTING:
            causes.setdefault(row, cause)
    numbers = typed.rows() if causes else pl.Series(dtype=pl.UInt64)
    for cause, rows in _by_cause(causes):
        if cause.kind.code == "row/missing-cell" or len(rows) * 2 <= typed.batch.height:
            yield Origin(numbers.is_in(rows), partial(_always, cause))


def _by_cause(causes: Mapping[int, Cause]) -> Iterator[tuple[Cause, list[int]]]:
    """Each cause with its rows, given that of each row."""
    rows: dict[int, list[int]] = {}
    for row, cause in causes.items():
        rows.setdefault(id(cause), []).append(row)
    return ((causes[same[0]], same) for same in rows.values())


def _always(cause: Cause, _: int) -> Cause:
    return cause


def _known(facts: FindingFacts, _: int) -> FindingFacts:
    return facts


def _of_rows(rows: pl.Series, make: Callable[[int], Issue], tally: Tally) -> Cause | None:
    """Faults of records of which only the numbers are known."""
    first = make(int(rows[0]))
    severity = tally.count(first.code, first.resource, first.severity, len(rows))
    if severity is None:
        return None
    kind = CauseKind(first.code, first.resource, None)
    findings = Findings(kind, severity, lambda row: replace(make(row), severity=severity))
    findings.tell(rows, alike(len(rows)), tally)
    return tally.causes.find(kind)


def _bad(typed: Typed, bad: pl.DataFrame, names: Sequence[str], place: TableUnderCheck, tally: Tally) -> None:
    """Cells whose bytes are no text: of a column they have one cause."""
    for wrong in bad.iter_columns():
        position, sentence = int(wrong.name), wrong.__getitem__
        finding = Finding(
            "file/encoding", message=sentence, hint=typed.batch.mend, position=position, field=names[position], apart=()
        )
        report(typed, finding, wrong.is_not_null(), place, tally)


def _short(typed: Typed, faults: Faults, place: TableUnderCheck, tally: Tally) -> Iterator[Origin]:
    """Records that end too early: the first cell that is missing is what is wrong, the others follow from it."""
    frame, origins = typed.batch.frame, list[Origin]()
    counts = frame.null_count().row(0) if frame.width else ()
    for position in (n for n, count in enumerate(counts) if count):
        missing = faults.missing_cell(0, position)
        facts = missing.facts
        finding = Finding(missing.code, partial(_known, facts), hint=missing.hint, field=missing.field)
        is_null = frame.get_column(text_name(position)).is_null()
        report(typed, finding, is_null, place, tally, origins)
        cause = tally.causes.find(CauseKind(missing.code, place.resource, missing.field))
        if cause is not None:
            origins.append(Origin(is_null, partial(_always, cause)))
    yield from origins


_SHIFTING: Final = frozenset({"row/missing-cell", "row/extra-cell"})
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
    if not records:
        return ""
    if all(_has_trailing(cells, width) for _, cells in records):
        return _TRAILING
    return _ROW_NAMES if is_all and _are_numbered(records) else ""


def _has_trailing(cells: Sequence[str], width: int) -> bool:
    return len(cells) > width and not any(cells[width:])


def _are_numbered(records: Sequence[tuple[int, Sequence[str]]]) -> bool:
    """Whether the first cell of each record is its number, counted from the first one that is shown."""
    first = records[0][0]
    return all(cells[0] == str(row - first + 1) for row, cells in records)


def check_wrapped(
    typed: Typed, fields: Mapping[int, Field], dialect: Dialect, place: TableUnderCheck, tally: Tally
) -> None:
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
    held_lines = frame.select(pl.all().str.contains(line).fill_null(value=False))
    for each, suspects in zip(frame.iter_columns(), held_lines.iter_columns(), strict=True):
        if not suspects.any():
            continue
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
    return Finding("file/format", message=message, severity="warning", hint=hint, position=position, apart=())


def _records_in(text: str, columns: Sequence[Column], dialect: Dialect, width: int) -> int:
    """How many lines of a cell are records, where that is surely no chance: all but its first and its last are.

    Their cells have values of the types of the table; where all of these are free, it takes several lines.
    """
    cut, lines = grammar(dialect), text.splitlines()[1:]
    scans = [scan for line in lines if (scan := cut.scan(line, 0, is_final=True)) is not None]
    records = [scan.cells for scan in scans if len(scan.cells) == width]
    strict = [each for each in columns if not isinstance(each.kind, FreeKind)]
    if len(records) < max(1 if strict else _SEVERAL, len(lines) - 1):
        return 0
    return len(records) if all(_all_fit(strict, cells) for cells in records) else 0


def _all_fit(columns: Sequence[Column], cells: Sequence[str]) -> bool:
    return all(_fits(each, cells[each.position]) for each in columns)


def _fits(column: Column, cell: str) -> bool:
    return column.is_missing(cell) or column.kind.fits(cell)
