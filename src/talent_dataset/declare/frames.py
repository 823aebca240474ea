"""A declared table as a pandera schema: what the descriptor says, as checks of a frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandera.polars as pa

from talent_dataset.declare import cell_checks, row_checks
from talent_dataset.declare.translate import is_translated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polars.datatypes import DataType

    from talent_dataset.declare.definition import Definition
    from talent_dataset.descriptor.model import Field

# Whether a frame must have all the columns, and no others, by the standard's `fieldsMatch`. Their order is that of a
# file; columns of a frame are known by their names.
_MATCH = {
    "exact": (True, True),
    "equal": (True, True),
    "subset": (True, False),
    "superset": (False, True),
    "partial": (False, False),
}


def frame_schema(cls: Any, options: Mapping[str, Any]) -> pa.DataFrameSchema:
    """The pandera schema of a ``Table``, from its definition and from the checks that exist in Python only."""
    definition: Definition = cls.__definition__
    schema = definition.built
    are_all, are_no_others = _MATCH[schema.fields_match]
    written = {field.name for field in definition.schema.fields}
    given = {info.name: info for _, info in cls.__fields__.values()}
    columns = {
        field.name: _column(
            field,
            definition.dtypes[field.name],
            given.get(field.name),
            cls.__checks__.get(field.name, []),
            is_required=are_all and field.name in written,
        )
        for field in schema.fields
    }
    own = {**options, "strict": options.get("strict") or are_no_others}
    return pa.DataFrameSchema(columns, checks=[*row_checks.checks(definition), *cls.__root_checks__], **own)


def _column(field: Field, dtype: DataType | None, info: Any, checks: list[pa.Check], *, is_required: bool) -> pa.Column:
    left = [check for check in (info.checks if info else ()) if not is_translated(check)]
    return pa.Column(
        dtype,
        checks=[*cell_checks.checks(field), *left, *checks],
        nullable=not field.constraints.required,
        required=is_required,
        name=field.name,
        title=field.title,
        description=field.description,
        coerce=bool(info and info.coerce),
        default=info.default if info else None,
        metadata=info.metadata if info else None,
    )


def not_carried(cls: Any) -> tuple[str, ...]:
    """What a ``Table`` declares and its Table Schema cannot say."""
    definition: Definition = cls.__definition__
    fields = [f"field {name!r}: {text}" for name, text in definition.left]
    checks = [f"field {name!r}: the check {check.name}" for name, listed in cls.__checks__.items() for check in listed]
    rows = [f"the table check {check.name}" for check in cls.__root_checks__]
    rules = [f"the table rule {rule.name!r}, which travels with the package" for rule in definition.table_rules]
    options = [f"the option {word} of Config" for word in ("coerce", "unique", "dtype") if getattr(cls.Config, word)]
    return (*fields, *checks, *rows, *rules, *options)


def plain_dtypes(definition: Definition) -> dict[str, Any]:
    """Dtypes of the columns that a curated table has; a number without a dtype of its own is a decimal."""
    import polars as pl

    return {field.name: definition.dtypes[field.name] or pl.Decimal(38, 6) for field in definition.schema.fields}
