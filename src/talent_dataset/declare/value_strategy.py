"""Valid values of one field for hypothesis."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from math import ceil, floor
from typing import TYPE_CHECKING, Any

import polars as pl
from hypothesis import strategies as st

from talent_dataset.declare.cell_checks import literal
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
_YEARS = (1000, 1), (2999, 12)
# Texts of the types that have no dtype of their own.
_SAMPLES = {
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
    rules = field.constraints
    listed: list[Any] | None = None if rules.enum is None else list(rules.enum)
    if field.categories is not None:
        listed = [category.value for category in field.categories]
    if listed is not None:
        own = listed if dtype == pl.String else [literal(field, value) for value in listed]
        return st.sampled_from(own)
    made = _NATIVE.get(field.type, _text)
    return made(field, dtype)


def _limits(field: Field, step: Any = None) -> tuple[Any, Any]:
    """Least and greatest value, where they are bounded; excluded bounds are moved inside by ``step``."""
    rules = field.constraints
    low = [] if rules.minimum is None else [literal(field, rules.minimum)]
    high = [] if rules.maximum is None else [literal(field, rules.maximum)]
    if rules.exclusive_minimum is not None:
        low.append(_moved(literal(field, rules.exclusive_minimum), step, 1))
    if rules.exclusive_maximum is not None:
        high.append(_moved(literal(field, rules.exclusive_maximum), step, -1))
    return max(low, default=None), min(high, default=None)


def _moved(bound: Any, step: Any, sign: int) -> Any:
    return bound if step is None else bound + sign * step


def _integers(field: Field, dtype: DataType) -> SearchStrategy[Any]:
    low, high = _limits(field, 1)
    most = _SMALL.get(str(dtype), _GREATEST)
    least = 0 if dtype.is_unsigned_integer() else -most
    return st.integers(least if low is None else int(low), most if high is None else int(high))


def _numbers(field: Field, dtype: DataType) -> SearchStrategy[Any]:
    if not isinstance(dtype, pl.Decimal):
        return _floats(field)
    low, high = _limits(field, Decimal(1).scaleb(-dtype.scale))
    least, most = Decimal(-_GREATEST) if low is None else low, Decimal(_GREATEST) if high is None else high
    # Whole and small numbers come often: rules tend to ask for them.
    tops = [floor(top) for top in (min(most, least + 100), most) if ceil(least) <= floor(top)]
    whole = [st.integers(ceil(least), top).map(Decimal) for top in tops]
    return st.one_of(*whole, st.decimals(least, most, allow_nan=False, places=dtype.scale))


def _floats(field: Field) -> SearchStrategy[Any]:
    low, high = _limits(field)
    rules = field.constraints
    return st.floats(
        None if low is None else float(low),
        None if high is None else float(high),
        allow_nan=False,
        allow_infinity=False,
        exclude_min=rules.exclusive_minimum is not None and low == literal(field, rules.exclusive_minimum),
        exclude_max=rules.exclusive_maximum is not None and high == literal(field, rules.exclusive_maximum),
    )


def _dates(field: Field, _: DataType) -> SearchStrategy[Any]:
    low, high = _limits(field, dt.timedelta(days=1))
    return st.dates(low or dt.date(1000, 1, 1), high or dt.date(2999, 12, 31))


def _times(field: Field, _: DataType) -> SearchStrategy[Any]:
    low, high = _limits(field)
    whole = st.times(low or dt.time(0), high or dt.time(23, 59, 59)).map(lambda time: time.replace(microsecond=0))
    return _kept(field, whole, str)


def _datetimes(field: Field, _: DataType) -> SearchStrategy[Any]:
    low, high = _limits(field, dt.timedelta(seconds=1))
    first, last = dt.datetime(1000, 1, 1), dt.datetime(2999, 12, 31)  # noqa: DTZ001  # naive, as the type is
    whole = st.datetimes(low or first, high or last).map(lambda moment: moment.replace(microsecond=0))
    return _kept(field, whole, lambda moment: str(moment.isoformat()))


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
    ours = field.custom.get("talentDataset")
    if isinstance(ours, dict) and ours.get("edtf") is True:
        return edtf_dates()
    if field.type in _SAMPLES:
        return st.sampled_from(_SAMPLES[field.type])
    made = {"year": _years, "yearmonth": _months}.get(field.type, _words)
    return _FORMATS[field.format] if field.format in _FORMATS else made(field)


def _years(field: Field) -> SearchStrategy[str]:
    low, high = _limits(field, 1)
    return st.integers(1000 if low is None else low, 2999 if high is None else high).map("{:04}".format)


def _months(field: Field) -> SearchStrategy[str]:
    (first, _), (last, _) = (limit or given for limit, given in zip(_limits(field), _YEARS, strict=True))
    return st.builds("{:04}-{:02}".format, st.integers(first, last), st.integers(1, 12))


def _words(field: Field) -> SearchStrategy[str]:
    rules = field.constraints
    least, most = rules.min_length or 1, rules.max_length
    if rules.pattern is None:
        return st.text(_LETTERS, min_size=least, max_size=least + 12 if most is None else most)
    whole = st.from_regex(rf"\A(?:{rules.pattern})\Z")
    return whole.filter(lambda text: least <= len(text) and (most is None or len(text) <= most))


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
