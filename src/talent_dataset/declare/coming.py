"""Schemas of others as Table Schemas: files, ``dict``, frictionless; models of pandera, with what is lost of them."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from talent_dataset.declare import describe, polars_types
from talent_dataset.declare.describe import as_json
from talent_dataset.engine.descriptor.constraints import Constraints
from talent_dataset.engine.descriptor.model import PROPERTY, Field, Schema
from talent_dataset.engine.errors import DeclarationError
from talent_dataset.engine.validation.framed import schema_of

if TYPE_CHECKING:
    from collections.abc import Iterator

# Names of pandas' dtypes in lower case; the brackets of "string[pyarrow]" are left out.
_OF_PANDAS: Final[dict[str, pl.DataType]] = {
    **{str(dtype).lower(): dtype for dtype in (pl.Int8(), pl.Int16(), pl.Int32(), pl.Int64())},
    **{str(dtype).lower(): dtype for dtype in (pl.UInt8(), pl.UInt16(), pl.UInt32(), pl.UInt64())},
    **{str(dtype).lower(): dtype for dtype in (pl.Float32(), pl.Float64())},
    **dict.fromkeys(("bool", "boolean"), pl.Boolean()),
    **dict.fromkeys(("str", "string", "object"), pl.String()),
    **dict.fromkeys(("datetime64", "timestamp"), pl.Datetime("us")),
    "date": pl.Date(),
}


def as_schema(given: Any) -> Schema:
    """Whatever describes a table, as a Table Schema.

    Raises:
        CannotCheckError: It describes none, or its file cannot be read.
        DeclarationError: It is at odds with itself.
    """
    schema, faults = schema_of(given)
    for fault in faults:
        if fault.severity == "error":
            raise DeclarationError(f"The schema, {fault.path or 'as a whole'}: {fault.message}", hint=fault.hint)
    return schema


def name_of(given: Any) -> str:
    """The name that a schema has, or ``table``."""
    if isinstance(given, str | os.PathLike):
        return re.sub(r"[^\w.-]+", "-", Path(given).name.partition(".")[0]).lower() or "table"
    return str(getattr(getattr(given, "Config", None), "name", None) or "table")


def pandera_schema(given: Any) -> Any:
    """The schema of a model of pandera, or such a schema; ``None`` where it is neither."""
    made = given.to_schema() if isinstance(given, type) and hasattr(given, "to_schema") else given
    is_pandera = type(made).__module__.startswith("pandera.") and hasattr(made, "columns")
    return made if is_pandera else None


def of_pandera(model: Any) -> tuple[Schema, tuple[str, ...]]:
    """The Table Schema of a schema of pandera, and a sentence for each thing that it cannot say.

    Raises:
        DeclarationError: No type of Table Schema holds the values of a column.
    """
    found = {name: _field(str(name), column) for name, column in model.columns.items()}
    unique = model.unique or ()
    schema = Schema(
        fields=tuple(field for field, _ in found.values()),
        fields_match="equal" if model.strict is True else "subset",
        unique_keys=(tuple([unique] if isinstance(unique, str) else unique),) if unique else (),
        title=model.title,
        description=model.description,
    )
    fields = [f"field {str(name)!r}: {text}" for name, (_, left) in found.items() for text in left]
    return schema, (*fields, *_lost(model))


def _lost(model: Any) -> Iterator[str]:
    yield from (f"the table check {check.name}" for check in model.checks)
    yield from (f"the option {word}" for word in ("coerce", "ordered") if getattr(model, word, None))
    if getattr(model, "index", None) is not None:
        yield "the index"


def _field(name: str, column: Any) -> tuple[Field, list[str]]:
    type_name, dtype = _type(name, column.dtype)
    told, left = describe.constraints(column)
    lost = [*left, *(["that the column may be absent"] if not column.required else [])]
    hint = polars_types.hint(type_name, dtype)
    constraints = {key: as_json(value) for key, value in told.items()}
    return Field(
        name=name,
        type=type_name,
        title=column.title,
        description=column.description,
        item_type=polars_types.item_type(dtype),
        constraints=Constraints(required=not column.nullable, unique=column.unique, **constraints),
        custom={PROPERTY: {"dtype": hint}} if hint else {},
    ), lost


def _type(name: str, dtype: Any) -> tuple[str, pl.DataType]:
    """Type of the standard, and dtype, of a column of pandera."""
    own = getattr(dtype, "type", None)
    try:
        return polars_types.from_annotation(own)
    except DeclarationError:
        found = _OF_PANDAS.get(str(dtype).partition("[")[0].lower())
    if found is None:
        message = f"Field {name!r}: no type of Table Schema holds values of {dtype}."
        raise DeclarationError(message, hint="Give the column another dtype, or leave it out.")
    return polars_types.from_annotation(found)
