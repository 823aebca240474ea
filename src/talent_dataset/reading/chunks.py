"""A byte stream in pieces that end where a record ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

CHUNK_BYTES = 16 << 20
LONGEST_CHUNK = 256 << 20
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


def chunks(stream: BinaryIO, *, quote: bytes | None = b'"', size: int = CHUNK_BYTES, start: int = 0) -> Iterator[Chunk]:
    """Cuts a stream at ends of records: line feeds behind an even number of quotes.

    For well-formed text that is exact (quotes stand in pairs); whoever reads a chunk must prove it well formed before
    the next is asked for.
    """
    held = b""
    while block := stream.read(max(size - len(held), size // 2)):
        held = held + block if held else block
        cut = _last_end(held, quote)
        if cut:
            yield Chunk(held[:cut], start, start + cut)
            start, held = start + cut, held[cut:]
        elif len(held) > LONGEST_CHUNK:
            yield Chunk(held, start, start + len(held), is_whole=False)
            return
        else:
            size = max(size, 2 * len(held))
    if held:
        yield _rest(held, quote, start)


def _rest(held: bytes, quote: bytes | None, start: int) -> Chunk:
    is_whole = quote is None or held.count(quote) % 2 == 0
    data = held if held.endswith(b"\n") else held + b"\n"
    return Chunk(data, start, start + len(held), is_whole)


def _last_end(held: bytes, quote: bytes | None) -> int:
    """Length of the whole records that ``held`` begins with."""
    end = held.rfind(b"\n")
    if quote is None or end < 0:
        return end + 1
    is_open = held.count(quote, 0, end) % 2 == 1
    while is_open:
        before = held.rfind(b"\n", 0, end)
        if before < 0:
            return 0
        is_open ^= held.count(quote, before, end) % 2 == 1
        end = before
    return end + 1
