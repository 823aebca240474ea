from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import polars as pl
import pytest

from talent_dataset.engine.errors import CannotCheckError
from talent_dataset.filtering import filter  # noqa: A004 (the verb of the field)

SCHEMA = {"fields": [{"name": "row", "type": "integer"}, {"name": "on", "type": "date"}], "primaryKey": "row"}


def test_good_rows_come_typed_and_bad_ones_with_their_reasons(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("row,on\n1,2020-01-01\nx,2020-01-02\n\n3,2020-1-3\n1,2020-01-04\n5,\n6\n", encoding="utf-8")
    parted = filter(path, schema=SCHEMA)
    assert parted.good.to_dict(as_series=False) == {"row": [1, 5], "on": [dt.date(2020, 1, 1), None]}
    assert parted.bad.select("row", "codes", "row_1", "on").rows() == [
        (3, ["cell/type"], "x", "2020-01-02"),
        (5, ["cell/type"], "3", "2020-1-3"),
        (6, ["row/primary-key"], "1", "2020-01-04"),
        (8, ["row/missing-cell"], "6", None),
    ]
    assert parted.bad["reasons"][0].to_list() == ["row: `x` is not an integer such as 42."]
    assert parted.good.height + parted.bad.height + parted.report.totals["row/blank"] == 7


def test_the_good_rows_of_a_frame_keep_their_dtypes() -> None:
    frame = pl.DataFrame({"row": [1, 1, 2], "on": [None, None, None]}, schema={"row": pl.UInt8, "on": pl.Date})
    assert filter(frame, schema=SCHEMA).good.equals(frame[[0, 2]])


def test_warnings_make_no_row_bad(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("name\n=1+1\n", encoding="utf-8")
    parted = filter(tmp_path / "t.csv", schema={"fields": [{"name": "name"}]})
    assert (parted.good.height, parted.bad.height, dict(parted.report.totals)) == (1, 0, {"cell/formula": 1})


def test_the_table_is_named_where_there_are_several() -> None:
    frames = {"a": pl.DataFrame({"x": [1]}), "b": pl.DataFrame({"x": [2]})}
    schema = {"fields": [{"name": "x", "type": "integer"}]}
    with pytest.raises(CannotCheckError, match="Several tables"):
        filter(frames, schema={"a": schema, "b": schema})
    with pytest.raises(CannotCheckError, match="no table 'c'"):
        filter(frames, schema={"a": schema, "b": schema}, resource="c")
    assert filter(frames, schema={"a": schema, "b": schema}, resource="b").good["x"].to_list() == [2]


def test_the_good_rows_of_frames_of_any_kind_are_frames_of_polars() -> None:
    frame = pl.DataFrame({"x": [1, 2, None]}, schema={"x": pl.Int8})
    schema = {"fields": [{"name": "x", "type": "integer", "constraints": {"required": True}}]}
    for given in (frame, {"t": frame}, frame.to_arrow(), frame.to_pandas(types_mapper=None), frame.lazy()):
        found = filter(given, schema=schema)
        assert isinstance(found.good, pl.DataFrame)
        assert (found.good["x"].to_list(), found.bad["row"].to_list()) == ([1, 2], [4])
    assert filter({"t": frame}, schema=schema).good.schema == {"x": pl.Int8}


def test_the_bad_rows_of_a_table_in_several_files_name_their_file_and_their_row_in_it(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("file,n\nx,1\ny,bad\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("file,n\n", encoding="utf-8")
    (tmp_path / "c.csv").write_text("file,n\nworse,z\nz,2\nw,worst\n", encoding="utf-8")
    fields = [{"name": "file"}, {"name": "n", "type": "integer"}]
    resource = {"name": "t", "path": ["a.csv", "b.csv", "c.csv"], "type": "table", "schema": {"fields": fields}}
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [resource]}), encoding="utf-8")
    bad = filter(tmp_path).bad
    assert bad.columns == ["row", "file", "file_row", "codes", "reasons", "file_1", "n"]
    assert bad.select("row", "file", "file_row", "n").rows() == [
        (3, "a.csv", 3, "bad"),
        (6, "c.csv", 2, "z"),
        (8, "c.csv", 4, "worst"),
    ]


def test_a_package_without_tables_has_none_to_filter() -> None:
    with pytest.raises(CannotCheckError, match="There is no table to filter"):
        filter({"resources": []})
