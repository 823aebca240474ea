"""Words of a document are quoted, never sentences; names are free."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Make = Callable[..., Path]
Found = Callable[..., list[tuple[str, Any, str | None]]]
Cells = dict[str, str]

NAME = "The Society for the Preservation of the Old Mills of Linden and Ashford"
TEXT = f"{NAME} met in Linden. It has 1,200 members in 35 towns, and 16 guests came. " + "The rest was silence. " * 12
HAN = "林登镇的老磨坊保护协会今天在林登镇召开了一千二百人的第三次全体会议。" + "其余无话。" * 60
SOCIETIES = [{"id": "mills", "name": NAME, "note": "x"}]
ROLES = {"societies": {"fields": {name: {"proof:data": {"role": "factual"}} for name in ("name", "note")}}}


def quote(text: str, field: str = "note", source: str = "d1", **cells: str) -> Cells:
    return {"table": "societies", "row_id": "mills", "field": field, "source_id": source, "quote": text, **cells}


@pytest.fixture
def limits(books_package: Make, found: Found) -> Callable[..., list[tuple[str, Any, str | None]]]:
    """What is told of the quotes of a package: at most 60 characters or 20 Han, and 30 % of a document."""

    def run(*entries: Cells, things: bool = True, **quotes: float) -> list[tuple[str, Any, str | None]]:
        named: dict[str, Any] = {"things": [{"resource": "societies", "names": ["name"]}]} if things else {}
        books = {**named, **({"quotes": quotes} if quotes else {})}
        folder = books_package({"d1": TEXT, "zh1": HAN}, {"societies": SOCIETIES}, entries, books=books, schemas=ROLES)
        return [each for each in found(folder) if each[0] in ("evidence/length", "evidence/share")]

    return run


Limits = Callable[..., list[tuple[str, Any, str | None]]]


def test_sixty_characters_may_be_quoted_and_no_more(limits: Limits) -> None:
    start = TEXT.index(" met")
    assert limits(quote(TEXT[start : start + 60])) == []
    assert limits(quote(TEXT[start : start + 61])) == [("evidence/length", "e0", "quote")]


def test_twenty_han_characters_may_be_quoted_and_no_more(limits: Limits) -> None:
    assert limits(quote(HAN[:20], source="zh1")) == []
    assert limits(quote(HAN[:21], source="zh1")) == [("evidence/length", "e0", "quote")]


def test_a_name_is_quoted_in_full(limits: Limits) -> None:
    assert limits(quote(NAME, "name")) == []
    assert limits(quote(NAME, "name"), things=False) == [("evidence/length", "e0", "quote")]


def test_a_quote_that_is_more_than_a_name_is_no_name(limits: Limits) -> None:
    assert limits(quote(f"{NAME} met")) == [("evidence/length", "e0", "quote")]


def test_a_damaged_name_is_known_by_its_reading(limits: Limits) -> None:
    assert limits(quote(TEXT[: len(NAME) + 4], "name", quote_restored=NAME)) == []


def test_the_limits_are_those_of_the_books(limits: Limits) -> None:
    assert limits(quote("1,200 members"), characters=12) == [("evidence/length", "e0", "quote")]


def side_by_side(count: int) -> list[Cells]:
    """Quotes of 50 characters, one after the other, behind the name."""
    first = len(NAME)
    spans = [(first + 50 * at, first + 50 * (at + 1)) for at in range(count)]
    return [quote(TEXT[a:b], start=str(a), end=str(b)) for a, b in spans]


def test_quotes_cover_thirty_per_cent_of_a_document_and_no_more(limits: Limits) -> None:
    assert 2 * 50 <= 0.3 * len(TEXT) < 3 * 50
    assert limits(*side_by_side(2)) == []
    assert limits(*side_by_side(3)) == [("evidence/share", "d1", None)]


def test_what_is_quoted_twice_counts_once(limits: Limits) -> None:
    two = side_by_side(2)
    again = [{**each, "field": "name"} for each in two]
    assert limits(*two, *again) == []


def test_names_do_not_count(limits: Limits) -> None:
    assert limits(*side_by_side(2), quote(NAME, "name")) == []
    assert limits(*side_by_side(2), quote(TEXT[:60], "name")) == [("evidence/share", "d1", None)]


def test_a_name_inside_a_quote_that_is_quoted_itself_does_not_count(limits: Limits) -> None:
    assert limits(*side_by_side(2), quote(TEXT[:60], "name"), quote(NAME, "name")) == []


def test_one_quote_may_stand_in_the_shortest_document(books_package: Make, found: Found) -> None:
    folder = books_package({"d1": "Linden met."}, {"societies": SOCIETIES}, [quote("Linden met")], schemas=ROLES)
    assert [each for each in found(folder) if each[0] == "evidence/share"] == []
