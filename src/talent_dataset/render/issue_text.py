"""One issue as lines: where, what the cell is, the rule, how to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import normpath
from typing import TYPE_CHECKING, Final

from talent_dataset.engine.reading.bytes import end_column
from talent_dataset.render.columns import columns, fit, fit_end
from talent_dataset.render.lines import INDENT, Line, Style, line, paragraph, visible

if TYPE_CHECKING:
    from talent_dataset.engine.issues import Issue

_LABELLED = INDENT + 6
_LONGEST_CELL = 200
_LONGEST_SENTENCE = 1000
_MOST_CELLS = 8


def issue_lines(
    issue: Issue, *, width: int, base: str = "", descriptor: str = "", is_hint_told: bool = False
) -> Iterator[Line]:
    """The issue in lines of ``width`` columns: its place, the line of the file with the cell marked, what to do.

    Args:
        issue: What was found.
        width: Columns of the screen; a place, a path and a word are never broken, so that they can be clicked and
            searched for.
        base: Folder that goes before the issue's file, so that the place can be opened from where the user is.
        descriptor: The descriptor as seen from there.
        is_hint_told: Whether the same hint was just given.
    """
    # The place stands first and unbroken: editors and terminals open `file:line:column` at a click.
    where = place(issue, base, descriptor)
    what = line((issue.severity, issue.severity), "  ", (issue.code, "code"))
    if where and columns(where) + 2 + columns(what.text) <= width:
        yield line((where, "place"), "  ", *((s.text, s.style) for s in what.spans))
    else:
        yield from [line((where, "place"))] if where else []
        yield what
    yield from labelled("at", _at(issue), width)
    marked = marked_line(issue, width)
    yield from marked
    if issue.cell is not None and not marked:
        yield from labelled("cell", shown(issue.cell), width)
    yield from labelled("rule", cut(issue.message, _LONGEST_SENTENCE), width)
    yield from labelled("cells", _cells(issue), width)
    yield from labelled("sql", cut(issue.sql or "", _LONGEST_SENTENCE), width)
    yield from labelled("mend", "" if is_hint_told else cut(issue.hint, _LONGEST_SENTENCE), width)


def _cells(issue: Issue) -> str:
    """The cells that a rule read; of a row with many, those that its SQL names."""
    cells = {} if issue.cells == issue.key else issue.cells or {}
    if len(cells) > _MOST_CELLS:
        # A rough look at the SQL is enough to choose what is shown: a word too many costs a cell on the screen.
        words = set(re.findall(r"\w+", issue.sql or ""))
        named = {name: cell for name, cell in cells.items() if name in words} or cells
        cells = dict(list(named.items())[:_MOST_CELLS])
    texts = (f"{name}={'(none)' if cell is None else shown(cell)}" for name, cell in cells.items())
    return ", ".join(texts)


def place(issue: Issue, base: str = "", descriptor: str = "") -> str:
    """``file:line:column`` as far as it is known; the file of a fault of the descriptor is the descriptor."""
    parts = [_file(issue, base, descriptor), issue.address or ""]
    parts += [str(n) for n in (issue.line, issue.column if issue.line else None) if n is not None]
    return ":".join(part for part in parts if part)


def _file(issue: Issue, base: str, descriptor: str) -> str:
    if issue.file is not None:
        return normpath(place_of(base, issue.file))
    return descriptor if _is_of_descriptor(issue) else place_of(base, issue.path or "")


def place_of(base: str, path: str) -> str:
    """A path of the package seen from where the user is; a URL and an absolute path as they are."""
    is_relative = "://" not in path and not path.startswith("/")
    return f"{base}/{path}" if base and path and is_relative else path


def _is_of_descriptor(issue: Issue) -> bool:
    """Whether the issue's path is a place in the descriptor."""
    return issue.code.startswith("descriptor/")


def _at(issue: Issue) -> str:
    """Place in the descriptor, resource, record, field and key, in words."""
    parts = {
        "resource": issue.resource or None,
        "row": issue.row or None,
        "field": issue.field,
        "key": cut(_key(issue), _LONGEST_CELL) or None,
    }
    path = [issue.path] if issue.path and _is_of_descriptor(issue) else []
    return ", ".join([*path, *(f"{word} {part}" for word, part in parts.items() if part is not None)])


def _key(issue: Issue) -> str:
    """The key of the row, but for the field that is at fault itself."""
    return " ".join(f"{name}={value}" for name, value in (issue.key or {}).items() if name != issue.field)


def labelled(label: str, text: str, width: int) -> list[Line]:
    """A labelled paragraph of an issue, or nothing where there is no text."""
    style: Style = "sample" if label == "cell" else ""
    return paragraph(text, width, indent=_LABELLED, label=" " * INDENT + label, style=style) if text else []


def shown(cell: str) -> str:
    """A cell as it is shown: in quotes where it is empty or its ends are blank, cut where it is long."""
    short = cut(cell, _LONGEST_CELL)
    return f'"{short}"' if short.strip() != short or not short else short


def cut(text: str, longest: int) -> str:
    """A text of at most ``longest`` characters; where more was there, how many."""
    return text if len(text) <= longest else f"{text[:longest]}... ({len(text):,} characters)"


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
    # An empty cell has a mark all the same.
    rest = room - max(columns(cell), 1)
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
    # Columns count from 1, and the end is the column behind the cell.
    return column - 1, (issue.end_column or end_column(text, column, cell)) - 1
