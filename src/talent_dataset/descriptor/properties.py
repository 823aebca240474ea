"""Read the properties of an object of the descriptor: known ones by their kind, all others kept as custom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from talent_dataset.descriptor.kinds import Kind, named
from talent_dataset.descriptor.place import Misfit, Place
from talent_dataset.meant import nearest

PROPERTY = "descriptor/property"
"""Code of the words that are not known, in whatever object."""

Properties = Mapping[str, tuple[str, Kind]]
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
    into another object; where an object is closed, since each of its words changes how data are read or checked, every
    word is, but for those that are marked as somebody's own (``x-...``, ``_...``, ``dc:...``).

    Args:
        custom: The words that are not known.
        known: Those that are.
        place: The object.
        elsewhere: Words that would be understood in another object, each with the name of that object.
        is_closed: Whether custom properties have no business here.
    """
    here, others = tuple(known), elsewhere or {}
    for key in custom:
        if _is_own(key):
            continue
        home = nearest(key, tuple(others), cutoff=1)
        near = None if home else _misspelt(key, here, cutoff=0.6 if is_closed else 0.85)
        home = home or (None if near else nearest(key, tuple(others), cutoff=0.9))
        if near is None and home is None and not is_closed:
            continue
        hint = f'Did you mean "{near}"?' if near else f"Known here: {', '.join(here)}."
        if home is not None:
            hint = f'"{home}" belongs into {others[home]}.'
        place.at(key).warn(PROPERTY, f'"{key}" is not known here and has no effect.', hint=hint)


def _is_own(key: str) -> bool:
    return ":" in key or key.startswith(("_", "x-", "x_", "X-"))


def _misspelt(key: str, known: tuple[str, ...], *, cutoff: float) -> str | None:
    """The known word that is meant: one nearly the same, or of the same letters in another order."""
    if (near := nearest(key, known, cutoff=cutoff)) is not None:
        return near
    letters = sorted(key)
    return next((word for word in known if sorted(word) == letters), None)
