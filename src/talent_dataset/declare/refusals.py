"""Mistakes in a declaration, refused where they are made, with their likely cause."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from typing import TYPE_CHECKING

import polars as pl

from talent_dataset.declare.values import refuse_values
from talent_dataset.descriptor.derived import METHODS
from talent_dataset.errors import DeclarationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from polars.datatypes import DataType

    from talent_dataset.declare.describe import Described
    from talent_dataset.descriptor.model import ForeignKey, Rule, Schema

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def refuse(name: str, schema: Schema, described: Sequence[Described]) -> None:
    """Refuse a table whose keys, groups, derivations or constraints cannot mean what they say.

    Raises:
        DeclarationError: The first mistake found.
    """
    names = [field.name for field in schema.fields]
    _repeated(f"Table {name!r} has two fields named", names)
    where = f"Table {name!r}"
    _known(f"{where}: the primary key", schema.primary_key, names)
    for key in schema.unique_keys:
        _known(f"{where}: a unique key", key, names)
    for group in schema.custom.get("talentDataset", {}).get("groups", ()):
        _known(f"{where}: a group", group, names)
    for foreign in schema.foreign_keys:
        _foreign(where, foreign, names, schema)
    for item in described:
        if item.derivation is None:
            refuse_values(where, item.field)
        else:
            _derivation(where, item.derivation.source, item.derivation.by, names)
    _nullable_key(where, schema)


def refuse_rules(name: str, schema: Schema, dtypes: Mapping[str, DataType | None], table_rules: Sequence[Rule]) -> None:
    """Refuse rules without a proper name, and row rules that cannot run or that say nothing of the row.

    Raises:
        DeclarationError: The first mistake found.
    """
    rules = (*schema.rules, *table_rules)
    _repeated(f"Table {name!r} has two rules named", [rule.name for rule in rules])
    for rule in rules:
        if not _SLUG.fullmatch(rule.name):
            raise DeclarationError(
                f"Table {name!r}: the rule {rule.name!r} is not named by a slug.",
                hint="A name is part of an issue's code: small letters, digits and hyphens.",
            )
    empty = pl.DataFrame(schema={field: dtype or pl.Decimal(38, 6) for field, dtype in dtypes.items()})
    for rule in schema.rules:
        _row_rule(f"Table {name!r}: the rule {rule.name!r}", rule.sql, empty)


def refuse_reference(name: str, fields: Sequence[str], target: str, schema: Schema) -> None:
    """Refuse a reference to a table that has no primary key of as many fields.

    Raises:
        DeclarationError: The reference cannot be followed.
    """
    if len(schema.primary_key) != len(fields):
        raise DeclarationError(
            f"Table {name!r}: the foreign key of {', '.join(fields)} refers to {target!r}, whose primary key has "
            f"{len(schema.primary_key)} fields.",
            hint="Declare a primary key there, or name the fields: `references=\"table.field\"`.",
        )


def guess(wrong: str, names: Iterable[str]) -> str:
    """A hint that names what was probably meant, or all that there is."""
    candidates = list(names)
    near = difflib.get_close_matches(wrong, candidates, n=1)
    return f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(candidates) or 'none'}."


def _repeated(what: str, names: Sequence[str]) -> None:
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise DeclarationError(f"{what} {twice[0]!r}.", hint="Names tell columns and rules apart: choose another.")


def _known(what: str, fields: Sequence[str], names: Sequence[str]) -> None:
    for field in fields:
        if field not in names:
            raise DeclarationError(f"{what} names {field!r}, which is no field.", hint=guess(field, names))
    _repeated(f"{what} names a field twice:", fields)


def _foreign(where: str, key: ForeignKey, names: Sequence[str], schema: Schema) -> None:
    what = f"{where}: the foreign key of {', '.join(key.fields)}"
    _known(what, key.fields, names)
    if not all(key.reference_fields):
        raise DeclarationError(
            f"{what} names the table {key.resource!r}, and no field of it.", hint='Write `references="table.field"`.'
        )
    if len(key.fields) != len(key.reference_fields):
        raise DeclarationError(f"{what} refers to {len(key.reference_fields)} fields.", hint="Name one for each.")
    if key.resource == "":
        _known(what, key.reference_fields, names)
        _same_types(what, key, schema, schema)


def _same_types(what: str, key: ForeignKey, schema: Schema, target: Schema) -> None:
    own = {field.name: field.type for field in schema.fields}
    theirs = {field.name: field.type for field in target.fields}
    for field, reference in zip(key.fields, key.reference_fields, strict=True):
        if own[field] != theirs[reference]:
            raise DeclarationError(
                f"{what} compares {field!r}, of type {own[field]}, with {reference!r}, of type {theirs[reference]}.",
                hint="Give both fields the same annotation.",
            )


def refuse_foreign(name: str, schema: Schema, tables: Mapping[str, Schema]) -> None:
    """Refuse foreign keys to tables or fields that a package does not have.

    Raises:
        DeclarationError: The first key to nothing.
    """
    for key in schema.foreign_keys:
        what = f"Table {name!r}: the foreign key of {', '.join(key.fields)}"
        target = schema if key.resource == "" else tables.get(key.resource)
        if target is None:
            raise DeclarationError(
                f"{what} refers to the table {key.resource!r}, which the package does not have.",
                hint=guess(key.resource, tables),
            )
        _known(what, key.reference_fields, [field.name for field in target.fields])
        _same_types(what, key, schema, target)


def _derivation(where: str, source: str, by: str, names: Sequence[str]) -> None:
    _known(f"{where}: a derived column", (source,), names)
    if by not in METHODS:
        raise DeclarationError(f"{where}: a column is derived by {by!r}, which is no method.", hint=guess(by, METHODS))


def _nullable_key(where: str, schema: Schema) -> None:
    for field in schema.fields:
        if field.name in schema.primary_key and not field.constraints.required:
            raise DeclarationError(
                f"{where}: the field {field.name!r} of the primary key may be empty.",
                hint="Every row needs its key: take `nullable=True` away.",
            )


def _row_rule(what: str, sql: str, empty: pl.DataFrame) -> None:
    try:
        expression = pl.sql_expr(sql)
        roots = expression.meta.root_names()
    except pl.exceptions.PolarsError as error:
        raise DeclarationError(f"{what} is no SQL expression: {error}", hint=f"It reads: {sql}") from error
    if not roots:
        raise DeclarationError(f"{what} names no field.", hint="It would say the same of every row.")
    for root in roots:
        if root not in empty.columns:
            raise DeclarationError(f"{what} names {root!r}, which is no field.", hint=guess(root, empty.columns))
    _boolean(what, expression, empty)


def _boolean(what: str, expression: pl.Expr, empty: pl.DataFrame) -> None:
    try:
        dtype = empty.select(expression.alias("verdict")).dtypes[0]
    except pl.exceptions.PolarsError as error:
        raise DeclarationError(f"{what} cannot run: {error}", hint="Do the types of its fields fit together?") from error
    if dtype != pl.Boolean:
        raise DeclarationError(f"{what} is no condition: it gives {dtype}.", hint="A rule is true where a row is fine.")
