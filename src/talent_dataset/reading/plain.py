"""Plain files on the fast path: when it applies, what follows where it ends, where its cells stand."""

from __future__ import annotations

import sys
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from talent_dataset.reading import csv, delimited
from talent_dataset.reading.chunks import CHUNK_BYTES
from talent_dataset.reading.delimited import Start
from talent_dataset.reading.grammar import grammar
from talent_dataset.reading.locate import locate
from talent_dataset.reading.proof import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from talent_dataset.descriptor.model import Dialect
    from talent_dataset.issues import Issue
    from talent_dataset.reading.bytes import Source
    from talent_dataset.reading.faults import Faults
    from talent_dataset.reading.table import Batch

_LAST_ASCII: Final = "\x7f"


def is_plain(source: Source, dialect: Dialect, start: Start) -> bool:
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
        source: Source,
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
        self._stretches: list[csv.Stretch] = []

    def batches(self) -> Iterator[Batch]:
        """The records, in order."""
        text = Text(self._faults.width, self._dialect.delimiter, self._dialect.quote_char or None)
        start = self._start
        with self._source.path.open("rb") as stream:
            stream.seek(start.offset)
            yield from csv.batches(
                stream,
                text,
                self._read_slowly,
                first_row=start.row,
                first_line=start.line,
                size=self._size,
                stretches=self._stretches,
            )
        if self._stretches and (last := self._stretches[-1]).end < sys.maxsize:
            self._faults.records = last.first_row + last.rows - 1

    def _read_slowly(self, row: int, line: int, offset: int, size: int) -> tuple[Batch | None, csv.Place | None]:
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

    def _head(self) -> csv.Stretch:
        """What stands before the rows of data: blank lines there are told of, and must be found."""
        return csv.Stretch(1, self._start.row - 1, 1, 0, self._start.offset, is_simple=False, is_proved=False)
