"""The fast path: well-formed UTF-8 text through polars, chunk by chunk, proved to be read as it stands.

polars pads short records, cuts long ones and mends some broken quotes without a word (2.1). So each line end is
replaced by ``<delimiter><mark><line end>``, with a mark that the chunk does not contain: a record has the right number
of cells exactly if the mark is found in the column behind the last. Quotes are proved by looking at what stands
between them. A chunk that is not proved goes to the strict tokenizer.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from typing import BinaryIO, Final

import polars as pl

from talent_dataset.reading.chunks import CHUNK_BYTES, Chunk, chunk_at
from talent_dataset.reading.table import Batch

Place = tuple[int, int, int]
"""Where a record begins: its number, its physical line, its offset."""

Slow = Callable[[int, int, int, int], tuple[Batch | None, Place | None]]
"""The strict tokenizer: reads about so many bytes from a place on, and tells where it stopped, if amid the file."""

SMALLEST_CHUNK: Final = 1 << 18

_BOM = b"\xef\xbb\xbf"
_MARKS = bytes(sorted({*range(1, 32), 127} - set(b"\t\n\r")))


class _UnprovenError(Exception):
    """This chunk cannot be shown to be well formed."""


@dataclass(frozen=True, slots=True)
class Text:
    """How the records of a stream stand.

    Attributes:
        columns: Number of cells that each record should have.
        delimiter: One ASCII character.
        quote: One ASCII character, doubled inside quoted cells, or ``None`` where cells are never quoted.
    """

    columns: int
    delimiter: str = ","
    quote: str | None = '"'

    @property
    def schema(self) -> dict[str, type[pl.String]]:
        """One column a cell, and one for the mark."""
        return {str(position): pl.String for position in range(self.columns + 1)}


@dataclass(frozen=True, slots=True)
class _Parsed:
    """The cells of a chunk, with a column behind the last that holds the mark where a record has all its cells."""

    frame: pl.DataFrame
    mark: bytes
    lines: int

    @property
    def is_simple(self) -> bool:
        """Whether each record is one line."""
        return self.frame.height == self.lines


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


def batches(
    stream: BinaryIO,
    text: Text,
    slow: Slow,
    *,
    first_row: int = 2,
    first_line: int = 2,
    size: int = CHUNK_BYTES,
    stretches: list[Stretch] | None = None,
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

    Yields:
        Batches in order; records too short have nulls, blank ones are left out.
    """
    reader = _Reader(stream, text, slow, first_row, first_line, size)
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


