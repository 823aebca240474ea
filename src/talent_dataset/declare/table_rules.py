"""Table rules tried on empty tables, so that one that cannot run is refused before there are data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from talent_dataset.errors import DeclarationError
from talent_dataset.rules.sql import RefusedError, table_query

if TYPE_CHECKING:
    from collections.abc import Mapping

    from talent_dataset.declare.definition import Definition
    from talent_dataset.descriptor.model import Rule


def refuse(tables: Mapping[str, Definition]) -> None:
    """Refuse table rules that cannot run, or that do not return rows of their table.

    Raises:
        DeclarationError: The first rule that is wrong.
    """
    empty = {name: _empty(definition) for name, definition in tables.items()}
    for definition in tables.values():
        for rule in definition.table_rules:
            _try(definition, rule, empty)


def _empty(definition: Definition) -> pl.DataFrame:
    return pl.DataFrame(schema={name: dtype or pl.Decimal(38, 6) for name, dtype in definition.dtypes.items()})


def _try(definition: Definition, rule: Rule, empty: Mapping[str, pl.DataFrame]) -> None:
    what = f"Table {definition.name!r}: the table rule {rule.name!r}"
    try:
        columns = table_query(rule.sql, empty).run(empty).columns
    except RefusedError as error:
        hint = error.hint or "A table rule is one SELECT over the tables of the package."
        raise DeclarationError(f"{what} cannot run: {error}.", hint=hint) from error
    lacking = [field for field in definition.schema.primary_key if field not in columns]
    if lacking:
        raise DeclarationError(
            f"{what} does not return {lacking[0]!r}, so that the row could not be shown.",
            hint=f"Select {definition.name}.* or the primary key.",
        )
