"""The work list of a curator: rows, their cells, and what each of them lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from talent_dataset.render.columns import columns, fit, pad
from talent_dataset.render.lines import Line, line, paragraph
from talent_dataset.render.safe import visible

if TYPE_CHECKING:
    from talent_dataset.books.gaps import Gap

_INDENT = 4


def gap_lines(gaps: Sequence[Gap], width: int) -> Iterator[Line]:
    """Gaps in lines of ``width`` columns, under the rows that they belong to; cells without any entry first."""
    for at, ((table, row_id), those) in enumerate(groupby(gaps, key=lambda gap: (gap.table, gap.row_id))):
        if at:
            yield line()
        yield line((f"{table}  {row_id}", "head"))
        of_row = list(those)
        naked = [gap for gap in of_row if not gap.entry]
        most = max((columns(gap.field) for gap in naked), default=0)
        for gap in naked:
            head = f"  {pad(visible(gap.field), most)}  "
            yield line((head, "label"), fit(visible(gap.cell), width - columns(head)))
        for gap in (gap for gap in of_row if gap.entry):
            yield from _of_entry(gap, width)


def _of_entry(gap: Gap, width: int) -> Iterator[Line]:
    """An entry that does not hold: the cell, and why."""
    head = f"  {visible(gap.field)}  "
    yield line((head, "label"), fit(visible(gap.cell), width - columns(head)))
    yield line(" " * _INDENT, (gap.entry, "place"), f"  {gap.code}")
    yield from paragraph(gap.message, width, indent=_INDENT)
