"""Good rows from bad ones."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from talent_dataset.checking import examine
from talent_dataset.engine.descriptor.model import Schema
from talent_dataset.engine.errors import CannotCheckError
from talent_dataset.engine.reading.typed_frame import typed_frame
from talent_dataset.engine.reading.types.kind import text_name
from talent_dataset.engine.validation.examining import new_tally

if TYPE_CHECKING:
    from talent_dataset.engine.issues import Issue
    from talent_dataset.engine.policy import Policy
    from talent_dataset.engine.reading.table import Batch, TextTable
    from talent_dataset.engine.report import Report
    from talent_dataset.engine.validation.examining import Examined, Progress
    from talent_dataset.engine.validation.plan import OpenTable
    from talent_dataset.engine.validation.table import CheckedTable

# Columns of bad rows where a table stands in several files: `row` counts through all of them.
_HOME: Final = ("file", "file_row")


@dataclass(frozen=True, slots=True)
class Filtered:
    """A table, parted.

    Attributes:
        good: The rows without errors, typed, in the order of the source: a frame of polars, whatever was given.
        bad: The others as text, with ``row`` (record number), ``codes`` and ``reasons`` (lists) before their cells. Of
            a table in several files, ``file`` and ``file_row`` (record number in it) stand behind ``row``.
        report: What was found, all issues included.
        text: The good rows as text, the cells as they stand.
    """

    good: pl.DataFrame
    bad: pl.DataFrame
    report: Report
    text: pl.DataFrame


@dataclass(frozen=True, slots=True)
class FilteredTables:
    """All tables of a package, parted.

    Attributes:
        tables: Each by the name of its resource.
        report: What was found, all issues included.
    """

    tables: Mapping[str, Filtered]
    report: Report


def filter(
    source: Any,
    *,
    schema: Any = None,
    resource: str | None = None,
    policy: Policy | None = None,
    rules: Mapping[str, Any] | None = None,
) -> Filtered:
    """Part the good rows of a table from the bad ones.

    A row is bad that has an error of its own or in one of its cells. What is wrong with the table as a whole (its
    header, its file) makes no row bad: ``report`` tells.

    Args:
        source: As ``validate`` takes it.
        schema: As ``validate`` takes it.
        resource: Which table, where there are several.
        policy: Severities changed, rules silenced.
        rules: Further row rules as polars expressions, as ``validate`` takes them.

    Raises:
        CannotCheckError: There is no such table, the source cannot be opened, or ``policy`` or ``rules`` is invalid.
    """
    examined = examine(source, new_tally(None, policy), schema=schema, rules=rules)
    return _filtered(examined, examined.tables[_chosen(examined, resource)], examined.report(0.0))


def filter_tables(source: Any, *, policy: Policy | None = None, progress: Progress | None = None) -> FilteredTables:
    """Part the good rows of every table of a package from the bad ones, in one examination.

    Args:
        source: As ``validate`` takes it.
        policy: Severities changed, rules silenced.
        progress: As ``validate`` takes it.

    Raises:
        CannotCheckError: The source cannot be opened.
    """
    start = time.perf_counter()
    examined = examine(source, new_tally(None, policy), progress=progress)
    report = examined.report(round(time.perf_counter() - start, 3))
    return FilteredTables({name: _filtered(examined, table, report) for name, table in examined.tables.items()}, report)


def _filtered(examined: Examined, checked: CheckedTable, report: Report) -> Filtered:
    table = checked.table
    reasons = _reasons(report.issues, table.resource.name)
    good, bad = _parted(table, reasons)
    return Filtered(_typed(examined.subject.frames.get(table.resource.name), table, good, reasons), bad, report, good)


def _chosen(examined: Examined, resource: str | None) -> str:
    names = list(examined.tables)
    if resource in names or (resource is None and len(names) == 1):
        return resource or names[0]
    if not names:
        raise CannotCheckError("There is no table to filter.", hint="validate says what is wrong with the package.")
    wanted = "Several tables, and none is named" if resource is None else f"There is no table {resource!r}"
    raise CannotCheckError(f"{wanted}.", hint=f"Say resource= one of {', '.join(names)}.")


def _reasons(issues: tuple[Issue, ...], name: str) -> dict[int, tuple[list[str], list[str]]]:
    """Codes and messages of the errors of each bad row."""
    found: dict[int, tuple[list[str], list[str]]] = {}
    for issue in issues:
        if issue.resource == name and issue.row is not None and issue.severity == "error":
            codes, messages = found.setdefault(issue.row, ([], []))
            codes.append(issue.code)
            messages.append(f"{issue.field}: {issue.message}" if issue.field else issue.message)
    return found


def _parted(table: OpenTable, reasons: Mapping[int, Any]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The text of the good rows under the names of the fields, and of the bad rows with their reasons."""
    # Of the dtype that numbers of rows have, or no row would be among them.
    bad_rows = pl.Series("row", sorted(reasons), dtype=pl.UInt64)
    good, bad = [], []
    text = table.read()
    fields = {position: field.name for position, field in text.fields.items()}
    for batch in text.batches:
        rows = _rows(batch)
        is_bad = rows.is_in(bad_rows.implode())
        # Good rows have the fields of the schema, bad ones whatever the file has: the person who mends them needs it
        # all.
        good.append(batch.frame.filter(~is_bad).select(pl.col(str(n)).alias(name) for n, name in fields.items()))
        bad.append(batch.frame.filter(is_bad).insert_column(0, rows.filter(is_bad)))
    home = _HOME if len(table.resource.paths) > 1 else ()
    names = _different(text.names, home)
    none = pl.DataFrame(schema={"row": pl.UInt64} | dict.fromkeys(names, pl.String))
    found = pl.concat(good) if good else pl.DataFrame(schema=dict.fromkeys(fields.values(), pl.String))
    return found, _with_reasons(pl.concat(bad) if bad else none, text, names, reasons, has_home=bool(home))


