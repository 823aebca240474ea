"""Every factual cell has an entry, and every entry a factual cell."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from talent_dataset.checking import validate

Make = Callable[..., Path]
Found = Callable[..., list[tuple[str, Any, str | None]]]

TEXT = "The town of Linden has 1,200 people."
TOWNS = [{"id": "linden", "name": "Linden", "note": ""}]
NAME = {"table": "towns", "row_id": "linden", "field": "name", "source_id": "d1", "quote": "Linden"}


def test_a_factual_cell_without_an_entry_is_told_at_the_cell(books_package: Make, found: Found) -> None:
    folder = books_package({"d1": TEXT}, {"towns": TOWNS})
    assert found(folder) == [("evidence/backing", "linden", "name")]


def test_a_cell_without_an_entry_names_the_file_of_its_table_and_the_row_in_it(books_package: Make) -> None:
    folder = books_package({"d1": TEXT}, {"towns": TOWNS}, [NAME])
    (folder / "more.csv").write_text("id,name,note\n\noak,,\nelm,Elm,\n", encoding="utf-8")
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    [towns] = [each for each in descriptor["resources"] if each["name"] == "towns"]
    towns["path"] = ["towns.csv", "more.csv"]
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    [issue] = [each for each in validate(folder).issues if each.code == "evidence/backing"]
    assert (issue.key, issue.field, issue.path, issue.line, issue.column) == ({"id": "elm"}, "name", "more.csv", 4, 5)
    assert (issue.row, issue.file_row) == (6, 4)


def test_an_entry_for_one_field_of_a_group_backs_the_group(books_package: Make, found: Found) -> None:
    towns = [{"id": "linden", "name": "Linden", "kind": "town"}]
    folder = books_package(
        {"d1": TEXT},
        {"towns": towns},
        [{**NAME, "concludes": "Linden | town"}],
        schemas={"towns": {"proof:data": {"groups": [["name", "kind"]]}}},
    )
    assert [each for each in found(folder) if each[0] == "evidence/backing"] == []


def test_an_entry_for_nothing_is_told_at_what_is_not_there(books_package: Make, found: Found) -> None:
    strange = [
        {**NAME, "table": "town"},
        {**NAME, "row_id": "elm"},
        {**NAME, "field": "nam"},
        {**NAME, "field": "note"},
        {**NAME, "field": "id"},
        {**NAME, "table": "evidence", "row_id": "e0", "field": "quote"},
    ]
    issues = found(books_package({"d1": TEXT}, {"towns": TOWNS}, [NAME, *strange]))
    orphans = [(key, name) for code, key, name in issues if code == "evidence/orphan"]
    assert orphans == [
        ("e1", "table"),
        ("e2", "row_id"),
        ("e3", "field"),
        ("e4", "field"),
        ("e5", "field"),
        ("e6", "table"),
    ]


def test_the_parts_of_a_composite_key_are_joined_and_escaped(books_package: Make, found: Found) -> None:
    folder = books_package(
        {"d1": TEXT},
        {"towns": [{"a": "x/y", "b": "z~", "name": "Linden"}]},
        [{**NAME, "row_id": "x~1y/z~0"}],
        schemas={"towns": {"primaryKey": ["a", "b"], "fields": {"b": {"proof:data": {"role": "editorial"}}}}},
    )
    assert found(folder) == []
