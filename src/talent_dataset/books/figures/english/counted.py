"""What an English number counts: the word behind it."""

from __future__ import annotations

import re

from talent_dataset.books.figures.english.words import FUNCTION_WORDS, IRREGULAR_PLURALS
from talent_dataset.books.figures.page import Page

_MOST_WORDS = 4
_WORD = re.compile(r"(?:\s{1,3}|\s?-|(?<=[0-9]))([a-z][a-z’'-]*)")
_PLURAL = re.compile(r"[a-z’-]+(?<![’'iuos])s$|[a-z-]+(?:ries|ses|oes|eos|shoes|buses)$|[a-z-]*[a-z]ios$")


def unit(page: Page, end: int) -> tuple[int, int] | None:
    """Where the counted noun stands: the first plural among the next words, else the next word; none without one.

    ``13 specific measures`` counts measures, ``six-lane`` lanes; function words and punctuation end the search.
    """
    first, at = None, end
    for _ in range(_MOST_WORDS):
        found = _WORD.match(page.folded, at)
        if found is None or found[1] in FUNCTION_WORDS:
            break
        if first is None:
            first = found.span(1)
            if found[0][0] == "-":
                break
        if is_plural(found[1]):
            return found.span(1)
        at = found.end()
    return first


def directly(page: Page, end: int) -> tuple[int, int] | None:
    """Where the word directly behind stands, unless it is a function word."""
    found = _WORD.match(page.folded, end)
    return None if found is None or found[1] in FUNCTION_WORDS else found.span(1)


def is_plural_behind(page: Page, end: int) -> bool:
    """Whether a noun for many stands directly behind a number, in small letters."""
    found = _WORD.match(page.folded, end)
    return found is not None and page.text[found.start(1)].islower() and is_plural(found[1])


def is_plural(word: str) -> bool:
    """Whether a word looks like a noun for many."""
    return word not in FUNCTION_WORDS and (word in IRREGULAR_PLURALS or bool(_PLURAL.match(word)))
