from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from talent_dataset.engine.descriptor.model import Dialect, Field, FieldsMatch, Resource, Schema
from talent_dataset.engine.reading import itemrows
from talent_dataset.engine.reading.files import FolderFiles
from talent_dataset.engine.reading.jsonrows import parsed
from talent_dataset.engine.reading.read import read_table
from talent_dataset.engine.reading.table import TextTable

OBJECTS = [{"id": 1, "name": "a"}, {"name": "b", "id": 2}]


def schema(mode: FieldsMatch = "exact") -> Schema:
    return Schema(fields=(Field(name="id", type="integer"), Field(name="name", type="string")), fields_match=mode)


def inline(data: Any, *, mode: FieldsMatch = "exact", **dialect: Any) -> TextTable:
    resource = Resource(name="t", data=data, schema=schema(mode), type="table", dialect=Dialect(**dialect))
    return read_table(resource, FolderFiles(Path()))


def in_file(folder: Path, text: str, name: str = "t.json", **dialect: Any) -> TextTable:
    (folder / name).write_bytes(text.encode())
    resource = Resource(name="t", paths=(name,), schema=schema(), type="table", dialect=Dialect(**dialect))
    return read_table(resource, FolderFiles(folder))


def rows(found: TextTable) -> list[tuple[Any, ...]]:
    out: list[Any] = []
    for batch in found.batches:
        numbers = range(batch.first_row, 1 << 60) if batch.rows is None else batch.rows
        out += [(number, *cells) for number, cells in zip(numbers, batch.frame.rows(), strict=False)]
        found.issues += batch.issues
    return out


def told(found: TextTable) -> list[tuple[str, int | None, str | None]]:
    return [(issue.code, issue.row, issue.field) for issue in found.issues]


def test_objects_are_rows_and_the_header_counts_as_record_one() -> None:
    found = inline(OBJECTS)
    assert (rows(found), found.labels, told(found)) == ([(2, "1", "a"), (3, "2", "b")], ("id", "name"), [])


def test_arrays_begin_with_their_header() -> None:
    found = inline([["id", "name"], [1, "a"], [2, None]])
    assert (rows(found), found.labels, told(found)) == ([(2, "1", "a"), (3, "2", None)], ("id", "name"), [])


def test_arrays_without_header_count_from_one() -> None:
    assert rows(inline([[1, "a"]], header=False)) == [(1, "1", "a")]


def test_arrays_are_held_to_their_width() -> None:
    found = inline([["id", "name"], [1], [1, "a", 5], []])
    assert rows(found) == [(2, "1", None), (3, "1", "a")]
    assert told(found) == [("row/missing-cell", 2, "name"), ("row/extra-cell", 3, None), ("row/blank", 4, None)]


def test_an_absent_key_is_no_value() -> None:
    found = inline([{"id": 1, "name": "a"}, {"id": 2}])
    assert (rows(found), told(found)) == ([(2, "1", "a"), (3, "2", None)], [])


@pytest.mark.parametrize(
    ("mode", "data", "issues"),
    [
        ("exact", [{"name": "a", "id": 1, "x": 1}], [("header/extra-field", None, "x")]),
        ("exact", [{"id": 1}], [("header/missing-field", None, "name")]),
        ("equal", [{"id": 1}], [("header/missing-field", None, "name")]),
        ("subset", [{"name": "a", "id": 1, "x": 1}], []),
        ("subset", [{"id": 1, "x": 1}], [("header/missing-field", None, "name")]),
        ("superset", [{"id": 1}], []),
        ("superset", [{"id": 1, "x": 1}], [("header/extra-field", None, "x")]),
        ("partial", [{"id": 1, "x": 1}], []),
        ("partial", [{"x": 1}], [("header/unmatched", None, None)]),
        ("exact", [], []),
    ],
)
def test_keys_are_held_to_the_schema(mode: FieldsMatch, data: Any, issues: list[Any]) -> None:
    found = inline(data, mode=mode)
    rows(found)
    assert told(found) == issues


def test_values_of_another_kind_are_misfits() -> None:
    (batch,) = inline([{"id": True, "name": 5}, {"id": 1, "name": "a"}]).batches
    assert batch.misfits is not None
    assert batch.misfits.to_dict(as_series=False) == {"0": [True, False], "1": [True, False]}


def test_item_keys_choose_and_order_the_columns() -> None:
    found = inline([{"name": "a", "id": 1, "count": 2}], item_keys=("id", "name"))
    assert (rows(found), told(found)) == ([(2, "1", "a")], [])


