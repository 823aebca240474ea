"""Lines of styled text, and small tables of them: made before it is known whether a terminal or a pipe reads them.

Text of strangers is harmless to look at: nothing in a name or a cell may move the cursor or hide itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TextIO

from talent_dataset.render.columns import columns, fit, pad, wrap

# The ideographic space is ordinary Chinese text; joiners hold emoji and several scripts together.
_KEPT = frozenset("\u3000\u200c\u200d")
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def visible(text: str) -> str:
    r"""``text`` with every character that a terminal obeys or hides written as an escape (``\x1b``, ``\u202e``).

    Control characters, line and paragraph separators, bidirectional marks, zero-width and other invisible
    characters, unassigned ones and lone surrogates are escaped; letters, marks and signs of every script stay.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in _KEPT else _escape(c) for c in text)


def _escape(char: str) -> str:
    """One character as Python would write it."""
    if char in _SHORT:
        return _SHORT[char]
    code = ord(char)
    if code <= 0xFF:  # noqa: PLR2004 - the width of a two-digit escape
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004


INDENT: Final = 4
"""Columns by which what belongs to a line stands in under it."""

Style = Literal["", "head", "place", "code", "label", "error", "warning", "info", "good", "bad", "sample"]


@dataclass(frozen=True, slots=True)
class Span:
    """Some text of a line, in one style. Its text is made harmless when it is made."""

    text: str
    style: Style = ""

    def __post_init__(self) -> None:
        """Escape whatever a terminal would obey."""
        object.__setattr__(self, "text", visible(self.text))


@dataclass(frozen=True, slots=True)
class Line:
    """One line, as spans."""

    spans: tuple[Span, ...] = ()

    @property
    def text(self) -> str:
        """The line without its styles."""
        return "".join(span.text for span in self.spans).rstrip()


def line(*parts: str | tuple[str, Style]) -> Line:
    """A line of plain texts and ``(text, style)`` pairs."""
    return Line(tuple(Span(p) if isinstance(p, str) else Span(*p) for p in parts))


def paragraph(text: str, width: int, *, indent: int = 0, style: Style = "", label: str = "") -> list[Line]:
    """``text`` broken into lines of ``width`` columns; a ``label`` stands in the indent of the first line.

    Line breaks of the text itself are shown as escapes: a paragraph is one paragraph.
    """
    # Made harmless before it is broken: an escape is wider than the character that it stands for.
    broken = wrap(visible(text), width - indent)
    lead = [label + " " * max(indent - columns(label), 0)] + [" " * indent] * (len(broken) - 1)
    return [line((head, "label"), (rest, style)) for head, rest in zip(lead, broken, strict=True)]


def plain(lines: Iterable[Line]) -> str:
    """The lines as text for a pipe or a file, each with its line end."""
    return "".join(one.text + "\n" for one in lines)


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


_STYLES: dict[Style, str] = {
    "": "",
    "head": "bold",
    "place": "bold",
    "code": "cyan",
    "label": "dim",
    "error": "bold red",
    "warning": "bold yellow",
    "info": "bold blue",
    "good": "bold green",
    "bad": "bold red",
    "sample": "yellow",
}


def print_lines(lines: Iterable[Line], stream: TextIO) -> None:
    """Print the lines in colour, as they come; without colour where ``NO_COLOR`` or a dumb terminal asks for it.

    The lines are already as wide as they shall be, so rich neither breaks nor marks them up.
    """
    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    for one in lines:
        text = Text.assemble(*((span.text, _STYLES[span.style]) for span in one.spans))
        text.rstrip()
        console.print(text, soft_wrap=True)
