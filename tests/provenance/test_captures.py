"""Which cell holds a figure that is captured."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.provenance.captures import captures, holds, is_dated, is_in_text, is_same, is_value
from talent_dataset.provenance.figures import Figure
from talent_dataset.provenance.ledger import Ledger

Cells = Mapping[str, str]
Held = Callable[..., tuple[str, str, str] | None]

TEXT = "Linden has 1,200 people, says the guide of the town."
NUMBER = {"type": "integer"}
OWN = {"proof:data": {"role": "editorial"}}


@pytest.fixture
def held(books_package: Callable[..., Path], ledger: Callable[..., Ledger]) -> Held:
    """The cell that holds the figure 1,200 of the text."""

    def find(
        tables: Mapping[str, Sequence[Cells]], evidence: Sequence[Cells], **fields: Mapping[str, Mapping[str, Any]]
    ) -> tuple[str, str, str] | None:
        figure = {
            "figure_id": "f1", "source_id": "d1", "start": "11", "end": "16", "text": "1,200", "kind": "number",
            "value": "1200", "comparator": "=", "scale": "1",
        }  # fmt: skip
        schemas = {name: {"fields": said} for name, said in fields.items()}
        folder = books_package({"d1": TEXT}, tables, evidence, schemas=schemas, figures=[figure])
        return captures(ledger(folder, texts="")).get("f1")

    return find


def entry(quote: str, table: str = "towns", row: str = "linden", field: str = "people", **cells: str) -> Cells:
    return {"table": table, "row_id": row, "field": field, "source_id": "d1", "quote": quote, **cells}


LINDEN = {"id": "linden", "people": "1200"}


@pytest.mark.parametrize("quote", ["1,200", "has 1,200", "1,200 people", TEXT])
def test_words_that_begin_no_later_and_end_no_earlier_cover_a_figure(held: Held, quote: str) -> None:
    assert held({"towns": [LINDEN]}, [entry(quote)]) == ("towns", "linden", "people")


def test_words_beside_a_figure_do_not_cover_it_though_longer_ones_do(held: Held) -> None:
    ashford = {"id": "ashford", "people": "900"}
    around = entry(TEXT, row="ashford")
    assert held({"towns": [LINDEN, ashford]}, [around, entry("has")]) is None
    assert held({"towns": [LINDEN, ashford]}, [around, entry("has"), entry("1,200")]) == ("towns", "linden", "people")


def test_long_words_that_begin_far_before_are_found_behind_short_ones(held: Held) -> None:
    short = [entry(quote, row="ashford") for quote in ("Linden", "has", "1,200")]
    towns = [LINDEN, {"id": "ashford", "people": "900"}]
    assert held({"towns": towns}, [entry(TEXT), *short]) == ("towns", "linden", "people")


def test_ids_references_codes_and_computed_cells_hold_no_figure(held: Held) -> None:
    row = {"id": "1200", "code": "1200", "computed": "1200", "name": "Linden"}
    fields = {
        "code": {"constraints": {"enum": ["1200"]}},
        "computed": {"proof:data": {"role": "derived"}},
    }
    assert held({"towns": [row]}, [entry("has 1,200", row="1200", field="name")], towns=fields) is None


def test_a_number_is_not_read_as_a_text(held: Held) -> None:
    row = {**LINDEN, "people": "1,200 people"}
    assert held({"towns": [row]}, [entry("1,200")], towns={"people": NUMBER}) is None


def test_the_cell_that_the_evidence_backs_goes_before_others_of_its_row(held: Held) -> None:
    row = {"id": "linden", "guests": "1200", "people": "1200", "note": "All 1,200 came."}
    assert held({"towns": [row]}, [entry("1,200")]) == ("towns", "linden", "people")
    assert held({"towns": [row]}, [entry("1,200", field="note")]) == ("towns", "linden", "note")


def test_a_cell_that_is_the_figure_goes_before_one_that_has_it_in_its_text(held: Held) -> None:
    row = {"id": "linden", "name": "The town of 1,200", "people": "1200", "kind": "town"}
    assert held({"towns": [row]}, [entry("1,200", field="kind")]) == ("towns", "linden", "people")


def test_a_text_that_names_the_figure_holds_it(held: Held) -> None:
    row = {"id": "linden", "name": "The town of 1,200", "kind": "town"}
    assert held({"towns": [row]}, [entry("1,200", field="kind")]) == ("towns", "linden", "name")


def test_what_is_stated_goes_before_what_is_inferred_and_tables_stand_in_their_order(held: Held) -> None:
    tables = {"towns": [LINDEN], "guides": [{"id": "a", "people": "1200"}], "books": [{"id": "a", "people": "1200"}]}
    inferred = entry("1,200", basis="inferred", reason="So it seems.")
    of_book, of_guide = entry("1,200", "books", "a"), entry("1,200", "guides", "a")
    assert held(tables, [inferred, of_book, of_guide]) == ("guides", "a", "people")
    assert held(tables, [of_guide, of_book, inferred]) == ("guides", "a", "people")
    assert held(tables, [inferred]) == ("towns", "linden", "people")


def test_factual_cells_go_before_those_in_our_own_words(held: Held) -> None:
    row = {"id": "linden", "summary": "A town of 1,200", "name": "Linden of the 1,200", "kind": "town"}
    found = held({"towns": [row]}, [entry("1,200", field="kind")], towns={"summary": OWN})
    assert found == ("towns", "linden", "name")


def number(value: str, **others: object) -> Figure:
    return Figure(0, len(value), value, "number", Decimal(value), **others)  # type: ignore[arg-type]


def date(text: str) -> Figure:
    return Figure(0, len(text), text, "date", edtf=text)


@pytest.mark.parametrize("cell", ["1200", "1200.0", "1.2e3"])
def test_a_number_is_held_by_a_cell_of_equal_value_however_it_is_written(cell: str) -> None:
    assert is_value(cell, number("1200"))


@pytest.mark.parametrize("cell", ["120", "12000", "-1200", "1,200", "", "NaN", "about 1200"])
def test_a_number_is_no_other_number(cell: str) -> None:
    assert not is_value(cell, number("1200"))


@given(st.decimals(allow_nan=False, allow_infinity=False), st.decimals(allow_nan=False, allow_infinity=False))
def test_numbers_are_held_exactly_where_they_are_equal(one: Decimal, other: Decimal) -> None:
    assert is_value(str(one), Figure(0, 1, "x", "number", other)) == (one == other)


def test_either_bound_of_a_range_is_held() -> None:
    between = number("30", upper=Decimal(50))
    assert [is_value(cell, between) for cell in ("30", "50", "40")] == [True, True, False]


def test_a_century_is_a_hundred_years() -> None:
    assert is_value("100", number("1", unit="century"))


@pytest.mark.parametrize(
    ("figure", "cell"),
    [
        ("XXXX-04-21", "2020-04-21"),
        ("XXXX-04-21", "2020?-04-21"),
        ("2020", "2020-04-21"),
        ("2020-04", "2020-04-21"),
        ("2009", "2009/.."),
        ("XXXX-12-17", "/2023-12-17"),
        ("XXXX-05-18/XXXX-05-20", "2020?-05-18/2020?-05-20"),
    ],
)
def test_a_date_is_held_by_one_that_says_no_less(figure: str, cell: str) -> None:
    assert is_dated(figure, cell)


@pytest.mark.parametrize(
    ("figure", "cell"),
    [
        ("2020", "XXXX-04-21"),
        ("XXXX-04-21", "2020-04"),
        ("XXXX-04-21", "2020-04-22"),
        ("XXXX-04-21", "2020-05-21"),
        ("XXXX-05-18/XXXX-05-20", "2020-05-18"),
        ("XXXX-05-18/XXXX-05-20", "2020-05-18/2020-05-21"),
        ("2009", "2010/.."),
        ("2023-12-18T07:10:00", "2023-12-18"),
        ("Y170000002", "1700"),
        ("2020", "next year"),
        ("2020", ""),
    ],
)
def test_a_date_is_not_held_by_one_that_says_less_or_another(figure: str, cell: str) -> None:
    assert not is_dated(figure, cell)


@given(st.dates(), st.dates())
def test_whole_days_are_held_exactly_where_they_are_equal(one: object, other: object) -> None:
    assert is_dated(str(one), str(other)) == (one == other)


def test_a_text_holds_a_figure_that_stands_in_it_as_a_whole() -> None:
    assert is_in_text("A plan in 13 measures", number("13"))
    assert not is_in_text("A plan in 130 measures", number("13"))


def test_a_place_in_an_order_is_no_number_of_things() -> None:
    first = Figure(0, 5, "first", "ordinal", Decimal(1))
    assert is_in_text("The first fair", first)
    assert not is_in_text("The first fair", number("1"))
    assert not is_in_text("A fair of 1 day", first)


def test_what_has_no_value_is_looked_for_by_its_words() -> None:
    third = Figure(0, 7, "A third", "number")
    assert holds("Of these, a third came back.", third)
    assert not holds("Of these, some came back.", third)


def test_figures_are_the_same_in_kind_number_and_comparator() -> None:
    assert is_same(number("30"), number("30", unit="people"))
    assert not is_same(number("30"), number("31"))
    assert not is_same(number("30"), number("30", comparator=">"))
    assert not is_same(number("30"), Figure(0, 2, "30", "ordinal", Decimal(30)))


def test_dates_are_the_same_where_one_says_no_less_than_the_other() -> None:
    assert is_same(date("XXXX-04-21"), date("2020-04-21"))
    assert is_same(date("2020-04-21"), date("XXXX-04-21"))
    assert not is_same(date("2020-04-21"), date("2021-04-21"))