def test_rows_of_another_form_are_told() -> None:
    found = inline([*OBJECTS, [3, "c"], 4])
    assert rows(found) == [(2, "1", "a"), (3, "2", "b")]
    assert told(found) == [("file/format", 4, None), ("file/format", 5, None)]
    found = inline(OBJECTS, item_type="array")
    assert told(found) == [("file/format", 1, None)]


def test_the_rows_stand_under_a_property(tmp_path: Path) -> None:
    nested, plain = json.dumps({"data": {"rows": OBJECTS}}), json.dumps({"data.rows": OBJECTS})
    for text in (nested, plain):
        assert rows(in_file(tmp_path, text, property="data.rows")) == [(2, "1", "a"), (3, "2", "b")]
    assert rows(in_file(tmp_path, json.dumps({"rows": OBJECTS}), property="rows")) == [(2, "1", "a"), (3, "2", "b")]
    for wrong in (json.dumps({"other": OBJECTS}), json.dumps(OBJECTS), '{"rows": 5}'):
        found = in_file(tmp_path, wrong, property="rows")
        assert (rows(found), told(found), found.is_whole) == ([], [("file/format", None, None)], False)


@pytest.mark.parametrize(
    "text",
    ["", "[", '[{"id": NaN}]', '[{"id": 1, "id": 2}]', r'[{"id": "\ud800"}]', "[" * 100_000, '{"id": 1}', "5"],
)
def test_what_is_no_table_in_strict_json_is_told(text: str, tmp_path: Path) -> None:
    found = in_file(tmp_path, text)
    assert (rows(found), told(found)) == ([], [("file/format", None, None)])


def test_json_that_breaks_has_a_place(tmp_path: Path) -> None:
    (issue,) = in_file(tmp_path, '[\n  {"id": 1,}]').issues
    assert (issue.code, issue.line) == ("file/format", 2)


def test_an_exponent_beyond_all_decimals_is_read(tmp_path: Path) -> None:
    found = in_file(tmp_path, '[{"id": 0, "name": 1e99999999999999999999}]')
    assert rows(found) == [(2, "0", "1E+99999999999999999")]


def test_numbers_stay_exact() -> None:
    value = parsed('{"a": 0.12345678901234567890, "b": ' + "9" * 5000 + "}")
    assert str(value["a"]) == "0.12345678901234567890"
    assert str(value["b"]) == "9" * 5000


def test_lines_of_json_are_rows(tmp_path: Path) -> None:
    text = '{"id": 1, "name": "a"}\r\n\n{"name": "b"}\n{oops\n{"id": 2}'
    found = in_file(tmp_path, text, "t.ndjson")
    assert rows(found) == [(2, "1", "a"), (3, None, "b"), (5, "2", None)]
    assert [(issue.code, issue.line) for issue in found.issues] == [("file/format", 4)]


def test_lines_of_json_are_streamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(itemrows, "_BATCH_CELLS", 20)
    found = in_file(tmp_path, '{"id": 1, "name": "a"}\n' * 25, "t.ndjson")
    assert [batch.frame.height for batch in found.batches] == [10, 10, 5]


@pytest.mark.parametrize("name", ["t.json", "t.ndjson"])
def test_bad_bytes_are_told_of_their_cell(name: str, tmp_path: Path) -> None:
    text = b'{"id": 1, "name": "\xff"}'
    (tmp_path / name).write_bytes(b"[" + text + b"]\n" if name == "t.json" else text)
    found = read_table(Resource(name="t", paths=(name,), schema=schema(), type="table"), FolderFiles(tmp_path))
    [batch] = found.batches
    assert batch.bad is not None
    assert (batch.frame.rows(), batch.bad.to_dict(as_series=False)) == (
        [("1", "\ufffd")],
        {"1": ["The byte FF is not UTF-8 text."]},
    )
    assert (batch.issues, found.is_whole) == ([], True)


@pytest.mark.parametrize("name", ["t.json", "t.ndjson"])
def test_bad_bytes_outside_of_the_cells_are_told_too(name: str, tmp_path: Path) -> None:
    text = b'{"id": 1, "name": "a", "n\xffme": 1}'
    (tmp_path / name).write_bytes(b"[" + text + b"]\n" if name == "t.json" else text)
    found = read_table(Resource(name="t", paths=(name,), schema=schema("subset"), type="table"), FolderFiles(tmp_path))
    assert rows(found) == [(2, "1", "a", "1")]
    assert told(found) == [("file/encoding", 2, None)]
