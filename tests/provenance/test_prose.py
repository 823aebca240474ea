"""Text of one's own says no figure that the row does not prove, and the same figures in each language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Make = Callable[..., Path]
Found = Callable[..., list[tuple[str, Any, str | None]]]

EDITORIAL = {"proof:data": {"role": "editorial"}}
SCHEMA: dict[str, Any] = {
    "fields": {
        "people": {"type": "integer"},
        "since": {"proof:data": {"edtf": True}},
        "note_en": EDITORIAL,
        "note_zh": EDITORIAL,
        "file": EDITORIAL,
    }
}


def audit(make: Make, found: Found, english: str, chinese: str = "", file: str = "") -> list[tuple[str, str | None]]:
    town = {"id": "t", "people": "1200", "since": "1890-05", "note_en": english, "note_zh": chinese, "file": file}
    entries = [
        {"table": "towns", "row_id": "t", "field": "people", "source_id": "d1", "quote": "1,200 people in 4 wards"},
        {"table": "towns", "row_id": "t", "field": "since", "source_id": "d1", "quote": "May 1890"},
    ]
    text = "Since May 1890 it has 1,200 people in 4 wards, and 9 wells."
    books = {"languages": {"en": "_en", "zh": "_zh"}}
    folder = make({"d1": text}, {"towns": [town]}, entries, books=books, schemas={"towns": SCHEMA})
    return [(code, name) for code, _, name in found(folder)]


@pytest.mark.parametrize(
    "english",
    [
        "A town of 1,200.",
        "It has four wards.",
        "It is of 1890, or so it says.",
        "One of the towns.",
        "Told in document d1.",
        "Nothing to count.",
    ],
)
def test_a_figure_that_the_row_proves_may_be_said(books_package: Make, found: Found, english: str) -> None:
    assert audit(books_package, found, english) == []


@pytest.mark.parametrize("english", ["A town of 1,300.", "It has nine wells.", "It is of 1891.", "More than 1,200."])
def test_a_figure_that_nothing_proves_is_told(books_package: Make, found: Found, english: str) -> None:
    assert audit(books_package, found, f"{english} ") == [("evidence/prose", "note_en")]


def test_what_has_no_words_is_no_text(books_package: Make, found: Found) -> None:
    assert audit(books_package, found, "", file="777_ab.txt") == []


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("It has 1,200 people in four wards.", "有4个街区、1200人。"),
        ("Since May 1890.", "始于1890年5月。"),
        ("A town.", "小镇。"),
    ],
)
def test_two_languages_may_say_the_same_in_their_own_words(
    books_package: Make, found: Found, english: str, chinese: str
) -> None:
    assert audit(books_package, found, english, chinese) == []


@pytest.mark.parametrize(
    ("english", "chinese"),
    [("It has 1,200 people.", "有居民。"), ("It has four wards.", "有1200人。"), ("Since May 1890.", "始于1890年。")],
)
def test_two_languages_that_say_other_figures_are_told(
    books_package: Make, found: Found, english: str, chinese: str
) -> None:
    assert audit(books_package, found, english, chinese) == [("evidence/language", "note_zh")]


def test_a_text_in_one_language_only_is_held_to_no_other(books_package: Make, found: Found) -> None:
    assert audit(books_package, found, "It has 1,200 people.") == []
