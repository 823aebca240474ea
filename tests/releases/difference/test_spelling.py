from __future__ import annotations

from itertools import product
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.engine.descriptor import parse_schema
from talent_dataset.engine.descriptor.model import Field
from talent_dataset.engine.reading.cast import column
from talent_dataset.releases.difference.spelling import spelling

NUMBERS = [
    "0", "-0", "0.0", "+0", "1", "01", "+1", "1.0", "1e0", "10e-1", "-1", "-1.50", "-1.5", ".5", "0.5", "5.", "5",
    "1e3", "1000", "1e400", "1E+400", "10e399", "1" + "0" * 400, "1e-400", "0." + "0" * 399 + "1",
    "12345678901234567890.5", "12345678901234567890.50", "12345678901234567891", "1e20", "100000000000000000000",
    "NaN", "INF", "-INF", "x", "",
]  # fmt: skip
TEXTS: list[tuple[dict[str, Any], list[str]]] = [
    ({"type": "string"}, ["a", "A", " a", "", "1", "01"]),
    ({"type": "integer"}, NUMBERS),
    ({"type": "number"}, NUMBERS),
    ({"type": "number", "decimalChar": ",", "groupChar": "."}, ["1,5", "1,50", "1.000", "1000", "1.5", "15", "x"]),
    ({"type": "integer", "bareNumber": False}, ["5 kg", "5", "05", "6 kg", "kg"]),
    ({"type": "boolean"}, ["true", "True", "1", "false", "0", "yes", ""]),
    ({"type": "date"}, ["2020-01-31", "2020-02-01", "2020-02-31", "31.1.2020", ""]),
    ({"type": "date", "format": "%d.%m.%Y"}, ["31.01.2020", "31.1.2020", "2020-01-31"]),
    ({"type": "time"}, ["10:00:00", "10:00", "11:00:00"]),
    ({"type": "datetime"}, ["2020-01-31T10:00:00Z", "2020-01-31T11:00:00+01:00", "2020-01-31T10:00:00", "x"]),
    ({"type": "year"}, ["2020", "02020", "-2020", "20"]),
    ({"type": "duration"}, ["PT60M", "PT1H", "P1D", "PT24H", "P1M", "P30D", "x"]),
    ({"type": "list", "itemType": "integer"}, ["1,2", "01,2", "1, 2", "2,1", "x", ""]),
    ({"type": "array"}, ["[1, 2]", "[1,2]", "[2,1]", "[1.0, 2]", "[", "(1, 2)"]),
    ({"type": "object"}, ['{"a": 1, "b": 2}', '{"b": 2,"a": 1}', '{"a": "1", "b": 2}', "{}", "x"]),
    ({"type": "geopoint"}, ["1,2", "1.0, 2", "2,1", "x"]),
]


def made(field: dict[str, Any]) -> Field:
    schema = parse_schema({"fields": [{"name": "f", **field}]}).schema
    assert schema is not None
    return schema.fields[0]


def value(field: Field, text: str) -> Any:
    """What a text is, by the reader of single cells: a value, none, or itself where it cannot be read."""
    one = column(field, 0)
    found = one.canonical(text)
    return None if one.is_missing(text) else ("text", text) if found is None else ("value", found)


@pytest.mark.parametrize(("field", "texts"), TEXTS)
def test_spellings_are_equal_exactly_where_values_are(field: dict[str, Any], texts: list[str]) -> None:
    one = made(field)
    spelt = pl.DataFrame({"f": texts}).select(spelling(one, pl.col("f"))).to_series().to_list()
    for (text, shown), (other, other_shown) in product(zip(texts, spelt, strict=True), repeat=2):
        assert (shown == other_shown) == (value(one, text) == value(one, other)), (text, other)


@given(st.lists(st.decimals(allow_nan=False, allow_infinity=False, places=3), min_size=2, max_size=6))
def test_numbers_are_equal_whatever_their_digits(numbers: list[Any]) -> None:
    texts = [form.format(number) for number in numbers for form in ("{:f}", "{:.6f}", "{:E}")]
    spelt = pl.DataFrame({"f": texts}).select(spelling(made({"type": "number"}), pl.col("f"))).to_series().to_list()
    for at, number in enumerate(numbers):
        same = [spelt[3 * place : 3 * place + 3] for place, other in enumerate(numbers) if other == number]
        assert {text for each in same for text in each} == {spelt[3 * at]}


def test_a_column_without_a_cell_has_no_spelling() -> None:
    assert pl.DataFrame({"f": ["", "NA"]}).select(
        spelling(made({"type": "integer", "missingValues": ["", "NA"]}), pl.col("f"))
    ).to_series().to_list() == [None, None]
