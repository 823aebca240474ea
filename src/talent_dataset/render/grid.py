"""Small tables of text: a name at the left, numbers flush right under their heads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from talent_dataset.render.columns import columns, fit, pad
from talent_dataset.render.lines import Line, line, paragraph
from talent_dataset.render.safe import visible

_GAP = "  "


def grid(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int, *, indent: int = 0) -> Iterator[Line]:
    """A table of ``width`` columns; a name that is too wide is cut, all other cells never are.

    Where the screen is too narrow even so, each row is a paragraph.

    Args:
        heads: What stands above each column.
        rows: The cells, names first.
        width: Columns of the screen.
        indent: Columns left free before each line.
    """
    numbers = list(zip(heads[1:], *(row[1:] for row in rows), strict=True))
    widths = [max(map(columns, column)) for column in numbers]
    names = [visible(row[0]) for row in rows]
    most = width - indent - sum(widths) - len(_GAP) * len(widths)
    if most < columns(heads[0]):
        yield from _paragraphs(heads, rows, width, indent)
        return
    first = max(min(max(map(columns, [*names, heads[0]])), most), columns(heads[0]))
    lead = " " * indent
    yield line(lead, (pad(heads[0], first), "label"), (_cells(heads[1:], widths), "label"))
    for name, row in zip(names, rows, strict=True):
        yield line(lead, pad(fit(name, first), first), _cells(row[1:], widths))


def _paragraphs(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int, indent: int) -> Iterator[Line]:
    for name, *cells in rows:
        said = ", ".join(f"{head} {cell}" for head, cell in zip(heads[1:], cells, strict=True))
        short = fit(visible(name), max(width - indent - columns(heads[0]) - len(" :"), 1))
        yield from paragraph(f"{heads[0]} {short}: {said}", width, indent=indent)


def _cells(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "".join(_GAP + pad(cell, width, right=True) for cell, width in zip(cells, widths, strict=True))
