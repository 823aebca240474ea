"""An entry that says again what another says adds nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

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
