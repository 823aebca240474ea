"""Read the properties of an object of the descriptor: known ones by their kind, all others kept as custom."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from talent_dataset.engine.descriptor.model import FORMER, PROPERTY
from talent_dataset.engine.descriptor.place import Misfit, Place, shown
from talent_dataset.engine.meant import did_you_mean, nearest

# Kinds of values that properties of a descriptor may have; each takes the JSON value and returns ours, or refuses.


_NAMES = {int: "a number", float: "a number", str: "a string", list: "an array", dict: "an object"}

_EMAIL = re.compile(r'(?:[^@\s]+|"[^"]*")@[^@\s]+')
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_DATE_TIME = re.compile(
    r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[Tt ]"
    r"(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
)

PropertyKind = Callable[[Any], Any]


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


def arrays_of(kind: PropertyKind) -> PropertyKind:
    """An array whose entries are all of one kind."""

    def check(value: object) -> tuple[Any, ...]:
        return tuple(_entry(kind, entry, i) for i, entry in enumerate(array(value)))

    return check


def one_of(options: Sequence[str]) -> PropertyKind:
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


def _entry(kind: PropertyKind, value: object, key: str | int) -> Any:
    try:
        return kind(value)
    except Misfit as misfit:
        raise Misfit(misfit.reason, hint=misfit.hint, at=(key, *misfit.at)) from None


def _listed(options: Iterable[str]) -> str:
    return ", ".join(f'"{option}"' for option in options)


CODE = "descriptor/property"
"""Code of the words that are not known, in whatever object."""

Properties = Mapping[str, tuple[str, PropertyKind]]
"""Name in the descriptor to name in our values and kind."""


def read(data: dict[str, Any], known: Properties, place: Place, code: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The known properties under our names, and the custom ones as they stand; a faulty one is left out."""
    values: dict[str, Any] = {}
    custom: dict[str, Any] = {}
    for key, value in data.items():
        if key not in known:
            custom[key] = value
        elif value is None:
            warn_null(place.at(key), code)
        else:
            attribute, kind = known[key]
            try:
                values[attribute] = kind(value)
            except Misfit as misfit:
                place.at(key).misfit(code, misfit)
    return values, custom


def take(custom: dict[str, Any], keys: Iterable[str], place: Place, code: str) -> dict[str, Any]:
    """Take properties that are read one by one out of the custom ones; those that are null are told and left out."""
    own = {key: custom.pop(key) for key in keys if key in custom}
    for key in (key for key, value in own.items() if value is None):
        warn_null(place.at(key), code)
    return {key: value for key, value in own.items() if value is not None}


def given(data: Mapping[str, Any], key: str, place: Place, code: str) -> Any:
    """What an object says of a property; ``None`` where it is absent, or null, which is told."""
    if key in data and data[key] is None:
        warn_null(place.at(key), code)
    return data.get(key)


def warn_null(place: Place, code: str) -> None:
    """Say that null says nothing: the standard is silent on it, and its profiles refuse it."""
    place.warn(code, f'"{place.key}" is null, which the standard does not know.', hint="Leave the property out.")


def check_profiles(custom: dict[str, Any], place: Place, code: str) -> None:
    """Drop what an object names as its profile where that is no string."""
    for key in ("$schema", "profile"):
        value = custom.get(key, "")
        if value is None:
            warn_null(place.at(key), code)
        elif not isinstance(value, str):
            place.at(key).misfit(code, Misfit(f"must be a string, not {named(value)}"))
        if not isinstance(value, str):
            del custom[key]


_NAMESPACE = f"{PROPERTY.partition(':')[0]}:"


def warn_unknown(
    custom: Iterable[str],
    known: Iterable[str],
    place: Place,
    *,
    elsewhere: Mapping[str, str] | None = None,
    is_closed: bool = False,
) -> None:
    """The one rule for words that an object of the descriptor does not know: each that was hardly meant is a warning.

    The standard allows custom properties everywhere. So a word is told where it is a known one misspelt, or belongs
    in another object; where an object is closed, since each of its words changes how data are read or checked, every
    word is, but for those that are marked as somebody's own (``x-...``, ``_...``, ``dc:...``).

    Args:
        custom: The words that are not known.
        known: Those that are.
        place: The object.
        elsewhere: Words that would be understood in another object, each with the name of that object.
        is_closed: Whether custom properties have no business here.
    """
    here = tuple(known)
    for key in custom:
        if key == FORMER:
            place.at(key).fault(CODE, f'"{FORMER}" is now called "{PROPERTY}".', hint=f'Rename it: "{PROPERTY}".')
        elif key.startswith(_NAMESPACE) and key != PROPERTY:
            _warn(place.at(key), f'Did you mean "{PROPERTY}"?')
        elif not _is_own(key) and (hint := _correction(key, here, elsewhere or {}, is_closed=is_closed)):
            _warn(place.at(key), hint)


def _correction(key: str, here: tuple[str, ...], others: Mapping[str, str], *, is_closed: bool) -> str:
    """What to do about a word that is not known; empty where it may well be meant."""
    home = nearest(key, tuple(others), cutoff=1)
    near = None if home else _misspelt(key, here, cutoff=0.6 if is_closed else 0.85)
    home = home or (None if near else nearest(key, tuple(others), cutoff=0.9))
    if home is not None:
        return f'"{home}" belongs in {others[home]}.'
    if near is not None:
        return f'Did you mean "{near}"?'
    return f"Known here: {', '.join(here)}." if is_closed else ""


def _warn(place: Place, hint: str) -> None:
    place.warn(CODE, f'"{place.key}" is not known here and has no effect.', hint=hint)


def _is_own(key: str) -> bool:
    return ":" in key or key.startswith(("_", "x-", "x_", "X-"))


def _misspelt(key: str, known: tuple[str, ...], *, cutoff: float) -> str | None:
    """The known word that is meant: one nearly the same, or of the same letters in another order."""
    if (near := nearest(key, known, cutoff=cutoff)) is not None:
        return near
    letters = sorted(key)
    return next((word for word in known if sorted(word) == letters), None)
