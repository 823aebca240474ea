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
    """Gaps in lines of ``width`` columns, under the rows that they belong to: cells alone where nothing backs them."""
    for at, ((table, row_id), those) in enumerate(groupby(gaps, key=lambda gap: (gap.table, gap.row_id))):
        if at:
            yield line()
        yield line((f"{table}  {row_id}", "head"))
        of_row = list(those)
        most = max(columns(_label(gap)) for gap in of_row)
        for gap in of_row:
            head = f"  {pad(_label(gap), most)}  "
            yield line((head, "label"), fit(visible(" | ".join(gap.cells)), max(width - columns(head), 10)))
            if gap.code != "evidence/backing":
                yield from _why(gap, width)


def _label(gap: Gap) -> str:
    return visible(", ".join(gap.fields) or "(the row as such)")


def _why(gap: Gap, width: int) -> Iterator[Line]:
    """What is wrong with an entry, or a cell."""
    yield line(" " * _INDENT, (visible(gap.entry), "place"), "  " if gap.entry else "", (gap.code, "code"))
    yield from paragraph(gap.message, width, indent=_INDENT)
    if gap.hint:
        yield from paragraph(gap.hint, width, indent=_INDENT)
