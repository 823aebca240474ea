"""The place that is told of a fault, opened in an editor, is the cell: in every format, dialect, encoding and part."""

from __future__ import annotations

import codecs
import gzip
import json
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import openpyxl
import polars as pl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from talent_dataset import Package, validate
from talent_dataset.engine.issues import Issue
from talent_dataset.filtering import filter_tables

FIELDS = [{"name": "id", "type": "integer"}, {"name": "note", "type": "string"}, {"name": "n", "type": "integer"}]
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
NOTES = ["x", "", "中国", "naïve", "a,b", 'a "b"', "two\nlines", "é\n\n中"]
WRONG = "wrong"


def package(folder: Path, **resource: Any) -> Path:
    resources = [{"name": "t", "type": "table", "schema": {"fields": FIELDS}, **resource}]
    path = folder / "datapackage.json"
    path.write_text(json.dumps({"$schema": PROFILE, "name": "p", "resources": resources}), encoding="utf-8")
    return path


def test_a_cell_behind_a_cell_of_several_lines_is_told_on_the_line_where_it_begins(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text('id,note,n\n1,"two\nlines",wrong\n', encoding="utf-8")
    [issue] = validate(package(tmp_path, path="t.csv")).issues
    assert (issue.row, issue.line, issue.column, issue.cell) == (2, 3, 8, "wrong")


@dataclass(frozen=True)
class Form:
    """How the files of a table are written."""

    end: str = "\n"
    codec: str = "utf-8"
    mark: bool = False
    comments: int = 0
    comment: str = "# made by hand"
    headers: int = 1
    repeats: bool = True

    @property
    def dialect(self) -> dict[str, Any]:
        rows = list(range(self.comments + 1, self.comments + self.headers + 1))
        dialect: dict[str, Any] = {"header": bool(self.headers)}
        if self.comment.startswith("#"):
            dialect["commentChar"] = "#"
        elif self.comments:
            dialect["commentRows"] = list(range(1, self.comments + 1))
        if self.headers > 1:
            dialect |= {"headerRows": rows, "headerJoin": ""}
        if self.end not in {"\n", "\r\n", "\r"}:
            dialect["lineTerminator"] = self.end
        return dialect

    def part(self, rows: list[list[str]], *, is_first: bool) -> str:
        records = [",".join(map(quoted, row)) for row in rows]
        if is_first or self.repeats:
            above = [",,"] * (self.headers - 1)
            records = [*[self.comment] * self.comments, *above, *["id,note,n"] * bool(self.headers), *records]
        return "".join(record + self.end for record in records)

    def bytes_of(self, text: str) -> bytes:
        mark = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE}.get(self.codec, b"") if self.mark else b""
        return mark + text.encode(self.codec)


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(char in cell for char in ',"\n\r;') else cell


def writable(note: str, codec: str) -> str:
    return note.encode(codec, "ignore").decode(codec)


def place_of(text: str, line_ends: str) -> tuple[int, int]:
    """Line and column of the one wrong cell in a file, as an editor counts them."""
    before = text[: text.index(WRONG)]
    if line_ends == "\r":
        before = before.replace("\r", "\n")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


