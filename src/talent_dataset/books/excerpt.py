"""Some words of a document among their neighbours, as a curator sees them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words of a document and what stands around them, each on one line.

    Attributes:
        line: Line of the document on which the words begin, counted from 1.
        before: What stands before them.
        words: The words.
        after: What stands behind them.
    """

    line: int
    before: str
    words: str
    after: str


def excerpt(text: str, start: int, end: int, around: int = 120) -> Excerpt:
    """The words at ``[start, end)`` of a text.

    White space of any kind and length is one space here; ``around`` is how many code points to show on either side.
    """
    before, words, after = text[max(start - around, 0) : start], text[start:end], text[end : end + around]
    return Excerpt(text.count("\n", 0, start) + 1, _flat(before), _flat(words), _flat(after))


def _flat(text: str) -> str:
    inner = " ".join(text.split())
    if not inner:
        return " " if text else ""
    return f"{' ' * text[0].isspace()}{inner}{' ' * text[-1].isspace()}"
