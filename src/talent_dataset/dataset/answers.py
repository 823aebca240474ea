"""What one asks of a dataset: which tables, what is in them, who says so, and how to cite it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import polars as pl

from talent_dataset.dataset.installed import chosen
from talent_dataset.engine.descriptor.model import Field, Schema, ours
from talent_dataset.releases.citation import STYLES, CitationStyle, citation
from talent_dataset.releases.languages import said
from talent_dataset.releases.published.opened import OpenedPackage, known

# A document without a title is told by what we call it.
_SOURCE = {
    "source_title": pl.coalesce("title", "label_en", "label_zh"),
    "publisher": pl.col("publisher"),
    "published": pl.col("published"),
}


Location = str | os.PathLike[str]


def tables(*, version: str | None = None, target: Location | None = None) -> list[str]:
    """Names of the tables, the main ones first.

    Args:
        version: As in `load`.
        target: As in `load`.
    """
    return chosen(version, target).tables()


def describe(table: str | None = None, *, version: str | None = None, target: Location | None = None) -> pl.DataFrame:
    """The fields of a table, one a row; without a table, the tables, one a row.

    Columns, of the tables: ``table``, ``title_en``, ``title_zh``, ``rows``, ``fields``, ``description_en``,
    ``description_zh``. Of the fields: ``field``, ``title_en``, ``title_zh``, ``type`` (of Table Schema), ``unit``,
    ``role`` (``factual``, ``derived`` or ``editorial``), ``required``, ``filled`` (cells that are not empty),
    ``distinct`` (different values among them), ``description_en``, ``description_zh``. Numbers are ``Int64``,
    ``required`` is ``Boolean``, all else ``String``, empty where nothing is said; nothing is null. Rows stand in
    the order of the data dictionary.

    Args:
        table: One of ``tables()``; ``None`` for all of them.
        version: As in `load`.
        target: As in `load`.

    Raises:
        UnknownNameError: There is no such table.
    """
    package = chosen(version, target)
    if table is None:
        return pl.DataFrame([_outlined(package, name) for name in package.tables()])
    found = package.whole(table)
    return pl.DataFrame(
        [_described(field, found.typed[field.name]) for field in found.schema.fields], infer_schema_length=None
    )


def _outlined(package: OpenedPackage, name: str) -> Mapping[str, Any]:
    schema, frame = package.schema(name), package.whole(name).typed
    return {
        "table": name,
        "title_en": said(schema, "title", "en"),
        "title_zh": said(schema, "title", "zh"),
        "rows": frame.height,
        "fields": len(schema.fields),
        "description_en": said(schema, "description", "en"),
        "description_zh": said(schema, "description", "zh"),
    }


def _described(field: Field, values: pl.Series) -> Mapping[str, Any]:
    filled = values.drop_nulls()
    return {
        "field": field.name,
        "title_en": said(field, "title", "en"),
        "title_zh": said(field, "title", "zh"),
        "type": field.type,
        "unit": ours(field).get("unit", ""),
        "role": ours(field).get("role", "factual"),
        "required": field.constraints.required,
        "filled": len(filled),
        "distinct": filled.n_unique(),
        "description_en": said(field, "description", "en"),
        "description_zh": said(field, "description", "zh"),
    }


def evidence(
    table: str,
    row_id: str,
    field: str | None = None,
    *,
    version: str | None = None,
    target: Location | None = None,
) -> pl.DataFrame:
    """Where a row, or a cell of it, comes from.

    Columns: those of the table ``evidence`` but for ``table`` and ``row_id``, and after ``source_id`` the title, the
    publisher and the date of the document. ``start`` and ``end`` are offsets into it, in code points; ``quote`` is what
    stands there. Entries without a ``field`` back that the row exists; one entry may back several cells that are said
    together, and is found by the name of each. ``start`` and ``end`` are ``Int64``, all else ``String``; null where
    an entry says nothing.

    Args:
        table: One of ``tables()``.
        row_id: Primary key of the row.
        field: One field; ``None`` for all entries of the row.
        version: As in `load`.
        target: As in `load`.

    Raises:
        UnknownNameError: There is no such table, row or field.
    """
    package = chosen(version, target)
    described, rows = package.schema(table), package.whole(table).typed
    known(row_id, rows[described.primary_key[0]].cast(pl.String), "row", among=f" in {table}")
    found = _entries(package).filter(pl.col("table") == table, pl.col("row_id") == row_id).drop("table", "row_id")
    if field is None:
        return found
    known(field, rows.columns, "field", among=f" in {table}")
    return found.filter(pl.col("field").is_in(_said_together(field, described)))


def _entries(package: OpenedPackage) -> pl.DataFrame:
    """All evidence, with what is said of its documents."""
    entries = package.whole("evidence").typed
    about = package.whole("sources").typed.select("source_id", **_SOURCE)
    at = entries.columns.index("source_id") + 1
    order = [*entries.columns[:at], *_SOURCE, *entries.columns[at:]]
    return entries.join(about, on="source_id", how="left", maintain_order="left").select(order)


def _said_together(field: str, described: Schema) -> list[str]:
    """The field, that which it is computed from, and the fields that one entry may back with it."""
    origins = {field, *(derivation.source for derivation in described.derived if derivation.name == field)}
    groups = [group for group in ours(described).get("groups", ()) if origins & set(group)]
    return sorted(origins.union(*groups))


def cite(
    table: str | None = None,
    style: CitationStyle = "text",
    *,
    version: str | None = None,
    target: Location | None = None,
) -> str:
    """How to cite the dataset, or one table of it.

    Args:
        table: One of ``tables()``, or ``None`` for the whole.
        style: ``"text"``, ``"bibtex"`` or ``"csl"`` (CSL-JSON, for reference managers).
        version: As in `load`.
        target: As in `load`.

    Raises:
        UnknownNameError: There is no such table or style.
    """
    known(style, STYLES, "style")
    package = chosen(version, target)
    return citation(package.descriptor, None if table is None else package.resource(table), style)
