"""Checks of cells and rows, batch by batch: cheap proofs first, masks only where a proof fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from talent_dataset.issues import Issue, Severity

if TYPE_CHECKING:
    from talent_dataset.reading.cast import Column
    from talent_dataset.reading.table import Batch
    from talent_dataset.rules.check import Check
    from talent_dataset.validation.tally import Tally


@dataclass(frozen=True, slots=True)
class Place:
    """The table whose rows are checked.

    Attributes:
        resource: Name of the resource.
        path: Its file as the descriptor names it.
        key: Columns of the primary key.
    """

    resource: str
    path: str | None
    key: tuple[Column, ...] = ()

    def issue(  # noqa: PLR0913 (each is a property of an issue)
        self,
        code: str,
        message: str,
        *,
        severity: Any = "error",
        hint: str = "",
        row: int | None = None,
        field: str | None = None,
        key: dict[str, Any] | None = None,
        cell: str | None = None,
    ) -> Issue:
        """An issue of this table."""
        return Issue(
            code=code,
            message=message,
            severity=severity,
            hint=hint,
            resource=self.resource,
            path=self.path,
            row=row,
            field=field,
            key=key,
            cell=cell,
        )


@dataclass(frozen=True, slots=True)
class Typed:
    """A batch with its typed columns beside the text."""

    batch: Batch
    frame: pl.DataFrame

    def row(self, index: int) -> int:
        """Record number of a row of the frame."""
        rows = self.batch.rows
        return self.batch.first_row + index if rows is None else int(rows[index])

    def rows(self) -> pl.Series:
        """Record numbers of all rows."""
        if self.batch.rows is not None:
            return self.batch.rows
        first = self.batch.first_row
        return pl.int_range(first, first + self.frame.height, dtype=pl.UInt64, eager=True)

    def cell(self, position: int, index: int) -> str | None:
        """Text of a cell."""
        text: str | None = self.batch.frame.get_column(str(position))[index]
        return text

    def key(self, columns: Sequence[Column], index: int) -> dict[str, Any] | None:
        """Primary key of a row, as it stands in the file."""
        return {column.field.name: self.cell(column.position, index) for column in columns} or None


@dataclass(frozen=True, slots=True)
class Finding:
    """What is said of the rows of a mask.

    Attributes:
        code: Code of the issues.
        message: The sentence for a row of the batch, given its index.
        position: Position of the column whose cell is shown.
        field: Name of the field, where the issue is about one.
        advice: How to mend a cell, given its index; ``hint`` where it is not given.
    """

    code: str
    message: Callable[[int], str]
    severity: Severity = "error"
    hint: str = ""
    position: int | None = None
    field: str | None = None
    advice: Callable[[int], str] | None = None


def run_checks(typed: Typed, checks: Sequence[Check], place: Place, tally: Tally) -> None:
    """Runs the checks on a batch."""
    if not checks or not typed.frame.height:
        return
    facts = typed.frame.select(check.clean.alias(str(number)) for number, check in enumerate(checks)).row(0)
    alien = _aliens(typed.batch)
    doubtful = [
        check for check, is_clean in zip(checks, facts, strict=True) if is_clean is not True or check.position in alien
    ]
    if not doubtful:
        return
    masks = typed.frame.select(check.offends.fill_null(value=False).alias(str(n)) for n, check in enumerate(doubtful))
    for check, mask in zip(doubtful, masks.iter_columns(), strict=True):
        exact = _adjusted(_of_height(mask, typed.frame.height), check, typed, alien)
        report(typed, _finding(typed, check), exact, place, tally)


def _aliens(batch: Batch) -> dict[int | None, pl.Series]:
    """Cells whose native value is of a kind that the type does not admit, by position."""
    if batch.misfits is None:
        return {}
    return {int(column.name): column for column in batch.misfits.iter_columns() if column.any()}


def _adjusted(mask: pl.Series, check: Check, typed: Typed, alien: dict[int | None, pl.Series]) -> pl.Series:
    """A cell of the wrong kind is a misfit and nothing else; one that is not there lacks no value."""
    if check.position in alien:
        return mask | alien[check.position] if check.code == "cell/type" else mask & ~alien[check.position]
    if check.code == "cell/required" and typed.batch.nulls_are_short:
        return mask & typed.frame.get_column(str(check.position)).is_not_null()
    return mask


def _of_height(mask: pl.Series, height: int) -> pl.Series:
    """A mask that does not depend on the row is a scalar to polars."""
    return mask if len(mask) == height else mask.new_from_index(0, height)


def _finding(typed: Typed, check: Check) -> Finding:
    def cell(index: int) -> str | None:
        return None if check.position is None else typed.cell(check.position, index)

    return Finding(
        check.code,
        lambda index: check.message(cell(index)),
        severity=check.severity,
        position=check.position,
        field=check.field,
        advice=lambda index: check.advice(cell(index)),
    )


def report(typed: Typed, finding: Finding, mask: pl.Series, place: Place, tally: Tally) -> None:
    """Counts the rows of a mask, and keeps as many of them as examples as there is room for."""
    number = int(mask.sum() or 0)
    severity = tally.count(finding.code, place.resource, finding.severity, number) if number else None
    if severity is None:
        return
    found, room = mask.arg_true(), tally.room(finding.code, place.resource)
    for index in found if room is None else found.head(room):
        issue = place.issue(
            finding.code,
            finding.message(index),
            severity=severity,
            hint=finding.advice(index) if finding.advice else finding.hint,
            row=typed.row(index),
            field=finding.field,
            key=typed.key(place.key, index),
            cell=None if finding.position is None else typed.cell(finding.position, index),
        )
        tally.show(issue, finding.position)
