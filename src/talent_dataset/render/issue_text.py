"""One issue as lines: where, what the cell is, the rule, how to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from talent_dataset.render.columns import columns
from talent_dataset.render.lines import Line, Style, line, paragraph

if TYPE_CHECKING:
    from talent_dataset.issues import Issue

INDENT = 4
_LABELLED = INDENT + 6
_LONGEST_CELL = 200
_LONGEST_SENTENCE = 1000


def issue_lines(issue: Issue, *, width: int, base: str = "", descriptor: str = "") -> Iterator[Line]:
    """The issue in lines of ``width`` columns.

    Args:
        issue: What was found.
        width: Columns of the screen; a place is never broken, so that it can be clicked and searched for.
        base: Folder that goes before the issue's file, so that the place can be opened from where the user is.
        descriptor: The descriptor as seen from there.
    """
    where = place(issue, base, descriptor)
    what = line((issue.severity, issue.severity), "  ", (issue.code, "code"))
    if where and columns(where) + 2 + columns(what.text) <= width:
        yield line((where, "place"), "  ", *((s.text, s.style) for s in what.spans))
    else:
        yield from [line((where, "place"))] if where else []
        yield what
    yield from _labelled("at", _at(issue), width)
    if issue.cell is not None:
        yield from _labelled("cell", shown(issue.cell), width)
    yield from _labelled("rule", _cut(issue.message, _LONGEST_SENTENCE), width)
    yield from _labelled("mend", _cut(issue.hint, _LONGEST_SENTENCE), width)


def place(issue: Issue, base: str = "", descriptor: str = "") -> str:
    """``file:line:column`` as far as it is known; the file of a fault of the descriptor is the descriptor."""
    parts = [descriptor if _is_of_descriptor(issue) else place_of(base, issue.path or "")]
    parts += [str(n) for n in (issue.line, issue.column if issue.line else None) if n is not None]
    return ":".join(part for part in parts if part)


def place_of(base: str, path: str) -> str:
    """A path of the package seen from where the user is; a URL and an absolute path as they are."""
    is_relative = "://" not in path and not path.startswith("/")
    return f"{base}/{path}" if base and path and is_relative else path


def _is_of_descriptor(issue: Issue) -> bool:
    """Whether the issue's path is a place in the descriptor."""
    return issue.code.startswith("descriptor/")


def _at(issue: Issue) -> str:
    """Place in the descriptor, resource, record, field and key, in words."""
    key = " ".join(f"{name}={value}" for name, value in (issue.key or {}).items())
    parts = [
        issue.path if issue.path and _is_of_descriptor(issue) else "",
        f"resource {issue.resource}" if issue.resource else "",
        f"row {issue.row}" if issue.row else "",
        f"field {issue.field}" if issue.field is not None else "",
        f"key {_cut(key, _LONGEST_CELL)}" if key else "",
    ]
    return ", ".join(part for part in parts if part)


def _labelled(label: str, text: str, width: int) -> list[Line]:
    """A labelled paragraph, or nothing where there is no text."""
    style: Style = "sample" if label == "cell" else ""
    return paragraph(text, width, indent=_LABELLED, label=" " * INDENT + label, style=style) if text else []


def shown(cell: str) -> str:
    """A cell as it is shown: in quotes where it is empty or its ends are blank, cut where it is long."""
    cut = _cut(cell, _LONGEST_CELL)
    return f'"{cut}"' if cut.strip() != cut or not cut else cut


def _cut(text: str, longest: int) -> str:
    """A text of at most ``longest`` characters; where more was there, how many."""
    return text if len(text) <= longest else f"{text[:longest]}... ({len(text):,} characters)"
