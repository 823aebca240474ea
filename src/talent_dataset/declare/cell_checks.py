"""The constraints of a field as pandera checks of a column of a frame.

Columns of numbers, dates and the like are compared by polars. Text is checked as the engine checks it: the same
patterns, formats, lengths. In a frame null is what is missing, and ``""`` is a text like any other.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandera.polars as pa
import polars as pl

from talent_dataset.engine.descriptor.constraints import asked
from talent_dataset.engine.reading.cast import Column, column, kind_of
from talent_dataset.engine.reading.types.kind import looked_up
from talent_dataset.engine.reading.types.structured import are_lost
from talent_dataset.engine.rules import field_checks
from talent_dataset.engine.rules.field_checks import HOLDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pandera.api.polars.types import PolarsData

    from talent_dataset.engine.descriptor.constraints import Constraint
    from talent_dataset.engine.descriptor.model import Field
    from talent_dataset.engine.rules.field_checks import Check

# Types whose values a dtype of polars holds; all others stand in a frame as the text that a file has.
NATIVE = frozenset({"integer", "number", "boolean", "date", "time", "datetime", "list"})
_ITEM = pl.element().cast(pl.String)


def checks(field: Field) -> list[pa.Check]:
    """The checks of a column, beside its dtype and whether it may have nulls."""
    own = _native(field) if field.type in NATIVE else map(_of_engine, *_text(field))
    return [*_unique(field), *own]


def value_of(field: Field) -> pl.Expr:
    """What a column holds, by value: cells of equal value are equal here, and missing ones null."""
    if field.type in NATIVE or field.type == "string":
        return pl.col(field.name)
    exact = column(field, 0)
    # The same JSON or duration can be written in several ways; each different text is read once.
    return looked_up(pl.col(field.name), lambda text: _canonical(exact, text), pl.String)


def _canonical(exact: Column, text: str) -> str | None:
    value = exact.canonical(text)
    return None if value is None else repr(value)


def _unique(field: Field) -> Iterator[pa.Check]:
    if field.constraints.unique:
        value = value_of(field)
        yield _check(field, "unique", lambda _: value.is_null() | ~value.is_duplicated())


def _check(field: Field, name: str, holds: Callable[[pl.Expr], pl.Expr], said: str = "") -> pa.Check:
    def run(data: PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(holds(pl.col(field.name)).alias(field.name))

    return pa.Check(run, name=name, error=f"{name}({said})" if said else name)


def _text(field: Field) -> tuple[list[Check], list[Column]]:
    # A frame has null for what is missing; an empty string in it is a value.
    made = column(replace(field, missing_values=()) if field.type == "string" else field, 0)
    found = field_checks.checks(made)
    return found, [made] * len(found)


def _of_engine(check: Check, made: Column) -> pa.Check:
    """A check of the engine, which reads text from the column ``0`` and values from ``v0``."""

    def run(data: PolarsData) -> pl.LazyFrame:
        text = data.lazyframe.select(pl.col(made.field.name).alias("0"))
        offends = text.with_columns(made.value).select(check.offends.fill_null(value=False))
        return offends.select(pl.all().not_()).rename({offends.collect_schema().names()[0]: made.field.name})

    name = check.code.partition("/")[2].replace("-", "_")
    return pa.Check(run, name=name, error=name)


def _native(field: Field) -> Iterator[pa.Check]:
    if field.type == "list":
        yield _check(field, "items", lambda value: ~are_lost(value.list.eval(_ITEM), field.delimiter))
    for constraint, said in asked(field.constraints):
        if (keeps := HOLDS.get(constraint.attribute)) is not None:
            yield _kept(field, constraint, keeps, said)
    if field.categories is not None:
        values = [literal(field, category.value) for category in field.categories]
        yield _check(field, "categories", lambda value: value.is_in(values), ", ".join(map(str, values)))


def literal(field: Field, value: Any) -> Any:
    """A bound or listed value as a column of a frame holds it."""
    if field.type != "datetime":
        return kind_of(field).literal(value)
    moment = kind_of(field).parse(str(value))
    # Columns of moments hold UTC without a zone.
    return moment.astimezone(dt.UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _kept(field: Field, constraint: Constraint, keeps: Callable[[pl.Expr, Any], pl.Expr], said: Any) -> pa.Check:
    """A constraint that the values of a column keep, as the engine has it."""
    name = constraint.attribute
    if constraint.says == "values":
        values = [literal(field, value) for value in said]
        return _check(field, name, lambda value: keeps(value, values), ", ".join(map(str, values)))
    if constraint.says != "value":
        return _check(field, name, lambda value: keeps(value, said), str(said))
    bound = literal(field, said)

    def holds(value: pl.Expr) -> pl.Expr:
        verdict = keeps(value, pl.lit(bound))
        # NaN is within no bound; polars takes it for the greatest number.
        return verdict & ~value.cast(pl.Float64).is_nan() if field.type == "number" else verdict

    return _check(field, name, holds, str(bound))
