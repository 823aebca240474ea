"""The books as plain values."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.provenance.ledger import Ledger, found_once, row_id_of

Make = Callable[..., Path]
Read = Callable[..., Ledger]

ENTRY = {"table": "towns", "row_id": "linden", "field": "name", "source_id": "d1", "quote": "Linden"}


@given(st.lists(st.text(), min_size=2, max_size=4), st.lists(st.text(), min_size=2, max_size=4))
def test_two_composite_keys_have_two_ids(one: list[str], other: list[str]) -> None:
    assert (row_id_of(one) == row_id_of(other)) == (one == other)


def test_a_key_of_one_part_stands_as_it_is() -> None:
    assert row_id_of(["a/b~"]) == "a/b~"


def test_a_cell_without_a_value_is_not_among_the_cells(books_package: Make, ledger: Read) -> None:
    towns = [{"id": "linden", "name": "Linden", "note": ""}, {"id": "elm", "name": "-", "note": "x"}]
    folder = books_package({"d1": "Linden"}, {"towns": towns}, schemas={"towns": {"missingValues": ["", "-"]}})
    rows = ledger(folder).tables["towns"].rows
    assert [(row.number, dict(row.cells)) for row in rows] == [
        (2, {"id": "linden", "name": "Linden"}),
        (3, {"id": "elm", "note": "x"}),
    ]


def test_entries_are_known_by_their_row_and_by_their_source(books_package: Make, ledger: Read) -> None:
    folder = books_package({"d1": "Linden"}, {"towns": [{"id": "linden", "name": "Linden"}]}, [ENTRY])
    books = ledger(folder)
    (entry,) = books.evidence
    assert (entry.start, entry.end, entry.reading) == (0, 6, "Linden")
    assert books.entries_of[("towns", "linden")] == books.entries_in["d1"] == [entry]
    assert books.backing("towns", "linden", "name") == [entry]


def test_the_tables_of_the_books_state_no_facts_but_sources_do(books_package: Make, ledger: Read) -> None:
    folder = books_package({"d1": "Linden"}, {"towns": [{"id": "linden", "name": "Linden"}]}, repairs=[])
    assert [table.name for table in ledger(folder).facts()] == ["towns", "sources"]


def test_a_value_is_read_by_the_type_of_its_field(books_package: Make, ledger: Read) -> None:
    towns = [{"id": "a", "people": "1200"}, {"id": "b", "people": "many"}, {"id": "c", "people": ""}]
    schemas = {"towns": {"fields": {"people": {"type": "integer"}}}}
    table = ledger(books_package({"d1": "x"}, {"towns": towns}, schemas=schemas)).tables["towns"]
    assert [table.value(row, "people") for row in table.rows] == [1200, None, None]


def test_what_checks_share_is_looked_for_once_in_each_ledger(books_package: Make, ledger: Read) -> None:
    folder = books_package({"d1": "Linden"}, {"towns": [{"id": "linden", "name": "Linden"}]}, [ENTRY])
    asked: list[Ledger] = []

    @found_once
    def tables_of(books: Ledger) -> list[str]:
        asked.append(books)
        return list(books.tables)

    one, other = ledger(folder), ledger(folder)
    assert tables_of(one) is tables_of(one)
    assert tables_of(other) == tables_of(one)
    assert asked == [one, other]
