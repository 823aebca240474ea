"""Numbers in Chinese: ``3万5千``, ``三百五十多万``, ``二〇二四``, ``三四十``; ordinals: ``第20届``, ``首个``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from talent_dataset.provenance.figures.chinese import words
from talent_dataset.provenance.figures.figure import Comparator
from talent_dataset.provenance.figures.numeral import MOST_DIGITS, Numeral, plus, times
from talent_dataset.provenance.figures.page import FigureDraft, Page

ZEROS: Final = "〇零"
DIGITS: Final = {
    **{char: number for number, char in enumerate("一二三四五六七八九", start=1)},
    "两": 2,
    "〇": 0,
    "零": 0,
}
SMALL_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
BIG_UNITS: Final = {"万": 10**4, "亿": 10**8}
SCALES: Final = frozenset("百千万亿")
_TENS: Final = {"廿": 20, "卅": 30}
_VAGUE: Final[dict[str, Comparator]] = {"多": ">", "余": ">", "来": "~"}
# 十来个 is about ten of them; before anything else 来 is the verb "come".
_BEHIND_COMING: Final = frozenset("个名位人家年岁天万亿项次户所份件")

ARABIC: Final = re.compile(
    r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]{1,3}(?:[\u00a0\u2009\u202f][0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
)
# Most digits have nothing behind them that goes on with the number.
_PLAIN: Final = re.compile(
    r"[0-9]+(?:\.[0-9]+)?(?![0-9.,\u00a0\u2009\u202f一二三四五六七八九百千万亿十多余来几〇零点两\n])"
)
_SAID_DIGITS: Final = re.compile(r"[〇零一二三四五六七八九]{3,}(?![十百千万亿])")
_POINT: Final = re.compile(r"点([〇零一二三四五六七八九]+)(?![十百千])")
# 千 in these is of the unit of measure, not of the number.
_UNIT_OF_MEASURE: Final = re.compile(
    r"千(?:克|米|瓦|赫|帕|伏|焦|卡|字节|比特|兆)|百(?:分|帕)|万(?:一(?!千)|科|达|州)|亿(?:利达|阳)"
)


def read(text: str, at: int) -> Numeral | None:
    """The number that starts at a place of a folded text."""
    if said := _SAID_DIGITS.match(text, at):
        return _said(said)
    if plain := _PLAIN.match(text, at):
        return Numeral(at, plain.end(), Decimal(plain[0]), is_digits=True) if len(plain[0]) <= MOST_DIGITS else None
    scan = _Scan(text, at)
    return scan.number() if scan.run() else None


def _said(found: re.Match[str]) -> Numeral | None:
    """Digit by digit: ``二〇二四``."""
    if len(found[0]) > MOST_DIGITS:
        return None
    value = Decimal("".join(str(DIGITS[char]) for char in found[0]))
    return Numeral(found.start(), found.end(), value)


@dataclass(slots=True)
class _Scan:
    """A number while it is read, character by character.

    ``total`` holds what is closed by 亿 or 万, ``section`` what is below, ``pending`` the digits not yet multiplied.
    """

    text: str
    start: int
    at: int = 0
    total: Decimal = Decimal(0)
    section: Decimal = Decimal(0)
    pending: Decimal | None = None
    spread: Decimal = Decimal(0)
    last: Decimal = Decimal(0)
    comparator: Comparator = "="
    is_digits: bool = False
    is_open: bool = True
    has_zero: bool = False
    ends_in_unit: bool = False

    def run(self) -> bool:
        """Read on as long as the number goes on."""
        self.at = self.start
        limit = min(len(self.text), self.start + 2 * MOST_DIGITS)
        while self.at < limit and self.is_open and self._step(self.text[self.at]):
            pass
        return self.at > self.start

    def number(self) -> Numeral | None:
        """What was read."""
        written = self.text[self.start : self.at]
        if written in _VAGUE or written in ("几", "数") or len(written) > MOST_DIGITS:
            return None
        scale = self.last if self.ends_in_unit and self.last > 10 else Decimal(1)  # noqa: PLR2004 - 十 is no scale
        value, spread = self._closed()
        return Numeral(
            self.start,
            self.at,
            value,
            scale,
            self.comparator,
            plus(value, spread) if spread else None,
            is_digits=self.is_digits,
            is_single=len(written) == 1 and not self.is_digits,
        )

    def _closed(self) -> tuple[Decimal, Decimal]:
        """The value, and how far the upper bound is above it; a digit at the end counts tenths of the last unit."""
        pending = self.pending or Decimal(0)
        if self.pending is not None and self.last >= 100 and not self.has_zero and not self.is_digits:  # noqa: PLR2004
            factor = self.last / 10
            return plus(plus(self.total, self.section), times(pending, factor)), times(self.spread, factor)
        return plus(plus(self.total, self.section), pending), self.spread

    def _step(self, char: str) -> bool:
        if "0" <= char <= "9":
            return self._arabic()
        if char in DIGITS or char in "几数":
            return self._digit(char)
        if char in SMALL_UNITS or char in BIG_UNITS:
            return self._unit(char)
        if char in _VAGUE:
            return self._vague(char)
        return self._point() if char == "点" else self._tens(char) or self._break(char)

    def _tens(self, char: str) -> bool:
        """廿 is 二十."""
        if char not in _TENS or self.at > self.start:
            return False
        self.section, self.last, self.at, self.ends_in_unit = Decimal(_TENS[char]), Decimal(10), self.at + 1, True
        return True

    def _break(self, char: str) -> bool:
        """A line may end between digits and 多 or 万."""
        goes_on = char == "\n" and self.is_digits and self.text[self.at + 1 : self.at + 2] in (*_VAGUE, *BIG_UNITS)
        self.at += goes_on
        return goes_on

    def _arabic(self) -> bool:
        if self.pending is not None or (self.at > self.start and not self.ends_in_unit):
            return False
        found = ARABIC.match(self.text, self.at)
        if found is None or found.end() - self.at > MOST_DIGITS:
            return False
        self.pending, self.at, self.is_digits = Decimal(re.sub(r"[,\s]", "", found[0])), found.end(), True
        self.ends_in_unit = False
        return True

    def _digit(self, char: str) -> bool:
        if char in ZEROS and self.at > self.start:
            self.has_zero, self.at = True, self.at + 1
            following = self.text[self.at : self.at + 1]
            return following in DIGITS or following.isdigit() or following == "十"
        if self.pending is not None:
            return not self.is_digits and self._neighbour(char)
        if char in "几数":
            return self._some(char)
        if self.is_digits and self.text[self.at + 1 : self.at + 2] not in SMALL_UNITS:
            return False
        self.pending, self.at, self.ends_in_unit = Decimal(DIGITS[char]), self.at + 1, False
        return True

    def _some(self, char: str) -> bool:
        """``几百``, ``十几``, ``数万``: more than the unit beside it."""
        behind = self.text[self.at + 1 : self.at + 2]
        if behind in SMALL_UNITS or behind in BIG_UNITS:
            # 几十 is more than 10, 一百几十 more than 110, 十几万 more than 100,000.
            self.pending = Decimal(1) if self.at == self.start or behind in SMALL_UNITS else None
        elif char == "数" or not self.ends_in_unit:
            return False
        self.comparator, self.at = ">", self.at + 1
        return bool(behind)

    def _neighbour(self, char: str) -> bool:
        """Two digits beside each other are bounds: ``三四十`` is 30 to 40, ``十七八`` 17 to 18."""
        pending = self.pending or Decimal(0)
        following = self.text[self.at + 1 : self.at + 2]
        step = Decimal(DIGITS.get(char, 0)) - pending
        if self.spread or char in ZEROS or following in DIGITS or step not in (1, 2):
            return False
        if step == 2 and pending != 3:  # noqa: PLR2004 - 三五个 is the only pair that skips a digit
            return False
        self.spread, self.at = step, self.at + 1
        return True

    def _unit(self, char: str) -> bool:
        if _UNIT_OF_MEASURE.match(self.text, self.at):
            return False
        return self._small(Decimal(SMALL_UNITS[char])) if char in SMALL_UNITS else self._big(Decimal(BIG_UNITS[char]))

    def _small(self, unit: Decimal) -> bool:
        is_ten = self.has_zero or (self.ends_in_unit and unit == 10)  # noqa: PLR2004 - 二百十 is 210
        if self.pending is None and self.at > self.start and not is_ten:
            return self._after_vague(unit)
        if self.section and self.last <= unit and self.last < 10**4:
            return False
        self.section = plus(self.section, times(Decimal(1) if self.pending is None else self.pending, unit))
        return self._close(unit)

    def _after_vague(self, unit: Decimal) -> bool:
        """``30多百``: the unit multiplies what stands before the 多; ``百千`` is no number."""
        if self.comparator == "=" or self.text[self.at - 1] not in _VAGUE:
            return False
        self.section = times(self.section, unit)
        return self._close(unit)

    def _big(self, unit: Decimal) -> bool:
        below = plus(self.section, self.pending or Decimal(0))
        if not below and self.pending is None:
            return self._bare_big(unit)
        if self.total and self._last_big() == unit:
            return False
        if self.total and self._last_big() < unit:
            # 亿 multiplies all that stands before it: 三万五千亿 is 35,000 of them.
            self.total, below = Decimal(0), plus(self.total, below)
        self.total, self.section = plus(self.total, times(below, unit)), Decimal(0)
        return self._close(unit)

    def _bare_big(self, unit: Decimal) -> bool:
        """``三万亿``: 亿 multiplies what 万 has closed; ``万`` that starts a number is ten thousand."""
        if self.total and self.last == 10**4 and unit == 10**8:
            self.total *= unit
            return self._close(self.last * unit)
        if self.at > self.start:
            return False
        self.total = unit
        return self._close(unit)

    def _last_big(self) -> Decimal:
        """The smallest of 万 and 亿 by which the number was multiplied."""
        return Decimal(10**4) if self.total % 10**8 else Decimal(10**8)

    def _close(self, unit: Decimal) -> bool:
        self.spread = times(self.spread, unit)
        self.pending, self.last, self.at, self.has_zero, self.ends_in_unit = None, unit, self.at + 1, False, True
        return True

    def _point(self) -> bool:
        """``一点五亿``; a point is the hour or an item where no digit follows."""
        found = _POINT.match(self.text, self.at)
        if found is None or self.is_digits or len(found[1]) > MOST_DIGITS:
            return False
        fraction = "".join(str(DIGITS[char]) for char in found[1])
        self.pending = plus(plus(self.section, self.pending or Decimal(0)), Decimal(f"0.{fraction}"))
        self.section, self.at, self.ends_in_unit = Decimal(0), found.end(), False
        return True

    def _vague(self, char: str) -> bool:
        """``三百多``, ``30余万``, ``十来个``: before the last unit or behind it."""
        behind = self.text[self.at + 1 : self.at + 2]
        is_none = (
            self.at == self.start,
            self.comparator != "=",
            bool(self.spread),
            char == "来" and behind not in _BEHIND_COMING,
            self.pending is not None and not self.is_digits and behind not in BIG_UNITS,
        )
        if any(is_none):
            return False
        self.comparator, self.at = _VAGUE[char], self.at + 1
        if self.pending is not None:
            self.section, self.pending = plus(self.section, self.pending), None
        self.is_open = behind in BIG_UNITS or (behind in SMALL_UNITS and not self.ends_in_unit)
        return True


_FIRST = re.compile(r"首(?=[届次个批家期年])(?!次元|年度|个人)")
_OF_A_TEXT = re.compile(r"[条章节款页编](?![例件理])")
_NUMBERED = re.compile(r"号")


def ordinal(page: Page, at: int) -> FigureDraft | int | None:
    """An ordinal with 第 or 首; the end of one that names an article or a chapter."""
    text = page.folded
    if text[at] == "首":
        found = _FIRST.match(text, at)
        return FigureDraft(at, at + 1, "ordinal", Decimal(1), unit=(at + 1, at + 2)) if found else None
    place = at + 2 if text[at + 1 : at + 2] == " " else at + 1
    number = read(text, place) if place < len(text) else None
    if number is None or number.value is None:
        return None
    if _OF_A_TEXT.match(text, number.end) or _NUMBERED.match(text, number.end):
        return number.end + 1
    draft = FigureDraft(at, number.end, "ordinal", number.value, number.upper, number.comparator, number.scale)
    if measure := words.measure(text, number.end, words.MEASURES):
        draft.unit = (number.end, number.end + len(measure))
    return draft
