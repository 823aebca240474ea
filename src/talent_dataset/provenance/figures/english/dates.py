"""Dates and times in English: ``April 21``, ``18-20 May 2021``, ``Q3 2023``, ``the 1990s``, ``3 p.m.``."""

from __future__ import annotations

import re
from typing import Final

from talent_dataset.provenance.figures import calendar
from talent_dataset.provenance.figures.calendar import Day
from talent_dataset.provenance.figures.english import counted, words
from talent_dataset.provenance.figures.page import FigureDraft, Page

_HALF_DAY = r"\s?[ap](?:\.\s?m\.|m(?![a-z0-9]))"
_CLOCK = r"(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9])?(?![0-9:])"
_TIME = rf"(?:{_CLOCK}(?:{_HALF_DAY})?|(?:1[0-2]|0?[1-9]){_HALF_DAY}|(?:1[0-2]|[1-9])\s+o[’']clock)"
_MILITARY = r"(?:[01][0-9]|2[0-3])[0-5][0-9](?=\s(?:gmt|utc|hours|hrs)(?![a-z]))"
_TIMES = re.compile(
    rf"(?:{_MILITARY}|(?:1[0-2]|0?[1-9])(?:\s?[-–—]\s?|\s+to\s+)(?:1[0-2]|0?[1-9]){_HALF_DAY}|{_TIME}(?:(?:\s?[-–—~]\s?|\s+to\s+){_TIME})?)"
)
_BETWEEN = re.compile(r"(?<![a-z])between\s+$")
_OTHER = re.compile(rf"\s+and\s+{_TIME}")
_ABOUT = re.compile(r"(?<![a-z])(?:about|around|approximately|nearly|almost|roughly)\s+$")


def time(page: Page, at: int) -> FigureDraft | None:
    """A time, or the time from one to another."""
    found = _TIMES.match(page.folded, at)
    if found is None:
        return None
    other = _OTHER.match(page.folded, found.end()) if _BETWEEN.search(page.before(at, 10)) else None
    draft = FigureDraft(at, other.end() if other else found.end(), "time")
    if about := _ABOUT.search(page.before(at, 16)):
        draft.start, draft.comparator = at - len(about[0]), "~"
    return draft


MONTHS: Final = {
    **{
        name: number
        for number, name in enumerate(
            [
                "january",
                "february",
                "march",
                "april",
                "may",
                "june",
                "july",
                "august",
                "september",
                "october",
                "november",
                "december",
            ],
            start=1,
        )
    },
    **{
        name: number
        for number, name in enumerate(
            ["jan", "feb", "mar", "apr", "_may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
        )
        if name.isalpha()
    },
    "sept": 9,
}
SEASONS: Final = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_PLACES = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "h1": 1, "h2": 2}
_COUNTS = {"two": 2, "three": 3}

_TO = r"(?:\s?[-–—~]\s?|\s+(?:to|through|until|till)\s+)"


