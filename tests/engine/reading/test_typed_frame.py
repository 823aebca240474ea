"""Frames hold values exactly, whatever dtype that takes."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.engine.descriptor.model import Field, Schema
from talent_dataset.engine.errors import InvalidDataError
from talent_dataset.engine.reading.typed_frame import typed_frame


def frame_of(field: Field, *cells: str) -> pl.DataFrame:
    return typed_frame(Schema(fields=(field,)), pl.DataFrame({"a": cells}))


def test_a_field_without_a_name_keeps_it() -> None:
    assert typed_frame(Schema(fields=(Field(name=""),)), pl.DataFrame({"": ["x"]})).columns == [""]


@pytest.mark.parametrize(
    ("field", "cells", "dtype", "values"),
    [
        (Field(name="a", type="integer"), ["1", ""], pl.Int64(), [1, None]),
        (Field(name="a", type="integer"), ["1", "9" * 20], pl.Int128(), [1, 10**20 - 1]),
        (Field(name="a", type="integer"), ["+1", "9" * 50], pl.String(), ["+1", "9" * 50]),
        (Field(name="a", type="number"), ["1.5", "1e-3"], pl.Decimal(38, 3), [Decimal("1.5"), Decimal("0.001")]),
        (Field(name="a", type="number"), ["1.5", "NaN"], pl.Float64(), [1.5, None]),
        (Field(name="a", type="number"), ["1e40"], pl.Float64(), [1e40]),
        (Field(name="a", type="number"), ["0.1", "NaN"], pl.Float64(), [0.1, None]),
        (Field(name="a", type="number"), ["1e400", "1"], pl.String(), ["1e400", "1"]),
        (Field(name="a", type="number"), ["1e-400"], pl.String(), ["1e-400"]),
        (Field(name="a", type="number"), ["1" * 40], pl.String(), ["1" * 40]),
        (Field(name="a", type="number"), ["0." + "1" * 39], pl.String(), ["0." + "1" * 39]),
        (Field(name="a", type="number"), ["1234567890123456789", "NaN"], pl.String(), ["1234567890123456789", "NaN"]),
        (
            Field(name="a", type="datetime"),
            ["2020-01-01T00:00:00.123456789", "2020-01-01T00:00:00.5"],
            pl.Datetime("ns"),
            [datetime.fromisoformat("2020-01-01T00:00:00.123456"), datetime.fromisoformat("2020-01-01T00:00:00.5")],
        ),
        (
            Field(name="a", type="datetime"),
            ["2020-01-01T00:00:00.1234567891"],
            pl.String(),
            ["2020-01-01T00:00:00.1234567891"],
        ),
        (
            Field(name="a", type="datetime"),
            ["1500-01-01T00:00:00.1234567"],
            pl.String(),
            ["1500-01-01T00:00:00.1234567"],
        ),
        (Field(name="a", type="datetime"), ["9999-12-31T24:00:00"], pl.String(), ["9999-12-31T24:00:00"]),
        (Field(name="a", type="datetime"), ["9999-12-31T23:00:00-02:00"], pl.String(), ["9999-12-31T23:00:00-02:00"]),
        (Field(name="a", type="list", item_type="number"), ["1.5,1e400"], pl.String(), ["1.5,1e400"]),
        (Field(name="a", type="list", item_type="number"), ["1.5,0.1"], pl.List(pl.Float64()), [[1.5, 0.1]]),
        (Field(name="a", type="list", item_type="integer"), ["1," + "9" * 30], pl.String(), ["1," + "9" * 30]),
        (Field(name="a", type="number", decimal_char=","), ["1,5"], pl.Decimal(38, 1), [Decimal("1.5")]),
        (Field(name="a", type="boolean"), ["1", "false"], pl.Boolean(), [True, False]),
        (Field(name="a", type="list", item_type="integer"), ["1,2", ""], pl.List(pl.Int64()), [[1, 2], None]),
        (Field(name="a", type="yearmonth"), ["2020-05"], pl.String(), ["2020-05"]),
        (Field(name="a", type="object"), ['{"b": 1}', ""], pl.String(), ['{"b": 1}', None]),
    ],
)
def test_a_column_gets_the_dtype_that_holds_it(field: Field, cells: list[str], dtype: Any, values: list[Any]) -> None:
    series = frame_of(field, *cells).get_column("a")
    assert series.dtype == dtype
    assert series.fill_nan(None).to_list() == values if dtype == pl.Float64() else series.to_list() == values


def hinted(dtype: str) -> Field:
    return Field(name="a", type="number", custom={"proof:data": {"dtype": dtype}})


def test_the_dtype_that_a_field_names_comes_first() -> None:
    assert frame_of(hinted("Decimal(38, 4)"), "1.5", "2.00000").schema == {"a": pl.Decimal(38, 4)}


def test_a_value_that_does_not_fit_its_dtype_raises() -> None:
    with pytest.raises(InvalidDataError, match="more decimals"):
        frame_of(hinted("Decimal(38, 1)"), "1.25")


@given(st.lists(st.decimals(allow_nan=False, allow_infinity=False, places=5, min_value=-(10**20), max_value=10**20)))
def test_decimals_come_back_as_they_went(numbers: list[Decimal]) -> None:
    found = frame_of(Field(name="a", type="number"), *[str(number) for number in numbers]).get_column("a").to_list()
    assert [Decimal(value) for value in found] == numbers
