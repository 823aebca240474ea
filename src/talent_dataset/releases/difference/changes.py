"""What differs between two packages, as frozen values: a list of changes, and the rows of each table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args


def changed(old: Any, new: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Every property that differs: its path with points, what it was, what it is.

    Objects are compared property by property, arrays as wholes: what stands at a place of an array has no name.
    ``None`` stands for what is not there.
    """
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for name in dict.fromkeys([*old, *new]):
            yield from changed(old.get(name), new.get(name), f"{path}.{name}" if path else str(name))
    elif not same(old, new):
        yield path, old, new


def same(old: Any, new: Any) -> bool:
    """Whether two JSON values are the same; Python takes ``True`` for ``1``, JSON does not."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return old.keys() == new.keys() and all(same(old[name], new[name]) for name in old)
    if isinstance(old, list | tuple) and isinstance(new, list | tuple):
        return len(old) == len(new) and all(map(same, old, new))
    return isinstance(old, bool) == isinstance(new, bool) and bool(old == new)


def without(data: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """A descriptor without some of its properties; ``proof:data.files`` names one inside another."""
    kept = dict(data)
    for name in names:
        outer, _, inner = name.partition(".")
        if inner and isinstance(kept.get(outer), Mapping):
            kept[outer] = without(kept[outer], inner)
            # An object that held nothing else is not a property of its own.
            if not kept[outer]:
                del kept[outer]
        elif not inner:
            kept.pop(outer, None)
    return kept


ChangeKind = Literal[
    "package/name",
    "package/id",
    "package/metadata",
    "resource/added",
    "resource/removed",
    "resource/metadata",
    "resource/path",
    "resource/form",
    "resource/content",
    "field/added",
    "field/removed",
    "field/reordered",
    "field/type",
    "field/format",
    "field/tightened",
    "field/loosened",
    "field/constraint",
    "field/form",
    "field/metadata",
    "table/tightened",
    "table/loosened",
    "table/constraint",
    "table/reference",
    "table/metadata",
    "rows/added",
    "rows/removed",
    "rows/removed-referenced",
    "cells/changed",
    "cells/identifier",
    "cells/reference",
    "cells/respelled",
]
"""What kind of change: a stable vocabulary; `releases.difference.bump` says what each means for the version."""

KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)

RowKey = Mapping[str, str | None]
"""Cells by the names of their fields, as text; ``None`` is a cell without a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change.

    Attributes:
        kind: What kind of change.
        resource: The resource that it is about; ``None`` for the package.
        field: The field that it is about.
        property: The constraint or the property of the descriptor, its parts joined by points.
        old: What it was, as JSON; ``None`` where there was nothing.
        new: What it is, as JSON; ``None`` where there is nothing.
        count: How many rows or cells; 1 for everything else.
    """

    kind: ChangeKind
    resource: str | None = None
    field: str | None = None
    property: str | None = None
    old: Any = None
    new: Any = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class WholeRow:
    """A row that was added or removed.

    Attributes:
        key: The cells of its key; empty where the table has none.
        cells: All its cells.
    """

    key: RowKey
    cells: RowKey


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A row whose key stands on both sides, and the cells that changed.

    Attributes:
        key: The cells of its key.
        cells: Field to what the cell was and what it is.
    """

    key: RowKey
    cells: Mapping[str, tuple[str | None, str | None]]


@dataclass(frozen=True, slots=True)
class Examples:
    """Some of the rows, the first in the order of the key."""

    added: tuple[WholeRow, ...] = ()
    removed: tuple[WholeRow, ...] = ()
    changed: tuple[ChangedRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The rows of a table that stands on one side or on both; totals are exact, examples capped.

    Attributes:
        resource: The table.
        key: The fields by which rows were matched; empty where they were compared as wholes.
        old: How many rows there were; ``None`` where the table was not there.
        new: How many rows there are; ``None`` where the table is not there any more.
        added: Rows that are on the new side only.
        removed: Rows that are on the old side only.
        changed: Rows of which at least one cell has another value.
        cells: How many cells have another value, by field; fields without any are left out.
        respelled: How many cells have the same value in another spelling (``1.0`` for ``1``), by field.
        examples: Some of these rows.
    """

    resource: str
    key: tuple[str, ...] = ()
    old: int | None = 0
    new: int | None = 0
    added: int = 0
    removed: int = 0
    changed: int = 0
    cells: Mapping[str, int] = field(default_factory=dict)
    respelled: Mapping[str, int] = field(default_factory=dict)
    examples: Examples = Examples()


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two packages.

    Attributes:
        name: As its descriptor says, or empty.
        version: As its descriptor says, or empty.
        created: As its descriptor says, or empty.
    """

    name: str = ""
    version: str = ""
    created: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two packages.

    What every release changes is no difference: ``version``, ``created``, ``bytes``, ``hash``, the list of files; nor
    is the order of rows.

    Attributes:
        old: The one package.
        new: The other.
        changes: Every change of structure and metadata, and one for each number of rows or cells.
        tables: The rows of every table, those without a change too, in the order of the new package.
    """

    old: Side
    new: Side
    changes: tuple[Change, ...] = ()
    tables: tuple[Rows, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not self.changes
