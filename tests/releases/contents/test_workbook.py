from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from talent_dataset.releases.assembly import Assembled
from talent_dataset.releases.contents import workbook

Release = Callable[..., Assembled]
Open = Callable[[Assembled], Workbook]

SCHEMA: dict[str, Any] = {
    "fields": [
        {
            "name": "code",
            "type": "string",
            "title": "Code",
            "proof:data": {"title": {"zh": "代码"}, "role": "editorial"},
        },
        {"name": "n", "type": "integer"},
        {"name": "share", "type": "number"},
        {"name": "is_set", "type": "boolean"},
        {"name": "on", "type": "date"},
        {"name": "note", "type": "string", "categories": [{"value": "=1+1", "label": "A formula"}]},
    ],
    "primaryKey": ["code"],
    "proof:data": {"title": {"en": "Deeds", "zh": "事迹"}},
}
ROWS = "code,n,share,is_set,on,note\n0510,12,31.60,true,2020-04-21,=1+1\n1E5,,,,,\n"


def rows(book: Workbook, sheet: str) -> list[tuple[Any, ...]]:
    return list(book[sheet].iter_rows(values_only=True))


def test_cells_are_values_codes_and_formulas_are_text(release: Release, book: Open) -> None:
    opened = book(release({"deeds": (ROWS, SCHEMA)}))
    assert rows(opened, "deeds") == [
        ("code", "n", "share", "is_set", "on", "note"),
        ("0510", 12, 31.6, True, dt.datetime(2020, 4, 21), "=1+1"),  # noqa: DTZ001 - a workbook knows no zones
        ("1E5", None, None, None, None, None),
    ]
    cells = next(opened["deeds"].iter_rows(min_row=2))
    assert [cell.data_type for cell in cells] == ["s", "n", "n", "b", "d", "s"]
    assert [cell.number_format for cell in cells] == ["@", "General", "General", "General", "yyyy-mm-dd", "@"]


def test_excel_does_not_complain_of_codes_that_are_text(release: Release) -> None:
    with zipfile.ZipFile(BytesIO(release({"deeds": (ROWS, SCHEMA)}).files["mine.xlsx"])) as packed:
        sheet = packed.read("xl/worksheets/sheet3.xml").decode()
    assert '<ignoredError sqref="A1:F3" numberStoredAsText="1"/>' in sheet


def test_labels_stay_in_sight_and_can_be_filtered_by(release: Release, book: Open) -> None:
    sheet = book(release({"deeds": (ROWS, SCHEMA)}))["deeds"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:F3")


def test_the_package_its_tables_fields_and_codes_have_sheets_of_their_own(release: Release, book: Open) -> None:
    about = {"title": "Mine", "version": "1.0.0", "proof:data": {"title": {"en": "Mine", "zh": "我的"}}}
    opened = book(release({"deeds": (ROWS, SCHEMA)}, **about))
    assert opened.sheetnames == ["README", "tables", "deeds", "dictionary", "codes"]
    assert rows(opened, "README")[:4] == [("about", "text"), ("title", "Mine"), ("标题", "我的"), ("version", "1.0.0")]
    assert rows(opened, "tables") == [
        ("table", "rows", "title_en", "title_zh", "description_en", "description_zh"),
        ("deeds", 2, "Deeds", "事迹", None, None),
    ]
    assert rows(opened, "dictionary")[1] == (
        *("deeds", "code", "Code", "代码", "string"),
        *(None, "editorial", None, "primary key", None, None),
    )
    assert rows(opened, "codes")[1:] == [("deeds", "note", "=1+1", "A formula", "A formula", None, None)]


def test_names_that_no_sheet_can_have_are_changed(release: Release, book: Open) -> None:
    table = ("a\n1\n", {"fields": [{"name": "a"}]})
    long = "a-name-that-is-longer-than-a-sheet-"
    names = ["readme", "history", f"{long}1", f"{long}2"]
    assert book(release(dict.fromkeys(names, table))).sheetnames[2:-1] == [
        "readme",
        "history-",
        "a-name-that-is-longer-than-a-sh",
        "a-name-that-is-longer-than-a--2",
    ]


def test_numbers_and_dates_that_excel_would_change_are_text(release: Release, book: Open) -> None:
    fields = [{"name": "n", "type": "integer"}, {"name": "on", "type": "date"}]
    opened = book(release({"t": ("n,on\n1234567890123456,1900-02-28\n1,2000-01-01\n", {"fields": fields})}))
    assert rows(opened, "t")[1:] == [("1234567890123456", "1900-02-28"), ("1", "2000-01-01")]


def test_the_bytes_depend_on_nothing_but_the_tables(release: Release) -> None:
    data = release({"deeds": (ROWS, SCHEMA)}).files["mine.xlsx"]
    with zipfile.ZipFile(BytesIO(data)) as packed:
        members = packed.infolist()
        assert "2000-01-01T00:00:00Z</dcterms:created>" in packed.read("docProps/core.xml").decode()
    assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}
    assert {member.compress_type for member in members} == {zipfile.ZIP_STORED}


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("x" * 32_768, "a cell of t.a is longer than the 32,767 characters of Excel"),
        ("😀" * 16_384, "a cell of t.a is longer than the 32,767 characters of Excel"),
        ("<r>x</r>", "a cell of t.a is an XML element named r, which would be taken for formatted text"),
    ],
)
def test_what_excel_cannot_hold_is_left_out_with_the_reason(release: Release, cell: str, reason: str) -> None:
    assembled = release({"t": (f"a\n{cell}\n", {"fields": [{"name": "a"}]})})
    assert assembled.left_out == {"mine.xlsx": reason}
    assert "mine.xlsx" not in assembled.files
    assert f"- There is no `mine.xlsx`: {reason}." in assembled.files["README.md"].decode()


