"""Mistakes in a declaration, refused where they are made, with their likely cause.

Most of them the descriptor would have too, so the parser of descriptors looks for them: what it faults is refused here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandera.polars as pa
import polars as pl
from pandera.api.dataframe.model_components import FieldInfo

from talent_dataset.declare import arguments
from talent_dataset.declare.config import TableConfig
from talent_dataset.declare.field import declared_of
from talent_dataset.engine.descriptor import parse_schema
from talent_dataset.engine.descriptor.dump import dump_schema
from talent_dataset.engine.descriptor.extension import METHODS
from talent_dataset.engine.descriptor.model import ours
from talent_dataset.engine.errors import DeclarationError, RuleRefusedError
from talent_dataset.engine.meant import did_you_mean
from talent_dataset.engine.reading.cast import column
from talent_dataset.engine.rules.field_checks import probes
from talent_dataset.engine.rules.sql import row_expression

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from polars.datatypes import DataType

    from talent_dataset.engine.descriptor.model import ForeignKey, Rule, Schema
    from talent_dataset.engine.issues import Issue

_PLACE = re.compile(r"fields\[(\d+)\]")


def refuse_class(cls: Any) -> None:
    """Refuse attributes of a class that make no field, and options that hold something of a wrong kind.

    Raises:
        DeclarationError: The first mistake found.
    """
    where = f"Table {cls.__name__!r}"
    options = vars(cls).get("Config", TableConfig)
    if not isinstance(options, type):
        raise DeclarationError(f"{where}: Config is no class.", hint="Write `class Config(Table.Config):`.")
    arguments.refuse(f"{where}: Config.", vars(options), arguments.CONFIG)
    annotated = vars(cls).get("__annotations__", {})
    declared = {name: value for name, value in vars(cls).items() if isinstance(value, FieldInfo)}
    _refuse_bare(where, {name: value for name, value in declared.items() if name not in annotated})
    _refuse_values(where, {name: vars(cls)[name] for name in annotated if name in vars(cls) and name not in declared})
    _refuse_names(where, cls, declared)


def _refuse_bare(where: str, fields: Mapping[str, Any]) -> None:
    """Fields that no annotation gives a type."""
    for name, value in fields.items():
        example = "date = Derived(...)" if declared_of(value).role == "derived" else "str = Field(...)"
        hint = f"Write `{name}: {example}`."
        raise DeclarationError(f"{where}: the field {name!r} has no annotation.", hint=hint)


def _refuse_values(where: str, values: Mapping[str, Any]) -> None:
    """Annotated attributes that hold a value: a class says what a table holds, and a file holds it."""
    for name, value in values.items():
        if not name.startswith("_"):
            hint = f"Write `{name}: ... = Field(...)`; a file has the values."
            raise DeclarationError(f"{where}: {name!r} is {arguments.shown(value)}, and no Field.", hint=hint)


def _refuse_names(where: str, cls: Any, declared: Mapping[str, Any]) -> None:
    """Names of fields that are those of methods, or of another field."""
    # A field may replace one of a base, and nothing else there.
    taken = {name for base in cls.__mro__[1:] for name in vars(base) if name not in getattr(base, "__fields__", ())}
    columns: dict[str, str] = {}
    for name, value in declared.items():
        if name in taken and not any(name in getattr(base, "__annotations__", {}) for base in cls.__mro__[1:]):
            hint = f'Call the attribute otherwise: `{name}_: ... = Field(alias="{name}")`.'
            raise DeclarationError(f"{where}: {name!r} is a method or an option of every Table.", hint=hint)
        column = value.alias or name
        if column in columns:
            hint = "Every column has a name of its own."
            raise DeclarationError(f"{where}: {columns[column]!r} and {name!r} are both {column!r}.", hint=hint)
        columns[column] = name


def refuse(name: str, schema: Schema, *, is_ours: bool) -> None:
    """Refuse a table whose fields, keys, groups or derivations cannot mean what they say.

    Args:
        name: Name of the table.
        schema: What its descriptor would say.
        is_ours: Whether it is declared in Python; then what a descriptor is only warned of is refused too.

    Raises:
        DeclarationError: The first mistake found.
    """
    where = f"Table {name!r}"
    names = [field.name for field in schema.fields]
    if not names:
        hint = "Write `id: str = Field(primary_key=True)` in its class."
        raise DeclarationError(f"{where} has no fields.", hint=hint)
    for key in schema.foreign_keys:
        _to_something(where, key)
    _refuse_faults(where, schema, is_ours=is_ours)
    for group in ours(schema).get("groups", ()):
        _known(f"{where}: a group", group, names)
    _fields_alone(where, schema, is_ours=is_ours)
    _derivations(where, schema, is_ours=is_ours)
    for key in schema.foreign_keys:
        _foreign(where, key, schema, {"": schema} if key.resource == "" else {})


def _refuse_faults(where: str, schema: Schema, *, is_ours: bool) -> None:
    """What the parser of descriptors faults."""
    names = [field.name for field in schema.fields]
    for fault in parse_schema(dump_schema(schema), probes=probes(), is_declared=True).faults:
        if is_ours or fault.severity == "error":
            raise DeclarationError(f"{where}{_at(fault, names)}: {fault.message}", hint=fault.hint)


def _derivations(where: str, schema: Schema, *, is_ours: bool) -> None:
    """Columns computed by an unknown method, or from a field that the method does not read."""
    fields = {field.name: field for field in schema.fields}
    for derivation in schema.derived:
        if derivation.by not in METHODS:
            raise DeclarationError(
                f"{where}: the column {derivation.name!r} is derived by {derivation.by!r}, which is no method.",
                hint=did_you_mean(derivation.by, METHODS),
            )
        if is_ours and not ours(fields[derivation.source]).get("edtf"):
            raise DeclarationError(
                f"{where}, field {derivation.name!r}: {derivation.source!r} does not hold EDTF dates.",
                hint=f"Write `{derivation.source}: str = Field(edtf=True)`.",
            )


def _fields_alone(where: str, schema: Schema, *, is_ours: bool) -> None:
    for field in schema.fields:
        if field.name in schema.primary_key and not field.constraints.required:
            raise DeclarationError(
                f"{where}: the field {field.name!r} of the primary key may be empty.",
                hint="Every row needs its key: take `nullable=True`, or `| None`, away.",
            )
        if ours(field).get("edtf") and field.type != "string":
            raise DeclarationError(
                f"{where}: the field {field.name!r} holds EDTF dates, and is of type {field.type}.",
                hint="Annotate it with str.",
            )
        if is_ours and field.example is not None and column(field, 0).canonical(str(field.example)) is None:
            raise DeclarationError(
                f"{where}, field {field.name!r}: the example {field.example!r} is no value of the type {field.type}.",
                hint="Give a value as it stands in a file.",
            )


def refuse_derived(name: str, field: str, by: str, type_name: str) -> None:
    """Refuse a computed column whose annotation is not what its method makes.

    Raises:
        DeclarationError: It is not.
    """
    made = METHODS.get(by, {}).get("type", type_name)
    if made != type_name:
        raise DeclarationError(
            f"Table {name!r}, field {field!r}: {by} makes a {made}, and the annotation says {type_name}.",
            hint=f"Annotate it with {made}.",
        )


def refuse_foreign(name: str, schema: Schema, tables: Mapping[str, Schema]) -> None:
    """Refuse foreign keys to tables or fields that a package does not have.

    Raises:
        DeclarationError: The first key to nothing.
    """
    for key in schema.foreign_keys:
        _foreign(f"Table {name!r}", key, schema, {**tables, "": schema})
        if key.resource not in {"", *tables}:
            raise DeclarationError(
                f"Table {name!r}: the foreign key of {', '.join(key.fields)} refers to the table {key.resource!r}, "
                "which the package does not have.",
                hint=did_you_mean(key.resource, tables),
            )


def refuse_options(name: str, config: Any, fields: Sequence[str]) -> None:
    """Refuse options that neither we nor pandera know, and pandera's ``unique`` over fields that are not there.

    Raises:
        DeclarationError: The first mistake found.
    """
    known = [option for option in dir(TableConfig) if not option.startswith("_")]
    for option in vars(config):
        if not (option.startswith("_") or option in known or hasattr(pa.Check, option)):
            raise DeclarationError(
                f"Table {name!r}: Config has no option {option!r}.", hint=did_you_mean(option, known)
            )
    unique = config.unique or ()
    _known(f"Table {name!r}: Config.unique", [unique] if isinstance(unique, str) else unique, fields)


def refuse_reference(name: str, key: ForeignKey, schema: Schema, target: Schema) -> None:
    """Refuse a key to a table that is at hand, where it cannot be followed.

    Raises:
        DeclarationError: The table has no such fields, or they are of other types.
    """
    _foreign(f"Table {name!r}", key, schema, {key.resource: target})


def _to_something(where: str, key: ForeignKey) -> None:
    if not key.reference_fields or not all(key.reference_fields):
        raise DeclarationError(
            f"{where}: the foreign key of {', '.join(key.fields)} refers to the table {key.resource!r}, and to no "
            "field of it.",
            hint='Write `references="table.field"`, or declare a primary key there.',
        )


def _foreign(where: str, key: ForeignKey, schema: Schema, tables: Mapping[str, Schema]) -> None:
    what = f"{where}: the foreign key of {', '.join(key.fields)}"
    target = tables.get(key.resource)
    if target is None:
        return
    own = {field.name: field.type for field in schema.fields}
    theirs = {field.name: field.type for field in target.fields}
    _known(what, key.reference_fields, list(theirs))
    for field, reference in zip(key.fields, key.reference_fields, strict=True):
        if own[field] != theirs[reference]:
            raise DeclarationError(
                f"{what} compares {field!r}, of type {own[field]}, with {reference!r}, of type {theirs[reference]}.",
                hint="Give both fields the same annotation.",
            )


def refuse_rules(name: str, schema: Schema, dtypes: Mapping[str, DataType | None], table_rules: Sequence[Rule]) -> None:
    """Refuse row rules that cannot run or that say nothing of the row, and rules of one name.

    Raises:
        DeclarationError: The first mistake found.
    """
    names = [rule.name for rule in (*schema.rules, *table_rules)]
    if twice := [rule for rule in names if names.count(rule) > 1]:
        raise DeclarationError(f"Table {name!r} has two rules named {twice[0]!r}.", hint="Rename one of them.")
    # A frame without rows shows what does not run: unknown columns, types that do not fit together, no condition.
    empty = pl.DataFrame(schema={field: dtype or pl.Decimal(38, 6) for field, dtype in dtypes.items()})
    for rule in schema.rules:
        _row_rule(f"Table {name!r}: the rule {rule.name!r}", rule.sql, empty)


def _row_rule(what: str, sql: str, empty: pl.DataFrame) -> None:
    try:
        expression, _ = row_expression(sql, empty.columns)
        dtype = empty.select(expression.alias("verdict")).dtypes[0]
    except RuleRefusedError as error:
        raise DeclarationError(f"{what} cannot run: {error}.", hint=error.hint or f"It reads: {sql}") from error
    except pl.exceptions.PolarsError as error:
        raise DeclarationError(
            f"{what} cannot run: {error}.", hint="Do the types of its fields fit together?"
        ) from error
    if dtype != pl.Boolean:
        raise DeclarationError(f"{what} is no condition: it gives {dtype}.", hint="A rule is true where a row is fine.")


def _known(what: str, fields: Sequence[str], names: Sequence[str]) -> None:
    for field in fields:
        if field not in names:
            raise DeclarationError(f"{what} names {field!r}, which is no field.", hint=did_you_mean(field, names))


def _at(fault: Issue, names: Sequence[str]) -> str:
    found = _PLACE.match(fault.path or "")
    return f", field {names[int(found[1])]!r}" if found else ""
