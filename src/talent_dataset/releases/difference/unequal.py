"""The rows of one table that have no equal in another: found in one reading of both, side by side.

The case that needs it is a table of another publisher that is larger than the memory: ``talent-dataset diff`` takes any
package, and a join of two tables of ten million rows would hold both as text. A release of a few thousand rows passes
through one frame a side, and nothing of it touches the disk.

Of each row there are two independent hashes of 64 bits of the text of its cells. While the tables are in much the same
order, equal rows cancel each other out soon after they are read, and memory stays small; only rows without an equal so
far are kept, at 20 bytes each. Rows are taken for equal where both hashes are: of 10 million rows in any order, that
two different ones are has odds of less than one in 10^24.
"""

from __future__ import annotations

import io
import math
import tempfile
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Final, Literal

import polars as pl

_EMPTY: Final = pl.DataFrame(schema={"hash": pl.UInt64, "check": pl.UInt64})
_NOTHING: Final = _EMPTY.with_columns(count=pl.lit(0, pl.Int32))
# A fixed seed, so that both sides of a comparison, and each reading of a side, have the same hashes.
_SEED: Final = 1
# Rows that are grouped at once, which takes several times their memory.
_AT_ONCE: Final = 1 << 21

CellExpressions = tuple[list[pl.Expr], list[pl.Expr]]
"""What is compared of a row of the old side, and of the new one."""


@dataclass(slots=True)
class Unequal:
    """What one reading of both tables tells.

    Attributes:
        old: Rows of the old table.
        new: Rows of the new table.
        size: Bytes of text read, of both.
        suspects: The hashes of rows that do not stand equally often on both sides, sorted, each once.
        count: How many such rows there are.
        kept: Those rows of both sides, in frames of one text column a field, by its name, where they are few enough to
            be kept; else they are to be read again.
    """

    old: int = 0
    new: int = 0
    size: int = 0
    suspects: pl.Series = field(default_factory=lambda: pl.Series("hash", [], pl.UInt64))
    count: int = 0
    kept: tuple[list[pl.DataFrame], list[pl.DataFrame]] | None = None


def hashes(cells: Sequence[pl.Expr]) -> list[pl.Expr]:
    """Two hashes of a row, ``hash`` and ``check``, each made in its own way."""
    if not cells:
        return [pl.repeat(0, pl.len(), dtype=pl.UInt64).alias(name) for name in ("hash", "check")]
    named = [cell.alias(str(number)) for number, cell in enumerate(cells)]
    each = [cell.hash(_SEED + number).alias(str(number)) for number, cell in enumerate(cells)]
    return [pl.struct(named).hash(_SEED).alias("hash"), pl.sum_horizontal(each).alias("check")]


def among(found: pl.Series, suspects: pl.Series) -> pl.Series:
    """Whether each hash is one of those sorted ones: a set of millions would be built anew for each frame."""
    # There is no place to clip to; and as no hash is null, none is among them.
    if not len(suspects):
        return found.is_null()
    places = suspects.search_sorted(found).clip(0, len(suspects) - 1)
    return suspects.gather(places) == found


