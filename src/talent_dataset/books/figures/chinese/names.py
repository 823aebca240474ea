"""Numerals in Chinese text that name a thing and count nothing: ``2号线``, ``5G``, ``（一）``, ``一是``, ``统一``."""

from __future__ import annotations

import re

from talent_dataset.books.figures.chinese import words
from talent_dataset.books.figures.english import names as codes
from talent_dataset.books.figures.page import Page

_NUMERAL = r"[0-9〇零一二三四五六七八九十百千]{1,6}"
_NUMBER_OF_A_THING = re.compile(rf"{_NUMERAL}号")
_DOCUMENT = re.compile(r"[0-9]{4}[〕\]】]\s?(?:第?[0-9]+号)?")
_MARKER = re.compile(r"[一二三四五六七八九十]{1,3}(?:、|[)）]|[.．]\s?)|[0-9]{1,2}(?:、|[)）]|[.．](?![0-9]))")
_LINE_START = re.compile(r"(?:^|\n)[\s\u3000]*[(（]?$")
_IN_BRACKETS = re.compile(r"[(（]$")
_BRACKETED = re.compile(r"[一二三四五六七八九十]{1,3}[)）]")
_ENUMERATED = re.compile(r"[一二三四五六七八九十](?:是|要|者)(?![否])")
_ENUMERATION = re.compile(r"(?:^|[，。；：:;,、\s“])$")
_NAME_WITH_DOT = re.compile(r"[0-9一二三四五六七八九十]{1,2}[·・][0-9一二三四五六七八九十]{1,2}(?![0-9])")


def name(page: Page, at: int) -> int | None:
    """The end of what is no figure; ``None`` where it may be one."""
    text, before = page.folded, page.folded[max(0, at - 12) : at]
    if text[at].isdigit() and (end := codes.name(page, at)):
        return end
    if (dotted := _NAME_WITH_DOT.match(text, at)) or (
        dotted := _DOCUMENT.match(text, at) if before[-1:] in ("〔", "[", "【") else None
    ):
        return dotted.end()
    if (marker := _MARKER.match(text, at)) and _LINE_START.search(before):
        return marker.end()
    if (marker := _BRACKETED.match(text, at)) and _IN_BRACKETS.search(before):
        return marker.end()
    if (item := _ENUMERATED.match(text, at)) and _ENUMERATION.search(before):
        return item.end()
    return None


def word(page: Page, at: int) -> int | None:
    """The end of a word that holds the numeral and counts nothing."""
    return words.end_of_word(page.folded, at) or None


def numbered(page: Page, at: int) -> int | None:
    """The end of a number with 号, where it is no day."""
    found = _NUMBER_OF_A_THING.match(page.folded, at)
    return found.end() if found else None


def code(page: Page, at: int) -> int | None:
    """The end of a telephone number, a version or a code."""
    return codes.code(page, at) if page.folded[at].isdigit() else None
