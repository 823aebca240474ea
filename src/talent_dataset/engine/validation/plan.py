"""What is to be checked: of one table, from its schema and the columns that its file has, and between tables."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from talent_dataset.engine.descriptor.model import Rule
from talent_dataset.engine.errors import RuleRefusedError, UnknownFieldError
from talent_dataset.engine.issues import Issue
from talent_dataset.engine.reading.cast import Column, column, in_order, is_ordered_by_column
from talent_dataset.engine.rules.field_checks import Check, Refusal, attempted, formula
from talent_dataset.engine.rules.keys import DUPLICATE, Key, Reference
from talent_dataset.engine.rules.rows import Derived, RowRule, derivable, derived_check, named, parents_of, row_rule
from talent_dataset.engine.validation.findings import TableUnderCheck, Typed

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.model import Field, ForeignKey, Resource, Schema
    from talent_dataset.engine.reading.table import TextTable
    from talent_dataset.engine.report import Sort
    from talent_dataset.engine.rules.sql import Query
    from talent_dataset.engine.validation.tally import Tally


HeldKeys = Mapping[tuple[str, ...], pl.DataFrame]
"""The different values that columns of a table hold together, by the names of their fields."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The checks of one table that need no other.

    Attributes:
        columns: Columns of the file by the name of their field.
        derived: Columns that are computed from others.
        checks: Checks of cells and rows.
        rules: Row rules.
        keys: Keys that must not repeat.
    """

    columns: Mapping[str, Column]
    derived: Derived
    checks: tuple[Check, ...] = ()
    rules: tuple[RowRule, ...] = ()
    keys: tuple[Key, ...] = ()

    def columns_read(self, rule: RowRule) -> tuple[Column, ...]:
        """The columns that a row rule reads, those of which a field is computed included."""
        return self.columns_of(rule.fields)

    def named(self, typed: Typed, names: Iterable[str]) -> pl.DataFrame:
        """Values of a batch under the names of their fields."""
        return named(typed.frame, names, self.columns, self.derived)

    def columns_of(self, names: Iterable[str]) -> tuple[Column, ...]:
        """The columns that some names are read from, each once."""
        found = (parents_of(name, self.columns, self.derived) for name in names)
        return _once(each for each in found if each is not None)


@dataclass(frozen=True, slots=True)
class Ties:
    """What a table and the others ask of each other.

    Attributes:
        references: Foreign keys of the table.
        held: Columns that other tables refer to, by the names of their fields.
        wanted: Names of columns whose values are kept, for table rules.
    """

    references: tuple[Reference, ...] = ()
    held: Mapping[tuple[str, ...], tuple[Column, ...]] = field(default_factory=dict)
    wanted: tuple[str, ...] = ()


def keyed_columns(plan: Plan, ties: Ties) -> tuple[Column, ...]:
    """The columns of which a key is needed."""
    of_keys = (key.columns for key in plan.keys)
    of_references = (reference.columns for reference in ties.references)
    return _once(chain.from_iterable(chain(of_keys, of_references, ties.held.values())))


def valued_columns(plan: Plan, ties: Ties, keyed: Iterable[Column]) -> tuple[Column, ...]:
    """The columns whose typed values are needed."""
    checked = {check.position for check in plan.checks}
    of_checks = (each for each in plan.columns.values() if each.uses_value and each.position in checked)
    of_keys = (each for each in keyed if each.uses_value)
    names = chain((name for rule in plan.rules for name in rule.fields), ties.wanted)
    return _once(chain(of_checks, of_keys, plan.columns_of(names)))


def _once(columns: Iterable[Column]) -> tuple[Column, ...]:
    return tuple({each.position: each for each in columns}.values())


def typed_batches(table: TextTable, valued: Sequence[Column], keyed: Sequence[Column]) -> Iterator[Typed]:
    """The batches of a table with values (``"v0"``) and keys (``"k0"``) of the columns for which they are needed."""
    values = [each.value.alias(f"v{each.position}") for each in valued]
    keys = [each.key.alias(f"k{each.position}") for each in keyed]
    for batch in table.batches:
        is_empty = batch.proved and not batch.frame.height
        frame = batch.frame.with_columns(values) if values and not is_empty else batch.frame
        yield Typed(batch, frame.with_columns(keys) if keys and not is_empty else frame)


@dataclass(frozen=True, slots=True)
class OpenTable:
    """A table whose header was read.

    Attributes:
        resource: What its descriptor says.
        read: Opens it anew.
        text: Its header, and its records, which can be read once.
        place: Where findings stand.
        plan: What is checked.
    """

    resource: Resource
    read: Callable[[], TextTable]
    text: TextTable
    place: TableUnderCheck
    plan: Plan


def open_table(
    resource: Resource, read: Callable[[], TextTable], tally: Tally, given: Mapping[str, pl.Expr] | None = None
) -> OpenTable:
    """Read the header of a table, and plan its checks.

    Args:
        resource: What its descriptor says.
        read: Opens it.
        tally: Where it is told what cannot be checked.
        given: Row rules of the caller, by name.
    """
    text = read()
    text.fields.update(_ordered(text, read))
    # Of a table that is not there at all that is told, and not what it lacks.
    schema = None if text.is_unread else resource.schema
    columns = columns_of(text)
    key = tuple(columns[name] for name in (schema.primary_key if schema else ()) if name in columns)
    place = TableUnderCheck(resource.name, resource.paths[0] if resource.paths else None, key)
    return OpenTable(resource, read, text, place, make_plan(text, schema, place, given or {}, tally))


def _ordered(text: TextTable, read: Callable[[], TextTable]) -> Mapping[int, Field]:
    """The fields whose cells are read by what all of their column say together: the file is read for them."""
    asked = {position: each for position, each in text.fields.items() if is_ordered_by_column(each)}
    return in_order(asked, (batch.frame for batch in read().batches)) if asked else {}


def columns_of(table: TextTable) -> dict[str, Column]:
    """The columns of a table by the name of their field; of two fields of one name, the first."""
    found: dict[str, Column] = {}
    for position, each in sorted(table.fields.items()):
        found.setdefault(each.name, column(each, position))
    return found


def make_plan(
    table: TextTable, schema: Schema | None, place: TableUnderCheck, given: Mapping[str, pl.Expr], tally: Tally
) -> Plan:
    """The checks of a table, without those that need other tables.

    Args:
        table: Its header.
        schema: What is asked of it.
        place: Where it stands.
        given: Rules of the caller: expressions over the fields, by name.
        tally: Where it is told what cannot be checked.
    """
    columns = columns_of(table)
    every = [column(each, position) for position, each in sorted(table.fields.items())]
    checks = [check for each in every for check in _cell_checks(each, place, tally)]
    plan = Plan(columns, Derived(()), tuple(checks))
    if schema is not None:
        plan = _with_schema(plan, schema, every, place, tally)
    if every and tally.policy.find(DUPLICATE, place.resource) is not None:
        plan = replace(plan, keys=(*plan.keys, Key(DUPLICATE, tuple(every))))
    if table.is_unread:
        return plan
    return replace(plan, rules=(*plan.rules, *_given_rules(given, plan, place, tally)))


def _with_schema(plan: Plan, schema: Schema, every: list[Column], place: TableUnderCheck, tally: Tally) -> Plan:
    """A plan with what its schema asks of rows."""
    columns, checks = plan.columns, [*plan.checks, *_filled_keys(schema, plan.columns)]
    if schema.derived:
        plan = replace(plan, derived=derivable(schema, columns))
        checks += [derived_check(each, columns) for each in plan.derived.inside(columns)]
    keys = tuple(_keys(schema, columns, every, place, tally))
    return replace(plan, checks=tuple(checks), keys=keys, rules=tuple(_rules(schema, plan, place, tally)))


def _given_rules(given: Mapping[str, pl.Expr], plan: Plan, place: TableUnderCheck, tally: Tally) -> Iterator[RowRule]:
    known = {*plan.columns, *(each.name for each in plan.derived.derivations)}
    for name, expression in given.items():
        fields = tuple(dict.fromkeys(expression.meta.root_names()))
        if absent := _absent(fields, known):
            tally.skip(f"row/{name}", f"there is no column {absent!r}", place.resource)
        else:
            yield RowRule(Rule(name=name, sql=str(expression)), expression, fields)


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
    schema: Schema, columns: Mapping[str, Column], every: list[Column], place: TableUnderCheck, tally: Tally
) -> Iterator[Key]:
    for each in every:
        if each.field.constraints.unique:
            yield Key("cell/unique", (each,))
    named = [("row/primary-key", schema.primary_key)] if schema.primary_key else []
    named += [("row/unique-key", key) for key in schema.unique_keys]
    for code, names in named:
        if absent := _absent(names, columns):
            # Values that are not there do not repeat; a primary key is filled in each row.
            sort = lacking(schema) if code == "row/unique-key" else "unread"
            tally.skip(code, f"no column for the field {absent!r} of the key", place.resource, sort)
        else:
            yield Key(code, tuple(columns[name] for name in names))


def _absent(names: Iterable[str], columns: Collection[str]) -> str:
    """The first of some fields that has no column; empty where each has one."""
    return next((name for name in names if name not in columns), "")


def _filled_keys(schema: Schema, columns: Mapping[str, Column]) -> Iterator[Check]:
    """The fields of a primary key are required: a null in it is a fault of the row."""
    key = [columns[name] for name in schema.primary_key if name in columns]
    if key and len(key) == len(schema.primary_key):
        offends = pl.any_horizontal(each.missing for each in key)
        yield Check(
            code="row/primary-key",
            clean=~offends.any(),
            offends=offends,
            facts=lambda _: {"fields": list(schema.primary_key)},
            hint="Each row needs a value in each field of the primary key.",
        )


def _rules(schema: Schema, plan: Plan, place: TableUnderCheck, tally: Tally) -> Iterator[RowRule]:
    declared = {*(each.name for each in schema.fields), *(each.name for each in schema.derived)}
    for rule in schema.rules:
        try:
            found = row_rule(rule, plan.columns, plan.derived)
        except RuleRefusedError as error:
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


def refuse_rule(rule: Rule, error: RuleRefusedError, code: str, resource: str | None, tally: Tally) -> None:
    """Reports a rule that cannot be run, as a fault of the descriptor and as a check that was skipped."""
    message = f"The rule {rule.name!r} cannot be run: {error}."
    hint = error.hint or "A rule is one SQL expression over the fields, or one SELECT over the tables of the package."
    tally.add(Issue(code=code, message=message, hint=hint, resource=resource, path=rule.path))
    tally.skip(f"row/{rule.name}", str(error), resource)


class TableRule(NamedTuple):
    """A rule over tables, and what it asks of them."""

    rule: Rule
    query: Query


def ties_of(tables: Mapping[str, OpenTable], rules: Sequence[TableRule], tally: Tally) -> dict[str, Ties]:
    """What each table refers to, must hold and keep; foreign keys that cannot be checked are told."""
    ties = {name: Ties(references=tuple(_references(table, tables, tally))) for name, table in tables.items()}
    for reference in [each for tie in ties.values() for each in tie.references]:
        parent, names = tables[reference.parent], reference.parent_fields
        columns = tuple(parent.plan.columns[each] for each in names)
        tie = ties[reference.parent]
        ties[reference.parent] = replace(tie, held={**tie.held, names: columns})
    for rule, query in rules:
        for name in query.tables:
            wanted = (*ties[name].wanted, *_wanted(tables[name], query, is_judged=name == rule.resource))
            ties[name] = replace(ties[name], wanted=tuple(dict.fromkeys(wanted)))
    return ties


def _references(table: OpenTable, tables: Mapping[str, OpenTable], tally: Tally) -> Iterator[Reference]:
    schema, name = table.resource.schema, table.resource.name
    if schema is None or table.text.is_unread:
        return
    for key in schema.foreign_keys:
        if absent := _absent(key.fields, table.plan.columns):
            tally.skip("table/foreign-key", f"no column for the field {absent!r}", name, lacking(schema))
        elif why := _why_not(key, tables, key.resource or name):
            tally.skip("table/foreign-key", why, name)
        else:
            columns = tuple(table.plan.columns[each] for each in key.fields)
            yield Reference(columns, key.resource or name, key.reference_fields)


def _why_not(key: ForeignKey, tables: Mapping[str, OpenTable], name: str) -> str:
    """Why the table that a key leads to cannot be asked; empty where it can."""
    parent = tables.get(name)
    if parent is None:
        return f"there is no table {name!r}"
    if parent.text.is_unread:
        return f"{name!r} was not read"
    absent = _absent(key.reference_fields, parent.plan.columns)
    return f"{name!r} has no column for the field {absent!r}" if absent else ""


def _wanted(table: OpenTable, query: Query, *, is_judged: bool) -> Iterator[str]:
    """The columns that a query may read, and of the table that it judges those by which its rows are known."""
    plan = table.plan
    key = [each.field.name for each in table.place.key] if is_judged else []
    names = dict.fromkeys((*plan.columns, *(each.name for each in plan.derived.derivations)))
    return (each for each in names if query.needs(each) or each in key)


def parents_first(ties: Mapping[str, Ties]) -> list[str]:
    """The tables so that those referred to come first, as far as that goes; a chain of them may be of any length."""
    order: dict[str, None] = {}
    seen: set[str] = set()
    waiting = [*reversed(list(ties))]
    while waiting:
        name = waiting[-1]
        if name in seen:  # all that it refers to has been placed by now
            order.setdefault(waiting.pop())
            continue
        seen.add(name)
        parents = [each.parent for each in ties[name].references]
        waiting += [parent for parent in reversed(parents) if parent not in seen]
    return list(order)
