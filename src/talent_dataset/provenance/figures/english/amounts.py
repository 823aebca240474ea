"""Amounts in English: numbers with what compares them, and percentages, durations, ages and money of them; ranges."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from talent_dataset.provenance.figures.english import counted, numerals, words
from talent_dataset.provenance.figures.figure import FigureKind
from talent_dataset.provenance.figures.numeral import Numeral, goes_on, plus
from talent_dataset.provenance.figures.page import FigureDraft, Page

_MONEY_SCALES = {"m": Decimal(10**6), "b": Decimal(10**9), "t": Decimal(10**12)}
_MONEY_SCALE = re.compile(r"\s?([mbt])(?![a-z0-9])")
# 1.5m before a noun for many is a million and a half of them; 1.5m long is a metre and a half.
_MILLION = re.compile(
    r"(?<=[0-9])(m)(?=\s[a-z-]+s(?![a-z]))(?!\s(?:races?|across|metres|meters|swimmers|runners|towers)(?![a-z]))"
)
_HYPHEN = re.compile(r"\s?[-–—~]\s?(?=[0-9$€£¥a-z])")
_TO = re.compile(r"\s+to\s+")
_AND = re.compile(r"\s+and\s+")
_OR = re.compile(r"\s+or\s+")
_BETWEEN = re.compile(r"(?<![a-z])between\s+$")
_FROM = re.compile(r"(?<![a-z])from\s+$")
_AGE_BEFORE = re.compile(
    r"(?<![a-z])(?:aged?|ages|turn(?:ed|s|ing)?|the\s+age\s+of|at\s+age|ages\s+of|between\s+the\s+ages\s+of)\s+(?:from\s+|between\s+)?$"
)
_AGE_PHRASE = re.compile(r"(?<![a-z])(over|above|under|below)\s+the\s+age\s+of\s+$")
_DECADE_OF_LIFE = re.compile(r"([2-9])0s(?![a-z])|teens(?![a-z])")
_HALF = re.compile(r"(?:half|one[\s-]half)(?![a-z])")
_MORE_HALF = re.compile(r"\s+and\s+a\s+half(?![a-z])")
_AND_A_HALF = re.compile(r"(?:an?|one)\s+(year|month|week|day|hour|minute|century|decade)\s+and\s+a\s+half(?![a-z])")
_HALF_UNIT = re.compile(
    r"half(?:\s+an?\s+|[\s-])(year|month|day|hour|week|century|decade|minute|mile|kilometer)s?(?![a-z])"
)

BARE: Final = {word: numerals.SCALES[word] for word in ("hundred", "thousand", "million", "billion")}
# A scale word alone counts in names only: "Hundred Chief Technicians Program".
_BARE = re.compile(r"(?:Hundred|Thousand|Million|Billion)(?=\s[A-Z])")

_UNIT = re.compile(
    f"(?P<percent>{words.PERCENT.pattern})|(?P<money>{words.CURRENCY_BEHIND.pattern})|(?P<age>{words.AGE_UNIT.pattern})"
    f"|(?P<duration>{words.TIME_UNIT.pattern})"
)
_KINDS: Final[dict[str, FigureKind]] = {"percent": "percent", "money": "money", "age": "age", "duration": "duration"}


def amount(page: Page, at: int) -> FigureDraft | int | None:
    """An amount that starts with a digit, a number word or a sign of currency."""
    compound = words.COMPOUNDS.match(page.folded, at)
    if compound:
        return compound.end()
    if bare := _BARE.match(page.text, at):
        return FigureDraft(at, bare.end(), "number", BARE[bare[0].lower()], unit=counted.unit(page, bare.end()))
    currency = words.CURRENCY_BEFORE.match(page.folded, at)
    number = _number(
        page.folded, _skip_spaces(page.folded, currency.end()) if currency else at, is_money=bool(currency)
    )
    if number is None:
        return None
    draft = FigureDraft.of(_with_range(page, number, at, is_money=bool(currency)))
    draft.start = at
    if currency:
        draft.kind, draft.unit = "money", (at, at + len(currency[0].rstrip()))
        return counted.before(page, draft)
    return counted.before(page, counted.signed(page, _with_unit(page, _life(page, draft), number)))


def half(page: Page, at: int) -> FigureDraft | None:
    """``half``, ``half a year``, ``a half year``, ``a day and a half``."""
    article = re.compile(r"an?\s+").match(page.folded, at)
    found = _HALF_UNIT.match(page.folded, article.end() if article else at)
    if found:
        kind: FigureKind = "number" if found[1] in ("mile", "kilometer") else "duration"
        end = found.end() if kind == "duration" else found.start(1)
        return counted.before(page, FigureDraft(at, end, kind, Decimal("0.5"), unit=found.span(1)))
    if found := _AND_A_HALF.match(page.folded, at):
        return counted.before(page, FigureDraft(at, found.end(), "duration", Decimal("1.5"), unit=found.span(1)))
    found = _HALF.match(page.folded, at)
    if found is None:
        return None
    return counted.before(
        page, FigureDraft(at, found.end(), "number", Decimal("0.5"), unit=counted.unit(page, found.end()))
    )


def _number(text: str, at: int, *, is_money: bool) -> Numeral | None:
    if at >= len(text):
        return None
    number = numerals.read(text, at) or numerals.article_fraction(text, at)
    if number and (part := numerals.part_of(text, number)):
        return part
    scale = _MONEY_SCALE if is_money else _MILLION
    if number and number.scale == 1 and (found := scale.match(text, number.end)):
        return number.times(_MONEY_SCALES[found[1]], found.end())
    return number


def _skip_spaces(text: str, at: int) -> int:
    return at + 1 if text[at : at + 1] == " " else at


def _with_range(page: Page, number: Numeral, start: int, *, is_money: bool) -> Numeral:
    """The number with its upper bound, where another follows: ``3-5 million``, ``5% to 6%``, ``two or three``."""
    text, at = page.folded, number.end
    repeated = words.PERCENT.match(text, at)
    link = _link(page, number, repeated.end() if repeated else at, start)
    upper = _upper(text, link.end(), is_money=is_money) if link else None
    # Where the lower bound has a percent sign, the upper one has it, too; and 3-5-7 is no range.
    if upper is None or (repeated and not words.PERCENT.match(text, upper.end)) or goes_on(text, upper.end):
        return number
    return number.up_to(upper)


def _upper(text: str, at: int, *, is_money: bool) -> Numeral | None:
    """The number behind what joins a range: nothing compares it, and a sign of currency stands at both bounds only."""
    sign = words.CURRENCY_BEFORE.match(text, at)
    if sign and not is_money:
        return None
    upper = _number(text, sign.end() if sign else at, is_money=is_money)
    return upper if upper and upper.comparator == "=" else None


def _link(page: Page, number: Numeral, at: int, start: int) -> re.Match[str] | None:
    """What joins the bounds of a range."""
    text, before = page.folded, page.folded[max(page.floor, start - 80) : start]
    if found := _HYPHEN.match(text, at):
        return found if number.is_digits or not found[0].endswith("-") else None
    if found := _TO.match(text, at):
        return None if _is_change(before) else found
    if _BETWEEN.search(before) and (found := _AND.match(text, at)):
        return found
    return _OR.match(text, at) if number.is_single or number.is_digits else None


def _is_change(before: str) -> bool:
    """Whether a verb of change stands before: ``rose from 300 to 500`` has two amounts, and no range."""
    origin = _FROM.search(before)
    return bool(origin and words.CHANGES.search(before[: origin.start() + 1]))


def _with_unit(page: Page, draft: FigureDraft, number: Numeral) -> FigureDraft:
    """The amount with the unit behind it, which tells its kind."""
    text = page.folded
    counted.behind(page, draft)
    if found := _UNIT.match(text, draft.end):
        draft.kind, draft.end = _KINDS[found.lastgroup or ""], found.end()
        draft.unit = _trimmed(found)
        draft.idiom = page.folded[draft.start : draft.end] == "one day"
        if draft.kind == "duration" and draft.value is not None and (half := _MORE_HALF.match(text, draft.end)):
            draft.value, draft.end = plus(draft.value, Decimal("0.5")), half.end()
        counted.behind(page, draft)
        return draft
    if draft.kind == "age":
        return draft
    draft.kind = draft.kind if draft.upper is None else "range"
    _measure(page, draft)
    return counted.through_unit(page, _one(page, draft, number))


def _measure(page: Page, draft: FigureDraft) -> None:
    """The unit of an amount of no kind of its own: degrees, a measure, or the noun that is counted."""
    text = page.folded
    if found := words.DEGREES.match(text, draft.end):
        draft.unit = _trimmed(found)
        draft.end = found.end() if found[0].strip()[0] in "°℃℉" else draft.end
    elif found := words.MEASURE.match(text, draft.end):
        draft.unit = _trimmed(found)
    else:
        draft.unit = counted.unit(page, draft.end)
        if draft.unit and page.folded[draft.end] == "-" and draft.unit[0] == draft.end + 1:
            # 500-seat, three-storey: the noun of a compound stands inside of the span.
            draft.end = draft.unit[1]


def _trimmed(found: re.Match[str]) -> tuple[int, int]:
    return found.end() - len(found[0].lstrip(" -\n\u00a0")), found.end()


def _one(page: Page, draft: FigureDraft, number: Numeral) -> FigureDraft:
    """``one`` may be a pronoun."""
    if page.folded[draft.start : draft.end] == "one" and number.end == draft.end:
        is_pronoun = words.ONE_OF_NONE.match(page.folded, draft.start)
        draft.idiom = bool(is_pronoun) or bool(words.NO_ONE.search(page.before(draft.start, 12)))
    return draft


def _life(page: Page, draft: FigureDraft) -> FigureDraft:
    """``aged 35``, ``in her 30s``, ``under the age of 35``."""
    before = page.before(draft.start, 40)
    if found := _DECADE_OF_LIFE.match(page.folded, draft.start):
        draft.kind, draft.end, draft.upper = "age", found.end(), (draft.value or 0) + Decimal(9)
    elif found := _AGE_PHRASE.search(before):
        draft.kind = "age"
        draft.comparator = words.BEFORE[found[1]]
        draft.start -= len(before) - found.start()
    elif _AGE_BEFORE.search(before) or _is_age_of_more(before):
        draft.kind = "age"
    return draft


def _is_age_of_more(before: str) -> bool:
    return bool(
        re.search(r"(?<![a-z])(?:aged|ages)\s+(?:over|under|above|below|at least|about|around|up to)\s+$", before)
    )
