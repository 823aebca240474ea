"""What the quote of an entry says is what the cell says; what no machine reads, a person has signed for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from talent_dataset.engine.report import Report

Make = Callable[..., Path]
Audited = Callable[..., Report]
Entry = dict[str, str]

NUMBERS: Mapping[str, Any] = {
    "books": {
        "quantities": [{"resource": "facts", "value": "value", "comparator": "comparator", "unit": "unit"}],
        "units": {
            "person": ["people", "人"],
            "person-time": ["person-times", "人次"],
            "country": ["countries"],
            "country-or-region": ["countries and regions"],
            "percent": ["%"],
            "year": ["years", "year", "年"],
        },
    },
    "schemas": {
        "facts": {
            "fields": {"value": {"type": "number"}},
            "proof:data": {"groups": [["value", "comparator", "unit"]]},
        }
    },
}


def codes(report: Report) -> list[str]:
    return [code for code, _ in told(report)]


def told(report: Report) -> list[tuple[str, str]]:
    return [(each.code, each.message) for each in report.issues if each.code.startswith("evidence/")]


def entry(name: str, quote: str, source: str = "d1", **cells: str) -> Entry:
    return {"table": "facts", "row_id": "f", "field": name, "source_id": source, "quote": quote, **cells}


def number(make: Make, audited: Audited, quote: str, value: str, comparator: str = "=", unit: str = "person") -> Report:
    """The report on a number and the quote behind it."""
    fact = {"id": "f", "value": value, "comparator": comparator, "unit": unit}
    source = "zh1" if any(ord(each) > 0x3000 for each in quote) else "d1"
    return audited(make({source: f"「{quote}」"}, {"facts": [fact]}, [entry("value", quote, source)], **NUMBERS))


@pytest.mark.parametrize(
    ("quote", "value", "comparator", "unit"),
    [
        ("1,369 people", "1369", "=", "person"),
        ("more than 1,000 people", "1000", ">", "person"),
        ("at least 12 people", "12", ">=", "person"),
        ("5.255 million people", "5255000", "=", "person"),
        ("千余人", "1000", ">", "person"),
        ("30多人", "30", ">", "person"),
        ("千余人次", "1000", ">", "person-time"),
        ("百分之三十", "30", "=", "percent"),
        ("31.6%", "31.6", "=", "percent"),
        ("seven countries", "7", "=", "country"),
        ("over 60 countries and regions", "60", ">", "country-or-region"),
        ("36 years", "36", "=", "year"),
        ("两年", "2", "=", "year"),
        ("half a year", "0.5", "=", "year"),
        ("60 to 70 people", "60", ">=", "person"),
        ("60 to 70 people", "70", "<=", "person"),
        ("六七十人", "70", "<=", "person"),
    ],
)
def test_a_number_is_read_with_its_scale_comparator_and_unit(
    books_package: Make, audited: Audited, quote: str, value: str, comparator: str, unit: str
) -> None:
    assert told(number(books_package, audited, quote, value, comparator, unit)) == []


@pytest.mark.parametrize(
    ("quote", "value", "comparator", "unit", "code"),
    [
        ("1,369 people", "1396", "=", "person", "evidence/value"),
        ("1,369 people", "-1369", "=", "person", "evidence/value"),
        ("more than 1,000 people", "1000", "=", "person", "evidence/value"),
        ("1,000 people", "1000", ">", "person", "evidence/value"),
        ("5.255 million people", "5.255", "=", "person", "evidence/value"),
        ("31.6%", "316", "=", "percent", "evidence/value"),
        ("千余人次", "1000", ">", "person", "evidence/unit"),
        ("千余人", "1000", ">", "person-time", "evidence/unit"),
        ("over 60 countries and regions", "60", ">", "country", "evidence/unit"),
        ("12 people in 7 countries", "7", "=", "person", "evidence/unit"),
        ("12 people in 7 countries", "12", "=", "country", "evidence/unit"),
        ("60 to 70 people", "60", "=", "person", "evidence/value"),
        ("60 to 70 people", "70", ">=", "person", "evidence/value"),
        ("60 to 70 people", "60", "<=", "person", "evidence/value"),
        ("about 60 to 70 people", "60", ">=", "person", "evidence/value"),
    ],
)
def test_another_number_comparator_or_unit_is_told(
    books_package: Make, audited: Audited, quote: str, value: str, comparator: str, unit: str, code: str
) -> None:
    assert code in codes(number(books_package, audited, quote, value, comparator, unit))


def test_to_sign_is_not_asked_for_where_a_number_is_wrong(books_package: Make, audited: Audited) -> None:
    assert codes(number(books_package, audited, "more than 1,000 people", "1000", "=")) == ["evidence/value"]


def test_of_a_range_each_bound_is_told_how_to_hold(books_package: Make, audited: Audited) -> None:
    report = number(books_package, audited, "60 to 70 people", "60")
    (issue,) = (each for each in report.issues if each.code == "evidence/value")
    assert issue.hint.startswith("Of a range, a cell holds a bound: the first with the comparator >=")


def test_what_a_quote_says_instead_is_told(books_package: Make, audited: Audited) -> None:
    report = number(books_package, audited, "more than 1,000 people", "1300")
    assert (
        "evidence/value",
        "The number 1300 is not what the quote 'more than 1,000 people' says: it says > 1000.",
    ) in (told(report))


def test_a_unit_whose_word_the_quote_lacks_is_signed_for(books_package: Make, audited: Audited) -> None:
    assert codes(number(books_package, audited, "1,369 talents", "1369")) == ["evidence/concludes"]


def test_nobody_is_asked_to_sign_for_a_cell_that_its_field_refuses(books_package: Make, audited: Audited) -> None:
    entry = {"table": "facts", "row_id": "f", "field": "fact", "source_id": "d1", "quote": "a town"}
    schemas = {"facts": {"fields": {"fact": {"constraints": {"enum": ["town", "city"]}}}}}

    def hints(fact: str) -> list[str]:
        folder = books_package({"d1": "a town"}, {"facts": [{"id": "f", "fact": fact}]}, [entry], schemas=schemas)
        return [each.hint for each in audited(folder).issues if each.code == "evidence/concludes"]

    assert hints("tuwn") == ["First correct 'tuwn': it is no value of facts.fact."]
    assert hints("city") == ["If the source bears it out, write 'city' into concludes."]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=25)
@given(st.integers(1, 10**7), st.data())
def test_another_digit_of_a_stated_number_is_always_found(
    books_package: Make, audited: Audited, value: int, data: st.DataObject
) -> None:
    digits = list(str(value))
    place = data.draw(st.integers(0, len(digits) - 1))
    digits[place] = data.draw(st.sampled_from([each for each in "0123456789" if each != digits[place]]))
    quote = f"{value:,} people"
    assert codes(number(books_package, audited, quote, str(value))) == []
    assert "evidence/value" in codes(number(books_package, audited, quote, str(int("".join(digits)))))


def one(make: Make, audited: Audited, cell: str, *entries: Entry, field: Any = None, text: str = "") -> Report:
    """The report on one cell of a table, ``fact``."""
    documents = {"d1": text or " ".join(each["quote"] for each in entries if each.get("source_id") == "d1")}
    schemas = {"facts": {"fields": {"fact": field or {}}}}
    return audited(make(documents, {"facts": [{"id": "f", "fact": cell}]}, entries, schemas=schemas))


EDTF = {"proof:data": {"edtf": True}}


@pytest.mark.parametrize(
    ("quote", "cell"),
    [
        ("April 21, 2020", "2020-04-21"),
        ("2020年04月22日", "2020-04-22"),
        ("November 22", "XXXX-11-22"),
        ("April 21, 2020", "2020-04"),
        ("May 18-20", "XXXX-05-18/XXXX-05-20"),
        ("in 2019", "2019"),
    ],
)
def test_a_date_is_read(books_package: Make, audited: Audited, quote: str, cell: str) -> None:
    assert told(one(books_package, audited, cell, entry("fact", quote), field=EDTF)) == []


@pytest.mark.parametrize(
    ("quote", "cell"),
    [
        ("April 21, 2020", "2020-04-22"),
        ("April 21, 2020", "2021-04-21"),
        ("May 18-20", "XXXX-05-18/XXXX-05-21"),
        ("May 18-20", "XXXX-05-18"),
        ("the day after", "2020-03-17"),
    ],
)
def test_another_date_is_told(books_package: Make, audited: Audited, quote: str, cell: str) -> None:
    assert codes(one(books_package, audited, cell, entry("fact", quote), field=EDTF)) == ["evidence/value"]


def test_a_part_of_a_date_that_no_quote_gives_is_told(books_package: Make, audited: Audited) -> None:
    assert told(one(books_package, audited, "2020-04-21", entry("fact", "April 21"), field=EDTF)) == [
        ("evidence/value", "No quote gives the year of the date '2020-04-21'.")
    ]


def test_the_parts_of_a_date_may_be_given_by_two_quotes(books_package: Make, audited: Audited) -> None:
    entries = entry("fact", "April 21"), entry("fact", "in 2020")
    assert told(one(books_package, audited, "2020-04-21", *entries, field=EDTF)) == []


def test_a_part_of_a_date_may_be_inferred(books_package: Make, audited: Audited) -> None:
    inferred = entry("fact", "this spring", basis="inferred", reason="It is.", concludes="2020-04-21")
    entries = entry("fact", "April 21"), inferred
    assert told(one(books_package, audited, "2020-04-21", *entries, field=EDTF)) == []


def test_a_text_is_read_where_the_quote_is_the_text(books_package: Make, audited: Audited) -> None:
    assert told(one(books_package, audited, "“Open  Doors”", entry("fact", '"open doors"'))) == []


@pytest.mark.parametrize(("cell", "quote"), [("Open", "open doors"), ("阿尔德", "阿尔德港")])
def test_a_text_of_which_a_part_was_left_out_is_not_read(
    books_package: Make, audited: Audited, cell: str, quote: str
) -> None:
    assert codes(one(books_package, audited, cell, entry("fact", quote))) == ["evidence/concludes"]


def test_a_text_in_other_words_is_signed_for(books_package: Make, audited: Audited) -> None:
    assert codes(one(books_package, audited, "hospitality", entry("fact", "open doors"))) == ["evidence/concludes"]
    signed = entry("fact", "open doors", concludes="hospitality")
    assert codes(one(books_package, audited, "hospitality", signed)) == []


@pytest.mark.parametrize("basis", ["inferred", "reference"])
def test_what_is_not_stated_is_signed_for(books_package: Make, audited: Audited, basis: str) -> None:
    place = {} if basis == "inferred" else {"source_id": "", "quote": ""}
    unsigned = {**entry("fact", "open doors", basis=basis, reason="So it is."), **place}
    assert codes(one(books_package, audited, "CN", unsigned)) == ["evidence/concludes"]
    assert codes(one(books_package, audited, "CN", {**unsigned, "concludes": "CN"})) == []


def test_a_cell_that_was_changed_after_it_was_signed_for_is_told(books_package: Make, audited: Audited) -> None:
    signed = entry("fact", "open doors", basis="inferred", reason="So it is.", concludes="CN")
    assert told(one(books_package, audited, "CX", signed)) == [
        ("evidence/concludes", "The entry concludes 'CN', and the cell says 'CX'.")
    ]


def test_a_stated_number_cannot_be_signed_for(books_package: Make, audited: Audited) -> None:
    signed = entry("fact", "a handful", concludes="5")
    assert codes(one(books_package, audited, "5", signed, field={"type": "integer"})) == ["evidence/value"]


def test_a_fault_of_ours_in_a_computation_is_no_finding(
    books_package: Make, audited: Audited, monkeypatch: pytest.MonkeyPatch
) -> None:
    select = pl.DataFrame.select

    def planted(frame: pl.DataFrame, *columns: Any, **named: Any) -> pl.DataFrame:
        if "value" in named:
            raise AttributeError("planted")
        return select(frame, *columns, **named)

    computed = {"table": "facts", "row_id": "f", "field": "people", "basis": "computed", "derivation": "women + women"}
    folder = books_package(
        {"d1": "700 women"},
        {"facts": [{"id": "f", "women": "700", "people": "1400"}]},
        [entry("women", "700 women"), computed],
    )
    monkeypatch.setattr(pl.DataFrame, "select", planted)
    with pytest.raises(AttributeError, match="planted"):
        audited(folder)


@pytest.mark.parametrize(
    ("derivation", "cell", "message"),
    [
        ("women + men", "1200", None),
        ("SELECT SUM(women) + SUM(men) FROM facts", "1200", None),
        ("women + men", "1100", "The derivation yields 1200, not '1100'."),
        ("women + children", "1200", "The derivation cannot be computed"),
        # polars panics at a precision that it does not have.
        ("CAST(women AS DECIMAL(99, 2))", "1200", "The derivation cannot be computed"),
        (
            "SELECT DATE '2020-01-01' + INTERVAL '9999y' FROM facts",
            "1200",
            "The derivation yields what no value is: year 12019 is out of range.",
        ),
        ("SELECT women FROM read_csv('x')", "1200", "The derivation cannot be computed"),
        ("SELECT women, men FROM facts", "700", "The derivation yields 1 rows of 2 columns, not one value."),
    ],
)
def test_a_computed_cell_is_computed_again(
    books_package: Make, audited: Audited, derivation: str, cell: str, message: str | None
) -> None:
    text = "700 women and 500 men"
    whole = {"type": "integer"}
    computed = {"table": "facts", "row_id": "f", "field": "people", "basis": "computed", "derivation": derivation}
    folder = books_package(
        {"d1": text},
        {"facts": [{"id": "f", "women": "700", "men": "500", "people": cell}]},
        [entry("women", "700 women"), entry("men", "500 men"), computed],
        schemas={"facts": {"fields": {"women": whole, "men": whole, "people": whole}}},
    )
    found = [each.message for each in audited(folder).issues if each.code == "evidence/computed"]
    assert [each[: len(message or "")] for each in found] == ([message] if message else [])


def test_a_restored_quote_is_what_repairs_and_simplified_characters_make_of_it(
    books_package: Make, audited: Audited
) -> None:
    repair = {"repair_id": "r", "source_id": "zh1", "start": "0", "end": "7", "raw": "網(wǎng)", "reading": "網"}
    text = "網(wǎng)絡兩地"

    def restored(reading: str) -> list[str]:
        quoted = entry("fact", text, "zh1", quote_restored=reading)
        folder = books_package({"zh1": text}, {"facts": [{"id": "f", "fact": reading}]}, [quoted], repairs=[repair])
        return codes(audited(folder))

    assert restored("网络两地") == []
    assert restored("网络三地") == ["evidence/restored"]


def test_how_cells_are_proved_is_counted_by_table(books_package: Make, audited: Audited) -> None:
    facts = [{"id": "f", "people": "12", "fact": "CN", "other": "x"}]
    folder = books_package(
        {"d1": "12 people, open doors"},
        {"facts": facts},
        [entry("people", "12 people"), entry("fact", "open doors", basis="inferred", reason="So.", concludes="CN")],
        schemas={"facts": {"fields": {"people": {"type": "integer"}}}},
    )
    books = audited(folder).books
    assert books is not None
    counts = {"backed": 2, "of": 3, "read": 1, "signed": 1, "computed": 0}
    assert books["cells"] == {**counts, "by_table": [{"table": "facts", **counts}]}
