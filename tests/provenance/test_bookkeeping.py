"""Where documents are looked for, what is kept of tables, and what packages without books pay: nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from talent_dataset import validate
from talent_dataset.engine.errors import CannotCheckError
from talent_dataset.engine.reading.files import FolderFiles
from talent_dataset.provenance.bookkeeping import texts_folders

V2 = "https://datapackage.org/profiles/2.0/datapackage.json"


def resource(name: str, *fields: str) -> dict[str, object]:
    editorial = {"role": "editorial"}
    described = [{"name": field, "type": "string", "proof:data": editorial} for field in fields]
    return {"name": name, "path": f"{name}.csv", "schema": {"fields": described}}


SOURCES = resource("sources", "source_id", "sha256", "language")
EVIDENCE = resource(
    "evidence", *("evidence_id", "table", "row_id", "field", "source_id", "start", "end", "quote", "basis")
)


def package(folder: Path, evidence: str | None = "") -> Path:
    books = {"sources": "sources", "evidence": "evidence"}
    descriptor = {"$schema": V2, "name": "p", "proof:data": {"books": books}, "resources": [SOURCES, EVIDENCE]}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    (folder / "sources.csv").write_text("source_id,sha256,language\n", encoding="utf-8")
    if evidence is not None:
        head = "evidence_id,table,row_id,field,source_id,start,end,quote,basis\n"
        (folder / "evidence.csv").write_text(head + evidence, encoding="utf-8")
    return folder


def test_documents_are_looked_for_in_the_folder_given_and_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TALENT_DATASET_TEXTS", "elsewhere")
    assert texts_folders("here", FolderFiles(tmp_path)) == [Path("here")]
    assert texts_folders("", FolderFiles(tmp_path)) == []


def test_else_in_that_of_the_environment_and_at_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside, beside = tmp_path / "package" / "seeds" / "texts", tmp_path / "seeds" / "texts"
    for folder in (inside, beside):
        folder.mkdir(parents=True)
    monkeypatch.setenv("TALENT_DATASET_TEXTS", "named")
    assert texts_folders(None, FolderFiles(tmp_path / "package")) == [Path("named"), inside, beside]


def test_a_folder_with_documents_that_is_not_there_cannot_be_looked_through(tmp_path: Path) -> None:
    with pytest.raises(CannotCheckError, match="no folder"):
        validate(package(tmp_path), texts=tmp_path / "absent")


def test_books_that_cannot_be_read_are_told_as_skipped(tmp_path: Path) -> None:
    report = validate(package(tmp_path, evidence=None))
    assert report.books is None
    skipped = [(each.code, each.reason) for each in report.checks.skipped]
    assert ("evidence/backing", "'evidence' was not read to its end") in skipped


def test_a_finding_of_the_books_has_its_line_and_column(tmp_path: Path) -> None:
    report = validate(package(tmp_path, evidence='e1,"a\nb",x,,,,,,inferred\ne2,towns,x,,,,,,inferred\n'))
    found = [(each.code, each.row, each.line, each.column) for each in report.issues if each.field == "table"]
    assert found == [("evidence/orphan", 2, 2, 4), ("evidence/orphan", 3, 4, 4)]


def test_frames_may_have_books(tmp_path: Path) -> None:
    from talent_dataset.engine.descriptor import parse_package

    descriptor = json.loads((package(tmp_path) / "datapackage.json").read_text(encoding="utf-8"))
    parsed = parse_package(descriptor).package
    sources = pl.DataFrame(schema=dict.fromkeys(("source_id", "sha256", "language"), pl.String))
    row = dict.fromkeys((each["name"] for each in descriptor["resources"][1]["schema"]["fields"]), "x")
    report = validate({"sources": sources, "evidence": pl.DataFrame([row])}, schema=parsed)
    assert "evidence/orphan" in report.totals


def test_a_package_without_books_loads_nothing_of_them(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a\n1\n", encoding="utf-8")
    descriptor = {"$schema": V2, "name": "p", "resources": [{"name": "t", "path": "t.csv"}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    code = (
        "import sys; from talent_dataset.checking import validate\n"
        f"assert validate({str(tmp_path)!r}).is_valid\n"
        "print([name for name in sys.modules if 'talent_dataset' in name and 'book' in name])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout == "[]\n"