forms = st.builds(
    Form,
    end=st.sampled_from(["\n", "\r\n", "\r", ";;"]),
    codec=st.sampled_from(["utf-8", "utf-16-le", "gb18030", "latin-1"]),
    mark=st.booleans(),
    comments=st.integers(0, 2),
    comment=st.sampled_from(["# made by hand", "made by hand"]),
    headers=st.integers(0, 3),
    repeats=st.booleans(),
)
tables = st.lists(st.lists(st.sampled_from(NOTES), min_size=1, max_size=4), min_size=1, max_size=3)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
@given(forms, tables, st.data())
def test_one_wrong_cell_of_delimited_text_is_told_at_its_place(
    tmp_path: Path, form: Form, table: list[list[str]], data: st.DataObject
) -> None:
    # Numbers of comments are those of the table: its later files, which repeat them, have them under other numbers.
    assume(form.comment.startswith("#") or len(table) == 1)
    notes = [[writable(note, form.codec) for note in part] for part in table]
    parts = [[[str(n), note, str(n)] for n, note in enumerate(part)] for part in notes]
    part = data.draw(st.integers(0, len(parts) - 1))
    row, column = data.draw(st.integers(0, len(parts[part]) - 1)), data.draw(st.sampled_from([0, 2]))
    parts[part][row][column] = WRONG
    texts = [form.part(rows, is_first=n == 0) for n, rows in enumerate(parts)]
    for n, text in enumerate(texts):
        (tmp_path / f"{n}.csv").write_bytes(form.bytes_of(text))
    paths = [f"{n}.csv" for n in range(len(parts))]
    path = package(tmp_path, path=paths, dialect=form.dialect, encoding=form.codec)
    [issue] = errors(path)
    line, at = place_of(texts[part], form.end)
    assert (issue.code, issue.path, issue.line, issue.column) == ("cell/type", f"{part}.csv", line, at)
    assert (issue.field, issue.cell) == (FIELDS[column]["name"], WRONG)
    records = [count(text, form.end) for text in texts[: part + 1]]
    above = records[part] - len(parts[part])
    assert issue.row == sum(records[:part]) + above + row + 1
    assert issue.file_row == (above + row + 1 if len(parts) > 1 else None)


def count(text: str, end: str) -> int:
    """The records of a text: what ends outside of quotes."""
    return "".join(text.split('"')[::2]).count(end)


def errors(path: Path) -> list[Issue]:
    return [issue for issue in validate(path).issues if issue.severity == "error"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=20)
@given(tables, st.data(), st.sampled_from(["jsonl objects", "jsonl arrays", "json objects", "json arrays"]))
def test_one_wrong_value_of_json_is_told_at_its_place(
    tmp_path: Path, table: list[list[str]], data: st.DataObject, form: str
) -> None:
    suffix, kind = form.split()
    parts: list[list[list[Any]]] = [[[n, note, n] for n, note in enumerate(part)] for part in table]
    part = data.draw(st.integers(0, len(parts) - 1))
    row, column = data.draw(st.integers(0, len(parts[part]) - 1)), data.draw(st.sampled_from([0, 2]))
    parts[part][row][column] = WRONG
    names = [field["name"] for field in FIELDS]
    texts = []
    for rows in parts:
        items: list[Any] = (
            [names, *rows] if kind == "arrays" else [dict(zip(names, each, strict=True)) for each in rows]
        )
        lines = [json.dumps(item, ensure_ascii=False) for item in items]
        texts.append("\n".join(lines) if suffix == "jsonl" else "[\n " + ",\n ".join(lines) + "\n]")
    for n, text in enumerate(texts):
        (tmp_path / f"{n}.{suffix}").write_text(text, encoding="utf-8")
    [issue] = errors(package(tmp_path, path=[f"{n}.{suffix}" for n in range(len(parts))]))
    before = texts[part][: texts[part].index(f'"{WRONG}"')]
    assert (issue.path, issue.line) == (f"{part}.{suffix}", before.count("\n") + 1)
    assert (issue.column, issue.field, issue.cell) == (len(before) - before.rfind("\n"), names[column], WRONG)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=15)
@given(st.data(), st.sampled_from(["id", "note", "n"]), st.sampled_from(["\n", "\r\n"]), st.integers(0, 3))
def test_one_wrong_label_is_told_at_its_place(
    tmp_path: Path, data: st.DataObject, name: str, end: str, blank: int
) -> None:
    labels = ["id", "note", "n"]
    part, wrong = data.draw(st.integers(0, 2)), data.draw(st.sampled_from([WRONG, "naïve " + WRONG]))
    texts = []
    for n in range(3):
        here = [wrong if n == part and label == name else label for label in labels]
        texts.append(end.join(["# by hand"] * blank + [",".join(here), "1,a,2", ""]))
        (tmp_path / f"{n}.csv").write_bytes(texts[-1].encode())
    found = errors(package(tmp_path, path=["0.csv", "1.csv", "2.csv"], dialect={"commentChar": "#"}))
    before = texts[part][: texts[part].index(wrong)]
    place = (f"{part}.csv", before.count("\n") + 1, len(before) - before.rfind("\n"))
    [issue] = [issue for issue in found if issue.path == f"{part}.csv"]
    assert (issue.code, issue.cell, issue.field) == ("header/field-name", wrong, name)
    assert (issue.path, issue.line, issue.column) == place


SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)
SHEETS = {"t": "t", "Jan 2020": "'Jan 2020'", "It's": "'It''s'", "A1": "'A1'", "数据": "数据", "2020": "'2020'"}
"""Names of sheets, and how a formula has them."""


def write_sheets(path: Path, sheets: dict[str, list[list[str]]]) -> None:
    """A file with some sheets, of the format that its name says."""
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append([cell or None for cell in row])
        book.save(path)
        return
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>{_of_ods(rows)}</table:table>" for name, rows in sheets.items()
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", f"<office:document-content {SPACES}>{tables}</office:document-content>")


def _of_ods(rows: list[list[str]]) -> str:
    cells = (
        "".join(f"<table:table-cell><text:p>{escape(cell)}</text:p></table:table-cell>" for cell in row) for row in rows
    )
    return "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)


def cell_at(address: str, sheets: dict[str, list[list[str]]]) -> str:
    """The cell that an address names, found as a person finds it."""
    found = re.fullmatch(r"(.*)!([A-Z]+)(\d+)", address)
    assert found is not None
    sheet, letters, row = found.groups()
    rows = sheets[next(name for name, shown in SHEETS.items() if shown == sheet)]
    column: int = openpyxl.utils.column_index_from_string(letters)
    return rows[int(row) - 1][column - 1]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=20)
@given(
    st.sampled_from(["xlsx", "ods"]),
    st.lists(st.sampled_from(sorted(SHEETS)), min_size=1, max_size=3, unique=True),
    st.sampled_from([3, 26, 27, 60, 703]),
    st.integers(0, 2),
    st.integers(1, 2),
    st.data(),
)
def test_one_wrong_cell_or_label_of_a_sheet_is_told_at_its_address(
    tmp_path: Path, kind: str, names: list[str], width: int, comments: int, headers: int, data: st.DataObject
) -> None:
    labels = [f"c{n}" for n in range(width)]
    above = [["made by hand, twice"]] * comments + [["g"] + [""] * (width - 1)] * (headers - 1)
    rows = [*above, labels, *([str(n)] * width for n in range(3))]
    at, column = data.draw(st.integers(len(above), len(rows) - 1)), data.draw(st.integers(0, width - 1))
    sheets = {name: [list(row) for row in rows] for name in names}
    number = data.draw(st.integers(1, len(names)))
    sheets[names[number - 1]][at][column] = WRONG
    write_sheets(tmp_path / f"t.{kind}", sheets)
    dialect: dict[str, Any] = data.draw(st.sampled_from([{"sheetNumber": number}, {"sheetName": names[number - 1]}]))
    dialect |= {"headerRows": list(range(comments + 1, comments + headers + 1))}
    dialect |= {"commentRows": list(range(1, comments + 1))} if comments else {}
    prefix = "g " * (headers - 1)
    fields = [{"name": f"{prefix}{label}", "type": "integer"} for label in labels]
    path = package(tmp_path, path=f"t.{kind}", dialect=dialect, schema={"fields": fields})
    [issue] = errors(path)
    is_label = at == len(above)
    assert (issue.code, issue.row) == ("header/field-name" if is_label else "cell/type", at + 1)
    assert (issue.cell, issue.field) == (prefix + WRONG if is_label else WRONG, fields[column]["name"])
    assert (issue.line, issue.column) == (None, None)
    assert cell_at(str(issue.address), sheets) == WRONG


