"""The fast path: well-formed UTF-8 text through polars, chunk by chunk; the tokenizer reads what is not well formed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from typing import BinaryIO, Final

from talent_dataset.reading.chunks import CHUNK_BYTES, Chunk, chunk_at
from talent_dataset.reading.proof import Text, UnprovenError, batch_of, parse
from talent_dataset.reading.table import Batch

Place = tuple[int, int, int]
"""Where a record begins: its number, its physical line, its offset."""

Slow = Callable[[int, int, int, int], tuple[Batch | None, Place | None]]
"""The strict tokenizer: reads about so many bytes from a place on, and tells where it stopped, if amid the file."""

SMALLEST_CHUNK: Final = 1 << 18


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
            except UnprovenError:
                if self._size <= SMALLEST_CHUNK:
                    return self._slowly(row, line, start)
                self._size = max(self._size // 8, SMALLEST_CHUNK)
        return None

    def _proved(self, chunk: Chunk, row: int, line: int) -> _Found:
        parsed = parse(chunk, self._text)
        batch = batch_of(parsed, chunk, self._text, row)
        height = parsed.frame.height
        self._size = min(self._size * 2, self._full_size)
        self._next = (row + height, line + parsed.lines, chunk.end)
        return _Found(batch, Stretch(row, height, line, chunk.start, chunk.end, parsed.is_simple))

    def _slowly(self, row: int, line: int, start: int) -> _Found:
        batch, self._next = self._slow(row, line, start, self._size)
        last = self._next or (sys.maxsize, 0, sys.maxsize)
        return _Found(batch, Stretch(row, last[0] - row, line, start, last[2], is_simple=False, is_proved=False))
