from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from talent_dataset.engine.descriptor.extension import METHODS
from talent_dataset.engine.descriptor.model import Derivation, Field, MissingValue, Resource, Schema
from talent_dataset.engine.errors import InvalidDataError
from talent_dataset.engine.reading.files import FolderFiles
from talent_dataset.engine.reading.whole import EXPRESSIONS, Whole, derive, whole_table

DAYS = Schema(
    fields=(Field(name="on"), Field(name="n", type="integer")), derived=(Derivation("from", "on", "edtf-earliest"),)
)


def whole(folder: Path, text: str, schema: Schema | None) -> Whole:
    (folder / "t.csv").write_text(text, encoding="utf-8", newline="")
    return whole_table(Resource(name="t", paths=("t.csv",), schema=schema), FolderFiles(folder))


def test_text_and_values_stand_side_by_side_with_computed_columns_behind_their_source(tmp_path: Path) -> None:
    table = whole(tmp_path, "on,n\n2020,01\n,\n", DAYS)
    assert [field.name for field in table.schema.fields] == ["on", "from", "n"]
    assert table.text.rows() == [("2020", "2020-01-01", "01"), ("", "", "")]
    assert table.typed.rows() == [("2020", dt.date(2020, 1, 1), 1), (None, None, None)]


def test_a_table_without_rows_has_its_columns(tmp_path: Path) -> None:
    table = whole(tmp_path, "on,n\n", DAYS)
    assert table.text.columns == table.typed.columns == ["on", "from", "n"]
    assert table.text.height == table.typed.height == 0


def test_an_absent_field_is_empty_and_an_unknown_column_is_kept(tmp_path: Path) -> None:
    schema = Schema(
        fields=(Field(name="a"), Field(name="b", missing_values=(MissingValue("-"),), has_own_missing_values=True)),
        fields_match="partial",
    )
    table = whole(tmp_path, "c,a\nx,y\n", schema)
    assert table.text.to_dicts() == [{"a": "y", "b": "-", "c": "x"}]
    assert table.typed.to_dicts() == [{"a": "y", "b": None, "c": "x"}]
    assert (table.schema.fields[-1].type, table.schema.fields_match) == ("any", "exact")


def test_a_field_that_knows_no_missing_value_can_be_absent(tmp_path: Path) -> None:
    schema = Schema(fields=(Field(name="a"), Field(name="b", missing_values=())), fields_match="partial")
    assert whole(tmp_path, "a\ny\n", schema).typed.to_dicts() == [{"a": "y", "b": None}]


def test_a_table_without_a_schema_is_text(tmp_path: Path) -> None:
    assert whole(tmp_path, "a,b\n1,\n", None).text.to_dicts() == [{"a": "1", "b": ""}]


def test_a_missing_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(InvalidDataError, match=r"^t\.csv: "):
        whole_table(Resource(name="t", paths=("t.csv",), schema=DAYS), FolderFiles(tmp_path))


def test_a_repeated_field_cannot_be_one_frame(tmp_path: Path) -> None:
    schema = Schema(fields=(Field(name="a"), Field(name="a")))
    with pytest.raises(InvalidDataError, match="the field 'a' stands there twice"):
        whole(tmp_path, "a,a\n1,2\n", schema)


SCHEMA = Schema(
    fields=(Field(name="on"),),
    derived=(
        Derivation("first", "on", "edtf-earliest"),
        Derivation("last", "on", "edtf-latest"),
        Derivation("odd", "on", "unknown-method"),
        Derivation("far", "elsewhere", "edtf-latest"),
    ),
)


def test_what_is_lacking_is_computed_where_its_source_and_method_are_there() -> None:
    frame = pl.DataFrame({"on": ["2020-02", None, "no date"]})
    assert derive(frame, SCHEMA).to_dict(as_series=False) == {
        "on": ["2020-02", None, "no date"],
        "first": [dt.date(2020, 2, 1), None, None],
        "last": [dt.date(2020, 2, 29), None, None],
    }


def test_what_is_there_is_left_as_it_is() -> None:
    frame = pl.DataFrame({"on": ["2020"], "first": [dt.date(1, 1, 1)], "last": [dt.date(1, 1, 1)]})
    assert derive(frame, SCHEMA).equals(frame)


def test_every_method_that_a_descriptor_may_name_can_be_run() -> None:
    assert METHODS.keys() == EXPRESSIONS.keys()
