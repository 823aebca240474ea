"""Delimited text of any dialect through the strict tokenizer: its header, then its records in batches."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from talent_dataset.engine.reading.encodings import bad_bytes, first_bad, is_bad, shown
from talent_dataset.engine.reading.grammar import Records, grammar
from talent_dataset.engine.reading.table import Batch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import polars as pl

    from talent_dataset.engine.descriptor.model import Dialect
    from talent_dataset.engine.issues import Issue, Severity
    from talent_dataset.engine.reading.bytes import TextFile
    from talent_dataset.engine.reading.grammar import Break, Record, Slip
    from talent_dataset.engine.reading.table import Faults


@dataclass(slots=True)
class Head:
    """What a file begins with.

    Attributes:
        labels: The cells of the header, or ``None`` where there is none (because the dialect says so, or because the
            file ends before it).
        row: Number of the first record after the header.
        line: Physical line on which that record begins.
        offset: Byte at which it begins.
        column: Code point in its line at which it begins.
        width: Cells of the header, or of the first record where there is no header.
        blank: Numbers of blank records before the header.
        headers: The records that the header was made of.
        has_cr_ends: Whether a CR alone ends the records.
        broken: Where reading stopped, if it did not get to the end of the header.
    """

    labels: tuple[str, ...] | None
    row: int
    line: int
    offset: int
    column: int = 1
    width: int = 0
    blank: list[int] = field(default_factory=list)
    headers: list[Record] = field(default_factory=list)
    has_cr_ends: bool = False
    broken: Break | None = None


def read_head(source: TextFile, dialect: Dialect) -> Head:
    """Read the header of a file.

    Where ``headerRows`` is not declared, the header is the first record that is neither comment nor blank. Where it is
    declared, its numbers count every record of the file, and those that are comments are left out.
    """
    records = Records(source.chunks(), dialect, is_cut=source.is_cut, codec=source.codec)
    head = Head(None, 1, 1, source.mark)
    found = _first(records, dialect) if not dialect.header else _headers(records, dialect, head)
    head.has_cr_ends, head.broken = records.has_cr_ends, records.broken
    if not dialect.header:
        head.width = found
        return head
    head.labels = join([record.cells or [] for record in head.headers], dialect.header_join) or None
    head.width = len(head.labels or ())
    head.row, head.line, head.column = records.row, records.line, records.column
    head.offset = source.mark + records.offset()
    return head


def _first(records: Records, dialect: Dialect) -> int:
    """Cells of the first record of data."""
    comments = frozenset(dialect.comment_rows)
    for record in records:
        if record.cells and record.row not in comments:
            return len(record.cells)
    return 0


def _headers(records: Records, dialect: Dialect, head: Head) -> int:
    last, wanted = _header_rows(dialect)
    comments = frozenset(dialect.comment_rows)
    for record in records:
        if record.cells is None or record.row in comments:
            pass  # A comment among the header rows counts as a record, and is no part of the header.
        elif not record.cells:
            head.blank.append(record.row)
        # Where no row of the header has cells, the first record behind them does for it.
        elif wanted is None or record.row in wanted or record.row > last:
            head.headers.append(record)
        if head.headers and record.row >= last:
            break
    return len(head.headers)


def _header_rows(dialect: Dialect) -> tuple[int, frozenset[int] | None]:
    """The last row of the header, and its rows where the dialect names them; else the first one with cells is it."""
    if "headerRows" not in dialect.declared:
        return 1, None
    return max(dialect.header_rows, default=1), frozenset(dialect.header_rows)


def join(rows: Sequence[Sequence[str]], between: str) -> tuple[str, ...]:
    """The labels that several header rows make together.

    A cell above stands for all columns up to the next one in its row, as in the example of the standard, where the
    single cell ``fruit`` above ``id,name`` makes ``fruit id`` and ``fruit name``.
    """
    width = max((len(row) for row in rows), default=0)
    filled = [_filled(row, width) for row in rows[:-1]] + [[*row, *[""] * (width - len(row))] for row in rows[-1:]]
    return tuple(between.join(cell for cell in column if cell) for column in zip(*filled, strict=True))


def _filled(row: Sequence[str], width: int) -> list[str]:
    cells, last = [], ""
    for position in range(width):
        last = (row[position] if position < len(row) else "") or last
        cells.append(last)
    return cells


# A batch is handed on when it holds this many code points, or this many cells.
BATCH_TEXT: Final = 1 << 23
BATCH_CELLS: Final = 1 << 19

# A quote inside a bare cell is read alike by every reader; of the other two each makes something else.
_SLIPS: Final[dict[Slip, tuple[Severity, str, str]]] = {
    "bare-quote": (
        "warning",
        "A quote stands inside a cell that is not quoted.",
        "RFC 4180 wants the whole cell in quotes, and the quote doubled.",
    ),
    "text-after-quote": (
        "error",
        "Text follows the quote that closes the cell.",
        "Double a quote that belongs to the cell; nothing stands between its closing quote and the delimiter.",
    ),
    "unclosed-quote": (
        "error",
        "The quote that opens here is never closed; what comes after it cannot be read.",
        "Close the cell, or double the quote and put the cell in quotes.",
    ),
}


@dataclass(frozen=True, slots=True)
class Start:
    """Where some record of a file begins: its number, its physical line, its byte, its column in the line."""

    row: int
    line: int
    offset: int
    column: int = 1


def records_from(source: TextFile, dialect: Dialect, start: Start) -> Records:
    """The records of a file from a known one on."""
    chunks = source.chunks(start.offset)
    more: dict[str, Any] = {"is_cut": source.is_cut, "codec": source.codec}
    records = Records(chunks, dialect, row=start.row, line=start.line, is_start=False, **more)
    records.column = start.column
    return records


def batches(source: TextFile, dialect: Dialect, start: Start, faults: Faults, issues: list[Issue]) -> Iterator[Batch]:
    """The records of a file, from ``start`` on.

    Args:
        source: The file.
        dialect: Its dialect (with a CR as line terminator, where the file has CR line ends).
        start: The first record wanted.
        faults: Makes the issues; knows the width of the table.
        issues: Gets the faults that end the table too early.
    """
    records = records_from(source, dialect, start)
    pending = _Pending(faults, start.row)
    comments = frozenset(dialect.comment_rows)
    # CP/M and DOS ended a text with this character, and some programs still do.
    is_dos = source.ends_with(b"\x1a")
    for record in records:
        if record.cells is None or record.row in comments:
            pending.skip(record)
        # What follows would be a guess, so the table ends here.
        elif any(slip == "unclosed-quote" for slip, _ in record.slips):
            issues.extend(slip_issues(record, faults))
            faults.is_cut = True
        elif is_dos and record.text == "\x1a":
            issues.append(_dos_end(record, faults))
        else:
            pending.add(record)
        if pending.is_full:
            yield pending.batch(start.offset + records.consumed)
            pending = _Pending(faults, records.row)
    if pending.size:
        yield pending.batch(start.offset + records.offset())
    _note_end(records, source, faults, issues)


def _note_end(records: Records, source: TextFile, faults: Faults, issues: list[Issue]) -> None:
    """Notes how many records there were, and why no more of them can be read, where that is so."""
    faults.records = records.row - 1
    faults.is_cut = faults.is_cut or source.is_cut
    if records.broken is not None:
        issues.append(break_issue(records.broken, faults))
        faults.is_cut = True


def some(
    source: TextFile, dialect: Dialect, start: Start, faults: Faults, issues: list[Issue], *, size: int
) -> tuple[Batch | None, Start | None]:
    """Some records of a plain file (no comments, no end mark), about the given number of code points.

    Returns:
        A batch, or ``None`` where there are no records; and where the next record begins, or ``None`` where the
        records end.
    """
    records = records_from(source, dialect, start)
    pending = _Pending(faults, start.row)
    for record in records:
        if any(slip == "unclosed-quote" for slip, _ in record.slips):
            issues.extend(slip_issues(record, faults))
            faults.is_cut = True
        else:
            pending.add(record)
        if pending.size >= size:
            there = Start(records.row, records.line, start.offset + records.offset())
            return pending.batch(there.offset), there
    _note_end(records, source, faults, issues)
    return (pending.batch(start.offset + records.offset()) if pending.size else None), None


class _Pending:
    """Rows on their way into a batch."""

    def __init__(self, faults: Faults, first_row: int) -> None:
        self.size = 0
        self._faults = faults
        self._first_row = first_row
        self._cells: list[list[str | None]] = []
        self._rows: list[int] = []
        self._blank: list[int] = []
        self._extra: list[int] = []
        self._issues: list[Issue] = []
        self._has_gaps = False
        self._is_wrapped = False
        self._bad: dict[int, dict[int, str]] = {}

    @property
    def is_full(self) -> bool:
        return self.size >= BATCH_TEXT or len(self._cells) * (self._faults.width + 1) >= BATCH_CELLS

    def skip(self, record: Record) -> None:
        """Leave out a comment."""
        self._has_gaps = True
        if is_bad(record.text):
            self._issues.append(bad_record(record, self._faults))

    def add(self, record: Record) -> None:
        cells: list[str | None] = list(record.cells or ())
        width = self._faults.width
        self.size += len(record.text) + 1
        self._is_wrapped = self._is_wrapped or "\n" in record.text
        self._faults.sample(record.text, is_bad=record.bad is not None)
        if record.slips:
            self._issues.extend(slip_issues(record, self._faults))
        if not cells:
            # Not handed on as a row: other readers make nulls of it.
            self._blank.append(record.row)
            self._has_gaps = True
            return
        if record.bad:
            self._note_bad(record)
        if len(cells) > width:
            self._extra.append(record.row)
            del cells[width:]
        elif len(cells) < width:
            cells.extend([None] * (width - len(cells)))
        self._cells.append(cells)
        self._rows.append(record.row)

    def _note_bad(self, record: Record) -> None:
        for position, wrong in (record.bad or {}).items():
            if position < self._faults.width:
                self._bad.setdefault(position, {})[len(self._cells)] = wrong
            else:
                self._issues.append(bad_record(record, self._faults))
                break

    def batch(self, done: int) -> Batch:
        return Batch(
            frame_of(self._cells, self._faults.width),
            self._rows[0] if self._rows else self._first_row,
            rows=_numbers(self._rows) if self._has_gaps else None,
            issues=self._issues,
            extra=_numbers(self._extra) if self._extra else None,
            blank=_numbers(self._blank) if self._blank else None,
            bad=bad_cells(self._bad, len(self._cells)),
            mend=self._faults.encoding_hint if self._bad else "",
            is_wrapped=self._is_wrapped,
            nulls_are_short=True,
            done=done,
        )


def _numbers(rows: Sequence[int]) -> pl.Series:
    import polars as pl

    return pl.Series("row", rows, dtype=pl.UInt64)


def frame_of(rows: Sequence[Sequence[str | None]], width: int) -> pl.DataFrame:
    """Rows of equal width as ``String`` columns named by position (``"0"``, ...); a cell that is ``None`` is null."""
    import polars as pl

    columns = zip(*rows, strict=True) if rows else [()] * width
    return pl.DataFrame([pl.Series(str(n), column, dtype=pl.String) for n, column in enumerate(columns)])


def bad_cells(found: Mapping[int, Mapping[int, str]], height: int) -> pl.DataFrame | None:
    """What is wrong with the bytes of cells, as ``String`` columns named by position; null where nothing is wrong.

    Args:
        found: By position of the column and row of the frame; only columns that are in it are made.
        height: Rows of the frame.
    """
    import polars as pl

    if not found:
        return None
    columns = {n: [rows.get(row) for row in range(height)] for n, rows in sorted(found.items())}
    return pl.DataFrame([pl.Series(str(n), column, dtype=pl.String) for n, column in columns.items()])


def bad_record(record: Record, faults: Faults) -> Issue:
    """Bytes that are no text stand in a comment, or in a cell beyond the last column."""
    line, column = place(record, first_bad(record.text))
    faults.sample(record.text)
    issue = faults.of_row("file/encoding", record.row, bad_bytes(record.text, faults.codec), line=line, column=column)
    return replace(issue, hint=faults.encoding_hint)


def bad_labels(record: Record, dialect: Dialect, faults: Faults) -> Iterator[Issue]:
    """Bytes that are no text in a header."""
    for position, wrong in (record.bad or {}).items():
        faults.sample(record.text)
        line, column = place(record, grammar(dialect).starts(record.text)[position])
        issue = faults.of_row("file/encoding", record.row, wrong, line=line, column=column)
        yield replace(issue, cell=(record.cells or [])[position], hint=faults.encoding_hint)


def slip_issues(record: Record, faults: Faults) -> Iterator[Issue]:
    """The departures of a record from RFC 4180, each at the place of the quote."""
    for slip, at in record.slips:
        severity, message, hint = _SLIPS[slip]
        # Behind the slip shows which other rules of quoting the file may have.
        hint = f"{hint} {_other_quotes(record.text[at:])}"
        line, column = place(record, at)
        yield faults.of_row("file/format", record.row, message, severity=severity, hint=hint, line=line, column=column)


def _other_quotes(text: str) -> str:
    """What to declare where the file has other rules of quoting than the dialect."""
    if r"\"" in text:
        return 'Where a backslash escapes quotes, declare "escapeChar": "\\\\" and "doubleQuote": false.'
    return 'Where quotes are mere characters, as for inches, switch quoting off with "quoteChar": null.'


def _dos_end(record: Record, faults: Faults) -> Issue:
    message = "The file ends with the control character 0x1A, an end mark of old systems; it is not read as a row."
    return faults.of_row("file/format", record.row, message, severity="warning", line=record.line, column=1)


def break_issue(broken: Break, faults: Faults) -> Issue:
    """Why the records end before the file does."""
    message = "The record goes on without end; a quote that opens in it is probably never closed."
    return faults.of_row("file/too-large", broken.row, message, line=broken.line, column=broken.column)


def place(record: Record, at: int) -> tuple[int, int]:
    """Line and column of a place in the text of a record."""
    ends = record.line_ends(at)
    before = len(shown(record.text[ends[-1] if ends else 0 : at]))
    return record.line + len(ends), before + 1 if ends else record.column + before


def locate(
    source: TextFile, dialect: Dialect, start: Start, wanted: Iterable[tuple[int, int | None]]
) -> list[tuple[int, int]]:
    """Line and column of cells, given ``(record number, position)`` sorted by record; position ``None``: the record."""
    rules = grammar(dialect)
    records = iter(records_from(source, dialect, start))
    record, places = next(records, None), []
    for row, position in wanted:
        while record is not None and record.row < row:
            record = next(records, None)
        if record is None:
            break
        starts = rules.starts(record.text) if position else [0]
        at = starts[min(position or 0, len(starts) - 1)]
        places.append(place(record, at))
    return places
