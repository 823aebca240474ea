"""The words around English numbers: what compares, what is counted in, what only looks like a number."""

from __future__ import annotations

import re
from typing import Final

from talent_dataset.provenance.figures import page
from talent_dataset.provenance.figures.figure import Comparator

# Characters are made alike one by one, so that offsets stay.
WIDE: Final = {0xFF01 + step: 0x21 + step for step in range(94)}
"""Full-width forms of ASCII."""

_TABLE = WIDE | {ord("‐"): "-", ord("‑"): "-", ord("﹣"): "-", ord("￥"): "¥", ord("￡"): "£", ord("\u3000"): " "}


def fold(text: str) -> str:
    """Lower case, half-width, plain hyphens; as long as the text."""
    lowered = text.lower()
    if len(lowered) != len(text):
        # Only few characters, such as İ, have a lower case of another length: they stay as they are.
        lowered = "".join(small if len(small := char.lower()) == 1 else char for char in text)
    return lowered if lowered.isascii() else lowered.translate(_TABLE)


BEFORE: Final[dict[str, Comparator]] = {
    **dict.fromkeys(
        ("more than", "over", "above", "exceeding", "exceeded", "exceeds", "exceed", "in excess of", "upwards of",
         "upward of", "greater than", "higher than", "beyond"),
        ">",
    ),
    **dict.fromkeys(
        ("at least", "no fewer than", "no less than", "not fewer than", "not less than", "a minimum of", "minimum of"),
        ">=",
    ),
    **dict.fromkeys(("less than", "fewer than", "under", "below", "lower than"), "<"),
    **dict.fromkeys(
        ("up to", "at most", "no more than", "not more than", "a maximum of", "maximum of", "within", "not exceeding"),
        "<=",
    ),
    **dict.fromkeys(
        ("about", "around", "roughly", "approximately", "approx", "approx.", "some", "nearly", "almost", "close to",
         "circa", "ca.", "an estimated", "estimated", "near", "approaching"),
        "~",
    ),
}  # fmt: skip
MOST_WORDS: Final = max(len(words.split()) for words in BEFORE)

# "30 mills, and more than 20 wells", "and over 20", "and more wells": these compare what comes next.
_NO_MORE = r"(?!\s+(?:than|[0-9]))(?<!and more(?=\s[a-z]))"

BEHIND: Final[tuple[tuple[re.Pattern[str], Comparator], ...]] = (
    (re.compile(r"[\s-]odd(?![a-z])"), ">"),
    (
        re.compile(
            r"\+(?!\s?[0-9])|[\s-]plus(?![a-z])"
            rf"|,?\s+(?:or|and)\s+(?:more|above|over|older|higher|up|upwards?)(?![a-z]){_NO_MORE}"
        ),
        ">=",
    ),
    (re.compile(rf",?\s+(?:or|and)\s+(?:less|fewer|below|under|younger|lower)(?![a-z]){_NO_MORE}"), "<="),
    (re.compile(r"\s+or\s+so(?![a-z])"), "~"),
)

CURRENCY_BEFORE: Final = re.compile(
    r"(?:(?<![a-z])(?:us|hk|nt|au|ca|sg|s|a|c|nz|r))?\$|€|£|¥|₩|₹|(?<![a-z])(?:rmb|cny|usd|eur|gbp|jpy|hkd|krw|sgd|aud)\s?"
)
CURRENCY_BEHIND: Final = re.compile(
    r"[\s-]?(?:(?:u\.\s?s\.|us|american|hong kong|hk|singapore|australian|canadian|british|chinese|japanese"
    r"|south korean|korean|swiss|russian|indian)[\s-]+)?"
    r"(?:yuan|renminbi|rmb|cny|usd|dollars?|euros?|pounds?(?:\s+sterling)?|yen|rupees?|rubles?|roubles?|francs?|cents?"
    r"|bucks|hkd|eur|gbp|jpy)(?![a-z])|\s?[€£](?![0-9])|(?<=on)\s+won(?![a-z])"
)
PERCENT: Final = re.compile(r"\s?[%‰]|[\s-]?(?:percentage[\s-]points?|per\s?cent|pct)(?![a-z])")
TIME_UNIT: Final = re.compile(
    r"[\s-]?(?:(?:working|business|consecutive|straight|calendar|full|academic|light)[\s-])?"
    r"(?:seconds?|minutes?|hours?|days?|nights?|weeks?|weekends?|fortnights?|months?|years?|decades?|centur(?:y|ies)"
    r"|semesters?|millennia|yrs?|hrs?|mins?|secs?)(?![a-z])"
)
AGE_UNIT: Final = re.compile(r"[\s-]?(?:years?[\s-]olds?|years?\s+of\s+age|months?[\s-]olds?|yrs?\s+old)(?![a-z])")
DEGREES: Final = re.compile(r"\s?(?:°\s?[cf]?|℃|℉|degrees?(?:\s+(?:celsius|fahrenheit|centigrade))?)(?![a-z])")
MEASURE: Final = re.compile(
    r"[\s-]?(?:(?:square|cubic|metric|nautical|standard)[\s-][a-z]+|sq\s?k?m|km/h|kph|mph|km|kg|cm|mm|kw|mw|gw|kwh|gwh|twh"
    r"|mbps|gbps|gb|tb|mb|mu|ha)(?![a-z])"
)

