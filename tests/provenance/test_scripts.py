"""A text stands in the column of its language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Make = Callable[..., Path]
Found = Callable[..., list[tuple[str, Any, str | None]]]

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
