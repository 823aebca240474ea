"""A line of a file with a cell marked under it, as compilers show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from talent_dataset.engine.reading.bytes import end_column
from talent_dataset.render.columns import columns, fit, fit_end
from talent_dataset.render.lines import Line, line, visible

if TYPE_CHECKING:
    from talent_dataset.engine.issues import Issue

_GUTTER: Final = 7
_BAR: Final = " | "
_NARROWEST: Final = 20


def marked_line(issue: Issue, width: int) -> list[Line]:
    """The line of the file that an issue names, and marks under its cell; nothing where the line is not known.

    A line that is too wide is cut on both sides, so that the cell is seen. Blanks at the ends of the cell are shown as
    middle dots, other characters that cannot be seen as escapes.
    """
    if issue.excerpt is None or issue.line is None:
        return []
    number = str(issue.line).rjust(_GUTTER)
    room = max(width - len(number) - len(_BAR), _NARROWEST)
    span = _span(issue.excerpt, issue)
    if span is None:
        text = visible(issue.excerpt)
        return [line((number + _BAR, "label"), fit(text, room))] if text.strip() else []
    before, cell, after = _parts(issue.excerpt, *span, room)
    marks = "^" * max(columns(cell), 1)
    return [
        line((number + _BAR, "label"), before, (cell, "sample"), after),
        line((" " * len(number) + _BAR, "label"), " " * columns(before), (marks, issue.severity)),
    ]


def _parts(text: str, start: int, end: int, room: int) -> tuple[str, str, str]:
    """What stands before the cell, the cell, and what stands after it, in the given number of columns."""
    before, after = visible(text[:start]), visible(text[end:])
    cell = fit(visible(_dotted(text[start:end])), room)
    rest = room - columns(cell)
    # What one side does not need is for the other.
    before = fit_end(before, max(rest // 2, rest - columns(after)))
    return before, cell, fit(after, rest - columns(before))


def _dotted(cell: str) -> str:
    """The cell with the blanks at its ends made visible, within its quotes where it has some."""
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        return f'"{_dotted(cell[1:-1])}"'
    inner = cell.strip(" ")
    start = len(cell) - len(cell.lstrip(" "))
    return "·" * start + inner + "·" * (len(cell) - len(inner) - start) if inner else "·" * len(cell)


def _span(text: str, issue: Issue) -> tuple[int, int] | None:
    """Where a cell stands in its line, or the character at fault; ``None`` for faults of the record as such."""
    column, cell = issue.column, issue.cell
    if cell is None:
        return (column - 1, column) if column is not None and 1 < column <= len(text) else None
    if column is None:
        return (
            (start, start + len(cell)) if cell and text.count(cell) == 1 and (start := text.find(cell)) >= 0 else None
        )
    if column > len(text) + 1:
        return None
    return column - 1, (issue.end_column or end_column(text, column, cell)) - 1
