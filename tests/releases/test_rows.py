"""Rows of a table as text, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from talent_dataset.engine.descriptor.model import Dialect, Field, Resource, Schema
from talent_dataset.engine.errors import CannotCheckError, InvalidDataError
from talent_dataset.engine.reading.files import FolderFiles
from talent_dataset.engine.writing.curated_rows import read_rows, table_file, write_rows

SCHEMA = Schema(fields=(Field(name="id"), Field(name="said")), primary_key=("id",))


def test_a_table_that_is_not_there_has_no_rows_and_is_made_with_all_fields(tmp_path: Path) -> None:
    file = tmp_path / "data" / "t.csv"
    assert read_rows(file) == []
    assert write_rows(file, [{"id": "b", "said": "x,y", "lost": "z"}, {"id": "a"}], SCHEMA)
    assert file.read_bytes() == b'id,said\na,\nb,"x,y"\n'
    assert read_rows(file) == [{"id": "a", "said": ""}, {"id": "b", "said": "x,y"}]


def test_the_columns_of_a_file_stay_and_the_same_rows_write_nothing(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_bytes(b"id,own,said\na,1,x\n")
    assert write_rows(file, read_rows(file), SCHEMA)
    assert file.read_bytes() == b"id,said,own\na,x,1\n"
    assert not write_rows(file, read_rows(file), SCHEMA)


def test_the_dialect_of_a_table_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    assert write_rows(file, [{"id": "a", "said": "x;y"}], SCHEMA, Dialect(delimiter=";"))
    assert file.read_bytes() == b'id;said\na;"x;y"\n'
    assert read_rows(file, Dialect(delimiter=";")) == [{"id": "a", "said": "x;y"}]


@pytest.mark.parametrize("data", [b"", b"id,said\na\n", b"id,id\na,b\n", b"id\n\xff\n"])
def test_what_is_no_table_is_refused(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "t.csv"
    file.write_bytes(data)
    with pytest.raises(InvalidDataError, match="is no table"):
        read_rows(file)


def test_a_folder_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(CannotCheckError, match="cannot be read"):
        read_rows(tmp_path)


def test_only_a_plain_csv_file_on_this_disk_is_written(tmp_path: Path) -> None:
    files = FolderFiles(tmp_path)
    plain = Resource(name="t", paths=("t.csv",), schema=SCHEMA)
    assert table_file(plain, files) == tmp_path / "t.csv"
    with pytest.raises(InvalidDataError, match="it is not CSV"):
        table_file(Resource(name="t", paths=("t.parquet",), schema=SCHEMA), files)
    with pytest.raises(InvalidDataError, match="no file on this disk"):
        table_file(plain, None)
