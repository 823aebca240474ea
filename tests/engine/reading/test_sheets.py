"""Cells of spreadsheets have the names that a formula has for them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import frictionless
import frictionless.formats
import frictionless.resources
import openpyxl
import pytest

from talent_dataset.engine.reading.files import FolderFiles
from talent_dataset.engine.reading.opendocument import Sheet


def named(name: str, row: int, position: int | None) -> str:
    return Sheet(FolderFiles(Path()), "t.xlsx", "xlsx", 1, name).address(row, position)


@pytest.mark.parametrize(
    ("position", "letters"),
    [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")],
)
def test_columns_beyond_z_have_two_letters_and_then_three(position: int, letters: str) -> None:
    assert named("s", 7, position) == f"s!{letters}7"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Sheet1", "Sheet1"),
        ("数据", "数据"),
        ("my.data_2", "my.data_2"),
        ("my data", "'my data'"),
        ("It's", "'It''s'"),
        ("a-b", "'a-b'"),
        ("2020", "'2020'"),
        ("A1", "'A1'"),
        ("XFD1048576", "'XFD1048576'"),
        ("R1C1", "'R1C1'"),
        ("r", "'r'"),
        ("C", "'C'"),
        ("Rows", "Rows"),
    ],
)
def test_a_name_stands_in_quotes_where_a_formula_needs_them(name: str, shown: str) -> None:
    assert named(name, 12, 2) == f"{shown}!C12"


def test_a_whole_row_has_a_name_too() -> None:
    assert named("s", 12, None) == "s!12:12"


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
@pytest.mark.parametrize(("number", "cell"), [(1, "first!B3"), (2, "'the second'!B3"), (3, "B3")])
def test_a_sheet_of_which_only_the_number_is_said_is_named_as_the_file_has_it(
    number: int, cell: str, kind: str, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book.active.title = "first"
    book.create_sheet("the second")
    book.save(tmp_path / "t.xlsx")
    space = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    with zipfile.ZipFile(tmp_path / "t.ods", "w") as archive:
        tables = '<t:table t:name="first"/><t:table t:name="the second"/>'
        archive.writestr("content.xml", f'<content xmlns:t="{space}">{tables}</content>')
    assert Sheet(FolderFiles(tmp_path), f"t.{kind}", kind, number).address(3, 1) == cell


def test_a_sheet_of_an_old_excel_is_named_as_the_file_has_it(tmp_path: Path) -> None:
    control = frictionless.formats.ExcelControl(sheet="It's old")
    frictionless.resources.TableResource(data=[["x"], [1]]).write(str(tmp_path / "t.xls"), control=control)
    assert Sheet(FolderFiles(tmp_path), "t.xls", "xls", 1).address(3, 1) == "'It''s old'!B3"


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
@pytest.mark.parametrize("content", [b"no zip file", b""])
def test_a_file_that_changed_since_it_was_read_names_cells_without_their_sheet(
    kind: str, content: bytes, tmp_path: Path
) -> None:
    (tmp_path / f"t.{kind}").write_bytes(content)
    assert Sheet(FolderFiles(tmp_path), f"t.{kind}", kind, 1).address(3, 1) == "B3"
    with zipfile.ZipFile(tmp_path / f"t.{kind}", "w") as archive:
        archive.writestr("other.xml", "<x/>")
    assert Sheet(FolderFiles(tmp_path), f"t.{kind}", kind, 1).address(3, 1) == "B3"
