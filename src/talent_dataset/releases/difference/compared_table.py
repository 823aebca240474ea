"""A table of one of the packages, as a build would write it: read in frames of text, as often as it takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from talent_dataset.engine.descriptor.extension import with_derived_fields
from talent_dataset.engine.errors import CannotCheckError, InvalidDataError
from talent_dataset.engine.reading.bytes import UnreadableError
from talent_dataset.engine.reading.read import read_table
from talent_dataset.engine.reading.spreadsheets import read_other
from talent_dataset.engine.reading.types.kind import text_name
from talent_dataset.engine.reading.whole import EXPRESSIONS, derived_expr, full_schema
from talent_dataset.releases.difference.spelling import present

if TYPE_CHECKING:
    from collections.abc import Sequence

    from talent_dataset.engine.descriptor.model import Field, Resource, Schema
    from talent_dataset.engine.issues import Issue
    from talent_dataset.engine.reading.files import Files
    from talent_dataset.engine.reading.table import TextTable

_HINT = "`validate` says what is wrong with it, and where."


@dataclass(frozen=True, slots=True)
class ComparedTable:
    """A table that can be read more than once.

    Attributes:
        resource: What its descriptor says.
        files: Where its files are.
        schema: Its fields in the order of the columns, computed ones included.
        cells: The text of each field, from the columns of a batch: computed where the file lacks it.
    """

    resource: Resource
    files: Files
    schema: Schema
    cells: tuple[pl.Expr, ...]

    def frames(self) -> Iterator[pl.DataFrame]:
        """The rows in stretches: one text column a field, by its name; a cell that is not there is a missing value.

        Raises:
            CannotCheckError: Not all of it can be read.
        """
        table = _opened(self.resource, self.files)
        names = [field.name for field in self.schema.fields]
        for batch in table.batches:
            if batch.extra is not None and len(batch.extra):
                # Surplus cells have no field: a difference among them could not be told.
                raise _unreadable(self.resource, f"row {batch.extra[0]} has too many cells.")
            _refuse(self.resource, batch.issues)
            yield batch.frame.with_columns(self.cells).select(names)
        _refuse(self.resource, table.issues)
        if not table.is_whole:
            raise _unreadable(self.resource, "it cannot be read to its end.")

    def height(self) -> int:
        """How many rows there are; all are read."""
        return sum(frame.height for frame in self.frames())


def open_table(resource: Resource, files: Files) -> ComparedTable:
    """A table whose header has been read.

    Raises:
        CannotCheckError: It cannot be read.
    """
    table = _opened(resource, files)
    _refuse(resource, table.issues)
    try:
        schema = full_schema(table, resource)
    except InvalidDataError as error:
        raise CannotCheckError(error.message, hint=_HINT) from error
    positions = {field.name: position for position, field in table.fields.items()}
    # A column that the schema does not know is compared, too: as text, under its label.
    positions |= {name: position for position, name in enumerate(table.names) if position not in table.fields}
    return ComparedTable(resource, files, with_derived_fields(schema), tuple(_cells(schema, positions)))


def _opened(resource: Resource, files: Files) -> TextTable:
    try:
        return read_table(resource, files, others=read_other)
    except UnreadableError as error:
        raise _unreadable(resource, error.issue.message) from error


def _cells(schema: Schema, positions: dict[str, int]) -> Iterator[pl.Expr]:
    texts = {field.name: _text(field, positions.get(field.name)) for field in schema.fields}
    by_name = {field.name: field for field in schema.fields}
    derivations = {one.name: one for one in schema.derived}
    for field in with_derived_fields(schema).fields:
        if field.name in texts:
            yield texts[field.name].alias(field.name)
            continue
        derivation, missing = derivations[field.name], _missing(field)
        source = present(by_name[derivation.source], texts[derivation.source])
        is_known = derivation.by in EXPRESSIONS
        computed = derived_expr(derivation, source).cast(pl.String).fill_null(missing) if is_known else missing
        yield computed.alias(field.name)


def _missing(field: Field) -> pl.Expr:
    return pl.lit(field.missing_values[0].value, dtype=pl.String)


def _text(field: Field, position: int | None) -> pl.Expr:
    return _missing(field) if position is None else pl.col(text_name(position)).fill_null(_missing(field))


def _refuse(resource: Resource, issues: Sequence[Issue]) -> None:
    """What was not read cannot be compared: a missing file, broken bytes, an open quote. Other faults can."""
    for issue in issues:
        if issue.severity == "error" and issue.code.startswith("file/"):
            raise _unreadable(resource, issue.message)


def _unreadable(resource: Resource, why: str) -> CannotCheckError:
    return CannotCheckError(f"The table {resource.name} cannot be compared: {why}", hint=_HINT)