def test_a_table_has_the_rows_of_its_parts_in_every_format(tmp_path: Path) -> None:
    rows = [{"id": 1, "note": "a", "n": 1}, {"id": 2, "note": "a", "n": 2}]
    frame = pl.DataFrame(rows)
    for n in (0, 1):
        frame.write_csv(tmp_path / f"{n}.csv")
        frame.write_csv(tmp_path / f"{n}.tsv", separator="\t")
        frame.write_parquet(tmp_path / f"{n}.parquet")
        frame.write_ipc(tmp_path / f"{n}.arrow")
        (tmp_path / f"{n}.jsonl").write_text("\n".join(map(json.dumps, rows)))
        (tmp_path / f"{n}.json").write_text(json.dumps(rows))
    for suffix in ("csv", "tsv", "parquet", "arrow", "jsonl", "json"):
        report = validate(package(tmp_path, path=[f"0.{suffix}", f"1.{suffix}"]))
        assert (suffix, report.resources[0].rows, report.issues) == (suffix, 4, ())


@pytest.mark.parametrize("suffix", ["jsonl", "json"])
@pytest.mark.parametrize("schema", [None, {"fields": [{"name": "a", "type": "integer"}], "fieldsMatch": "subset"}])
def test_a_key_that_only_later_objects_have_is_a_column_like_others(
    schema: dict[str, Any] | None, suffix: str, tmp_path: Path
) -> None:
    rows = [{"a": 1}, {"a": 2, "b": "x"}, {"c": "y", "a": 3}]
    for n, part in enumerate((rows[:2], rows[2:])):
        lines = "\n".join(map(json.dumps, part))
        (tmp_path / f"{n}.{suffix}").write_text(lines if suffix == "jsonl" else json.dumps(part))
    (tmp_path / f"w.{suffix}").write_text("\n".join(map(json.dumps, rows)) if suffix == "jsonl" else json.dumps(rows))
    said: dict[str, Any] = {} if schema is None else {"schema": schema}
    for paths in ([f"0.{suffix}", f"1.{suffix}"], [f"w.{suffix}"], None):
        resource = {"name": "t", "type": "table", **said} | ({"data": rows} if paths is None else {"path": paths})
        (tmp_path / "datapackage.json").write_text(
            json.dumps({"$schema": PROFILE, "name": "p", "resources": [resource]})
        )
        loaded = Package.open(tmp_path).load("t")
        assert loaded.select("b", "c").rows() == [(None, None), ("x", None), (None, "y")]
        assert loaded["a"].cast(pl.Int64).to_list() == [1, 2, 3]
        [(_, parted)] = filter_tables(tmp_path).tables.items()
        assert parted.good.height == 3
        assert errors(tmp_path) == []


def test_a_repeated_key_names_the_file_and_the_row_of_the_earlier_one(tmp_path: Path) -> None:
    for n in (0, 1):
        (tmp_path / f"{n}.jsonl").write_text('{"id": 1, "note": "a", "n": 1}\n')
    [issue] = errors(package(tmp_path, path=["0.jsonl", "1.jsonl"], schema={"fields": FIELDS, "primaryKey": ["id"]}))
    assert (issue.path, issue.line, issue.row, issue.file_row) == ("1.jsonl", 1, 3, 2)
    assert issue.message == "The key (id) '1' stands already in row 2 of 0.jsonl."


def test_a_wrong_value_in_a_later_parquet_file_names_that_file_and_its_row(tmp_path: Path) -> None:
    for n, ids in enumerate((["1", "2"], ["3", WRONG])):
        pl.DataFrame({"id": ids, "note": "a", "n": 1}).write_parquet(tmp_path / f"{n}.parquet")
    [issue] = errors(package(tmp_path, path=["0.parquet", "1.parquet"]))
    assert (issue.path, issue.row, issue.file_row, issue.cell) == ("1.parquet", 5, 3, WRONG)


@pytest.mark.parametrize(
    ("header", "code", "rows"),
    [
        ("n,id,note", "header/field-order", 2),
        ("id,note,m", "header/field-name", 2),
        ("id,note", "header/missing-field", 1),
    ],
)
def test_a_later_part_with_another_header_is_told_and_its_header_is_no_row(
    header: str, code: str, rows: int, tmp_path: Path
) -> None:
    (tmp_path / "0.csv").write_text("id,note,n\n1,a,1\n")
    (tmp_path / "1.csv").write_text(f"{header}\n" + ("7,8,x\n" if header.startswith("n") else "8,x,7\n"))
    report = validate(package(tmp_path, path=["0.csv", "1.csv"]))
    assert [(issue.code, issue.path, issue.line) for issue in report.issues] == [(code, "1.csv", 1)]
    assert report.resources[0].rows == rows


