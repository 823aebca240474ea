"""How quotes are read, and where words stand in a document.

Damaged stretches are read by their repairs, traditional characters as simplified ones, then figures. Texts are made
alike before they are compared, and no word is found inside a longer one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

from talent_dataset.provenance.figures import Figure, find_figures

if TYPE_CHECKING:
    from collections.abc import Iterable

    from talent_dataset.provenance.ledger import Ledger
    from talent_dataset.provenance.records import Entry, Repair

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


# What keyboards write, and what is printed for it.
_TYPED_ALIKE: Final = ("'’‘ʼ＇", '"“”＂', "-‐‑–—−", ",，", "(（", ")）", ":：", ";；")
_SIGNS: Final = {sign: f"[{re.escape(those)}]" for those in _TYPED_ALIKE for sign in those}


def typed_places(text: str, quote: str) -> list[tuple[int, int]]:
    """Where a quote stands, to the character; where it nowhere does, where it stands but for its spaces and signs.

    White space of any kind is then the same, and so are straight and curly quotation marks, and hyphens and dashes.

    Args:
        text: The document.
        quote: The words that are looked for.

    Returns:
        Start and end of each, in order; places inside a longer word or number do not count.
    """
    words = quote.strip()
    return list(places(text, words)) or list(nearly(text, words)) if words else []


def nearly(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Where words stand but for spaces and signs, overlapping places included."""
    pieces = re.findall(r"\s+|.", words)
    pattern = re.compile("".join(r"\s+" if each.isspace() else _SIGNS.get(each, re.escape(each)) for each in pieces))
    found = pattern.search(text)
    while found:
        if not is_cut(text, found.start()) and not is_cut(text, found.end()):
            yield found.span()
        found = pattern.search(text, found.start() + 1)


@lru_cache(maxsize=1 << 17)
def figures_of(text: str, language: str) -> tuple[Figure, ...]:
    """The figures of a text; none in a language without rules.

    A quote may be of another script than its source: one with Han characters is read as Chinese.
    """
    spoken = "zh" if HAN.search(text) else language
    try:
        return tuple(find_figures(text, spoken))
    except ValueError:
        return ()


def repaired(ledger: Ledger, entry: Entry) -> str:
    """The quote of an entry with the declared repairs of its stretch."""
    if entry.start is None:
        return entry.quote
    return patched(entry.quote, entry.start, ledger.repairs_in.get(entry.source_id, ()))


def patched(text: str, start: int, repairs: Iterable[Repair]) -> str:
    """A stretch of a source with its repairs; those that lie across its edges, or find other words, are left out.

    Args:
        text: The stretch as it stands.
        start: Where it begins in the source.
        repairs: Repairs of the source, in the order of their place.
    """
    parts, at = [], 0
    for repair in repairs:
        if repair.start is None or repair.end is None:
            continue
        first, last = repair.start - start, repair.end - start
        if first >= at and text[first:last] == repair.raw and repair.raw:
            parts += [text[at:first], repair.reading]
            at = last
    return "".join([*parts, text[at:]])


def simplified(text: str) -> str:
    """A Chinese text in simplified characters; other texts as they are."""
    return str(_converter().convert(text)) if HAN.search(text) else text


@cache
def _converter() -> Any:
    # Loading its dictionaries takes a tenth of a second, and few packages quote traditional characters.
    from opencc import OpenCC

    return OpenCC("t2s")


def reading_of(ledger: Ledger, entry: Entry) -> str:
    """The words of an entry as they are to be read: restored by the curator, else repaired."""
    return entry.quote_restored or repaired(ledger, entry)
