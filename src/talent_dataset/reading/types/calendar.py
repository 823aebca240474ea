"""The calendar as regular expressions: a day that does not exist does not match, so that no date need be parsed."""

from __future__ import annotations

YEAR = "(?:[0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})"
_LEAP_YEAR = (
    "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])"  # divisible by 4, not by 100
    "|(?:0[48]|[2468][048]|[13579][26])00)"  # divisible by 400
)
_DAY_OF_YEAR = (
    "(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    "|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)
DATE = f"(?:{YEAR}-{_DAY_OF_YEAR}|{_LEAP_YEAR}-02-29)"
TIME = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
# XML Schema: 24:00:00 is the first instant of the next day; offsets reach 14 hours.
OFFSET = "(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
DATETIME = rf"{DATE}T(?:{TIME}(?:\.[0-9]+)?|24:00:00(?:\.0+)?){OFFSET}?"
# XML Schema gYear: at least four digits, more without a leading zero, and there is no year 0000.
LONG_YEAR = "-?(?:[1-9][0-9]{4,17}|" + YEAR + ")"
MONTH = "(?:0[1-9]|1[0-2])"
