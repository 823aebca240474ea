"""Instants as numbers: exact, and out of reach of no year."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

_DAY = 86_400


def seconds_of(value: datetime) -> tuple[int, str]:
    """Seconds since the year 1 (in UTC where there is an offset) and the digits of their fraction.

    Pairs of two instants compare as the instants do.
    """
    ahead = value.utcoffset() or timedelta()
    seconds = value.toordinal() * _DAY + value.hour * 3600 + value.minute * 60 + value.second
    return seconds - ahead.days * _DAY - ahead.seconds, f"{value.microsecond:06}".rstrip("0")


def instant_of(seconds: Any) -> datetime | None:
    """The ``datetime`` of such a pair; ``None`` where it is finer than microseconds or out of range."""
    whole, fraction = seconds
    if len(fraction) > len("123456"):
        return None
    try:
        start = datetime(1, 1, 1)  # noqa: DTZ001 (instants are told in UTC, without a zone)
        return start + timedelta(days=-1, seconds=whole, microseconds=int(fraction.ljust(6, "0")))
    except OverflowError:
        return None


def naive(value: Any) -> Any:
    """A datetime in UTC without its zone, as a column holds it; ``None`` where that is out of range."""
    if not isinstance(value, datetime) or value.tzinfo is None:
        return value
    try:
        return value.replace(tzinfo=None) - (value.utcoffset() or timedelta())
    except OverflowError:
        return None
