"""The constraints of a field as pandera checks of a typed column.

What a file would hold as a missing value counts as one here too: in a column of text, ``""`` is no value.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandera.polars as pa
import polars as pl

from talent_dataset.declare.values import read
from talent_dataset.reading import edtf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pandera.api.polars.types import PolarsData

    from talent_dataset.descriptor.model import Constraints, Field

Holds = "Callable[[pl.Expr], pl.Expr]"

_COMPARED: dict[str, Callable[[pl.Expr, Any], pl.Expr]] = {
    "minimum": lambda value, bound: value >= bound,
    "exclusive_minimum": lambda value, bound: value > bound,
    "maximum": lambda value, bound: value <= bound,
    "exclusive_maximum": lambda value, bound: value < bound,
}


def value_of(field: Field, column: pl.Expr | None = None) -> pl.Expr:
    """The values of a column, null where a text stands for no value."""
    column = pl.col(field.name) if column is None else column
    texts = [missing.value for missing in field.missing_values]
    if not is_text(field) or not texts:
        return column
    return pl.when(column.is_in(texts)).then(None).otherwise(column)


def is_text(field: Field) -> bool:
    """Whether a frame holds the values of a field as text."""
    return field.type not in ("integer", "number", "boolean", "date", "time", "datetime", "list")


def checks(field: Field) -> list[pa.Check]:
    """The checks of a column, in the order of the engine."""
    return [*_presence(field), *_bounds(field), *_lengths(field), *_membership(field)]


def _check(field: Field, name: str, holds: Callable[[pl.Expr], pl.Expr], said: str = "") -> pa.Check:
    def run(data: PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(holds(value_of(field, pl.col(data.key))).alias(data.key))

    return pa.Check(run, name=name, error=f"{name}({said})" if said else name)


def _presence(field: Field) -> Iterator[pa.Check]:
    if field.constraints.required and is_text(field):
        yield _check(field, "required", lambda value: value.is_not_null())
    if field.constraints.unique:
        yield _check(field, "unique", lambda value: value.is_null() | ~value.is_duplicated())


def _bounds(field: Field) -> Iterator[pa.Check]:
    for word, compare in _COMPARED.items():
        given = getattr(field.constraints, word)
        if given is not None:
            yield _bound(field, word, compare, read(field, given))


def _bound(field: Field, word: str, compare: Callable[[pl.Expr, Any], pl.Expr], bound: Any) -> pa.Check:
    def holds(value: pl.Expr) -> pl.Expr:
        verdict = compare(value, pl.lit(bound))
        # NaN is not within any bound; polars takes it for the greatest number.
        return verdict & (value.cast(pl.Float64) == value.cast(pl.Float64)) if field.type == "number" else verdict

    return _check(field, word, holds, str(bound))


def _lengths(field: Field) -> Iterator[pa.Check]:
    rules: Constraints = field.constraints
    if rules.min_length is not None:
        yield _check(field, "min_length", lambda value: _length(field, value) >= rules.min_length, str(rules.min_length))
    if rules.max_length is not None:
        yield _check(field, "max_length", lambda value: _length(field, value) <= rules.max_length, str(rules.max_length))


def _length(field: Field, value: pl.Expr) -> pl.Expr:
    return value.list.len() if field.type == "list" else value.str.len_chars()


def _membership(field: Field) -> Iterator[pa.Check]:
    rules: Constraints = field.constraints
    if rules.enum is not None:
        listed = [read(field, value) for value in rules.enum]
        yield _check(field, "enum", lambda value: value.is_in(listed), ", ".join(map(str, rules.enum)))
    if field.categories is not None:
        codes = [read(field, category.value) for category in field.categories]
        yield _check(field, "categories", lambda value: value.is_in(codes), ", ".join(map(str, codes)))
    if rules.pattern is not None:
        whole = rf"\A(?:{rules.pattern})\z"
        yield _check(field, "pattern", lambda value: value.str.contains(whole), rules.pattern)
    if isinstance(ours := field.custom.get("talentDataset"), dict) and ours.get("edtf") is True:
        yield _check(field, "edtf", edtf.is_valid_expr)


_ = re
