from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from talent_dataset.checking import validate
from talent_dataset.engine.descriptor.model import Resource, Schema
from talent_dataset.engine.reading.formats import LENGTH, is_table, kind_of, table_format


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"paths": ("t.csv",)}, "csv"),
        ({"paths": ("T.CSV.GZ",)}, "csv"),
        ({"paths": ("t.csv.zip",)}, "csv"),
        ({"paths": ("t",)}, "csv"),
        ({"paths": ("t.txt",)}, "csv"),
        ({"paths": ("t.tsv",)}, "tsv"),
        ({"paths": ("t.csv",), "format": "tsv"}, "tsv"),
        ({"paths": ("t.x",), "mediatype": "text/csv; charset=utf-8"}, "csv"),
        ({"paths": ("t.jsonl",)}, "ndjson"),
        ({"paths": ("t.parquet",)}, "parquet"),
        ({"paths": ("t.x",), "format": ".arrow"}, "arrow"),
        ({"paths": ("t.xlsx",)}, "xlsx"),
        ({"paths": ("t.csv",), "format": "fixed"}, "fixed"),
        ({"data": []}, "json"),
        ({"data": "a,b", "format": "csv"}, "csv"),
    ],
)
def test_the_format_is_as_declared_else_as_the_name_says(more: dict[str, Any], expected: str) -> None:
    assert table_format(Resource(name="t", **more)) == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"paths": ("t.bin",), "type": "table"}, True),
        ({"paths": ("t.json",), "schema": Schema(fields=())}, True),
        ({"paths": ("t.xlsx",), "schema": Schema(fields=())}, True),
        ({"paths": ("t.asc",), "schema": Schema(fields=()), "format": "fixed"}, False),
        ({"paths": ("t.asc",), "type": "table", "format": "fixed"}, True),
        ({"data": [], "schema": Schema(fields=())}, True),
        ({"paths": ("t.csv",)}, True),
        ({"paths": ("t.json",)}, False),
        ({"paths": ("t.png",)}, False),
        ({"paths": ("README.txt",)}, False),
        ({"data": [{"a": 1}]}, False),
    ],
)
def test_what_is_read_as_a_table(more: dict[str, Any], expected: bool) -> None:  # noqa: FBT001
    assert is_table(Resource(name="t", **more)) is expected


def zipped() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return stream.getvalue()


def parquet() -> bytes:
    stream = io.BytesIO()
    pl.DataFrame({"id": [1]}).write_parquet(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (zipped(), "The file is a zip archive, as XLSX, ODS and Numbers files are, not a text table."),
        (gzip.compress(b"id,name\n1,a\n"), "The file is a gzip archive, not a text table."),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "The file is a PDF document, not a text table."),
        (parquet(), "The file is a Parquet file, not a text table."),
        (b"\n<!DOCTYPE html>\n<html>404</html>\n", "The file is a web page, not a text table."),
        (b"<?xml version='1.0'?>\n<!-- moved -->\n<HTML lang='en'>", "The file is a web page, not a text table."),
        (b"version https://git-lfs.github.com/spec/v1\noid x\n", "The file is a pointer of Git LFS, not a text table."),
        (b"/annex/objects/SHA256E-s1--a.csv\n", "The file is a pointer of git-annex, not a text table."),
    ],
    # The bytes of an archive tell when it was made, and parallel runs need the same names.
    ids=["zip", "gzip", "pdf", "parquet", "html", "xhtml", "lfs", "annex"],
)
def test_a_file_that_is_no_text_is_told_once(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "t.csv").write_bytes(data)
    schema = {"fields": [{"name": "id", "type": "integer"}, {"name": "name"}], "primaryKey": ["id"]}
    profile = "https://datapackage.org/profiles/2.0/datapackage.json"
    resource = {"name": "t", "type": "table", "path": "t.csv", "schema": schema}
    (tmp_path / "datapackage.json").write_text(json.dumps({"$schema": profile, "resources": [resource]}))
    report = validate(tmp_path)
    assert [(issue.code, issue.message, issue.hint != "") for issue in report.issues] == [
        ("file/format", message, True)
    ]


@pytest.mark.parametrize("text", ["", "PK,id", "id,name\n1,<html>", "%PDF,a", "成都", "<htmlish>\n1", "version,id"])
def test_text_is_taken_for_text(text: str) -> None:
    assert kind_of(text.encode()[:LENGTH]) is None


STAND_INS = [
    (
        b"version https://git-lfs.github.com/spec/v1\noid x\n",
        "a pointer of Git LFS",
        "Fetch the file itself: `git lfs pull`.",
    ),
    (b"<!DOCTYPE html>\n<html>404</html>", "a web page", "Perhaps a download that failed; fetch the file again."),
]


@pytest.mark.parametrize("kind", ["parquet", "arrow", "xlsx", "ods"])
@pytest.mark.parametrize(("data", "what", "hint"), STAND_INS)
def test_what_stands_where_a_file_was_meant_is_named_whatever_the_format(
    kind: str, data: bytes, what: str, hint: str, tmp_path: Path
) -> None:
    (tmp_path / f"t.{kind}").write_bytes(data)
    resource = {"name": "t", "type": "table", "path": f"t.{kind}", "schema": {"fields": [{"name": "id"}]}}
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [resource]}), encoding="utf-8")
    assert [(i.code, i.message, i.hint) for i in validate(tmp_path).issues if i.severity == "error"] == [
        ("file/format", f"The file is {what}, not of the format {kind!r}.", hint)
    ]
