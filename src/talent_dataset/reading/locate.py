"""Where cells stand in a file: line and column, as an editor shows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from talent_dataset.reading.csv import Stretch
    from talent_dataset.reading.grammar import Grammar


def locate(
    stream: BinaryIO, stretch: Stretch, rules: Grammar, wanted: Sequence[tuple[int, int | None]]
) -> Iterator[tuple[int, int]]:
    """Line and column (from 1) of cells in a stretch of well-formed records.

    Args:
        stream: The file.
        stretch: Where the records stand.
        rules: How a record is cut into cells.
        wanted: Record number and position of each cell, sorted; position ``None`` is the record itself.
    """
    stream.seek(stretch.start)
    lines = stream.read(stretch.end - stretch.start).split(b"\n")
    starts = range(len(lines)) if stretch.is_simple else _starts(lines, (rules.quote or "").encode())
    for row, position in wanted:
        index = row - stretch.first_row
        first = starts[index]
        if not position:
            yield stretch.first_line + first, 1
            continue
        end = starts[index + 1] if index + 1 < len(starts) else len(lines)
        before = _before(b"\n".join(lines[first:end]).decode(), position, rules)
        yield stretch.first_line + first + before.count("\n"), len(before) - before.rfind("\n")


def _starts(lines: Sequence[bytes], quote: bytes) -> list[int]:
    """The lines at which records begin: those behind an even number of quotes."""
    counts = accumulate(line.count(quote) for line in lines)
    return [0, *(index for index, count in enumerate(counts, start=1) if count % 2 == 0)]


def _before(record: str, position: int, rules: Grammar) -> str:
    """What stands in a record before a cell."""
    cells = rules.starts(record)
    return record[: cells[min(position, len(cells) - 1)]]
