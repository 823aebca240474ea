"""Where words that a curator types stand in a document: every place, and none inside a longer word or number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from talent_dataset.books.cells import wording

if TYPE_CHECKING:
    from collections.abc import Iterator

# What keyboards write, and what is printed for it.
_ALIKE: Final = ("'’‘ʼ＇", '"“”＂', "-‐‑–—−", ",，", "(（", ")）", ":：", ";；")
_SIGNS: Final = {sign: f"[{re.escape(those)}]" for those in _ALIKE for sign in those}


def places(text: str, quote: str) -> list[tuple[int, int]]:
    """Where a quote stands, to the character; where it nowhere does, where it stands but for its spaces and signs.

    White space of any kind is then the same, and so are straight and curly quotation marks, and hyphens and dashes.

    Args:
        text: The document.
        quote: The words that are looked for.

    Returns:
        Start and end of each, in order; places inside a longer word or number are none.
    """
    words = quote.strip()
    return list(wording.places(text, words)) or list(nearly(text, words)) if words else []


def nearly(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Where words stand but for spaces and signs, overlapping places included."""
    pieces = re.findall(r"\s+|.", words)
    pattern = re.compile("".join(r"\s+" if each.isspace() else _SIGNS.get(each, re.escape(each)) for each in pieces))
    found = pattern.search(text)
    while found:
        if not wording.is_cut(text, found.start()) and not wording.is_cut(text, found.end()):
            yield found.span()
        found = pattern.search(text, found.start() + 1)
