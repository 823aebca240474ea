"""A stated reference names its thing: by a name or alias, in any language, and not inside the name of another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from talent_dataset.engine.report import Report

Make = Callable[..., Path]
Audited = Callable[..., Report]

TOWNS = [
    {"id": "linden", "name": "Linden", "name_zh": "林镇"},
    {"id": "new-linden", "name": "New Linden", "name_zh": "新林镇"},
    {"id": "elm", "name": "Elm", "name_zh": "榆镇"},
]
EDITORIAL = {"proof:data": {"role": "editorial"}}
OF_TOWNS: dict[str, Any] = {"fields": {"name": EDITORIAL, "name_zh": EDITORIAL}}
KEY = {"fields": ["town"], "reference": {"resource": "towns", "fields": ["id"]}}
BOOKS = {
    "things": [{"resource": "towns", "names": ["name", "name_zh"]}],
    "aliases": [{"resource": "aliases", "text": "text"}],
}


def audit(make: Make, audited: Audited, quote: str, town: str = "linden", **cells: str) -> list[tuple[str, str]]:
    source = "zh1" if ord(quote[0]) > 0x3000 else "d1"
    entry = {"table": "visits", "row_id": "v", "field": "town", "source_id": source, "quote": quote, **cells}
    of_aliases = {"table": "aliases", "row_id": "a", "field": "text", "source_id": source, "quote": quote}
    folder = make(
        {source: quote},
        {
            "towns": TOWNS,
            "visits": [{"id": "v", "town": town}],
            "aliases": [{"id": "a", "town": "linden", "text": "the Lime Town"}],
        },
        [entry, {**of_aliases, "basis": "inferred", "reason": "So.", "concludes": "the Lime Town | linden"}],
        books=BOOKS,
        schemas={
            "towns": OF_TOWNS,
            "visits": {"foreignKeys": [KEY]},
            "aliases": {"foreignKeys": [KEY], "proof:data": {"groups": [["text", "town"]]}},
        },
    )
    return [(each.code, each.message) for each in audited(folder).issues]


@pytest.mark.parametrize(
    "quote",
    ["mayor of Linden", "LINDEN", "Linden's mayor", "林镇", "visit to the  Lime Town", "New Linden and Linden"],
)
def test_a_thing_is_named_by_any_of_its_names(books_package: Make, audited: Audited, quote: str) -> None:
    assert audit(books_package, audited, quote) == []


@pytest.mark.parametrize(
    ("quote", "instead"),
    [
        ("mayor of Elm", ": it names 'elm' instead"),
        ("mayor of New Linden", ": it names 'new-linden' instead"),
        ("新林镇", ": it names 'new-linden' instead"),
        ("mayor of Lindenau", ""),
        ("the mayor", ""),
    ],
)
def test_a_quote_about_another_thing_is_told(books_package: Make, audited: Audited, quote: str, instead: str) -> None:
    message = f"The quote {quote!r} does not name 'linden' of 'towns'{instead}."
    assert audit(books_package, audited, quote) == [("evidence/thing", message)]


def test_of_a_reference_to_no_row_no_quote_is_blamed(books_package: Make, audited: Audited) -> None:
    found = audit(books_package, audited, "mayor of Linden", town="lyndon")
    assert found == [
        ("table/foreign-key", "'lyndon' is not in towns.id."),
        ("evidence/thing", "'lyndon' is no row of 'towns', so no quote can name it."),
    ]


def test_a_stated_reference_cannot_be_signed_for(books_package: Make, audited: Audited) -> None:
    found = audit(books_package, audited, "the mayor", concludes="linden")
    assert [code for code, _ in found] == ["evidence/thing"]


def test_an_inferred_reference_need_not_be_named(books_package: Make, audited: Audited) -> None:
    inferred = {"basis": "inferred", "reason": "There is one mayor.", "concludes": "linden"}
    assert audit(books_package, audited, "the mayor", **inferred) == []


def test_the_name_of_a_thing_is_the_whole_quote(books_package: Make, audited: Audited) -> None:
    def named(quote: str) -> list[str]:
        entry = {"table": "towns", "row_id": "t", "field": "name", "source_id": "d1", "quote": quote}
        tables = {"towns": [{"id": "t", "name": "New Linden"}]}
        books = {"things": [{"resource": "towns", "names": ["name"]}]}
        folder = books_package({"d1": quote}, tables, [entry], books=books)
        return [each.code for each in audited(folder).issues]

    assert named("new  Linden") == []
    assert named("Linden") == ["evidence/value"]
    assert named("New Linden and Elm") == ["evidence/value"]


def test_a_row_as_such_is_read_where_the_quote_names_it(books_package: Make, audited: Audited) -> None:
    def existing(quote: str, **cells: str) -> list[str]:
        entry = {"table": "towns", "row_id": "linden", "source_id": "d1", "quote": quote, **cells}
        books = {"things": [{"resource": "towns", "names": ["name"]}]}
        schemas = {"towns": OF_TOWNS}
        folder = books_package({"d1": quote}, {"towns": TOWNS}, [entry], books=books, schemas=schemas)
        return [each.code for each in audited(folder).issues]

    assert existing("a place called Linden") == []
    assert existing("a place") == ["evidence/concludes"]
    assert existing("a place", concludes="linden") == []


def test_cells_said_together_may_be_said_by_several_quotes(books_package: Make, audited: Audited) -> None:
    def tied(*quotes: tuple[str, str]) -> list[str]:
        entries = [
            {"table": "ties", "row_id": "t", "field": "tie", "source_id": "d1", "quote": quote, "concludes": concludes}
            for quote, concludes in quotes
        ]
        keys = [
            {"fields": [name], "reference": {"resource": "towns", "fields": ["id"]}} for name in ("subject", "object")
        ]
        ties = {
            "fields": {"tie": {"constraints": {"enum": ["twin-of"]}}},
            "foreignKeys": keys,
            "proof:data": {"groups": [["tie", "subject", "object"]]},
        }
        folder = books_package(
            {"d1": "Linden is now, we hear, the twin of Elm."},
            {"towns": TOWNS, "ties": [{"id": "t", "subject": "linden", "tie": "twin-of", "object": "elm"}]},
            entries,
            books={"things": [{"resource": "towns", "names": ["name"]}]},
            schemas={"towns": OF_TOWNS, "ties": ties},
        )
        return [each.code for each in audited(folder).issues]

    whole = "twin-of | linden | elm"
    assert tied(("Linden", whole), ("the twin of Elm", whole)) == []
    assert tied(("the twin of Elm", whole)) == ["evidence/thing"]