def test_the_rest_is_read_behind_bad_bytes_and_each_cell_is_named(tmp_path: Path) -> None:
    text = b"id,note,n\n1,caf\xc3\xa9,1\n2,\x93q\x94,2\n3,ok,3\n4,na\xefve,4\n5,ok,bad\n"
    (tmp_path / "t.csv").write_bytes(text)
    found = errors(package(tmp_path, path="t.csv"))
    assert [(i.code, i.row, i.line, i.column, i.field, i.cell) for i in found] == [
        ("file/encoding", 3, 3, 3, "note", "\ufffdq\ufffd"),
        ("file/encoding", 5, 5, 3, "note", "na\ufffdve"),
        ("cell/type", 6, 6, 6, "n", "bad"),
    ]
    assert found[0].message == "The bytes 93, 94 are not UTF-8 text."
    hint = "Other cells are UTF-8: these come from elsewhere, perhaps in windows-1252. Write them anew."
    assert {issue.hint for issue in found[:2]} == {hint}


def test_a_file_wholly_in_another_encoding_is_counted_and_its_encoding_named(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"id,note,n\n" + "1,重庆市技术工人,1\n".encode("gb18030") * 500)
    report = validate(package(tmp_path, path="t.csv"))
    assert dict(report.totals) == {"file/encoding": 500}
    assert len(report.issues) == 20
    assert {'"encoding": "gb18030"' in issue.hint for issue in report.issues} == {True}


