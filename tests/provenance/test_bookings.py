"""Every figure of every source is captured, a duplicate, or set aside with a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from talent_dataset.engine.report import Report
from talent_dataset.provenance.captures import captures
from talent_dataset.provenance.figures import FINDER, figures_sha256
from talent_dataset.provenance.ledger import Ledger
from talent_dataset.provenance.listing import figure_of

Make = Callable[..., Path]
Found = Callable[..., list[tuple[str, Any, str | None]]]
Cells = Mapping[str, str]

TEXT = "Linden has 1,200 people and 3 mills. All 1,200 met on May 4; nobody came twice."
TOWNS = [{"id": "linden", "people": "1200"}]
PEOPLE = {"table": "towns", "row_id": "linden", "field": "people", "source_id": "d1", "quote": "1,200 people"}
SCHEMAS = {"towns": {"fields": {"people": {"type": "integer"}}}}


def figure(name: str, text: str, nth: int = 0, **cells: str) -> dict[str, str]:
    """A row of figures, as the finder would have it."""
    start = [at for at in range(len(TEXT)) if TEXT.startswith(text, at)][nth]
    place = {"source_id": "d1", "start": str(start), "end": str(start + len(text)), "text": text}
    return {"figure_id": name, **place, "kind": "number", "comparator": "=", "scale": "1", **cells}


PEOPLE_THERE = figure("f1", "1,200", value="1200", unit="people")
MILLS = figure("f2", "3", value="3", unit="mills", booked_as="set-aside", reason="background", note="Not our subject.")
AGAIN = figure("f3", "1,200", 1, value="1200", booked_as="duplicate", duplicate_of="f1")
DAY = figure("f4", "May 4", kind="date", date="XXXX-05-04", booked_as="set-aside", reason="background", note="A feast.")
TWICE = figure("f5", "twice", value="2", idiom="true", booked_as="set-aside", reason="idiom")
BOOKED = (PEOPLE_THERE, MILLS, AGAIN, DAY, TWICE)


@pytest.fixture
def booked(books_package: Make) -> Callable[..., Path]:
    """A package whose figures are these rows, and whose sources tell of them."""

    def make(
        rows: Sequence[Cells] = BOOKED,
        told: Sequence[Cells] = BOOKED,
        evidence: Sequence[Cells] = (),
        books: Mapping[str, Any] | None = None,
    ) -> Path:
        figures = [figure_of({name: cell for name, cell in row.items() if cell}) for row in told]
        count = {"figure_count": str(len(figures)), "figures_sha256": figures_sha256(figures), "finder": FINDER}
        entries = evidence or [PEOPLE]
        return books_package(
            {"d1": TEXT}, {"towns": TOWNS}, entries, schemas=SCHEMAS, sources={"d1": count}, figures=rows, books=books
        )

    return make


def changed(row: Cells, **cells: str) -> tuple[Cells, ...]:
    """All the rows, one of them with other cells."""
    return tuple({**each, **cells} if each is row else each for each in BOOKED)


def of(issues: Sequence[tuple[str, Any, str | None]], scope: str = "figures/") -> list[tuple[str, Any, str | None]]:
    return [each for each in issues if each[0].startswith(scope)]


def test_books_in_which_every_figure_is_booked_balance(booked: Make, found: Found) -> None:
    assert of(found(booked(), texts="")) == []


def test_the_balance_tells_what_became_of_the_figures_of_each_source(
    booked: Make, audited: Callable[..., Report]
) -> None:
    books = audited(booked(), texts="").books
    tally = {"booked": 5, "found": 5, "captured": 1, "duplicate": 1, "set_aside": 3}
    assert books is not None
    assert books["figures"] == {**tally, "by_source": [{"source": "d1", **tally}]}


def test_a_figure_is_captured_by_the_row_whose_evidence_covers_it(booked: Make, ledger: Callable[..., Ledger]) -> None:
    assert captures(ledger(booked(), texts="")) == {"f1": ("towns", "linden", "people")}


@pytest.mark.parametrize(
    "entry",
    [
        {**PEOPLE, "quote": "people and"},
        {**PEOPLE, "quote": "200 people", "start": "13", "end": "23"},
        {**PEOPLE, "row_id": "elm"},
    ],
    ids=["beside it", "only a part of it", "of no row"],
)
def test_a_figure_that_no_evidence_of_its_row_covers_is_unbooked(booked: Make, found: Found, entry: Cells) -> None:
    assert ("figures/unbooked", "f1", "booked_as") in found(booked(evidence=[entry]), texts="")


def test_a_figure_that_the_covered_row_does_not_hold_is_unbooked(booked: Make, found: Found) -> None:
    wrong = {**PEOPLE_THERE, "value": "1300"}
    issues = found(booked(changed(PEOPLE_THERE, **wrong), changed(PEOPLE_THERE, **wrong)), texts="")
    assert of(issues) == [("figures/unbooked", "f1", "booked_as"), ("figures/booking", "f3", "duplicate_of")]


@pytest.mark.parametrize(
    ("row", "cells", "name"),
    [
        (MILLS, {"booked_as": "forgotten"}, "booked_as"),
        (PEOPLE_THERE, {"booked_as": "set-aside", "reason": "vague"}, "booked_as"),
        (AGAIN, {"duplicate_of": "f9"}, "duplicate_of"),
        (AGAIN, {"duplicate_of": "f3"}, "duplicate_of"),
        (AGAIN, {"duplicate_of": ""}, "duplicate_of"),
        (AGAIN, {"duplicate_of": "f2"}, "duplicate_of"),
        (DAY, {"booked_as": "duplicate", "duplicate_of": "f3", "reason": "", "note": ""}, "duplicate_of"),
        (MILLS, {"booked_as": "captured", "reason": "", "note": ""}, "booked_as"),
        (PEOPLE_THERE, {"booked_as": "captured", "table": "towns", "row_id": "linden", "field": "id"}, "field"),
    ],
    ids=[
        "no booking", "captured all the same", "of nothing", "of itself", "of what", "of another number",
        "of a duplicate", "not captured", "captured elsewhere",
    ],
)  # fmt: skip
def test_a_booking_that_does_not_hold_is_told(
    booked: Make, found: Found, row: Cells, cells: dict[str, str], name: str
) -> None:
    assert ("figures/booking", row["figure_id"], name) in of(found(booked(changed(row, **cells)), texts=""))


def test_a_duplicate_of_what_is_not_booked_itself_is_told(booked: Make, found: Found) -> None:
    unbooked = {**MILLS, "booked_as": "", "reason": "", "note": "", "value": "1200"}
    rows = [unbooked if each is MILLS else {**each, "duplicate_of": "f2"} if each is AGAIN else each for each in BOOKED]
    assert ("figures/booking", "f3", "duplicate_of") in found(booked(rows, rows), texts="")


def test_a_duplicate_of_a_duplicate_is_told_though_all_say_the_same(
    booked: Make, audited: Callable[..., Report]
) -> None:
    third = {**AGAIN, "figure_id": "f6", "start": "70", "end": "75", "duplicate_of": "f3"}
    issues = audited(booked([*BOOKED, third], [*BOOKED, third]), texts="").issues
    (told,) = (each for each in issues if each.code == "figures/booking")
    assert (told.message, told.hint) == ("f3 is a duplicate itself, of f1.", "Name f1.")


def test_a_figure_is_no_duplicate_of_itself(booked: Make, audited: Callable[..., Report]) -> None:
    issues = audited(booked(changed(AGAIN, duplicate_of="f3")), texts="").issues
    (told,) = (each for each in issues if each.code == "figures/booking")
    assert (told.message, "f3" in told.hint) == ("There is no other figure 'f3'.", False)


@pytest.mark.parametrize(("unit", "told"), [("wards", 1), ("residents", 0), ("chairs", 0)])
def test_a_duplicate_counts_the_same_as_far_as_the_books_know_the_units(
    booked: Make, found: Found, unit: str, told: int
) -> None:
    units = {"units": {"person": ["people", "residents"], "ward": ["wards"]}}
    rows = changed(AGAIN, unit=unit)
    issues = [("figures/booking", "f3", "duplicate_of")] * told
    assert of(found(booked(rows, rows, books=units), texts="")) == issues


def test_what_a_build_fills_in_holds(booked: Make, found: Found) -> None:
    cell = {"booked_as": "captured", "table": "towns", "row_id": "linden", "field": "people"}
    assert of(found(booked(changed(PEOPLE_THERE, **cell)), texts="")) == []


@pytest.mark.parametrize(
    ("row", "cells", "name"),
    [
        (MILLS, {"reason": ""}, "reason"),
        (MILLS, {"note": ""}, "note"),
        (DAY, {"note": ""}, "note"),
        (MILLS, {"note": "-"}, "note"),
        (MILLS, {"note": "No."}, "note"),
    ],
    ids=["no reason", "no sentence for a figure with a unit", "no sentence for a date", "a dash", "a word"],
)
def test_what_is_set_aside_says_why(booked: Make, found: Found, row: Cells, cells: dict[str, str], name: str) -> None:
    assert of(found(booked(changed(row, **cells)), texts="")) == [("figures/reason", row["figure_id"], name)]


def test_an_idiom_needs_no_sentence_though_a_word_stands_behind_it(booked: Make, found: Found) -> None:
    rows = changed(TWICE, unit="times")
    assert of(found(booked(rows, rows), texts="")) == []
    rows = changed(TWICE, unit="times", reason="vague")
    assert of(found(booked(rows, rows), texts="")) == [("figures/reason", "f5", "note")]


def test_a_figure_outside_the_body_of_an_article_needs_no_sentence(booked: Make, found: Found) -> None:
    assert of(found(booked(changed(MILLS, reason="navigation", note="")), texts="")) == []


@given(at=st.integers(0, len(BOOKED) - 1))
@settings(max_examples=len(BOOKED), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_dropped_figure_is_found_without_its_document(booked: Make, found: Found, at: int) -> None:
    rest = [*BOOKED[:at], *BOOKED[at + 1 :]]
    assert ("figures/list", "d1", "figure_count") in found(booked(rest), texts="")


@given(at=st.integers(0, len(BOOKED) - 1), name=st.sampled_from(["start", "end"]), by=st.sampled_from([-2, -1, 1, 2]))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_moved_figure_is_found_without_its_document(booked: Make, found: Found, at: int, name: str, by: int) -> None:
    row = BOOKED[at]
    moved = changed(row, **{name: str(int(row[name]) + by)})
    assert ("figures/list", "d1", "figures_sha256") in found(booked(moved), texts="")
