"""What the rows of a table amount to as changes: those that other tables refer to weigh more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from talent_dataset.descriptor.model import ForeignKey, Package, Resource
from talent_dataset.release.difference.model import Change, Kind, Rows


def row_changes(rows: Rows, packages: Sequence[Package], tables: Sequence[Rows]) -> Iterator[Change]:
    """The changes of rows and cells of a table.

    Args:
        rows: The rows of the table.
        packages: The old package and the new one: a reference of either counts.
        tables: The rows of all tables, to know which of those referred to were changed.
    """
    name = rows.resource
    referred = set(_referred(packages, name))
    if rows.added:
        yield Change(kind="rows/added", resource=name, count=rows.added)
    if rows.removed:
        kind: Kind = "rows/removed-referenced" if referred else "rows/removed"
        yield Change(kind=kind, resource=name, count=rows.removed)
    following = set(_following(packages, name, {one.resource for one in tables if _has_moved(one)}))
    for field, count in rows.cells.items():
        kind = "cells/identifier" if field in referred else "cells/reference" if field in following else "cells/changed"
        yield Change(kind=kind, resource=name, field=field, count=count)
    for field, count in rows.respelled.items():
        yield Change(kind="cells/respelled", resource=name, field=field, count=count)


def _has_moved(rows: Rows) -> bool:
    return bool(rows.added or rows.removed or rows.cells) or rows.old is None or rows.new is None


def _referred(packages: Sequence[Package], name: str) -> Iterator[str]:
    """The fields of a table that other tables refer to."""
    for package in packages:
        for resource in package.resources:
            for key in _keys(resource):
                if key.resource == name != resource.name:
                    yield from key.reference_fields


def _following(packages: Sequence[Package], name: str, moved: set[str]) -> Iterator[str]:
    """The fields of a table that refer to another table which changed."""
    for package in packages:
        for resource in package.resources:
            for key in _keys(resource) if resource.name == name else ():
                if key.resource in moved - {name}:
                    yield from key.fields


def _keys(resource: Resource) -> Sequence[ForeignKey]:
    return resource.schema.foreign_keys if resource.schema is not None else ()
