"""Read the properties of an object of the descriptor: known ones by their kind, all others kept as custom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from talent_dataset.descriptor.kinds import Kind, named
from talent_dataset.descriptor.place import Misfit, Place
from talent_dataset.meant import nearest

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


def warn_misspelt(custom: Mapping[str, Any], known: Mapping[str, str], place: Place, code: str) -> None:
    """Warn where a custom property is most likely a known one misspelt: the known one has no effect then.

    Args:
        custom: Properties that are not known.
        known: Names that would be understood, each with the place where it belongs (empty: here).
        place: The object.
        code: Code of the warnings.
    """
    for key in custom:
        if ":" in key or (near := nearest(key, known, cutoff=0.88)) is None:
            continue
        where = f" inside {known[near]}" if known[near] else ""
        place.at(key).warn(
            code,
            f'"{key}" is not a property of the standard and has no effect.',
            hint=f'Did you mean "{near}"{where}?',
        )
