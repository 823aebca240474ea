"""What is to be checked of one table, made once from its schema and the columns that its file has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from talent_dataset.engine.issues import Issue
from talent_dataset.engine.reading.cast import Column, column
from talent_dataset.engine.rules.check import Check
from talent_dataset.engine.rules.field_checks import Refusal, attempted, formula
from talent_dataset.engine.rules.keys import DUPLICATE, Holdings, Key, Reference, Repeats
from talent_dataset.engine.rules.rows import Derived, RowRule, derivable, derived_check, parents_of, row_rule
from talent_dataset.engine.rules.sql import RefusedError, UnknownFieldError
from talent_dataset.engine.validation.findings import Typed

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.model import ForeignKey, Rule, Schema
    from talent_dataset.engine.reading.table import TextTable
    from talent_dataset.engine.report import Sort
    from talent_dataset.engine.validation.findings import TableUnderCheck
    from talent_dataset.engine.validation.tally import Tally

# Batches with their typed columns.


def typed_batches(table: TextTable, valued: Sequence[Column], keyed: Sequence[Column]) -> Iterator[Typed]:
    """The batches of a table with values (``"v0"``) and keys (``"k0"``) of the columns for which they are needed."""
    values = [each.value.alias(f"v{each.position}") for each in valued]
    keys = [each.key.alias(f"k{each.position}") for each in keyed]
    for batch in table.batches:
        frame = batch.frame.with_columns(values) if values else batch.frame
        yield Typed(batch, frame.with_columns(keys) if keys else frame)


@dataclass(slots=True)
class Plan:
    """The checks of one table.

    Attributes:
        columns: Columns of the file by the name of their field.
        checks: Checks of cells and rows.
        rules: Row rules.
        repeats: Keys that must not repeat.
        references: Foreign keys.
        holdings: Columns that other tables refer to, by the names of their fields.
        wanted: Names of further columns whose values are to be read (for table rules).
    """

    columns: dict[str, Column]
    derived: Derived
    checks: list[Check] = field(default_factory=list)
    rules: list[RowRule] = field(default_factory=list)
    repeats: list[Repeats] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    holdings: dict[tuple[str, ...], Holdings] = field(default_factory=dict)
    wanted: tuple[str, ...] = ()

    @property
    def run(self) -> int:
        """Number of checks."""
        return len(self.checks) + len(self.rules) + len(self.repeats) + len(self.references)

    def columns_read(self, rule: RowRule) -> tuple[Column, ...]:
        """The columns that a row rule reads, those of which a field is computed included."""
        found = [parents_of(name, self.columns, self.derived) for name in rule.fields]
        return tuple({column.position: column for column in found if column is not None}.values())

    def keyed(self) -> list[Column]:
        """Columns of which a key is needed."""
        found = [c for repeats in self.repeats for c in repeats.key.columns]
        found += [c for reference in self.references for c in reference.columns]
        found += [c for holdings in self.holdings.values() for c in holdings.columns]
        return list({c.position: c for c in found}.values())

    def valued(self, keyed: Iterable[Column]) -> list[Column]:
        """Columns whose typed values are needed."""
        checked = {check.position for check in self.checks}
        found = [c for c in self.columns.values() if c.uses_value and c.position in checked]
        found += [c for c in keyed if c.uses_value]
        names = [name for rule in self.rules for name in rule.fields] + list(self.wanted)
        found += [c for name in names if (c := parents_of(name, self.columns, self.derived)) is not None]
        return list({c.position: c for c in found}.values())


def columns_of(table: TextTable) -> dict[str, Column]:
    """The columns of a table by the name of their field; of two fields of one name, the first."""
    found: dict[str, Column] = {}
    for position, each in sorted(table.fields.items()):
        found.setdefault(each.name, column(each, position))
    return found


def make_plan(table: TextTable, schema: Schema | None, place: TableUnderCheck, tally: Tally) -> Plan:
    """The checks of a table, without those that need other tables."""
    columns = columns_of(table)
    every = [column(each, position) for position, each in sorted(table.fields.items())]
    plan = Plan(columns, derivable(schema, columns) if schema else Derived(()))
    plan.checks = [check for each in every for check in _cell_checks(each, place, tally)]
    if schema is not None:
        plan.checks += _filled_keys(schema, columns)
        plan.checks += map(partial(derived_check, columns=columns), plan.derived.inside(columns))
        plan.repeats = [Repeats(key) for key in _keys(schema, columns, every, place, tally)]
        plan.rules = list(_rules(schema, plan, place, tally))
    if every and tally.policy.find(DUPLICATE, place.resource) is not None:
        plan.repeats.append(Repeats(Key(DUPLICATE, tuple(every))))
    return plan


def _cell_checks(each: Column, place: TableUnderCheck, tally: Tally) -> Iterator[Check]:
    """The checks of the cells of a column; constraints that cannot be checked are noted as skipped."""
    for found in attempted(each):
        if isinstance(found, Refusal):
            tally.skip(f"cell/{_kebab(found.constraint)}", f"{each.field.name}: {found.reason}", place.resource)
        else:
            yield found
    if (check := formula(each)) is not None:
        yield check


def _kebab(name: str) -> str:
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in name)


def _keys(
    schema: Schema, columns: dict[str, Column], every: list[Column], place: TableUnderCheck, tally: Tally
) -> Iterator[Key]:
    for each in every:
        if each.field.constraints.unique:
            yield Key("cell/unique", (each,))
    named = [("row/primary-key", schema.primary_key)] if schema.primary_key else []
    named += [("row/unique-key", key) for key in schema.unique_keys]
    for code, names in named:
        absent = [name for name in names if name not in columns]
        if absent:
            # Values that are not there do not repeat; a primary key is filled in each row.
            sort = lacking(schema) if code == "row/unique-key" else "unread"
            tally.skip(code, f"no column for the field {absent[0]!r} of the key", place.resource, sort)
        else:
            yield Key(code, tuple(columns[name] for name in names))


def _filled_keys(schema: Schema, columns: dict[str, Column]) -> Iterator[Check]:
    """The fields of a primary key are required: a null in it is a fault of the row."""
    key = [columns[name] for name in schema.primary_key if name in columns]
    if key and len(key) == len(schema.primary_key):
        offends = pl.any_horizontal(each.missing for each in key)
        names = ", ".join(schema.primary_key)
        yield Check(
            code="row/primary-key",
            clean=~offends.any(),
            offends=offends,
            message=lambda _: f"The primary key ({names}) is not filled.",
            hint="Each row needs a value in each field of the primary key.",
        )


def _rules(schema: Schema, plan: Plan, place: TableUnderCheck, tally: Tally) -> Iterator[RowRule]:
    declared = {*(each.name for each in schema.fields), *(each.name for each in schema.derived)}
    for rule in schema.rules:
        try:
            found = row_rule(rule, plan.columns, plan.derived)
        except RefusedError as error:
            if isinstance(error, UnknownFieldError) and error.name in declared:
                # The rule is right; it is the file that lacks a column, which is told of its header.
                reason = f"no column for the field {error.name!r}"
                tally.skip(f"row/{rule.name}", reason, place.resource, lacking(schema))
            else:
                refuse_rule(rule, error, "descriptor/schema", place.resource, tally)
            continue
        yield found


def lacking(schema: Schema) -> Sort:
    """What it is that a check lacks its column: nothing to check where a file may have fewer columns than fields."""
    return "not-there" if schema.fields_match in {"superset", "partial"} else "unread"


def refuse_rule(rule: Rule, error: RefusedError, code: str, resource: str | None, tally: Tally) -> None:
    """Reports a rule that cannot be run, as a fault of the descriptor and as a check that was skipped."""
    message = f"The rule {rule.name!r} cannot be run: {error}."
    hint = error.hint or "A rule is one SQL expression over the fields, or one SELECT over the tables of the package."
    tally.add(Issue(code=code, message=message, hint=hint, resource=resource, path=rule.path))
    tally.skip(f"row/{rule.name}", str(error), resource)


def reference(key: ForeignKey, own: str, columns: dict[str, Column]) -> Reference | str:
    """A foreign key over the columns of a file, or why it cannot be checked."""
    absent = [name for name in key.fields if name not in columns]
    if absent:
        return f"no column for the field {absent[0]!r}"
    return Reference(tuple(columns[name] for name in key.fields), key.resource or own, key.reference_fields)
