"""Dates and times in Chinese: ``2020年04月22日``, ``5月18日至20日``, ``2023年第三季度``, ``上午9时30分``."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from talent_dataset.provenance.figures import calendar
from talent_dataset.provenance.figures.calendar import Day
from talent_dataset.provenance.figures.chinese import numerals
from talent_dataset.provenance.figures.page import FigureDraft, Page

_SAID = "[〇零一二三四五六七八九]"
_YEAR = rf"(?:[12][0-9]{{3}}|{_SAID}{{4}})"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九元])"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9]|三十一?|二?十[一二三四五六七八九]|二?十|[一二三四五六七八九])"
TO: Final = r"\s?(?:-|—{1,2}|~|至|到|－|―)\s?"
_NO_NUMBER_BEFORE = r"(?<![0-9.〇零一二三四五六七八九十百千万亿])"

# 21日 may be followed by 元 (日元 is a currency) and the like, and 5号 by a thing that has a number.
_FULL = (
    rf"(?:(?P<y#>{_YEAR})\s?年\s?)?(?:(?P<m#>{_MONTH})\s?月(?:份(?!额))?\s?)?"
    rf"(?:(?P<d#>{_DAY})\s?[日号](?![元本语均报子内线楼]))?"
)
_FIRST, _LAST = _FULL.replace("#", "0"), _FULL.replace("#", "1")
_DATES = re.compile(
    rf"(?:(?P<y0>{_YEAR})\s?年\s?)?(?:(?P<m0>{_MONTH})\s?月\s?)?(?P<short>{_SAID}{{4}}|十?[0-9一二三四五六七八九]+|二?十)(?:{TO}|、)"
    + _LAST
)
_INTERVAL = re.compile(_FIRST + TO + _LAST)
_DATE = re.compile(_FIRST)
_SEPARATED = re.compile(r"([12][0-9]{3})([-/.])(1[0-2]|0?[1-9])\2(3[01]|[12][0-9]|0?[1-9])(?![0-9]|\2[0-9])")
_TWO_DIGITS = re.compile(r"(0[0-9]|[〇零]" + _SAID + r"|九[〇零一二三四五六七八九])年(?![代级])")
_SCHOOL_YEAR = re.compile(rf"([12][0-9]{{3}}){TO}([12][0-9]{{3}})(?:学年|年度|赛季|财年)")
_CLASS_OF = re.compile(r"((?:19|20)[0-9]{2})(?=级(?![别以及]))")
_CENTURY = re.compile(
    r"(?:([0-9]{1,2}|二?十[一二三四五六七八九]?)|(?P<last>上)|(?P<this>本))世纪(?:([1-9])0|([一二三四五六七八九])十)?(年代)?"
)
_DECADE = re.compile(r"(?:([12][0-9]{2})0|([1-9])0|([一二三四五六七八九])十)年代")
_QUARTER = re.compile(rf"(?:({_YEAR})年)?(前)?第?([一二三四1-4])个?季度")
_HALF = re.compile(rf"({_YEAR})年(上|下)半年")
_SEASON = re.compile(rf"({_YEAR})年([春夏秋冬])(?:季|天|(?![节运晚耕]))")
_SEASONS = {"春": 21, "夏": 22, "秋": 23, "冬": 24}
_COUNTS_YEARS = re.compile(r"年(?:的?历史|悠久|之久|文明|来的|间|以上|以来的历史|时间|前的)")
_PLACE_OF_THIS_CENTURY = 20


def date(page: Page, at: int) -> FigureDraft | None:
    """A date, a part of a year, a decade, a century, or the time from one date to another."""
    return _part(page, at) or _interval(page, at) or _single(page, at) or _digits(page, at)


def _interval(page: Page, at: int) -> FigureDraft | None:
    for form in (_DATES, _INTERVAL):
        found = form.match(page.folded, at)
        if found and (edtf := _bounds(found.groupdict())) and found.end() != at:
            return FigureDraft(at, _without_space(page, found.end()), "date", edtf=edtf)
    return None


def _bounds(groups: dict[str, str | None]) -> str | None:
    """The EDTF of an interval."""
    first, last = _day(groups, "0"), _day(groups, "1")
    bound = _short_bound(short, first, last) if (short := groups.get("short")) else first
    return None if bound is None or Day() in (bound, last) else calendar.interval(bound, last)


def _short_bound(short: str, given: Day, last: Day) -> Day | None:
    """A first bound without 年, 月 or 日 of its own: it is what the last one ends in (``5月18至20日``)."""
    number = numeral(short)
    if number is None:
        return None
    if last.day is not None and last.month is None:
        return Day(given.year, given.month, number)
    if last == Day(month=last.month) and given.month is None:
        return Day(given.year, number)
    is_years = last == Day(last.year) and given == Day() and len(short) == 4  # noqa: PLR2004 - digits of a year
    return Day(number) if is_years else None


def _single(page: Page, at: int) -> FigureDraft | None:
    found = _DATE.match(page.folded, at)
    if found is None or found.end() == at or not _is_date(page, found):
        return None
    edtf = calendar.single(_day(found.groupdict(), "0"))
    return None if edtf is None else FigureDraft(at, _without_space(page, found.end()), "date", edtf=edtf)


def _is_date(page: Page, found: re.Match[str]) -> bool:
    """Whether a year stands where a year may, and a day or a month alone is one."""
    text, end = page.folded, found.end()
    behind, known = text[end : end + 1], [part for part in ("y0", "m0", "d0") if found[part]]
    if known == ["y0"]:
        return behind not in ("级", "代", "多", "余") and not _COUNTS_YEARS.match(text, end - 1)
    if known == ["m0"]:
        is_word = behind in ("饼", "光", "亮", "球", "嫂", "经", "子")
        return not is_word and page.before(found.start(), 1) != "个"
    return _is_day(page, found["d0"], end) if known == ["d0"] else True


def _is_day(page: Page, day: str, end: int) -> bool:
    """``21日`` alone; ``5号`` names a line or a building where a thing follows; ``一日`` is any day."""
    behind = page.folded[end : end + 2]
    if behind[:1] in ("游", "三", "千", "常") or (len(day) == 1 and not day.isdigit() and day != "十"):
        return False
    if page.folded[end - 1] == "号":
        return (
            not behind
            or not ("\u4e00" <= behind[0] <= "\u9fff")
            or behind in ("上午", "下午", "晚上", "早上", "凌晨", "起至")
        )
    return True


def _digits(page: Page, at: int) -> FigureDraft | None:
    if found := _SEPARATED.match(page.folded, at):
        edtf = calendar.single(Day(int(found[1]), int(found[3]), int(found[4])))
        return None if edtf is None else FigureDraft(at, found.end(), "date", edtf=edtf)
    if found := _SCHOOL_YEAR.match(page.folded, at):
        edtf = calendar.interval(Day(int(found[1])), Day(int(found[2])))
        return None if edtf is None else FigureDraft(at, found.end(2), "date", edtf=edtf)
    if found := _CLASS_OF.match(page.folded, at):
        return FigureDraft(at, found.end(), "date", edtf=found[1])
    found = _TWO_DIGITS.match(page.folded, at)
    if found is None:
        return None
    digits = "".join(str(numerals.DIGITS.get(char, char)) for char in found[1])
    return FigureDraft(at, found.end(), "date", edtf=f"XX{digits}")


def _part(page: Page, at: int) -> FigureDraft | None:
    for form, edtf_of in _PARTS:
        if found := form.match(page.folded, at):
            edtf = edtf_of(found)
            return FigureDraft(at, found.end(), "date", edtf=edtf) if edtf else None
    return None


def _of_quarter(found: re.Match[str]) -> str | None:
    quarters = calendar.quarters if found[2] else calendar.quarter
    return quarters(_number(found[1]), numeral(found[3]) or 0)


def _of_half(found: re.Match[str]) -> str | None:
    return calendar.half(_number(found[1]), 1 if found[2] == "上" else 2)


def _of_season(found: re.Match[str]) -> str:
    return f"{_number(found[1])}-{_SEASONS[found[2]]}"


def _of_decade(found: re.Match[str]) -> str:
    return f"{found[1]}X" if found[1] else f"XX{found[2] or numeral(found[3])}X"


def _of_century(found: re.Match[str]) -> str | None:
    place = numeral(found[1]) if found[1] else _PLACE_OF_THIS_CENTURY + bool(found["this"])
    if place is None or not 1 <= place <= 30:  # noqa: PLR2004 - centuries of which there is news
        return None
    decade = found[4] or (str(numeral(found[5])) if found[5] else "X")
    return None if (decade != "X") != bool(found[6]) else f"{place - 1:02}{decade}X"


_PARTS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...]] = (
    (_QUARTER, _of_quarter),
    (_HALF, _of_half),
    (_SEASON, _of_season),
    (_CENTURY, _of_century),
    (_DECADE, _of_decade),
)


def _day(groups: dict[str, str | None], place: str) -> Day:
    return Day(*(_number(groups.get(f"{part}{place}")) for part in "ymd"))


def _number(text: str | None) -> int | None:
    return None if text is None else numeral(text)


def numeral(text: str) -> int | None:
    """The whole number that a text is, read digit by digit where it has four Han digits (``二〇二四``)."""
    if text == "元":
        return 1
    if len(text) == 4 and all(char in numerals.DIGITS for char in text):  # noqa: PLR2004 - a year
        return int("".join(str(numerals.DIGITS[char]) for char in text))
    number = numerals.read(text, 0)
    return int(number.value) if number and number.value is not None and number.end == len(text) else None


def _without_space(page: Page, end: int) -> int:
    while page.folded[end - 1].isspace():
        end -= 1
    return end


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


def time(page: Page, at: int) -> FigureDraft | None:
    """A time with the part of the day before it, or the time from one to another."""
    before = page.before(at, 10)
    part = _BEFORE.search(before)
    form = _IN_HALF_DAY if part else _PLAIN
    found = form.match(page.folded, at) or (_OPEN_RANGE.match(page.folded, at) if part else None)
    if found is None:
        return None
    start = at - len(before) + part.start() if part else at
    return FigureDraft(start, found.end(), "time")
