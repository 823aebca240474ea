"""Two packages compared: what they say of themselves, their resources, and the rows of their tables."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from talent_dataset.engine.descriptor.dump import dump_dialect, dump_package, dump_resource
from talent_dataset.engine.descriptor.model import PROPERTY, DataPackage, Dialect, ForeignKey, Resource, Schema
from talent_dataset.engine.errors import CannotCheckError
from talent_dataset.engine.reading.formats import is_table, table_format
from talent_dataset.engine.reading.opening import open_package
from talent_dataset.releases.difference.changes import (
    Change,
    ChangeKind,
    Difference,
    Rows,
    Side,
    changed,
    same,
    without,
)
from talent_dataset.releases.difference.table_schemas import rule_changes, schema_changes

if TYPE_CHECKING:
    from talent_dataset.engine.reading.files import Files
    from talent_dataset.releases.difference.compared_table import ComparedTable


def row_changes(rows: Rows, packages: Sequence[DataPackage], tables: Sequence[Rows]) -> Iterator[Change]:
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
        kind: ChangeKind = "rows/removed-referenced" if referred else "rows/removed"
        yield Change(kind=kind, resource=name, count=rows.removed)
    following = set(_following(packages, name, {one.resource for one in tables if _has_moved(one)}))
    for field, count in rows.cells.items():
        kind = "cells/identifier" if field in referred else "cells/reference" if field in following else "cells/changed"
        yield Change(kind=kind, resource=name, field=field, count=count)
    for field, count in rows.respelled.items():
        yield Change(kind="cells/respelled", resource=name, field=field, count=count)


def _has_moved(rows: Rows) -> bool:
    return bool(rows.added or rows.removed or rows.cells) or rows.old is None or rows.new is None


def _referred(packages: Sequence[DataPackage], name: str) -> Iterator[str]:
    """The fields of a table that other tables refer to."""
    for package in packages:
        for resource in package.resources:
            for key in _keys(resource):
                # A table that refers to itself is changed along with its rows: nobody else depends on them.
                if key.resource == name != resource.name:
                    yield from key.reference_fields


def _following(packages: Sequence[DataPackage], name: str, moved: set[str]) -> Iterator[str]:
    """The fields of a table that refer to another table which changed."""
    for package in packages:
        for resource in package.resources:
            for key in _keys(resource) if resource.name == name else ():
                if key.resource in moved - {name}:
                    yield from key.fields


def _keys(resource: Resource) -> Sequence[ForeignKey]:
    return resource.schema.foreign_keys if resource.schema is not None else ()


PackageSource = Path | str | Mapping[str, Any]
LIMIT: Final = 20
_ADDED: Final[ChangeKind] = "resource/added"
_REMOVED: Final[ChangeKind] = "resource/removed"
# What every release changes, and what is compared on its own.
_PACKAGE: Final = (
    "resources", "version", "created", "$schema", "profile", "name", "id", f"{PROPERTY}.rules", f"{PROPERTY}.files",
)  # fmt: skip
_RESOURCE: Final = (
    "name", "type", "path", "data", "format", "mediatype", "encoding", "compression", "bytes", "hash", "dialect",
    "schema", "profile", "$schema",
)  # fmt: skip


def diff(old: PackageSource, new: PackageSource, *, limit: int | None = LIMIT) -> Difference:
    """What differs between two packages.

    Tables are compared as a build would write them: columns that are computed are there on both sides, and cells are
    equal where their values are (a spelling that differs is counted apart). Rows are matched by primary key, whatever
    their order.

    Args:
        old: A descriptor (a path, or the ``dict`` itself), or a folder or zip archive that holds one.
        new: As ``old``.
        limit: How many rows of each table to show that were added, removed, changed; ``None``: all. Totals are exact.

    Raises:
        CannotCheckError: One of them is not there, or cannot be read.
    """
    return compare(_opened(old), _opened(new), limit=limit)


def compare(ours: ComparedPackage, theirs: ComparedPackage, *, limit: int | None = LIMIT) -> Difference:
    """As ``diff``, of packages that are open."""
    packages = (ours.package, theirs.package)
    found = [_compared(_In(ours, one), _In(theirs, other), limit) for one, other in _pairs(*packages)]
    tables = tuple(rows for _, rows in found if rows is not None)
    changes = list(_package_changes(*packages))
    for structure, rows in found:
        changes += structure
        changes += row_changes(rows, packages, tables) if rows is not None else ()
    return Difference(_side(ours.package), _side(theirs.package), tuple(changes), tables)


@dataclass(frozen=True, slots=True)
class ComparedPackage:
    """A package with a descriptor that can be used.

    Attributes:
        package: What its descriptor says.
        files: Its files.
    """

    package: DataPackage
    files: Files


@dataclass(frozen=True, slots=True)
class _In:
    """A resource of one of the packages, if it is there."""

    package: ComparedPackage
    resource: Resource | None


def _opened(source: PackageSource) -> ComparedPackage:
    opened = open_package(source)
    package = opened.parsed.package
    if package is None:
        named = "a package" if isinstance(source, Mapping) else source
        raise CannotCheckError(f"The descriptor of {named} cannot be used.", hint="`validate` says what is wrong.")
    return ComparedPackage(package, opened.files)


def _side(package: DataPackage) -> Side:
    return Side(package.name or "", package.version or "", package.created or "")


def _pairs(old: DataPackage, new: DataPackage) -> Iterator[tuple[Resource | None, Resource | None]]:
    """Resources by name, in the order of the new package, those that are gone last."""
    ours, theirs = ({one.name: one for one in package.resources} for package in (old, new))
    # A dict and no set, as the order counts.
    for name in dict.fromkeys([*theirs, *ours]):
        yield ours.get(name), theirs.get(name)


def _package_changes(old: DataPackage, new: DataPackage) -> Iterator[Change]:
    identity: tuple[tuple[ChangeKind, str], ...] = (("package/name", "name"), ("package/id", "id"))
    for kind, name in identity:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Change(kind=kind, property=name, old=before, new=after)
    yield from rule_changes(None, old.rules, new.rules)
    for path, before, after in changed(without(dump_package(old), *_PACKAGE), without(dump_package(new), *_PACKAGE)):
        yield Change(kind="package/metadata", property=path, old=before, new=after)


def _compared(old: _In, new: _In, limit: int | None) -> tuple[list[Change], Rows | None]:
    """The changes of a resource, and its rows where it is a table."""
    if old.resource is None or new.resource is None:
        return _one_sided(old, new)
    changes = list(_resource_changes(old.resource, new.resource))
    if not (is_table(old.resource) and is_table(new.resource)):
        return [*changes, *_content(old, new)], None
    from talent_dataset.releases.difference.matching import compare_rows

    ours, theirs = _table(old), _table(new)
    changes += schema_changes(new.resource.name, _declared(ours), _declared(theirs))
    return changes, compare_rows(ours, theirs, limit=limit)


def _table(one: _In) -> ComparedTable:
    from talent_dataset.releases.difference.compared_table import open_table

    if one.resource is None:
        raise AssertionError("only a resource that is there is opened")
    return open_table(_as_built(one.package, one.resource), one.package.files)


def _as_built(opened: ComparedPackage, resource: Resource) -> Resource:
    """The resource itself; figures, whose bookings a build fills in from all tables, with the built rows in it."""
    books = opened.package.books
    if books is None or resource.name != books.figures:
        return resource
    from talent_dataset.releases.assembly import built_tables

    built = built_tables(opened.package, opened.files)[resource.name]
    rows = [built.text.columns, *map(list, built.text.iter_rows())]
    return replace(
        resource,
        paths=(),
        data=rows,
        format=None,
        mediatype=None,
        encoding=None,
        compression=None,
        dialect=Dialect(),
        schema=built.schema,
    )


def _declared(table: ComparedTable) -> Schema:
    """The schema as built, which lists every column, with the strictness that the descriptor asks for."""
    declared = table.resource.schema
    return replace(table.schema, fields_match=declared.fields_match) if declared else table.schema


def _one_sided(old: _In, new: _In) -> tuple[list[Change], Rows | None]:
    one = old if new.resource is None else new
    if one.resource is None:
        raise AssertionError("a resource stands on one side at least")
    name, kind = one.resource.name, _REMOVED if one is old else _ADDED
    change = Change(kind=kind, resource=name)
    if not is_table(one.resource):
        return [change], None
    height = _table(one).height()
    return [change], Rows(resource=name, old=height if one is old else None, new=None if one is old else height)


def _resource_changes(old: Resource, new: Resource) -> Iterator[Change]:
    def change(kind: ChangeKind, property: str, before: Any, after: Any) -> Change:
        return Change(kind=kind, resource=new.name, property=property, old=before, new=after)

    if old.paths != new.paths:
        yield change("resource/path", "path", list(old.paths) or None, list(new.paths) or None)
    for path, before, after in changed(_form(old), _form(new)):
        yield change("resource/form", path, before, after)
    for path, before, after in changed(
        without(dump_resource(old), *_RESOURCE), without(dump_resource(new), *_RESOURCE)
    ):
        yield change("resource/metadata", path, before, after)


def _form(resource: Resource) -> dict[str, Any]:
    """How the bytes of a resource are to be read; what is not said is what the standard takes it for."""
    # Whether a default was written out makes no difference to a reader.
    dialect = replace(resource.dialect, declared=frozenset())
    return {
        "format": table_format(resource) if is_table(resource) else resource.format,
        "encoding": (resource.encoding or "utf-8").lower().replace("_", "-"),
        "compression": resource.compression,
        "dialect": dump_dialect(dialect) if dialect != Dialect() else {},
    }


def _content(old: _In, new: _In) -> Iterator[Change]:
    """A file that is no table has other bytes, or inline data other values."""
    before, after = _digest(old), _digest(new)
    if not same(before, after) and new.resource is not None:
        yield Change(kind="resource/content", resource=new.resource.name, old=before, new=after)


def _digest(one: _In) -> Any:
    """The hash of the files of a resource, or its data; of what is elsewhere, the hash that the descriptor says."""
    resource = one.resource
    if resource is None or not resource.paths:
        return None if resource is None else resource.data
    # Nothing is downloaded to compare it.
    if any("://" in path for path in resource.paths):
        return resource.hash
    digest = hashlib.sha256()
    for path in resource.paths:
        try:
            with one.package.files.open(path) as file:
                while data := file.read(1 << 20):
                    digest.update(data)
        except OSError as error:
            raise CannotCheckError(f"The resource {resource.name} cannot be compared: {error}.") from error
    return f"sha256:{digest.hexdigest()}"
