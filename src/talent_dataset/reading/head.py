"""The header of a delimited file, and where the records begin that come after it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from talent_dataset.reading.records import Records

if TYPE_CHECKING:
    from collections.abc import Sequence

    from talent_dataset.descriptor.model import Dialect
    from talent_dataset.reading.bytes import Source
    from talent_dataset.reading.records import Break, Record


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


def read_head(source: Source, dialect: Dialect) -> Head:
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
    is_declared = "headerRows" in dialect.declared
    last = max(dialect.header_rows, default=1) if is_declared else 1
    wanted, comments = frozenset(dialect.header_rows), frozenset(dialect.comment_rows)
    for record in records:
        is_comment = record.cells is None or record.row in comments
        if not record.cells and not is_comment:
            head.blank.append(record.row)
        elif not is_comment and (not is_declared or record.row in wanted or record.row > last):
            head.headers.append(record)
        if head.headers and record.row >= last:
            break
    return len(head.headers)


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
