"""Table rules tried on empty tables, so that one that cannot run is refused before there are data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from talent_dataset.declare.refusals import guess
from talent_dataset.errors import DeclarationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from talent_dataset.declare.definition import Definition
    from talent_dataset.descriptor.model import Rule


def refuse(tables: Mapping[str, Definition]) -> None:
    """Refuse table rules that cannot run, or that do not return rows of their table.

    Raises:
        DeclarationError: The first rule that is wrong.
    """
    context = pl.SQLContext({name: _empty(definition) for name, definition in tables.items()})
    for name, definition in tables.items():
        for rule in definition.table_rules:
            _try(name, definition, rule, context)


def _empty(definition: Definition) -> pl.LazyFrame:
    return pl.LazyFrame(schema={name: dtype or pl.Decimal(38, 6) for name, dtype in definition.dtypes.items()})


def _try(name: str, definition: Definition, rule: Rule, context: pl.SQLContext[pl.LazyFrame]) -> None:
    what = f"Table {name!r}: the table rule {rule.name!r}"
    try:
        columns = context.execute(rule.sql).collect_schema().names()
    except pl.exceptions.PolarsError as error:
        raise DeclarationError(
            f"{what} cannot run: {error}", hint=f"{guess('', context.tables())} A rule is one SELECT."
        ) from error
    lacking = [field for field in definition.schema.primary_key if field not in columns]
    if lacking:
        raise DeclarationError(
            f"{what} does not return {lacking[0]!r}, so that the row could not be shown.",
            hint=f"Select {name}.* or the primary key.",
        )
