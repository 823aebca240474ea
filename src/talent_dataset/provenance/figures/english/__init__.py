"""Figures in English: which reader is asked at which word or sign.

A change of words belongs in ``words`` (comparators, units, what is no figure), of numbers into ``numerals``, of dates
into ``dates``; this module only tells who reads what.
"""

from __future__ import annotations

import re
from typing import Final

from talent_dataset.provenance.figures.english import amounts, dates, names, numerals
from talent_dataset.provenance.figures.english.names import skip
from talent_dataset.provenance.figures.english.words import fold
from talent_dataset.provenance.figures.page import FigureReader

__all__ = ["READERS", "START", "fold", "skip"]

START: Final = re.compile(r"[a-z]+|(?<![a-z0-9])\.(?=[0-9])|[0-9½¼¾$€£¥₩₹№]")
"""Words and signs: the only places where a figure can start."""

_DIGITS: Final[tuple[FigureReader, ...]] = (
    names.name,
    dates.time,
    dates.digits_first,
    dates.part_of_year,
    names.code,
    numerals.ordinal,
    amounts.amount,
)
_AMOUNT: Final[tuple[FigureReader, ...]] = (amounts.amount,)


def _by_word() -> dict[str, tuple[FigureReader, ...]]:
    spelt = dict.fromkeys([*numerals.SMALL, "several", "many"], _AMOUNT)
    plurals = dict.fromkeys(
        ("tens", "dozens", "hundreds", "thousands", "millions", "billions", "dozen", *amounts.BARE), _AMOUNT
    )
    # Tens may begin an ordinal: twenty-first.
    tens = dict.fromkeys([word for word, value in numerals.SMALL.items() if value >= 20], (numerals.ordinal, *_AMOUNT))  # noqa: PLR2004
    ranks = dict.fromkeys(numerals.WORDS, (dates.part_of_year, numerals.ordinal))
    months = dict.fromkeys((*dates.MONTHS, "mid"), (dates.month_first,))
    seasons = dict.fromkeys([*dates.SEASONS, "q", "fy", "h"], (dates.part_of_year,))
    codes = dict.fromkeys(
        ("us", "hk", "nt", "rmb", "cny", "usd", "eur", "gbp", "jpy", "hkd", "a", "an", "s", "c"), _AMOUNT
    )
    halves = {
        "one": (numerals.ordinal, amounts.amount),
        "half": (amounts.amount, amounts.half),
        "a": (amounts.amount, amounts.half),
        "an": (amounts.half, amounts.amount),
    }
    return {**spelt, **plurals, **tens, **ranks, **months, **seasons, **codes, **halves, "no": (numerals.numbered,),
            "nos": (numerals.numbered,)}  # fmt: skip


READERS: Final[dict[str, tuple[FigureReader, ...]]] = {
    **_by_word(),
    **dict.fromkeys("0123456789", _DIGITS),
    **dict.fromkeys("½¼¾$€£¥₩₹.", _AMOUNT),
    "№": (numerals.numbered,),
}
"""Who may read a figure at a word or sign, in the order in which they are asked."""
