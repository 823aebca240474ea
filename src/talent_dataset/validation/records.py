"""What is wrong with the records of a batch as such: too many cells, too few, none at all; and which rows they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from talent_dataset.reading.faults import Faults
from talent_dataset.validation.causes import Kind
from talent_dataset.validation.cells import Finding, Findings, Origin, Place, Typed, alike, report

if TYPE_CHECKING:
    from talent_dataset.issues import Issue
    from talent_dataset.validation.causes import Cause
    from talent_dataset.validation.tally import Tally


def check_records(typed: Typed, names: Sequence[str], place: Place, tally: Tally) -> list[Origin]:
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
        if cause is not None and len(batch.extra) * 2 <= typed.frame.height:
            origins.append(Origin(typed.rows().is_in(batch.extra.implode()), partial(_always, cause)))
    if batch.blank is not None and len(batch.blank):
        _of_rows(batch.blank, faults.blank, tally)
    if batch.bad is not None:
        _bad(typed, batch.bad, names, place, tally)
    return [*origins, *(_short(typed, faults, place, tally) if batch.nulls_are_short else ())]


def _single(typed: Typed, tally: Tally) -> Iterator[Origin]:
    """Faults that the reader told one by one."""
    causes: dict[int, Cause] = {}
    rows: dict[int, list[int]] = {}
    for issue in typed.batch.issues:
        row, is_short = issue.row or 0, issue.code == "row/missing-cell"
        cause = tally.add(issue, root=causes.get(row) if is_short else None)
        if cause is not None and (is_short or issue.code == "row/extra-cell") and row not in causes:
            causes[row] = cause
            rows.setdefault(id(cause), []).append(row)
    numbers = typed.rows() if rows else pl.Series(dtype=pl.UInt64)
    for same in rows.values():
        cause = causes[same[0]]
        if cause.kind.code == "row/missing-cell" or len(same) * 2 <= typed.frame.height:
            yield Origin(numbers.is_in(same), partial(_always, cause))


def _always(cause: Cause, _: int) -> Cause:
    return cause


def _said(message: str, _: int) -> str:
    return message


def _of_rows(rows: pl.Series, make: Callable[[int], Issue], tally: Tally) -> Cause | None:
    """Faults of records of which only the numbers are known."""
    first = make(int(rows[0]))
    severity = tally.count(first.code, first.resource, first.severity, len(rows))
    if severity is None:
        return None
    kind = Kind(first.code, first.resource, None)
    findings = Findings(kind, severity, lambda row: replace(make(row), severity=severity))
    findings.tell(rows, alike(len(rows)), tally)
    return tally.causes.find(kind)


def _bad(typed: Typed, bad: pl.DataFrame, names: Sequence[str], place: Place, tally: Tally) -> None:
    """Cells whose bytes are no text: of a column they have one cause."""
    for wrong in bad.iter_columns():
        position, sentence = int(wrong.name), wrong.__getitem__
        finding = Finding(
            "file/encoding", sentence, hint=typed.batch.mend, position=position, field=names[position], apart=()
        )
        report(typed, finding, wrong.is_not_null(), place, tally)


def _short(typed: Typed, faults: Faults, place: Place, tally: Tally) -> Iterator[Origin]:
    """Records that end too early: the first cell that is missing is what is wrong, the others follow from it."""
    frame, origins = typed.batch.frame, list[Origin]()
    counts = frame.null_count().row(0) if frame.width else ()
    for position in (n for n, count in enumerate(counts) if count):
        missing = faults.missing_cell(0, position)
        finding = Finding(missing.code, partial(_said, missing.message), hint=missing.hint, field=missing.field)
        is_null = frame.get_column(str(position)).is_null()
        report(typed, finding, is_null, place, tally, origins)
        cause = tally.causes.find(Kind(missing.code, place.resource, missing.field))
        if cause is not None:
            origins.append(Origin(is_null, partial(_always, cause)))
    yield from origins
