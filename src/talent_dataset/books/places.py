"""Where words stand in a document: every place, and none inside a longer word or number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

# What keyboards write, and what is printed for it.
_ALIKE: Final = ("'’‘ʼ＇", '"“”＂', "-‐‑–—−", ",，", "(（", ")）", ":：", ";；")
_SIGNS: Final = {sign: f"[{re.escape(those)}]" for those in _ALIKE for sign in those}
_JOINTS: Final = frozenset(".,٫٬：:．，")


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
    if not words:
        return []
    exact = list(_all(re.compile(re.escape(words)), text))
    return exact or list(_all(_lenient(words), text))


def _all(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """Every match, overlapping ones included."""
    found = pattern.search(text)
    while found:
        if not cuts(text, found.start()) and not cuts(text, found.end()):
            yield found.span()
        found = pattern.search(text, found.start() + 1)


def _lenient(words: str) -> re.Pattern[str]:
    pieces = re.findall(r"\s+|.", words)
    return re.compile("".join(r"\s+" if piece.isspace() else _SIGNS.get(piece, re.escape(piece)) for piece in pieces))


def cuts(text: str, at: int) -> bool:
    """Whether a place is inside a number, or inside a word that is written with an alphabet."""
    before, after = text[at - 1 : at] if at else "", text[at : at + 1]
    if not before or not after:
        return False
    if _is_of_word(before) and _is_of_word(after):
        return before.isdigit() == after.isdigit() or (before.isascii() and after.isascii())
    is_joint = before in _JOINTS and text[at - 2 : at - 1].isdigit() and after.isdigit()
    return is_joint or (after in _JOINTS and before.isdigit() and text[at + 1 : at + 2].isdigit())


def _is_of_word(char: str) -> bool:
    """Whether it is a letter of an alphabet, or a digit."""
    return char.isdigit() or (char.isalpha() and not "\u2e80" <= char <= "\ufaff" and not char >= "\U00020000")
