"""Times of the day in English: ``10:30``, ``3 p.m.``, ``9:00-17:00``, ``3 o'clock``."""

from __future__ import annotations

import re

from talent_dataset.books.figures.page import Draft, Page

_HALF_DAY = r"\s?[ap](?:\.\s?m\.|m(?![a-z0-9]))"
_CLOCK = r"(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9])?(?![0-9:])"
_TIME = rf"(?:{_CLOCK}(?:{_HALF_DAY})?|(?:1[0-2]|0?[1-9]){_HALF_DAY}|(?:1[0-2]|[1-9])\s+o[’']clock)"
_MILITARY = r"(?:[01][0-9]|2[0-3])[0-5][0-9](?=\s(?:gmt|utc|hours|hrs)(?![a-z]))"
_TIMES = re.compile(
    rf"(?:{_MILITARY}|(?:1[0-2]|0?[1-9])(?:\s?[-–—]\s?|\s+to\s+)(?:1[0-2]|0?[1-9]){_HALF_DAY}|{_TIME}(?:(?:\s?[-–—~]\s?|\s+to\s+){_TIME})?)"
)
_OTHER = re.compile(rf"\s+and\s+{_TIME}")
_BETWEEN = re.compile(r"(?<![a-z])between\s+$")
_ABOUT = re.compile(r"(?<![a-z])(?:about|around|approximately|nearly|almost|roughly)\s+$")


def time(page: Page, at: int) -> Draft | None:
    """A time, or the time from one to another."""
    found = _TIMES.match(page.folded, at)
    if found is None:
        return None
    other = _OTHER.match(page.folded, found.end()) if _BETWEEN.search(page.before(at, 10)) else None
    draft = Draft(at, other.end() if other else found.end(), "time")
    if about := _ABOUT.search(page.before(at, 16)):
        draft.start, draft.comparator = at - len(about[0]), "~"
    return draft
