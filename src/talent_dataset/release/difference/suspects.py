"""The rows that one reading could not find equal, read again: in memory where they are few, else on the disk."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Generator, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from talent_dataset.release.difference.unequal import among, compact, hashes

if TYPE_CHECKING:
    from talent_dataset.release.difference.unequal import Unequal

BUDGET: Final = 1 << 27
"""Bytes of text that are held at once."""

_NTH: Final = "nth"

Pair = tuple[pl.DataFrame, pl.DataFrame]


def parts_of(found: Unequal, budget: int) -> int:
    """Into how many parts the rows are to be cut so that none is larger than the budget, on the average."""
    if found.kept is not None:
        return 1
    each = found.size / max(found.old + found.new, 1)
    return max(1, math.ceil(found.count * each / budget))


def chosen(frames: Iterator[pl.DataFrame], cells: Sequence[pl.Expr], suspects: pl.Series) -> Iterator[pl.DataFrame]:
    """The rows whose hash is among those sorted ones."""
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
        old: Rows of the old table, an empty frame first.
        new: Rows of the new table, an empty frame first.
        by: Columns of the key, on both sides.
        parts: Into how many parts they are to be cut; a single one stays in memory.
        budget: Bytes of text that may wait.

    Yields:
        Frames of both sides, one pair at a time.
    """
    if parts == 1:
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
        part = frame.select((pl.struct(by).hash() % parts).alias("part")).to_series()
        for number in part.unique():
            frame.filter(part == number).write_ipc(folder / str(number) / f"{count}.arrow")


def _part(folder: Path, empty: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([empty, *(pl.read_ipc(file) for file in sorted(folder.iterdir()))])
