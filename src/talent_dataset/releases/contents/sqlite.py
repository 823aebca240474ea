"""All tables as one SQLite database, with primary keys, foreign keys and checks that it holds itself.

The tables are not ``STRICT``: programs with an SQLite from before 2021 could not open the file.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import polars as pl

from talent_dataset.engine.descriptor.constraints import asked
from talent_dataset.releases.citation import citation
from talent_dataset.releases.contents.folder import LeftOutError
from talent_dataset.releases.languages import has_language, said, title_of

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.model import DataPackage, Field, ForeignKey, Resource, Schema

# The table that says what the data are.
ABOUT = "_package"

# The affinity of `DATE` and `BOOLEAN` is numeric, which leaves ISO dates text and 0 and 1 integers.
_TYPES = {"Int64": "INTEGER", "Float64": "NUMERIC", "Boolean": "BOOLEAN", "Date": "DATE"}
_NUMBERS = frozenset({"INTEGER", "NUMERIC"})
# Values that one JSON text, or one duration, can write in several ways are no keys that SQLite could compare.
_COMPARABLE = frozenset({"string", "any", "integer", "number", "boolean", "date", "year"})


@dataclass(frozen=True, slots=True)
class SqlTable:
    """A table to be made.

    Attributes:
        name: Its name, which is that of its resource.
        columns: Names of its columns.
        sql: The statement that makes it.
    """

    name: str
    columns: tuple[str, ...]
    sql: str


def sql_tables(package: DataPackage, frames: Mapping[str, pl.DataFrame]) -> Iterator[SqlTable]:
    """The tables of a package, in its order.

    Args:
        package: The package.
        frames: The columns of each table, as ``plain_columns`` gives them.

    Raises:
        LeftOutError: Two tables, or two columns of one, differ in nothing but case.
    """
    _refuse_twins([*frames, ABOUT], "tables")
    for resource in package.resources:
        if resource.schema is not None and resource.name in frames:
            if resource.name.lower().startswith("sqlite_"):
                raise LeftOutError(f"SQLite keeps the name {resource.name} for itself")
            frame = frames[resource.name]
            _refuse_twins(frame.columns, f"fields of {resource.name}")
            yield SqlTable(resource.name, tuple(frame.columns), _sql(resource, package, frames))


def quoted(name: str) -> str:
    """A name as an identifier."""
    return '"' + name.replace('"', '""') + '"'


def _refuse_twins(names: Sequence[str], what: str) -> None:
    seen: set[str] = set()
    for name in names:
        # SQLite folds ASCII only; names that other programs take for one another are refused with them.
        if name.casefold() in seen:
            raise LeftOutError(f"SQLite tells no two {what} apart by case alone, as {name} and another one")
        seen.add(name.casefold())


def _sql(resource: Resource, package: DataPackage, frames: Mapping[str, pl.DataFrame]) -> str:
    frame, schema = frames[resource.name], resource.schema
    if schema is None:
        raise AssertionError("only tables with a schema are written")
    lines = [_column(field, frame, schema) for field in schema.fields]
    lines += [(sql, "") for sql in _keys(schema)]
    held, left = _foreign_keys(resource, schema, package, frames)
    lines += [(sql, "") for sql in held]
    # A comma stands before the comment of a column, or it would be a part of it.
    commas = [","] * (len(lines) - 1) + [""]
    body = [f"  {sql}{comma}{note}" for (sql, note), comma in zip(lines, commas, strict=True)]
    notes = [f"  -- not held here: {_plain(key)}" for key in left]
    head = f"CREATE TABLE {quoted(resource.name)} ({_comment(title_of(resource, 'en'), title_of(resource, 'zh'))}"
    return "\n".join([head, *body, *notes, ")"])


def _column(field: Field, frame: pl.DataFrame, schema: Schema) -> tuple[str, str]:
    """The definition of a column, and its comment."""
    type_ = sql_type(frame, field.name)
    is_filled = field.constraints.required or field.name in schema.primary_key
    parts = [quoted(field.name), type_, "NOT NULL" if is_filled else "", "UNIQUE" if field.constraints.unique else ""]
    checks = " AND ".join(_checks(field, type_))
    sql = " ".join(part for part in parts if part) + (f" CHECK ({checks})" if checks else "")
    return sql, _comment(said(field, "title", "en"), said(field, "title", "zh"))


def sql_type(frame: pl.DataFrame, name: str) -> str:
    """The type that a column has in SQLite, by the dtype of the frame (one of ``plain_columns``)."""
    return _TYPES.get(str(frame.schema[name]), "TEXT")


def _comment(*texts: str) -> str:
    """What a table or column is called, behind its definition: the schema of a database is its documentation."""
    words = list(filter(None, map(_plain, dict.fromkeys(texts))))
    return f" -- {' / '.join(words)}" if words else ""


def _plain(text: str) -> str:
    """A text that stays within a comment: of one line, without control characters."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", text).split())


def _checks(field: Field, type_: str) -> Iterator[str]:
    name = quoted(field.name)
    if type_ == "BOOLEAN":
        yield f"{name} IN (0, 1)"
    if values := _admitted(field, type_):
        yield f"{name} IN ({', '.join(values)})"
    if type_ in _NUMBERS:
        for constraint, said in asked(field.constraints):
            if constraint.sql and (value := _number(said)):
                yield constraint.sql.format(column=name, value=value)


