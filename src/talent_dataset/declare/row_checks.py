"""Keys, references of a table to itself, and rules, as pandera checks of a frame."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pandera.polars as pa
import polars as pl

from talent_dataset.declare.cell_checks import value_of
from talent_dataset.reading.derive import derive, derived_expr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pandera.api.polars.types import PolarsData

    from talent_dataset.declare.definition import Definition
    from talent_dataset.descriptor.model import Derivation, Field, ForeignKey, Rule, Schema

VERDICT = "verdict"


def checks(definition: Definition) -> list[pa.Check]:
    """The checks of a table as a whole."""
    return list(_checks(definition))


def _checks(definition: Definition) -> Iterator[pa.Check]:
    schema = definition.schema
    fields = {field.name: field for field in schema.fields}
    if schema.primary_key:
        yield _expression("primary_key", partial(_is_key, [fields[name] for name in schema.primary_key]))
    for key in schema.unique_keys:
        yield _expression("unique_key", partial(_is_unique, [fields[name] for name in key]))
    for foreign in schema.foreign_keys:
        if foreign.resource == "":
            yield _own_reference(foreign, fields)
    for derivation in schema.derived:
        yield _derivation(derivation)
    for rule in schema.rules:
        yield _row_rule(rule, schema)


def _expression(name: str, verdict: Callable[[], pl.Expr]) -> pa.Check:
    def run(data: PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(verdict().alias(VERDICT))

    return pa.Check(run, name=name, error=name)


def _is_key(fields: list[Field]) -> pl.Expr:
    values = [value_of(field) for field in fields]
    return pl.all_horizontal(value.is_not_null() for value in values) & ~pl.struct(values).is_duplicated()


def _is_unique(fields: list[Field]) -> pl.Expr:
    values = [value_of(field) for field in fields]
    return pl.any_horizontal(value.is_null() for value in values) | ~pl.struct(values).is_duplicated()


def _own_reference(key: ForeignKey, fields: dict[str, Field]) -> pa.Check:
    def verdict() -> pl.Expr:
        own = [value_of(fields[name]).alias(str(at)) for at, name in enumerate(key.fields)]
        theirs = [value_of(fields[name]).alias(str(at)) for at, name in enumerate(key.reference_fields)]
        is_void = pl.any_horizontal(value.is_null() for value in own)
        return is_void | pl.struct(own).is_in(pl.struct(theirs).implode())

    return _expression("foreign_key", verdict)


def _derivation(derivation: Derivation) -> pa.Check:
    def run(data: PolarsData) -> pl.LazyFrame:
        if derivation.name not in data.lazyframe.collect_schema():
            return data.lazyframe.select(pl.lit(value=True).alias(VERDICT))
        return data.lazyframe.select(pl.col(derivation.name).eq_missing(derived_expr(derivation)).alias(VERDICT))

    return pa.Check(run, name="derived", error=f"{derivation.name} is {derivation.by} of {derivation.source}")


def _row_rule(rule: Rule, schema: Schema) -> pa.Check:
    def run(data: PolarsData) -> pl.LazyFrame:
        frame = derive(data.lazyframe, schema)
        return frame.select(pl.sql_expr(rule.sql).fill_null(value=True).alias(VERDICT))

    is_soft = rule.severity != "error"
    return pa.Check(run, name=rule.name, error=rule.summary.get("en") or rule.name, raise_warning=is_soft)
