"""Kinds of values that properties of a descriptor may have; each takes the JSON value and returns ours, or refuses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from talent_dataset.descriptor.place import Misfit, shown
from talent_dataset.meant import did_you_mean

_NAMES = {int: "a number", float: "a number", str: "a string", list: "an array", dict: "an object"}

_EMAIL = re.compile(r'(?:[^@\s]+|"[^"]*")@[^@\s]+')
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_DATE_TIME = re.compile(
    r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[Tt ]"
    r"(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
)

Kind = Callable[[Any], Any]


def named(value: object) -> str:
    """What a JSON value is, in words."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return f"the boolean {shown(value)}"
    name = _NAMES.get(type(value), type(value).__name__)
    return name if isinstance(value, (list, dict)) else f"{name} ({shown(value)})"


def text(value: object) -> str:
    """Any string."""
    if isinstance(value, str):
        return value
    raise Misfit(f"must be a string, not {named(value)}")


def filled(value: object) -> str:
    """A string of at least one character."""
    if text(value) == "":
        raise Misfit("must not be empty")
    return str(value)


def character(value: object) -> str:
    """A string of exactly one character."""
    if len(text(value)) != 1:
        raise Misfit(f"must be exactly one character, not {shown(value)}")
    return str(value)


def flag(value: object) -> bool:
    """A boolean."""
    if isinstance(value, bool):
        return value
    hint = "Write true or false without quotes." if isinstance(value, str) else ""
    raise Misfit(f"must be true or false, not {named(value)}", hint=hint)


def whole(value: object, *, least: int = 0) -> int:
    """An integer; a float without a fraction is one to JSON Schema."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        hint = "Write the number without quotes." if isinstance(value, str) and value.isdecimal() else ""
        raise Misfit(f"must be an integer, not {named(value)}", hint=hint)
    if value < least:
        raise Misfit(f"must be at least {least}, not {value}")
    return value


def ordinal(value: object) -> int:
    """An integer from 1."""
    return whole(value, least=1)


def mapping(value: object) -> dict[str, Any]:
    """A JSON object."""
    if isinstance(value, dict):
        return value
    raise Misfit(f"must be an object, not {named(value)}")


def array(value: object) -> list[Any]:
    """A JSON array."""
    if isinstance(value, list):
        return value
    raise Misfit(f"must be an array, not {named(value)}")


def arrays_of(kind: Kind) -> Kind:
    """An array whose entries are all of one kind."""

    def check(value: object) -> tuple[Any, ...]:
        return tuple(_entry(kind, entry, i) for i, entry in enumerate(array(value)))

    return check


def one_of(options: Sequence[str]) -> Kind:
    """One of some strings."""

    def check(value: object) -> str:
        if text(value) in options:
            return str(value)
        raise Misfit(f"must be one of {_listed(options)}, not {shown(value)}", hint=did_you_mean(str(value), options))

    return check


def email(value: object) -> str:
    """An address of the form ``name@domain``."""
    if _EMAIL.fullmatch(text(value)):
        return str(value)
    raise Misfit(f"must be an email address, not {shown(value)}")


def uri(value: object) -> str:
    """An absolute URI."""
    if _URI.fullmatch(text(value)):
        return str(value)
    raise Misfit(f"must be a full URI, not {shown(value)}", hint="A full URI starts with a scheme: https://...")


def date_time(value: object) -> str:
    """A date and time of RFC 3339."""
    if _DATE_TIME.fullmatch(text(value)) and _is_day(str(value)[:10]):
        return str(value)
    raise Misfit(f"must be a date and time of RFC 3339, not {shown(value)}", hint="Write it like 2024-01-26T15:00:00Z.")


def _is_day(digits: str) -> bool:
    try:
        date.fromisoformat(digits)
    except ValueError:
        return False
    return True


def language_texts(value: object) -> dict[str, str]:
    """Texts by language code; a plain string is English."""
    if isinstance(value, str):
        return {"en": value}
    return {code: _entry(text, words, code) for code, words in mapping(value).items()}


texts = arrays_of(text)


def _entry(kind: Kind, value: object, key: str | int) -> Any:
    try:
        return kind(value)
    except Misfit as misfit:
        raise Misfit(misfit.reason, hint=misfit.hint, at=(key, *misfit.at)) from None


def _listed(options: Iterable[str]) -> str:
    return ", ".join(f'"{option}"' for option in options)
