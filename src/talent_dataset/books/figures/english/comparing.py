"""What compares an English amount: the words before and behind it, and its sign."""

from __future__ import annotations

import re

from talent_dataset.books.figures.english import words
from talent_dataset.books.figures.page import Draft, Page

_SIGN = re.compile(r"(?:(?<![a-z0-9)])[-−]|(?<=[\s(])–|(?<![a-z])(?:minus|negative)\s+)$")
_WORDS = re.compile(rf"(?:(?<![a-z])[a-z.]+\s+){{1,{words.MOST_WORDS}}}$")
_GLUED = re.compile(r"(?<![a-z])(over|under|about|around|nearly|almost|exceeding)$")


def before(page: Page, draft: Draft) -> Draft:
    """The amount with the words before it that compare: the longest that are known."""
    if draft.idiom:
        return draft
    text = page.before(draft.start, 36)
    if glued := _GLUED.search(text):
        return _with_word(draft, glued[1], len(glued[1]))
    found = _WORDS.search(text)
    tokens = [(part.start(), part[0]) for part in re.finditer(r"[a-z.]+", found[0])] if found else []
    for place, _ in tokens:
        phrase = " ".join(word for at, word in tokens if at >= place)
        if found and phrase in words.BEFORE:
            return _with_word(draft, phrase, len(found[0]) - place)
    return draft


def _with_word(draft: Draft, phrase: str, length: int) -> Draft:
    draft.start -= length
    draft.comparator = words.BEFORE[phrase]
    return draft


def behind(page: Page, draft: Draft) -> None:
    """``30 or more``, ``30-odd``, ``30+``."""
    for form, comparator in words.BEHIND:
        if found := form.match(page.folded, draft.end):
            draft.comparator, draft.end = comparator, found.end()
            return


def through_unit(page: Page, draft: Draft) -> Draft:
    """``30 people or more``: the span runs through the unit."""
    if draft.unit is None:
        return draft
    for form, comparator in words.BEHIND[1:]:
        if found := form.match(page.folded, draft.unit[1]):
            draft.comparator, draft.end = comparator, found.end()
    return draft


def signed(page: Page, draft: Draft) -> Draft:
    """``-5``, ``minus 5``; the hyphen of a score (``3-1``) is no sign."""
    found = _SIGN.search(page.folded[max(0, draft.start - 12) : draft.start])
    if found and draft.value is not None and draft.upper is None and draft.start - len(found[0]) >= page.floor:
        draft.value, draft.start = -draft.value, draft.start - len(found[0])
    return draft
