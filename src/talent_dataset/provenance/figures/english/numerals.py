"""Numbers in English: digits, words, and both (``5.255 million``, ``half a million``); ordinals (``20th``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from talent_dataset.provenance.figures.english import counted
from talent_dataset.provenance.figures.numeral import MOST_DIGITS, Numeral, plus, quotient
from talent_dataset.provenance.figures.page import FigureDraft, Page

_ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SMALL: Final = {
    "zero": 0,
    **{word: number for number, word in enumerate([*_ONES, *_TEENS], start=1)},
    **{word: 10 * number for number, word in enumerate(_TENS, start=2)},
    "fourty": 40,
}
SCALES: Final = {
    "dozen": Decimal(12),
    "hundred": Decimal(100),
    "thousand": Decimal(1000),
    "k": Decimal(1000),
    "lakh": Decimal(100_000),
    "million": Decimal(10**6),
    "mn": Decimal(10**6),
    "crore": Decimal(10**7),
    "billion": Decimal(10**9),
    "bn": Decimal(10**9),
    "trillion": Decimal(10**12),
    "tn": Decimal(10**12),
}
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "hundredth": 100, "thousandth": 1000,
}  # fmt: skip
_GLYPHS = {"½": "0.5", "¼": "0.25", "¾": "0.75"}

_GAP = r"(?:\s*-\s*|\s+)"
_SCALE_WORDS = "dozen|hundred|thousand|lakh|million|crore|billion|trillion"
_SMALL_WORDS = "|".join(sorted(SMALL, key=len, reverse=True))
_TENS_WORDS = "|".join([*_TENS, "fourty"])
_BELOW_HUNDRED = rf"(?:(?:{_TENS_WORDS}){_GAP}(?:{'|'.join(_ONES)})|(?:{_SMALL_WORDS}))(?![a-z])"

_DIGITS = re.compile(
    r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]{1,3}(?:[\u00a0\u2009\u202f][0-9]{3})+(?![0-9])|[0-9]+)"
    r"(?:\.[0-9]+)?[½¼¾]?|[½¼¾]|\.[0-9]+"
)
_SCALE = re.compile(rf"{_GAP}?(?:({_SCALE_WORDS})|(?<=[0-9\s])(mn|bn|tn|k))(?![a-z0-9])")
_BELOW = re.compile(_BELOW_HUNDRED)
_HUNDREDS = re.compile(rf"{_GAP}hundred(?![a-z])(?:(?:\s+and)?{_GAP}({_BELOW_HUNDRED})(?!{_GAP}(?:hundred|dozen)))?")
_GROUP_SCALE = re.compile(rf"{_GAP}({_SCALE_WORDS})(?![a-z])")
_NEXT = re.compile(r"\s*,?\s+and\s+|\s*,\s*|\s+|-")
_POINT = re.compile(rf"\s+point((?:\s+(?:{'|'.join(['zero', 'oh', *_ONES])})(?![a-z]))+)")
_ARTICLE = re.compile(rf"an?\s+({_SCALE_WORDS})(?![a-z])")
_A_HUNDRED = re.compile(r"a\s+(?=hundred(?![a-z]))")
_HALF_SCALE = re.compile(rf"half(?:\s+an?\s+|-)({_SCALE_WORDS})(?![a-z])")
_AND_A_HALF = re.compile(r"(?:\s+and\s+a\s+|-and-a-)(half|quarter)(?![a-z])")
_VAGUE = re.compile(
    rf"(?:(?:several|many|a\s+few|a\s+couple\s+of)\s+({_SCALE_WORDS})(?![a-z])"
    r"|(tens|dozens|hundreds|thousands|millions|billions)(?![a-z]))"
    r"(?:\s+(?:of\s+)?(hundreds?|thousands?|millions?|billions?)(?![a-z]))?"
)
_FRACTION = re.compile(
    rf"(?:{_GAP}|(?<=a)\s+)(half|halves|third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth|hundredth)(s?)(?![a-z])"
)
_OF = re.compile(r"\s+of(?![a-z])|[\s-]+(?:majority|the|as|less|more|larger|higher|lower)(?![a-z])")
# A part of a whole that is not named again: "fell by more than a third." A quarter there may be a part of the year.
_AT_END = re.compile(r"\s*(?:[.,;:!?)]|$)|\s+(?:are|is|were|was|had|have)(?![a-z])")
_OUT_OF = re.compile(r"\s+(?:(?:out\s+of|in)(?:\s+every)?)\s+")


def read(text: str, at: int) -> Numeral | None:
    """The number that starts at a place of a folded text."""
    return _digits(text, at) if text[at].isdigit() or text[at] == "." or text[at] in _GLYPHS else _words(text, at)


def _digits(text: str, at: int) -> Numeral | None:
    found = _DIGITS.match(text, at)
    if found is None or found.end() - at > MOST_DIGITS:
        return None
    written = re.sub(r"[,\s]", "", found[0])
    glyph = written[-1] if written[-1] in _GLYPHS else ""
    value = Decimal(written.removesuffix(glyph) or 0)
    value = plus(value, Decimal(_GLYPHS[glyph])) if glyph else value
    number = Numeral(at, found.end(), value, is_digits=True)
    return _scaled(text, _with_half(text, number))


def _scaled(text: str, number: Numeral) -> Numeral:
    """The number with the scale words behind it; there may be two (``2 hundred thousand``)."""
    for _ in range(2):
        scale = _SCALE.match(text, number.end)
        if scale is None:
            break
        number = number.times(SCALES[scale[1] or scale[2]], scale.end())
    return number


def _words(text: str, at: int) -> Numeral | None:
    if vague := _VAGUE.match(text, at):
        return _vague(vague)
    if _A_HUNDRED.match(text, at) and (number := _spelt(text, at)):
        return _scaled(text, number)
    for form, factor in ((_ARTICLE, Decimal(1)), (_HALF_SCALE, Decimal("0.5"))):
        if found := form.match(text, at):
            return _scaled(text, Numeral(at, at, factor).times(SCALES[found[1]], found.end()))
    number = _spelt(text, at)
    return None if number is None else _scaled(text, _with_half(text, _with_point(text, number)))


def _vague(found: re.Match[str]) -> Numeral:
    """``several hundred``, ``hundreds of thousands``: more than the words stand for."""
    first = found[1] or ("ten" if found[2] == "tens" else found[2].removesuffix("s"))
    scale = Decimal(10) if first == "ten" else SCALES[first]
    if found[3]:
        scale = scale * SCALES[found[3].removesuffix("s")]
    return Numeral(found.start(), found.end(), scale, scale, ">")


def _spelt(text: str, at: int) -> Numeral | None:
    """Words for a whole number: groups below a thousand, each with a smaller scale than the one before."""
    total, end, last = Decimal(0), at, Decimal("Infinity")
    for value, scale, group_end in _groups(text, at):
        if scale >= last:
            break
        total, end, last = plus(total, value * scale), group_end, scale
    if end == at:
        return None
    ends_in = SCALES.get(text[max(at, end - 9) : end].replace("-", " ").rpartition(" ")[2], Decimal(1))
    return Numeral(at, end, total, ends_in, is_single=text[at:end].isalpha())


def _groups(text: str, at: int) -> Iterator[tuple[Decimal, Decimal, int]]:
    """The groups that follow each other, each with its scale and its end."""
    place: int | None = at
    while place is not None and (group := _group(text, place)):
        value, end = group
        found = _GROUP_SCALE.match(text, end)
        scale, end = (SCALES[found[1]], found.end()) if found else (Decimal(1), end)
        yield value, scale, end
        # Nothing goes on behind a dozen, nor behind a group without a scale word.
        gap = _NEXT.match(text, end) if found and found[1] != "dozen" else None
        place = gap.end() if gap else None


def _group(text: str, at: int) -> tuple[Decimal, int] | None:
    """A number below ten thousand, in words: ``fifty-five hundred and six``."""
    article = _A_HUNDRED.match(text, at)
    below = article or _BELOW.match(text, at)
    if below is None:
        return None
    hundreds = _HUNDREDS.match(text, below.end() - (1 if article else 0))
    if hundreds is None:
        return _below_hundred(below[0]), below.end()
    if article:
        return 100 + _below_hundred(hundreds[1] or "zero"), hundreds.end()
    return 100 * _below_hundred(below[0]) + _below_hundred(hundreds[1] or "zero"), hundreds.end()


def _below_hundred(words: str) -> Decimal:
    return Decimal(sum(SMALL[word] for word in re.split(r"[\s-]+", words)))


def _with_point(text: str, number: Numeral) -> Numeral:
    """``five point two``."""
    found = _POINT.match(text, number.end)
    if found is None or number.value is None:
        return number
    digits = "".join(str(SMALL.get(word, 0)) for word in found[1].split())
    return replace(number, value=plus(number.value, Decimal(f"0.{digits}")), end=found.end(), is_single=False)


def _with_half(text: str, number: Numeral) -> Numeral:
    """``two and a half``."""
    found = _AND_A_HALF.match(text, number.end)
    if found is None or number.value is None:
        return number
    more = Decimal("0.5" if found[1] == "half" else "0.25")
    return replace(number, value=plus(number.value, more), end=found.end(), is_single=False)


def article_fraction(text: str, at: int) -> Numeral | None:
    """``a quarter of``, ``a third of``: a part of a whole."""
    return part_of(text, Numeral(at, at + 1, Decimal(1))) if text[at] == "a" else None


def part_of(text: str, count: Numeral) -> Numeral | None:
    """The fraction that a number starts: ``two-thirds``, ``one in five``, ``nine out of ten``."""
    if count.value is None or count.scale != 1:
        return None
    if found := _FRACTION.match(text, count.end):
        is_many = bool(found[2]) or found[1] == "halves"
        if is_many == (count.value > 1) and (is_many or found[0][0] == "-" or _is_part(text, found)):
            return Numeral(count.start, found.end(), quotient(count.value, Decimal(_PARTS[found[1]])))
    return None if text[count.start] == "a" else _out_of(text, count)


def _is_part(text: str, found: re.Match[str]) -> bool:
    """Whether what stands behind makes it a part (``a third of them``), and not one of a series (``a third fair``)."""
    return bool(_OF.match(text, found.end()) or (found[1] != "quarter" and _AT_END.match(text, found.end())))


def _out_of(text: str, count: Numeral) -> Numeral | None:
    found = _OUT_OF.match(text, count.end)
    whole = read(text, found.end()) if found and found.end() < len(text) else None
    if found is None or whole is None or whole.value is None or count.value is None:
        return None
    is_share = "out" in found[0] or _is_small_share(count.value, whole)
    if not (is_share and _are_counts(count.value, whole.value)):
        return None
    return Numeral(count.start, whole.end, quotient(count.value, whole.value))


def _are_counts(part: Decimal, whole: Decimal) -> bool:
    """Whether both are whole numbers, the part below the whole: nobody says ``1.5 in 3``."""
    return part < whole and part % 1 == 0 and whole % 1 == 0


def _is_small_share(count: Decimal, whole: Numeral) -> bool:
    """``three of five`` is a share; ``three of 500`` tells which of them, unless it says ``out of``."""
    is_small = whole.value is not None and whole.value <= 100 and count <= 10  # noqa: PLR2004
    return is_small and whole.comparator == "="


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
_ORDINAL_TENS = ["twentieth", "thirtieth", "fortieth", "fiftieth", "sixtieth", "seventieth", "eightieth", "ninetieth"]
WORDS: Final = {
    **{word: number for number, word in enumerate([*_UNITS, *_OTHERS], start=1)},
    **{word: 10 * number for number, word in enumerate(_ORDINAL_TENS, start=2)},
    "hundredth": 100,
    "thousandth": 1000,
    "millionth": 10**6,
    "billionth": 10**9,
}
_SPELT = re.compile(
    rf"(?:(?:(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[\s-])?({'|'.join(_UNITS)})"
    rf"|(?:(?:one|a)[\s-](?=hundredth|thousandth|millionth|billionth))?"
    rf"({'|'.join([*_OTHERS, *_ORDINAL_TENS, 'hundredth', 'thousandth', 'millionth', 'billionth'])}))(?![a-z])"
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
_ORDINAL_ARTICLE = re.compile(r"(?<![a-z])(?:a|per|one|this)\s+$")
_AT = re.compile(r"(?<![a-z])at\s+$")
_THE = re.compile(r"(?<![a-z])(?:the|on)\s+$")
_BEHIND_DAY = re.compile(
    r"\s*,(?!\s*[0-9]+(?:st|nd|rd|th))|\s*[.;:)!?]|\s*$|\s+(?:and(?!\s+[0-9])|at|in|by|when|after|before|as|to|with|for|was|were|of\s+(?:this|last|next|the|each)"
    r"|from|will|morning|afternoon|evening)(?![a-z])"
)


def ordinal(page: Page, at: int) -> FigureDraft | int | None:
    """An ordinal; the end of a phrase in which it ranks nothing; a century or a day of a month."""
    number = _number(page.folded, at)
    if number is None:
        return None
    value, end = number
    if plan := _PLAN.match(page.folded, end):
        return plan.end()
    if nothing := _NOTHING.match(page.folded, at):
        return nothing.end()
    if (
        page.folded[at:end] == "second"
        and _ORDINAL_ARTICLE.search(page.before(at, 6))
        and _MOMENT.match(page.folded, end)
    ):
        return end
    if page.folded[at:end] == "first" and _AT.search(page.before(at, 4)):
        return end
    return _date(page, at, end, value) or FigureDraft(
        at, end, "ordinal", Decimal(value), unit=counted.directly(page, end)
    )


def _number(text: str, at: int) -> tuple[int, int] | None:
    if found := _SPELT.match(text, at):
        word = found[2] or found[3]
        return WORDS[word] + SMALL.get(found[1] or "", 0), found.end()
    found = _WRITTEN.match(text, at)
    if found is None or found.end() - at > MOST_DIGITS:
        return None
    return int(found[1].replace(",", "")), found.end()


def _date(page: Page, at: int, end: int, value: int) -> FigureDraft | None:
    century = _CENTURY.match(page.folded, end)
    if century and 1 <= value <= 30:  # noqa: PLR2004 - centuries of which there is news
        return FigureDraft(at, century.end(), "date", edtf=f"{value - 1:02}XX")
    is_day = page.text[at].isdigit() and 1 <= value <= 31  # noqa: PLR2004
    if is_day and _THE.search(page.before(at, 5)) and _BEHIND_DAY.match(page.folded, end):
        return FigureDraft(at, end, "date", edtf=f"XXXX-XX-{value:02}")
    return None


def numbered(page: Page, at: int) -> FigureDraft | None:
    """``No. 5``."""
    found = _NUMBERED.match(page.folded, at)
    if found is None or len(found[1]) > MOST_DIGITS:
        return None
    return FigureDraft(at, found.end(), "ordinal", Decimal(found[1]), unit=counted.directly(page, found.end()))
