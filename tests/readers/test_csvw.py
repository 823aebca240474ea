"""The package csvw validates the CSV files by `csv-metadata.json`, finds it by itself, and reads the values."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import csvw
import pytest

if TYPE_CHECKING:
    from tests.readers.conftest import Release


def validated(address: str) -> tuple[bool, list[str]]:
    # Strict validation of this program refuses foreign keys that are empty; the standard does not.
    described = csvw.CSVW(address, validate=True, strict=False)
    is_valid = described.is_valid
    return is_valid, [str(warning.message) for warning in described.warnings]


def plain(value: Any) -> Any:
    """A value of ours as csvw gives it: moments for days and times of day, floats for NaN."""
    if isinstance(value, dt.time):
        return value
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime(value.year, value.month, value.day)  # noqa: DTZ001 - csvw reads days without a zone
    return str(float(value)) if value is not None and value != value else value  # noqa: PLR0124 - NaN is not itself


def told(value: Any, wanted: Any) -> Any:
    if isinstance(wanted, dt.time):
        return value.time()
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, float):
        return str(value) if value != value else value  # noqa: PLR0124 - NaN is not itself
    return value


def test_every_table_is_valid(release: Release) -> None:
    assert validated(str(release.folder / "data" / "csv-metadata.json")) == (True, [])


def test_a_field_of_every_type_is_valid(kinds: Release) -> None:
    assert validated(str(kinds.folder / "data" / "csv-metadata.json")) == (True, [])


def test_the_values_are_those_of_the_release(release: Release) -> None:
    described = csvw.CSVW(str(release.folder / "data" / "csv-metadata.json"), validate=True, strict=False)
    tables = {str(table.url): table for table in described.tables}
    assert len(tables) == len(release.tables)
    for table, read in zip(release.tables, described.tables, strict=True):
        wanted = [[plain(value) for value in row] for row in release.rows(table)]
        rows = [
            [told(value, like) for value, like in zip(row.values(), values, strict=True)]
            for row, values in zip(read.iterdicts(), release.rows(table), strict=True)
        ]
        assert rows == wanted, table["name"]


def test_a_table_on_the_web_leads_to_its_description(release: Release, served: str) -> None:
    # Addresses that are not ASCII are more than this program can ask for.
    for table in (one for one in release.tables if one["path"].isascii()):
        address = f"{served}/{release.folder.name}/{table['path']}"
        described = csvw.CSVW(address, validate=True, strict=False)
        assert not described.no_metadata
        assert len(described.tables) == len(release.tables)
        assert [str(warning.message) for warning in described.warnings] == []


@pytest.mark.parametrize(
    ("row", "column", "cell", "complaint"),
    [
        (0, 1, "", "required column value is missing"),
        (2, 1, "1", "duplicate primary key"),
        (0, 5, "31.02.2020", "dd/MM/yyyy -- 31.02.2020"),
        (0, 4, "perhaps", "invalid lexical value for boolean: perhaps"),
        (0, 1, "10", "value must be <= 9"),
        (0, 0, "A7", "invalid lexical value for string: A7"),
        (0, 9, "nowhere", "Key `nowhere` not found"),
    ],
)
def test_spoilt_data_are_noticed(
    strange: Release, tmp_path: Path, row: int, column: int, cell: str, complaint: str
) -> None:
    shutil.copytree(strange.folder / "data", tmp_path, dirs_exist_ok=True)
    table = strange.tables[0]
    cells = strange.cells(table)
    cells[row][column] = cell
    with (tmp_path / Path(table["path"]).name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([[field["name"] for field in strange.fields(table)], *cells])
    try:
        is_valid, complaints = validated(str(tmp_path / "csv-metadata.json"))
    except ValueError as error:
        is_valid, complaints = False, [str(error)]
    assert not is_valid
    assert any(complaint in one for one in complaints), complaints
