"""A dialect as a grammar: how one record of delimited text is cut into cells (RFC 4180 and the Table Dialect)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
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
            if text.startswith(self.delimiter, at):
                at += len(self.delimiter)
                continue
            end = self.end.match(text, at)
            after = end.end() if end else len(text)
            # A CR at the edge may be half of a CRLF.
            if not is_final and after == len(text) and text.endswith("\r"):
                return None
            return scan._replace(end=at, after=after)

    def line(self, text: str, at: int, *, is_final: bool) -> Scan | None:
        """The comment that begins at ``at``: whatever it holds, it ends with its line, and has no cells."""
        end = self.end.search(text, at)
        if end is None:
            return Scan([], [], len(text), len(text), is_comment=True) if is_final else None
        if end.end() == len(text) and text.endswith("\r") and not is_final:
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


def grammar(dialect: Dialect, *, has_cr_ends: bool = False) -> Grammar:
    """Compile a dialect.

    Args:
        dialect: The dialect. Line terminators LF and CRLF (the default) both mean: LF or CRLF, as every reader has it.
        has_cr_ends: Whether a CR alone ends a record too.
    """
    delimiter = dialect.delimiter or ","  # without one, nothing would ever end
    end = _end(dialect.line_terminator, has_cr_ends=has_cr_ends)
    quote, escape, is_doubled = dialect.quote_char or None, dialect.escape_char or None, dialect.double_quote
    # An escape character that is the quote itself is another way to say that quotes are doubled.
    if escape is not None and escape == quote:
        escape, is_doubled = None, True
    space, marks = _space(dialect), tuple(filter(None, (quote, escape)))
    quoted = None if quote is None else _quoted(quote, escape, is_doubled=is_doubled)
    return Grammar(
        delimiter=delimiter,
        quote=quote,
        space=None if space is None else re.compile(space),
        bare=re.compile(_bare(delimiter, end, escape), re.DOTALL),
        quoted=None if quoted is None else re.compile(quoted, re.DOTALL),
        undo=None if quote is None else _undo(quote, escape, is_doubled=is_doubled),
        cell=_regular_cell(delimiter, end, space, quoted, "".join(marks)),
        end=re.compile(end),
        line_end="\n" if end == LF_END else None,
        comment=dialect.comment_char or None,
        escape=escape,
        odd=(*marks, *([f"{delimiter}{blank}" for blank in " \t"] if space else [])),
    )


def _end(terminator: str, *, has_cr_ends: bool) -> str:
    if has_cr_ends or terminator == "\r":
        return ANY_END
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


def _quoted(quote: str, escape: str | None, *, is_doubled: bool) -> str:
    q, e = re.escape(quote), "" if escape is None else re.escape(escape)
    others = [*([f"{e}."] if e else []), *([f"{q}{q}"] if is_doubled else [])]
    return f"{q}({_runs(f'[^{q}{e}]*+', others)}){q}"


def _runs(run: str, others: list[str]) -> str:
    """Runs of plain characters with other things between them: the quickest form for Python's matcher."""
    return f"{run}(?:(?:{'|'.join(others)}){run})*+" if others else run


def _undo(quote: str, escape: str | None, *, is_doubled: bool) -> re.Pattern[str] | None:
    q = re.escape(quote)
    choices = [*([f"{q}{q}"] if is_doubled else []), *([f"{re.escape(escape)}."] if escape else [])]
    return re.compile("|".join(choices), re.DOTALL) if choices else None
