"""Ordinals in Chinese: ``第一次``, ``第20届``, ``首个``; and what is numbered without counting (``第三条``)."""

from __future__ import annotations

import re
from decimal import Decimal

from talent_dataset.books.figures.chinese import numerals, words
from talent_dataset.books.figures.page import Draft, Page

_FIRST = re.compile(r"首(?=[届次个批家期年])(?!次元|年度|个人)")
_OF_A_TEXT = re.compile(r"[条章节款页编](?![例件理])")
_NUMBERED = re.compile(r"号")


def ordinal(page: Page, at: int) -> Draft | int | None:
    """An ordinal with 第 or 首; the end of one that names an article or a chapter."""
    text = page.folded
    if text[at] == "首":
        found = _FIRST.match(text, at)
        return Draft(at, at + 1, "ordinal", Decimal(1), unit=(at + 1, at + 2)) if found else None
    place = at + 2 if text[at + 1 : at + 2] == " " else at + 1
    number = numerals.read(text, place) if place < len(text) else None
    if number is None or number.value is None:
        return None
    if _OF_A_TEXT.match(text, number.end) or _NUMBERED.match(text, number.end):
        return number.end + 1
    draft = Draft(at, number.end, "ordinal", number.value, number.upper, number.comparator, number.scale)
    if measure := words.measure(text, number.end, words.MEASURES):
        draft.unit = (number.end, number.end + len(measure))
    return draft