def _admitted(field: Field, type_: str) -> list[str]:
    """The values that a field admits, as literals; none where they do not stand in the column as they are written."""
    values: Sequence[Any] = field.constraints.enum or [one.value for one in field.categories or ()]
    if type_ == "TEXT" and field.type == "string":
        return ["'" + str(value).replace("'", "''") + "'" for value in values]
    literals = [_number(value) for value in values] if type_ in _NUMBERS else []
    # A check that lacked one of them would refuse a row that is valid.
    return literals if all(literals) else []


def _number(value: Any) -> str:
    """A bound as a literal; empty where it is no plain number."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return ""
    is_plain = number.is_finite() and len(number.as_tuple().digits) <= 15  # noqa: PLR2004 - as values.DIGITS
    return format(number, "f") if is_plain else ""


def _keys(schema: Schema) -> Iterator[str]:
    if schema.primary_key:
        yield f"PRIMARY KEY ({_names(schema.primary_key)})"
    for names in schema.unique_keys:
        if names != schema.primary_key:
            yield f"UNIQUE ({_names(names)})"


def _names(names: Sequence[str]) -> str:
    return ", ".join(map(quoted, names))


def _foreign_keys(
    resource: Resource, schema: Schema, package: DataPackage, frames: Mapping[str, pl.DataFrame]
) -> tuple[list[str], list[str]]:
    """The foreign keys that SQLite can hold, and the others."""
    parents = {one.name: one for one in package.resources}
    held: list[str] = []
    left: list[str] = []
    for key in schema.foreign_keys:
        parent = parents.get(key.resource or resource.name)
        can = parent is not None and parent.name in frames and _can_hold(key, resource, parent, frames)
        target = f"{quoted(key.resource or resource.name)} ({_names(key.reference_fields)})"
        (held if can else left).append(f"FOREIGN KEY ({_names(key.fields)}) REFERENCES {target}")
    return held, left


def _can_hold(key: ForeignKey, resource: Resource, parent: Resource, frames: Mapping[str, pl.DataFrame]) -> bool:
    """Whether SQLite compares both sides as we do, and knows the fields referred to as a key."""
    if resource.schema is None or parent.schema is None or key.reference_fields not in _parent_keys(parent.schema):
        return False
    ours = {field.name: field.type for field in resource.schema.fields}
    theirs = {field.name: field.type for field in parent.schema.fields}
    return all(
        ours[name] in _COMPARABLE
        and ours[name] == theirs[other]
        and sql_type(frames[resource.name], name) == sql_type(frames[parent.name], other)
        for name, other in zip(key.fields, key.reference_fields, strict=True)
    )


def _parent_keys(schema: Schema) -> list[tuple[str, ...]]:
    unique = [(field.name,) for field in schema.fields if field.constraints.unique]
    return [schema.primary_key, *schema.unique_keys, *unique]


MEDIATYPE = "application/vnd.sqlite3"


def database(package: DataPackage, frames: Mapping[str, pl.DataFrame]) -> bytes:
    """The bytes of a database with one table a resource, rows in the order of the CSV files.

    Columns are ``INTEGER``, ``NUMERIC``, ``BOOLEAN`` (0 and 1), ``DATE`` (ISO 8601) or ``TEXT``; never is a number
    rounded: a column is ``NUMERIC`` where a double gives back each of its numbers, else ``TEXT``. The table
    ``_package`` says what the data are. The same tables give the same rows; the bytes are the same where the same
    SQLite writes.

    Args:
        package: What it is.
        frames: Its tables by name, as ``plain_columns`` gives them.

    Raises:
        LeftOutError: SQLite cannot hold these tables.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        try:
            _fill(connection, package, frames)
        except (sqlite3.Error, ValueError) as error:  # the latter of a name with a NUL
            raise LeftOutError(f"SQLite refuses it: {error}") from error
        # Nothing has been deleted, but pages of a table stand together only now.
        connection.execute("VACUUM")
        # A database in memory says nothing of the SQLite that made it, as a file would.
        return connection.serialize()


def _fill(connection: sqlite3.Connection, package: DataPackage, frames: Mapping[str, pl.DataFrame]) -> None:
    connection.execute("PRAGMA encoding = 'UTF-8'")
    # One transaction: with one for each row, a large table would take minutes.
    connection.execute("BEGIN")
    for table in sql_tables(package, frames):
        connection.execute(table.sql)
        marks = ", ".join("?" * len(table.columns))
        connection.executemany(f"INSERT INTO {quoted(table.name)} VALUES ({marks})", _rows(table, frames))  # noqa: S608
    connection.execute(f"CREATE TABLE {ABOUT} (property TEXT PRIMARY KEY, value TEXT NOT NULL)")
    connection.executemany(f"INSERT INTO {ABOUT} VALUES (?, ?)", _about(package))  # noqa: S608
    connection.execute("COMMIT")
    # Asked at the end: while the tables are filled, a row may refer to one that is not there yet.
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken:
        raise LeftOutError(f"a row of {broken[0]} refers to none of {broken[2]} as SQLite compares values")


def _rows(table: SqlTable, frames: Mapping[str, pl.DataFrame]) -> Iterator[tuple[object, ...]]:
    # The adapter of `sqlite3` for dates is deprecated since Python 3.12.
    return frames[table.name].with_columns(pl.col(pl.Date).cast(pl.String)).iter_rows()


def _about(package: DataPackage) -> Iterator[tuple[str, str]]:
    facts = {
        "name": package.name,
        "title": said(package, "title", "en"),
        "title_zh": said(package, "title", "zh") if has_language(package, "zh") else "",
        "version": package.version,
        "created": package.created,
        "licence": " AND ".join(str(one["name"]) for one in package.licenses if one.get("name")),
        "citation": citation(package),
    }
    return ((name, value) for name, value in facts.items() if value)
