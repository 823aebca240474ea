"""Rows of a table as text, and back; rows that are entered leave it in canonical form."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from talent_dataset.engine.descriptor.model import Dialect, Field, Resource, Schema
from talent_dataset.engine.errors import CannotCheckError, InvalidDataError
from talent_dataset.engine.reading.files import Files, FolderFiles
from talent_dataset.engine.reading.opening import open_package
from talent_dataset.engine.writing import canonical
from talent_dataset.engine.writing.curated_rows import amend, enter, read_rows, table_file, write_rows

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


FIELDS = [{"name": "id", "type": "string"}, {"name": "name", "type": "string"}, {"name": "note", "type": "string"}]


def _table(folder: Path, text: str) -> tuple[Resource, Files]:
    (folder / "a.csv").write_bytes(text.encode())
    resource = {"name": "a", "path": "a.csv", "schema": {"fields": FIELDS, "primaryKey": ["id"]}}
    (folder / "datapackage.json").write_text(json.dumps({"resources": [resource]}), encoding="utf-8")
    opened = open_package(folder)
    assert opened.parsed.package is not None
    return opened.parsed.package.resources[0], opened.files


def test_a_row_is_entered_where_its_key_belongs(tmp_path: Path) -> None:
    resource, files = _table(tmp_path, "id,name,note\na,Anna,\nc,Chloe,\n")
    assert enter(resource, files, [{"id": "b", "name": "Bo, Bea"}]) == tmp_path / "a.csv"
    assert (tmp_path / "a.csv").read_bytes() == b'id,name,note\na,Anna,\nb,"Bo, Bea",\nc,Chloe,\n'


def test_the_first_row_of_an_empty_table_follows_its_header(tmp_path: Path) -> None:
    resource, files = _table(tmp_path, "id,name,note\n")
    enter(resource, files, [{"id": "a", "name": "Anna", "note": "new"}])
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "id,name,note\na,Anna,new\n"


def test_cells_of_a_row_are_changed_and_others_stay(tmp_path: Path) -> None:
    resource, files = _table(tmp_path, "id,name,note\na,Anna,old\nb,Bo,\n")
    amend(resource, files, {"a": {"note": "new"}})
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "id,name,note\na,Anna,new\nb,Bo,\n"


@pytest.mark.parametrize("text", ["id,name\n", "id,name\na,Anna\n"])
def test_a_cell_for_which_the_file_has_no_column_is_refused(tmp_path: Path, text: str) -> None:
    resource, files = _table(tmp_path, text)
    with pytest.raises(InvalidDataError, match="has no column 'note'"):
        enter(resource, files, [{"id": "b", "note": "lost"}])
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == text


def test_a_table_that_is_no_file_here_cannot_be_written(tmp_path: Path) -> None:
    resource, _ = _table(tmp_path, "id,name,note\n")
    with pytest.raises(InvalidDataError, match="cannot be written"):
        enter(resource, None, [{"id": "b"}])


@pytest.mark.parametrize("change", [enter, amend])
def test_a_table_is_parsed_once_and_written_once_where_a_row_of_it_changes(
    change: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "t.csv").write_bytes(b"id,said\na,x\n")
    table = Resource(name="t", paths=("t.csv",), schema=SCHEMA)
    counted: list[str] = []

    def count(name: str) -> Callable[..., Any]:
        real = getattr(canonical, name)

        def call(*given: Any) -> Any:
            counted.append(name)
            return real(*given)

        return call

    for name in ("_even", "written"):
        monkeypatch.setattr(canonical, name, count(name))
    change(table, FolderFiles(tmp_path), [{"id": "b"}] if change is enter else {"a": {"said": "y"}})
    assert (tmp_path / "t.csv").read_bytes() == (b"id,said\na,x\nb,\n" if change is enter else b"id,said\na,y\n")
    assert counted == ["_even", "written"]
