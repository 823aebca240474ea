"""Lines of styled text: what the text renderers make, before it is known whether a terminal or a pipe reads them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from talent_dataset.render.columns import columns, wrap
from talent_dataset.render.safe import visible

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
    broken = wrap(visible(text), width - indent)
    lead = [label + " " * max(indent - columns(label), 0)] + [" " * indent] * (len(broken) - 1)
    return [line((head, "label"), (rest, style)) for head, rest in zip(lead, broken, strict=True)]


def plain(lines: Iterable[Line]) -> str:
    """The lines as text for a pipe or a file, each with its line end."""
    return "".join(one.text + "\n" for one in lines)
