"""A difference as text: a line a table, then every change by resource, then what it asks of the version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from talent_dataset.releases.difference.bump import Bump, bump_of
from talent_dataset.releases.difference.document import (
    change_text,
    is_changed,
    key_text,
    mark,
    not_shown,
    sentence,
    title,
    whole_sentence,
)
from talent_dataset.render.columns import columns, fit, pad
from talent_dataset.render.lines import Line, Style, line, paragraph, visible

if TYPE_CHECKING:
    from talent_dataset.releases.difference import Change, Difference, Rows

_HEADS = ("before", "now", "added", "removed", "changed", "cells")
_GAP = "  "
_INDENT = 4
_STYLES: dict[str, Style] = {"+": "good", "-": "bad", "~": "warning"}


def difference_lines(difference: Difference, *, width: int = 80) -> Iterator[Line]:
    """The difference in lines of ``width`` columns."""
    yield line((fit(visible(title(difference)), width), "head"))
    yield line()
    if difference.is_empty:
        yield line(("No difference.", "good"))
        return
    yield from _tables([rows for rows in difference.tables if is_changed(rows)], width)
    for name in dict.fromkeys(one.resource for one in difference.changes):
        yield from _of_resource(name, difference, width)
    yield from bump_lines(bump_of(difference), width)


def _of_resource(name: str | None, difference: Difference, width: int) -> Iterator[Line]:
    """What changed in a resource, or in what the package says of itself."""
    yield line((fit(visible(name or "package"), width), "head"))
    for change in difference.changes:
        if change.resource == name:
            yield from _change(change, width)
    for rows in difference.tables:
        if rows.resource == name:
            yield from _examples(rows, width)
    yield line()


def bump_lines(bump: Bump, width: int = 80) -> Iterator[Line]:
    """What the changes ask of the version, and the clauses that do."""
    yield line(("smallest bump: ", "label"), (bump.level, "head"))
    for clause in dict.fromkeys(reason.clause for reason in bump.decisive):
        yield from paragraph(clause, width, indent=_INDENT, style="label")
        for reason in bump.decisive:
            if reason.clause == clause:
                yield from paragraph(whole_sentence(reason.change), width, indent=2 * _INDENT)
    yield line(("as Croissant reads it: ", "label"), bump.croissant)


def _tables(tables: Sequence[Rows], width: int) -> Iterator[Line]:
    if not tables:
        return
    rows = [[_number(n) for n in _numbers(one)] for one in tables]
    widths = [max(map(len, column)) for column in zip(_HEADS, *rows, strict=True)]
    names = [visible(one.resource) for one in tables]
    most = width - sum(widths) - len(_GAP) * len(widths)
    first = max(min(max(map(columns, [*names, "table"])), most), len("table"))
    yield line((pad("table", first), "label"), (_cells(_HEADS, widths), "label"))
    for name, cells in zip(names, rows, strict=True):
        yield line(pad(fit(name, first), first), _cells(cells, widths))
    yield line()


def _numbers(rows: Rows) -> tuple[int | None, ...]:
    return rows.old, rows.new, rows.added, rows.removed, rows.changed, sum(rows.cells.values())


def _number(number: int | None) -> str:
    return "-" if number is None else f"{number:,}"


def _cells(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "".join(_GAP + pad(cell, width, right=True) for cell, width in zip(cells, widths, strict=True))


def _change(change: Change, width: int) -> Iterator[Line]:
    yield from _marked(mark(change), sentence(change), width)


def _marked(sign: str, text: str, width: int) -> Iterator[Line]:
    """A sign and a paragraph behind it."""
    first, *more = paragraph(text, width, indent=_INDENT)
    yield line("  ", (sign, _STYLES[sign]), " ", first.text.strip())
    yield from more


def _examples(rows: Rows, width: int) -> Iterator[Line]:
    if any((rows.examples.added, rows.examples.removed, rows.examples.changed)):
        yield line("  rows")
    for row in rows.examples.added:
        yield from _row("+", key_text(row.key, row.cells), width)
    for row in rows.examples.removed:
        yield from _row("-", key_text(row.key, row.cells), width)
    for one in rows.examples.changed:
        yield from _row("~", key_text(one.key), width)
        for name, (old, new) in one.cells.items():
            yield from paragraph(f"{name}: {change_text(old, new)}", width, indent=2 * _INDENT)
    for text in not_shown(rows):
        yield from paragraph(text, width, indent=_INDENT, style="label")


def _row(sign: str, text: str, width: int) -> Iterator[Line]:
    yield line("    ", (sign, _STYLES[sign]), " ", fit(visible(text), width - 6))