def unequal(old: Iterator[pl.DataFrame], new: Iterator[pl.DataFrame], cells: CellExpressions, budget: int) -> Unequal:
    """The rows that do not stand equally often in both tables.

    Args:
        old: The rows of the old table, in its order: frames of one text column a field, by its name, without nulls.
        new: The rows of the new table, likewise.
        cells: What is compared of a row of the old table, and of the new one.
        budget: Bytes of text to keep of rows without an equal.
    """
    sides = (_SideReading(old, hashes(cells[0])), _SideReading(new, hashes(cells[1])))
    balance = _Balance(budget)
    while all([side.fill() for side in sides]):  # noqa: C419 - both are to be filled
        shorter = min(side.head.height for side in sides)
        ours, theirs = (side.take(shorter) for side in sides)
        # Where nothing changed, which is the rule, a comparison of two columns is all that is paid.
        if not ours.hashes.equals(theirs.hashes):
            balance.add([ours], [theirs])
    while sides[0].fill():
        balance.add([sides[0].take()], [])
    while sides[1].fill():
        balance.add([], [sides[1].take()])
    return balance.found(sides)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Some rows, and their hashes."""

    cells: pl.DataFrame
    hashes: pl.DataFrame

    @property
    def height(self) -> int:
        return self.hashes.height

    def cut(self, start: int, length: int | None = None) -> _Stretch:
        return _Stretch(self.cells.slice(start, length), self.hashes.slice(start, length))

    def only(self, suspects: pl.Series) -> _Stretch:
        """The rows whose hash is one of those sorted ones."""
        mask = among(self.hashes.get_column("hash"), suspects)
        return _Stretch(compact(self.cells.filter(mask)), self.hashes.filter(mask))

    @property
    def size(self) -> int:
        return int(self.cells.estimated_size())


@dataclass(slots=True)
class _SideReading:
    """One of the tables as it is read."""

    frames: Iterator[pl.DataFrame]
    expressions: list[pl.Expr]
    head: _Stretch = field(default_factory=lambda: _Stretch(_EMPTY, _EMPTY))
    rows: int = 0
    size: int = 0

    def fill(self) -> bool:
        """Have some rows at hand; false where there are no more."""
        while not self.head.height:
            frame = next(self.frames, None)
            if frame is None:
                return False
            # Frames of the two sides end at different rows: what is over waits for the next of the other side.
            self.head = _Stretch(frame, frame.select(self.expressions))
            self.rows += frame.height
            self.size += self.head.size
        return True

    def take(self, number: int | None = None) -> _Stretch:
        """The first rows of those at hand, or all."""
        number = self.head.height if number is None else number
        taken, self.head = self.head.cut(0, number), self.head.cut(number)
        return taken


@dataclass(slots=True)
class _Balance:
    """How often each row stands on the new side, less how often on the old one; those at zero are forgotten.

    Sums of rows are kept in levels, each at least twice as large as the next, so that adding a few rows does not touch
    all those that wait. Rows that are not balanced are kept as they are while they fit the budget: in most comparisons
    they are few, and need not be read again.
    """

    budget: int
    levels: list[pl.DataFrame] = field(default_factory=list)
    kept: tuple[list[_Stretch], list[_Stretch]] | None = field(default_factory=lambda: ([], []))
    size: int = 0

    def add(self, old: list[_Stretch], new: list[_Stretch]) -> None:
        """Take in rows of both sides."""
        counted = [_counted(each, -1) for each in old] + [_counted(each, 1) for each in new]
        sums = _summed(counted)
        self.levels.append(sums)
        self._keep(old, new, _hashes_of(sums))
        # As in a merge sort: each row is summed as often as there are levels, which is a logarithm.
        while len(self.levels) > 1 and 2 * self.levels[-1].height >= self.levels[-2].height:
            self.levels[-2:] = [_summed(self.levels[-2:])]

    def _keep(self, old: list[_Stretch], new: list[_Stretch], suspects: pl.Series) -> None:
        if self.kept is None:
            return
        for kept, stretches in zip(self.kept, (old, new), strict=True):
            kept.extend(each.only(suspects) for each in stretches)
            self.size += sum(each.size for each in kept[len(kept) - len(stretches) :])
        if self.size > self.budget:
            self._prune()

    def _prune(self) -> None:
        """Forget rows that have found an equal since; where most have not, all are to be read again."""
        if self.kept is None:
            return
        suspects = _hashes_of(_summed(self.levels))
        self.kept = ([one.only(suspects) for one in self.kept[0]], [one.only(suspects) for one in self.kept[1]])
        self.size = sum(one.size for side in self.kept for one in side)
        # Half, so that the next few rows do not lead here again: to prune costs as much as to sum all levels.
        if 2 * self.size > self.budget:
            self.kept = None

    def found(self, sides: tuple[_SideReading, _SideReading]) -> Unequal:
        """What is not balanced in the end."""
        sums = _summed(self.levels)
        suspects = _hashes_of(sums)
        kept = None if self.kept is None else (_rows(self.kept[0], suspects), _rows(self.kept[1], suspects))
        return Unequal(
            old=sides[0].rows,
            new=sides[1].rows,
            size=sum(side.size for side in sides),
            suspects=suspects,
            count=int(sums.get_column("count").abs().sum()),
            kept=kept,
        )


def compact(cells: pl.DataFrame) -> pl.DataFrame:
    """A copy that holds no more than its own text: texts that were filtered keep all the others in memory (2.1)."""
    copy = io.BytesIO()
    # The oldest layout copies each text; today's would keep views into the whole buffer.
    cells.write_ipc(copy, compat_level=pl.CompatLevel.oldest())
    copy.seek(0)
    return pl.read_ipc(copy)


def _rows(kept: list[_Stretch], suspects: pl.Series) -> list[pl.DataFrame]:
    return [one.only(suspects).cells for one in kept]


def _counted(stretch: _Stretch, sign: Literal[-1, 1]) -> pl.DataFrame:
    return stretch.hashes.with_columns(count=pl.lit(sign, pl.Int32))


def _hashes_of(sums: pl.DataFrame) -> pl.Series:
    return sums.get_column("hash").unique().sort()


def _summed(frames: list[pl.DataFrame]) -> pl.DataFrame:
    """The sums of the same rows, without those that are zero; many are summed in parts, which takes less memory."""
    parts = 1 + sum(frame.height for frame in frames) // _AT_ONCE
    if parts == 1:
        return _sums(frames)
    return pl.concat(
        _sums([frame.filter(pl.col("hash") % parts == number) for frame in frames]) for number in range(parts)
    )


def _sums(frames: list[pl.DataFrame]) -> pl.DataFrame:
    # The second hash is a key of its own: of two different rows that share the first one, neither hides the other.
    sums = pl.concat([_NOTHING, *frames]).group_by("hash", "check").agg(pl.col("count").sum())
    return sums.filter(pl.col("count") != 0)


BUDGET: Final = 1 << 27
"""Bytes of text that are held at once."""

_NTH: Final = "nth"

Pair = tuple[pl.DataFrame, pl.DataFrame]


def parts_of(found: Unequal, budget: int) -> int:
    """Into how many parts the rows are to be cut so that none is larger than the budget, on the average."""
    if found.kept is not None:
        return 1
    # The rows that differ are taken to be as long as all the others are on the average.
    each = found.size / max(found.old + found.new, 1)
    return max(1, math.ceil(found.count * each / budget))


def chosen(frames: Iterator[pl.DataFrame], cells: Sequence[pl.Expr], suspects: pl.Series) -> Iterator[pl.DataFrame]:
    """The rows whose hash is among some.

    Args:
        frames: Text columns, one a field.
        cells: What is hashed of a row.
        suspects: Hashes (``UInt64``), sorted, each once.

    Yields:
        Each frame with its columns, and those rows only, in its order; some are empty.
    """
    for frame in frames:
        found = frame.select(hashes(cells)[0]).to_series()
        yield frame.filter(among(found, suspects))


def paired(
    old: Iterator[pl.DataFrame], new: Iterator[pl.DataFrame], by: Sequence[str], parts: int, budget: int
) -> Iterator[Pair]:
    """The rows of both sides in pairs of frames: where a key stands in both tables, its rows are in one pair.

    Tables in much the same order are paired as they are read. Where too many rows wait for their like, those and all
    that follow go through a temporary folder.

    Args:
        old: Rows of the old table, an empty frame first: text columns ``o0``, ``o1``, ... by the place of a field, and
            those of the key.
        new: Rows of the new table, likewise, with ``n0``, ``n1``, ...
        by: Columns of the key, on both sides.
        parts: Into how many parts they are to be cut; a single one stays in memory.
        budget: Bytes of text that may wait.

    Yields:
        Frames of both sides, one pair at a time.
    """
    if parts == 1:
        # One part is all of it, and fits into memory.
        yield pl.concat(old), pl.concat(new)
        return
    rest = yield from _side_by_side(old, new, by, budget)
    if rest is None:
        return
    with tempfile.TemporaryDirectory(prefix="talent-dataset-diff-") as folder:
        ours, theirs = Path(folder, "old"), Path(folder, "new")
        _spill(chain([rest[0]], old), ours, by, parts)
        _spill(chain([rest[1]], new), theirs, by, parts)
        for number in range(parts):
            yield _part(ours / str(number), rest[0].clear()), _part(theirs / str(number), rest[1].clear())


def _side_by_side(
    old: Iterator[pl.DataFrame], new: Iterator[pl.DataFrame], by: Sequence[str], budget: int
) -> Generator[Pair, None, Pair | None]:
    """Pairs of rows of one key, as soon as both were read; returns what waits where that becomes too much."""
    # The empty frames, which have the columns.
    ours, theirs = next(old), next(new)
    while ours.estimated_size() + theirs.estimated_size() <= budget:
        left, right = next(old, None), next(new, None)
        if left is None and right is None:
            yield ours, theirs
            return None
        ours, theirs = _with_more(ours, left, by), _with_more(theirs, right, by)
        on = [*by, _NTH]
        yield (
            ours.join(theirs, on=on, how="semi", nulls_equal=True).drop(_NTH),
            theirs.join(ours, on=on, how="semi", nulls_equal=True).drop(_NTH),
        )
        ours, theirs = (
            compact(ours.join(theirs, on=on, how="anti", nulls_equal=True).drop(_NTH)),
            compact(theirs.join(ours, on=on, how="anti", nulls_equal=True).drop(_NTH)),
        )
    return ours, theirs


def _with_more(rows: pl.DataFrame, more: pl.DataFrame | None, by: Sequence[str]) -> pl.DataFrame:
    """All rows, and which it is of those with the same key: rows that share one are paired one by one."""
    together = rows if more is None else pl.concat([rows, more])
    return together.with_columns(pl.int_range(pl.len(), dtype=pl.UInt32).over(by).alias(_NTH))


def _spill(frames: Iterator[pl.DataFrame], folder: Path, by: Sequence[str], parts: int) -> None:
    """Each row into the folder of its part."""
    for number in range(parts):
        (folder / str(number)).mkdir(parents=True)
    for count, frame in enumerate(frames):
        # By the key, so that whatever is to be matched lies in the same part on both sides.
        part = frame.select((pl.struct(by).hash() % parts).alias("part")).to_series()
        for number in part.unique():
            frame.filter(part == number).write_ipc(folder / str(number) / f"{count}.arrow")


def _part(folder: Path, empty: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([empty, *(pl.read_ipc(file) for file in sorted(folder.iterdir()))])
