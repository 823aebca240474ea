"""A table as a Parquet file: its values, in exact types."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

from talent_dataset.descriptor import dump_schema
from talent_dataset.release.languages import title_of

if TYPE_CHECKING:
    from talent_dataset.descriptor.model import Package, Resource
    from talent_dataset.reading.whole import Whole

MEDIATYPE = "application/vnd.apache.parquet"


def parquet(package: Package, resource: Resource, table: Whole) -> bytes:
    """The Parquet file of a table, compressed by snappy.

    It carries the name, version and licence of the package and the Table Schema in its key-value metadata. The same
    table gives the same bytes.
    """
    import polars as pl

    out = io.BytesIO()
    # Arrow (26) reads no integers of more than 64 bits; as a decimal without places they are as exact.
    typed = table.typed.with_columns(pl.col(pl.Int128).cast(pl.Decimal(38, 0)))
    # One row group for each million rows, whatever the number of cores, so that the bytes are the same everywhere.
    metadata = _metadata(package, resource, table)
    typed.write_parquet(out, compression="snappy", row_group_size=1_000_000, metadata=metadata)
    return out.getvalue()


def _metadata(package: Package, resource: Resource, table: Whole) -> dict[str, str]:
    said = {
        "package": package.name,
        "version": package.version,
        "table": resource.name,
        "title": title_of(resource, "en"),
        "licence": " AND ".join(str(one["name"]) for one in package.licenses if one.get("name")),
        "schema": json.dumps(dump_schema(table.schema), ensure_ascii=False, separators=(",", ":")),
    }
    return {name: text for name, text in said.items() if text}