def _joined(pattern: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A pattern with <TO> between two bounds; its twin, for bounds behind ``between``, takes ``and`` as well."""
    return re.compile(pattern.replace("<TO>", _TO)), re.compile(pattern.replace("<TO>", rf"(?:{_TO}|\s+and\s+)"))


def _is_between(page: Page, at: int) -> bool:
    return bool(_BETWEEN.search(page.before(at, 10)))


_MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})(?![a-z])\.?"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?(?![0-9a-z%]|[.:][0-9]|,[0-9]{3}(?![0-9]))"
_YEAR = r"(?:1[0-9]|20)[0-9]{2}(?![0-9%]|(?:s|m|k|bn|b|km|kg|th|st|nd|rd|mm|cm)(?![a-z])|[.,][0-9])"
_OF_YEAR = rf"(?:(?:\s+of)?\s+|\s*,\s*)(?:in\s+)?({_YEAR})"

_MONTH_DAY = _joined(
    rf"({_MONTH})\s?({_DAY})(?:{_OF_YEAR})?(?:<TO>(?:({_MONTH})\s?)?({_DAY})(?:{_OF_YEAR})?)?(?!\s?{_MONTH})"
)
_DAY_MONTH = _joined(
    rf"({_DAY})(?:\s+(?:of\s+)?({_MONTH})(?:{_OF_YEAR})?)?<TO>({_DAY})\s+(?:of\s+)?({_MONTH})(?:{_OF_YEAR})?"
)
_ONE_DAY_MONTH = re.compile(rf"({_DAY})\s+(?:of\s+)?({_MONTH})(?:{_OF_YEAR})?")
_ANOTHER_DAY = re.compile(_DAY)
_LISTED = re.compile(rf"(?<![a-z])({_MONTH})\s?{_DAY}(?:,\s{_DAY})*,?\s+and\s+$")
# Long names only: the short ones end many other words.
_GLUED = re.compile(rf"(?:{'|'.join(name for name in MONTHS if len(name) > 4)})$")  # noqa: PLR2004
_MONTHS = _joined(rf"({_MONTH})(?:{_OF_YEAR})?(?:<TO>({_MONTH})(?:{_OF_YEAR})?)?")
_ISO = re.compile(r"([12][0-9]{3})([-/.])(1[0-2]|0?[1-9])\2(3[01]|[12][0-9]|0?[1-9])(?![0-9]|\2[0-9])")
_SLASHED = re.compile(r"([0-3]?[0-9])/([0-3]?[0-9])/((?:19|20)[0-9]{2})(?![0-9])")
_YEAR_MONTH = re.compile(r"((?:19|20)[0-9]{2})-(0[1-9]|1[0-2])(?![0-9-])")
_YEARS = _joined(rf"({_YEAR})<TO>({_YEAR})")
_SHORT_YEARS = re.compile(r"((?:1[0-9]|20)[0-9]{2})[-–/]([0-9]{2})(?![0-9a-z]|[-–/,.:][0-9])")
_ONE_YEAR = re.compile(_YEAR)
_FISCAL = re.compile(rf"fy\s?({_YEAR})")
_DECADE = re.compile(r"((?:1[0-9]|20)[0-9])0[’']?s(?![a-z])|([0-9])0[’']?s(?![a-z])")
_QUARTER = re.compile(
    rf"(?:q([1-4])|(first|second|third|fourth|[1-4](?:st|nd|rd|th))[\s-]quarter)(?![a-z])(?:{_OF_YEAR})?"
)
_QUARTERS = re.compile(rf"first\s+(two|three)\s+quarters(?:{_OF_YEAR})?")
_HALF = re.compile(
    rf"(first|second|h1|h2)(?:[\s-]half|(?<=[12]))(?:{_OF_YEAR}|(\s+of\s+(?:the|this|last|next)\s+year))"
)
_SEASON = re.compile(rf"(spring|summer|autumn|fall|winter)(?:{_OF_YEAR})")
_HELD_IN_A_YEAR = re.compile(
    r"\s(?:[a-z]+\s)?(?:elections?|games|olympics|championships|results|sales|finals|awards|floods|riots|protests|guidelines"
    r"|regulations|rules|targets|goals|standards|amendments|talks|events|plans|budgets|earnings|profits|revenues|exports"
    r"|imports|prices|levels|figures)(?![a-z])"
)
_BEFORE_YEAR = re.compile(
    r"(?<![a-z])(?:in|since|until|till|early|late|mid|end\s+of|beginning\s+of|year|years|fiscal|from|and|to|by|through"
    r"|during|before|after|to|january|february|march|april|may|june|july|august|september|october|november|december)[\s-]+$"
)
_BEFORE_MONTH = re.compile(
    r"(?<![a-z])(?:in|since|by|until|till|from|to|of|during|last|this|next|early|late|mid|and|each|every|before|after)[\s-]+$"
)
# "In her 30s" is an age, and no decade.
_AGES_BEFORE = re.compile(
    r"(?<![a-z])(?:his|her|their|my|your|our|its)\s+(?:(?:early|mid|late)[\s-]+)?(?:[2-9]0s\s(?:and|or|to)\s)?[’']?$"
)


def month_first(page: Page, at: int) -> FigureDraft | None:
    """``April 21, 2020``, ``May 18-20``, ``May 18 to June 2``, ``April 2020``, ``April``."""
    found = _MONTH_DAY[_is_between(page, at)].match(page.folded, at)
    if found is None:
        return _month(page, at)
    first = Day(_year(page, found, 3), _month_number(found[1]), _number(found[2]))
    if found[5] is None:
        end = found.end() if first.year or not found[3] else found.end(2)
        return _draft(at, end, calendar.single(first))
    last = Day(_year(page, found, 6), _month_number(found[4]), _number(found[5]))
    end = found.end() if last.year or not found[6] else found.end(5)
    return _draft(at, end, calendar.interval(first, last)) or _draft(at, found.end(2), calendar.single(first))


def _month(page: Page, at: int) -> FigureDraft | None:
    found = _MONTHS[_is_between(page, at)].match(page.folded, at)
    if found is None or not page.text[at].isupper() or (not found[2] and not found[3] and not _is_month(page, found)):
        return None
    first = Day(_number(found[2]), _month_number(found[1]))
    if found[3] and (edtf := calendar.interval(first, Day(_number(found[4]), _month_number(found[3])))):
        return _draft(at, found.end(), edtf)
    end = found.end(2) if found[2] else at + len(found[1].rstrip("."))
    return _draft(at, end, calendar.single(first))


def _is_month(page: Page, found: re.Match[str]) -> bool:
    """``May`` and ``March`` alone are months only behind a word that says so; a name as in ``June Smith`` is none."""
    before = page.before(found.start(), 12)
    if found[1] in ("may", "march", "mar", "jan", "jun", "sep", "august", "april", "june"):
        return bool(_BEFORE_MONTH.search(before))
    return True


def digits_first(page: Page, at: int) -> FigureDraft | None:
    """Dates that start with a digit."""
    return _with_month(page, at) or _listed(page, at) or _numeric(page, at) or _years(page, at) or _decade(page, at)


def _with_month(page: Page, at: int) -> FigureDraft | None:
    if found := _DAY_MONTH[_is_between(page, at)].match(page.folded, at):
        last = Day(_year(page, found, 6), _month_number(found[5]), _number(found[4]))
        first = Day(_number(found[3]), _month_number(found[2]), _number(found[1]))
        end = found.end() if last.year or not found[6] else found.end(5)
        if draft := _draft(at, end, calendar.interval(first, last)):
            return draft
    found = _ONE_DAY_MONTH.match(page.folded, at)
    if found is None or not page.text[found.start(2)].isupper():
        return None
    day = Day(_year(page, found, 3), _month_number(found[2]), _number(found[1]))
    return _draft(at, found.end() if day.year else found.end(2), calendar.single(day))


def _listed(page: Page, at: int) -> FigureDraft | None:
    """The second of ``March 17 and 18``; the day of ``SignedApril21``, which lost its spaces."""
    before = page.folded[max(0, at - 28) : at]
    found = _ANOTHER_DAY.match(page.folded, at)
    if found and (month := _LISTED.search(before)) and not counted.is_plural_behind(page, found.end()):
        return _draft(at, found.end(), calendar.single(Day(None, _month_number(month[1]), _number(found[0]))))
    glued = _GLUED.search(before) if page.folded[at - 1 : at].isalpha() else None
    return month_first(page, at - len(before) + glued.start()) if glued else None


def _numeric(page: Page, at: int) -> FigureDraft | None:
    if found := _ISO.match(page.folded, at):
        return _draft(at, found.end(), calendar.single(Day(int(found[1]), int(found[3]), int(found[4]))))
    if found := _SLASHED.match(page.folded, at):
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        # 4/5/2020 is a day in April or in May, as the reader likes: only its year is certain.
        day = Day(year, second, first) if first > 12 else Day(year, first, second) if second > 12 else Day(year)  # noqa: PLR2004
        return _draft(at, found.end(), calendar.single(day))
    return None


def _years(page: Page, at: int) -> FigureDraft | None:
    if found := _YEARS[_is_between(page, at)].match(page.folded, at):
        if counted.is_plural_behind(page, found.end()):
            return None
        return _draft(at, found.end(), calendar.interval(Day(int(found[1])), Day(int(found[2]))))
    if found := _SHORT_YEARS.match(page.folded, at):
        year, short = int(found[1]), int(found[2])
        last = year - year % 100 + short
        if last > year and (last == year + 1 or short > 12):  # noqa: PLR2004 - a month otherwise
            return _draft(at, found.end(), calendar.interval(Day(year), Day(last)))
    if found := _YEAR_MONTH.match(page.folded, at):
        return _draft(at, found.end(), calendar.single(Day(int(found[1]), int(found[2]))))
    found = _ONE_YEAR.match(page.folded, at)
    return _draft(at, found.end(), found[0]) if found and _is_year(page, at, found.end()) else None


def _is_year(page: Page, at: int, end: int) -> bool:
    """Four digits are a year where nothing says that they count something."""
    before = page.before(at, 30)
    if re.search(
        r"[a-z0-9.$€£¥]$|(?<![a-z])(?:over|than|least|nearly|almost|some|about|exceeding|total\s+of)\s+$", before
    ):
        return False
    if words.TIME_UNIT.match(page.folded, end) or words.MEASURE.match(page.folded, end):
        return False
    if words.PERCENT.match(page.folded, end) or words.CURRENCY_BEHIND.match(page.folded, end):
        return False
    if re.compile(r"\s(?:hundred|thousand|million|billion|trillion)(?![a-z])|\s?°|\s?[/:+]").match(page.folded, end):
        return False
    if _BEFORE_YEAR.search(before) or not counted.is_plural_behind(page, end):
        return True
    return bool(_HELD_IN_A_YEAR.match(page.folded, end))


def _decade(page: Page, at: int) -> FigureDraft | None:
    found = _DECADE.match(page.folded, at)
    if found is None or (found[2] and _AGES_BEFORE.search(page.folded[max(0, at - 26) : at])):
        return None
    return _draft(at, found.end(), f"{found[1]}X" if found[1] else f"XX{found[2]}X")


def part_of_year(page: Page, at: int) -> FigureDraft | None:
    """``Q3 2023``, ``the first half of 2023``, ``spring 2024``, ``FY2023``."""
    text = page.folded
    if found := _QUARTERS.match(text, at):
        return _draft(at, found.end(), calendar.quarters(_number(found[2]), _COUNTS[found[1]]))
    if found := _QUARTER.match(text, at):
        place = int(found[1]) if found[1] else _PLACES[found[2]]
        return _draft(at, found.end(), calendar.quarter(_number(found[3]), place))
    if found := _HALF.match(text, at):
        end = found.end(2) if found[2] else found.start(3)
        return _draft(at, end, calendar.half(_number(found[2]), _PLACES[found[1]]))
    if found := _SEASON.match(text, at):
        return _draft(at, found.end(), f"{int(found[2]):04}-{SEASONS[found[1]]}")
    found = _FISCAL.match(text, at)
    return _draft(at, found.end(), found[1]) if found else None


def _draft(start: int, end: int, edtf: str | None) -> FigureDraft | None:
    return None if edtf is None else FigureDraft(start, end, "date", edtf=edtf)


def _year(page: Page, found: re.Match[str], group: int) -> int | None:
    """The year of a match, unless it counts what follows (``On April 21, 1500 students``)."""
    if not found[group] or counted.is_plural_behind(page, found.end(group)):
        return None
    return int(found[group])


def _number(text: str | None) -> int | None:
    return int(text.rstrip("stndrh")) if text else None


def _month_number(text: str | None) -> int | None:
    return MONTHS[text.rstrip(".")] if text else None
