"""Checks of cells and rows, batch by batch: cheap proofs first, masks only where a proof fails."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from talent_dataset.engine.issues import Issue, Severity
from talent_dataset.engine.reading.types.kind import text_name
from talent_dataset.engine.sentences import NO_FACTS, FindingFacts, sentence
from talent_dataset.engine.validation.causes import LONGEST, MOST, CauseKind

if TYPE_CHECKING:
    from talent_dataset.engine.reading.cast import Column
    from talent_dataset.engine.reading.table import Batch
    from talent_dataset.engine.rules.field_checks import Check
    from talent_dataset.engine.validation.causes import Cause
    from talent_dataset.engine.validation.tally import Tally


_LACKING: Final = frozenset({"cell/required", "row/primary-key"})
_EMPTY: Final = "No cell of the row holds anything: take the row out."


@dataclass(frozen=True, slots=True)
class TableUnderCheck:
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
        cells: dict[str, str | None] | None = None,
        sql: str | None = None,
        facts: FindingFacts = NO_FACTS,
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
            cells=cells,
            sql=sql,
            facts=facts,
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
        text: str | None = self.batch.frame.get_column(text_name(position))[index]
        return text

    def is_empty(self, index: int) -> bool:
        """Whether a row holds nothing but delimiters."""
        return not any(self.batch.frame.row(index))

    def cells(self, columns: Sequence[Column], index: int) -> dict[str, str | None] | None:
        """Some cells of a row by their fields, as they stand in the file."""
        return {column.field.name: self.cell(column.position, index) for column in columns} or None


@dataclass(frozen=True, slots=True)
class Finding:
    """What is said of the rows of a mask.

    Attributes:
        code: Code of the issues.
        facts: What is to be said of a row of the batch, as data, given its index.
        message: The sentence for a row, given its index, where none is made of facts.
        position: Position of the column whose cell is shown.
        field: Name of the field, where the issue is about one.
        advice: How to mend a cell, given its index; ``hint`` where it is not given.
        columns: Columns that the finding is about, where they are several: their cells are shown.
        sql: The rule that is broken.
        apart: Positions of the columns whose cells tell one cause from another; by default ``position``.
        root: What the finding for a row follows from, if anything, given its index.
    """

    code: str
    facts: Callable[[int], FindingFacts] = lambda _: NO_FACTS
    message: Callable[[int], str] | None = None
    severity: Severity = "error"
    hint: str = ""
    position: int | None = None
    field: str | None = None
    advice: Callable[[int], str] | None = None
    columns: tuple[Column, ...] = ()
    sql: str | None = None
    apart: tuple[int, ...] | None = None
    root: Callable[[int], Cause | None] = lambda _: None

    @property
    def values(self) -> tuple[int, ...]:
        """Positions of the columns whose cells tell one cause from another."""
        if self.apart is not None:
            return self.apart
        return () if self.position is None else (self.position,)


@dataclass(frozen=True, slots=True)
class Origin:
    """Rows of a batch in which something is at fault from which other findings follow.

    Attributes:
        rows: True for each of the rows.
        root: What is at fault in a row, given its index.
        apart: Positions of the columns whose cells tell one fault from another.
    """

    rows: pl.Series
    root: Callable[[int], Cause | None]
    apart: tuple[int, ...] = ()


def run_checks(
    typed: Typed,
    checks: Sequence[Check],
    place: TableUnderCheck,
    tally: Tally,
    origins: Sequence[Origin] = (),
    failed: set[int] | None = None,
) -> dict[str, Origin]:
    """Runs the checks on a batch.

    Args:
        typed: The batch.
        checks: What is checked.
        place: The table.
        tally: Where findings go.
        origins: Faults of the rows as such.
        failed: Places of the checks that failed in the batch before, and then of those that fail in this one. They are
            not proved first: where faults are, more are to be expected.

    Returns:
        The cells at fault, by field.
    """
    found: dict[str, Origin] = {}
    for check, exact in _offenders(typed, checks, set() if failed is None else failed):
        report(typed, _finding(typed, check), exact, place, tally, origins)
        if check.field is not None and check.position is not None and exact.any():
            rows = exact | found[check.field].rows if check.field in found else exact
            found[check.field] = origin(typed, rows, check.field, check.position, place, tally)
    return found


def _offenders(typed: Typed, checks: Sequence[Check], failed: set[int]) -> Iterator[tuple[Check, pl.Series]]:
    """The checks that no cheap proof shows to hold, with the rows in which they do not."""
    if not checks or not typed.frame.height:
        return
    alien = _aliens(typed.batch)
    doubtful = _doubtful(typed, checks, alien, failed)
    failed.clear()
    if not doubtful:
        return
    masks = typed.frame.select(checks[n].offends.fill_null(value=False).alias(str(n)) for n in doubtful)
    for number, mask in zip(doubtful, masks.iter_columns(), strict=True):
        exact = _adjusted(_of_height(mask, typed.frame.height), checks[number], typed, alien)
        if exact.any():
            failed.add(number)
        yield checks[number], exact


def _doubtful(
    typed: Typed, checks: Sequence[Check], alien: Mapping[int | None, pl.Series], failed: Collection[int]
) -> list[int]:
    """Places of the checks that failed before, and of those that no cheap proof shows to hold."""
    asked = [number for number in range(len(checks)) if number not in failed]
    facts = typed.frame.select(checks[number].clean.alias(str(number)) for number in asked).row(0) if asked else ()
    proved = {number for number, fact in zip(asked, facts, strict=True) if fact is True}
    return [n for n, check in enumerate(checks) if n not in proved or check.position in alien]


def origin(typed: Typed, rows: pl.Series, name: str, position: int, place: TableUnderCheck, tally: Tally) -> Origin:
    """Cells of a field that are at fault, as that from which other findings follow."""
    return Origin(
        rows, lambda index: tally.causes.of_cell(place.resource, name, typed.cell(position, index)), (position,)
    )


def _aliens(batch: Batch) -> dict[int | None, pl.Series]:
    """Cells whose native value is of a kind that the type does not admit, by position."""
    if batch.misfits is None:
        return {}
    return {int(column.name): column for column in batch.misfits.iter_columns() if column.any()}


def _adjusted(mask: pl.Series, check: Check, typed: Typed, alien: dict[int | None, pl.Series]) -> pl.Series:
    """A cell of the wrong kind, or of bytes that are no text, is only that; one that is not there lacks no value."""
    column = "" if check.position is None else text_name(check.position)
    if typed.batch.bad is not None and column in typed.batch.bad.columns:
        mask = mask & typed.batch.bad.get_column(column).is_null()
    if check.position in alien:
        return mask | alien[check.position] if check.code == "cell/type" else mask & ~alien[check.position]
    if check.code == "cell/required" and typed.batch.nulls_are_short:
        return mask & typed.frame.get_column(column).is_not_null()
    return mask


def _of_height(mask: pl.Series, height: int) -> pl.Series:
    """A mask that does not depend on the row is a scalar to polars."""
    return mask if len(mask) == height else mask.new_from_index(0, height)


def _finding(typed: Typed, check: Check) -> Finding:
    def cell(index: int) -> str | None:
        return None if check.position is None else typed.cell(check.position, index)

    return Finding(
        check.code,
        lambda index: check.facts(cell(index)),
        severity=check.severity,
        position=check.position,
        field=check.field,
        advice=lambda index: _EMPTY if check.code in _LACKING and typed.is_empty(index) else check.advice(cell(index)),
    )


def report(
    typed: Typed,
    finding: Finding,
    mask: pl.Series,
    place: TableUnderCheck,
    tally: Tally,
    origins: Sequence[Origin] = (),
) -> None:
    """Counts the rows of a mask, and keeps as many of them as examples as are wanted.

    Args:
        typed: The batch.
        finding: What is said of a row.
        mask: True for each row that it is said of.
        place: The table.
        tally: Where findings go.
        origins: In the rows of which the finding follows from another.
    """
    for each in origins:
        _count(typed, replace(finding, apart=each.apart, root=each.root), mask & each.rows, place, tally)
        mask = mask & ~each.rows
    _count(typed, finding, mask, place, tally)


def _count(typed: Typed, finding: Finding, mask: pl.Series, place: TableUnderCheck, tally: Tally) -> None:
    number = int(mask.sum() or 0)
    severity = tally.count(finding.code, place.resource, finding.severity, number) if number else None
    if severity is None:
        return
    found, kind = mask.arg_true(), CauseKind(finding.code, place.resource, finding.field)
    make = partial(_issue, typed, finding, place, severity)
    findings = Findings(kind, severity, make, finding.root, finding.position)
    findings.tell(found, _values(typed, finding, found), tally)


@dataclass(frozen=True, slots=True)
class Findings:
    """Some findings of one kind, known by a number each.

    Attributes:
        kind: Their code, resource and field.
        severity: Their severity for this user.
        make: Makes the issue of one.
        root: What one follows from, if anything.
        position: Position of the cell that is shown.
    """

    kind: CauseKind
    severity: Severity
    make: Callable[[int], Issue]
    root: Callable[[int], Cause | None] = lambda _: None
    position: int | None = None

    def tell(self, found: pl.Series, values: pl.Series, tally: Tally) -> None:
        """Puts findings where they belong, and keeps as many of them as examples as are wanted.

        Args:
            found: Their numbers.
            values: Of each that which tells its cause from others.
            tally: Where they were counted.
        """
        if not len(found):
            return
        known = tally.causes.complete(self.kind)
        is_told = None if known is None else values.is_in(known.implode())
        told = found if is_told is None else found.filter(is_told)
        pairs = _by_value(values if is_told is None else values.filter(is_told), told)
        causes: dict[str | None, Cause | None] = {}
        for value, same, first in pairs.head(MOST).iter_rows():
            causes[value] = tally.attribute(self.kind, value, same, self.severity, self.root(first))
        rest = len(found) - int(pairs.head(MOST).get_column("number").sum())
        others = tally.causes.add_others(self.kind, rest, self.severity) if rest else None
        tally.describe(self.kind, lambda: self.make(int(found[0])))
        for index, value in _chosen(pairs, found, values):
            if not tally.wants(self.kind.code, self.kind.resource, value):
                break
            tally.show(self.make(index), self.position, value=value, cause=causes.get(value, others))


def alike(number: int) -> pl.Series:
    """The value of findings that have one cause."""
    return pl.Series("value", [None], dtype=pl.String).new_from_index(0, number)


def _values(typed: Typed, finding: Finding, found: pl.Series) -> pl.Series:
    """Of each offender that which tells its cause from others, as far as it is compared."""
    if not finding.values:
        return alike(len(found))
    texts = typed.batch.frame.select(pl.col(text_name(position)).gather(found) for position in finding.values)
    whole = pl.concat_str(pl.all().fill_null(""), separator=", ") if texts.width > 1 else pl.all()
    return texts.select(whole.str.head(LONGEST)).to_series().alias("value")


def _by_value(values: pl.Series, found: pl.Series) -> pl.DataFrame:
    """The different values in the order of their first offenders: how many have each, and which is the first."""
    rows = pl.DataFrame([values.alias("value"), found.alias("first")])
    return rows.group_by("value", maintain_order=True).agg(pl.len().alias("number"), pl.col("first").first())


def _chosen(pairs: pl.DataFrame, found: pl.Series, values: pl.Series) -> Iterator[tuple[int, str | None]]:
    """The offenders in the order in which they serve as examples: the first of each value, then all others."""
    yield from pairs.select("first", "value").iter_rows()
    others = ~found.is_in(pairs.get_column("first").implode())
    yield from zip(found.filter(others), values.filter(others), strict=True)


def _issue(typed: Typed, finding: Finding, place: TableUnderCheck, severity: Severity, index: int) -> Issue:
    facts, cell = finding.facts(index), None if finding.position is None else typed.cell(finding.position, index)
    return place.issue(
        finding.code,
        finding.message(index) if finding.message else sentence(finding.code, cell, facts),
        severity=severity,
        hint=finding.advice(index) if finding.advice else finding.hint,
        row=typed.row(index),
        field=finding.field,
        key=typed.cells(place.key, index),
        cell=cell,
        cells=typed.cells(finding.columns, index),
        sql=finding.sql,
        facts=facts,
    )
