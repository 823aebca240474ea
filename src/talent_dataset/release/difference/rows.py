"""The rows of two tables compared: by key where there is one, else as wholes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

import polars as pl

from talent_dataset.release.difference.matching import Matched, Shared
from talent_dataset.release.difference.model import Rows
from talent_dataset.release.difference.suspects import BUDGET, chosen, paired, parts_of
from talent_dataset.release.difference.unequal import Cells, Unequal, unequal

if TYPE_CHECKING:
    from talent_dataset.descriptor.model import Schema
    from talent_dataset.release.difference.table import Table


def compare_rows(old: Table, new: Table, *, limit: int | None, budget: int = BUDGET) -> Rows:
    """The rows that were added, removed or changed.

    Both tables are read side by side; rows without an equal are then read again, and matched by their key. Rows of a
    table without a key are compared as a multiset, over the fields that both sides have; rows that wrongly share a key
    are matched in the order of their cells.

    Args:
        old: The one table.
        new: The other.
        limit: How many examples of each kind; ``None``: all.
        budget: Bytes of text to hold at once.

    Raises:
        CannotCheckError: One of the tables cannot be read.
    """
    shared = _shared(old, new)
    key = matching_key(old.schema, new.schema)
    by_name = {one.name: one for one in shared}
    keyed = [by_name[name] for name in key]
    cells = _compared(shared)
    # Where most rows have no equal, it is told soon, and they are read again.
    found = unequal(old.frames(), new.frames(), cells, budget // 4)
    matched = Matched(shared, keyed or shared, keyed, (old.schema.fields, new.schema.fields), limit)
    if found.count:
        ours, theirs = (_side(table, found, cells, matched.keyed, side) for side, table in enumerate((old, new)))
        for part in paired(ours, theirs, matched.by, parts_of(found, budget), budget):
            matched.see(*part)
    return Rows(
        resource=new.resource.name,
        key=key,
        old=found.old,
        new=found.new,
        added=matched.added,
        removed=matched.removed,
        changed=matched.changed,
        cells=dict(matched.cells),
        respelled=dict(matched.respelled),
        examples=matched.examples(),
    )


def matching_key(old: Schema, new: Schema) -> tuple[str, ...]:
    """The fields by which rows are matched: the primary key, if both sides have its fields.

    Of two different primary keys the new one goes first. Empty where rows are compared as wholes.
    """
    names = [{field.name for field in one.fields} for one in (old, new)]
    for key in (new.primary_key, old.primary_key):
        if key and all(set(key) <= each for each in names):
            return key
    return ()


def _shared(old: Table, new: Table) -> list[Shared]:
    """The fields of both sides, in the order of the new one."""
    places = {field.name: place for place, field in enumerate(old.schema.fields)}
    return [
        Shared(old.schema.fields[places[field.name]], field, (f"o{places[field.name]}", f"n{place}"))
        for place, field in enumerate(new.schema.fields)
        if field.name in places
    ]


def _compared(shared: Sequence[Shared]) -> Cells:
    both = [one.compared() for one in shared]
    return [cell for old, _ in both for cell in old], [cell for _, new in both for cell in new]


def _side(table: Table, found: Unequal, cells: Cells, keyed: Sequence[Shared], side: int) -> Iterator[pl.DataFrame]:
    """The rows of a table that have no equal: its cells by place, and the values of its key."""
    names = [field.name for field in table.schema.fields]
    texts = [pl.col(name).alias(f"{'on'[side]}{place}") for place, name in enumerate(names)]
    spelt = [one.spellings(pl.col(one.name), pl.col(one.name))[side].alias(f"k{n}") for n, one in enumerate(keyed)]
    # A table without rows still has columns.
    empty = pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    rows = chosen(table.frames(), cells[side], found.suspects) if found.kept is None else found.kept[side]
    for frame in chain([empty], rows):
        yield frame.select(*texts, *spelt)
