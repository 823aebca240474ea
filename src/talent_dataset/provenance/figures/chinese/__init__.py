"""Figures in Chinese: which reader is asked at which character.

A change of words belongs in ``words`` (comparators, units, what is no number), of numbers into ``numerals``, of dates
into ``dates``; this module only tells who reads what.
"""

from __future__ import annotations

import re
from typing import Final

from talent_dataset.provenance.figures.chinese import amounts, dates, names, numerals
from talent_dataset.provenance.figures.chinese.words import fold
from talent_dataset.provenance.figures.english.names import skip
from talent_dataset.provenance.figures.page import FigureReader

__all__ = ["READERS", "START", "fold", "skip"]

_SIGNS: Final = "$¥€£"
_CODES: Final = ("RMB", "CNY", "USD", "EUR", "HKD", "US$", "HK$", "NT$", "AU$", "CA$", "S$", "A$", "C$")
START: Final = re.compile(
    rf"[0-9〇廿卅一二三四五六七八九十百千万亿两几数第首半元{_SIGNS}]|零(?!下)|{'|'.join(map(re.escape, _CODES))}"
    r"|[上本]世纪(?=[1-9一二三四五六七八九])|前(?=[一二三四]个?季度)"
)
"""Characters at which a figure can start."""

_NUMERALS: Final[tuple[FigureReader, ...]] = (
    names.name,
    names.word,
    dates.time,
    dates.date,
    names.numbered,
    names.code,
    amounts.percent,
    amounts.half,
    amounts.amount,
)
_MONEY: Final[tuple[FigureReader, ...]] = (amounts.amount,)
READERS: Final[dict[str, tuple[FigureReader, ...]]] = {
    **dict.fromkeys("0123456789〇零廿卅一二三四五六七八九十百千万亿两几数", _NUMERALS),
    **dict.fromkeys([*_SIGNS, *_CODES], _MONEY),
    **dict.fromkeys(("元", "前", "上世纪", "本世纪"), (dates.date,)),
    "第": (names.word, dates.date, numerals.ordinal),
    "首": (numerals.ordinal,),
    "半": (amounts.half,),
}
"""Who may read a figure at a character, in the order in which they are asked."""
