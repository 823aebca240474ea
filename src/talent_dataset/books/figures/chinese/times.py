"""Times of the day in Chinese: ``10:30``, ``上午9时30分``, ``下午3点半``, ``9时至17时``."""

from __future__ import annotations

import re

from talent_dataset.books.figures.chinese.dates import TO
from talent_dataset.books.figures.page import Draft, Page

_HALF_DAY = (
    r"(?:北京时间|当地时间)?"
    r"(?:凌晨|清晨|清早|早上|早晨|早间|上午|中午|正午|下午|午后|傍晚"
    r"|晚上|晚间|夜间|深夜|午夜|当晚|今晚|晚|早)"
)
_HOUR = r"(?:2[0-4]|1[0-9]|0?[0-9]|二十[一二三四]?|十[一二三四五六七八九]?|[零一二两三四五六七八九])"
_MINUTE = r"(?:[0-5]?[0-9]|[二三四五]?十[一二三四五六七八九]?|[零〇]?[一二三四五六七八九])"
_CLOCK = r"(?:[01]?[0-9]|2[0-4])[:：][0-5][0-9](?:[:：][0-5][0-9])?(?![0-9:：])"
_EXACT = rf"(?:半|整|钟|一刻|三刻|{_MINUTE}分(?!钟)(?:{_MINUTE}秒)?)"
_OF_HOURS = (
    rf"零[点时](?![几〇零一二三四五六七八九0-9])"
    rf"|{_HOUR}(?:时(?![代期间段任候光分机刻速空])|点(?=半|整|钟|{_MINUTE}分))(?:{_EXACT})?"
)
_WITH_HALF_DAY = rf"{_HOUR}(?:时(?![代期间段])|点)(?:{_EXACT})?"
_PLAIN = re.compile(rf"(?:{_CLOCK}|{_OF_HOURS})(?:{TO}(?:{_HALF_DAY})?(?:{_CLOCK}|{_OF_HOURS}))?")
_IN_HALF_DAY = re.compile(rf"(?:{_CLOCK}|{_WITH_HALF_DAY})(?:{TO}(?:{_HALF_DAY})?(?:{_CLOCK}|{_WITH_HALF_DAY}))?")
_OPEN_RANGE = re.compile(rf"{_HOUR}{TO}{_HOUR}(?:时(?![代期间段])|点)(?:{_EXACT})?")
_BEFORE = re.compile(rf"{_HALF_DAY}\s?$")


def time(page: Page, at: int) -> Draft | None:
    """A time with the part of the day before it, or the time from one to another."""
    before = page.before(at, 10)
    part = _BEFORE.search(before)
    form = _IN_HALF_DAY if part else _PLAIN
    found = form.match(page.folded, at) or (_OPEN_RANGE.match(page.folded, at) if part else None)
    if found is None:
        return None
    start = at - len(before) + part.start() if part else at
    return Draft(start, found.end(), "time")
