"""Whether a cell holds a figure."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.provenance.captures import holds, is_dated, is_in_text, is_same, is_value
from talent_dataset.provenance.figures import Figure


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
