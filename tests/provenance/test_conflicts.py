"""Where sources disagree, an entry says so, as long as they do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from talent_dataset.engine.report import Report

Make = Callable[..., Path]
Cells = dict[str, str]

COUNTS = [
    {"id": "c1", "town": "linden", "people": "1200", "comparator": "="},
    {"id": "c2", "town": "linden", "people": "1300", "comparator": "="},
    {"id": "c3", "town": "ashford", "people": "900", "comparator": "="},
]
ROLES = {name: {"proof:data": {"role": "editorial"}} for name in ("town", "people", "comparator")}
OBSERVED = [{"resource": "counts", "same": ["town"], "value": ["people", "comparator"]}]
ENTRY = {
    "conflict_id": "k1", "table": "counts", "row_id": "c2", "field": "people",
    "other_table": "counts", "other_row_id": "c1", "other_field": "people",
    "kind": "value", "status": "resolved", "preferred": "this", "reason": "The later count.",
}  # fmt: skip


@pytest.fixture
def told(books_package: Make, audited: Callable[..., Report]) -> Callable[..., list[tuple[str, Any, str | None]]]:
    """What is told of the conflicts of a package: code, key and field."""

    def run(*entries: Cells, counts: list[Cells] = COUNTS) -> list[tuple[str, Any, str | None]]:
        folder = books_package(
            {"d1": "Nothing."},
            {"counts": counts},
            books={"observations": OBSERVED},
            schemas={"counts": {"fields": ROLES}},
            conflicts=entries,
        )
        issues = audited(folder).issues
        return [
            (i.code, next(iter((i.key or {}).values())), i.field) for i in issues if i.code.startswith("conflicts/")
        ]

    return run


Told = Callable[..., list[tuple[str, Any, str | None]]]


def test_two_rows_of_one_observation_that_differ_need_an_entry(told: Told) -> None:
    assert told() == [("conflicts/missing", "c2", "people")]
    assert told(ENTRY) == []


def test_it_does_not_matter_which_row_an_entry_names_first(told: Told) -> None:
    turned = {"row_id": "c1", "other_row_id": "c2"}
    assert told({**ENTRY, **turned}) == []


def test_a_difference_in_any_field_of_the_value_counts(told: Told) -> None:
    counts = [COUNTS[0], {**COUNTS[1], "people": "1200", "comparator": ">"}]
    assert told(counts=counts) == [("conflicts/missing", "c2", "comparator")]


def test_rows_that_agree_need_no_entry_however_the_number_is_written(told: Told) -> None:
    assert told(counts=[COUNTS[0], {**COUNTS[1], "people": "1200.0"}]) == []


def test_each_value_that_differs_is_told_once(told: Told) -> None:
    others = [{**COUNTS[1], "id": name, "people": "1400"} for name in ("c4", "c5")]
    assert told(ENTRY, counts=[*COUNTS, *others]) == [("conflicts/missing", "c4", "people")]


def test_a_row_that_sides_with_another_needs_no_entry_of_its_own(told: Told) -> None:
    assert told(ENTRY, counts=[*COUNTS, {**COUNTS[0], "id": "c4"}, {**COUNTS[1], "id": "c5"}]) == []


def test_rows_that_do_not_say_of_what_speak_of_nothing(told: Told) -> None:
    assert told(counts=[{**row, "town": ""} for row in COUNTS]) == []


def test_an_entry_whose_cells_agree_by_now_is_told(told: Told) -> None:
    counts = [COUNTS[0], {**COUNTS[1], "people": "1200.00"}]
    assert told(ENTRY, counts=counts) == [("conflicts/settled", "k1", "field")]


def test_statements_of_different_scope_may_agree_in_their_cells(told: Told) -> None:
    counts = [COUNTS[0], {**COUNTS[1], "people": "1200"}]
    assert told({**ENTRY, "kind": "scope"}, counts=counts) == []


@pytest.mark.parametrize(
    ("cells", "name"),
    [
        ({"row_id": "c9"}, "row_id"),
        ({"other_row_id": "c9"}, "other_row_id"),
        ({"table": "count"}, "row_id"),
        ({"other_field": "peopel"}, "other_row_id"),
    ],
)
def test_an_entry_for_a_cell_that_is_not_there_is_told(told: Told, cells: Cells, name: str) -> None:
    assert told(ENTRY, {**ENTRY, "conflict_id": "k2", **cells}) == [("conflicts/orphan", "k2", name)]


def test_an_open_conflict_is_a_warning(books_package: Make, told: Told, audited: Callable[..., Report]) -> None:
    still = {**ENTRY, "status": "open", "preferred": ""}
    assert told(still) == [("conflicts/open", "k1", "status")]
    report = audited(books_package({"d1": "Nothing."}, {}, conflicts=[still]))
    assert [each.severity for each in report.issues if each.code == "conflicts/open"] == ["warning"]
    assert report.books is not None
    assert report.books["conflicts"] == {"open": 1, "all": 1}


def test_a_cell_is_in_no_conflict_with_itself(told: Told) -> None:
    itself = {**ENTRY, "conflict_id": "k2", "other_row_id": "c2", "kind": "scope"}
    assert told(ENTRY, itself) == [("conflicts/settled", "k2", "other_field")]


def test_two_cells_have_one_entry_whichever_is_named_first(told: Told) -> None:
    again = {**ENTRY, "conflict_id": "k2", "row_id": "c1", "other_row_id": "c2"}
    assert told(ENTRY, again) == [("conflicts/settled", "k2", "field")]
