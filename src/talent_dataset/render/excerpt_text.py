"""Words of a document among their neighbours, on one line of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from talent_dataset.render.columns import columns, fit, fit_end
from talent_dataset.render.lines import Line, line
from talent_dataset.render.safe import visible

if TYPE_CHECKING:
    from talent_dataset.books.excerpt import Excerpt

_CUT: Final = "..."
_BRACKETS: Final = 2


def excerpt_line(shown: Excerpt, width: int, *, indent: int = 0) -> Line:
    """The words in brackets, between as much of their neighbours as fits into ``width`` columns."""
    room = max(width - indent, 20)
    words = fit(visible(shown.words), room - _BRACKETS)
    rest = room - columns(words) - _BRACKETS
    before, after = visible(shown.before), visible(shown.after)
    # What one side does not need is for the other.
    head = fit_end(before, max(rest // 2, rest - columns(after)))
    return line(" " * indent, head, (f"[{words}]", "sample"), fit(after, rest - columns(head)))
