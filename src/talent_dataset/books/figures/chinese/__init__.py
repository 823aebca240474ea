"""Figures in Chinese: which reader is asked at which character.

A change of words belongs into ``words`` (comparators, units, what is no number), of numbers into ``numerals``, of dates
into ``dates``; this module only tells who reads what.
"""

from __future__ import annotations

import re
from typing import Final

from talent_dataset.books.figures.chinese import amounts, dates, names, ordinals, times
from talent_dataset.books.figures.chinese.folding import fold
from talent_dataset.books.figures.english.names import skip
from talent_dataset.books.figures.page import Reader

__all__ = ["START", "fold", "readers", "skip"]

START: Final = re.compile(
    r"[0-9〇廿卅一二三四五六七八九十百千万亿两几数第首半元$¥€£]|零(?!下)|RMB|CNY|USD|EUR|HKD|(?:US|HK|NT|AU|CA|S|A|C)\$|[上本]世纪(?=[1-9一二三四五六七八九])|前(?=[一二三四]个?季度)"
)
"""Characters at which a figure can start."""

_NUMERALS: Final[tuple[Reader, ...]] = (
    names.name,
    names.word,
    times.time,
    dates.date,
    names.numbered,
    names.code,
    amounts.percent,
    amounts.half,
    amounts.amount,
)
_BY_TOKEN: Final[dict[str, tuple[Reader, ...]]] = {
    "第": (names.word, dates.date, ordinals.ordinal),
    "首": (ordinals.ordinal,),
    "半": (amounts.half,),
    "元": (dates.date,),
    "前": (dates.date,),
    "上世纪": (dates.date,),
    "本世纪": (dates.date,),
}
_MONEY: Final[tuple[Reader, ...]] = (amounts.amount,)


def readers(token: str) -> tuple[Reader, ...]:
    """Who may read a figure at a character, in the order in which they are asked."""
    if token in _BY_TOKEN:
        return _BY_TOKEN[token]
    return _MONEY if token[0] in "$¥€£" or (token.isascii() and token.isupper()) or token.endswith("$") else _NUMERALS
