"""All tables as one SQLite database, with primary keys, foreign keys and checks that it holds itself."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import polars as pl

from talent_dataset.release.citation import citation
from talent_dataset.release.contents.left_out import LeftOutError
from talent_dataset.release.contents.sqlite_schema import ABOUT, SqlTable, quoted, sql_tables
from talent_dataset.release.languages import has_language, said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from talent_dataset.descriptor.model import Package

MEDIATYPE = "application/vnd.sqlite3"


def database(package: Package, frames: Mapping[str, pl.DataFrame]) -> bytes:
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


def _fill(connection: sqlite3.Connection, package: Package, frames: Mapping[str, pl.DataFrame]) -> None:
    connection.execute("PRAGMA encoding = 'UTF-8'")
    connection.execute("BEGIN")
    for table in sql_tables(package, frames):
        connection.execute(table.sql)
        marks = ", ".join("?" * len(table.columns))
        connection.executemany(f"INSERT INTO {quoted(table.name)} VALUES ({marks})", _rows(table, frames))  # noqa: S608
    connection.execute(f"CREATE TABLE {ABOUT} (property TEXT PRIMARY KEY, value TEXT NOT NULL)")
    connection.executemany(f"INSERT INTO {ABOUT} VALUES (?, ?)", _about(package))  # noqa: S608
    connection.execute("COMMIT")
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken:
        raise LeftOutError(f"a row of {broken[0]} refers to none of {broken[2]} as SQLite compares values")


def _rows(table: SqlTable, frames: Mapping[str, pl.DataFrame]) -> Iterator[tuple[object, ...]]:
    return frames[table.name].with_columns(pl.col(pl.Date).cast(pl.String)).iter_rows()


def _about(package: Package) -> Iterator[tuple[str, str]]:
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
