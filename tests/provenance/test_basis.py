"""An entry says how its cell follows from a source, and once; a repair is for a damage, a text in its language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Make = Callable[..., Path]
Found = Callable[..., list[tuple[str, Any, str | None]]]

PLACE = {"source_id": "d1", "quote": "Linden"}
CELL = {"table": "towns", "row_id": "linden", "field": "name", "concludes": "Linden"}
REASON = {"reason": "So it is."}


def fields(make: Make, found: Found, **entry: str) -> list[str | None]:
    folder = make({"d1": "Linden"}, {"towns": [{"id": "linden", "name": "Linden"}]}, [{**CELL, **entry}])
    return [name for code, _, name in found(folder) if code == "evidence/basis"]


@pytest.mark.parametrize(
    "entry",
    [
        {"basis": "stated", **PLACE},
        {"basis": "inferred", **PLACE, **REASON},
        {"basis": "reference", **REASON},
        {"basis": "computed", "derivation": "'Linden'"},
    ],
    ids=lambda each: each["basis"],
)
def test_each_basis_has_what_it_takes(books_package: Make, found: Found, entry: dict[str, str]) -> None:
    assert fields(books_package, found, **entry) == []


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        ({"basis": "state", **PLACE}, "basis"),
        ({"basis": "", **PLACE}, "basis"),
        ({"basis": "stated"}, "source_id"),
        ({"basis": "stated", **PLACE, "start": ""}, "start"),
        ({"basis": "stated", **PLACE, "derivation": "1 + 1"}, "derivation"),
        ({"basis": "inferred", **PLACE}, "reason"),
        ({"basis": "reference"}, "reason"),
        ({"basis": "reference", **REASON, **PLACE}, "source_id"),
        ({"basis": "computed"}, "derivation"),
    ],
)
def test_what_a_basis_lacks_or_cannot_have_is_told(
    books_package: Make, found: Found, entry: dict[str, str], name: str
) -> None:
    assert fields(books_package, found, **entry) == [name]


@pytest.mark.parametrize(
    ("field", "books", "told"),
    [
        ({"type": "integer"}, {"quantities": [{"resource": "towns", "value": "name"}]}, ["basis"]),
        ({"type": "year"}, {}, ["basis"]),
        ({"type": "integer"}, {}, []),
    ],
    ids=["a quantity", "a date", "a code of digits"],
)
def test_no_code_list_measures(
    books_package: Make, found: Found, field: dict[str, Any], books: dict[str, Any], told: list[str]
) -> None:
    entry = {**CELL, "concludes": "2019", "basis": "reference", **REASON}
    schemas = {"towns": {"fields": {"name": field}}}
    folder = books_package({}, {"towns": [{"id": "linden", "name": "2019"}]}, [entry], books=books, schemas=schemas)
    assert [name for code, _, name in found(folder) if code == "evidence/basis"] == told


TEXT = "Linden has 1,200 people: 1,200 in all."
TOWNS = [{"id": "linden", "people": "1200"}]
PEOPLE = {"table": "towns", "row_id": "linden", "field": "people", "source_id": "d1", "quote": "1,200 people"}


def test_an_entry_that_repeats_another_is_told_and_one_with_other_words_is_not(
    books_package: Callable[..., Path], found: Callable[..., list[tuple[str, Any, str | None]]]
) -> None:
    schemas = {"towns": {"fields": {"people": {"type": "integer"}}}}
    entries = [PEOPLE, PEOPLE, {**PEOPLE, "quote": "1,200 in all"}]
    issues = found(books_package({"d1": TEXT}, {"towns": TOWNS}, entries, schemas=schemas))
    assert [each for each in issues if each[0] == "evidence/unused"] == [("evidence/unused", "e1", "evidence_id")]


DAMAGED = "Linden has l6 mills and l7 wells."


def repair(name: str, start: int, end: int, raw: str, reading: str = "16") -> dict[str, str]:
    place = {"source_id": "d1", "start": str(start), "end": str(end)}
    return {"repair_id": name, **place, "raw": raw, "reading": reading}


def test_a_repair_whose_raw_text_is_there_holds(books_package: Make, found: Found) -> None:
    folder = books_package({"d1": DAMAGED}, {}, repairs=[repair("r1", 11, 13, "l6"), repair("r2", 24, 26, "l7", "17")])
    assert found(folder) == []


@pytest.mark.parametrize(
    "broken",
    [repair("r1", 12, 14, "l6"), repair("r1", 11, 13, "I6"), repair("r1", 900, 902, "l6")],
    ids=["elsewhere", "another text", "beyond the end"],
)
def test_a_repair_whose_raw_text_is_not_there_fails(books_package: Make, found: Found, broken: dict[str, str]) -> None:
    assert found(books_package({"d1": DAMAGED}, {}, repairs=[broken])) == [("evidence/repair", "r1", "raw")]


def test_without_the_document_a_repair_is_held_to_its_length(books_package: Make, found: Found) -> None:
    folder = books_package({"d1": DAMAGED}, {}, repairs=[repair("r1", 11, 14, "l6")])
    assert found(folder, texts="") == [("evidence/repair", "r1", "raw")]


def test_repairs_do_not_overlap(books_package: Make, found: Found) -> None:
    beside = books_package({"d1": DAMAGED}, {}, repairs=[repair("r1", 11, 12, "l"), repair("r2", 12, 13, "6")])
    assert found(beside) == []
    folder = books_package({"d1": DAMAGED}, {}, repairs=[repair("r2", 12, 13, "6"), repair("r1", 11, 13, "l6")])
    assert found(folder) == [("evidence/repair", "r2", "start")]


BOOKS = {"languages": {"en": "_en", "zh": "_zh"}, "things": [{"resource": "towns", "names": ["name_en", "name_zh"]}]}


def strayed(make: Make, found: Found, **cells: str) -> list[tuple[str, str | None]]:
    folder = make({"d1": "Linden."}, {"towns": [{"id": "t", "name_en": "", "name_zh": "", **cells}]}, books=BOOKS)
    return [(code, name) for code, _, name in found(folder) if code == "evidence/language"]


@pytest.mark.parametrize(
    "cells",
    [
        {"name_en": "Linden", "name_zh": "林镇"},
        {"name_en": "Linden (林镇)", "name_zh": "林镇Linden Works工厂"},
        {"name_en": "Łódź", "name_zh": "BRISC"},
        {"name_en": "1200"},
    ],
    ids=["each in its own", "with words of the other", "a name as it is", "no letters"],
)
def test_a_text_in_its_column_is_fine(books_package: Make, found: Found, cells: dict[str, str]) -> None:
    assert strayed(books_package, found, **cells) == []


def test_chinese_in_the_english_column_is_told(books_package: Make, found: Found) -> None:
    assert strayed(books_package, found, name_en="林镇") == [("evidence/language", "name_en")]


def test_english_words_in_the_chinese_column_are_told(books_package: Make, found: Found) -> None:
    assert strayed(books_package, found, name_zh="Linden Works") == [("evidence/language", "name_zh")]
