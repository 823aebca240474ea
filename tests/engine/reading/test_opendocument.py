"""Sheets of OpenDocument files are read as the file has them."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import pytest

from talent_dataset.engine.reading.opendocument import NoSheetError, SheetError, ods_rows

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)

AT = dt.datetime(2020, 4, 21, 1, 2, 3)  # noqa: DTZ001 - sheets know no zones


def book(folder: Path, *sheets: str) -> Path:
    tables = "".join(f'<table:table table:name="s{n}">{rows}</table:table>' for n, rows in enumerate(sheets, start=1))
    with zipfile.ZipFile(folder / "t.ods", "w") as archive:
        archive.writestr("content.xml", f"<office:document-content {SPACES}>{tables}</office:document-content>")
    return folder / "t.ods"


def cell(text: str = "", **attributes: str) -> str:
    said = " ".join(f'{key.replace("__", ":").replace("_", "-")}="{value}"' for key, value in attributes.items())
    return f"<table:table-cell {said}>{text}</table:table-cell>"


def row(*cells: str, times: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


def typed(kind: str, **value: str) -> str:
    return cell("<text:p>shown</text:p>", office__value_type=kind, **{f"office__{k}": v for k, v in value.items()})


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (typed("float", value="1.5"), 1.5),
        (typed("currency", value="3"), 3.0),
        (typed("boolean", boolean_value="true"), True),
        (typed("date", date_value="2020-04-21"), dt.date(2020, 4, 21)),
        (typed("date", date_value="2020-04-21T01:02:03"), AT),
        (typed("time", time_value="PT01H02M03S"), dt.time(1, 2, 3)),
        (typed("string", string_value="said"), "said"),
        (typed("float", value="wrong"), "shown"),
        (typed("date"), "shown"),
        (cell("<text:p>a<text:s text:c='3'/>b</text:p><text:p>c<text:tab/>d</text:p>"), "a   b\nc\td"),
        (cell("<office:annotation><text:p>note</text:p></office:annotation><text:p>四川</text:p>"), "四川"),
    ],
)  # fmt: skip
def test_a_cell_has_its_value_not_what_is_shown(content: str, value: Any, tmp_path: Path) -> None:
    assert list(ods_rows(book(tmp_path, row(content)), 1)) == [[value]]


def test_repeated_rows_and_cells_all_count(tmp_path: Path) -> None:
    one = cell("<text:p>x</text:p>", table__number_columns_repeated="3")
    file = book(
        tmp_path, row(one) + row(cell(), times=2) + row(cell(table__number_columns_repeated="2"), one, times=40)
    )
    assert list(ods_rows(file, 1)) == [["x"] * 3, [], [], *[[None, None, "x", "x", "x"]] * 40]


def test_empty_ends_are_left_out(tmp_path: Path) -> None:
    wide = cell(table__number_columns_repeated="16384")
    assert list(ods_rows(book(tmp_path, row(cell("<text:p>x</text:p>"), wide) + row(wide, times=1_048_575)), 1)) == [
        ["x"]
    ]


def test_a_sheet_is_found_by_name_or_number(tmp_path: Path) -> None:
    file = book(tmp_path, row(cell("<text:p>a</text:p>")), row(cell("<text:p>b</text:p>")))
    assert [list(ods_rows(file, sheet)) for sheet in (1, 2, "s2")] == [[["a"]], [["b"]], [["b"]]]
    with pytest.raises(NoSheetError, match='it does not have a sheet "s3"'):
        list(ods_rows(file, "s3"))


def test_what_is_no_document_is_told(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "t.ods", "w") as archive:
        archive.writestr("content.xml", "<office")
    with pytest.raises(SheetError, match=r"its content\.xml is damaged or locked by a password"):
        list(ods_rows(tmp_path / "t.ods", 1))
    with zipfile.ZipFile(tmp_path / "t.ods", "w") as archive:
        archive.writestr("x", "")
    with pytest.raises(SheetError, match=r"it holds no content\.xml"):
        list(ods_rows(tmp_path / "t.ods", 1))