class _Reader:
    """Reads and proves chunk after chunk.

    Where one is not well formed, a smaller one is tried, and in the end a small one is read by the tokenizer: a file
    with a stray quote is read slowly around that quote only.
    """

    def __init__(self, stream: BinaryIO, text: Text, slow: Slow, row: int, line: int, size: int) -> None:
        self._stream = stream
        self._text = text
        self._slow = slow
        self._quote = text.quote.encode() if text.quote else None
        self._size = self._full_size = size
        self._next: Place | None = (row, line, stream.tell())

    def next(self) -> _Found | None:
        """What comes next; ``None`` at the end."""
        while self._next is not None:
            row, line, start = self._next
            chunk = chunk_at(self._stream, start, quote=self._quote, size=self._size)
            if chunk is None:
                return None
            try:
                return self._proved(chunk, row, line)
            except (pl.exceptions.PolarsError, _UnprovenError):
                if self._size <= SMALLEST_CHUNK:
                    return self._slowly(row, line, start)
                self._size = max(self._size // 8, SMALLEST_CHUNK)
        return None

    def _proved(self, chunk: Chunk, row: int, line: int) -> _Found:
        parsed = _parse(chunk, self._text)
        batch = _batch(parsed, chunk, self._text, row)
        height = parsed.frame.height
        self._size = min(self._size * 2, self._full_size)
        self._next = (row + height, line + parsed.lines, chunk.end)
        return _Found(batch, Stretch(row, height, line, chunk.start, chunk.end, parsed.is_simple))

    def _slowly(self, row: int, line: int, start: int) -> _Found:
        batch, self._next = self._slow(row, line, start, self._size)
        last = self._next or (sys.maxsize, 0, sys.maxsize)
        return _Found(batch, Stretch(row, last[0] - row, line, start, last[2], is_simple=False, is_proved=False))


def _parse(chunk: Chunk, text: Text) -> _Parsed:
    if not chunk.is_whole:
        raise _UnprovenError
    data = chunk.data
    mark = _absent(data, text)
    marked = _marked(data, text.delimiter.encode(), mark)
    lines = (len(marked) - len(data)) // (len(text.delimiter) + len(mark))
    # Not in one `collect_all`: a query that fails there makes the other one print a panic (polars 2.1).
    if text.quote and text.quote.encode() in data and not all(_quotes(data, text, mark).collect().row(0)):
        raise _UnprovenError
    frame = _scan(marked, text.delimiter, text.quote, text.schema).collect(engine="streaming")
    is_simple = frame.height == lines
    return _Parsed(frame if is_simple else _unmarked(frame, text, mark), mark, lines)


def _scan(
    data: bytes, delimiter: str, quote: str | None, schema: dict[str, type[pl.String]], eol: str = "\n"
) -> pl.LazyFrame:
    # polars takes a byte order mark off every source, but here it is data: the header was read before.
    return pl.scan_csv(
        _BOM + data if data.startswith(_BOM) else data,
        has_header=False,
        schema=schema,
        separator=delimiter,
        quote_char=quote,
        eol_char=eol,
        empty_string_is_null=False,
        missing_columns="insert",
        extra_columns="ignore",
        raise_if_empty=False,
    )


def _absent(data: bytes, text: Text) -> bytes:
    """A control character that does not occur in the data."""
    taken = (text.delimiter + (text.quote or "")).encode()
    for code in _MARKS:
        mark = bytes((code,))
        if mark not in data and mark not in taken:
            return mark
    raise _UnprovenError


def _marked(data: bytes, delimiter: bytes, mark: bytes) -> bytes:
    end = delimiter + mark
    if b"\r" not in data:
        return data.replace(b"\n", end + b"\n")
    both = data.count(b"\r\n")
    if both != data.count(b"\r"):
        raise _UnprovenError  # a carriage return of its own: a line end to some readers
    if both == data.count(b"\n"):
        return data.replace(b"\r\n", end + b"\r\n")
    return data.replace(b"\n", end + b"\n").replace(b"\r" + end + b"\n", end + b"\r\n")


def _unmarked(frame: pl.DataFrame, text: Text, mark: bytes) -> pl.DataFrame:
    """Takes the marks out of cells that hold line breaks."""
    names = frame.columns[: text.columns]
    inside = text.delimiter + mark.decode()
    held = frame.select(pl.col(names).str.contains("\n", literal=True).any()).row(0)
    broken = [name for name, is_broken in zip(names, held, strict=True) if is_broken]
    taken_out = (pl.col(broken).str.replace_all(inside + "\r\n", "\r\n", literal=True)).str.replace_all(
        inside + "\n", "\n", literal=True
    )
    return frame.with_columns(taken_out) if broken else frame


def _quotes(data: bytes, text: Text, mark: bytes) -> pl.LazyFrame:
    """Two truths that prove each quote to open a cell, to close one, or to be doubled inside one.

    Cut at the quotes, the text alternates between what stands outside and inside of them. A stretch outside is empty (a
    doubled quote), or begins and ends with the end of a cell.
    """
    outside = pl.col("outside")
    ends = outside.str.ends_with(text.delimiter) | outside.str.ends_with("\n")
    begins = outside.str.starts_with(text.delimiter) | outside.str.starts_with("\n") | outside.str.starts_with("\r\n")
    is_empty = outside == ""
    pieces = _scan(data, mark.decode(), None, {"outside": pl.String}, eol=text.quote or "")
    return pieces.select(outside.gather_every(2)).select(
        ends=(ends | is_empty).all(), begins=(begins | is_empty).slice(1).all()
    )


def _batch(parsed: _Parsed, chunk: Chunk, text: Text, first_row: int) -> Batch:
    behind = str(text.columns)
    frame, mark = parsed.frame, parsed.mark.decode()
    batch = Batch(frame.drop(behind), first_row, nulls_are_short=True, done=chunk.end)
    is_regular = frame.get_column(behind) == mark
    if is_regular.all() and text.columns > 1:
        return batch
    rows = pl.int_range(first_row, first_row + frame.height, dtype=pl.UInt64, eager=True)
    cells = _cells(frame, text.columns, mark)
    batch.extra = rows.filter(cells.is_null())
    is_blank = _blank(parsed, chunk, text, cells)
    batch.frame = _cut(batch.frame, cells, text.columns)
    if is_blank.any():
        batch.blank, batch.rows = rows.filter(is_blank), rows.filter(~is_blank)
        batch.frame = batch.frame.filter(~is_blank)
    return batch


def _cells(frame: pl.DataFrame, columns: int, mark: str) -> pl.Series:
    """Number of cells of each record, null where there are too many: the mark stands behind the last."""
    places = [pl.when(pl.col(str(n)) == mark).then(pl.lit(n, pl.UInt32)) for n in range(columns, 0, -1)]
    return frame.select(cells=pl.coalesce(places)).get_column("cells")


def _cut(frame: pl.DataFrame, cells: pl.Series, columns: int) -> pl.DataFrame:
    """Nulls in place of the cells that short records do not have."""
    shortest = cells.min()
    if not isinstance(shortest, int) or shortest == columns:
        return frame
    is_there = {n: cells.fill_null(columns) > n for n in range(shortest, columns)}
    return frame.with_columns(pl.when(is_there[n]).then(pl.col(str(n))).alias(str(n)) for n in is_there)


def _blank(parsed: _Parsed, chunk: Chunk, text: Text, cells: pl.Series) -> pl.Series:
    """Whether a record is an empty line: ``""`` in quotes is a value, and no blank line."""
    is_empty = (cells == 1).fill_null(value=False) & (parsed.frame.get_column("0") == "")
    if not is_empty.any() or not (text.quote and text.quote.encode() in chunk.data):
        return is_empty
    if not parsed.is_simple:
        raise _UnprovenError
    lines = pl.scan_lines(chunk.data).collect().get_column("line").str.strip_suffix("\r")
    return is_empty & (lines == "")
