"""What every reader hands on: text cells with record numbers, whatever the bytes were."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

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
    nulls_are_short: bool = False
    done: int = 0


@dataclass(slots=True)
class TextTable:
    """A table on its way: its header and its batches, read as they are asked for.

    Attributes:
        labels: The header cells, or ``None`` where the table has no header.
        batches: The records, in order; read once. Iterating may end early with ``issues`` extended (a file that breaks
            off).
        issues: Faults of the file and its header found so far.
        locate: Line and column (from 1) of cells, given ``(record number, position)`` pairs sorted by record; position
            ``None`` is the record itself. ``None`` where a table has no lines (inline data, Parquet).
        fields: The field of each column (by position) that has one; its missing values include the ``nullSequence``
            of the dialect.
        names: Name of each column by position: of its field, else its label.
        parts: ``(physical line at which it begins, path)`` of each file, where several were joined; lines that
            ``locate`` gives are those of the joined text.
        is_whole: False where the table could not be read to its end, known when ``batches`` are read; what needs all
            rows (a foreign key into it) cannot be checked then.
    """

    labels: tuple[str, ...] | None
    batches: Iterator[Batch]
    issues: list[Issue] = field(default_factory=list)
    locate: Callable[[Sequence[tuple[int, int | None]]], list[tuple[int, int]]] | None = None
    fields: dict[int, Field] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    parts: tuple[tuple[int, str], ...] = ()
    is_whole: bool = True

    @property
    def is_unread(self) -> bool:
        """Whether nothing of it could be read, not even its header."""
        return not (self.is_whole or self.labels or self.names)
