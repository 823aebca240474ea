"""The rows that one reading could not find equal, read again: in memory where they are few, else on the disk."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from talent_dataset.release.difference.unequal import among, hashes

if TYPE_CHECKING:
    from talent_dataset.release.difference.unequal import Unequal

BUDGET: Final = 1 << 27
"""Bytes of text that are held at once."""

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


@contextmanager
def paired(
    old: Iterator[pl.DataFrame], new: Iterator[pl.DataFrame], by: Sequence[str], parts: int
) -> Iterator[Iterator[Pair]]:
    """The rows of both sides, cut into parts so that rows of one key are in one part.

    Args:
        old: Rows of the old table.
        new: Rows of the new table.
        by: Columns of the key, on both sides.
        parts: How many; one part stays in memory, several go through a temporary folder.

    Yields:
        The parts, one at a time.
    """
    if parts == 1:
        yield iter([(pl.concat(old), pl.concat(new))])
        return
    with tempfile.TemporaryDirectory(prefix="talent-dataset-diff-") as folder:
        sides = [Path(folder, side) for side in ("old", "new")]
        empty = [_spill(frames, side, by, parts) for frames, side in zip((old, new), sides, strict=True)]
        yield ((_part(sides[0], number, empty[0]), _part(sides[1], number, empty[1])) for number in range(parts))


def _spill(frames: Iterator[pl.DataFrame], folder: Path, by: Sequence[str], parts: int) -> pl.DataFrame:
    """Each row into the folder of its part; returns a frame of the same columns without rows."""
    empty = pl.DataFrame()
    for number in range(parts):
        (folder / str(number)).mkdir(parents=True)
    for count, frame in enumerate(frames):
        empty = frame.clear()
        part = frame.select((pl.struct(by).hash() % parts).alias("part")).to_series()
        for number in range(parts):
            rows = frame.filter(part == number)
            if rows.height:
                rows.write_ipc(folder / str(number) / f"{count}.arrow")
    return empty


def _part(folder: Path, number: int, empty: pl.DataFrame) -> pl.DataFrame:
    files = sorted((folder / str(number)).iterdir())
    return pl.concat([empty, *(pl.read_ipc(file) for file in files)])
