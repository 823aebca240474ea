"""A file in pieces that end where a record ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, Final

CHUNK_BYTES: Final = 16 << 20
LONGEST_RECORD: Final = 1
"""A record that is still open after so many times the size of a chunk is taken for an unclosed quote.

Checking a chunk takes many times its size: a record of 100 MB would take 5 GB.
"""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Whole records.

    Attributes:
        data: The bytes, with a line feed at the end (added where the file has none).
        start: Offset of the first byte in the stream.
        end: Offset behind the last byte read for this chunk.
        is_whole: False where no end of a record was found: an unclosed quote, a record beyond all measure.
    """

    data: bytes
    start: int
    end: int
    is_whole: bool = True


def chunk_at(stream: BinaryIO, start: int, *, quote: bytes | None, size: int) -> Chunk | None:
    """Whole records from an offset on, ``None`` at the end: up to a line feed behind an even number of quotes.

    For well-formed text that is the end of a record (quotes stand in pairs); whoever reads a chunk must prove it well
    formed before asking for the next. The end is looked for first and the chunk then read at once: 16 MiB are not
    copied twice.
    """
    most = LONGEST_RECORD * size
    stream.seek(start + size)
    line = len(stream.readline(most + 1))
    stream.seek(start)
    data = stream.read(size + line)
    if not data:
        return None
    is_open = line > most or (quote is not None and data.count(quote) % 2 == 1)
    if is_open and quote is not None and line <= most:
        more, is_open = _rest_of_record(stream, quote, most)
        data += more
    end = start + len(data)
    # A carriage return that ends the file is a character; with the line feed added it would be a line end.
    is_whole = not is_open and not data.endswith(b"\r")
    return Chunk(data if data.endswith(b"\n") else data + b"\n", start, end, is_whole)


def _rest_of_record(stream: BinaryIO, quote: bytes, most: int) -> tuple[bytes, bool]:
    """The lines up to the one that closes a quoted cell, and whether the cell is open still."""
    lines: list[bytes] = []
    size = 0
    while size < most and (line := stream.readline(most)):
        lines.append(line)
        size += len(line)
        if len(line) >= most and not line.endswith(b"\n"):
            return b"".join(lines), True
        if line.count(quote) % 2:
            return b"".join(lines), False
    return b"".join(lines), True
