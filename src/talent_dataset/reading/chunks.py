"""A file in pieces that end where a record ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

CHUNK_BYTES: Final = 16 << 20
LONGEST_CHUNK: Final = 256 << 20
"""A record that is still open after so many bytes is taken for an unclosed quote."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Whole records.

    Attributes:
        data: The bytes, with a line feed at the end (added where the file has none).
        start: Offset of the first byte in the stream.
        end: Offset behind the last byte read for this chunk.
        is_whole: False where no end of a record could be found: an unclosed quote, or a record beyond all measure.
    """

    data: bytes
    start: int
    end: int
    is_whole: bool = True


def chunks(stream: BinaryIO, *, quote: bytes | None = b'"', size: int = CHUNK_BYTES) -> Iterator[Chunk]:
    """Cuts a stream, from where it stands, at ends of records: line feeds behind an even number of quotes.

    For well-formed text that is exact (quotes stand in pairs); whoever reads a chunk must prove it well formed before
    the next is asked for. The end is looked for first and the chunk then read at once: 16 MiB are not copied twice.
    """
    start = stream.tell()
    while True:
        stream.seek(start + size)
        line = len(stream.readline())
        stream.seek(start)
        data = stream.read(size + line)
        if not data:
            return
        is_open = quote is not None and data.count(quote) % 2 == 1
        if is_open and quote is not None:
            more, is_open = _rest_of_record(stream, quote, LONGEST_CHUNK - len(data))
            data += more
        end = start + len(data)
        yield Chunk(data if data.endswith(b"\n") else data + b"\n", start, end, not is_open)
        start = end


def _rest_of_record(stream: BinaryIO, quote: bytes, most: int) -> tuple[bytes, bool]:
    """The lines up to the one that closes a quoted cell, and whether the cell is open still."""
    lines: list[bytes] = []
    size = 0
    while size < most and (line := stream.readline()):
        lines.append(line)
        size += len(line)
        if line.count(quote) % 2:
            return b"".join(lines), False
    return b"".join(lines), True
