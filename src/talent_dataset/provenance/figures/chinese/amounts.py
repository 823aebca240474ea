"""Amounts in Chinese: numbers with what compares them, and percentages, durations, ages and money of them; ranges."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from talent_dataset.provenance.figures.chinese import numerals, words
from talent_dataset.provenance.figures.chinese.dates import TO
from talent_dataset.provenance.figures.figure import Comparator, FigureKind
from talent_dataset.provenance.figures.numeral import MOST_DIGITS, Numeral, goes_on, plus, quotient, times
from talent_dataset.provenance.figures.page import FigureDraft, Page

_TO = re.compile(rf"{TO}(?=[0-9〇零一二三四五六七八九十百千万亿两几¥$€£])")
_PER_CENT = re.compile(r"(百|千|万)分之")
_OF_PARTS = re.compile(r"分之")
_HALF = re.compile(
    r"半(?:个(?:多)?)?(年|月|小时|天|日|世纪|学期|学年|钟头|星期)(?!报|刊|评|谈)|(?<=[一过近])半(?![百导径岛球决途路拉价成个年月天小截夜])|半数"
)
_HALF_BEHIND = re.compile(r"半(?![导径岛球决年月天小数])")
# 上千 and 过千, of a scale without a number before it.
_BARE = re.compile(r"(?<![以之网线])上$|(?<![超不通经])过$")
_SIGN = re.compile(r"(?:零下|负|(?<![0-9A-Za-z一-鿿)）%])-|(?<=[到至为达是在低高跌降升])-)$")
_RECENT = re.compile(r"年|个?月|周|天|日|星期")
_TOOK = re.compile(r"(?:历时|历经|长达|用时|耗时|为期|持续|时隔|经过|超|达|已|有|过去|了|跨越|历史|从业|工作|坚守)$")


_UNIT = re.compile(
    f"(?P<percent>{words.PERCENT.pattern})|(?P<money>{words.CURRENCY.pattern})|(?P<age>{words.AGE.pattern})"
    f"|(?P<duration>{words.DURATION.pattern})"
)
# What makes another word of 多 and 余, and a formula of +.
_GOES_ON: Final = {"多": tuple("万亿种样元边数年次"), "余": tuple("万亿年次"), "+": tuple("0123456789")}
# What stands between 个 and the unit is no part of the unit: 两个半月, 三个多小时.
_INSIDE_UNIT: Final[dict[str, tuple[Comparator, Decimal]]] = {
    "个多": (">", Decimal(0)),
    "个余": (">", Decimal(0)),
    "个半": ("=", Decimal("0.5")),
}
_KINDS: Final[dict[str, FigureKind]] = {"percent": "percent", "money": "money", "age": "age", "duration": "duration"}


def amount(page: Page, at: int) -> FigureDraft | int | None:
    """An amount that starts with a digit, a Han numeral or a sign of currency."""
    sign = words.CURRENCY_SIGN.match(page.folded, at)
    start = sign.end() if sign else at
    number = numerals.read(page.folded, start) if start < len(page.folded) else None
    if number is None:
        return None
    ranged = _with_range(page, number, is_money=bool(sign))
    draft = FigureDraft.of(ranged)
    draft.start = at
    if sign:
        draft.kind, draft.unit = "money", (at, at + len(sign[0].rstrip()))
        return _compared(page, draft)
    draft = _with_unit(page, draft)
    if not _counts(page, draft, number):
        return number.end
    return _compared(page, _signed(page, draft))


def percent(page: Page, at: int) -> FigureDraft | None:
    """``百分之三十``, ``千分之五``; ``三分之一``."""
    found = _PER_CENT.match(page.folded, at)
    if found is None or found.end() >= len(page.folded):
        return _fraction(page, at)
    number = numerals.read(page.folded, found.end())
    if number is None or number.value is None:
        return None
    if found[1] == "万":
        value = quotient(number.value, Decimal(10**4))
        return _compared(page, FigureDraft(at, number.end, "number", value, comparator=number.comparator))
    number = _with_range(page, number, is_money=False)
    draft = FigureDraft.of(number, "percent")
    draft.start, draft.unit, draft.scale = at, found.span(), Decimal(1)
    _compare_behind(page, draft)
    return _compared(page, draft)


def _fraction(page: Page, at: int) -> FigureDraft | None:
    if page.folded.find("分之", at, at + MOST_DIGITS) < 0:
        return None
    whole = numerals.read(page.folded, at)
    of = _OF_PARTS.match(page.folded, whole.end) if whole else None
    part = numerals.read(page.folded, of.end()) if of and of.end() < len(page.folded) else None
    if whole is None or part is None or whole.value is None or part.value is None:
        return None
    draft = FigureDraft(at, part.end, "number", quotient(part.value, whole.value), comparator=part.comparator)
    _compare_behind(page, draft)
    return _compared(page, draft)


def half(page: Page, at: int) -> FigureDraft | None:
    """``半年``, ``半个月``, ``一半``, ``过半``."""
    place = at + 1 if page.folded[at] == "一" else at
    if page.folded[max(0, at - 1) : at] in ("上", "下", "大", "小", "多") and page.folded[at] == "半":
        return None
    found = _HALF.match(page.folded, place)
    if found is None:
        return None
    start = at - 1 if page.folded[at - 1 : at] == "过" and not found[1] else at
    draft = FigureDraft(start, found.end(), "duration" if found[1] else "number", Decimal("0.5"))
    if start < at:
        draft.comparator = ">"
    if found[1]:
        draft.unit = (place + 1, found.end())
    _compare_behind(page, draft)
    return _compared(page, draft)


def _with_range(page: Page, number: Numeral, *, is_money: bool) -> Numeral:
    """The number with its upper bound, where another follows: ``3至5万``, ``5%至6%``, ``10—15个``."""
    text = page.folded
    repeated = _repeated(text, number.end)
    link = _TO.match(text, repeated or number.end)
    if link is None or number.upper is not None or number.comparator != "=":
        return number
    upper = _upper(text, link.end(), is_money=is_money)
    # Where the lower bound has a unit, the upper one has one, too; and 3-5-7 is no range.
    if upper is None or (repeated and _repeated(text, upper.end) is None) or goes_on(text, upper.end, "-—"):
        return number
    return number.up_to(upper)


def _upper(text: str, at: int, *, is_money: bool) -> Numeral | None:
    """The number behind what joins a range; an amount of money may have the sign of its currency again."""
    sign = words.CURRENCY_SIGN.match(text, at) if is_money else None
    return numerals.read(text, sign.end() if sign else at)


def _repeated(text: str, at: int) -> int | None:
    """The end of a unit that may stand behind both bounds."""
    if found := _UNIT.match(text, at):
        return found.end()
    measure = words.measure(text, at, words.MEASURES)
    return at + len(measure) if measure else None


def _with_unit(page: Page, draft: FigureDraft) -> FigureDraft:
    """The amount with the unit behind it, which tells its kind."""
    text = page.folded
    _compare_behind(page, draft)
    if found := _UNIT.match(text, draft.end):
        return _of_kind(page, draft, found, _KINDS[found.lastgroup or ""])
    if draft.upper is not None:
        draft.kind = "range"
    if found := words.DEGREE.match(text, draft.end):
        draft.unit, draft.end = (found.end() - len(found[0].lstrip()), found.end()), found.end()
        return draft
    space = 1 if text[draft.end : draft.end + 1] == " " else 0
    if measure := words.measure(text, draft.end + space, words.MEASURES):
        draft.unit = (draft.end + space, draft.end + space + len(measure))
        _through_unit(page, draft)
    return draft


def _of_kind(page: Page, draft: FigureDraft, found: re.Match[str], kind: FigureKind) -> FigureDraft:
    """A percentage, an amount of money, an age or a duration."""
    written = found[0].lstrip()
    start = found.end() - len(written)
    # 百分点 is the unit of 个百分点, but a 个 before 月 is a part of it.
    unit_start = start + 1 if (kind, written[0]) == ("percent", "个") else start
    draft.kind, draft.end, draft.unit = kind, found.end(), (unit_start, found.end())
    if written.startswith("成"):
        _tenths(page, draft)
    if written == "块":
        _dime(page, draft)
    if kind in ("duration", "age"):
        _half_behind(page, draft)
    if written[:2] in _INSIDE_UNIT:
        draft.unit = (start + 2, found.end())
        draft.comparator, more = _INSIDE_UNIT[written[:2]]
        draft.value = plus(draft.value or Decimal(0), more)
    _compare_behind(page, draft)
    return draft


def _half_behind(page: Page, draft: FigureDraft) -> None:
    """``三年半``, ``两岁半``."""
    if more := _HALF_BEHIND.match(page.folded, draft.end):
        draft.end = more.end()
        draft.value = None if draft.value is None else plus(draft.value, Decimal("0.5"))


def _dime(page: Page, draft: FigureDraft) -> None:
    """``三块五`` is 3.5 yuan."""
    if dime := numerals.DIGITS.get(page.folded[draft.end : draft.end + 1]):
        draft.value, draft.end = plus(draft.value or Decimal(0), Decimal(dime) / 10), draft.end + 1


def _tenths(page: Page, draft: FigureDraft) -> None:
    """``三成`` is 30 percent, ``三成五`` 35."""
    ten = Decimal(10)
    draft.value, draft.scale = times(draft.value or Decimal(0), ten), ten
    draft.upper = None if draft.upper is None else times(draft.upper, ten)
    more = numerals.DIGITS.get(page.folded[draft.end : draft.end + 1])
    if more:
        draft.value, draft.end = draft.value + more, draft.end + 1


def _counts(page: Page, draft: FigureDraft, number: Numeral) -> bool:
    """Whether Han numerals count something, and are no part of a word: a single one needs a unit behind it."""
    written = page.folded[number.start : number.end]
    if _is_surely_amount(draft, number):
        return _is_amount_of_one(page, draft, written)
    if _is_digit_by_digit(written):
        return draft.unit is not None
    if _is_above(page, number, written) or not _is_weak(number, written):
        return True
    measure = words.measure(page.folded, draft.end, words.SINGLE)
    if measure is None:
        return False
    draft.idiom = written == "一" and measure not in words.EXACT
    return True


def _is_surely_amount(draft: FigureDraft, number: Numeral) -> bool:
    """Whether digits, words that compare or a unit tell that it is an amount."""
    return number.is_digits or draft.comparator in (">=", "<=") or draft.kind in _KINDS.values()


def _is_digit_by_digit(written: str) -> bool:
    """Whether it is a number like ``二〇二四``, and no pair of neighbours (``三四``)."""
    return len(written) > 2 and all(char in numerals.DIGITS for char in written)  # noqa: PLR2004


def _is_above(page: Page, number: Numeral, written: str) -> bool:
    """``上千``: a scale without a number before it."""
    return page.folded[max(0, number.start - 1) : number.start] == "上" and written[0] in numerals.SCALES


def _is_weak(number: Numeral, written: str) -> bool:
    """Whether numerals are often parts of words: one alone, two neighbours (``三四``), units without a number."""
    is_pair = number.upper is not None and len(written) == 2  # noqa: PLR2004 - and no more
    return number.is_single or is_pair or written in ("千万", "万千", "亿万", "百千")


def _is_amount_of_one(page: Page, draft: FigureDraft, written: str) -> bool:
    """``一元`` and ``一天`` alone are often parts of words: ``一元化``."""
    behind = page.folded[draft.end : draft.end + 1]
    return not (
        draft.kind == "money"
        and len(written) == 1
        and behind in ("化", "复", "论", "二")
        and page.folded[draft.end - 1] == "元"
    )


def _compare_behind(page: Page, draft: FigureDraft) -> None:
    """``30以上``, ``30%左右``, ``两年多``."""
    word = words.longest(words.BEHIND, page.folded, draft.end, words.LONGEST_BEHIND)
    if word is None or draft.comparator != "=":
        return
    behind = page.folded[draft.end + 1 : draft.end + 2]
    if behind not in _GOES_ON.get(word, ()):
        draft.comparator, draft.end = words.BEHIND[word], draft.end + len(word)


def _through_unit(page: Page, draft: FigureDraft) -> None:
    """``30人以上``: the span runs through the unit."""
    if draft.unit is None:
        return
    word = words.longest(words.BEHIND, page.folded, draft.unit[1], words.LONGEST_BEHIND)
    if word and word not in ("多", "余"):
        draft.comparator, draft.end = words.BEHIND[word], draft.unit[1] + len(word)


def _signed(page: Page, draft: FigureDraft) -> FigureDraft:
    """``-5``, ``零下5摄氏度``."""
    found = _SIGN.search(page.folded[max(0, draft.start - 4) : draft.start])
    if found and draft.value is not None and draft.upper is None and draft.start - len(found[0]) >= page.floor:
        draft.value, draft.start = -draft.value, draft.start - len(found[0])
    return draft


def _compared(page: Page, draft: FigureDraft) -> FigureDraft:
    """The amount with the word before it that compares."""
    before = page.before(draft.start, words.LONGEST_BEFORE + 1)
    trimmed = before.rstrip(" ")
    for length in range(min(words.LONGEST_BEFORE, len(trimmed)), 0, -1):
        word = trimmed[-length:]
        if word in words.BEFORE:
            if trimmed[-length - 1 : -length] in tuple(words.NOT_BEFORE.get(word, "")):
                return draft
            return _with_word(page, draft, word, len(before) - len(trimmed) + length)
    if page.folded[draft.start] in numerals.SCALES and (bare := _BARE.search(trimmed)):
        draft.start -= len(before) - bare.start()
        draft.comparator = ">=" if bare[0] == "上" else ">"
    return draft


def _with_word(page: Page, draft: FigureDraft, word: str, length: int) -> FigureDraft:
    """``近`` before years is ``the past``, unless something took them."""
    is_recent = word == "近" and draft.unit is not None and _RECENT.match(page.folded, draft.unit[0])
    if is_recent and draft.kind == "duration" and not _TOOK.search(page.before(draft.start - length, 4)):
        return draft
    draft.start, draft.comparator = draft.start - length, words.BEFORE[word]
    return draft
