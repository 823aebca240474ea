"""What every reader hands on: text cells with record numbers, whatever the bytes were."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import polars as pl

from talent_dataset.engine.issues import Issue
from talent_dataset.engine.reading.encodings import likely
from talent_dataset.engine.sentences import NO_FACTS, sentence

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.model import Dialect, Field
    from talent_dataset.engine.reading.native import Prover

_SAMPLES: Final = 100


@dataclass(slots=True)
class Faults:
    """Makes the issues of one file of a table, in the same words for all readers, and knows how far it was read.

    Attributes:
        resource: Name of the resource.
        path: Its file as the descriptor names it, or ``None`` for inline data.
        names: Name of the column at each position: of the field mapped to it, else its label. Readers cut and pad
            records to as many cells.
        is_cut: Whether the reader had to stop before the end of the file.
        records: Number of records of the file, known once it is read.
        codec: Its encoding, as a Python codec.
    """

    resource: str
    path: str | None
    names: tuple[str, ...] = ()
    is_cut: bool = False
    records: int = 0
    codec: str = "utf-8"
    _sample: list[str] = field(default_factory=list)
    _has_other: bool = False
    _hint: str = ""

    @property
    def width(self) -> int:
        """The cells that a record must have."""
        return len(self.names)

    def missing_cell(self, row: int, position: int) -> Issue:
        """The record ends before the column at ``position``."""
        return self.of_row(
            "row/missing-cell",
            row,
            facts={"column": self.names[position]},
            hint="Write the delimiter of an empty cell too; a delimiter or a line break inside a cell needs quotes.",
            field=self.names[position],
        )

    def extra_cell(self, row: int, cell: str | None = None) -> Issue:
        """The record goes on after the last column; ``cell`` is the first one that is too many, where it is known."""
        return self.of_row(
            "row/extra-cell",
            row,
            facts={"width": self.width},
            hint="A cell that holds the delimiter must stand in quotes.",
            cell=cell,
        )

    def blank(self, row: int) -> Issue:
        """The record has no character at all."""
        return self.of_row("row/blank", row, hint="Take the line out.")

    def sample(self, text: str, *, is_bad: bool = True) -> None:
        """Takes note of some text of the file, decoded, from which its encoding can be guessed."""
        if not is_bad:
            self._has_other = self._has_other or not text.isascii()
        # A hundred pieces tell the encoding as well as all of them.
        elif len(self._sample) < _SAMPLES:
            self._sample.append(text[:_SAMPLES])

    @property
    def encoding_hint(self) -> str:
        """What to do about bytes that are no text; the same for all of the file."""
        # Once: the sample grows, and a file has one encoding.
        self._hint = self._hint or self._encoding_hint()
        return self._hint

    def _encoding_hint(self) -> str:
        if self.codec != "utf-8":
            return f'Is "encoding": "{self.codec}" right? Say another one, or save the file as UTF-8.'
        sample = "".join(self._sample).encode("utf-8", "surrogateescape")
        name = likely(sample)
        if name is None:
            return 'Save the file as UTF-8 (in Excel: CSV UTF-8), or say its "encoding" in the descriptor.'
        if self._has_other and name == "windows-1252":
            return f"Other cells are UTF-8: these come from elsewhere, perhaps in {name}. Write them anew."
        return f'Save the file as UTF-8 (in Excel: CSV UTF-8), or say "encoding": "{name}" if that is what it is in.'

    def of_row(self, code: str, row: int, message: str | None = None, **more: Any) -> Issue:
        """Any fault that has a record number; ``more`` are properties of the issue, its facts where no message is."""
        said = sentence(code, None, more.get("facts", NO_FACTS)) if message is None else message
        return self.of_file(code, said, row=row, **more)

    def of_file(self, code: str, message: str, **more: Any) -> Issue:
        """A fault of the file as a whole; ``more`` are properties of the issue."""
        return Issue(code=code, message=message, resource=self.resource, path=self.path, **more)


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
        proved: Number of records that a prover read along with those of the frame, and that are sound for sure.
        hashes: Of a prover: for each key that it was given the hashes (``UInt64``) of all records, those with a null
            left out, in their order; ``None`` where it could not hash some value.
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
    proved: int = 0
    hashes: tuple[pl.Series | None, ...] = ()

    @property
    def height(self) -> int:
        """Number of records, blank ones left out."""
        return self.frame.height + self.proved

    @property
    def has_faults(self) -> bool:
        """Whether something is wrong with some of its records as such, or with the bytes of a cell."""
        is_short = self.nulls_are_short and any(self.frame.null_count().row(0))
        return is_short or any(
            each is not None and len(each) for each in (self.issues, self.extra, self.blank, self.bad)
        )

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
        address: Name of a cell as a spreadsheet has it (``Sheet1!C12``); ``None`` where the file is not one.
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
        prove: Gives the reader a prover, before ``batches`` are read: they hold what it suspects, and no more, wherever
            it can prove the others. ``None`` where the reader takes none.
        dialect: How the reader cuts the text, where it takes a prover: that of the resource with what a format implies.
    """

    labels: tuple[str, ...] | None
    batches: Iterator[Batch]
    issues: list[Issue] = field(default_factory=list)
    fields: dict[int, Field] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    parts: list[Part] = field(default_factory=list)
    is_whole: bool = True
    prove: Callable[[Prover], None] | None = None
    dialect: Dialect | None = None

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