FUNCTION_WORDS: Final = frozenset(page.words("english", "function"))
IRREGULAR_PLURALS: Final = frozenset(page.words("english", "plurals"))

NAMED_BY_NUMBER: Final = re.compile(
    r"(?<![a-z])(?:article|articles|art\.|chapter|chapters|section|sections|room|flight|line|route|page|pages|pp?\."
    r"|gate|highway|version|ver\.|v\.?|model|appendix|annex|stock\s+code:?|ticker:?|postcode:?|table|figure"
    r"|fig\.|boeing|airbus|windows|iphone|ipad|android|ios|python|unit|channel|platform|tel\.?:?|phone:?|fax:?|zip|code|isbn:?|issn:?|paragraph|clause|resolution)\s*$"
)
"""What stands before a number that names a thing instead of counting: ``Article 5``, ``Flight 370``."""

CHANGES: Final = re.compile(
    r"(?<![a-z])(?:rose|risen|rise|rises|rising|grew|grow|grown|grows|growing|increased?|increases|increasing|fell|fall"
    r"|fallen|falling|falls|dropp?(?:ed|ing)?|drops?|declin(?:ed|e|es|ing)|went|gone|up|down|expand(?:ed|s|ing)?"
    r"|jump(?:ed|s|ing)?|climb(?:ed|s|ing)?|surg(?:ed|e|es|ing)|soar(?:ed|s|ing)?|rais(?:ed|e|es|ing)|cut|reduc(?:ed|e|es|ing)"
    r"|chang(?:ed|e|es|ing)|shr[aiu]nk|doubled|tripled|mov(?:ed|e|es|ing)|swell(?:ed)?|upgraded|lower(?:ed|ing)?|improved?"
    r"|lift(?:ed)?|extended|shortened|narrowed|widened|slipped|slid|eased|edged|plunged|tumbled)(?![a-z])[^.;]{0,40}$"
)
"""A verb of change before ``from 300 to 500``: two figures, not a range."""

ONE_OF_NONE: Final = re.compile(
    r"one(?:\s+(?:of(?!\s+[0-9])|another|by\s+one|day|thing|after\s+another|or\s+more|or\s+another|can|could|must|may|who|that"
    r"|is|has|and\s+all|and\s+only)(?![a-z])|[’']s|-(?:stop|on-one|way|time|off|sided|to-one|another|click)|\s*[.,;:!?)]|\s*$)"
)
NO_ONE: Final = re.compile(r"(?:^|(?<![a-z]))(?:no|any|every|each|the|this|that|which|only|another|some|as)\s+$")
"""``one`` as a pronoun."""

COMPOUNDS: Final = re.compile(
    r"(?:two|three|four)-(?:way|fold|tier(?:ed)?|sided|pronged|dimensional|tone|in-one)(?![a-z])"
    r"|(?:zero|one)-(?:sum|sided|stop|way|time|off|on-one|to-one|carbon|emission|tolerance|covid)(?![a-z])"
    r"|nine-to-five|24/7|365/24|50[-/]50|7-eleven|9/11"
)
"""Compounds that count nothing."""
