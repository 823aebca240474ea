"""Whether a quote gives a name or another text of a cell, word for word."""

from __future__ import annotations

from talent_dataset.books.cells.reading import READ, UNREAD, Reading
from talent_dataset.books.cells.wording import alike
from talent_dataset.books.reading import simplified


def read_name(cell: str, text: str) -> Reading:
    """Whether a quote is the name in a cell; it must be the whole of it."""
    if is_same(cell, text):
        return READ
    return Reading(
        code="evidence/value",
        message=f"The name {cell!r} is not what the quote {text!r} says.",
        hint="Correct the cell or the quote; a translation or a label of your own is inferred, with the reason.",
    )


def read_text(cell: str, text: str) -> Reading:
    """Whether a quote is the text of a cell, whole: of a part, nobody could tell what was left out."""
    return READ if is_same(cell, text) else UNREAD


def is_same(cell: str, text: str) -> bool:
    """Whether two texts are the same but for case, spaces, marks and script."""
    one, other = alike(cell), alike(text)
    return one == other or one == alike(simplified(text))
