"""Rows are entered into a table of a package, which stays in canonical form."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from talent_dataset.engine.errors import InvalidDataError
from talent_dataset.engine.reading.opening import open_package
from talent_dataset.engine.writing.curated_rows import amend, enter

if TYPE_CHECKING:
    from pathlib import Path

    from talent_dataset.engine.descriptor.model import Resource
    from talent_dataset.engine.reading.files import Files

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
