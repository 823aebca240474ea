"""Ordinals in English: ``first``, ``20th``, ``twenty-first``, ``No. 5``; and the dates that are written with them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from talent_dataset.books.figures.english import counted
from talent_dataset.books.figures.english.numerals import SMALL
from talent_dataset.books.figures.numeral import MOST_DIGITS
from talent_dataset.books.figures.page import Draft, Page

_UNITS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
_OTHERS = [
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
]
_TENS = ["twentieth", "thirtieth", "fortieth", "fiftieth", "sixtieth", "seventieth", "eightieth", "ninetieth"]
WORDS: Final = {
    **{word: number for number, word in enumerate([*_UNITS, *_OTHERS], start=1)},
    **{word: 10 * number for number, word in enumerate(_TENS, start=2)},
    "hundredth": 100,
    "thousandth": 1000,
    "millionth": 10**6,
    "billionth": 10**9,
}
_SPELT = re.compile(
    rf"(?:(?:(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[\s-])?({'|'.join(_UNITS)})"
    rf"|(?:(?:one|a)[\s-](?=hundredth|thousandth|millionth|billionth))?"
    rf"({'|'.join([*_OTHERS, *_TENS, 'hundredth', 'thousandth', 'millionth', 'billionth'])}))(?![a-z])"
)
_WRITTEN = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:st|nd|rd|th)(?![a-z])")
_NUMBERED = re.compile(r"(?:nos?\.\s?|№\s?|number\s)([0-9]+)(?![0-9]|[.,][0-9])")
_CENTURY = re.compile(r"[\s-]+century(?![a-z])")
_PLAN = re.compile(r"[\s-]+five[\s-]year[\s-]+plans?(?![a-z])")
_NOTHING = re.compile(
    r"(?:first(?:\s+of\s+all|[\s-]+(?:hand|class|aid|lady|ladies|name|names|and\s+foremost|come|rate|mover|tier|person"
    r"|instance|party|of)(?![a-z])|ly)|second(?:[\s-]+(?:hand|rate|class|largely|thoughts?|nature|to\s+none|guess)(?![a-z])|s)"
    r"|third[\s-]+(?:party|parties|world|person|sector)(?![a-z]))"
)
_MOMENT = re.compile(r"\s*[,.;:!?)]|\s*$|\s+(?:or|and|later|after|before|ago)(?![a-z])")
_ARTICLE = re.compile(r"(?<![a-z])(?:a|per|one|this)\s+$")
_AT = re.compile(r"(?<![a-z])at\s+$")
_THE = re.compile(r"(?<![a-z])(?:the|on)\s+$")
_BEHIND_DAY = re.compile(
    r"\s*,(?!\s*[0-9]+(?:st|nd|rd|th))|\s*[.;:)!?]|\s*$|\s+(?:and(?!\s+[0-9])|at|in|by|when|after|before|as|to|with|for|was|were|of\s+(?:this|last|next|the|each)"
    r"|from|will|morning|afternoon|evening)(?![a-z])"
)


def ordinal(page: Page, at: int) -> Draft | int | None:
    """An ordinal; the end of a phrase in which it ranks nothing; a century or a day of a month."""
    number = _number(page.folded, at)
    if number is None:
        return None
    value, end = number
    if plan := _PLAN.match(page.folded, end):
        return plan.end()
    if nothing := _NOTHING.match(page.folded, at):
        return nothing.end()
    if page.folded[at:end] == "second" and _ARTICLE.search(page.before(at, 6)) and _MOMENT.match(page.folded, end):
        return end
    if page.folded[at:end] == "first" and _AT.search(page.before(at, 4)):
        return end
    return _date(page, at, end, value) or Draft(at, end, "ordinal", Decimal(value), unit=counted.directly(page, end))


def _number(text: str, at: int) -> tuple[int, int] | None:
    if found := _SPELT.match(text, at):
        word = found[2] or found[3]
        return WORDS[word] + SMALL.get(found[1] or "", 0), found.end()
    found = _WRITTEN.match(text, at)
    if found is None or found.end() - at > MOST_DIGITS:
        return None
    return int(found[1].replace(",", "")), found.end()


def _date(page: Page, at: int, end: int, value: int) -> Draft | None:
    century = _CENTURY.match(page.folded, end)
    if century and 1 <= value <= 30:  # noqa: PLR2004 - centuries of which there is news
        return Draft(at, century.end(), "date", edtf=f"{value - 1:02}XX")
    is_day = page.text[at].isdigit() and 1 <= value <= 31  # noqa: PLR2004
    if is_day and _THE.search(page.before(at, 5)) and _BEHIND_DAY.match(page.folded, end):
        return Draft(at, end, "date", edtf=f"XXXX-XX-{value:02}")
    return None


def numbered(page: Page, at: int) -> Draft | None:
    """``No. 5``."""
    found = _NUMBERED.match(page.folded, at)
    if found is None or len(found[1]) > MOST_DIGITS:
        return None
    return Draft(at, found.end(), "ordinal", Decimal(found[1]), unit=counted.directly(page, found.end()))
