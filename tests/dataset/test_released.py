"""A release of our data, opened with the programs that people have."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import shutil
import sqlite3
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import polars as pl
import pyarrow.parquet as pq
import pytest

import talent_dataset as td
from talent_dataset.dataset import location
from talent_dataset.releases.build import build
from talent_dataset.releases.contents.workbook import _NAME

TABLES = td.tables()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(location(), tmp_path_factory.mktemp("released") / "out", version="1.2.3", created="2026-11-22").folder


@pytest.fixture(scope="module")
def database(folder: Path) -> Iterator[sqlite3.Connection]:
    (file,) = folder.glob("*.sqlite")
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        yield connection


@pytest.fixture(scope="module")
def book(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    (file,) = folder.glob("*.xlsx")
    with closing(openpyxl.load_workbook(BytesIO(file.read_bytes()), read_only=True)) as opened:
        return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in opened}


def exact(value: Any) -> Any:
    """A value in the one form in which all programs can be compared: numbers as decimals, days as text."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float | Decimal):
        return Decimal(str(value)).normalize()
    return value.isoformat()[:10] if isinstance(value, dt.date) else value


def cells(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return [tuple(map(exact, row)) for row in rows]


def test_the_list_of_files_is_complete(folder: Path) -> None:
    name = "sichuan-chongqing-talent-cooperation"
    files = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    assert {file for file in files if not file.startswith("data/")} == {
        *("README.md", "README.zh.md", "dictionary.md", "dictionary.zh.md", "LICENSE.txt"),
        *("CITATION.cff", "croissant.json", "datapackage.json", "SHA256SUMS"),
        *(f"{name}.sqlite", f"{name}.xlsx", f"{name}-1.2.3.zip"),
        *(file for file in files if file == "CHANGELOG.md"),
    }
    assert {f"data/{table}.{suffix}" for table in TABLES for suffix in ("csv", "parquet")} <= files


def test_the_licence_is_there_in_full(folder: Path) -> None:
    text = Path(__file__).parents[2] / "LICENSES" / "CC-BY-4.0.txt"
    assert (folder / "LICENSE.txt").read_bytes() == text.read_bytes()


@pytest.mark.parametrize("table", TABLES)
def test_the_database_has_every_cell(database: sqlite3.Connection, table: str) -> None:
    rows = database.execute(f'SELECT * FROM "{table}" ORDER BY rowid').fetchall()  # noqa: S608 - a table of ours
    assert cells(rows) == cells(td.load(table).rows())


def test_the_database_is_whole_and_its_keys_hold(database: sqlite3.Connection) -> None:
    checks = ("integrity_check", "foreign_key_check", "freelist_count")
    assert [database.execute(f"PRAGMA {check}").fetchall() for check in checks] == [[("ok",)], [], [(0,)]]


def test_the_database_has_every_key_of_the_descriptor(database: sqlite3.Connection) -> None:
    descriptor = json.loads((location() / "datapackage.json").read_bytes())
    said = {one["name"]: one["schema"] for one in descriptor["resources"]}
    for table in TABLES:
        keys = database.execute(f"PRAGMA foreign_key_list({table})").fetchall()
        columns = database.execute(f"PRAGMA table_info({table})").fetchall()
        primary = said[table]["primaryKey"]
        assert len({key[0] for key in keys}) == len(said[table].get("foreignKeys", ())), table
        assert [column[1] for column in columns if column[5]] == ([primary] if isinstance(primary, str) else primary)


@pytest.mark.parametrize("table", TABLES)
def test_the_workbook_has_every_cell(book: dict[str, list[tuple[Any, ...]]], table: str) -> None:
    frame = td.load(table)
    labels, *rows = book[table[:_NAME]]
    assert list(labels) == frame.columns
    assert cells(rows) == cells(frame.rows())


@pytest.mark.parametrize("table", TABLES)
def test_parquet_is_the_same_to_polars_to_arrow_and_to_duckdb(folder: Path, table: str) -> None:
    file, frame = folder / "data" / f"{table}.parquet", td.load(table)
    assert pl.read_parquet(file).equals(frame)
    arrow = pq.read_table(file)
    assert cells(list(zip(*(column.to_pylist() for column in arrow.columns), strict=True))) == cells(frame.rows())
    assert cells(duckdb.read_parquet(str(file)).fetchall()) == cells(frame.rows())


def test_no_code_is_a_number_anywhere(folder: Path, database: sqlite3.Connection) -> None:
    codes = td.load("places").drop_nulls("division_code")["division_code"].to_list()
    places = duckdb.read_parquet(str(folder / "data" / "places.parquet"))
    assert dict(zip(places.columns, map(str, places.types), strict=True))["division_code"] == "VARCHAR"
    found = database.execute("SELECT division_code FROM places WHERE division_code IS NOT NULL ORDER BY rowid")
    assert [code for (code,) in found] == codes


def test_the_archive_is_whole_and_is_a_package_itself(folder: Path) -> None:
    (file,) = folder.glob("*.zip")
    with zipfile.ZipFile(file) as packed:
        assert packed.testzip() is None
    assert td.validate(file).is_valid


R = """
shown <- function(x) {
  if (is.character(x)) x else format(x, trim = TRUE, digits = 15, scientific = FALSE, drop0trailing = TRUE)
}
for (line in readLines(file("stdin"), encoding = "UTF-8")) {
  words <- strsplit(line, "\\t")[[1]]
  table <- read.csv(words[1], colClasses = words[-1], na.strings = "", encoding = "UTF-8")
  out <- as.matrix(data.frame(lapply(table, shown)))
  out[is.na(as.matrix(table))] <- ""
  utils::write.table(out, "", sep = ",", qmethod = "double", row.names = FALSE, col.names = FALSE)
  cat("--\\n")
}
"""
TYPES = {"integer": "integer", "number": "numeric", "boolean": "logical", "date": "Date"}


@pytest.mark.skipif(not shutil.which("Rscript"), reason="R is not installed")
def test_r_reads_every_cell_with_the_types_of_the_descriptor(folder: Path) -> None:
    resources = json.loads((folder / "datapackage.json").read_bytes())["resources"]
    types = {one["path"]: [TYPES.get(f["type"], "character") for f in one["schema"]["fields"]] for one in resources}
    asked = "".join("\t".join([path, *kinds]) + "\n" for path, kinds in types.items())
    done = subprocess.run(
        [shutil.which("Rscript") or "", "--vanilla", "-e", R],
        input=asked,
        cwd=folder,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    for path, said in zip(types, done.stdout.split("--\n"), strict=False):
        with (folder / path).open(encoding="utf-8", newline="") as file:
            ours = list(csv.reader(file))[1:]
        theirs = list(csv.reader(said.splitlines(keepends=True)))
        assert [[cell.lower() for cell in row] for row in theirs] == [[cell.lower() for cell in row] for row in ours], (
            path
        )
