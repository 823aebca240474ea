from __future__ import annotations

import codecs
import gzip
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from talent_dataset.engine.descriptor.model import Dialect, Field, Resource, Schema
from talent_dataset.engine.issues import Issue
from talent_dataset.engine.reading import grammar
from talent_dataset.engine.reading.files import FolderFiles, ZipFiles
from talent_dataset.engine.reading.read import read_table
from talent_dataset.engine.reading.table import TextTable

SCHEMA = Schema(fields=(Field(name="id", type="integer"), Field(name="name")))
TEXT = "id,name\n1,café €\n2,日本\n"
ROWS = [("1", "café €"), ("2", "日本")]


def resource(*paths: str, **more: Any) -> Resource:
    return Resource(name="t", paths=paths, **{"schema": SCHEMA, "type": "table", **more})


def table(folder: Path, *paths: str, **more: Any) -> TextTable:
    return read_table(resource(*paths, **more), FolderFiles(folder))


def cells(found: TextTable) -> list[tuple[str | None, ...]]:
    return [row for batch in found.batches for row in batch.frame.rows()]


def told(found: TextTable) -> list[tuple[str, str, int | None, int | None, int | None]]:
    issues: list[Issue] = [issue for batch in found.batches for issue in batch.issues]
    return [(i.code, i.severity, i.row, i.line, i.column) for i in [*found.issues, *issues]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-32", "gb18030", "utf-8-sig"])
def test_reads_every_encoding(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(TEXT.encode(encoding))
    found = table(tmp_path, "t.csv", encoding=encoding)
    assert (found.labels, cells(found), told(found)) == (("id", "name"), ROWS, [])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_a_mark_tells_the_encoding_where_none_is_declared(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(TEXT.encode(encoding))
    found = table(tmp_path, "t.csv")
    assert (cells(found), told(found)) == (ROWS, [("file/encoding", "warning", None, None, None)])


def test_a_mark_of_utf8_goes_without_saying(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(TEXT.encode("utf-8-sig"))
    found = table(tmp_path, "t.csv")
    assert (cells(found), told(found)) == (ROWS, [])


@pytest.mark.parametrize(
    ("encoding", "codec", "text"),
    [("windows-31J", "cp932", "日本①"), ("windows-874", "cp874", "ไทย€"), ("ISO-8859-8-I", "iso8859-8", "שלום")],
)
def test_reads_encodings_that_python_calls_otherwise(encoding: str, codec: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(f"id,name\n1,{text}\n".encode(codec))
    assert cells(table(tmp_path, "t.csv", encoding=encoding)) == [("1", text)]


def test_reads_one_byte_encodings_as_declared(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"id,name\n1,caf\xe9 \x80\n")
    assert cells(table(tmp_path, "t.csv", encoding="windows-1252")) == [("1", "café €")]


def test_an_encoding_of_no_name_is_told(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(TEXT, encoding="utf-8")
    found = table(tmp_path, "t.csv", encoding="klingon")
    assert told(found) == [("file/encoding", "error", None, None, None)]
    assert not found.is_whole


def test_a_mark_of_utf_16_in_a_file_of_utf_8_is_told_and_read(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"))
    found = table(tmp_path, "t.csv", encoding="utf-8")
    assert (cells(found), told(found)) == (ROWS, [("file/encoding", "error", None, None, None)])


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "shift_jis"])
def test_bad_bytes_have_a_place_in_every_encoding(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b'id,name\n1,"a\nb"\n2,xy\xff\n3,c\n')
    found = table(tmp_path, "t.csv", encoding=encoding)
    batches = list(found.batches)
    assert [row for batch in batches for row in batch.frame.rows()] == [("1", "a\nb"), ("2", "xy\ufffd"), ("3", "c")]
    wrong = {"utf-8": "The byte FF is not UTF-8 text."}.get(encoding, f"Some bytes are not {encoding.upper()} text.")
    assert [batch.bad.rows() for batch in batches if batch.bad is not None] == [[(None,), (wrong,), (None,)]]
    assert [(spot.line, spot.column) for spot in found.spots([(3, 1)])] == [(4, 3)]
    assert (told(found), found.is_whole) == ([], True)


def test_bad_bytes_in_the_header_are_told_and_the_rows_are_read(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"id,n\xffme\n1,a\n")
    found = table(tmp_path, "t.csv")
    assert (found.labels, cells(found)) == (("id", "n\ufffdme"), [("1", "a")])
    assert told(found)[0] == ("file/encoding", "error", 1, 1, 4)
    assert found.issues[0].cell == "n\ufffdme"


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    found = table(tmp_path, "t.csv")
    assert (cells(found), told(found)) == ([], [("file/missing", "error", None, None, None)])


def test_an_empty_file_has_no_header(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"")
    assert told(table(tmp_path, "t.csv")) == [("header/missing", "error", None, None, None)]


@pytest.mark.parametrize(("name", "declared"), [("t.csv.gz", None), ("t.csv", "gz"), ("t.csv.zip", None), ("t", "zip")])
def test_reads_compressed_files_by_name_or_as_declared(name: str, declared: str | None, tmp_path: Path) -> None:
    path = tmp_path / name
    if "gz" in (declared or name):
        path.write_bytes(gzip.compress(TEXT.encode("utf-16")))
    else:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("in/t.csv", TEXT.encode("utf-16"))
    found = table(tmp_path, name, compression=declared, format="csv", encoding="utf-16")
    assert (cells(found), told(found)) == (ROWS, [])


@pytest.mark.parametrize(
    "data",
    [b"id,name\n1,a\n", gzip.compress(b"id,name\n1,a\n" * 99)[:30]],
    # The bytes of an archive tell when it was made, and parallel runs need the same names.
    ids=["no archive", "cut off"],
)
def test_a_damaged_archive_is_told(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "t.csv.gz").write_bytes(data)
    assert told(table(tmp_path, "t.csv.gz")) == [("file/compression", "error", None, None, None)]


def test_a_bomb_does_not_go_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("talent_dataset.engine.reading.files.FREE_SIZE", 1000)
    (tmp_path / "t.csv.gz").write_bytes(gzip.compress(b"id,name\n" + b"1,a\n" * 100_000))
    assert told(table(tmp_path, "t.csv.gz")) == [("file/too-large", "error", None, None, None)]


def test_reads_from_a_zipped_package(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as archive:
        archive.writestr("data/t.csv", TEXT)
    with zipfile.ZipFile(tmp_path / "p.zip") as archive:
        assert cells(read_table(resource("data/t.csv"), ZipFiles(archive))) == ROWS


def test_parts_are_one_table_and_a_repeated_header_is_dropped(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"id,name\n1,a\n2,b")
    (tmp_path / "b.csv").write_bytes(b"\xef\xbb\xbfid,name\n3,c\n")
    (tmp_path / "c.csv").write_bytes(b'4,"d\nd"\n')
    found = table(tmp_path, "a.csv", "b.csv", "c.csv")
    batches = list(found.batches)
    assert [row for batch in batches for row in batch.frame.rows()] == [
        ("1", "a"),
        ("2", "b"),
        ("3", "c"),
        ("4", "d\nd"),
    ]
    assert [batch.first_row for batch in batches][:1] == [2]
    assert [(part.path, part.before) for part in found.parts] == [("a.csv", 0), ("b.csv", 3), ("c.csv", 5)]
    assert found.issues == []


@pytest.mark.parametrize("paths", [("a.csv", "b.csv"), ("b.csv", "a.csv")])
def test_the_parts_that_are_there_are_read(paths: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,name\n1,a\n")
    found = table(tmp_path, *paths)
    assert (cells(found), found.is_whole) == ([("1", "a")], False)
    assert [(i.code, i.path) for i in found.issues] == [("file/missing", "b.csv")]


def test_tsv_by_its_name_is_separated_by_tabs(tmp_path: Path) -> None:
    (tmp_path / "t.tsv").write_text("id\tname\n1\ta,b\n")
    assert cells(table(tmp_path, "t.tsv")) == [("1", "a,b")]
    (tmp_path / "t.tsv").write_text("id;name\n1;a,b\n")
    assert cells(table(tmp_path, "t.tsv", dialect=Dialect(delimiter=";", declared=frozenset({"delimiter"})))) == [
        ("1", "a,b")
    ]


def test_text_in_the_descriptor_is_read_like_a_file(tmp_path: Path) -> None:
    assert cells(table(tmp_path, data=TEXT, format="csv")) == ROWS


def test_what_the_descriptor_does_not_name_is_not_told_again(tmp_path: Path) -> None:
    for more in ({}, {"data": "id,name\n1,a\n"}):
        found = table(tmp_path, **more)
        assert (found.labels, cells(found), told(found), found.is_whole) == (None, [], [], False)
    found = table(tmp_path, "https://example.org/t.csv")
    assert (cells(found), told(found), found.is_whole) == ([], [], False)


def test_a_file_of_another_delimiter_is_not_read_on(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("id;name\n1;a\n")
    found = table(tmp_path, "t.csv")
    assert cells(found) == []
    assert {issue.hint for issue in found.issues} == {
        'The header is separated by semicolons: declare "dialect": {"delimiter": ";"} (for one table alone: --dialect).'
    }


def test_old_line_ends_are_read_with_a_warning(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b'id,name\r1,a\r2,"b\rc"\r3,d\r')
    found = table(tmp_path, "t.csv")
    assert cells(found) == [("1", "a"), ("2", "b\rc"), ("3", "d")]
    assert told(found) == [("file/format", "warning", None, None, None)]
    spots = found.spots([(3, 1), (4, None), (4, 1)])
    assert [(spot.line, spot.column) for spot in spots] == [(3, 3), (5, 1), (5, 3)]


def test_an_old_end_mark_is_a_warning_and_no_row(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"id,name\n1,a\n\x1a")
    found = table(tmp_path, "t.csv")
    assert (cells(found), told(found)) == ([("1", "a")], [("file/format", "warning", 3, 3, 1)])


def test_blank_records_before_the_header_are_told(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"\n\nid,name\n1,a\n")
    found = table(tmp_path, "t.csv")
    assert found.labels == ("id", "name")
    assert [(i.code, i.row) for i in found.issues] == [("row/blank", 1), ("row/blank", 2)]
    assert [batch.first_row for batch in found.batches] == [4]


def test_an_unclosed_quote_ends_the_table_where_it_opens(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b'id,name\n1,a\n2,"b\n3,c\n4,d\n')
    found = table(tmp_path, "t.csv")
    assert (cells(found), told(found)) == ([("1", "a")], [("file/format", "error", 3, 3, 3)])
    assert not found.is_whole


def test_a_record_without_end_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grammar, "MAX_RECORD", 1000)
    (tmp_path / "t.csv").write_bytes(b'id,name\n1,a\n2,"b\n' + b"3,c\n" * 1_000_000)
    found = table(tmp_path, "t.csv", dialect=Dialect(skip_initial_space=True))
    assert (cells(found), told(found)) == ([("1", "a")], [("file/too-large", "error", 3, 3, 1)])


def test_a_format_that_is_not_known_goes_to_the_other_reader(tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_bytes(b"x")
    assert told(table(tmp_path, "t.xlsx")) == [("file/format", "error", None, None, None)]
    other = TextTable(("id",), iter(()))
    assert read_table(resource("t.xlsx"), FolderFiles(tmp_path), others=lambda *_: other).labels == ("id",)


def test_temporary_files_go_with_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "spools").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "spools"))
    (tmp_path / "t.csv").write_bytes(TEXT.encode("utf-16"))
    found = table(tmp_path, "t.csv", encoding="utf-16")
    assert cells(found) == ROWS
    assert len(list((tmp_path / "spools").iterdir())) == 1
    del found
    assert list((tmp_path / "spools").iterdir()) == []


ODD = st.sampled_from([",", ";", "\t", " ", '"', "'", "\n", "\r", "\\", "#", "|", "||", "\r\n", "a", "é", "\0", ""])
DIALECTS = st.builds(
    Dialect,
    header=st.booleans(),
    header_rows=st.sampled_from([(1,), (1, 2), (2,), (3, 9), ()]),
    comment_rows=st.sampled_from([(), (1,), (2, 3)]),
    comment_char=st.none() | ODD,
    delimiter=ODD,
    line_terminator=ODD,
    quote_char=st.none() | ODD,
    double_quote=st.booleans(),
    escape_char=st.none() | ODD,
    skip_initial_space=st.booleans(),
    item_type=st.sampled_from([None, "array", "object"]),
    property=st.sampled_from([None, "a"]),
    declared=st.just(frozenset({"headerRows", "delimiter"})),
)
PIECES = st.sampled_from(
    [b"a", b",", b'"', b"\n", b"\r", b"[", b"]", b"{", b"}", b":", b'"a"', b"1", b"#", b"\\", b"\xff", b"\xe4\xb8"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.lists(PIECES, max_size=30).map(b"".join) | st.binary(max_size=30),
    name=st.sampled_from(["t.csv", "t.json", "t.ndjson", "t.csv.gz", "t.zip", "t.parquet", "t.arrow"]),
    dialect=DIALECTS,
    encoding=st.sampled_from(["utf-8", "utf-16", "shift_jis", "latin1", "hz", "utf-7", "iso2022_jp", ""]),
)
def test_no_bytes_and_no_dialect_make_it_fail(
    data: bytes, name: str, dialect: Dialect, encoding: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    found = table(tmp_path, name, dialect=dialect, encoding=encoding)
    rows = [
        row
        for batch in found.batches
        for row in (
            batch.rows if batch.rows is not None else range(batch.first_row, batch.first_row + len(batch.frame))
        )
    ]
    assert rows == sorted(rows)
    assert all(issue.message and issue.resource == "t" for issue in found.issues)
    spots = list(found.spots([(row, 1) for row in rows]))
    assert [spot.row for spot in spots] == rows
    assert all((spot.line or 0) > 0 and (spot.column or 0) > 0 for spot in spots)


def test_a_quote_left_open_in_the_header_is_told_once_and_no_columns_are_made_of_the_rest(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b'id,"name\n1,a\n2,b\n')
    found = table(tmp_path, "t.csv")
    assert (cells(found), told(found)) == ([], [("file/format", "error", 1, 1, 4)])
    assert not found.is_whole
