"""A strict tokenizer for delimited text of any dialect: slower than the fast path, and what that is held against."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from talent_dataset.engine.reading.encodings import bad_bytes, is_bad, length, shown
from talent_dataset.engine.reading.grammar import ANY_END, Grammar, Scan, Slip, grammar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from talent_dataset.engine.descriptor.model import Dialect

# A record of this many code points is taken for an unclosed quote: memory stays bounded.
MAX_RECORD: Final = 1 << 24

_LINE_END: Final = re.compile(ANY_END)
_LINE_FEED: Final = re.compile("\n")


def _line_ends(text: str, *, has_cr_ends: bool) -> list[int]:
    pattern = _LINE_END if has_cr_ends else _LINE_FEED
    return [end.end() for end in pattern.finditer(text)]


@dataclass(slots=True)
class Record:
    """One record of a file.

    Attributes:
        row: Its number, from 1; comments and blank records have numbers too.
        line: The physical line on which it begins, from 1.
        column: The code point in that line at which it begins, from 1: a record need not begin a line where another
            line terminator is declared.
        text: Its text as it was decoded, without its line end.
        cells: Its cells, with U+FFFD for what is no text; none for a blank record, ``None`` for a comment.
        slips: Departures from RFC 4180, each with its place in ``text``.
        bad: What is wrong with the bytes of its cells, by position, where some are no text.
    """

    row: int
    line: int
    column: int
    text: str
    cells: list[str] | None
    slips: list[tuple[Slip, int]] = field(default_factory=list)
    has_cr_ends: bool = False
    bad: dict[int, str] | None = None

    def line_ends(self, before: int) -> list[int]:
        """Where the physical lines end that end in the record before a place in its text."""
        return _line_ends(self.text[:before], has_cr_ends=self.has_cr_ends)


@dataclass(slots=True)
class Break:
    """Where the records ended before the file did: the next one is too large.

    Attributes:
        row: Number of the record that could not be read.
        line: Physical line of the place.
        column: Code point in that line, from 1.
    """

    row: int
    line: int
    column: int


class Records:
    """Reads the records of a text, one after the other, holding no more than the record at hand.

    Args:
        chunks: The text, piece by piece.
        dialect: How it is to be cut.
        row: Number of the first record.
        line: Physical line on which it begins.
        is_start: Whether this is the start of the file, where the kind of its line ends shows.
        is_cut: Whether the text breaks off: what stands behind the end of the last record is no record.
        codec: The encoding that the text had.

    Attributes:
        consumed: UTF-8 bytes of text before the record that comes next.
        row: Number of the record that comes next.
        line: Physical line on which it begins.
        column: Code point in that line at which it begins.
        has_cr_ends: Whether the file ends its records with a CR alone; known once the first record is read.
        broken: Where the records ended too early, if they did.
    """

    def __init__(
        self,
        chunks: Iterator[str],
        dialect: Dialect,
        *,
        row: int = 1,
        line: int = 1,
        is_start: bool = True,
        is_cut: bool = False,
        codec: str = "utf-8",
    ) -> None:
        self.row = row
        self.line = line
        self.column = 1
        self.consumed = 0
        self.has_cr_ends = dialect.line_terminator == "\r"
        self.broken: Break | None = None
        self._is_start = is_start
        self._chunks = chunks
        self._dialect = dialect
        self._grammar = grammar(dialect, has_cr_ends=self.has_cr_ends)
        self._text = ""
        self._at = 0
        self._is_final = False
        self._is_cut = is_cut
        self._codec = codec
        self._has_bad = False

    def __iter__(self) -> Iterator[Record]:
        self._find_line_end()
        while True:
            record = self._plain() or self._next()
            if record is None:
                return
            if self._has_bad and record.cells and is_bad(record.text):
                self._mark(record)
            yield record

    def _mark(self, record: Record) -> None:
        """Notes which cells have bytes that are no text."""
        cells = record.cells or []
        record.bad = {n: bad_bytes(cell, self._codec) for n, cell in enumerate(cells) if is_bad(cell)}
        record.cells = [shown(cell) for cell in cells]
        record.slips = [each for each in record.slips if not self._is_of_bad_bytes(record.text, *each)]

    def _is_of_bad_bytes(self, text: str, slip: Slip, at: int) -> bool:
        """Whether a slip is nothing but bytes that are no text, behind the closing quote of a cell."""
        rules = self._grammar
        quoted = rules.quoted.match(text, at) if slip == "text-after-quote" and rules.quoted is not None else None
        behind = rules.bare.match(text, quoted.end()) if quoted is not None else None
        return behind is not None and is_bad(behind[0])

    def _plain(self) -> Record | None:
        """The next record, where it is a line without quotes and escapes that is in the buffer whole."""
        rules, text, at = self._grammar, self._text, self._at
        if rules.line_end is None:
            return None
        end = text.find(rules.line_end, at)
        if end < 0:
            return None
        raw = text[at:end]
        if any(text in raw for text in rules.odd) or (rules.space is not None and raw[:1] in " \t"):
            return None
        line = raw.removesuffix("\r")
        is_comment = rules.comment is not None and line.startswith(rules.comment)
        cells = None if is_comment else line.split(rules.delimiter) if line else []
        record = Record(self.row, self.line, 1, line, cells)
        self._at = end + 1
        self.row += 1
        self.line += 1
        return record

    def _next(self) -> Record | None:
        while True:
            rest = len(self._text) - self._at
            found = self._scan() if rest or not self._is_final else None
            if found is not None:
                return self._taken(found)
            if self._is_final:
                return None
            if rest > MAX_RECORD:
                self.broken = Break(self.row, self.line, self.column)
                return None
            self._fill()

    @property
    def _ends_here(self) -> bool:
        """Whether the end of the buffer is the end of a file that is whole."""
        return self._is_final and not self._is_cut

    def _scan(self) -> Scan | None:
        """The record at hand, if it ends in the buffer."""
        rules, text, at, is_final = self._grammar, self._text, self._at, self._ends_here
        if rules.comment is None or not text.startswith(rules.comment, at):
            return rules.scan(text, at, is_final=is_final)
        return rules.line(text, at, is_final=is_final)

    def _taken(self, scan: Scan) -> Record:
        start = self._at
        text = self._text[start : scan.end]
        is_blank = not text and not scan.is_comment
        cells = None if scan.is_comment else [] if is_blank else scan.cells
        slips = [(slip, at - start) for slip, at in scan.slips]
        record = Record(self.row, self.line, self.column, text, cells, slips, self.has_cr_ends)
        ends = _line_ends(self._text[start : scan.after], has_cr_ends=self.has_cr_ends)
        self.row += 1
        self.line += len(ends)
        last = len(shown(self._text[start + (ends[-1] if ends else 0) : scan.after]))
        self.column = last + 1 if ends else self.column + last
        self._at = scan.after
        return record

    def _fill(self) -> None:
        """Take up more text: as much again as is held, so that a huge cell is scanned a few times only."""
        held = self._text[self._at :]
        self.consumed += length(self._text[: self._at])
        pieces, size = [held], 0
        while size <= len(held):
            piece = next(self._chunks, None)
            if piece is None:
                self._is_final = True
                break
            pieces.append(piece)
            size += len(piece)
            self._has_bad = self._has_bad or is_bad(piece)
        self._text, self._at = "".join(pieces), 0

    def offset(self) -> int:
        """UTF-8 bytes of text before the record that comes next."""
        return self.consumed + length(self._text[: self._at])

    def _find_line_end(self) -> None:
        """Decide by the first line end outside quotes whether a CR alone ends records."""
        if self._grammar.line_end is None or not self._is_start:
            return
        either = grammar(self._dialect, has_cr_ends=True)
        while True:
            end = self._first_end(either)
            if end is not None or self._is_final or len(self._text) > MAX_RECORD:
                break
            self._fill()
        if end == "\r":
            self.has_cr_ends, self._grammar = True, either

    def _first_end(self, rules: Grammar) -> str | None:
        is_comment = rules.comment is not None and self._text.startswith(rules.comment)
        scan = (rules.line if is_comment else rules.scan)(self._text, 0, is_final=self._ends_here)
        return None if scan is None else self._text[scan.end : scan.after]
