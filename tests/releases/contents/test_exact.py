"""All formats of a release agree: each value is, in each of them, what the cell of the CSV file says."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO, StringIO
from sqlite3 import Connection
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from talent_dataset.releases.assembly import Assembled

Release = Callable[..., Assembled]
Database = Callable[[Assembled], Connection]
Book = Callable[[Assembled], Workbook]

# What a spreadsheet, a double, 64 bits or a person with Excel would change.
NUMBERS = st.one_of(
    st.integers(-(10**40), 10**40).map(str),
    st.sampled_from(["9007199254740993", "0.1", "1e400", "1e-400", "123456789012345678.25", "-0", "1E5", "0.30"]),
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**15), max_value=10**15).map(str),
)
TEXTS = st.one_of(
    st.sampled_from(["=1+1", "007", "1e5", "TRUE", " x ", "a\nb", "_x0041_", "2020-01-01", "+1", "-", "'", "@x", "\t"]),
    st.text(st.characters(codec="utf-8", exclude_characters="\r\x00", exclude_categories=["Cs", "Cc"]), min_size=1),
)
DAYS = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31)).map(str)
COLUMNS = {"number": NUMBERS, "integer": st.integers(-(10**40), 10**40).map(str), "string": TEXTS, "date": DAYS}


def value(kind: str, cell: Any) -> Any:
    """What a cell says, however a format holds it."""
    if cell is None or cell == "":
        return None
    if kind in {"number", "integer"}:
        return Decimal(repr(cell)) if isinstance(cell, float) else Decimal(cell)
    if kind == "date":
        return str(cell)[:10]
    return cell


def readings(made: Assembled, kind: str, database: Database, book: Book) -> dict[str, list[Any]]:
    """The values of the column in each of the formats."""
    rows = list(csv.DictReader(StringIO(made.files["data/t.csv"].decode())))
    sheet = next(sheet for sheet in book(made).worksheets if sheet.title == "t")
    held = {
        "csv": [row["a"] for row in rows],
        "parquet": pl.read_parquet(BytesIO(made.files["data/t.parquet"]))["a"].to_list(),
        "sqlite": [row[0] for row in database(made).execute("SELECT a FROM t ORDER BY id")],
        "xlsx": [sheet.cell(row=row, column=2).value for row in range(2, sheet.max_row + 1)],
    }
    return {name: [value(kind, cell) for cell in cells] for name, cells in held.items()}


@pytest.mark.parametrize("kind", COLUMNS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=20)
@given(data=st.data())
def test_every_format_has_the_values_of_the_csv_file(
    kind: str, data: st.DataObject, release: Release, database: Database, book: Book
) -> None:
    cells = data.draw(st.lists(COLUMNS[kind], min_size=1, max_size=4))
    out = StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([["id", "a"], *enumerate(cells)])
    fields = [{"name": "id", "type": "integer"}, {"name": "a", "type": kind}]
    held = readings(release({"t": (out.getvalue(), {"fields": fields})}), kind, database, book)
    assert held["csv"] == [value(kind, cell) for cell in cells]
    assert held == dict.fromkeys(held, held["csv"])


def test_columns_that_are_text_lest_a_value_be_changed_are_told_of_each_format(release: Release) -> None:
    fields = [{"name": "a", "type": "number"}, {"name": "b", "type": "date"}, {"name": "c", "type": "number"}]
    text = "a,b,c\n123456789012345678.25,1066-10-14,1e400\n1,2020-01-01,1\n"
    made = release({"t": (text, {"fields": fields})})
    assert made.as_text == (
        "In Parquet, which would change some of their values, these columns are text: t.c.",
        "In `mine.sqlite`, which would change some of their values, these columns are text: t.a, t.c.",
        "In `mine.xlsx`, which would change some of their values, these columns are text: t.a, t.b, t.c.",
    )
    assert all(sentence in made.files["README.md"].decode() for sentence in made.as_text)
