"""A dialect as a grammar: how delimited text is cut into records and cells (RFC 4180 and the Table Dialect).

The strict tokenizer reads text of any dialect: slower than the fast path, and what that is held against.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from talent_dataset.engine.reading.encodings import bad_bytes, is_bad, length, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from talent_dataset.engine.descriptor.model import Dialect

Slip = Literal["bare-quote", "text-after-quote", "unclosed-quote"]

ANY_END: Final = r"\r\n|\r|\n"
LF_END: Final = r"\r?\n"


class Scan(NamedTuple):
    """One record of a text.

    Attributes:
        cells: Its cells, quotes and escapes undone.
        slips: Departures from RFC 4180, each with the place of the quote that opens (or stands in) the cell.
        end: Where the record ends, its line end not included.
        after: Where the next record begins.
    """

    cells: list[str]
    slips: list[tuple[Slip, int]]
    end: int
    after: int
    is_comment: bool = False


@dataclass(frozen=True, slots=True)
class Grammar:
    """The parts of a dialect that say where cells begin and end, compiled.

    ``odd`` is what a line does not hold that delimiters alone cut up.

    Patterns use possessive quantifiers only: they run in linear time, whatever the text.
    """

    delimiter: str
    quote: str | None
    space: re.Pattern[str] | None
    bare: re.Pattern[str]
    quoted: re.Pattern[str] | None
    undo: re.Pattern[str] | None
    cell: re.Pattern[str]
    end: re.Pattern[str]
    line_end: str | None
    comment: str | None
    escape: str | None
    odd: tuple[str, ...]

    def scan(self, text: str, at: int, *, is_final: bool) -> Scan | None:
        """The record that begins at ``at``; ``None`` where ``text`` ends before the record certainly does.

        Args:
            text: Some of the file.
            at: Where the record begins.
            is_final: Whether the file ends where ``text`` does.
        """
        return self._regular(text, at) or self._any(text, at, [], is_final=is_final)

    def starts(self, text: str) -> list[int]:
        """Where each cell of a record begins in its text (at its opening quote, if it has one)."""
        starts: list[int] = []
        self._any(text, 0, starts, is_final=True)
        return starts

    def _regular(self, text: str, at: int) -> Scan | None:
        """The record, if it keeps to RFC 4180, escapes nothing outside quotes, and ends before the text does."""
        cells: list[str] = []
        add, quote, escape = cells.append, self.quote or "", self.escape or self.quote or ""
        # Not `finditer`: it would look for a match behind every character of a cell that does not end.
        match_at = self.cell.match
        while (match := match_at(text, at)) is not None:
            quoted, bare, end = match.groups()
            if quoted is None:
                add(bare)
            else:
                add(self._unquoted(quoted) if quote in quoted or escape in quoted else quoted)
            at = match.end()
            if end is not None:
                return None if at == len(text) else Scan(cells, [], at - len(end), at)
        return None

    def _any(self, text: str, at: int, starts: list[int], *, is_final: bool) -> Scan | None:
        scan = Scan([], [], 0, 0)
        while True:
            if self.space is not None and (blanks := self.space.match(text, at)):
                at = blanks.end()
            starts.append(at)
            at = self._cell(text, at, scan, is_final=is_final)
            if at < 0 or (at == len(text) and not is_final):
                return None
            if not text.startswith(self.delimiter, at):
                return self._ended(scan, text, at, is_final=is_final)
            at += len(self.delimiter)

    def _ended(self, scan: Scan, text: str, at: int, *, is_final: bool) -> Scan | None:
        """The record whose last cell ends at ``at``; ``None`` where its line end may go on behind the text."""
        end = self.end.match(text, at)
        after = end.end() if end else len(text)
        if not is_final and _may_be_half(text, after):
            return None
        return scan._replace(end=at, after=after)

    def line(self, text: str, at: int, *, is_final: bool) -> Scan | None:
        """The comment that begins at ``at``: whatever it holds, it ends with its line, and has no cells."""
        end = self.end.search(text, at)
        if end is None:
            return Scan([], [], len(text), len(text), is_comment=True) if is_final else None
        if not is_final and _may_be_half(text, end.end()):
            return None
        return Scan([], [], end.start(), end.end(), is_comment=True)

    def _cell(self, text: str, at: int, scan: Scan, *, is_final: bool) -> int:
        if self.quote is None or self.quoted is None or not text.startswith(self.quote, at):
            return self._bare_cell(text, at, scan)
        match = self.quoted.match(text, at)
        if match is None and not is_final:
            return -1
        if match is None:
            scan.slips.append(("unclosed-quote", at))
            scan.cells.append(text[at + 1 :])
            return len(text)
        cell = self._unquoted(match[1])
        rest = self.bare.match(text, match.end())
        if rest is not None and rest[0]:
            scan.slips.append(("text-after-quote", at))
            cell += self._plain(rest[0])
        scan.cells.append(cell)
        return match.end() if rest is None else rest.end()

    def _bare_cell(self, text: str, at: int, scan: Scan) -> int:
        match = self.bare.match(text, at)
        if match is None:  # pragma: no cover - the pattern admits the empty cell
            return at
        inside = -1 if self.quote is None else match[0].find(self.quote)
        # A quote behind an escape is meant as itself.
        if inside >= 0 and (self.escape is None or match[0][inside - 1] != self.escape):
            scan.slips.append(("bare-quote", at + inside))
        scan.cells.append(self._plain(match[0]))
        return match.end()

    def _plain(self, raw: str) -> str:
        if self.escape is None or self.escape not in raw:
            return raw
        return re.sub(re.escape(self.escape) + r"(.)", r"\1", raw, flags=re.DOTALL)

    def _unquoted(self, raw: str) -> str:
        return raw if self.undo is None else self.undo.sub(self._undone, raw)

    def _undone(self, match: re.Match[str]) -> str:
        return match[0][1]


def _may_be_half(text: str, after: int) -> bool:
    """Whether the line end before ``after`` is a CR at the edge of the text, whose LF may be yet to come."""
    return after == len(text) and text.endswith("\r")


class _Quoting(NamedTuple):
    """The quote of a dialect, its escape character, and whether two quotes in a quoted cell are one."""

    quote: str | None
    escape: str | None
    is_doubled: bool

    @property
    def marks(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.quote, self.escape)))

    @property
    def _hidden(self) -> list[str]:
        """Patterns of what does not end a quoted cell though it begins with a mark."""
        doubled = [re.escape(self.quote) * 2] if self.quote is not None and self.is_doubled else []
        return doubled if self.escape is None else [*doubled, f"{re.escape(self.escape)}."]

    @property
    def quoted(self) -> str | None:
        """The pattern of a quoted cell; its one group is the text between the quotes."""
        if self.quote is None:
            return None
        quote = re.escape(self.quote)
        plain = f"[^{''.join(map(re.escape, self.marks))}]*+"
        return f"{quote}({_runs(plain, self._hidden)}){quote}"

    @property
    def undo(self) -> re.Pattern[str] | None:
        """What a mark and the character behind it become: that character."""
        is_asked = self.quote is not None and self._hidden
        return re.compile("|".join(self._hidden), re.DOTALL) if is_asked else None


def _quoting(dialect: Dialect) -> _Quoting:
    quote, escape = dialect.quote_char or None, dialect.escape_char or None
    # An escape character that is the quote itself is another way to say that quotes are doubled.
    if escape is not None and escape == quote:
        return _Quoting(quote, None, is_doubled=True)
    return _Quoting(quote, escape, is_doubled=dialect.double_quote)


def grammar(dialect: Dialect, *, has_cr_ends: bool = False) -> Grammar:
    """Compile a dialect.

    Args:
        dialect: The dialect. Line terminators LF and CRLF (the default) both mean: LF or CRLF, as every reader has it.
        has_cr_ends: Whether a CR alone ends a record too.
    """
    delimiter = dialect.delimiter or ","  # without one, nothing would ever end
    end = _end(dialect.line_terminator, has_cr_ends=has_cr_ends)
    quoting, space = _quoting(dialect), _space(dialect)
    quoted = quoting.quoted
    return Grammar(
        delimiter=delimiter,
        quote=quoting.quote,
        space=None if space is None else re.compile(space),
        bare=re.compile(_bare(delimiter, end, quoting.escape), re.DOTALL),
        quoted=None if quoted is None else re.compile(quoted, re.DOTALL),
        undo=quoting.undo,
        cell=_regular_cell(delimiter, end, space, quoted, "".join(quoting.marks)),
        end=re.compile(end),
        line_end="\n" if end == LF_END else None,
        comment=dialect.comment_char or None,
        escape=quoting.escape,
        odd=(*quoting.marks, *([f"{delimiter}{blank}" for blank in " \t"] if space else [])),
    )


def _end(terminator: str, *, has_cr_ends: bool) -> str:
    if has_cr_ends or terminator == "\r":
        return ANY_END
    # Whichever of LF and CRLF is declared, both end records: no reader holds a file to one of them.
    return LF_END if terminator in {"\r\n", "\n", ""} else re.escape(terminator)


def _space(dialect: Dialect) -> str | None:
    blanks = "".join(blank for blank in " \t" if not dialect.delimiter.startswith(blank))
    return f"[{blanks}]*+" if dialect.skip_initial_space and blanks else None


def _regular_cell(delimiter: str, end: str, space: str | None, quoted: str | None, special: str) -> re.Pattern[str]:
    """A cell with what ends it; groups: quoted text, bare text, line end. No match where anything is odd."""
    cell = f"{quoted or '(?!)()'}|({_bare(delimiter, end, None, special)})"
    return re.compile(f"{space or ''}(?:{cell})(?:{re.escape(delimiter)}|({end}))", re.DOTALL)


def _bare(delimiter: str, end: str, escape: str | None, never: str = "") -> str:
    """Text up to a delimiter or line end; characters in ``never`` do not occur in it."""
    first = {delimiter[:1]} | ({"\r", "\n"} if end in {ANY_END, LF_END} else {end.removeprefix("\\")[:1]})
    special = "".join(re.escape(char) for char in sorted(first))
    escaped = "" if escape is None else re.escape(escape)
    others = [rf"{escaped}.|{escaped}\Z"] if escape else []
    return _runs(
        f"[^{special}{escaped}{re.escape(never)}]*+", [*others, f"(?!{re.escape(delimiter)}|{end})[{special}]"]
    )


def _runs(run: str, others: list[str]) -> str:
    """Runs of plain characters with other things between them: the quickest form for Python's matcher."""
    return f"{run}(?:(?:{'|'.join(others)}){run})*+" if others else run


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
        # In any other file a CR is a character of a cell.
        if end == "\r":
            self.has_cr_ends, self._grammar = True, either

    def _first_end(self, rules: Grammar) -> str | None:
        is_comment = rules.comment is not None and self._text.startswith(rules.comment)
        scan = (rules.line if is_comment else rules.scan)(self._text, 0, is_final=self._ends_here)
        return None if scan is None else self._text[scan.end : scan.after]