def test_a_file_that_breaks_off_is_read_up_to_the_break_and_is_not_valid(tmp_path: Path) -> None:
    rows = [f"{n},{n * n % 9973},{n}" for n in range(30_000)]
    rows[5] = "5,x,wrong"
    whole = gzip.compress("\n".join(["id,note,n", *rows, ""]).encode())
    (tmp_path / "t.csv.gz").write_bytes(whole[: len(whole) // 2])
    report = validate(package(tmp_path, path="t.csv.gz"))
    [cell, broken] = sorted(report.issues, key=lambda issue: issue.code)
    assert (cell.code, cell.line, cell.column, cell.cell) == ("cell/type", 7, 5, "wrong")
    assert (broken.code, broken.message[:40]) == ("file/compression", "The file cannot be unpacked to its end: ")
    assert broken.hint == "Fetch or pack the file again; what could be unpacked is read."
    assert 10_000 < report.resources[0].rows < 20_000
    assert (report.verdict, report.is_valid) == ("invalid", False)


def test_a_child_of_a_table_that_breaks_off_is_not_told_to_lack_its_parents(tmp_path: Path) -> None:
    whole = gzip.compress("\n".join(["id,note,n", *(f"{n},{n * n % 9973},1" for n in range(30_000)), ""]).encode())
    (tmp_path / "t.csv.gz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "u.csv").write_text("id\n1\n29999\n")
    key = {"fields": ["id"], "reference": {"resource": "t", "fields": ["id"]}}
    child = {"fields": FIELDS[:1], "foreignKeys": [key]}
    resources = [
        {"name": "t", "type": "table", "path": "t.csv.gz", "schema": {"fields": FIELDS, "primaryKey": ["id"]}},
        {"name": "u", "type": "table", "path": "u.csv", "schema": child},
    ]
    (tmp_path / "datapackage.json").write_text(json.dumps({"$schema": PROFILE, "name": "p", "resources": resources}))
    report = validate(tmp_path)
    assert {issue.code for issue in report.issues} == {"file/compression"}
    assert [(each.code, each.resource) for each in report.checks.skipped] == [("table/foreign-key", "u")]


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_told_with_the_encoding_to_say(codec: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes("id,note,n\n1,a,1\n".encode(codec))
    [issue] = errors(package(tmp_path, path="t.csv"))
    assert (issue.code, issue.path, issue.line) == ("file/encoding", "t.csv", None)
    assert issue.message == "The file is not UTF-8: every other byte is zero, as in UTF-16."
    assert issue.hint == 'Save it as UTF-8, or say "encoding": "utf-16".'
    report = validate(package(tmp_path, path="t.csv", encoding=codec))
    assert (report.issues, report.resources[0].rows, report.verdict) == ((), 1, "valid")


def test_a_fault_of_the_descriptor_has_its_line_and_that_of_a_schema_its_file(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text('{"fields": [\n  {"name": "id", "type": "integr"}\n]}\n')
    (tmp_path / "t.csv").write_text("id\n1\n")
    text = '{"name": "p", "resources": [\n {"name": "t", "path": "t.csv", "schema": "s.json",\n  "encodng": "x"}]}\n'
    (tmp_path / "datapackage.json").write_text(text)
    found = validate(tmp_path).issues
    assert [(i.path, i.file, i.line, i.column) for i in found] == [
        ("resources[0].schema.fields[0].type", "s.json", 2, 26),
        ("resources[0].encodng", None, 3, 14),
    ]
    [one] = validate(tmp_path / "t.csv", schema=tmp_path / "s.json").issues
    assert (one.path, one.file, one.line, one.column) == ("fields[0].type", "s.json", 2, 26)


def test_a_referenced_file_that_is_no_json_is_told_where_it_breaks(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text('{"fields": [\n  {]\n')
    (tmp_path / "t.csv").write_text("id\n1\n")
    text = '{"name": "p", "resources": [{"name": "t", "path": "t.csv", "schema": "s.json"}]}'
    (tmp_path / "datapackage.json").write_text(text)
    [issue] = errors(tmp_path / "datapackage.json")
    assert (issue.code, issue.path, issue.file, issue.line, issue.column) == (
        *("descriptor/reference", "resources[0].schema", "s.json"),
        *(2, 4),
    )


def test_a_name_that_stands_twice_is_told_in_the_file_in_which_it_does(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text('{"fields": [\n  {"name": "id", "name": "id"}]}\n')
    (tmp_path / "t.csv").write_text("id\n1\n")
    text = f'{{"$schema": "{PROFILE}", "name": "p", "resources": [\n'
    text += ' {"name": "t", "path": "t.csv", "schema": "s.json", "path": "t.csv"}]}\n'
    (tmp_path / "datapackage.json").write_text(text)
    found = [issue for issue in validate(tmp_path).issues if issue.code == "descriptor/json"]
    assert [(i.file, i.line, i.column) for i in found] == [(None, 2, 53), ("s.json", 2, 18)]
    found = list(validate(tmp_path / "t.csv", schema=tmp_path / "s.json").issues)
    assert [(i.file, i.line, i.column) for i in found] == [("s.json", 2, 18)]


def test_a_rule_that_cannot_be_run_is_told_where_it_stands_in_the_descriptor(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a\n1\n", encoding="utf-8")
    rules = [{"name": "good", "sql": "a <> ''"}, {"name": "bad", "sql": "b <> ''"}]
    schema = {"fields": [{"name": "a"}], "proof:data": {"rules": rules}}
    tables = [{"name": "t", "type": "table", "path": "t.csv", "schema": schema}]
    of_tables = [{"name": "worse", "resource": "t", "sql": "SELECT * FROM u"}]
    text = json.dumps({"resources": tables, "proof:data": {"rules": of_tables}}, indent=1)
    (tmp_path / "datapackage.json").write_text(text, encoding="utf-8")
    found = [each for each in validate(tmp_path).issues if "cannot be run" in each.message]
    lines = text.splitlines()
    assert [(each.path, lines[(each.line or 0) - 1][(each.column or 0) - 1 :]) for each in found] == [
        ("proof:data.rules[0].sql", '"SELECT * FROM u"'),
        ("resources[0].schema.proof:data.rules[1].sql", "\"b <> ''\""),
    ]


def test_bytes_that_are_no_text_behind_a_quote_are_told_as_that_alone(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b'a,b\n1,"x"\n2,"y"\xe9\n3,"z"w\n')
    data = {"resources": [{"name": "t", "type": "table", "path": "t.csv"}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(data), encoding="utf-8")
    found = [(each.code, each.line) for each in validate(tmp_path).issues if each.code.startswith("file/")]
    assert found == [("file/encoding", 3), ("file/format", 4)]
