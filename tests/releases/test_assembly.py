"""A release says of each captured figure which cell holds it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from talent_dataset.checking import validate
from talent_dataset.engine.reading.opening import open_package
from talent_dataset.provenance.scanning import scan, seed_of
from talent_dataset.releases.assembly import assemble_tables

TEXT = "Linden has 1,200 people. All 1,200 met at 35 mills."
FIGURES = ("figure_id", "source_id", "start", "end", "text", "kind", "value", "upper", "comparator", "scale", "unit")
BOOKED = ("date", "idiom", "booked_as", "table", "row_id", "field", "duplicate_of", "reason", "note")
ENTRY = {
    "evidence_id": "e1", "table": "towns", "row_id": "linden", "field": "people", "source_id": "d1",
    "start": "11", "end": "23", "quote": "1,200 people", "basis": "stated",
}  # fmt: skip
CODES = ["captured", "duplicate", "set-aside"]


def own(*names: str, **types: str) -> list[dict[str, Any]]:
    """Fields that need no evidence."""
    editorial = {"proof:data": {"role": "editorial"}}
    return [{"name": name, "type": types.get(name, "string"), **editorial} for name in names]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package of one cell, whose document has its figure twice, and another."""
    done = scan(seed_of("d1.txt", TEXT.encode(), "en"), [], [], "d1")
    duplicate = {"booked_as": "duplicate", "duplicate_of": "d1-0011"}
    aside = {"booked_as": "set-aside", "reason": "background", "note": "Not ours."}
    first, again, mills = (dict(row) for row in done.figures)
    booked = [first, {**again, **duplicate}, {**mills, **aside}]
    tables: dict[str, tuple[list[dict[str, Any]], list[Any]]] = {
        "towns": ([*own("id"), {"name": "people", "type": "integer"}], [{"id": "linden", "people": "1200"}]),
        "sources": (own(*done.source), [done.source]),
        "evidence": (own(*ENTRY), [ENTRY]),
        "figures": (own(*FIGURES, *BOOKED, value="number"), booked),
    }
    for field in tables["figures"][0]:
        if field["name"] == "booked_as":
            field |= {"categories": CODES, "constraints": {"enum": CODES}}
    resources = [_resource(tmp_path, name, *table) for name, table in tables.items()]
    books = {"books": {name: name for name in ("sources", "evidence", "figures")}}
    profile = "https://datapackage.org/profiles/2.0/datapackage.json"
    descriptor = {"$schema": profile, "name": "linden", "proof:data": books, "resources": resources}
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return tmp_path


def _resource(folder: Path, name: str, fields: list[dict[str, Any]], rows: list[Any]) -> dict[str, Any]:
    text = io.StringIO()
    writer = csv.DictWriter(text, [field["name"] for field in fields], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    (folder / f"{name}.csv").write_text(text.getvalue(), encoding="utf-8")
    return {"name": name, "path": f"{name}.csv", "schema": {"fields": fields, "primaryKey": [fields[0]["name"]]}}


def released(package: Path) -> dict[str, bytes]:
    opened = open_package(package)
    assert opened.parsed.package is not None
    return dict(assemble_tables(opened.parsed.package, opened.files))


def test_the_package_is_valid_and_its_books_balance(package: Path) -> None:
    report = validate(package, texts="")
    assert [issue.message for issue in report.issues if issue.severity == "error"] == []


def test_what_is_captured_names_its_cell_and_other_bookings_stay(package: Path) -> None:
    rows = csv.DictReader(io.StringIO(released(package)["data/figures.csv"].decode()))
    names = ("figure_id", "booked_as", "table", "row_id", "field", "duplicate_of", "reason")
    assert [tuple(row[name] for name in names) for row in rows] == [
        ("d1-0011", "captured", "towns", "linden", "people", "", ""),
        ("d1-0029", "duplicate", "", "", "", "d1-0011", ""),
        ("d1-0042", "set-aside", "", "", "", "", "background"),
    ]


def test_the_parquet_file_says_the_same_as_the_csv_file(package: Path) -> None:
    import polars as pl

    files = released(package)
    typed = pl.read_parquet(io.BytesIO(files["data/figures.parquet"]))
    texts = pl.read_csv(io.BytesIO(files["data/figures.csv"]), infer_schema=False)
    for name in ("booked_as", "table", "row_id", "field"):
        assert typed[name].cast(pl.String).to_list() == texts[name].to_list()


def test_what_is_released_is_valid_itself(package: Path, tmp_path: Path) -> None:
    for path, data in released(package).items():
        file = tmp_path / "released" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    report = validate(tmp_path / "released", texts="")
    assert [issue.message for issue in report.issues if issue.severity == "error"] == []


def test_only_columns_that_are_there_are_filled(package: Path) -> None:
    file = package / "figures.csv"
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
    for row in rows:
        del row["field"]
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    kept = [field for field in descriptor["resources"][3]["schema"]["fields"] if field["name"] != "field"]
    descriptor["resources"][3] = _resource(package, "figures", kept, rows)
    (package / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    filled = next(csv.DictReader(io.StringIO(released(package)["data/figures.csv"].decode())))
    assert (filled["booked_as"], filled["table"], filled["row_id"]) == ("captured", "towns", "linden")
    assert "field" not in filled


def test_a_package_without_figures_is_as_it_was(package: Path) -> None:
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    del descriptor["proof:data"]["books"]["figures"]
    (package / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(released(package)["data/figures.csv"].decode())))
    assert [row["booked_as"] for row in rows] == ["", "duplicate", "set-aside"]
