"""Made-up frames of a ``Table`` for tests: valid in types, constraints, keys and row rules.

They are made by hypothesis, which this module imports and the library does not install.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from math import ceil, floor
from typing import TYPE_CHECKING, Any

import polars as pl
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument, Unsatisfiable

from talent_dataset.declare import arguments
from talent_dataset.declare.cell_checks import literal
from talent_dataset.engine.descriptor.constraints import BOUNDS, LENGTHS, asked
from talent_dataset.engine.descriptor.model import ours
from talent_dataset.engine.errors import CannotCheckError
from talent_dataset.engine.reading.cast import column, kind_of
from talent_dataset.engine.reading.whole import derive
from talent_dataset.engine.rules.field_checks import passes
from talent_dataset.engine.rules.sql import row_expression

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy
    from polars.datatypes import DataType

    from talent_dataset.declare import Table
    from talent_dataset.declare.definition import Definition
    from talent_dataset.engine.descriptor.model import Field, ForeignKey

    Row = dict[str, Any]
    Draw = Callable[[SearchStrategy[Any]], Any]

__all__ = ["edtf_dates", "example", "frames"]

_ALTERNATIVES = 3
# Choices that are tried for a row: a few mostly do, and rules such as "exactly one of six" take more.
_CANDIDATES = (8, 60, 200)


def frames(table: type[Table], size: int | None = None, *, max_size: int = 8) -> SearchStrategy[pl.DataFrame]:
    """Valid frames of a table, as a strategy for hypothesis.

    References to other tables name rows that need not exist; references to the table itself name earlier rows.

    Args:
        table: The table.
        size: Number of rows; any number up to ``max_size`` where it is not given.
        max_size: Greatest number of rows where ``size`` is not given.

    Returns:
        A strategy of frames with the columns of the table, in its order and of its dtypes; null where a cell is empty.
    """
    definition = table.__definition__

    @st.composite
    def made(draw: Draw) -> pl.DataFrame:
        count = draw(st.integers(0, max_size)) if size is None else size
        maker = _Maker(definition, draw)
        maker.draw_keys(count)
        for _ in range(count):
            maker.add()
        return pl.DataFrame(maker.rows, schema=maker.dtypes, orient="row")

    return made()


def example(table: type[Table], size: int = 3) -> pl.DataFrame:
    """A valid frame of as many rows as asked for, the same whenever it is asked for: for documentation and tests.

    Args:
        table: The table.
        size: Number of rows.

    Returns:
        The columns of the table, in its order and of its dtypes; null where a cell is empty.

    Raises:
        DeclarationError: ``size`` is no number of rows.
        CannotCheckError: Nothing that was tried is valid.
    """
    arguments.refuse("example:", {"size": size}, {"size": arguments.COUNT})
    found: list[pl.DataFrame] = []

    # The example of a strategy is for interactive use only, and warns elsewhere: this is the search below it.
    @settings(
        database=None,
        max_examples=20,
        derandomize=True,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(frames(table, size))
    def keep(frame: pl.DataFrame) -> None:
        found.append(frame)

    # hypothesis calls it a wrong argument where there are fewer different values than rows.
    with suppress(Unsatisfiable, InvalidArgument):
        keep()
    if not found:
        message = f"No {size} valid rows of {table.__definition__.name!r} were found."
        raise CannotCheckError(message, hint="Ask for fewer, or build them by hand.")
    # The last one: hypothesis begins with the simplest values, and zeros and empty texts show little.
    return found[-1]


class _Maker:
    """Rows made one after another: each has values to choose from, and the first choice that breaks nothing is it."""

    def __init__(self, definition: Definition, draw: Draw) -> None:
        self.schema = definition.schema
        self.draw = draw
        self.rows: list[Row] = []
        self.fields = {field.name: field for field in self.schema.fields}
        self.dtypes = {name: definition.dtypes[name] or pl.Decimal(38, 2) for name in self.fields}
        self.strategies = {name: _values(field, self.dtypes[name]) for name, field in self.fields.items()}
        self.nullable = [name for name, field in self.fields.items() if not field.constraints.required]
        self.own = [key for key in self.schema.foreign_keys if key.resource == ""]
        self.keys = list(filter(None, (self.schema.primary_key, *self.schema.unique_keys)))
        self.rules, names = self._rules()
        # A choice may be needed only of what a rule reads, or what stands in a key with others.
        self.choosy = names.union(*self._keys_of_several())
        self.given: dict[str, list[Any]] = {}

    def _keys_of_several(self) -> list[tuple[str, ...]]:
        return [key for key in self.keys if len(key) > 1]

    def _rules(self) -> tuple[list[pl.Expr], set[str]]:
        """The row rules, and the columns that they read."""
        sources = {derivation.name: derivation.source for derivation in self.schema.derived}
        read = [row_expression(rule.sql, [*self.dtypes, *sources]) for rule in self.schema.rules]
        return [rule for rule, _ in read], {sources.get(name, name) for _, names in read for name in names}

    def draw_keys(self, count: int) -> None:
        """Columns in which no value may stand twice are drawn whole."""
        single = {key[0] for key in self.keys if len(key) == 1}
        single |= {name for name, field in self.fields.items() if field.constraints.unique}
        # In a definite order, as each draw takes from the same stream of chance.
        for name in sorted(single):
            # Told apart by their text, as lists cannot be put into a set.
            self.given[name] = self.draw(st.lists(self.strategies[name], min_size=count, max_size=count, unique_by=str))

    def add(self) -> None:
        """One more row; hypothesis is told to try again where none fits."""
        offered = self._offered()
        chance = random.Random(self.draw(st.integers(0, 2**32 - 1)))  # noqa: S311  # drawn, so that it can be repeated
        for count in _CANDIDATES:
            candidates = [self._referring(self._chosen(offered, chance), chance) for _ in range(count)]
            for row in self._that_hold(candidates):
                if self._is_new(row):
                    self.rows.append(row)
                    return
        reject()

    def _offered(self) -> dict[str, list[Any]]:
        """Values to choose from; more than one only where a choice may be needed."""
        at = len(self.rows)
        offered = {name: [column[at]] for name, column in self.given.items()}
        for name, strategy in self.strategies.items():
            if name not in offered:
                offered[name] = [self.draw(strategy) for _ in range(_ALTERNATIVES if name in self.choosy else 1)]
        return {name: offered[name] for name in self.fields}

    def _chosen(self, offered: Mapping[str, list[Any]], chance: random.Random) -> Row:
        # How many cells are empty is a choice of its own: rules such as "at most one of six" need nearly all of them to
        # be.
        empty = chance.choice((0.0, 0.2, 0.5, 0.8, 0.9, 1.0))
        row = {name: chance.choice(choices) for name, choices in offered.items()}
        return row | {name: None for name in self.nullable if chance.random() < empty}

    def _referring(self, row: Row, chance: random.Random) -> Row:
        """References of the table to itself name a row before, or the row itself where there must be one."""
        for key in self.own:
            row = row | self._reference(key, row, chance)
        return row

    def _reference(self, key: ForeignKey, row: Row, chance: random.Random) -> Row:
        if any(row[name] is None for name in key.fields):
            return {}
        may_be_empty = [name for name in key.fields if name in self.nullable]
        if not self.rows and may_be_empty:
            return dict.fromkeys(may_be_empty)
        target = chance.choice(self.rows) if self.rows else row
        return {name: target[there] for name, there in zip(key.fields, key.reference_fields, strict=True)}

    def _that_hold(self, candidates: Sequence[Row]) -> Iterator[Row]:
        if not self.rules:
            yield from candidates
            return
        frame = derive(pl.DataFrame(candidates, schema=self.dtypes, orient="row"), self.schema)
        verdicts = [rule.fill_null(value=True).alias(str(at)) for at, rule in enumerate(self.rules)]
        holds = frame.select(verdicts).select(pl.all_horizontal(pl.all()))
        yield from (row for row, is_fine in zip(candidates, holds.to_series(), strict=True) if is_fine)

    def _is_new(self, row: Row) -> bool:
        return not any(
            all(row[name] is not None and row[name] == other[name] for name in key)
            for key in self.keys
            for other in self.rows
        )


# Letters of several scripts, digits, punctuation and the blank; what no file can hold, or hardly, is left out.
_LETTERS = st.characters(codec="utf-8", categories=("L", "N", "Po"), include_characters=" ")
# Constraints within which values are made; of the others it is asked afterwards whether a value keeps them.
_BUILT = frozenset({"required", "unique", "pattern", "enum", *(each.name for each in (*BOUNDS, *LENGTHS))})
# Far from where dtypes end, so that sums in rules do not overflow; and people can read it.
_GREATEST = 10**9
_SMALL = {"Int8": 127, "Int16": 32767, "UInt8": 255, "UInt16": 65535}
# Years that every format writes with four digits.
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


def _values(field: Field, dtype: DataType) -> SearchStrategy[Any]:
    """Values that the field admits, as a frame of that dtype holds them; never null."""
    rules = field.constraints
    listed: list[Any] | None = None if rules.enum is None else list(rules.enum)
    if field.categories is not None:
        listed = [category.value for category in field.categories]
    if listed is not None:
        own = listed if dtype == pl.String else [literal(field, value) for value in listed]
        return st.sampled_from(own)
    made = _NATIVE.get(field.type, _text)(field, dtype)
    if all(constraint.name in _BUILT for constraint, _ in asked(field.constraints)):
        return made
    cell = column(field, 0)
    return made.filter(lambda value: passes(cell, _written(value)))


def _written(value: Any) -> str:
    """A value as a cell of a file."""
    return str(value.isoformat()) if isinstance(value, dt.datetime) else str(value)


def _limits(field: Field, step: Any = None) -> tuple[Any, Any]:
    """Least and greatest value, where they are bounded; excluded bounds are moved inside by ``step``."""
    low: list[Any] = []
    high: list[Any] = []
    for bound, said in asked(field.constraints, BOUNDS):
        value = literal(field, said)
        inside = _moved(value, step, 1 if bound.is_lower else -1) if bound.is_exclusive else value
        (low if bound.is_lower else high).append(inside)
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
    # Whole seconds are what a cell of the default format holds.
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
    if ours(field).get("edtf") is True:
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
    # A pattern of Table Schema matches the whole value.
    whole = st.from_regex(rf"\A(?:{rules.pattern})\Z")
    return whole.filter(lambda text: least <= len(text) and (most is None or len(text) <= most))


def _kept(field: Field, made: SearchStrategy[Any], written: Callable[[Any], str]) -> SearchStrategy[Any]:
    """Values within the bounds of the field."""
    kind = kind_of(field)
    bounds = [(bound.sign, kind.literal(said)) for bound, said in asked(field.constraints, BOUNDS) if bound.sign]
    if not bounds:
        return made
    return made.filter(
        lambda value: not any(kind.breaks_exactly(written(value), sign, bound) for sign, bound in bounds)
    )


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
