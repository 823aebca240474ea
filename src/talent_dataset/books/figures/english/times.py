"""Times of the day in English: ``10:30``, ``3 p.m.``, ``9:00-17:00``, ``3 o'clock``."""

from __future__ import annotations

import re

from talent_dataset.books.figures.page import Draft, Page

_HALF_DAY = r"\s?[ap](?:\.\s?m\.|m(?![a-z0-9]))"
_CLOCK = r"(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9])?(?![0-9:])"
_TIME = rf"(?:{_CLOCK}(?:{_HALF_DAY})?|(?:1[0-2]|0?[1-9]){_HALF_DAY}|(?:1[0-2]|[1-9])\s+o[’']clock)"
_TIMES = re.compile(
    rf"(?:(?:1[0-2]|0?[1-9])(?:\s?[-–—]\s?|\s+to\s+)(?:1[0-2]|0?[1-9]){_HALF_DAY}|{_TIME}(?:(?:\s?[-–—~]\s?|\s+to\s+){_TIME})?)"
)


def time(page: Page, at: int) -> Draft | None:
    """A time, or the time from one to another."""
    found = _TIMES.match(page.folded, at)
    return Draft(at, found.end(), "time") if found else None
