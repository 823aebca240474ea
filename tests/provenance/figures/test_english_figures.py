"""Figures of English news: each line is a sentence of our own, and what is to be read in it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from talent_dataset.provenance import find_figures


def _values(text: str) -> list[tuple[str, str]]:
    """Text and comparator with value, of each figure."""
    return [(figure.text, _said(figure.comparator, figure.value, figure.upper)) for figure in find_figures(text, "en")]


def _said(comparator: str, value: Decimal | None, upper: Decimal | None) -> str:
    bounds = [f"{bound:f}" for bound in (value, upper) if bound is not None]
    return comparator.replace("=", "", 1 if comparator == "=" else 0) + "..".join(bounds)


def _dates(text: str) -> list[tuple[str, str | None]]:
    return [(figure.text, figure.edtf) for figure in find_figures(text, "en") if figure.kind == "date"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5.255 million", "5255000"),
        ("1.2 bn", "1200000000"),
        ("fifty-five hundred", "5500"),
        ("half a million", "500000"),
        ("two and a half million", "2500000"),
        ("three point five billion", "3500000000"),
        ("one hundred and twenty-three thousand four hundred and fifty-six", "123456"),
        ("a hundred and twelve", "112"),
        ("2 hundred thousand", "200000"),
        ("1,234,567", "1234567"),
        ("1\u202f369", "1369"),
        (".75", "0.75"),
        ("2½", "2.5"),
        ("half a dozen", "6"),
        ("99999999999999999999.5", "99999999999999999999.5"),
    ],
)
def test_a_number_is_exact_and_its_scale_multiplied_out(text: str, value: str) -> None:
    assert [(figure.text, figure.value) for figure in find_figures(f"It had {text} pages.", "en")] == [
        (text, Decimal(value))
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("more than 30", ">30"),
        ("over 30", ">30"),
        ("upwards of 30", ">30"),
        ("30-odd", ">30"),
        ("30+", ">=30"),
        ("at least 30", ">=30"),
        ("no fewer than 30", ">=30"),
        ("30 or more", ">=30"),
        ("fewer than 30", "<30"),
        ("under 30", "<30"),
        ("up to 30", "<=30"),
        ("no more than 30", "<=30"),
        ("30 or fewer", "<=30"),
        ("about 30", "~30"),
        ("nearly 30", "~30"),
        ("30 or so", "~30"),
        ("hundreds", ">100"),
        ("dozens", ">12"),
        ("tens of thousands", ">10000"),
        ("several hundred", ">100"),
        ("30 to 40", "30..40"),
        ("30-40", "30..40"),
        ("two or three", "2..3"),
        ("3-5 million", "3000000..5000000"),
        ("-5", "-5"),
        ("minus 5", "-5"),
    ],
)
def test_words_that_compare_are_a_part_of_the_figure(text: str, said: str) -> None:
    assert _values(f"There were {text}.") == [(text, said)]


def test_a_change_and_a_score_are_two_figures() -> None:
    assert _values("It rose from 300 to 500, and they won 3-1.") == [
        ("300", "300"),
        ("500", "500"),
        ("3", "3"),
        ("1", "1"),
    ]


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit"),
    [
        ("31.6%", "percent", "31.6", "%"),
        ("31.6 percent", "percent", "31.6", "percent"),
        ("two percentage points", "percent", "2", "percentage points"),
        ("$5m", "money", "5000000", "$"),
        ("US$3.5 billion", "money", "3500000000", "US$"),
        ("RMB 3 billion", "money", "3000000000", "RMB"),
        ("5 million yuan", "money", "5000000", "yuan"),
        ("half a year", "duration", "0.5", "year"),
        ("a half year", "duration", "0.5", "year"),
        ("36 years", "duration", "36", "years"),
        ("an hour and a half", "duration", "1.5", "hour"),
        ("two years and a half", "duration", "2.5", "years"),
        ("three-day", "duration", "3", "day"),
        ("36-year-old", "age", "36", "year-old"),
        ("36 years old", "age", "36", "years old"),
        ("20th", "ordinal", "20", None),
        ("twenty-first", "ordinal", "21", None),
        ("No. 5", "ordinal", "5", None),
        ("30°C", "number", "30", "°C"),
        ("10", "number", "10", None),
    ],
)
def test_kind_value_and_unit(text: str, kind: str, value: str, unit: str | None) -> None:
    [figure] = find_figures(f"See: {text}.", "en")
    assert (figure.text, figure.kind, figure.value, figure.unit) == (text, kind, Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "value"), [("three-quarters", "0.75"), ("one in five", "0.2"), ("nine out of ten", "0.9"), ("half", "0.5")]
)
def test_a_fraction_is_its_quotient(text: str, value: str) -> None:
    assert [figure.value for figure in find_figures(f"It was {text} of them.", "en")] == [Decimal(value)]


def test_a_fraction_that_never_ends_has_no_value() -> None:
    assert [(figure.text, figure.value) for figure in find_figures("two-thirds of them", "en")] == [
        ("two-thirds", None)
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It fell by more than a third.", "more than a third"),
        ("By a third, he said.", "a third"),
        ("One third were women.", "One third"),
        ("It is up a fifth", "a fifth"),
    ],
)
def test_a_part_may_end_its_clause(text: str, said: str) -> None:
    assert [(each.text, each.kind) for each in find_figures(text, "en")] == [(said, "number")]


@pytest.mark.parametrize("text", ["There was a third fair.", "It met for a third time.", "He was the third."])
def test_one_of_a_series_is_no_part(text: str) -> None:
    assert [(each.text, each.kind) for each in find_figures(text, "en")] == [("third", "ordinal")]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("April 21", "XXXX-04-21"),
        ("April 21, 2020", "2020-04-21"),
        ("21 April 2020", "2020-04-21"),
        ("the 21st of April", "XXXX-04-21"),
        ("May 18-20", "XXXX-05-18/XXXX-05-20"),
        ("18-20 May 2021", "2021-05-18/2021-05-20"),
        ("May 18 to June 2, 2021", "2021-05-18/2021-06-02"),
        ("April 2020", "2020-04"),
        ("2020-04-22", "2020-04-22"),
        ("22/04/2020", "2020-04-22"),
        ("2009", "2009"),
        ("2019-2023", "2019/2023"),
        ("2019-20", "2019/2020"),
        ("Q3 2023", "2023-07/2023-09"),
        ("H1 2023", "2023-01/2023-06"),
        ("first half of 2023", "2023-01/2023-06"),
        ("1990s", "199X"),
        ("21st century", "20XX"),
        ("spring 2024", "2024-21"),
    ],
)
def test_a_date_says_what_its_words_say_and_nothing_more(text: str, edtf: str) -> None:
    assert [found for _, found in _dates(f"It opened in {text}, they said.")] == [edtf]


def test_between_joins_the_bounds_of_a_date() -> None:
    text = "Between 2016 and 2020, between May 18 and 20; in 2019 and 2021, on March 17 and 18"
    assert [edtf for _, edtf in _dates(text)] == [
        "2016/2020",
        "XXXX-05-18/XXXX-05-20",
        "2019",
        "2021",
        "XXXX-03-17",
        "XXXX-03-18",
    ]


def test_four_digits_that_count_are_no_year() -> None:
    assert _dates("It trained 2020 people, more than 1500 in 2019, at 2000 metres.") == [("2019", "2019")]


def test_a_day_that_no_calendar_has_is_no_date() -> None:
    assert _dates("On February 30 nothing happened.") == []


@pytest.mark.parametrize("text", ["10:30", "3 p.m.", "9:00-17:00", "9 a.m. to 5 p.m.", "3 o'clock"])
def test_a_time_is_its_words(text: str) -> None:
    assert [(figure.text, figure.kind) for figure in find_figures(f"It began at {text}", "en")] == [(text, "time")]


@pytest.mark.parametrize(
    "text",
    [
        "COVID-19 and the G20 on 5G",
        "version 2.1.3",
        "Call 023-67118890 or +86 28 8555 1234 or 13800138000.",
        "Article 5, Room 301, Flight 370",
        "See https://example.org/2020/04 or a2020@example.org.",
        "at first, first of all",
        "second-hand and first-class",
        "the third party",
        "a two-way street",
        "24/7",
        "Wait a second.",
        "a year ago",
        "the 14th Five-Year Plan",
        "stock code: 600519",
        "GB/T 2260-2007 and ISO 9001",
        "SH: 600519",
        "1. Loans",
        "9999999999999999999999999999999999",
    ],
)
def test_what_names_or_counts_nothing_is_no_figure(text: str) -> None:
    assert find_figures(text, "en") == []


def test_one_as_a_pronoun_is_flagged() -> None:
    text = "No one of them; one of the best; one big family."
    assert [figure.idiom for figure in find_figures(text, "en")] == [True, True, False]


def test_a_number_is_never_a_part_of_a_longer_one() -> None:
    assert _values("15 million and 130 and 1,305") == [("15 million", "15000000"), ("130", "130"), ("1,305", "1305")]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("13 specific measures in four", "measures"),
        ("six framework cooperation agreements were signed", "agreements"),
        ("30 people", "people"),
        ("30 of them", None),
        ("30, people say", None),
        ("500-seat hall", "seat"),
    ],
)
def test_the_unit_is_the_noun_that_is_counted(text: str, unit: str | None) -> None:
    assert find_figures(text, "en")[0].unit == unit
