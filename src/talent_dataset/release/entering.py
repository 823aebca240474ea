"""Enter rows into a table of a package on this disk, which stays in canonical form."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from talent_dataset.errors import CannotCheckError, InvalidDataError
from talent_dataset.release.canonical import NotCanonicalizableError, canonical, written
from talent_dataset.release.format import obstacle
from talent_dataset.release.replace import replace_file

if TYPE_CHECKING:
    from pathlib import Path

    from talent_dataset.descriptor.model import Resource
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
        InvalidDataError: The file is no table that rows can be added to, or it lacks a column.
    """
    if files is None:
        raise InvalidDataError(f"{resource.name} is no file on this disk.")
    if reason := obstacle(resource, files):
        raise InvalidDataError(f"No row can be added to {resource.name}: {reason}.")
    file = files.local(resource.paths[0])
    if file is None or resource.schema is None:
        raise InvalidDataError(f"There is no file {resource.paths[0]}.", hint="`validate` says what is wrong.")
    try:
        text = file.read_text(encoding="utf-8")
        new = canonical(_added(text, resource, rows), resource.schema, resource.dialect)
    except OSError as error:
        raise CannotCheckError(f"{file} cannot be read: {error.strerror or error}.") from error
    except (NotCanonicalizableError, UnicodeDecodeError) as error:
        raise InvalidDataError(f"{file} is no table that rows can be added to: {error}.") from error
    replace_file(file, new.encode("utf-8"))
    return file


def _added(text: str, resource: Resource, rows: Iterable[Mapping[str, str]]) -> str:
    """The text of the table with the rows behind its own."""
    dialect = resource.dialect
    head = csv.reader(
        io.StringIO(text.removeprefix("\ufeff")), delimiter=dialect.delimiter, quotechar=dialect.quote_char
    )
    labels = next(head, [])
    records = []
    for row in rows:
        if lost := [name for name, cell in row.items() if cell and name not in labels]:
            raise InvalidDataError(f"{resource.paths[0]} has no column {lost[0]!r}.", hint="Add it to its header.")
        records.append([row.get(label, "") for label in labels])
    gap = "" if text.endswith(("\n", "\r")) else "\n"
    return f"{text}{gap}{written(records, dialect)}"
