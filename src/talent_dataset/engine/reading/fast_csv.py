"""The fast path: well-formed UTF-8 text through polars, chunk by chunk; the tokenizer reads what is not well formed."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import accumulate, chain, islice
from typing import TYPE_CHECKING, BinaryIO, Final

from talent_dataset.engine.reading import delimited
from talent_dataset.engine.reading.delimited import Start
from talent_dataset.engine.reading.fast_csv_proof import (
    CHUNK_BYTES,
    Chunk,
    Text,
    UnprovenError,
    batch_of,
    chunk_at,
    parse,
    suspects,
)
from talent_dataset.engine.reading.grammar import grammar
from talent_dataset.engine.reading.table import Batch

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.model import Dialect
    from talent_dataset.engine.issues import Issue
    from talent_dataset.engine.reading.bytes import TextFile
    from talent_dataset.engine.reading.grammar import Grammar
    from talent_dataset.engine.reading.native import Prover
    from talent_dataset.engine.reading.table import Faults

# Where cells stand in a file: line and column, as an editor shows them.


def locate(
    stream: BinaryIO, stretch: Stretch, rules: Grammar, wanted: Sequence[tuple[int, int | None]]
) -> Iterator[tuple[int, int]]:
    """Line and column (from 1) of cells in a stretch of well-formed records.

    Args:
        stream: The file.
        stretch: Where the records stand.
        rules: How a record is cut into cells.
        wanted: Record number and position of each cell, sorted; position ``None`` is the record itself.
    """
    stream.seek(stretch.start)
    lines = stream.read(stretch.end - stretch.start).split(b"\n")
    # Those that are wanted are mostly the first ones: no record behind the last of them is looked for.
    number = wanted[-1][0] - stretch.first_row + 2 if wanted else 0
    starts = range(len(lines)) if stretch.is_simple else _starts(lines, (rules.quote or "").encode(), number)
    for row, position in wanted:
        index = row - stretch.first_row
        first = starts[index]
        if not position:
            yield stretch.first_line + first, 1
            continue
        end = starts[index + 1] if index + 1 < len(starts) else len(lines)
        before = _before(b"\n".join(lines[first:end]).decode(), position, rules)
        yield stretch.first_line + first + before.count("\n"), len(before) - before.rfind("\n")


def _starts(lines: Sequence[bytes], quote: bytes, number: int) -> list[int]:
    """The lines at which the first so many records begin: those behind an even number of quotes."""
    counts = accumulate(line.count(quote) for line in lines)
    return list(islice(chain((0,), (index for index, count in enumerate(counts, start=1) if count % 2 == 0)), number))


def _before(record: str, position: int, rules: Grammar) -> str:
    """What stands in a record before a cell."""
    cells = rules.starts(record)
    return record[: cells[min(position, len(cells) - 1)]]


FilePosition = tuple[int, int, int]
"""Where a record begins: its number, its physical line, its offset."""

Slow = Callable[[int, int, int, int], tuple[Batch | None, FilePosition | None]]
"""The strict tokenizer: reads about the given number of bytes from a place on, and says where it stopped."""

SMALLEST_CHUNK: Final = 1 << 18
SMALLEST_PROVED: Final = 1 << 19
"""Bytes of a file below which no prover is asked."""


@dataclass(slots=True)
class Stretch:
    """Where some consecutive records stand in the stream: lets cells be located without reading the rest again.

    Attributes:
        first_row: Number of the first record.
        rows: Number of records.
        first_line: Physical line at which it begins.
        start: Offset of its first byte.
        end: Offset behind its last byte.
        is_simple: Whether each record is one line.
        is_proved: Whether the records are well formed.
    """

    first_row: int
    rows: int
    first_line: int
    start: int
    end: int
    is_simple: bool
    is_proved: bool = True


def batches(  # noqa: PLR0913 - all but the first three are keywords
    stream: BinaryIO,
    text: Text,
    slow: Slow,
    *,
    first_row: int = 2,
    first_line: int = 2,
    size: int = CHUNK_BYTES,
    stretches: list[Stretch] | None = None,
    prover: Prover | None = None,
) -> Iterator[Batch]:
    """The records of a stream of UTF-8 bytes that stands at the start of a record.

    Args:
        stream: A file of bytes.
        text: Delimiter, quote, number of columns.
        slow: Reads what is not well formed.
        first_row: Number of the record at which the stream stands.
        first_line: Physical line at which the stream stands.
        size: Bytes to read at once: bounds the memory.
        stretches: Filled with the places of the records as they are read.
        prover: Asked first: batches then hold the records that it suspects.

    Yields:
        Batches in order; records too short have nulls, blank ones are left out.
    """
    reader = _FastReader(stream, text, slow, first_row, first_line, size, prover)
    found = reader.next()
    with ThreadPoolExecutor(1) if found is not None and found.is_large(size) else nullcontext() as pool:
        while found is not None:
            if stretches is not None:
                stretches.append(found.stretch)
            # While this batch is checked, the next is read: polars leaves a core idle now and then.
            ahead = pool.submit(reader.next) if pool is not None else None
            if found.batch is not None:
                yield found.batch
            found = reader.next() if ahead is None else ahead.result()


@dataclass(frozen=True, slots=True)
class _Found:
    """A batch, if there are records of data, and its place."""

    batch: Batch | None
    stretch: Stretch

    def is_large(self, size: int) -> bool:
        """Whether there may be more."""
        return self.stretch.end - self.stretch.start >= size


class _FastReader:
    """Reads and proves chunk after chunk.

    Where one is not well formed, a smaller one is tried, and in the end a small one is read by the tokenizer: a file
    with a stray quote is read slowly around that quote only.
    """

    def __init__(
        self, stream: BinaryIO, text: Text, slow: Slow, row: int, line: int, size: int, prover: Prover | None
    ) -> None:
        self._prover = prover
        self._count = bytes.count if prover is None else prover.count
        self._stream = stream
        self._text = text
        self._slow = slow
        self._quote = text.quote.encode() if text.quote else None
        self._size = self._full_size = size
        self._next: FilePosition | None = (row, line, stream.tell())

    def next(self) -> _Found | None:
        """What comes next; ``None`` at the end."""
        while self._next is not None:
            row, line, start = self._next
            chunk = chunk_at(self._stream, start, quote=self._quote, size=self._size, count=self._count)
            if chunk is None:
                return None
            try:
                return self._proved(chunk, row, line)
            except UnprovenError:
                if self._size <= SMALLEST_CHUNK:
                    return self._slowly(row, line, start)
                self._size = max(self._size // 8, SMALLEST_CHUNK)
        return None

    def _proved(self, chunk: Chunk, row: int, line: int) -> _Found:
        batch, height, lines = self._suspected(chunk, row) or self._parsed(chunk, row)
        self._size = min(self._size * 2, self._full_size)
        self._next = (row + height, line + lines, chunk.end)
        return _Found(batch, Stretch(row, height, line, chunk.start, chunk.end, height == lines))

    def _parsed(self, chunk: Chunk, row: int) -> tuple[Batch, int, int]:
        """All records, their number, and that of their lines."""
        parsed = parse(chunk, self._text)
        return batch_of(parsed, chunk, self._text, row), parsed.frame.height, parsed.lines

    def _suspected(self, chunk: Chunk, row: int) -> tuple[Batch, int, int] | None:
        """The records that the prover suspects, and the numbers of all; ``None`` where it can prove nothing."""
        if self._prover is None or not chunk.is_whole or (found := self._prover.scan(chunk.data)) is None:
            return None
        batch = suspects(found, chunk, self._text, row)
        return batch, found.records, found.lines

    def _slowly(self, row: int, line: int, start: int) -> _Found:
        batch, self._next = self._slow(row, line, start, self._size)
        last = self._next or (sys.maxsize, 0, sys.maxsize)
        return _Found(batch, Stretch(row, last[0] - row, line, start, last[2], is_simple=False, is_proved=False))


# Plain files on the fast path: when it applies, what follows where it ends, where its cells stand.


_LAST_ASCII: Final = "\x7f"


def is_plain(source: TextFile, dialect: Dialect, start: Start) -> bool:
    """Whether polars may try: one-byte delimiter and quote, nothing escaped, skipped or commented after the header."""
    return (
        not source.is_cut
        and start.column == 1
        and not dialect.skip_initial_space
        and not dialect.comment_char
        and max(dialect.comment_rows, default=0) < start.row
        and dialect.line_terminator in {"\r\n", "\n"}
        and _is_one_byte(dialect.delimiter)
        and _has_plain_quotes(dialect)
        and not source.ends_with(b"\x1a")
    )


def _is_one_byte(text: str) -> bool:
    return len(text) == 1 and "\t" <= text <= _LAST_ASCII and text not in "\r\n"


def _has_plain_quotes(dialect: Dialect) -> bool:
    quote, escape = dialect.quote_char, dialect.escape_char
    if not quote:
        return not escape
    return _is_one_byte(quote) and quote != dialect.delimiter and escape in {None, "", quote} and dialect.double_quote


class Plain:
    """A plain file, read by polars as far as it is well formed, and by the tokenizer from there on."""

    def __init__(
        self,
        source: TextFile,
        dialect: Dialect,
        start: Start,
        faults: Faults,
        issues: list[Issue],
        *,
        size: int = CHUNK_BYTES,
    ) -> None:
        self._source = source
        self._dialect = dialect
        self._start = start
        self._faults = faults
        self._issues = issues
        self._size = size
        self._stretches: list[Stretch] = []
        self._prover: Prover | None = None

    @property
    def is_large(self) -> bool:
        """Whether a prover saves more time than it takes to be made."""
        return self._source.path.stat().st_size >= SMALLEST_PROVED

    def prove(self, prover: Prover) -> None:
        """Takes a prover, before the records are read."""
        self._prover = prover

    def batches(self) -> Iterator[Batch]:
        """The records, in order."""
        text = Text(self._faults.width, self._dialect.delimiter, self._dialect.quote_char or None)
        start = self._start
        with self._source.path.open("rb") as stream:
            stream.seek(start.offset)
            yield from batches(
                stream,
                text,
                self._read_slowly,
                first_row=start.row,
                first_line=start.line,
                size=self._size,
                stretches=self._stretches,
                prover=self._prover,
            )
        if self._stretches and (last := self._stretches[-1]).end < sys.maxsize:
            self._faults.records = last.first_row + last.rows - 1

    def _read_slowly(self, row: int, line: int, offset: int, size: int) -> tuple[Batch | None, FilePosition | None]:
        start = Start(row, line, offset)
        batch, there = delimited.some(self._source, self._dialect, start, self._faults, self._issues, size=size)
        return batch, None if there is None else (there.row, there.line, there.offset)

    def locate(self, wanted: Sequence[tuple[int, int | None]]) -> list[tuple[int, int]]:
        """Line and column of cells, given ``(record number, position)`` sorted by record (``None``: the record)."""
        rules = grammar(self._dialect)
        places: list[tuple[int, int]] = []
        begin = 0
        with self._source.path.open("rb") as stream:
            for stretch in (self._head(), *self._stretches):
                end = bisect_left(wanted, stretch.first_row + stretch.rows, lo=begin, key=lambda each: each[0])
                some, begin = wanted[begin:end], end
                if some and stretch.is_proved:
                    places += locate(stream, stretch, rules, some)
                elif some:
                    start = Start(stretch.first_row, stretch.first_line, stretch.start)
                    places += delimited.locate(self._source, self._dialect, start, some)
        return places

    def _head(self) -> Stretch:
        """What stands before the rows of data: blank lines there are told of, and must be found."""
        return Stretch(1, self._start.row - 1, 1, 0, self._start.offset, is_simple=False, is_proved=False)
