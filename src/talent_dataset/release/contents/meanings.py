"""What fields and codes mean, as rows: the data dictionary of a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from talent_dataset.release.languages import description_of, languages, ours, said, terms, title_of

if TYPE_CHECKING:
    from talent_dataset.descriptor.model import Field, Package, Resource, Schema

Row = Mapping[str, str | int]


def table_meanings(package: Package, rows: Mapping[str, int]) -> Iterator[Row]:
    """One row a table: ``table``, ``rows``, then title and description in each language."""
    for resource, _ in _tables(package):
        said_so = {
            f"{part}_{tag}": read(resource, tag)
            for part, read in (("title", title_of), ("description", description_of))
            for tag in languages(package)
        }
        yield {"table": resource.name, "rows": rows[resource.name], **said_so}


def field_meanings(package: Package) -> Iterator[Row]:
    """One row a field: where it stands, titles, type, unit, role, what must hold of it, key, descriptions."""
    tags = languages(package)
    for resource, schema in _tables(package):
        for field in schema.fields:
            claims = [claim for claim in ("required", "unique") if getattr(field.constraints, claim)]
            yield {
                "table": resource.name,
                "field": field.name,
                **{f"title_{tag}": said(field, "title", tag) for tag in tags},
                "type": field.type,
                "unit": str(ours(field).get("unit", "")),
                "role": str(ours(field).get("role", "factual" if ours(field) else "")),
                "holds": ", ".join(claims),
                "key": ", ".join(_keys(field, schema)),
                **{f"description_{tag}": said(field, "description", tag) for tag in tags},
            }


def code_meanings(package: Package) -> Iterator[Row]:
    """One row a code of a field: its label and its definition in each language."""
    tags = languages(package)
    for resource, schema in _tables(package):
        for field in schema.fields:
            by_tag = {tag: terms(field, tag) for tag in tags}
            for position, (code, _, _) in enumerate(by_tag["en"]):
                labels = {f"label_{tag}": by_tag[tag][position][1] for tag in tags}
                definitions = {f"definition_{tag}": by_tag[tag][position][2] for tag in tags}
                yield {"table": resource.name, "field": field.name, "code": code, **labels, **definitions}


def _tables(package: Package) -> Iterator[tuple[Resource, Schema]]:
    for resource in package.resources:
        if resource.schema is not None:
            yield resource, resource.schema


def _keys(field: Field, schema: Schema) -> Iterator[str]:
    """The part that a field has in keys."""
    if field.name in schema.primary_key:
        yield "primary key"
    for key in schema.foreign_keys:
        for name, other in zip(key.fields, key.reference_fields, strict=True):
            if name == field.name:
                yield f"→ {key.resource}.{other}" if key.resource else f"→ {other}"
