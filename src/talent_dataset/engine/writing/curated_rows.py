"""The rows of a table that people edit: read as text, entered or amended, and written back in canonical form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from talent_dataset.engine.descriptor.model import Dialect, Schema
from talent_dataset.engine.errors import CannotCheckError, InvalidDataError
from talent_dataset.engine.reading.files import FolderFiles
from talent_dataset.engine.writing import replace_file
from talent_dataset.engine.writing.canonical import CsvText, NotCanonicalizableError, obstacle

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.model import Resource
    from talent_dataset.engine.reading.files import Files


def table_file(resource: Resource, files: Files | None) -> Path:
    """The file of a table, there or not.

    Raises:
        InvalidDataError: It is no plain CSV file on this disk.
    """
    reason = obstacle(resource, files) if files is not None else "it is no file on this disk"
    if reason or not isinstance(files, FolderFiles):
        raise InvalidDataError(f"{resource.name} cannot be written: {reason}.")
    # A table may be declared before it has a file.
    return files.local(resource.paths[0]) or files.root / resource.paths[0]


def read_rows(file: Path, dialect: Dialect | None = None) -> list[dict[str, str]]:
    """The rows of a table, every cell as text; none where there is no file yet.

    Raises:
        InvalidDataError: It is no table.
    """
    if not file.exists():
        return []
    return _table(file, dialect or Dialect()).rows()


def _table(file: Path, dialect: Dialect) -> CsvText:
    try:
        return CsvText.parse(file.read_text(encoding="utf-8"), dialect)
    except OSError as error:
        raise CannotCheckError(f"{file} cannot be read: {error.strerror or error}.") from error
    except (NotCanonicalizableError, UnicodeDecodeError) as error:
        raise InvalidDataError(f"{file} is no table: {error}.", hint="`validate` says what is wrong.") from error


def _table_or_none(file: Path, schema: Schema, dialect: Dialect) -> CsvText:
    """The table of a file; one without rows where there is no file yet."""
    return _table(file, dialect) if file.exists() else CsvText([field.name for field in schema.fields], [])


def write_rows(file: Path, rows: Iterable[Mapping[str, str]], schema: Schema, dialect: Dialect | None = None) -> bool:
    """Write a table anew, with the columns that it has, or all of its schema where there is no file yet.

    Args:
        file: Where it stands.
        rows: Cells by field; a cell for which there is no column is left out.
        schema: Fields and primary key.
        dialect: How the table stands in its file.

    Returns:
        Whether that changed anything.

    Raises:
        CannotCheckError: It cannot be written.
    """
    dialect = dialect or Dialect()
    return _replace(file, _table_or_none(file, schema, dialect).labels, rows, schema, dialect)


def _replace(
    file: Path, labels: Sequence[str], rows: Iterable[Mapping[str, str]], schema: Schema, dialect: Dialect
) -> bool:
    """Write rows under labels in canonical form; whether that changed anything."""
    table = CsvText(labels, [[row.get(label, "") for label in labels] for row in rows])
    data = table.ordered(schema).written(dialect).encode("utf-8")
    if file.exists() and file.read_bytes() == data:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    replace_file(file, data)
    return True


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
    table = _table_or_none(file, resource.schema or Schema(fields=()), resource.dialect)
    return _write(resource, file, table.labels, [*table.rows(), *rows])


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
    table = _table_or_none(file, resource.schema or Schema(fields=()), resource.dialect)
    rows = [{**row, **changes.get(row.get(key, ""), {})} for row in table.rows()]
    return _write(resource, file, table.labels, rows)


def _write(resource: Resource, file: Path, labels: Sequence[str], rows: Sequence[Mapping[str, str]]) -> Path:
    """Write the rows, unless a cell of them would be lost."""
    if lost := [name for row in rows for name, cell in row.items() if cell and name not in labels]:
        raise InvalidDataError(f"{file} has no column {lost[0]!r}.", hint="Add it to its header, and to the schema.")
    _replace(file, labels, rows, resource.schema or Schema(fields=()), resource.dialect)
    return file
