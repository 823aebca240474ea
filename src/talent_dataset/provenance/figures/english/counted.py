"""What an English number counts, the word behind it; and what compares it: words before and behind, and its sign."""

from __future__ import annotations

import re

from talent_dataset.provenance.figures.english import words
from talent_dataset.provenance.figures.english.words import FUNCTION_WORDS, IRREGULAR_PLURALS
from talent_dataset.provenance.figures.page import FigureDraft, Page

_SIGN = re.compile(r"(?:(?<![a-z0-9)])[-−]|(?<=[\s(])–|(?<![a-z])(?:minus|negative)\s+)$")
_WORDS = re.compile(rf"(?:(?<![a-z])[a-z.]+\s+){{1,{words.MOST_WORDS}}}$")
_GLUED = re.compile(r"(?<![a-z])(over|under|about|around|nearly|almost|exceeding)$")


def before(page: Page, draft: FigureDraft) -> FigureDraft:
    """The amount with the words before it that compare: the longest that are known."""
    if draft.idiom:
        return draft
    text = page.before(draft.start, 36)
    if glued := _GLUED.search(text):
        return _with_word(draft, glued[1], len(glued[1]))
    found = _WORDS.search(text)
    tokens = [(part.start(), part[0]) for part in re.finditer(r"[a-z.]+", found[0])] if found else []
    for place, _ in tokens:
        # The words from here up to the amount: begun with the first, so that the longest phrase wins.
        phrase = " ".join(word for at, word in tokens if at >= place)
        if found and phrase in words.BEFORE:
            return _with_word(draft, phrase, len(found[0]) - place)
    return draft


def _with_word(draft: FigureDraft, phrase: str, length: int) -> FigureDraft:
    draft.start -= length
    draft.comparator = words.BEFORE[phrase]
    return draft


def behind(page: Page, draft: FigureDraft) -> None:
    """``30 or more``, ``30-odd``, ``30+``."""
    for form, comparator in words.BEHIND:
        if found := form.match(page.folded, draft.end):
            draft.comparator, draft.end = comparator, found.end()
            return


def through_unit(page: Page, draft: FigureDraft) -> FigureDraft:
    """``30 people or more``: the span runs through the unit."""
    if draft.unit is None:
        return draft
    # The first form (30-odd) stands between a number and its unit only.
    for form, comparator in words.BEHIND[1:]:
        if found := form.match(page.folded, draft.unit[1]):
            draft.comparator, draft.end = comparator, found.end()
    return draft


def signed(page: Page, draft: FigureDraft) -> FigureDraft:
    """``-5``, ``minus 5``; the hyphen of a score (``3-1``) is no sign."""
    found = _SIGN.search(page.folded[max(0, draft.start - 12) : draft.start])
    # The hyphen of a figure that was read before (3-1) is not to be read again as a sign.
    if found and draft.value is not None and draft.upper is None and draft.start - len(found[0]) >= page.floor:
        draft.value, draft.start = -draft.value, draft.start - len(found[0])
    return draft


# Words behind a number among which its noun is looked for.
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
