"""Chunks of text through polars, proved to be read as they stand.

polars pads short records, cuts long ones and mends some broken quotes without a word (2.1). So each line end is
replaced by ``<delimiter><mark><line end>``, with a mark that the chunk does not contain: a record has the right number
of cells exactly if the mark is found in the column behind the last. Quotes are proved by looking at what stands
between them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final

import polars as pl

from talent_dataset.engine.reading.polars_errors import BREAKS
from talent_dataset.engine.reading.table import Batch
from talent_dataset.engine.reading.types.kind import text_name

if TYPE_CHECKING:
    from talent_dataset.engine.reading.native import ScannedRecords

# A file in pieces that end where a record ends.


CHUNK_BYTES: Final = 16 << 20
LONGEST_RECORD: Final = 1
"""A record that is still open after this many times the size of a chunk is taken for an unclosed quote.

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


Count = Callable[[bytes, bytes], int]
"""How often a byte stands in some bytes."""


def chunk_at(
    stream: BinaryIO, start: int, *, quote: bytes | None, size: int, count: Count = bytes.count
) -> Chunk | None:
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
    is_open = line > most or (quote is not None and count(data, quote) % 2 == 1)
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


_BOM = b"\xef\xbb\xbf"
_LONG_LINE = 1 << 18
_MARKS = bytes(sorted({*range(1, 32), 127} - set(b"\t\n\r")))


class UnprovenError(Exception):
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
        return {text_name(position): pl.String for position in range(self.columns + 1)}


@dataclass(frozen=True, slots=True)
class ParsedChunk:
    """The cells of a chunk, with a column behind the last that holds the mark where a record has all its cells."""

    frame: pl.DataFrame
    mark: bytes
    lines: int

    @property
    def is_simple(self) -> bool:
        """Whether each record is one line."""
        return self.frame.height == self.lines


def parse(chunk: Chunk, text: Text) -> ParsedChunk:
    """The cells of a chunk.

    Raises:
        UnprovenError: The chunk is not well formed, or cannot be shown to be.
    """
    if not chunk.is_whole:
        raise UnprovenError
    data = chunk.data
    if _has_endless_line(data, text):
        raise UnprovenError
    mark = _absent(data, text)
    marked = _marked(data, text.delimiter.encode(), mark)
    lines = (len(marked) - len(data)) // (len(text.delimiter) + len(mark))
    try:
        # Not in one `collect_all`: a query that fails there makes the other one print a panic (polars 2.1).
        if text.quote and text.quote.encode() in data and not all(_quotes(data, text, mark).collect().row(0)):
            raise UnprovenError
        frame = _scan(marked, text.delimiter, text.quote, text.schema).collect(engine="streaming")
    except BREAKS as error:
        raise UnprovenError from error
    is_simple = frame.height == lines
    return ParsedChunk(frame if is_simple else _unmarked(frame, text, mark), mark, lines)


def _has_endless_line(data: bytes, text: Text) -> bool:
    """Whether a line has far too many cells: polars takes 450 bytes for each, wanted or not (2.1)."""
    start = 0
    while len(data) - start > _LONG_LINE:
        end = data.rfind(b"\n", start, start + _LONG_LINE)
        if end < 0:
            end = data.find(b"\n", start + _LONG_LINE)
            outside = data[start:end].split(text.quote.encode())[::2] if text.quote else [data[start:end]]
            if sum(part.count(text.delimiter.encode()) for part in outside) > text.columns + _LONG_LINE // 2:
                return True
        start = end + 1
    return False


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
    raise UnprovenError


def _marked(data: bytes, delimiter: bytes, mark: bytes) -> bytes:
    end = delimiter + mark
    if b"\r" not in data:
        return data.replace(b"\n", end + b"\n")
    both = data.count(b"\r\n")
    if both != data.count(b"\r"):
        raise UnprovenError  # a carriage return of its own: a line end to some readers
    if both == data.count(b"\n"):
        return data.replace(b"\r\n", end + b"\r\n")
    return data.replace(b"\n", end + b"\n").replace(b"\r" + end + b"\n", end + b"\r\n")


def _unmarked(frame: pl.DataFrame, text: Text, mark: bytes) -> pl.DataFrame:
    """Takes the marks out of cells that hold line breaks."""
    names = frame.columns[: text.columns]
    inside = text.delimiter + mark.decode()
    held = frame.select(pl.col(names).str.contains("\n", literal=True).arg_true().implode()).row(0)
    mended = []
    for name, rows in zip(names, held, strict=True):
        if len(rows):  # few cells have several lines: only these are written anew
            column = frame.get_column(name)
            cells = column.gather(rows).str.replace_all(inside + "\r\n", "\r\n", literal=True)
            mended.append(column.scatter(rows, cells.str.replace_all(inside + "\n", "\n", literal=True)))
    return frame.with_columns(mended) if mended else frame


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


def batch_of(parsed: ParsedChunk, chunk: Chunk, text: Text, first_row: int) -> Batch:
    """The records as a batch: too few cells are filled up with nulls, blank records left out.

    Raises:
        UnprovenError: It cannot be told which records are blank.
    """
    behind = str(text.columns)
    frame, mark = parsed.frame, parsed.mark.decode()
    is_wrapped = not parsed.is_simple
    batch = Batch(frame.drop(behind), first_row, is_wrapped=is_wrapped, nulls_are_short=True, done=chunk.end)
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


def suspects(found: ScannedRecords, chunk: Chunk, text: Text, first_row: int) -> Batch:
    """The records of a chunk that a prover suspects, as a batch of the others too.

    Raises:
        UnprovenError: They cannot be cut into cells by themselves.
    """
    if len(found.rows):
        apart = Chunk(found.data, chunk.start, chunk.end)
        batch = batch_of(parse(apart, text), apart, text, 0)
    else:
        batch = Batch(pl.DataFrame(schema={str(n): pl.String for n in range(text.columns)}), 0, nulls_are_short=True)
    rows = pl.Series("rows", found.rows.tolist(), dtype=pl.UInt64) + first_row
    batch.rows = rows if batch.rows is None else rows.gather(batch.rows)
    batch.extra, batch.blank = (None if each is None else rows.gather(each) for each in (batch.extra, batch.blank))
    batch.first_row, batch.done, batch.proved = first_row, chunk.end, found.records - len(rows)
    batch.hashes = tuple(None if key.is_unsure else _numbers(key.hashes) for key in found.keys)
    return batch


def _numbers(data: bytes) -> pl.Series:
    """Little-endian numbers of 64 bits as a column, without one object of Python for each."""
    if not data:
        return pl.Series(dtype=pl.UInt64)
    array = pl.Array(pl.UInt64, len(data) // 8)
    return pl.Series([data], dtype=pl.Binary).bin.reinterpret(dtype=array, endianness="little").explode()


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


def _blank(parsed: ParsedChunk, chunk: Chunk, text: Text, cells: pl.Series) -> pl.Series:
    """Whether a record is an empty line: ``""`` in quotes is a value, and no blank line."""
    is_empty = (cells == 1).fill_null(value=False) & (parsed.frame.get_column("0") == "")
    if not is_empty.any() or not (text.quote and text.quote.encode() in chunk.data):
        return is_empty
    if not parsed.is_simple:
        raise UnprovenError
    lines = pl.scan_lines(chunk.data).collect().get_column("line").str.strip_suffix("\r")
    return is_empty & (lines == "")
