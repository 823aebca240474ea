"""An entry says how its cell follows from a source, and gives what that takes."""

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
