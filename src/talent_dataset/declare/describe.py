"""One declared field as a field of Table Schema."""

from __future__ import annotations

import datetime as dt
import decimal
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from talent_dataset.declare import translate, types
from talent_dataset.declare.field import METADATA, Declared, declared_of
from talent_dataset.declare.text import by_language, plain
from talent_dataset.descriptor.model import Category, Constraints, Derivation, Field
from talent_dataset.descriptor.types import FIELD_TYPES
from talent_dataset.errors import DeclarationError
from talent_dataset.meant import did_you_mean

if TYPE_CHECKING:
    from polars.datatypes import DataType


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A field of a table, ready to run and to be published.

    Attributes:
        field: What the descriptor says of it.
        dtype: The polars dtype of the column, or ``None`` where any will do.
        declared: What was declared.
        derivation: How the column is computed, where it is.
        left: What pandera was told and the descriptor cannot say.
    """

    field: Field
    dtype: DataType | None
    declared: Declared
    derivation: Derivation | None = None
    left: tuple[str, ...] = ()


def describe(name: str, annotation: Any, info: Any) -> Described:
    """Describe the field ``name`` of a table.

    Args:
        name: Name of the field.
        annotation: pandera's reading of its annotation.
        info: pandera's reading of its declaration.

    Raises:
        DeclarationError: The declaration contradicts itself; the message has no place.
    """
    declared = declared_of(info)
    if declared.fault is not None:
        raise declared.fault
    if declared.descriptor is not None:
        return from_descriptor(declared.descriptor, declared)
    if info.regex:
        raise DeclarationError(
            "It stands for all columns that a pattern names.", hint="Declare each column: a file names them."
        )
    type_name, dtype = types.from_annotation(annotation.raw_annotation)
    _refuse_type(declared.type, type_name, dtype)
    if declared.scale is not None:
        dtype = _scaled(dtype, declared.scale)
    if declared.by is not None:
        derivation = Derivation(name, declared.source or "", declared.by)
        return Described(field=Field(name=name, type=type_name), dtype=dtype, declared=declared, derivation=derivation)
    told, left = translate.constraints(info)
    field = Field(
        name=name,
        type=declared.type or type_name,
        format=declared.format,
        title=plain(declared.title),
        description=plain(declared.description),
        example=declared.example,
        item_type=types.item_type(dtype),
        constraints=_constraints(declared, told, is_required=not _is_nullable(declared, annotation, info)),
        categories=_categories(declared),
        custom=_custom(declared, types.hint(declared.type or type_name, dtype)),
    )
    return Described(field=field, dtype=dtype, declared=declared, left=left)


def from_descriptor(field: Field, declared: Declared | None = None) -> Described:
    """A field that is declared by its descriptor."""
    return Described(field=field, dtype=types.of_field(field), declared=declared or Declared(descriptor=field))


def _is_nullable(declared: Declared, annotation: Any, info: Any) -> bool:
    """Whether cells may be empty: by the annotation (``int | None``), by ``nullable``, never against one of them."""
    if annotation.optional and declared.nullable is False:
        raise DeclarationError(
            "Its annotation admits None, and nullable=False does not.", hint="Leave one of them out."
        )
    return bool(annotation.optional or info.nullable)


def _refuse_type(named: str | None, type_name: str, dtype: DataType) -> None:
    """A type of the standard that columns of another dtype have than the annotated one."""
    if named is None:
        return
    if named not in FIELD_TYPES:
        raise DeclarationError(f"There is no type {named!r}.", hint=did_you_mean(named, FIELD_TYPES))
    plain_dtype = types.PLAIN.get(named, types.PLAIN["string"])
    is_one = named == type_name or (named not in types.TYPED and dtype == plain_dtype)
    if not is_one:
        raise DeclarationError(
            f"Its annotation says {type_name}, and its type {named}.",
            hint=f"Annotate it with {types.annotation_of(named)}, or leave the type out.",
        )


def _scaled(dtype: DataType, scale: int) -> DataType:
    import polars as pl

    if not isinstance(dtype, pl.Decimal):
        raise DeclarationError("It declares a scale, and is no decimal.", hint="Annotate it with decimal.Decimal.")
    return pl.Decimal(38, scale)


def _constraints(declared: Declared, told: dict[str, Any], *, is_required: bool) -> Constraints:
    own: dict[str, Any] = {
        "pattern": declared.pattern,
        "min_length": declared.min_length,
        "max_length": declared.max_length,
        "enum": declared.vocabulary.codes if declared.vocabulary else declared.isin,
        **(declared.bounds or {}),
    }
    said = {**told, **{key: value for key, value in own.items() if value is not None}}
    return Constraints(
        required=is_required, unique=declared.unique, **{key: as_json(value) for key, value in said.items()}
    )


def _categories(declared: Declared) -> tuple[Category, ...] | None:
    if declared.vocabulary is None:
        return None
    return tuple(Category(term.code, plain(term.label)) for term in declared.vocabulary.terms)


def _custom(declared: Declared, hint: str | None) -> dict[str, Any]:
    terms = declared.vocabulary.terms if declared.vocabulary else ()
    said = {
        "role": declared.role if declared.role != "factual" else None,
        "reason": declared.reason,
        "title": by_language(declared.title),
        "description": by_language(declared.description),
        "unit": declared.unit,
        "dtype": hint,
        "edtf": declared.edtf or None,
        "labels": {term.code: by_language(term.label) or term.label for term in terms} or None,
        "definitions": {term.code: by_language(term.definition) or term.definition for term in terms} or None,
    }
    ours = {key: value for key, value in said.items() if value is not None}
    return {METADATA: ours} if ours else {}


def as_json(value: Any) -> Any:
    """A bound or an admitted value as it stands in a descriptor: exact, so decimals and dates are text."""
    if isinstance(value, tuple | list):
        return tuple(as_json(item) for item in value)
    if isinstance(value, decimal.Decimal):
        return int(value) if value == value.to_integral_value() else format(value, "f")
    if isinstance(value, dt.date | dt.datetime | dt.time):
        return value.isoformat()
    return value
