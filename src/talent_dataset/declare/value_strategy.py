"""Valid values of one field for hypothesis."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from math import ceil, floor
from typing import TYPE_CHECKING, Any

import polars as pl
from hypothesis import strategies as st

from talent_dataset.reading.types.registry import kind_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy
    from polars.datatypes import DataType

    from talent_dataset.descriptor.model import Field
    from talent_dataset.reading.types.kind import Comparison

# Letters of several scripts, digits, punctuation and the blank; what no file can hold, or hardly, is left out.
_LETTERS = st.characters(codec="utf-8", categories=("L", "N", "Po"), include_characters=" ")
_BOUNDS: tuple[tuple[str, Comparison], ...] = (
    ("minimum", ">="),
    ("exclusive_minimum", ">"),
    ("maximum", "<="),
    ("exclusive_maximum", "<"),
)
_GREATEST = 10**9
_SMALL = {"Int8": 127, "Int16": 32767, "UInt8": 255, "UInt16": 65535}
# Texts of the types that have no dtype of their own.
_SAMPLES = {
    "yearmonth": ("2019-12", "2020-01", "2023-07"),
    "duration": ("P1D", "P1Y2M", "PT36H"),
    "object": ('{"a": 1}', "{}"),
    "array": ("[1, 2]", "[]"),
    "geopoint": ("104.06, 30.67", "106.55, 29.56"),
    "geojson": ('{"type": "Point", "coordinates": [106.55, 29.56]}',),
}
_FORMATS: dict[str, SearchStrategy[str]] = {
    "email": st.sampled_from(("a@example.org", "b.c@example.com")),
    "uri": st.sampled_from(("https://example.org/a", "urn:isbn:9780000000002")),
    "uuid": st.uuids().map(str),
    "binary": st.sampled_from(("YQ==", "YWI=", "YWJj")),
}


def values(field: Field, dtype: DataType) -> SearchStrategy[Any]:
    """Values that the field admits, as a frame of that dtype holds them; never null."""
    kind, rules = kind_of(field), field.constraints
    listed: list[Any] | None = None if rules.enum is None else list(rules.enum)
    if field.categories is not None:
        listed = [category.value for category in field.categories]
    if listed is not None:
        own = listed if dtype == pl.String else [kind.literal(value) for value in listed]
        return st.sampled_from(own)
    made = _NATIVE.get(field.type, _text)
    return made(field, dtype)


def _limits(field: Field) -> tuple[Any, Any]:
    rules, literal = field.constraints, kind_of(field).literal
    low = [literal(bound) for bound in (rules.minimum, rules.exclusive_minimum) if bound is not None]
    high = [literal(bound) for bound in (rules.maximum, rules.exclusive_maximum) if bound is not None]
    return max(low, default=None), min(high, default=None)  # type: ignore[type-var]  # values of one ordered type


def _inside(field: Field, made: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """Values apart from excluded bounds."""
    rules, literal = field.constraints, kind_of(field).literal
    excluded = [literal(b) for b in (rules.exclusive_minimum, rules.exclusive_maximum) if b is not None]
    return made.filter(lambda value: value not in excluded) if excluded else made


def _integers(field: Field, dtype: DataType) -> SearchStrategy[Any]:
    low, high = _limits(field)
    least = 0 if dtype.is_unsigned_integer() else -_GREATEST
    bits = _SMALL.get(str(dtype), _GREATEST)
    floor = max(least, -bits) if low is None else low
    return _inside(field, st.integers(int(floor), int(bits if high is None else high)))


def _numbers(field: Field, dtype: DataType) -> SearchStrategy[Any]:
    low, high = _limits(field)
    if isinstance(dtype, pl.Decimal):
        least, most = Decimal(-_GREATEST) if low is None else low, Decimal(_GREATEST) if high is None else high
        # Whole and small numbers come often: rules tend to ask for them.
        whole = [st.integers(ceil(least), floor(top)).map(Decimal) for top in (min(most, least + 100), most)]
        exact = st.decimals(least, most, allow_nan=False, places=dtype.scale)
        return _inside(field, st.one_of(*whole, exact) if ceil(least) <= floor(min(most, least + 100)) else exact)
    floats = st.floats(
        None if low is None else float(low),
        None if high is None else float(high),
        allow_nan=False,
        allow_infinity=False,
    )
    return _inside(field, floats)


def _dates(field: Field, _: DataType) -> SearchStrategy[Any]:
    low, high = _limits(field)
    return _inside(field, st.dates(low or dt.date(1000, 1, 1), high or dt.date(2999, 12, 31)))


def _times(field: Field, _: DataType) -> SearchStrategy[Any]:
    whole = st.builds(dt.time, st.integers(0, 23), st.integers(0, 59), st.integers(0, 59))
    return _kept(field, whole, str)


def _datetimes(field: Field, _: DataType) -> SearchStrategy[Any]:
    whole = st.datetimes(dt.datetime(1000, 1, 1), dt.datetime(2999, 12, 31))  # noqa: DTZ001  # naive, as the type is
    return _kept(field, whole.map(lambda moment: moment.replace(microsecond=0)), lambda moment: str(moment.isoformat()))


def _lists(field: Field, dtype: DataType) -> SearchStrategy[Any]:
    inner = dtype.inner if isinstance(dtype, pl.List) else pl.String()
    items: dict[Any, SearchStrategy[Any]] = {
        pl.String: st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=1, max_size=5),
        pl.Int64: st.integers(-_GREATEST, _GREATEST),
        pl.Boolean: st.booleans(),
        pl.Float64: st.integers(-999, 999).map(float),
        pl.Date: st.dates(dt.date(1000, 1, 1), dt.date(2999, 12, 31)),
    }
    made = items.get(inner.base_type() if not isinstance(inner, type) else inner, st.nothing())
    rules = field.constraints
    return st.lists(made, min_size=max(1, rules.min_length or 1), max_size=rules.max_length or 5)


def _text(field: Field, _: DataType) -> SearchStrategy[Any]:
    missing = {missing.value for missing in field.missing_values}
    return _kept(field, _texts(field), str).filter(lambda text: text not in missing)


def _texts(field: Field) -> SearchStrategy[str]:
    rules, ours = field.constraints, field.custom.get("talentDataset")
    if isinstance(ours, dict) and ours.get("edtf") is True:
        return edtf_dates()
    if field.type == "year":
        return st.integers(1000, 2999).map(str)
    if field.type in _SAMPLES:
        return st.sampled_from(_SAMPLES[field.type])
    if field.format in _FORMATS:
        return _FORMATS[field.format]
    low, high = rules.min_length or 1, rules.max_length
    if rules.pattern is not None:
        whole = st.from_regex(rf"\A(?:{rules.pattern})\Z")
        return whole.filter(lambda text: low <= len(text) and (high is None or len(text) <= high))
    return st.text(_LETTERS, min_size=low, max_size=low + 12 if high is None else high)


def _kept(field: Field, made: SearchStrategy[Any], written: Callable[[Any], str]) -> SearchStrategy[Any]:
    """Values within the bounds of the field."""
    kind = kind_of(field)
    given = [(comparison, getattr(field.constraints, word)) for word, comparison in _BOUNDS]
    bounds = [(comparison, kind.literal(bound)) for comparison, bound in given if bound is not None]
    if not bounds:
        return made
    return made.filter(lambda value: not any(kind.breaks_exactly(written(value), c, bound) for c, bound in bounds))


def edtf_dates() -> SearchStrategy[str]:
    """Dates and intervals in EDTF, of every form that is read."""
    days = st.dates(dt.date(1000, 1, 1), dt.date(2999, 12, 31))
    forms = ("%Y-%m-%d", "%Y-%m", "%Y", "%Y?", "%Y?-%m-%d", "%Y-?%m-%d", "%Y-%m-%d~", "%Y-%m%%", "XXXX-%m-%d", "%Y-XX")
    single = st.builds(lambda day, form: day.strftime(form), days, st.sampled_from(forms))
    span = st.tuples(days, days).map(lambda pair: "/".join(day.isoformat() for day in sorted(pair)))
    opened = st.builds(lambda form, text: form.format(text), st.sampled_from(("{}/..", "../{}", "{}/", "/{}")), single)
    return st.one_of(single, span, opened, st.sampled_from(("201X", "20XX", "2001-21", "Y17000", "-0044", "1984-1X")))


_NATIVE: dict[str, Callable[[Field, DataType], SearchStrategy[Any]]] = {
    "integer": _integers,
    "number": _numbers,
    "boolean": lambda _field, _dtype: st.booleans(),
    "date": _dates,
    "time": _times,
    "datetime": _datetimes,
    "list": _lists,
}
