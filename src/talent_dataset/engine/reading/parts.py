"""A table in several files: each is read as it stands, and their records are counted on from one to the next."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import polars as pl

from talent_dataset.engine.reading.bytes import UnreadableError
from talent_dataset.engine.reading.table import Batch, Part, TextTable

if TYPE_CHECKING:
    from talent_dataset.engine.issues import Issue
    from talent_dataset.engine.reading.table import Faults

ReadPart = Callable[[str, "Turn"], tuple[TextTable, "Faults"]]
"""Opens one of the files, given what came before it."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Which of the files of a table is read: the only one, if nothing is said.

    Attributes:
        first: The file that has the header of the table, where it was read before.
        records: Number of records in the files before.
        is_last: Whether no file comes after.
        keys: Keys of JSON objects that were met, to be added to.
        ahead: Keys of all JSON objects of the table, where it takes columns from them that no schema names.
    """

    first: TextTable | None = None
    records: int = 0
    is_last: bool = True
    keys: dict[str, None] = field(default_factory=dict)
    ahead: tuple[str, ...] = ()


def in_parts(paths: tuple[str, ...], read: ReadPart, *, is_whole: bool) -> TextTable:
    """The files as one table. A file that cannot be read is reported, and the others are read all the same.

    Args:
        paths: The files, in order.
        read: Opens one of them.
        is_whole: Whether these are all files of the table.

    Raises:
        UnreadableError: None of them can be read.
    """
    reading = _Reading(paths, read, is_whole=is_whole)
    first = reading.first()
    table = TextTable(first.labels, reading.batches(first), reading.issues, fields=first.fields, names=first.names)
    table.parts = reading.parts
    reading.table = table
    table.is_whole = reading.is_whole
    return table


@dataclass(slots=True)
class _Reading:
    """The files of a table, read one after the other."""

    paths: tuple[str, ...]
    read: ReadPart
    issues: list[Issue] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    is_whole: bool = True
    table: TextTable | None = None
    faults: Faults | None = None
    records: int = 0
    done: int = 0
    keys: dict[str, None] = field(default_factory=dict)

    def first(self) -> TextTable:
        """The first file that can be read and has columns: they are those of the table."""
        while self.paths:
            try:
                part = self._opened(None)
            except UnreadableError as error:
                self._lost(error.issue)
                continue
            if part.names or not self.paths:
                return part
            # Read to its end all the same: its faults are reported, and its records count.
            deque(self._records(part), maxlen=0)
        raise UnreadableError(self.issues.pop())

    def batches(self, first: TextTable) -> Iterator[Batch]:
        """The records of all files."""
        yield from self._records(first)
        while self.paths:
            try:
                part = self._opened(first)
            except UnreadableError as error:
                self._lost(error.issue)
            else:
                yield from self._records(part)

    def _opened(self, first: TextTable | None) -> TextTable:
        path, *rest = self.paths
        self.paths = tuple(rest)
        part, self.faults = self.read(path, Turn(first, self.records, not rest, self.keys))
        self.parts += [replace(each, before=self.records) for each in part.parts]
        self._tell(part)
        return part

    def _tell(self, part: TextTable) -> None:
        """Takes over the faults found so far."""
        self.issues += [moved(issue, self.records) for issue in part.issues]
        part.issues.clear()

    def _records(self, part: TextTable) -> Iterator[Batch]:
        done, order = 0, part.parts[0].order if part.parts else None
        for batch in part.batches:
            done = batch.done
            yield _moved(_ordered(batch, order), self.records, self.done)
        self._tell(part)
        self.done += done
        if self.faults is not None:
            self.records += self.faults.records
            self._is_whole(part.is_whole and not self.faults.is_cut)

    def _lost(self, issue: Issue) -> None:
        self.issues.append(issue)
        self._is_whole(False)

    def _is_whole(self, is_whole: bool) -> None:  # noqa: FBT001 (it is the value)
        self.is_whole = self.is_whole and is_whole
        if self.table is not None:
            self.table.is_whole = self.is_whole


def moved(issue: Issue, before: int) -> Issue:
    """A fault of a file, as one of the table."""
    return issue if issue.row is None else replace(issue, row=issue.row + before, file_row=issue.row)


def _moved(batch: Batch, before: int, done: int) -> Batch:
    """A batch of a file, as one of the table."""
    return replace(
        batch,
        first_row=batch.first_row + before,
        rows=None if batch.rows is None else batch.rows + before,
        extra=None if batch.extra is None else batch.extra + before,
        blank=None if batch.blank is None else batch.blank + before,
        issues=[moved(issue, before) for issue in batch.issues],
        done=batch.done + done,
    )


def _ordered(batch: Batch, order: tuple[int, ...] | None) -> Batch:
    """A batch with the columns in the order of the table."""
    if order is None:
        return batch
    named = {str(at): str(n) for n, at in enumerate(order)}
    frames = (batch.misfits, batch.bad)
    misfits, bad = (None if each is None else each.rename(named, strict=False) for each in frames)
    frame = batch.frame.select(pl.col(at).alias(n) for at, n in named.items())
    return replace(batch, frame=frame, misfits=misfits, bad=bad)
