"""Row rules of a schema, run on typed columns under the names of the fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from talent_dataset.engine.errors import RuleRefusedError
from talent_dataset.engine.reading.polars_errors import BREAKS, first_line
from talent_dataset.engine.rules.field_checks import Check

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.model import Derivation, Rule, Schema
    from talent_dataset.engine.reading.cast import Column


@dataclass(frozen=True, slots=True)
class RowRule:
    """A rule that holds or breaks in each row.

    Attributes:
        rule: Its name, severity and sentences.
        expression: True or null where a row is fine.
        fields: The fields that it reads.
    """

    rule: Rule
    expression: pl.Expr
    fields: tuple[str, ...]

    def broken(self, frame: pl.DataFrame) -> pl.Series:
        """For each row whether it breaks the rule: Booleans in the order of the rows, never null.

        Args:
            frame: A typed column for each of ``fields``, under its name; null where there is no value.

        Raises:
            RuleRefusedError: The expression cannot be run on these columns, or is not one truth value a row.
        """
        try:
            verdict = frame.select(verdict=self.expression).get_column("verdict")
        except BREAKS as error:
            raise RuleRefusedError(first_line(error)) from error
        # An expression that is null whatever the row has the dtype Null, and breaks nowhere.
        if verdict.dtype not in {pl.Boolean, pl.Null} or len(verdict) not in {1, frame.height}:
            raise RuleRefusedError(f"it gives {verdict.dtype}, not true or false of each row")
        broken = ~verdict.cast(pl.Boolean).fill_null(value=True)
        return broken if len(broken) == frame.height else broken.new_from_index(0, frame.height)


@dataclass(frozen=True, slots=True)
class Derived:
    """Columns that are computed from others.

    Attributes:
        derivations: Those whose source is at hand and whose method is known.
    """

    derivations: tuple[Derivation, ...]

    def of(self, name: str) -> Derivation | None:
        """How a column is computed, or ``None``."""
        return next((each for each in self.derivations if each.name == name), None)

    def inside(self, columns: Mapping[str, Column]) -> list[Derivation]:
        """Those that stand in the file as well."""
        return [each for each in self.derivations if each.name in columns]


def derived_check(derivation: Derivation, columns: Mapping[str, Column]) -> Check:
    """The check that a derived column of the file holds what is computed."""
    from talent_dataset.engine.reading.whole import derived_expr

    column, source = columns[derivation.name], columns[derivation.source]
    # Of a cell that has no value of its type something else is said.
    expected = derived_expr(derivation, source.cells.present)
    found = column.value
    if column.field.type != "date":  # what polars does not compare: the column holds dates whatever its type is
        expected, found = expected.cast(pl.String), column.cells.present
    offends = found.ne_missing(expected) & ~column.misfit
    return Check(
        code="cell/derived",
        clean=~offends.any(),
        offends=offends,
        facts=lambda _: {"by": derivation.by, "source": derivation.source},
        hint="Leave the column out of the file, or compute it again.",
        position=column.position,
        field=derivation.name,
    )


def derivable(schema: Schema, columns: Mapping[str, Column]) -> Derived:
    """The columns of a schema that can be computed from those of the file."""
    from talent_dataset.engine.reading.whole import EXPRESSIONS

    return Derived(tuple(each for each in schema.derived if each.source in columns and each.by in EXPRESSIONS))


def named(frame: pl.DataFrame, names: Iterable[str], columns: Mapping[str, Column], derived: Derived) -> pl.DataFrame:
    """Typed columns under the names of their fields, derived ones computed where the file lacks them.

    Args:
        frame: A batch: text columns by position (``"3"``), typed ones as ``"v3"``, null where there is no value.
        names: The columns that are wanted, in order; one that is neither is left out.
        columns: The columns of the file by the names of their fields.
        derived: Those that can be computed.
    """
    chosen = []
    for name in names:
        if name in columns:
            chosen.append(pl.col(f"v{columns[name].position}").alias(name))
        elif (derivation := derived.of(name)) is not None:
            from talent_dataset.engine.reading.whole import derived_expr

            source = columns[derivation.source].cells.present
            chosen.append(derived_expr(derivation, source).alias(name))
    return frame.select(chosen)


def parents_of(name: str, columns: Mapping[str, Column], derived: Derived) -> Column | None:
    """The column that a name is read from."""
    if name in columns:
        return columns[name]
    derivation = derived.of(name)
    return columns[derivation.source] if derivation else None


def row_rule(rule: Rule, columns: Mapping[str, Column], derived: Derived) -> RowRule:
    """A rule as an expression; raises ``RuleRefusedError`` where it may not be run."""
    from talent_dataset.engine.rules.sql import row_expression

    names = dict.fromkeys((*columns, *(each.name for each in derived.derivations)))  # in their order, which is shown
    return RowRule(rule, *row_expression(rule.sql, names))
