"""Digits that name a thing in English text, and count nothing: ``COVID-19``, ``5G``, telephone numbers, versions."""

from __future__ import annotations

import re

from talent_dataset.provenance.figures.english import words
from talent_dataset.provenance.figures.page import Page

# Versions and addresses of machines; telephones; digits that start with 0; stocks.
_CODE = re.compile(
    r"[0-9]+(?:\.[0-9]+){2,}(?:[-.]?[a-z0-9]+)*"
    r"|[0-9]+(?:[-–][0-9]+){2,}|0[0-9]{2,3}[-–\s][0-9]{3,4}\s?[0-9]{4}|1[3-9][0-9]{9}(?![0-9])|\([0-9]{3}\)\s?[0-9]{3}-[0-9]{4}"
    r"|0[0-9]+(?![0-9.:])"
    r"|[0-9]{5,6}\.(?:sh|sz|hk|bj)(?![a-z])"
)
_PLUS_CODE = re.compile(r"\+[0-9]{1,3}(?:[-\s]?\(?[0-9]{2,5}\)?){2,5}")
_STOCK = re.compile(r"(?<![a-z])(?:sh|sz|hk|hkex|sse|szse|nasdaq|nyse|hkg|she|sha)\s?:\s?$")
_STANDARD = re.compile(r"(?<![A-Za-z])(?:GB(?:/T)?|ISO|IEC|IEEE|RFC|DIN|ASTM|EN|DB[0-9]{2}(?:/T)?)[\s-]?$")
_STANDARD_NUMBER = re.compile(r"[0-9]+(?:[-:./—][0-9]+)*")
_MARKER = re.compile(r"\(?[0-9]{1,2}[.)](?:\s|$)")
_LINE_START = re.compile(r"(?:^|\n)[ \t]*\(?$")
_IN_A_LIST = re.compile(r"[;:,.]\s\($")
_GLUED_BEHIND = re.compile(r"[A-Z]+[A-Za-z0-9]*|-[A-Z]+[0-9]+")
_CURRENCIES = ("rmb", "cny", "usd", "eur", "hkd", "gbp", "jpy")
_RUN = re.compile(r"[0-9]+(?:[.,][0-9]+){0,3}")
_WHOLE_RUN = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_LETTERS = re.compile(r"(?i:am|pm|km|kg|bn|mn|tn|k|m|b|gb|tb|mw|gw|kw|kwh|mm|cm|ha|c|f|mb)(?![a-z])")


def name(page: Page, at: int) -> int | None:
    """The end of digits that what stands around them makes a part of a name; ``None`` where they may be a figure."""
    text, before = page.folded, page.folded[max(0, at - 24) : at]
    run = _RUN.match(text, at)
    end = run.end() if run else at + 1
    if _is_glued_before(page, at) or _STOCK.search(before) or words.NAMED_BY_NUMBER.search(before):
        return end
    if _STANDARD.search(page.text[max(0, at - 8) : at]) and (number := _STANDARD_NUMBER.match(text, at)):
        return number.end()
    glued = _GLUED_BEHIND.match(page.text, end)
    return glued.end() if glued and not _LETTERS.match(text, end) else None


def code(page: Page, at: int) -> int | None:
    """The end of a telephone number, a version or the marker of a list; ``None`` where digits may be a figure."""
    text, before = page.folded, page.folded[max(0, at - 24) : at]
    if found := _CODE.match(text, at) or (_PLUS_CODE.match(text, at - 1) if before.endswith("+") else None):
        return found.end()
    marker = _MARKER.match(text, at)
    return marker.end() if marker and (_LINE_START.search(before) or _IN_A_LIST.search(before)) else None


def skip(page: Page, at: int) -> int:
    """The end of digits that nobody can read; 0 where there are none."""
    run = _WHOLE_RUN.match(page.folded, at)
    return run.end() if run else 0


def _is_glued_before(page: Page, at: int) -> bool:
    """Whether a capital, or a capital and a hyphen, stands directly before: ``G20``, ``COVID-19``."""
    before = page.text[max(0, at - 2) : at]
    if before[-1:].isalpha():
        return before[-1].isupper() and page.folded[max(0, at - 3) : at].lower() not in _CURRENCIES
    return before[-1:] == "-" and before[:1].isalpha() and _word_has_capital(page, at - 1)


def _word_has_capital(page: Page, end: int) -> bool:
    word = re.search(r"[A-Za-z0-9]+$", page.text[max(0, end - 24) : end])
    return word is not None and any(char.isupper() for char in word[0])
