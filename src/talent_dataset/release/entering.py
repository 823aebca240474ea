"""Enter rows into a table of a package on this disk, or change some of its cells; its file ends in canonical form."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from talent_dataset.descriptor.model import Schema
from talent_dataset.errors import InvalidDataError
from talent_dataset.release.rows import read_rows, table_file, write_rows

if TYPE_CHECKING:
    from pathlib import Path

    from talent_dataset.descriptor.model import Dialect, Resource
    from talent_dataset.reading.files import Files


def enter(resource: Resource, files: Files | None, rows: Iterable[Mapping[str, str]]) -> Path:
    """Add rows to the file of a resource.

    Args:
        resource: The table, one CSV file.
        files: Where it is; ``None``: nowhere on this disk.
        rows: Cells by field. A field that the file has no column for must be empty.

    Returns:
        The file.

    Raises:
        CannotCheckError: The file cannot be read or written.
        InvalidDataError: The file is no table that could be written anew, or it lacks a column.
    """
    file = table_file(resource, files)
    return _write(resource, file, [*read_rows(file, resource.dialect), *rows])


def amend(resource: Resource, files: Files | None, changes: Mapping[str, Mapping[str, str]]) -> Path:
    """Change cells of rows that stand in the file of a resource.

    Args:
        resource: The table, one CSV file, with a primary key of one field.
        files: Where it is; ``None``: nowhere on this disk.
        changes: Cells by field, by the primary key of their row.

    Returns:
        The file.

    Raises:
        CannotCheckError: The file cannot be read or written.
        InvalidDataError: The file is no table that could be written anew, or it lacks a column.
    """
    file = table_file(resource, files)
    key = resource.schema.primary_key[0] if resource.schema and resource.schema.primary_key else ""
    rows = [{**row, **changes.get(row.get(key, ""), {})} for row in read_rows(file, resource.dialect)]
    return _write(resource, file, rows)


def _write(resource: Resource, file: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    """Write the rows, unless a cell of them would be lost."""
    schema = resource.schema or Schema(fields=())
    labels = _header(file, resource.dialect) if file.exists() else [field.name for field in schema.fields]
    if lost := [name for row in rows for name, cell in row.items() if cell and name not in labels]:
        raise InvalidDataError(f"{file} has no column {lost[0]!r}.", hint="Add it to its header, and to the schema.")
    write_rows(file, rows, schema, resource.dialect)
    return file


def _header(file: Path, dialect: Dialect) -> list[str]:
    with file.open(encoding="utf-8-sig", newline="") as text:
        return next(csv.reader(text, delimiter=dialect.delimiter, quotechar=dialect.quote_char), [])
