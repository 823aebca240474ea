"""Styled lines on a terminal, by rich; loaded only where there is one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TextIO

from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:
    from talent_dataset.render.lines import Line, Style

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
    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    for one in lines:
        text = Text.assemble(*((span.text, _STYLES[span.style]) for span in one.spans))
        text.rstrip()
        console.print(text, soft_wrap=True)
