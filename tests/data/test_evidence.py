"""The books of our own dataset balance; a few lines that know nothing of the engine hold what all else rests on."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from talent_dataset import validate
from talent_dataset.engine.report import Report

# What tables/data/conftest.py hands out; test modules are not importable from one another.
Curated = Any


@pytest.fixture(scope="module")
def without(root: Path) -> Report:
    """The package, validated without any document."""
    return validate(root / "datapackage", texts="")


@pytest.fixture(scope="module")
def within(root: Path, texts: Path) -> Report:
    """The package, validated with its documents."""
    return validate(root / "datapackage", texts=texts)


def balance(report: Report) -> Mapping[str, Any]:
    assert report.books is not None
    return report.books


def test_both_books_balance_against_the_documents(within: Report) -> None:
    books = balance(within)
    assert (within.issues, within.checks.skipped) == ((), ())
    # An empty list of cells would balance as well.
    assert books["cells"]["backed"] == books["cells"]["of"] > 1000
    assert books["figures"]["booked"] == books["figures"]["found"] > 0
    assert books["sources"]["verified"] == books["sources"]["of"] == 5
    assert books["conflicts"]["open"] == 0


def test_every_table_of_facts_balances(within: Report) -> None:
    tables = {each["table"]: each["backed"] - each["of"] for each in balance(within)["cells"]["by_table"]}
    assert tables == dict.fromkeys(
        (
            "agreements", "events", "institutions", "statistics", "commitments", "programmes", "places", "people",
            "positions", "agreement_parties", "event_participants", "commitment_bodies", "relations", "names",
            "sources",
        ),
        0,
    )  # fmt: skip


def test_without_the_documents_the_books_balance_too_and_the_report_says_what_was_not_checked(without: Report) -> None:
    books = balance(without)
    assert without.is_valid
    assert books["cells"]["backed"] == books["cells"]["of"]
    assert books["sources"]["verified"] == 0
    assert {each.code for each in without.checks.skipped} >= {"evidence/quote", "source/document", "figures/list"}


# An oracle that shares no code with the engine, for the two promises on which all else rests.


def entries(curated: Curated, *bases: str) -> list[Mapping[str, str]]:
    return [entry for entry in curated.tables["evidence"].values() if not bases or entry["basis"] in bases]


def factual_cells(curated: Curated) -> Iterator[tuple[str, str, str]]:
    for table, rows in curated.tables.items():
        fields = [name for name, role in curated.roles(table).items() if role == "factual"]
        yield from ((table, key, name) for key, row in rows.items() for name in fields if row.get(name))


def test_every_factual_cell_is_backed(curated: Curated) -> None:
    backed = {(entry["table"], entry["row_id"], entry["field"]) for entry in entries(curated)}
    naked = [
        (table, key, name)
        for table, key, name in factual_cells(curated)
        if not any((table, key, other) in backed for other in curated.group(table, name))
    ]
    assert naked == []


def test_every_row_of_a_table_of_facts_has_evidence(curated: Curated) -> None:
    known = {(entry["table"], entry["row_id"]) for entry in entries(curated)}
    tables = {table for table, _, _ in factual_cells(curated)}
    assert {(table, key) for table in tables for key in curated.tables[table]} - known == set()


def test_every_quote_is_at_its_place_in_its_source(curated: Curated, documents: Mapping[str, str]) -> None:
    for entry in entries(curated, "stated", "inferred"):
        found = documents[entry["source_id"]][int(entry["start"]) : int(entry["end"])]
        assert found == entry["quote"], entry["evidence_id"]
        assert hashlib.sha256(found.encode()).hexdigest() == entry["span_sha256"], entry["evidence_id"]


def test_a_source_has_the_bytes_that_the_books_were_written_for(curated: Curated, texts: Path) -> None:
    for row in curated.tables["sources"].values():
        data = (texts / row["file"]).read_bytes()
        found = (hashlib.sha256(data).hexdigest(), len(data), len(data.decode("utf-8")))
        assert found == (row["sha256"], int(row["bytes"]), int(row["characters"]))


def test_the_sources_are_those_of_the_manifest(curated: Curated, root: Path) -> None:
    with (root / "seeds" / "manifest.csv").open(encoding="utf-8", newline="") as file:
        manifest = list(csv.DictReader(file))
    shared = tuple(manifest[0])
    assert [{name: row[name] for name in shared} for row in curated.tables["sources"].values()] == manifest


def test_what_is_not_stated_says_why(curated: Curated) -> None:
    assert [e["evidence_id"] for e in entries(curated, "inferred", "reference") if not e["reason"]] == []
    assert [e["evidence_id"] for e in entries(curated, "stated") if e["reason"] or e["derivation"]] == []
