from __future__ import annotations

from decimal import Decimal

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.engine.descriptor.model import Field, Schema
from talent_dataset.engine.reading.typed_frame import typed_frame
from talent_dataset.engine.reading.whole import Whole
from talent_dataset.releases.contents.parquet_file import DIGITS, plain_columns, significant_digits


def column(field: Field, *cells: str) -> pl.Series:
    schema = Schema(fields=(field,))
    text = pl.DataFrame({field.name: list(cells)})
    return plain_columns(Whole(schema, text, typed_frame(schema, text)))[field.name]


def test_decimals_of_fifteen_digits_are_numbers() -> None:
    values = column(Field(name="a", type="number"), "123456789012.345", "", "0.1")
    assert (values.dtype, values.to_list()) == (pl.Float64(), [123456789012.345, None, 0.1])


def test_a_longer_decimal_makes_text_of_the_whole_column() -> None:
    assert column(Field(name="a", type="number"), "1234567890123.456", "1.50").to_list() == [
        "1234567890123.456",
        "1.50",
    ]


def test_numbers_that_no_decimal_holds_are_text() -> None:
    assert column(Field(name="a", type="number"), "NaN", "1.5").to_list() == ["NaN", "1.5"]


def test_a_field_of_doubles_keeps_its_doubles() -> None:
    double = Field(name="a", type="number", custom={"proof:data": {"dtype": "Float64"}})
    assert column(double, "0.1234567890123456").to_list() == [0.1234567890123456]
    assert column(double, "INF", "1").to_list() == ["INF", "1"]


def test_integers_beyond_64_bits_are_text() -> None:
    assert column(Field(name="a", type="integer"), "9223372036854775807").dtype == pl.Int64
    assert column(Field(name="a", type="integer"), "9223372036854775808").to_list() == ["9223372036854775808"]
    assert column(Field(name="a", type="integer"), "9" * 40).to_list() == ["9" * 40]


def test_codes_and_years_stay_text() -> None:
    assert column(Field(name="a"), "0510", "").to_list() == ["0510", None]
    assert column(Field(name="a", type="year"), "2020").to_list() == ["2020"]


def test_times_are_as_they_stand_or_iso_where_they_have_a_format() -> None:
    assert column(Field(name="a", type="datetime"), "2020-01-02T03:04:05Z").to_list() == ["2020-01-02T03:04:05Z"]
    own = Field(name="a", type="datetime", format="%d.%m.%Y %H:%M")
    assert column(own, "02.01.2020 03:04").to_list() == ["2020-01-02T03:04:00.000000"]


@given(st.lists(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=6)))
def test_a_double_gives_back_every_decimal_that_has_become_one(numbers: list[Decimal]) -> None:
    values = column(Field(name="a", type="number"), *map(str, numbers))
    assert [Decimal(str(value)) for value in values] == numbers


def test_zeros_at_the_ends_are_no_digits() -> None:
    values = pl.Series([Decimal("0.00120"), Decimal("-1000.0"), None], dtype=pl.Decimal(38, 5))
    assert significant_digits(values) == 2
    assert DIGITS == 15
