"""The same fault has the same words, whichever reader sees it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from talent_dataset import validate

FIELDS = [
    {"name": "id", "type": "integer", "constraints": {"required": True}},
    {"name": "day", "type": "date", "constraints": {"minimum": "2000-01-01"}},
]
SCHEMA = {"fields": FIELDS, "primaryKey": "id"}
ROWS = [["1", "2020-01-01"], ["x", "1.2.2020"], ["1", "1999-12-31"], ["", "2020-01-01"]]
Told = set[tuple[str, str, str, int | None, str | None]]


def of_csv(folder: Path, rows: list[list[str]]) -> str:
    (folder / "t.csv").write_text("id,day\n" + "".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
    return "t.csv"


def of_tsv(folder: Path, rows: list[list[str]]) -> str:
    (folder / "t.tsv").write_text("id\tday\n" + "".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    return "t.tsv"


def of_json(folder: Path, rows: list[list[str]]) -> str:
    (folder / "t.json").write_text(json.dumps([["id", "day"], *rows]), encoding="utf-8")
    return "t.json"


def of_ndjson(folder: Path, rows: list[list[str]]) -> str:
    text = "".join(json.dumps(row) + "\n" for row in [["id", "day"], *rows])
    (folder / "t.ndjson").write_text(text, encoding="utf-8")
    return "t.ndjson"


def of_parquet(folder: Path, rows: list[list[str]]) -> str:
    pl.DataFrame(rows, schema=["id", "day"], orient="row").write_parquet(folder / "t.parquet")
    return "t.parquet"


def told(folder: Path, path: str) -> Told:
    resource = {"name": "t", "path": path, "type": "table", "schema": SCHEMA}
    descriptor = {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "resources": [resource]}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    issues = validate(folder / "datapackage.json").issues
    return {(i.code, i.message.replace(path, "t"), i.hint, i.row, i.cell) for i in issues}


@pytest.mark.parametrize("write", [of_tsv, of_json, of_ndjson, of_parquet])
def test_cells_and_keys(tmp_path: Path, write: Any) -> None:
    expected = told(tmp_path, of_csv(tmp_path, ROWS))
    assert {code for code, *_ in expected} == {"cell/type", "cell/minimum", "cell/required", "row/primary-key"}
    assert told(tmp_path, write(tmp_path, ROWS)) == expected


def test_cells_and_keys_of_a_frame(tmp_path: Path) -> None:
    frame = pl.DataFrame(ROWS, schema=["id", "day"], orient="row").with_columns(
        pl.when(pl.col("id") != "").then(pl.col("id"))
    )
    issues = validate(frame, schema=SCHEMA).issues
    expected = {(code, message, hint) for code, message, hint, *_ in told(tmp_path, of_csv(tmp_path, ROWS))}
    assert {(i.code, i.message, i.hint) for i in issues} == expected


@pytest.mark.parametrize("write", [of_tsv, of_json, of_ndjson])
def test_records_that_are_too_long_or_too_short(tmp_path: Path, write: Any) -> None:
    rows = [["1", "2020-01-01", "x"], ["2"], ["3", "2020-01-01"]]
    expected = {(code, message, hint, row) for code, message, hint, row, _ in told(tmp_path, of_csv(tmp_path, rows))}
    found = {(code, message, hint, row) for code, message, hint, row, _ in told(tmp_path, write(tmp_path, rows))}
    assert {code for code, *_ in expected} == {"row/extra-cell", "row/missing-cell"}
    assert found == expected


@pytest.mark.parametrize("path", ["t.tsv", "t.json", "t.ndjson", "t.parquet", "t.arrow", "t.xlsx", "t.csv.gz"])
def test_a_file_that_is_not_there(tmp_path: Path, path: str) -> None:
    assert told(tmp_path, path) == {
        (
            "file/missing",
            "There is no file 't'.",
            "Put the file there, or correct `path` in the descriptor: paths count from its folder.",
            None,
            None,
        )
    }


def test_a_rule_in_python_shows_its_cells_and_itself() -> None:
    frame = pl.DataFrame({"id": [1, 5]})
    schema = {"fields": [{"name": "id", "type": "integer"}]}
    (issue,) = validate(frame, schema=schema, rules={"small": pl.col("id") < 3}).issues
    assert (issue.code, issue.cells, issue.sql) == ("row/small", {"id": "5"}, str(pl.col("id") < 3))
