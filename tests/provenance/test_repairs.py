"""A repair is for a damage that is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Make = Callable[..., Path]
Found = Callable[..., list[tuple[str, Any, str | None]]]

TEXT = "Linden has l6 mills and l7 wells."


def repair(name: str, start: int, end: int, raw: str, reading: str = "16") -> dict[str, str]:
    place = {"source_id": "d1", "start": str(start), "end": str(end)}
    return {"repair_id": name, **place, "raw": raw, "reading": reading}


def test_a_repair_whose_raw_text_is_there_holds(books_package: Make, found: Found) -> None:
    folder = books_package({"d1": TEXT}, {}, repairs=[repair("r1", 11, 13, "l6"), repair("r2", 24, 26, "l7", "17")])
    assert found(folder) == []


@pytest.mark.parametrize(
    "broken",
    [repair("r1", 12, 14, "l6"), repair("r1", 11, 13, "I6"), repair("r1", 900, 902, "l6")],
    ids=["elsewhere", "another text", "beyond the end"],
)
def test_a_repair_whose_raw_text_is_not_there_fails(books_package: Make, found: Found, broken: dict[str, str]) -> None:
    assert found(books_package({"d1": TEXT}, {}, repairs=[broken])) == [("evidence/repair", "r1", "raw")]


def test_without_the_document_a_repair_is_held_to_its_length(books_package: Make, found: Found) -> None:
    folder = books_package({"d1": TEXT}, {}, repairs=[repair("r1", 11, 14, "l6")])
    assert found(folder, texts="") == [("evidence/repair", "r1", "raw")]


def test_repairs_do_not_overlap(books_package: Make, found: Found) -> None:
    beside = books_package({"d1": TEXT}, {}, repairs=[repair("r1", 11, 12, "l"), repair("r2", 12, 13, "6")])
    assert found(beside) == []
    folder = books_package({"d1": TEXT}, {}, repairs=[repair("r2", 12, 13, "6"), repair("r1", 11, 13, "l6")])
    assert found(folder) == [("evidence/repair", "r2", "start")]