@pytest.mark.parametrize(
    ("limit", "number", "reason"),
    [
        ("_ROWS", 2, "t has 2 rows, and a sheet of Excel 2 with the header"),
        ("_COLUMNS", 1, "t has 2 columns, and a sheet of Excel 1"),
        ("_CELLS", 3, "the tables have 4 cells, and no spreadsheet works well with more than 3"),
    ],
)
def test_a_table_too_large_for_a_sheet_is_left_out(
    release: Release, monkeypatch: pytest.MonkeyPatch, limit: str, number: int, reason: str
) -> None:
    table = {"t": ("a,b\n1,2\n3,4\n", {"fields": [{"name": "a"}, {"name": "b"}]})}
    assert not release(table).left_out
    monkeypatch.setattr(workbook, limit, number)
    assert release(table).left_out == {"mine.xlsx": reason}


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        ({"name": "a", "description": "x" * 32_768}, "a cell of dictionary.description_en is longer than the 32,767 "),
        ({"name": "a", "title": "<r></r>"}, "a cell of dictionary.title_en is an XML element named r"),
        ({"name": "<r></r>"}, "a field of t is an XML element named r"),
    ],
)
def test_labels_and_descriptions_are_bounded_too(release: Release, field: dict[str, str], reason: str) -> None:
    assembled = release({"t": (f"{field['name']}\n1\n", {"fields": [field]})})
    assert assembled.left_out["mine.xlsx"].startswith(reason)


def test_whatever_stands_in_names_and_titles_the_workbook_opens(release: Release, book: Open) -> None:
    opened = book(release({"it's": ("a\x01\n1\n", {"fields": [{"name": "a\x01"}]})}, title="\x00<b>\uffff"))
    assert (opened.sheetnames[2], opened.properties.title) == ("it-s", " <b> ")


def test_as_much_text_as_excel_holds_is_written(release: Release) -> None:
    assert not release({"t": (f"a\n{'x' * 32_767}\n", {"fields": [{"name": "a"}]})}).left_out


# Control characters are written as Excel writes them (`_x0001_`), which openpyxl does not read back.
plain = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(texts=st.lists(plain.filter(lambda text: not text.startswith("<r>")), min_size=1))
def test_any_text_is_read_back_as_it_was(release: Release, book: Open, texts: list[str]) -> None:
    csv = "a\n" + "".join('"{}"\n'.format(text.replace('"', '""')) for text in texts)
    opened = book(release({"t": (csv, {"fields": [{"name": "a"}]})}))
    assert [row[0] for row in rows(opened, "t")[1:]] == texts
