"""A whole table in memory: its cells as text, and as values, computed columns included."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

import polars as pl

from talent_dataset.engine.descriptor.extension import with_derived_fields
from talent_dataset.engine.descriptor.model import Field, MissingValue, Schema
from talent_dataset.engine.errors import InvalidDataError
from talent_dataset.engine.reading.read import read_table
from talent_dataset.engine.reading.typed_frame import typed_frame
from talent_dataset.engine.reading.types.kind import text_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from talent_dataset.engine.descriptor.model import Derivation, Resource
    from talent_dataset.engine.reading.files import Files
    from talent_dataset.engine.reading.read import TableReader
    from talent_dataset.engine.reading.table import TextTable

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)


# The reader of EDTF is loaded where a column needs it: few packages have one.
def _earliest(text: pl.Expr) -> pl.Expr:
    from talent_dataset.engine.reading import edtf

    return edtf.earliest_expr(text)


def _latest(text: pl.Expr) -> pl.Expr:
    from talent_dataset.engine.reading import edtf

    return edtf.latest_expr(text)


# The methods by which ``derived`` computes a column from another.
EXPRESSIONS: dict[str, Callable[[pl.Expr], pl.Expr]] = {"edtf-earliest": _earliest, "edtf-latest": _latest}


def derived_expr(derivation: Derivation, source: pl.Expr | None = None) -> pl.Expr:
    """The values that a computed column must have.

    Args:
        derivation: What is computed.
        source: The values of its source, as text; the column of that name where it is not given.

    Raises:
        KeyError: The method is not known.
    """
    return EXPRESSIONS[derivation.by](pl.col(derivation.source) if source is None else source)


def derive(frame: Frame, schema: Schema) -> Frame:
    """The frame with each computed column that it lacks, where its source is at hand and its method is known.

    Args:
        frame: Columns named after the fields, the sources of computed ones as ``String``; null where there is no value.
        schema: Says what is computed. The new columns come last, in its order.
    """
    # Of a lazy frame, too: it is not collected for its names.
    names = frame.collect_schema().names()
    lacking = [d for d in schema.derived if d.name not in names and d.source in names and d.by in EXPRESSIONS]
    return frame.with_columns(**{d.name: derived_expr(d) for d in lacking})


@dataclass(frozen=True, slots=True)
class Whole:
    """A table that has been read to its end.

    Attributes:
        schema: Its fields in the order of the columns: those of the schema, each followed by what is computed from it,
            then columns that the schema does not know (type ``any``). Its missing values are those of ``text``.
        text: The cells, as text; a cell that is not there is a missing value.
        typed: The values; null where they are missing.
    """

    schema: Schema
    text: pl.DataFrame
    typed: pl.DataFrame


def whole_table(resource: Resource, files: Files, *, others: TableReader | None = None) -> Whole:
    """Read a table that is known to be valid, or nearly so.

    Args:
        resource: A table.
        files: Where its files are.
        others: Reads formats that ``read_table`` does not know.

    Raises:
        InvalidDataError: The table cannot be read as one frame: a file is missing or broken, a field is repeated.
    """
    table = read_table(resource, files, others=others)
    frames = [batch.frame for batch in table.batches]
    errors = [issue for issue in table.issues if issue.severity == "error"]
    if errors:
        raise InvalidDataError(f"{errors[0].path or resource.name}: {errors[0].message}", hint=errors[0].hint)
    return whole_of(table, resource, frames)


def whole_of(table: TextTable, resource: Resource, frames: Sequence[pl.DataFrame]) -> Whole:
    """The whole of a table whose batches have been read.

    Args:
        table: The table.
        resource: What the descriptor says of it.
        frames: The frames of its batches: ``String`` columns named by position, null where there is no cell.

    Raises:
        InvalidDataError: A field is repeated, or a value does not fit the dtype that its field names.
    """
    schema = full_schema(table, resource)
    positions = {field.name: position for position, field in table.fields.items()}
    positions |= {name: position for position, name in enumerate(table.names) if position not in table.fields}
    # An absent table of no rows still has its columns.
    rows = pl.concat(frames) if frames else pl.DataFrame(schema=dict.fromkeys(map(str, positions.values()), pl.String))
    text = rows.select(_text(field, positions.get(field.name)) for field in schema.fields)
    return _with_computed(replace(schema, derived=resource.schema.derived if resource.schema else ()), text)


def full_schema(table: TextTable, resource: Resource) -> Schema:
    """The schema that describes every column of a table, and under which a missing cell can be written.

    Args:
        table: The table, its header read.
        resource: What the descriptor says of it.

    Returns:
        The fields of the schema in its order, then columns that it does not know (type ``any``).

    Raises:
        InvalidDataError: A field stands there twice.
    """
    declared = resource.schema or Schema(fields=())
    fields = _all_fields(table, declared)
    repeated = [name for name, count in Counter(field.name for field in fields).items() if count > 1]
    if repeated:
        raise InvalidDataError(f"{resource.name}: the field {repeated[0]!r} stands there twice.")
    return replace(
        declared, fields=tuple(_with_own_missing_values(field, declared) for field in fields), fields_match="exact"
    )


def _all_fields(table: TextTable, declared: Schema) -> list[Field]:
    """The fields of a schema as the table reads them, then those of the table that it lacks."""
    read = {field.name: field for field in table.fields.values()}
    fields = [read.pop(field.name, field) for field in declared.fields]
    unknown = [name for position, name in enumerate(table.names) if position not in table.fields]
    nameless = (Field(name=name, type="any", missing_values=declared.missing_values) for name in unknown)
    return [*fields, *read.values(), *nameless]


def _with_own_missing_values(field: Field, declared: Schema) -> Field:
    """What is missing in this text is said by the field itself, where the schema alone does not say it.

    A dialect may have named one more (``nullSequence``). And a field that knows no missing value still needs one for
    the cells that are not there.
    """
    values = field.missing_values or (MissingValue(""),)
    has_own = field.has_own_missing_values or values != declared.missing_values
    return replace(field, missing_values=values, has_own_missing_values=has_own)


def _text(field: Field, position: int | None) -> pl.Expr:
    # Not a literal: of a table that has no columns it would make a row.
    missing = pl.repeat(field.missing_values[0].value, pl.len(), dtype=pl.String)
    return (missing if position is None else pl.col(text_name(position)).fill_null(missing)).alias(field.name)


def _with_computed(schema: Schema, text: pl.DataFrame) -> Whole:
    full = with_derived_fields(schema)
    names = [field.name for field in full.fields]
    typed = derive(typed_frame(schema, text), schema).select(names)
    missing = {field.name: field.missing_values[0].value for field in full.fields}
    computed = [
        pl.lit(typed[name].cast(pl.String)).fill_null(missing[name]).alias(name) for name in names if name not in text
    ]
    return Whole(full, text.with_columns(computed).select(names), typed)
