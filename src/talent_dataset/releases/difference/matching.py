"""Rows of two tables that have no equal, matched by key: what was added, removed and changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from talent_dataset.engine.descriptor.model import Field
from talent_dataset.releases.difference.changes import ChangedRow, Examples, RowKey, Rows, WholeRow
from talent_dataset.releases.difference.spelling import compares_values, present, reads_alike, spelling
from talent_dataset.releases.difference.unequal import (
    BUDGET,
    CellExpressions,
    Unequal,
    chosen,
    paired,
    parts_of,
    unequal,
)

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.model import Schema
    from talent_dataset.releases.difference.compared_table import ComparedTable

_NUMERIC: Final = frozenset({"integer", "number", "year"})

Rank = tuple[tuple[bool, float, str], ...]
"""Where a row stands among the examples: the values of its key, numbers by size."""


@dataclass(frozen=True, slots=True)
class Shared:
    """A field that stands on both sides.

    Attributes:
        old: What it was.
        new: What it is.
        places: The columns of its cells in frames of the old side and of the new one.
    """

    old: Field
    new: Field
    places: tuple[str, str]

    @property
    def name(self) -> str:
        """Its name."""
        return self.new.name

    @property
    def is_plain(self) -> bool:
        """Whether the same text is the same value on both sides."""
        has_same_missing = set(self.old.missing_values) == set(self.new.missing_values)
        return has_same_missing and reads_alike(self.old, self.new)

    def compared(self) -> tuple[list[pl.Expr], list[pl.Expr]]:
        """What must be equal on both sides for the cells to be so without a doubt, by the names of fields."""
        text = pl.col(self.name)
        if self.is_plain:
            return [text], [text]
        if reads_alike(self.old, self.new):
            return [text, present(self.old, text).is_null()], [text, present(self.new, text).is_null()]
        # The side is part of what is compared, so that no cell with a value is taken for equal unread.
        old, new = (pl.when(present(one, text).is_not_null()) for one in (self.old, self.new))
        return [text, old.then(pl.lit("old"))], [text, new.then(pl.lit("new"))]

    def spellings(self, old: pl.Expr, new: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
        """One text for each value of the cells of both sides."""
        spell = spelling if compares_values(self.old, self.new) else present
        return spell(self.old, old), spell(self.new, new)


@dataclass(slots=True)
class Matched:
    """What has been found of the rows of a table, part by part.

    Attributes:
        shared: The fields that both sides have.
        keyed: Those by which rows are matched, in the order of the key; their values stand in ``k0``, ``k1``, ...
        key: Those of them that are the key of the table: all, or none where rows are compared as wholes.
        fields: All fields of the old side and of the new one.
        limit: How many examples of each kind; ``None``: all.
    """

    shared: Sequence[Shared]
    keyed: Sequence[Shared]
    key: Sequence[Shared]
    fields: tuple[Sequence[Field], Sequence[Field]]
    limit: int | None
    added: int = 0
    removed: int = 0
    changed: int = 0
    cells: Counter[str] = field(default_factory=Counter)
    respelled: Counter[str] = field(default_factory=Counter)
    _added: list[tuple[Rank, WholeRow]] = field(default_factory=list)
    _removed: list[tuple[Rank, WholeRow]] = field(default_factory=list)
    _changed: list[tuple[Rank, ChangedRow]] = field(default_factory=list)

    def see(self, old: pl.DataFrame, new: pl.DataFrame) -> None:
        """Match the rows of a part.

        Args:
            old: Rows of the old side: text columns ``o0``, ``o1``, ... by the place of a field, without nulls, and
                ``k0``, ... for the values of the key, null where one is missing.
            new: Rows of the new side, likewise, with ``n0``, ``n1``, ...
        """
        # Rows that share a key are told apart by their number, else a join would pair each with each.
        by = [*self.by, "nth"]
        ours = self._numbered(old, 0).with_columns(in_old=True)
        theirs = self._numbered(new, 1).with_columns(in_new=True)
        joined = ours.join(theirs, on=by, how="full", coalesce=True, nulls_equal=True)
        removed = joined.filter(pl.col("in_new").is_null())
        added = joined.filter(pl.col("in_old").is_null())
        both = joined.filter(pl.col("in_old") & pl.col("in_new")).with_row_index("at")
        self.added += added.height
        self.removed += removed.height
        self._added += [(rank, self._row(row, 1)) for rank, row in self._first(added)]
        self._removed += [(rank, self._row(row, 0)) for rank, row in self._first(removed)]
        self._see_cells(both)

    def examples(self) -> Examples:
        """The first rows of each kind, in the order of the key."""
        return Examples(self._of(self._added), self._of(self._removed), self._of(self._changed))

    def _of(self, found: list[tuple[Rank, Any]]) -> tuple[Any, ...]:
        return tuple(row for _, row in sorted(found, key=lambda each: each[0])[: self.limit])

    @property
    def by(self) -> list[str]:
        """The columns that hold the values of the key."""
        return [f"k{number}" for number in range(len(self.keyed))]

    def _numbered(self, rows: pl.DataFrame, side: int) -> pl.DataFrame:
        """Rows with ``nth``: which of those with the same key it is, in the order of the cells."""
        by = self.by
        if rows.height < 2 or (by and not rows.select(pl.struct(by).is_duplicated().any()).item()):  # noqa: PLR2004
            return rows.with_columns(nth=pl.lit(0, pl.UInt32))
        # By the cells that both sides have, in an order of fields that is the same for both: equal rows get equal
        # numbers.
        ordered = rows.sort([one.places[side] for one in sorted(self.shared, key=lambda one: one.name)] or rows.columns)
        nth = pl.int_range(pl.len(), dtype=pl.UInt32)
        return ordered.with_columns(nth=nth.over(by) if by else nth)

    def _see_cells(self, both: pl.DataFrame) -> None:
        changed = [
            cells.with_columns(field=pl.lit(number, pl.UInt32))
            for number, one in enumerate(self.shared)
            if (cells := self._changed_cells(both, one)).height
        ]
        if not changed:
            return
        cells = pl.concat(changed)
        rows = both.filter(pl.col("at").is_in(cells.get_column("at").unique().implode()))
        self.changed += rows.height
        shown = self._first(rows)
        wanted = pl.Series([row["at"] for _, row in shown], dtype=pl.UInt32)
        fields: dict[int, list[Shared]] = {}
        for at, number in cells.filter(pl.col("at").is_in(wanted.implode())).iter_rows():
            fields.setdefault(at, []).append(self.shared[number])
        self._changed += [(rank, self._changed_row(row, fields[row["at"]])) for rank, row in shown]

    def _changed_cells(self, both: pl.DataFrame, one: Shared) -> pl.DataFrame:
        """Where the cells of a field have another value: column ``at``."""
        old, new = map(pl.col, one.places)
        # To tell what a cell means costs more than to compare texts: it is asked only where these do not settle it.
        doubtful = both.filter(old.ne_missing(new)) if one.is_plain else both
        ours, theirs = one.spellings(old, new)
        told = doubtful.select("at", differs=ours.ne_missing(theirs), is_other_text=old.ne_missing(new))
        changed = told.filter("differs").select("at")
        respelled = told.filter(~pl.col("differs") & pl.col("is_other_text")).height
        if changed.height:
            self.cells[one.name] += changed.height
        if respelled:
            self.respelled[one.name] += respelled
        return changed

    def _first(self, rows: pl.DataFrame) -> list[tuple[Rank, Mapping[str, Any]]]:
        """The first rows in the order of the key, each with its rank."""
        order = [column for name in self.by for column in (f"r{name}", name)] + ["nth"]
        ranked = rows.select(*map(self._number, self.by, self._are_numbers), *self.by, "nth").with_row_index("place")
        ranked = ranked.sort(order) if self.limit is None else ranked.bottom_k(self.limit, by=order).sort(order)
        places = ranked.get_column("place")
        found = zip(ranked.iter_rows(named=True), rows[places].iter_rows(named=True), strict=True)
        return [(self._rank(rank), row) for rank, row in found]

    def _number(self, name: str, is_number: bool) -> pl.Expr:  # noqa: FBT001 - one of a column of them
        number = pl.col(name).cast(pl.Float64, strict=False) if is_number else pl.lit(0.0)
        # What is no number goes to the ends: polars and Python order nulls and NaN differently.
        return number.fill_null(float("-inf")).fill_nan(float("inf")).alias(f"r{name}")

    def _rank(self, row: Mapping[str, Any]) -> Rank:
        rank = [(row[name] is not None, row[f"r{name}"], row[name] or "") for name in self.by]
        # Rows of one key, in the order in which they were matched.
        return (*rank, (True, float(row["nth"]), ""))

    @property
    def _are_numbers(self) -> list[bool]:
        return [one.new.type in _NUMERIC and compares_values(one.old, one.new) for one in self.keyed]

    def _row(self, row: Mapping[str, Any], side: int) -> WholeRow:
        cells = {one.name: _shown(one, row[f"{'on'[side]}{place}"]) for place, one in enumerate(self.fields[side])}
        return WholeRow({one.name: cells[one.name] for one in self.key}, cells)

    def _changed_row(self, row: Mapping[str, Any], fields: Sequence[Shared]) -> ChangedRow:
        key: RowKey = {one.name: _shown(one.new, row[one.places[1]]) for one in self.key}
        return ChangedRow(
            key,
            {one.name: (_shown(one.old, row[one.places[0]]), _shown(one.new, row[one.places[1]])) for one in fields},
        )


def _shown(one: Field, text: str) -> str | None:
    return None if any(text == missing.value for missing in one.missing_values) else text


def compare_rows(old: ComparedTable, new: ComparedTable, *, limit: int | None, budget: int = BUDGET) -> Rows:
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


def _shared(old: ComparedTable, new: ComparedTable) -> list[Shared]:
    """The fields of both sides, in the order of the new one."""
    places = {field.name: place for place, field in enumerate(old.schema.fields)}
    return [
        Shared(old.schema.fields[places[field.name]], field, (f"o{places[field.name]}", f"n{place}"))
        for place, field in enumerate(new.schema.fields)
        if field.name in places
    ]


def _compared(shared: Sequence[Shared]) -> CellExpressions:
    both = [one.compared() for one in shared]
    return [cell for old, _ in both for cell in old], [cell for _, new in both for cell in new]


def _side(
    table: ComparedTable, found: Unequal, cells: CellExpressions, keyed: Sequence[Shared], side: int
) -> Iterator[pl.DataFrame]:
    """The rows of a table that have no equal: its cells by place, and the values of its key."""
    names = [field.name for field in table.schema.fields]
    texts = [pl.col(name).alias(f"{'on'[side]}{place}") for place, name in enumerate(names)]
    spelt = [one.spellings(pl.col(one.name), pl.col(one.name))[side].alias(f"k{n}") for n, one in enumerate(keyed)]
    # A table without rows still has columns.
    empty = pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    rows = chosen(table.frames(), cells[side], found.suspects) if found.kept is None else found.kept[side]
    for frame in chain([empty], rows):
        yield frame.select(*texts, *spelt)
