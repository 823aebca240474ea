"""What a column holds, for programs that know no decimals: in a type that keeps every value, else as text.

=========== ================================================================================================
field       column
=========== ================================================================================================
integer     ``Int64``; text where one is longer
number      ``Float64`` where each number has at most 15 digits, which a double gives back; else text
boolean     ``Boolean``
date        ``Date``
all others  text, as it stands in the CSV file (dates and times of a format of their own: ISO 8601)
=========== ================================================================================================
"""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import polars as pl

from talent_dataset.engine.descriptor.dump import dump_schema
from talent_dataset.engine.reading.typed_frame import dtype_of
from talent_dataset.releases.languages import title_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from talent_dataset.engine.descriptor.model import DataPackage, Field, Resource
    from talent_dataset.engine.reading.whole import Whole

MEDIATYPE = "application/vnd.apache.parquet"


def parquet(package: DataPackage, resource: Resource, table: Whole) -> bytes:
    """The Parquet file of a table, compressed by snappy.

    It carries the name, version and licence of the package and the Table Schema in its key-value metadata. The same
    table gives the same bytes.
    """
    out = io.BytesIO()
    # Arrow (26) reads no integers of more than 64 bits; as a decimal without places they are as exact.
    typed = table.typed.with_columns(pl.col(pl.Int128).cast(pl.Decimal(38, 0)))
    # One row group for each million rows, whatever the number of cores, so that the bytes are the same everywhere.
    metadata = _metadata(package, resource, table)
    typed.write_parquet(out, compression="snappy", row_group_size=1_000_000, metadata=metadata)
    return out.getvalue()


def _metadata(package: DataPackage, resource: Resource, table: Whole) -> dict[str, str]:
    said = {
        "package": package.name,
        "version": package.version,
        "table": resource.name,
        "title": title_of(resource, "en"),
        "licence": " AND ".join(str(one["name"]) for one in package.licenses if one.get("name")),
        "schema": json.dumps(dump_schema(table.schema), ensure_ascii=False, separators=(",", ":")),
    }
    return {name: text for name, text in said.items() if text}


_NO_TEXT = frozenset({"integer", "number", "boolean", "date"})
# Decimal digits that survive in a double (DBL_DIG of C).
DIGITS = 15


def plain_columns(table: Whole) -> pl.DataFrame:
    """The values of a table, one column a field in order, in the types above; null where a cell is missing."""
    return pl.DataFrame([_plain(field, table) for field in table.schema.fields])


def text_columns(package: DataPackage, frames: Mapping[str, pl.DataFrame]) -> list[str]:
    """The columns of numbers and moments that are text in some frames, as ``table.field``.

    Args:
        package: What it is.
        frames: Tables of it by name.
    """
    return [
        f"{resource.name}.{field.name}"
        for resource in package.resources
        if resource.schema is not None and resource.name in frames
        for field in resource.schema.fields
        if field.type in _NO_TEXT and frames[resource.name].schema.get(field.name) == pl.String
    ]


def significant_digits(values: pl.Series) -> int:
    """The most digits that a number of a column has, zeros at either end not counted."""
    digits = values.cast(pl.String).str.replace_all(r"[-.]", "").str.strip_chars("0").str.len_bytes()
    most = digits.max()
    return most if isinstance(most, int) else 0


def _plain(field: Field, table: Whole) -> pl.Series:
    values = table.typed[field.name]
    if isinstance(values.dtype, pl.Boolean | pl.Date):
        return values
    if values.dtype.is_integer():
        # A column has one type: where one number is too long, all are text.
        fitting = values.cast(pl.Int64, strict=False)
        return fitting if fitting.null_count() == values.null_count() else values.cast(pl.String)
    if isinstance(values.dtype, pl.Decimal) and significant_digits(values) <= DIGITS:
        return _doubles(values)
    # SQLite takes NaN for NULL, and Excel knows neither it nor infinity.
    if values.dtype.is_float() and dtype_of(field) is not None and values.is_finite().all():
        return values.cast(pl.Float64)
    return _text(field, values, table)


def _doubles(values: pl.Series) -> pl.Series:
    # By way of text: the nearest double to the decimal, whatever arithmetic a cast would do.
    return values.cast(pl.String).cast(pl.Float64)


def _text(field: Field, values: pl.Series, table: Whole) -> pl.Series:
    # A date in the format of its field would be a text that no other program reads.
    if values.dtype.is_temporal() and field.format != "default":
        return values.dt.to_string("iso:strict")
    cells = table.text[field.name]
    return pl.select(pl.when(values.is_not_null()).then(cells)).to_series().alias(field.name)
