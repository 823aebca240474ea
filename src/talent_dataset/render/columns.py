"""Width on a screen, where Chinese takes two columns and a combining mark none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_ELLIPSIS = "..."
_RUN = re.compile(r"[^\s，。、；：？！（）《》「」『』“”]+")
# What Chinese typography keeps from the start and from the end of a line.
_NOT_FIRST = frozenset("，。、；：？！）》」』】〕”’…—·")
_NOT_LAST = frozenset("（《「『【〔“‘")


def columns(text: str) -> int:
    """How many columns of a terminal ``text`` takes."""
    return len(text) if text.isascii() else sum(map(_of, text))


@lru_cache(maxsize=4096)
def _of(char: str) -> int:
    """Columns of one character, by the tables that rich counts with when it draws: the same with every Python."""
    if char.isascii():
        return 1
    # Most reports are ASCII, and the tables take some milliseconds to load.
    from rich.cells import get_character_cell_size

    return get_character_cell_size(char)


def fit(text: str, width: int) -> str:
    """``text``, cut with three points where it is wider than ``width`` columns."""
    if columns(text) <= width:
        return text
    return _head(text, max(width - len(_ELLIPSIS), 0)) + _ELLIPSIS[:width]


def fit_end(text: str, width: int) -> str:
    """``text``, cut at its beginning with three points where it is wider than ``width`` columns."""
    return fit(text[::-1], width)[::-1]


def pad(text: str, width: int, *, right: bool = False) -> str:
    """``text`` filled with spaces up to ``width`` columns, on its left where it is set flush right."""
    space = " " * max(width - columns(text), 0)
    return space + text if right else text + space


def _head(text: str, width: int) -> str:
    """The longest beginning of ``text`` that is no wider than ``width``."""
    taken = 0
    for index, char in enumerate(text):
        taken += _of(char)
        if taken > width:
            return text[:index]
    return text


def wrap(text: str, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` columns: broken at spaces and between Chinese characters.

    A word wider than a line, a path and an address are never broken: they can be searched for, and clicked. There is
    always at least one line.
    """
    if columns(text) <= width:
        return [text]
    lines = [""]
    for piece in _pieces(text):
        if lines[-1].strip() and columns(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip() or piece
    return [line.rstrip() for line in lines if line.strip()] or [""]


def _pieces(text: str) -> Iterator[str]:
    """The parts of a text that are kept together, each with the spaces that follow it."""
    # What has a slash in it, up to a space or a mark of Chinese typography, is a path, an address or a code.
    paths = (found for found in _RUN.finditer(text) if "/" in found[0] or ":\\" in found[0])
    whole = {index for found in paths for index in range(found.start() + 1, found.end())}
    start = 0
    for index in range(1, len(text)):
        if index not in whole and _may_break(text[index - 1], text[index]):
            yield text[start:index]
            start = index
    yield text[start:]


def _may_break(before: str, after: str) -> bool:
    """Whether a line may end between two neighbouring characters."""
    if after == " " or _of(after) == 0:
        return False
    if before == " ":
        return True
    is_wide = _of(before) == 2 or _of(after) == 2  # noqa: PLR2004 - two columns
    return is_wide and after not in _NOT_FIRST and before not in _NOT_LAST
