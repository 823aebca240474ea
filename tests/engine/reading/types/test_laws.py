"""Laws of every type: what polars finds of a column is what Python reads of each of its cells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talent_dataset.engine.descriptor.constraints import Constraints
from talent_dataset.engine.descriptor.model import Field, MissingValue
from talent_dataset.engine.reading.cast import Column, column
from talent_dataset.engine.reading.types.kind import COMPARE
from talent_dataset.engine.rules.field_checks import checks

DATETIME = "%d/%m/%y %I:%M %p"

# Each example is a whole column, so a few go far.
FEWER = settings(max_examples=max(10, settings().max_examples // 5))

EXAMPLES: dict[str, tuple[Field, list[str]]] = {
    "integer": (Field(name="a", type="integer"), ["1", "+5", "-0", "007", "9" * 25, "-" + "9" * 19]),
    "grouped integer": (Field(name="a", type="integer", group_char=","), ["1,000", "-1,0", "12"]),
    "bare integer": (Field(name="a", type="integer", bare_number=False), ["$ 12", "-3 %", "No. 7"]),
    "number": (
        Field(name="a", type="number"),
        ["1.5", ".5", "5.", "-1e3", "1E-400", "NaN", "inf", "-INF", "0.1", "0.10000000000000000001", "1e400", "-0"],
    ),
    "other number": (Field(name="a", type="number", decimal_char=",", group_char="."), ["1.234,5", "1,5", ",5", "NaN"]),
    "bare number": (Field(name="a", type="number", bare_number=False), ["95%", "€ .5", "EUR -1.50", "approx. 5"]),
    "boolean": (Field(name="a", type="boolean"), ["true", "False", "1", "0"]),
    "date": (Field(name="a", type="date"), ["2024-02-29", "1900-01-01", "0001-01-01", "9999-12-31"]),
    "time": (Field(name="a", type="time"), ["00:00:00", "23:59:59"]),
    "datetime": (
        Field(name="a", type="datetime"),
        [
            "2024-01-26T15:00:00",
            "2024-01-26T15:00:00.5Z",
            "2024-01-26T24:00:00",
            "2024-01-26T15:00:00.123456789-05:30",
            "0001-01-01T00:00:00+14:00",
        ],
    ),
    "day pattern": (Field(name="a", type="date", format="%d/%m/%Y"), ["26/01/2024", "5/1/2024", "29/2/2023"]),
    "name pattern": (Field(name="a", type="date", format="%d %b %Y"), ["26 Jan 2024", "1 FEB 0001"]),
    "week pattern": (Field(name="a", type="date", format="%Y %j"), ["2024 366", "2023 366", "2023 1"]),
    "clock pattern": (Field(name="a", type="time", format="%I:%M %p"), ["12:00 AM", "3:05 pm"]),
    "moment pattern": (Field(name="a", type="datetime", format=DATETIME), ["31/12/68 1:00 am", "01/01/69 12:59 PM"]),
    "zone pattern": (
        Field(name="a", type="datetime", format="%Y-%m-%dT%H:%M:%S.%f%z"),
        ["2024-01-26T15:00:00.5Z", "2024-01-26T15:00:00.000001-0530", "2024-01-26T15:00:00.1+05:30"],
    ),
    "year": (Field(name="a", type="year"), ["2000", "-0044", "12345"]),
    "yearmonth": (Field(name="a", type="yearmonth"), ["2000-01", "-0044-12"]),
    "duration": (Field(name="a", type="duration"), ["P1Y", "P12M", "PT1H", "PT60M", "-P1DT1.50S", "P1M", "P30D"]),
    "any date": (Field(name="a", type="date", format="any"), ["1850-01", "10 Jan 1969", "2024-12-31"]),
    "email": (Field(name="a", format="email"), ["a@b.org", "x.y@z.de", '"a b"@c.de']),
    "uri": (Field(name="a", format="uri"), ["https://a.b/c?d#e", "urn:x:y", "http://[::1]:80/"]),
    "uuid": (Field(name="a", format="uuid"), ["f47ac10b-58cc-4372-a567-0e02b2c3d479"]),
    "binary": (Field(name="a", format="binary"), ["Zm8=", "AAAA", "Zg=="]),
    "string": (Field(name="a"), ["x", " ", "日本"]),
    "object": (Field(name="a", type="object"), ['{"a": 1}', '{ "a": 1.0 }', "{}"]),
    "array": (Field(name="a", type="array"), ["[1, true]", "[1.0,true]", "[]"]),
    "list": (Field(name="a", type="list", item_type="integer", delimiter=";"), ["1;2", "01;2", "7"]),
    "geopoint": (Field(name="a", type="geopoint"), ["90.5, 45", "90.50,45.0"]),
    "geojson": (Field(name="a", type="geojson"), ['{"type":"Point","coordinates":[1,2]}']),
    "any": (Field(name="a", type="any"), ["x", "1"]),
}
CHARACTERS = "0123456789+-.,:;/eETZPYMDS %$nN\"'[]{}ati \t\n\u00a0\uff11\u0663é\x00"


@st.composite
def cells(draw: st.DrawFn, examples: list[str]) -> str:
    """A good cell, one that was damaged, or noise."""
    text = draw(st.sampled_from(["", *examples]))
    if draw(st.booleans()):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 2)))
        text = text[:start] + draw(st.text(CHARACTERS, max_size=2)) + text[end:]
    return text if draw(st.integers(0, 9)) else draw(st.text(CHARACTERS, max_size=12))


def read(made: Column, text: str) -> tuple[bool, Any]:
    """Whether a text has a value, by Python, and which."""
    try:
        return True, made.python(text)
    except ValueError:
        return False, None


def typed(made: Column, texts: list[str]) -> pl.DataFrame:
    return pl.DataFrame({"0": texts}, schema={"0": pl.String}).with_columns(made.value)


@pytest.mark.parametrize("name", EXAMPLES)
@FEWER
@given(data=st.data())
def test_the_mask_is_what_python_refuses_and_a_proof_means_an_empty_mask(name: str, data: st.DataObject) -> None:
    field, examples = EXAMPLES[name]
    made = column(field, 0)
    texts = data.draw(st.lists(cells(examples), max_size=20))
    frame = typed(made, texts)
    mask = frame.select(mask=made.misfit).get_column("mask").to_list()
    assert mask == [not read(made, text)[0] for text in texts]
    if texts and frame.select(made.clean).item():
        assert not any(mask)


EXACT = (bool, int, str, date, time, datetime)


@pytest.mark.parametrize("name", EXAMPLES)
@FEWER
@given(data=st.data())
def test_the_typed_column_holds_what_python_reads(name: str, data: st.DataObject) -> None:
    field, examples = EXAMPLES[name]
    made = column(field, 0)
    texts = data.draw(st.lists(cells(examples), min_size=1, max_size=20))
    values = typed(made, texts).get_column("v0")
    for text, has_value, value in zip(texts, values.is_not_null(), values.cast(held(values.dtype)), strict=True):
        fits, expected = read(made, text)
        if not fits or expected is None:
            assert not has_value or (isinstance(value, float) and abs(value) == float("inf"))
        elif isinstance(expected, Decimal):
            assert repr(value) == repr(float(expected) + 0.0) or value == float(expected)
        elif isinstance(expected, EXACT) and values.dtype != pl.String:
            assert value == held_value(made, expected)


def held(dtype: pl.DataType) -> pl.DataType:
    """Datetimes before the year 1 (in UTC) are no datetimes to Python."""
    return pl.Int64() if dtype == pl.Datetime("us") else dtype


def held_value(made: Column, value: Any) -> Any:
    if not isinstance(value, datetime):
        return made.kind.stored(value)
    days = value.toordinal() - date(1970, 1, 1).toordinal()
    ahead = value.utcoffset()
    seconds = days * 86_400 + value.hour * 3600 + value.minute * 60 + value.second
    return (seconds - (ahead.days * 86_400 + ahead.seconds if ahead else 0)) * 1_000_000 + value.microsecond


@pytest.mark.parametrize("name", EXAMPLES)
@FEWER
@given(data=st.data())
def test_equal_values_have_equal_keys(name: str, data: st.DataObject) -> None:
    field, examples = EXAMPLES[name]
    made = column(field, 0)
    texts = data.draw(st.lists(cells(examples), min_size=1, max_size=20))
    keys = typed(made, texts).select(key=made.key).get_column("key")
    seen: dict[Any, int] = {}
    for text, key, is_null in zip(texts, keys.hash(), keys.is_null(), strict=True):
        value = made.canonical(text)
        if value is not None:
            assert not is_null
            assert seen.setdefault(value, key) == key


ORDERED = [name for name in EXAMPLES if column(EXAMPLES[name][0], 0).kind.is_ordered]
BOUNDS = {"minimum": ">=", "maximum": "<=", "exclusive_minimum": ">", "exclusive_maximum": "<"}


@pytest.mark.parametrize("name", ORDERED)
@FEWER
@given(data=st.data())
def test_a_bound_offends_where_python_says_so(name: str, data: st.DataObject) -> None:
    field, examples = EXAMPLES[name]
    bound = data.draw(st.sampled_from([text for text in examples if column(field, 0).kind.fits(text)]))
    which = data.draw(st.sampled_from(list(BOUNDS)))
    made = column(replace(field, constraints=replace(Constraints(), **{which: bound})), 0)  # type: ignore[arg-type]
    texts = data.draw(st.lists(cells(examples), min_size=1, max_size=20))
    [_, check] = checks(made)
    frame = typed(made, texts)
    found = frame.select(mask=check.offends).get_column("mask").to_list()
    limit = made.canonical(bound)
    assert found == [breaks(made, text, BOUNDS[which], limit) for text in texts]
    if frame.select(check.clean).item():
        assert not any(found)


def breaks(made: Column, text: str, comparison: Any, limit: Any) -> bool:
    value = made.canonical(text)
    if value is None:
        return False
    return "NaN" in (value, limit) or not COMPARE[comparison](value, limit)


@pytest.mark.parametrize("name", EXAMPLES)
@FEWER
@given(data=st.data())
def test_a_value_is_among_those_allowed_where_python_says_so(name: str, data: st.DataObject) -> None:
    field, examples = EXAMPLES[name]
    fitting = [text for text in examples if column(field, 0).kind.fits(text)]
    allowed = data.draw(st.lists(st.sampled_from(fitting), min_size=1, max_size=8))
    made = column(replace(field, constraints=Constraints(enum=tuple(allowed))), 0)
    texts = data.draw(st.lists(cells(examples), min_size=1, max_size=20))
    [_, check] = checks(made)
    frame = typed(made, texts)
    values = {made.canonical(text) for text in allowed}
    found = frame.select(mask=check.offends).get_column("mask").to_list()
    assert found == [(value := made.canonical(text)) is not None and value not in values for text in texts]
    if frame.select(check.clean).item():
        assert not any(found)


@pytest.mark.parametrize("name", EXAMPLES)
def test_missing_values_come_before_everything_else(name: str) -> None:
    field, examples = EXAMPLES[name]
    missing = (MissingValue(examples[0]), MissingValue("n/a"), MissingValue("-"))
    made = column(replace(field, missing_values=missing), 0)
    frame = typed(made, [examples[0], "n/a", "-", None])  # type: ignore[list-item]
    found = frame.select(misfit=made.misfit, missing=made.missing, key=made.key.is_null(), value=pl.col("v0").is_null())
    assert found.rows() == [(False, True, True, True)] * 4
    assert frame.select(made.clean).item() is True
