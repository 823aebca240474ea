"""Numerals in Chinese text that name a thing and count nothing: ``2号线``, ``5G``, ``（一）``, ``一是``, ``统一``."""

from __future__ import annotations

import re

from talent_dataset.provenance.figures.chinese import words
from talent_dataset.provenance.figures.english import names as codes
from talent_dataset.provenance.figures.english.names import skip
from talent_dataset.provenance.figures.numeral import MOST_DIGITS
from talent_dataset.provenance.figures.page import Page

_ENDLESS = re.compile(rf"[0-9〇零一二三四五六七八九十百千万亿两几]{{{2 * MOST_DIGITS},}}")
_NUMERAL = r"[0-9〇零一二三四五六七八九十百千]{1,6}"
_NUMBER_OF_A_THING = re.compile(rf"{_NUMERAL}号")
_DOCUMENT = re.compile(r"[0-9]{4}[〕\]】]\s?(?:第?[0-9]+号)?")
_IN_YEAR_BRACKETS = re.compile(r"[〔\[【]$")
_MARKER = re.compile(r"[一二三四五六七八九十]{1,3}(?:、|[)）]|[.．]\s?)|[0-9]{1,2}(?:、|[)）]|[.．](?![0-9]))")
_CODE_BEFORE = re.compile(
    r"(?:代码|证券|股票|电话|邮编|热线|编号|账号|传真|手机|微信|型号|版本|专线)(?:号)?(?:为|是)?\s?[:：(（]?\s?$"
)
_LINE_START = re.compile(r"(?:^|\n)[\s\u3000]*[(（]?$")
_IN_BRACKETS = re.compile(r"[(（]$")
_BRACKETED = re.compile(r"[一二三四五六七八九十]{1,3}[)）]")
_ENUMERATED = re.compile(r"[一二三四五六七八九十](?:是|要|者)(?![否])")
_ENUMERATION = re.compile(r"(?:^|[，。；：:;,、\s“])$")
_NAME_WITH_DOT = re.compile(r"[0-9一二三四五六七八九十]{1,2}[·・][0-9一二三四五六七八九十]{1,2}(?![0-9])")
_ANYWHERE = re.compile("")
_GENERATION = re.compile(r"[0-9]0后(?![来台续期勤面方备])")
_VERSION = re.compile(r"[0-9]+\.[0-9]+版")
_NAMES = (
    (_ANYWHERE, _NAME_WITH_DOT),
    (_ANYWHERE, _GENERATION),
    (_ANYWHERE, _VERSION),
    (_IN_YEAR_BRACKETS, _DOCUMENT),
    (_LINE_START, _MARKER),
    (_IN_BRACKETS, _BRACKETED),
    (_ENUMERATION, _ENUMERATED),
)
"""What stands before, and what names there."""


def name(page: Page, at: int) -> int | None:
    """The end of what is no figure; ``None`` where it may be one."""
    if endless := _ENDLESS.match(page.folded, at):
        return endless.end()
    before = page.folded[max(0, at - 12) : at]
    if _CODE_BEFORE.search(before):
        return codes.code(page, at) or skip(page, at) or None
    if page.folded[at].isdigit() and (end := codes.name(page, at)):
        return end
    for context, form in _NAMES:
        if (found := form.match(page.folded, at)) and context.search(before):
            return found.end()
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
