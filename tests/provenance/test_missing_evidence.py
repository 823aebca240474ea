"""The work list of a curator: what the debit side still lacks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from talent_dataset.provenance.ledger import Ledger
from talent_dataset.provenance.missing_evidence import Gap, gaps

Make = Callable[..., Path]
Read = Callable[[Path], Ledger]

TOWNS = [
    {"id": "linden", "name": "Linden", "people": "12", "note": "old"},
    {"id": "elm", "name": "Elm", "people": "", "note": ""},
]
GROUPS = {"towns": {"proof:data": {"groups": [["people", "note"]]}}}


def test_cells_without_entry_stand_in_the_order_of_the_table_those_said_together_as_one(
    books_package: Make, ledger: Read
) -> None:
    folder = books_package({"d1": "Linden"}, {"towns": TOWNS}, schemas=GROUPS)
    message = "No entry of the evidence backs this cell."
    code = "evidence/backing"
    assert gaps(ledger(folder)) == [
        Gap("towns", "linden", ("name",), ("Linden",), "", code, message, ""),
        Gap("towns", "linden", ("people", "note"), ("12", "old"), "", code, message, ""),
        Gap("towns", "elm", ("name",), ("Elm",), "", code, message, ""),
    ]


def test_an_entry_that_does_not_hold_is_told_with_its_cell(books_package: Make, ledger: Read) -> None:
    entry = {"table": "towns", "row_id": "elm", "field": "name", "source_id": "d1", "quote": "Linden"}
    folder = books_package({"d1": "Linden"}, {"towns": [TOWNS[1]]}, [entry])
    assert [(each.row_id, each.fields, each.entry) for each in gaps(ledger(folder))] == [("elm", ("name",), "e0")]


def test_an_entry_for_a_row_that_is_not_there_is_told_too(books_package: Make, ledger: Read) -> None:
    entry = {"table": "towns", "row_id": "oak", "field": "name", "source_id": "d1", "quote": "Linden"}
    folder = books_package({"d1": "Linden"}, {"towns": [TOWNS[1]]}, [entry])
    assert [(each.row_id, each.fields, each.code) for each in gaps(ledger(folder))] == [
        ("elm", ("name",), "evidence/backing"),
        ("oak", ("name",), "evidence/orphan"),
    ]