def _with_reasons(
    bad: pl.DataFrame, text: TextTable, names: Mapping[str, str], reasons: Mapping[int, Any], *, has_home: bool
) -> pl.DataFrame:
    """Bad rows with codes and reasons, and the file of each where there are several."""
    rows = bad.get_column("row").to_list()
    return bad.select(
        "row",
        *(_homes(text, rows) if has_home else ()),
        pl.Series("codes", [reasons[row][0] for row in rows], dtype=pl.List(pl.String)),
        pl.Series("reasons", [reasons[row][1] for row in rows], dtype=pl.List(pl.String)),
        *(pl.col(n).alias(name) for n, name in names.items()),
    )


def _homes(text: TextTable, rows: Sequence[int]) -> list[pl.Series]:
    """The file of each row, and its number there."""
    homes = [(part.path, row) for part, row in text.homes(rows)]
    return [
        pl.Series(_HOME[0], [path for path, _ in homes], dtype=pl.String),
        pl.Series(_HOME[1], [row for _, row in homes], dtype=pl.UInt64),
    ]


def _different(names: Sequence[str], more: Sequence[str]) -> dict[str, str]:
    """A name for each column, no two alike, and none like those that are put before them."""
    found: dict[str, str] = {}
    for position, name in enumerate(names):
        # Labels of a bad file may be empty, or the same twice, which no frame can have.
        is_taken = name in {"", "row", "codes", "reasons", *more, *found.values()}
        found[text_name(position)] = f"{name}_{position + 1}" if is_taken else name
    return found


def _rows(batch: Batch) -> pl.Series:
    if batch.rows is not None:
        return batch.rows.alias("row")
    end = batch.first_row + batch.frame.height
    return pl.int_range(batch.first_row, end, dtype=pl.UInt64, eager=True).alias("row")


def _typed(
    frame: pl.DataFrame | None, table: OpenTable, good: pl.DataFrame, reasons: Mapping[int, Any]
) -> pl.DataFrame:
    """The good rows of a frame as they were; those of text as values."""
    if frame is not None:
        # Rows of a frame are numbered as in a file: the header counts as record 1.
        return frame.filter(~pl.int_range(2, frame.height + 2, eager=True).is_in(list(reasons)))
    # What all cells of a column say together holds for the good ones too.
    read = {each.name: each for each in table.text.fields.values()}
    schema = table.resource.schema or Schema(fields=tuple(read.values()))
    return typed_frame(replace(schema, fields=tuple(read.get(each.name, each) for each in schema.fields)), good)
