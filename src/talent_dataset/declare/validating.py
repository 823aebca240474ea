"""What ``Table.validate`` does with a frame: pandera proves it good, and where it is not, the engine says why.

The engine's report has all faults, with codes, rows and remedies. What it cannot know is added: checks that exist in
Python only, and columns whose values do not fit their dtype.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

import polars as pl
from pandera.errors import SchemaErrorReason, SchemaErrors

from talent_dataset.checking import validate
from talent_dataset.declare.describe import is_translated
from talent_dataset.engine.errors import CannotCheckError, InvalidDataError
from talent_dataset.engine.issues import Issue
from talent_dataset.engine.reading.foreign_frames import is_pandas, polars_frame, with_dates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pandera.errors import SchemaError

    from talent_dataset.declare.definition import Definition
    from talent_dataset.engine.report import Report

EXAMPLES: Final = 20


def validated(table: Any, given: Any) -> pl.DataFrame:
    """A frame that is valid, with the dtypes that the table declares.

    Args:
        table: A ``Table``.
        given: A frame of any kind.

    Returns:
        The columns and rows of the frame, in its order. Columns that the table declares have its dtypes, with nulls
        only where it admits them; others stay as they are.

    Raises:
        CannotCheckError: It is no frame, or a check of the table in Python does not run.
        InvalidDataError: The frame is not valid; its ``report`` says all that is wrong.
    """
    definition: Definition = table.__definition__
    frame = polars_frame(given)
    if is_pandas(given):
        frame = with_dates(frame, definition.built)
    fitted = frame.with_columns(_fitting(frame, definition.dtypes))
    try:
        checked: pl.DataFrame = table.__schema__.validate(fitted, lazy=True)
    except SchemaErrors as error:
        report = _report(table, fitted, error.schema_errors)
        hint = f"The error's `report` has all of them; {frame_rows(report)}"
        raise InvalidDataError(f"{table.__name__}: {report}", hint=hint, report=report) from None
    return checked


def frame_rows(report: Report) -> str:
    """How rows of a report are found in a frame."""
    # In a file the labels are row 1, so that the first row of a frame is row 2.
    row = next((issue.row for issue in report.issues if issue.row), 2)
    return f"rows are numbered as in a file, so that row {row} is frame[{row - 2}]."


def _fitting(frame: pl.DataFrame, dtypes: Mapping[str, pl.DataType | None]) -> Iterator[pl.Series]:
    """The columns of another dtype than the declared, in the declared one, where it holds the same values."""
    for name, dtype in dtypes.items():
        if name in frame.columns and dtype is not None and frame.schema[name] != dtype:
            column = frame[name]
            # A column without values, which a frame may have as null or text, is of any dtype.
            if column.null_count() == len(column):
                yield pl.Series(name, [None] * len(column), dtype=dtype)
            elif _is_kin(column.dtype, dtype) and not _misfits(column, dtype).any():
                yield column.cast(dtype)


def _is_kin(own: pl.DataType, declared: pl.DataType) -> bool:
    """Whether values of one dtype are values of the other, as far as they fit: numbers, moments, texts, their lists."""
    if isinstance(own, pl.List) and isinstance(declared, pl.List):
        return _is_kin(_made(own.inner), _made(declared.inner))
    if isinstance(own, pl.Datetime) and isinstance(declared, pl.Datetime):
        # A cast between zones succeeds, and shows another time of the day.
        return own.time_zone == declared.time_zone
    is_text = isinstance(own, pl.Categorical | pl.Enum) and isinstance(declared, pl.String)
    return own == declared or is_text or (own.is_numeric() and declared.is_numeric())


def _made(dtype: Any) -> pl.DataType:
    made: pl.DataType = dtype if isinstance(dtype, pl.DataType) else dtype()
    return made


def _misfits(column: pl.Series, dtype: pl.DataType) -> pl.Series:
    """Where a cast would change a value: it does not come back."""
    there = column.cast(dtype, strict=False)
    # A text does not come back as the category that it was: that none was lost is enough.
    if isinstance(column.dtype, pl.Categorical | pl.Enum):
        return there.is_null() & column.is_not_null()
    return ~there.cast(column.dtype, strict=False).eq_missing(column)


def _report(table: Any, frame: pl.DataFrame, errors: Iterable[SchemaError]) -> Report:
    """All that is wrong with a frame that pandera refused."""
    definition: Definition = table.__definition__
    # Our engine says what is wrong, in the words that a file would get; of pandera's errors only what it alone knows is
    # kept.
    report = validate({definition.name: frame}, schema={definition.name: definition.built}, limit=EXAMPLES)
    found = list(errors)
    dtypes = [each for each in found if each.reason_code is SchemaErrorReason.WRONG_DATATYPE]
    in_python = _in_python(table, found)
    issues = _all(_unfit(definition, frame, each) for each in _untold(report, dtypes))
    # A check that meets a column of a wrong dtype may well end in an exception: then the dtype is what is to be mended.
    issues += _all(_broken(each, frame, may_crash=bool(dtypes)) for each in in_python)
    # pandera refuses it, so that something must be told, were it in its words.
    if not report.errors and not issues:
        issues = _all(_broken(each, frame, may_crash=False) for each in found)
    return _with(report, [replace(issue, resource=definition.name) for issue in issues])


def _all(issues: Iterable[Iterable[Issue]]) -> list[Issue]:
    return list(chain.from_iterable(issues))


def _untold(report: Report, errors: Iterable[SchemaError]) -> list[SchemaError]:
    """Those of columns of which the engine says nothing."""
    told = {issue.field for issue in report.issues}
    return [each for each in errors if each.schema.name not in told]


def _in_python(table: Any, errors: Iterable[SchemaError]) -> list[SchemaError]:
    """Those that only checks in Python find."""
    own = set(_own_checks(table))
    return [each for each in errors if (each.schema.name, getattr(each.check, "name", None)) in own]


def _own_checks(table: Any) -> Iterator[tuple[str, str | None]]:
    """The checks that exist in Python only: of a field, or of the table, and their names."""
    yield from ((table.Config.name, check.name) for check in table.__root_checks__)
    for name, checks in table.__checks__.items():
        yield from ((name, check.name) for check in checks)
    for _, info in table.__fields__.values():
        yield from ((info.name, check.name) for check in info.checks or () if not is_translated(check))


def _unfit(definition: Definition, frame: pl.DataFrame, error: SchemaError) -> Iterator[Issue]:
    """Cells that the declared dtype does not hold, or a column that is of another kind altogether."""
    name = error.schema.name
    column, dtype = frame[name], definition.dtypes[name]
    if dtype is None or not _is_kin(column.dtype, dtype):
        message = f"The column holds {column.dtype}, and the table declares {dtype}."
        hint = f"Cast it: frame.with_columns(pl.col({name!r}).cast(pl.{dtype}))."
        yield Issue(code="cell/type", message=message, hint=hint, field=name)
        return
    for at in _misfits(column, dtype).arg_true():
        message = f"{column[at]} does not fit {dtype}."
        hint = "Correct the value, or declare a dtype that holds it."
        yield Issue(code="cell/type", message=message, hint=hint, field=name, row=at + 2, cell=str(column[at]))


def _broken(error: SchemaError, frame: pl.DataFrame, *, may_crash: bool) -> Iterator[Issue]:
    """Rows that a check in Python refuses, or the table as a whole."""
    name, field = str(getattr(error.check, "name", error.check)), error.schema.name
    field = field if field in frame.columns else None
    if error.reason_code is SchemaErrorReason.CHECK_ERROR:
        if not may_crash:
            raise CannotCheckError(f"The check {name!r} does not run: {error.failure_cases}.", hint="Mend it.")
        return
    code, said = f"row/{name.replace('_', '-')}", getattr(error.check, "error", None) or name
    # Of a single row nobody can tell a verdict on the row from one on the table.
    rows: list[int | None] = [*(_refused(error, frame.height) if field is not None or frame.height > 1 else [])]
    issue = Issue(code=code, message=f"The check {said} does not hold.", field=field)
    for at in rows or [None]:
        yield issue if at is None else replace(issue, row=at + 2, cell=_cell(frame, field, at))


def _cell(frame: pl.DataFrame, field: str | None, at: int) -> str | None:
    value = None if field is None else frame[field][at]
    return None if value is None else str(value)


def _refused(error: SchemaError, height: int) -> list[int]:
    """The rows that a check refuses; none where it looks at the table as a whole."""
    output: Any = error.check_output
    if isinstance(output, pl.LazyFrame):
        output = output.collect()
    if not isinstance(output, pl.DataFrame) or output.height != height:
        return []
    return output.to_series().not_().arg_true().to_list()


def _with(report: Report, issues: list[Issue]) -> Report:
    """A report with further errors: all counted, the first of each kind shown."""
    counts = Counter(issue.code for issue in issues)
    shown = [issue for code in counts for issue in [each for each in issues if each.code == code][:EXAMPLES]]
    totals = Counter(report.totals) + counts
    return replace(
        report,
        totals=dict(sorted(totals.items())),
        errors=report.errors + len(issues),
        issues=(*report.issues, *shown),
        resources=tuple(replace(each, issues=each.issues + len(issues)) for each in report.resources),
    )
