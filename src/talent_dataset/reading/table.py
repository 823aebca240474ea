"""What every reader hands on: text cells with record numbers, whatever the bytes were."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from talent_dataset.descriptor.model import Field
    from talent_dataset.issues import Issue


@dataclass(slots=True)
class Batch:
    """Some consecutive records of a table.

    Attributes:
        frame: One ``String`` column a column of the file, named by its position (``"0"``, ``"1"``, ...). A null is a
            cell that is not there (a short record, an absent key); an empty cell is ``""``.
        first_row: Record number of the first row of the frame.
        rows: Record numbers (``UInt64``) where they are not consecutive from ``first_row``, else ``None``.
        misfits: Boolean columns (by position) that are true where the native value of a cell (JSON, Parquet) is of a
            kind the field's type does not admit; ``None`` where all cells are text.
        issues: Faults of these records that only the reader sees, one by one.
        extra: Record numbers of the rows that have too many cells (``row/extra-cell`` at each).
        blank: Record numbers of blank rows, which are not in the frame (``row/blank`` at each).
        bad: What is wrong with the bytes of a cell that are no text (``file/encoding``), null where nothing is: columns
            by position, only those that have any; ``None`` where none has. The cells hold U+FFFD in their stead.
        mend: What to do about these bytes.
        is_wrapped: Whether some record takes several lines of the file.
        nulls_are_short: Whether a null cell is a fault of the record (``row/missing-cell``: text files) and not merely
            an absent value (JSON).
        done: Bytes of the source read so far, for a progress bar.
    """

    frame: pl.DataFrame
    first_row: int
    rows: pl.Series | None = None
    misfits: pl.DataFrame | None = None
    issues: list[Issue] = field(default_factory=list)
    extra: pl.Series | None = None
    blank: pl.Series | None = None
    bad: pl.DataFrame | None = None
    mend: str = ""
    is_wrapped: bool = False
    nulls_are_short: bool = False
    done: int = 0

    def fitting(self) -> pl.DataFrame:
        """The frame without the cells whose native value is of another kind than the field's type: null instead."""
        if self.misfits is None:
            return self.frame
        masks = self.misfits.iter_columns()
        return self.frame.with_columns(pl.when(~mask).then(pl.col(mask.name)).alias(mask.name) for mask in masks)


Wanted = Sequence[tuple[int, "int | None"]]
"""Cells, as record number and position, sorted by record; position ``None`` is the record itself."""
Locate = Callable[[Wanted], Sequence[tuple[int, "int | None"]]]
"""Line and column (from 1) of cells of one file; column ``None`` where it is not known."""


@dataclass(slots=True)
class Part:
    """One of the files that hold a table.

    Attributes:
        path: The file as the descriptor names it; ``None`` for inline data.
        locate: Where its cells stand; ``None`` where the file has no lines (inline data, Parquet, spreadsheets).
        address: Name of a cell as a spreadsheet has it (``Sheet1!C12``); ``None`` where the file is none.
        before: Number of records of the table that stand in the files before it.
        first: Number of its first record: 2 where a header is counted that its format does not have.
        order: For each column of the table its position in the file; ``None`` where they stand alike.
    """

    path: str | None
    locate: Locate | None = None
    address: Callable[[int, int | None], str] | None = None
    before: int = 0
    first: int = 1
    order: tuple[int, ...] | None = None

    def spots(self, wanted: Wanted) -> Iterator[Spot]:
        """Where some of its cells stand; their record numbers are those of the table."""
        order = self.order
        here = [(row - self.before, order[at] if order and at is not None else at) for row, at in wanted]
        places = iter(self.locate(here) if self.locate is not None and here else ())
        for row, position in here:
            line, column = next(places, (None, None))
            yield Spot(self, row, line, column, None if self.address is None else self.address(row, position))


class Spot(NamedTuple):
    """Where a cell stands.

    Attributes:
        part: Its file.
        row: Number of its record in that file.
        line: Its line, where the file has lines.
        column: Code point in that line at which it begins.
        address: Its name in a spreadsheet.
    """

    part: Part
    row: int
    line: int | None
    column: int | None
    address: str | None


@dataclass(slots=True)
class TextTable:
    """A table on its way: its header and its batches, read as they are asked for.

    Attributes:
        labels: The header cells, or ``None`` where the table has no header.
        batches: The records, in order; read once. Iterating may end early with ``issues`` extended (a file that breaks
            off).
        issues: Faults of the files and their headers found so far.
        fields: The field of each column (by position) that has one; its missing values include the ``nullSequence``
            of the dialect.
        names: Name of each column by position: of its field, else its label.
        parts: The files that it stands in, in order; a later one is known when the records before it are read.
        is_whole: False where the table could not be read to its end, known when ``batches`` are read; what needs all
            rows (a foreign key into it) cannot be checked then.
    """

    labels: tuple[str, ...] | None
    batches: Iterator[Batch]
    issues: list[Issue] = field(default_factory=list)
    fields: dict[int, Field] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    parts: list[Part] = field(default_factory=list)
    is_whole: bool = True

    @property
    def is_unread(self) -> bool:
        """Whether nothing of it could be read, not even its header."""
        return not (self.is_whole or self.labels or self.names)

    def homes(self, rows: Sequence[int]) -> Iterator[tuple[Part, int]]:
        """The file of each of some records, and its number there; all records have been read."""
        begins = [part.before + part.first for part in self.parts]
        for row in rows:
            part = self.parts[max(bisect_right(begins, row) - 1, 0)]
            yield part, row - part.before

    def spots(self, wanted: Wanted) -> Iterator[Spot]:
        """Where cells stand, in their order."""
        begin = 0
        for part, after in zip(self.parts, [*self.parts[1:], None], strict=False):
            end = len(wanted)
            if after is not None:
                end = bisect_left(wanted, after.before + after.first, begin, key=lambda one: one[0])
            yield from part.spots(wanted[begin:end])
            begin = end
