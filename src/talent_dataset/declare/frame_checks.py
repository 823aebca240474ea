"""A declared table as a pandera schema: keys, references of the table to itself, and rules as checks of a frame."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pandera.polars as pa
import polars as pl

from talent_dataset.declare import cell_checks
from talent_dataset.declare.cell_checks import value_of
from talent_dataset.declare.describe import is_translated
from talent_dataset.engine.reading.whole import derive, derived_expr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pandera.api.polars.types import PolarsData
    from polars.datatypes import DataType

    from talent_dataset.declare.definition import Definition
    from talent_dataset.engine.descriptor.model import Derivation, Field, ForeignKey, Rule, Schema

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
    # A primary key has no nulls; of another unique key, rows with a null are left alone, as in SQL.
    return pl.all_horizontal(value.is_not_null() for value in values) & ~pl.struct(values).is_duplicated()


def _is_unique(fields: list[Field]) -> pl.Expr:
    values = [value_of(field) for field in fields]
    return pl.any_horizontal(value.is_null() for value in values) | ~pl.struct(values).is_duplicated()


def _own_reference(key: ForeignKey, fields: dict[str, Field]) -> pa.Check:
    def verdict() -> pl.Expr:
        own = [value_of(fields[name]).alias(str(at)) for at, name in enumerate(key.fields)]
        theirs = [value_of(fields[name]).alias(str(at)) for at, name in enumerate(key.reference_fields)]
        # As in SQL (MATCH SIMPLE), a reference with a null in it refers to nothing.
        is_void = pl.any_horizontal(value.is_null() for value in own)
        return is_void | pl.struct(own).is_in(pl.struct(theirs).implode())

    return _expression("foreign_key", verdict)


def _derivation(derivation: Derivation) -> pa.Check:
    def run(data: PolarsData) -> pl.LazyFrame:
        if derivation.name not in data.lazyframe.collect_schema():
            # The column is missing where a curated table is validated: computed columns come with the build.
            return data.lazyframe.select(pl.lit(value=True).alias(VERDICT))
        return data.lazyframe.select(pl.col(derivation.name).eq_missing(derived_expr(derivation)).alias(VERDICT))

    return pa.Check(run, name="derived", error=f"{derivation.name} is {derivation.by} of {derivation.source}")


def _row_rule(rule: Rule, schema: Schema) -> pa.Check:
    def run(data: PolarsData) -> pl.LazyFrame:
        frame = derive(data.lazyframe, schema)
        # As a CHECK of SQL: what cannot be decided for want of a value is no fault.
        return frame.select(pl.sql_expr(rule.sql).fill_null(value=True).alias(VERDICT))

    is_soft = rule.severity != "error"
    return pa.Check(run, name=rule.name, error=rule.summary.get("en") or rule.name, raise_warning=is_soft)


# Whether a frame must have all the columns, and no others, by the standard's `fieldsMatch`. Their order is that of a
# file; columns of a frame are known by their names.
_MATCH = {
    "exact": (True, True),
    "equal": (True, True),
    "subset": (True, False),
    "superset": (False, True),
    "partial": (False, False),
}


def frame_schema(cls: Any, options: Mapping[str, Any]) -> pa.DataFrameSchema:
    """The pandera schema of a ``Table``, from its definition and from the checks that exist in Python only."""
    definition: Definition = cls.__definition__
    schema = definition.built
    are_all, are_no_others = _MATCH[schema.fields_match]
    written = {field.name for field in definition.schema.fields}
    # By the name of the column, which an alias may set apart from that of the attribute.
    given = {info.name: info for _, info in cls.__fields__.values()}
    columns = {
        field.name: _column(
            field,
            definition.dtypes[field.name],
            given.get(field.name),
            cls.__checks__.get(field.name, []),
            is_required=are_all and field.name in written,
        )
        for field in schema.fields
    }
    own = {**options, "strict": options.get("strict") or are_no_others}
    return pa.DataFrameSchema(columns, checks=[*checks(definition), *cls.__root_checks__], **own)


def _column(field: Field, dtype: DataType | None, info: Any, checks: list[pa.Check], *, is_required: bool) -> pa.Column:
    left = [check for check in (info.checks if info else ()) if not is_translated(check)]
    return pa.Column(
        dtype,
        checks=[*cell_checks.checks(field), *left, *checks],
        nullable=not field.constraints.required,
        required=is_required,
        name=field.name,
        title=field.title,
        description=field.description,
        coerce=bool(info and info.coerce),
        default=info.default if info else None,
        metadata=info.metadata if info else None,
    )


def not_carried(cls: Any) -> tuple[str, ...]:
    """What a ``Table`` declares and its Table Schema cannot say."""
    definition: Definition = cls.__definition__
    fields = [f"field {name!r}: {text}" for name, text in definition.left]
    checks = [f"field {name!r}: the check {check.name}" for name, listed in cls.__checks__.items() for check in listed]
    rows = [f"the table check {check.name}" for check in cls.__root_checks__]
    rules = [f"the table rule {rule.name!r}, which travels with the package" for rule in definition.table_rules]
    options = [f"the option {word} of Config" for word in ("coerce", "unique", "dtype") if getattr(cls.Config, word)]
    return (*fields, *checks, *rows, *rules, *options)


def plain_dtypes(definition: Definition) -> dict[str, Any]:
    """Dtypes of the columns that a curated table has; a number without a dtype of its own is a decimal."""
    return {field.name: definition.dtypes[field.name] or pl.Decimal(38, 6) for field in definition.schema.fields}
