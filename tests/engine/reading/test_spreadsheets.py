"""Formats that the engine does not know, read through frictionless."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from pathlib import Path
from typing import Any

import frictionless
import pytest

from talent_dataset import validate
from talent_dataset.engine.descriptor import parse_package
from talent_dataset.engine.descriptor.model import Dialect, Field, Resource, Schema
from talent_dataset.engine.errors import CannotCheckError
from talent_dataset.engine.issues import Issue
from talent_dataset.engine.reading.bytes import UnreadableError
from talent_dataset.engine.reading.files import FolderFiles
from talent_dataset.engine.reading.parts import Turn
from talent_dataset.engine.reading.spreadsheets import read_other
from talent_dataset.engine.reading.table import Faults, TextTable

openpyxl = pytest.importorskip("openpyxl", reason="frictionless[excel] is not installed")

SCHEMA = Schema(
    fields=(Field(name="id", type="integer"), Field(name="name"), Field(name="on", type="date"), Field(name="is")),
)


def _workbook(folder: Path, *rows: list[Any], merged: str = "", **sheets: list[list[Any]]) -> FolderFiles:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if merged:
        book.active.merge_cells(merged)
    for name, more in sheets.items():
        sheet = book.create_sheet(name)
        for row in more:
            sheet.append(row)
    book.save(folder / "t.xlsx")
    return FolderFiles(folder)


def _read(files: FolderFiles, dialect: Dialect | None = None, schema: Schema | None = SCHEMA) -> TextTable:
    resource = Resource(name="t", paths=("t.xlsx",), schema=schema, dialect=dialect or Dialect())
    return read_other(resource, files, Faults("t", "t.xlsx"), Turn())


def _rows(table: TextTable) -> list[tuple[Any, ...]]:
    """Record number and cells of each row."""
    found: list[tuple[Any, ...]] = []
    for batch in table.batches:
        numbers = range(batch.first_row, batch.first_row + batch.frame.height) if batch.rows is None else batch.rows
        found += [(int(n), *cells) for n, cells in zip(numbers, batch.frame.rows(), strict=True)]
    return found


HEADER: list[Any] = ["id", "name", "on", "is"]


def test_cells_are_text_and_rows_are_numbered_as_in_the_sheet(tmp_path: Path) -> None:
    files = _workbook(tmp_path, HEADER, [1, "四川", dt.date(2020, 4, 21), True], [2.0, 'a,b\n"c"', None, 0.5])
    table = _read(files)
    assert table.labels == ("id", "name", "on", "is")
    assert _rows(table) == [(2, "1", "四川", "2020-04-21", "true"), (3, "2", 'a,b\n"c"', "", "0.5")]


def test_a_blank_row_counts_and_is_told(tmp_path: Path) -> None:
    files = _workbook(tmp_path, HEADER, [1, "a", None, None], [None, None, None, None], [2, "b", None, None])
    table = _read(files)
    batches = list(table.batches)
    assert [number for batch in batches if batch.blank is not None for number in batch.blank] == [3]


def test_rows_and_columns_that_were_emptied_are_none(tmp_path: Path) -> None:
    files = _workbook(tmp_path, [*HEADER, None, None], [1, "a", None, None, None, ""], ["", "", "", "", "", ""])
    table = _read(files)
    assert (table.labels, len(_rows(table))) == (("id", "name", "on", "is"), 1)


def test_midnight_is_a_moment_where_the_field_is_one(tmp_path: Path) -> None:
    files = _workbook(tmp_path, ["at"], [dt.datetime(2020, 4, 21)])  # noqa: DTZ001 - sheets know no zones
    schema = Schema(fields=(Field(name="at", type="datetime"),))
    assert _rows(_read(files, schema=schema)) == [(2, "2020-04-21T00:00:00")]


@pytest.mark.parametrize("dialect", [Dialect(sheet_name="other"), Dialect(sheet_number=2)])
def test_the_dialect_names_the_sheet(tmp_path: Path, dialect: Dialect) -> None:
    files = _workbook(tmp_path, ["no"], other=[["x"], [5]])
    assert _rows(_read(files, dialect, Schema(fields=(Field(name="x"),)))) == [(2, "5")]


def test_comment_rows_and_header_rows_hold_for_sheets(tmp_path: Path) -> None:
    files = _workbook(tmp_path, ["made by hand"], ["x"], [5])
    dialect = Dialect(comment_rows=(1,), header_rows=(2,))
    table = _read(files, dialect, Schema(fields=(Field(name="x"),)))
    assert (table.labels, _rows(table)) == (("x",), [(3, "5")])


def test_issues_name_the_file_and_no_line(tmp_path: Path) -> None:
    table = _read(_workbook(tmp_path, ["id", "name", "when", "is"]))
    assert {(i.code, i.path, i.line, i.column) for i in table.issues} == {("header/field-name", "t.xlsx", None, None)}
    assert [part.locate for part in table.parts] == [None]


TWO_ROWS: list[list[Any]] = [["n", None, None], ["a", "g", None], [None, "x", "y"], [1, 2, 3]]


@pytest.mark.parametrize(
    ("said", "labels"),
    [
        ({"headerRows": [2, 3]}, ("a", "g x", "g y")),
        ({"headerRows": [2, 3], "headerJoin": "-"}, ("a", "g-x", "g-y")),
        ({"headerRows": [1, 2, 3], "commentRows": [2]}, ("n", "n x", "n y")),
        ({"headerRows": [3], "commentRows": [1, 2]}, ("", "x", "y")),
    ],
)
def test_a_cell_of_an_upper_header_row_stands_for_the_columns_that_it_is_merged_over(
    said: dict[str, Any], labels: tuple[str, ...], tmp_path: Path
) -> None:
    files = _workbook(tmp_path, *TWO_ROWS, merged="B2:C2")
    package = parse_package({"name": "p", "resources": [{"name": "t", "path": "t.xlsx", "dialect": said}]}).package
    assert package is not None
    [resource] = package.resources
    table = read_other(resource, files, Faults("t", "t.xlsx"), Turn())
    assert (table.labels, _rows(table)) == (labels, [(4, "1", "2", "3")])


def _told(folder: Path, *rows: list[Any], **dialect: Any) -> list[tuple[Any, ...]]:
    """Code, row, field and address of each error of a table with the columns a, b and c."""
    _workbook(folder, *rows)
    fields = [{"name": name, "type": "integer"} for name in "abc"]
    resource = {"name": "t", "path": "t.xlsx", "type": "table", "dialect": dialect, "schema": {"fields": fields}}
    (folder / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [resource]}), encoding="utf-8")
    return [(i.code, i.row, i.field, i.address) for i in validate(folder).issues if i.severity == "error"]


ABC = ["a", "b", "c"]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([["a", None, "c"], [1, 2, 3]], [("header/blank", 1, "b", "Sheet!B1")]),
        ([["a", "b", None], [1, 2, 3], [1, 2, 3]], [("header/blank", 1, "c", "Sheet!C1")]),
        ([["a", "b", "d"], [1, 2, 3]], [("header/field-name", 1, "c", "Sheet!C1")]),
        ([[None, *ABC], [0, 1, 2, 3]], [("header/extra-field", 1, "", "Sheet!A1")]),
        ([[], ABC, [1, 2, "x"]], [("row/blank", 1, None, "Sheet!1:1"), ("cell/type", 3, "c", "Sheet!C3")]),
        ([ABC, [1, 2, 3], [1, 2, 3, 4], [1, 2]], [("row/extra-cell", 3, None, "Sheet!3:3")]),
    ],
)
def test_what_is_wrong_with_headers_and_rows_of_a_sheet_has_its_row_and_address(
    rows: list[list[Any]], told: list[tuple[Any, ...]], tmp_path: Path
) -> None:
    assert _told(tmp_path, *rows) == told


def test_cells_at_the_end_of_a_row_are_empty_and_not_missing_without_a_header_too(tmp_path: Path) -> None:
    told = _told(tmp_path, [1, 2, None], [1, "x", None], [1, 2, 3, 4], header=False)
    assert told == [("cell/type", 2, "b", "Sheet!B2"), ("row/extra-cell", 3, None, "Sheet!3:3")]


def test_a_comment_of_a_sheet_is_one_whatever_it_holds(tmp_path: Path) -> None:
    rows: list[list[Any]] = [['# made, by "hand"', "and"], ABC, ["# two\nlines"], [1, 2, "x"]]
    assert _told(tmp_path, *rows, commentChar="#") == [("cell/type", 4, "c", "Sheet!C4")]


def test_lines_in_a_cell_of_a_sheet_are_not_taken_for_records_that_a_quote_swallowed(tmp_path: Path) -> None:
    _workbook(tmp_path, ABC, [1, 2, 'x "q\n1,2,abc\n3,4,def\n5,6,ghi'])
    fields = [{"name": "a", "type": "integer"}, {"name": "b", "type": "integer"}, {"name": "c"}]
    report = validate(tmp_path / "t.xlsx", schema={"fields": fields})
    assert (report.issues, report.resources[0].rows) == ((), 1)


def test_hidden_rows_columns_and_sheets_are_read_like_others(tmp_path: Path) -> None:
    files = _workbook(tmp_path, ["x"], [1], [2], other=[["x"], [3]])
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    book.active.row_dimensions[2].hidden = book.active.column_dimensions["A"].hidden = True
    book.active.sheet_state, book.active = "hidden", 1
    book.save(tmp_path / "t.xlsx")
    assert _rows(_read(files, schema=Schema(fields=(Field(name="x"),)))) == [(2, "1"), (3, "2")]


def test_a_chart_with_a_sheet_of_its_own_is_none_of_the_sheets_and_names_none(tmp_path: Path) -> None:
    files = _workbook(tmp_path, ["x"], [1])
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    book.create_chartsheet("first", 0).add_chart(openpyxl.chart.BarChart())
    book.save(tmp_path / "t.xlsx")
    table = _read(files, schema=Schema(fields=(Field(name="x"),)))
    [spot] = table.spots([(2, 0)])
    assert (_rows(table), spot.address) == ([(2, "1")], "Sheet!A2")


def _refused(files: FolderFiles, resource: Resource) -> Issue:
    with pytest.raises(UnreadableError) as caught:
        read_other(resource, files, Faults("t", resource.paths[0]), Turn())
    return caught.value.issue


@pytest.mark.parametrize("said", ["A1", "A1:A2", "A1:XFD1048576", ""])
def test_all_cells_of_a_sheet_are_read_whatever_it_says_of_its_size(said: str, tmp_path: Path) -> None:
    files = _workbook(tmp_path, ["x", "y"], [1, 2], [3, 4])
    with zipfile.ZipFile(tmp_path / "t.xlsx") as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    assert 'ref="A1:B3"' in sheet
    with zipfile.ZipFile(tmp_path / "t.xlsx", "w") as book:
        for name, data in parts.items():
            book.writestr(name, sheet.replace('ref="A1:B3"', f'ref="{said}"') if name.endswith("sheet1.xml") else data)
    schema = Schema(fields=(Field(name="x"), Field(name="y")))
    assert _rows(_read(files, schema=schema)) == [(2, "1", "2"), (3, "3", "4")]


def test_a_missing_sheet_is_told(tmp_path: Path) -> None:
    files = _workbook(tmp_path, ["x"])
    issue = _refused(files, Resource(name="t", paths=("t.xlsx",), dialect=Dialect(sheet_name="gone")))
    assert issue.code == "file/format"
    assert 'does not have a sheet "gone"' in issue.message


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_missing_sheet_of_any_name_is_no_lack_of_ours(kind: str, tmp_path: Path) -> None:
    _workbook(tmp_path, ["x"])
    with zipfile.ZipFile(tmp_path / "t.ods", "w") as book:
        book.writestr("content.xml", "<x/>")
    resource = Resource(name="t", paths=(f"t.{kind}",), dialect=Dialect(sheet_name="install"))
    message = f'The file cannot be read as {kind}: it does not have a sheet "install".'
    assert _refused(FolderFiles(tmp_path), resource).message == message


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert _refused(FolderFiles(tmp_path), Resource(name="t", paths=("t.xlsx",))).code == "file/missing"


@pytest.mark.parametrize("content", [b"", b"id\n1\n", b"PK\x03\x04 and nothing more"])
def test_a_file_that_is_no_spreadsheet_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "t.xlsx").write_bytes(content)
    issue = _refused(FolderFiles(tmp_path), Resource(name="t", paths=("t.xlsx",)))
    assert issue.code == "file/format"
    assert "table.xlsx" not in issue.message


def test_a_sheet_that_breaks_off_is_told(tmp_path: Path) -> None:
    files = _workbook(tmp_path, ["x"], [5])
    with zipfile.ZipFile(tmp_path / "t.xlsx") as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with zipfile.ZipFile(tmp_path / "t.xlsx", "w") as book:
        for name, data in parts.items():
            book.writestr(name, data[: len(data) // 2] if "sheet1" in name else data)
    assert _refused(files, Resource(name="t", paths=("t.xlsx",))).code == "file/format"


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "t.xlsx", "w", zipfile.ZIP_DEFLATED) as book, book.open("bomb", "w") as member:
        for _ in range(300):
            member.write(bytes(1 << 20))
    assert _refused(FolderFiles(tmp_path), Resource(name="t", paths=("t.xlsx",))).code == "file/too-large"


@pytest.mark.parametrize(("kind", "extra"), [("html", "html"), ("sav", "spss")])
def test_what_a_format_needs_is_told_by_the_name_under_which_it_is_installed(
    kind: str, extra: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> None:
        raise frictionless.FrictionlessException(f"Please install frictionless[{extra}]")

    monkeypatch.setattr(frictionless.system, "create_parser", refuse)
    (tmp_path / f"t.{kind}").write_bytes(b"x")
    with pytest.raises(CannotCheckError) as caught:
        resource = Resource(name="t", paths=(f"t.{kind}",))
        read_other(resource, FolderFiles(tmp_path), Faults("t", f"t.{kind}"), Turn())
    assert caught.value.hint == f'Run: pip install "frictionless[{extra}]"'


def test_a_format_that_nobody_reads_is_told(tmp_path: Path) -> None:
    (tmp_path / "t.docx").touch()
    issue = _refused(FolderFiles(tmp_path), Resource(name="t", paths=("t.docx",)))
    assert (issue.code, issue.message) == ("file/format", "No reader for the format 'docx'.")


@pytest.mark.parametrize("kind", ["xls", "xlsx"])
def test_a_reader_that_is_not_installed_is_no_fault_of_the_data(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, {"xls": "xlrd", "xlsx": "openpyxl"}[kind], None)
    (tmp_path / f"t.{kind}").write_bytes(b"x")
    with pytest.raises(CannotCheckError) as caught:
        resource = Resource(name="t", paths=(f"t.{kind}",))
        read_other(resource, FolderFiles(tmp_path), Faults("t", f"t.{kind}"), Turn())
    assert caught.value.hint == 'Run: pip install "talent_dataset[spreadsheets]"'


def test_a_reader_that_is_said_to_lack_only_in_the_cause_is_told_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "t.xls").touch()

    def create_parser(_: object) -> None:
        cause = frictionless.FrictionlessException('Please install "frictionless[excel]"')
        raise frictionless.FrictionlessException(frictionless.errors.FormatError(note="invalid excel file")) from cause

    monkeypatch.setattr(frictionless.system, "create_parser", create_parser)
    with pytest.raises(CannotCheckError) as caught:
        read_other(Resource(name="t", paths=("t.xls",)), FolderFiles(tmp_path), Faults("t", "t.xls"), Turn())
    assert str(caught.value) == (
        't.xls: reading xls needs more than is installed.\nRun: pip install "talent_dataset[spreadsheets]"'
    )


def test_a_reader_that_is_not_installed_keeps_no_other_table_from_being_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    (tmp_path / "t.xlsx").write_bytes(b"x")
    (tmp_path / "u.csv").write_text("a\n1\n", encoding="utf-8")
    tables = [{"name": name, "type": "table", "path": path} for name, path in (("t", "t.xlsx"), ("u", "u.csv"))]
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": tables}), encoding="utf-8")
    report = validate(tmp_path)
    assert (report.verdict, [each.rows for each in report.resources]) == ("not-fully-checked", [0, 1])
    (skipped,) = report.checks.skipped
    assert (skipped.code, skipped.resource, skipped.reason) == (
        "file/format",
        "t",
        't.xlsx: reading xlsx needs more than is installed. Run: pip install "talent_dataset[spreadsheets]"',
    )
