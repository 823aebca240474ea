from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from talent_dataset.checking import validate
from talent_dataset.engine.descriptor.model import Field, Resource, Schema
from talent_dataset.engine.reading import parquet
from talent_dataset.engine.reading.files import FolderFiles
from talent_dataset.engine.reading.read import read_table
from talent_dataset.engine.reading.table import TextTable

STAMP = dt.datetime(2020, 1, 2, 3, 4, 5, tzinfo=dt.UTC)


def table(folder: Path, *frames: pl.DataFrame, schema: Schema | None = None) -> TextTable:
    for number, frame in enumerate(frames):
        frame.write_parquet(folder / f"{number}.parquet")
    paths = tuple(f"{number}.parquet" for number in range(len(frames)))
    return read_table(Resource(name="t", paths=paths, schema=schema, type="table"), FolderFiles(folder))


@pytest.mark.parametrize(
    ("value", "kind", "more", "expected"),
    [
        (1, "integer", {}, ("1", False)),
        (1, "string", {}, ("1", True)),
        ("1", "integer", {}, ("1", False)),
        (1.0, "integer", {}, ("1", False)),
        (1e20, "integer", {}, ("100000000000000000000", False)),
        (1.5, "integer", {}, ("1.5", False)),
        (1.5, "number", {"decimal_char": ","}, ("1,5", False)),
        (float("inf"), "number", {}, ("INF", False)),
        (float("nan"), "number", {}, ("NaN", False)),
        (Decimal("1.50"), "number", {}, ("1.50", False)),
        (True, "boolean", {"true_values": ("yes",)}, ("yes", False)),
        (True, "integer", {}, ("true", True)),
        (dt.date(2020, 1, 2), "date", {}, ("2020-01-02", False)),
        (dt.date(1920, 1, 2), "date", {"format": "%d/%m/%y"}, ("1920-01-02", False)),
        (dt.time(1, 2, 3), "time", {"format": "%H:%M"}, ("01:02:03", False)),
        (STAMP.replace(tzinfo=None), "datetime", {"format": "%d.%m.%Y"}, ("2020-01-02T03:04:05", False)),
        (STAMP.replace(tzinfo=None), "datetime", {"format": "%H:%M %z"}, ("2020-01-02T03:04:05", False)),
        (dt.date(2020, 1, 2), "string", {}, ("2020-01-02", True)),
        (dt.time(1, 2, 3), "time", {}, ("01:02:03", False)),
        (STAMP, "datetime", {}, ("2020-01-02T03:04:05Z", False)),
        (STAMP.replace(tzinfo=None, microsecond=500), "datetime", {}, ("2020-01-02T03:04:05.000500", False)),
        (dt.timedelta(days=1, seconds=5), "duration", {}, ("P1DT5S", False)),
        ([1, 2], "array", {}, ("[1,2]", False)),
        ([1, 2], "list", {"delimiter": ";", "item_type": "integer"}, ("1;2", False)),
        ([1, 2], "list", {}, ("[1,2]", True)),
        ([[1]], "list", {}, ("[[1]]", True)),
        ([STAMP, STAMP], "list", {"item_type": "datetime"}, ("2020-01-02T03:04:05Z,2020-01-02T03:04:05Z", False)),
        ([], "list", {}, ("", False)),
        (["a", ""], "list", {}, ("a,", False)),
        ([""], "list", {}, ('[""]', True)),
        (["a", None], "list", {}, ('["a",null]', True)),
        (["a,b"], "list", {}, ('["a,b"]', True)),
        ({"a": "x"}, "object", {}, ('{"a":"x"}', False)),
        (b"\xff", "string", {}, ("ff", True)),
    ],
)
def test_a_typed_value_is_the_text_of_a_cell_or_a_misfit(
    value: Any, kind: str, more: dict[str, Any], expected: tuple[str, bool], tmp_path: Path
) -> None:
    schema = Schema(fields=(Field(name="x", type=kind, **more),))
    frame = pl.DataFrame({"x": [value, None]}, strict=False)
    (batch,) = table(tmp_path, frame, schema=schema).batches
    is_misfit = [False, False] if batch.misfits is None else batch.misfits["0"].to_list()
    assert (batch.frame["0"].to_list(), is_misfit) == ([expected[0], None], [expected[1], False])


def test_what_a_field_says_in_its_pattern_holds_for_dates_that_are_none_of_text(tmp_path: Path) -> None:
    days = [dt.date(2020, 1, 31), dt.date(2020, 2, 1), dt.date(1900, 1, 1), dt.date(2021, 1, 1)]
    pl.DataFrame({"on": days}).write_parquet(tmp_path / "t.parquet")
    asked = {"minimum": "01/02/2020", "enum": ["31/01/2020", "01/02/2020"]}
    on = {"name": "on", "type": "date", "format": "%d/%m/%Y", "missingValues": ["01/01/1900"], "constraints": asked}
    resource = {"name": "t", "type": "table", "path": "t.parquet", "schema": {"fields": [on]}}
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [resource]}))
    found = [(issue.code, issue.row, issue.cell) for issue in validate(tmp_path).issues]
    assert found == [("cell/minimum", 2, "2020-01-31"), ("cell/enum", 5, "2021-01-01")]


def test_a_file_is_read_in_batches_and_parts_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "_BATCH_CELLS", 6)
    frame = pl.DataFrame({"a": range(4), "b": ["x"] * 4})
    found = table(tmp_path, frame, frame)
    assert [(batch.first_row, batch.frame.height) for batch in found.batches] == [(2, 3), (5, 1), (6, 3), (9, 1)]
    assert found.labels == ("a", "b")


def test_columns_are_matched_with_fields(tmp_path: Path) -> None:
    schema = Schema(fields=(Field(name="a"), Field(name="c")))
    found = table(tmp_path, pl.DataFrame({"a": [1], "b": [2]}), schema=schema)
    assert [(issue.code, issue.field) for issue in found.issues] == [("header/field-name", "c")]


def test_parts_must_have_the_same_columns(tmp_path: Path) -> None:
    found = table(tmp_path, pl.DataFrame({"a": [1], "c": [1]}), pl.DataFrame({"b": [1]}))
    assert sum(batch.frame.height for batch in found.batches) == 1
    assert [(issue.code, issue.path) for issue in found.issues] == [("header/missing-field", "1.parquet")]
    assert not found.is_whole


@pytest.mark.parametrize("data", [b"", b"id,name\n", b"PAR1 and then nothing of the kind"])
def test_what_is_no_parquet_is_told(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "t.parquet").write_bytes(data)
    found = read_table(Resource(name="t", paths=("t.parquet",), type="table"), FolderFiles(tmp_path))
    assert ([issue.code for issue in found.issues], found.is_whole) == (["file/format"], False)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    found = read_table(Resource(name="t", paths=("t.parquet",), type="table"), FolderFiles(tmp_path))
    assert [issue.code for issue in found.issues] == ["file/missing"]
