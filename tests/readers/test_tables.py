"""What people open a download with reads the values that it holds: DuckDB, pandas, SQLite, openpyxl, R."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
import sqlite3
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import openpyxl
import pandas as pd
import pytest

if TYPE_CHECKING:
    from tests.readers.conftest import Release

DIGITS = 15


def missing(release: Release, table: dict[str, Any]) -> list[list[str | None]]:
    """The cells of a CSV file, where missing values are none."""
    return [
        [None if value is None else cell for cell, value in zip(cells, values, strict=True)]
        for cells, values in zip(release.cells(table), release.rows(table), strict=True)
    ]


def queried(sql: str) -> list[tuple[Any, ...]]:
    return duckdb.execute(sql).fetchall()


def test_duckdb_reads_parquet_with_types(release: Release) -> None:
    for table in release.tables:
        rows = queried(f"FROM '{release.path(table, '.parquet')}'")
        assert [[comparable(value) for value in row] for row in rows] == [
            [comparable(value) for value in row] for row in release.rows(table)
        ]


def comparable(value: Any) -> Any:
    """Numbers by value, whatever their type; NaN by name."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, float | Decimal | int):
        return Decimal(str(value)).normalize().to_eng_string()
    return value


def test_duckdb_reads_csv_as_text(release: Release) -> None:
    for table in release.tables:
        path = release.path(table, ".csv")
        rows = queried(f"FROM read_csv('{path}', all_varchar=true, header=true, delim=',', quote='\"')")
        # DuckDB takes an empty cell for none.
        assert [list(row) for row in rows] == [[cell or None for cell in row] for row in release.cells(table)]


def test_pandas_reads_parquet_and_csv(release: Release) -> None:
    for table in release.tables:
        names = [field["name"] for field in release.fields(table)]
        parquet = pd.read_parquet(release.path(table, ".parquet"))
        text = pd.read_csv(release.path(table, ".csv"), dtype=str, keep_default_na=False)
        assert list(parquet.columns) == list(text.columns) == names
        assert text.to_numpy().tolist() == release.cells(table)
        for field in release.fields(table):
            if field.get("type", "string") in {"string", "integer"}:
                place = names.index(field["name"])
                read = [None if pd.isna(value) else value for value in parquet[field["name"]]]
                assert read == [row[place] for row in release.rows(table)]


def test_sqlite_has_keys_and_values(release: Release) -> None:
    (file,) = release.folder.glob("*.sqlite")
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        for table in release.tables:
            name = table["name"].replace('"', '""')
            columns = connection.execute(f'PRAGMA table_info("{name}")').fetchall()
            key = [column[1] for column in sorted(columns, key=lambda column: column[5]) if column[5]]
            assert key == table["schema"].get("primaryKey", [])
            rows = connection.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608 - a name of our own file
            assert [
                [simple(value, field) for value, field in zip(row, release.fields(table), strict=True)] for row in rows
            ] == [
                [simple(value, field) for value, field in zip(row, release.fields(table), strict=True)]
                for row in release.rows(table)
            ]
    connection.close()


def test_a_workbook_has_a_sheet_for_each_table(release: Release) -> None:
    (file,) = release.folder.glob("*.xlsx")
    book = openpyxl.load_workbook(file)
    sheets = [sheet for sheet in book if sheet.title not in {"README", "tables", "dictionary", "codes-2"}]
    by_header = {tuple(cell.value for cell in sheet[1]): sheet for sheet in sheets}
    for table in release.tables:
        sheet = by_header[tuple(field["name"] for field in release.fields(table))]
        rows = list(sheet.iter_rows(min_row=2, values_only=True))
        assert [
            [simple(value, field) for value, field in zip(row, release.fields(table), strict=True)] for row in rows
        ] == [
            [simple(value, field) for value, field in zip(row, release.fields(table), strict=True)]
            for row in release.rows(table)
        ]
    assert not any(cell.data_type == "f" for sheet in sheets for row in sheet for cell in row)


def simple(value: Any, field: dict[str, Any]) -> Any:
    """A value as a database or a workbook without types of its own may give it."""
    kind = field.get("type", "string")
    if kind in {"integer", "number"} and value is not None:
        return str(Decimal(str(value)).normalize())
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list):
        return field.get("delimiter", ",").join(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if kind == "date" else f"{value.isoformat()}Z"
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return bool(value)


R_SCRIPT = """
options(warn = 2)
paths <- commandArgs(trailingOnly = TRUE)
for (at in seq(1, length(paths), by = 2)) {
  table <- read.csv(paths[at], colClasses = "character", na.strings = character(), check.names = FALSE,
                    encoding = "UTF-8", fileEncoding = "UTF-8")
  write.csv(table, paths[at + 1], row.names = FALSE, fileEncoding = "UTF-8")
}
"""


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_r_reads_csv_as_text(release: Release, tmp_path: Path) -> None:
    copies = {table["name"]: tmp_path / f"{place}.csv" for place, table in enumerate(release.tables)}
    pairs = [str(path) for table in release.tables for path in (release.folder / table["path"], copies[table["name"]])]
    command = ["Rscript", "--vanilla", "-e", R_SCRIPT, *pairs]
    subprocess.run(command, check=True, env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"})
    for table in release.tables:
        with copies[table["name"]].open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        assert header == [field["name"] for field in release.fields(table)]
        assert rows == release.cells(table)
