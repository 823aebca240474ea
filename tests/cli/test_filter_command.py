"""``talent-dataset filter`` on real packages."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from talent_dataset.cli import main

FIELDS: list[dict[str, Any]] = [{"name": "id"}, {"name": "price", "type": "number"}, {"name": "on", "type": "date"}]
TEXT = 'id,price,on\na,1.50,2020-04-21\nb,cheap,2020-4-21\n"c,d",2,\n'


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")


def _package(text: str = TEXT, fields: list[dict[str, Any]] = FIELDS, name: str = "prices") -> None:
    profile = "https://datapackage.org/profiles/2.0/datapackage.json"
    resource = {"name": name, "path": "prices.csv", "schema": {"fields": fields}}
    Path("datapackage.json").write_text(json.dumps({"$schema": profile, "resources": [resource]}), encoding="utf-8")
    Path("prices.csv").write_text(text, encoding="utf-8")


def _files() -> set[str]:
    return {file.relative_to("out").as_posix() for file in Path("out").rglob("*") if file.is_file()}


def test_good_rows_are_typed_and_bad_ones_have_their_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    _package()
    assert main(["filter", "--out", "out"]) == 1
    assert _files() == {"good/prices.csv", "good/prices.parquet", "bad/prices.csv", "report.json"}
    assert Path("out/good/prices.csv").read_bytes() == b'id,price,on\na,1.50,2020-04-21\n"c,d",2,\n'
    good = pl.read_parquet("out/good/prices.parquet")
    assert (good.schema["on"], good["id"].to_list()) == (pl.Date(), ["a", "c,d"])
    bad = pl.read_csv("out/bad/prices.csv", infer_schema=False)
    assert bad.columns == ["row", "codes", "reasons", "id", "price", "on"]
    assert bad.row(0)[:2] == ("3", "cell/type; cell/type")
    assert bad.row(0)[3:] == ("b", "cheap", "2020-4-21")
    assert json.loads(Path("out/report.json").read_text("utf-8"))["totals"] == {"cell/type": 2}
    shown = re.sub(r"in \d+\.\d s", "in 0.0 s", capsys.readouterr().out)
    assert shown.startswith("prices: 2 good, 1 bad\n\nNot valid: 2 errors.\n")
    assert shown.endswith("Written to out\n")


def test_without_a_bad_row_there_is_no_file_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    _package("id,price,on\na,1,2020-04-21\n")
    assert main(["filter", "--out", "out"]) == 0
    assert _files() == {"good/prices.csv", "good/prices.parquet", "report.json"}
    assert capsys.readouterr().out.startswith("prices: 1 good, 0 bad\n\nValid.\n")


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_one_format_can_be_chosen(kind: str) -> None:
    _package("id,price,on\na,1,2020-04-21\n")
    assert main(["filter", "--out", "out", "--format", kind]) == 0
    assert _files() == {f"good/prices.{kind}", "report.json"}


def test_what_is_wrong_with_the_table_as_a_whole_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    _package("id,Price,on\na,1,2020-04-21\n")
    assert main(["filter", "--out", "out"]) == 1
    assert "  error  header/field-name\n" in capsys.readouterr().out


def test_a_folder_that_holds_anything_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    _package()
    Path("out").mkdir()
    Path("out/mine.txt").touch()
    assert main(["filter", "--out", "out"]) == 2
    assert capsys.readouterr().err == "error: out is not empty.\n       Name a new folder, or empty this one.\n"
    assert _files() == {"mine.txt"}


def test_a_silenced_error_makes_no_row_bad() -> None:
    _package()
    assert main(["filter", "--out", "out", "--silence", "cell/type=prices are being worked on"]) == 0
    assert "bad/prices.csv" not in _files()


def test_the_name_of_a_table_cannot_lead_out_of_the_folder() -> None:
    _package(name="../../evil")
    main(["filter", "--out", "out"])
    assert {file.parts[0] for file in map(Path, _files())} == {"good", "bad", "report.json"}
    assert not list(Path("..").glob("evil*"))


def test_fields_may_be_called_as_the_columns_that_are_added() -> None:
    fields = [{"name": "row"}, {"name": "codes"}, {"name": "reasons", "type": "integer"}]
    _package("row,codes,reasons\na,b,1\na,b,c\n", fields)
    assert main(["filter", "--out", "out"]) == 1
    assert Path("out/good/prices.csv").read_text("utf-8") == "row,codes,reasons\na,b,1\n"
