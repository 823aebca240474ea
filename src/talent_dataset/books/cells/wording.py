"""Whether words stand in a text: both sides are made alike first, and no word is found inside a longer one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")
_SPACE = re.compile(r"\s+")
# Marks that are written in several ways and say the same. Signs, points and percents are left as they are.
_ALIKE = str.maketrans(
    {**dict.fromkeys('“”„‟«»「」『』《》〈〉"', "'"), **dict.fromkeys("‘’‚‛`´", "'"), **dict.fromkeys("‐‑‒–—−－", "-")}
)


@lru_cache(maxsize=1 << 17)
def alike(text: str) -> str:
    """A text as it is compared: one form of each character (NFKC), of case, of quotation marks, hyphens and spaces."""
    folded = text.casefold()
    if not text.isascii():
        # Folding may leave a character that has another form again.
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return _SPACE.sub(" ", folded.translate(_ALIKE)).strip()


def places(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Where words stand in a text, both made alike before, at the boundaries of words."""
    start = text.find(words) if words else -1
    while start >= 0:
        end = start + len(words)
        if not (is_cut(text, start) or is_cut(text, end)):
            yield start, end
        start = text.find(words, start + 1)


def is_cut(text: str, at: int) -> bool:
    """Whether a place lies inside a word or a number; there are no words to cut between Han characters."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if joins(before) and joins(after):
        return True
    if before in ".," and after.isdigit():
        return at > 1 and text[at - 2].isdigit()
    return after in ".," and before.isdigit() and text[at + 1 : at + 2].isdigit()


def joins(character: str) -> bool:
    """Whether a character makes one word or number with its neighbour: letters that are no Han, and digits."""
    return character.isalnum() and not HAN.match(character)


def han_count(text: str) -> int:
    """Number of Han characters."""
    return len(HAN.findall(text))
