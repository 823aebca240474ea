"""``missingValues`` of a schema or a field, and ``categories``: values with optional labels, in two forms each."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any

from talent_dataset.descriptor.kinds import array, text, whole
from talent_dataset.descriptor.model import Category, MissingValue
from talent_dataset.descriptor.place import Misfit, Place, shown
from talent_dataset.descriptor.properties import given, warn_unknown

_WORDS = ("value", "label")
Labelled = list[tuple[Any, str | None]]


def parse_missing_values(value: object, place: Place, code: str) -> tuple[MissingValue, ...] | None:
    """The texts that stand for no value; ``None`` where nothing can be made of them."""
    if isinstance(value, str):
        message = f'"missingValues" must be an array, not a string ({shown(value)}).'
        place.fault(code, message, hint=f"Write [{shown(value)}].")
        return (MissingValue(value),)
    pairs = _pairs(value, place, code, _missing_text)
    return None if pairs is None else tuple(MissingValue(*pair) for pair in pairs)


def parse_categories(value: object, place: Place, code: str, type: str) -> tuple[Category, ...] | None:
    """The values of a categorical field; ``None`` where nothing can be made of them."""
    pairs = _pairs(value, place, code, _integer_category if type == "integer" else text)
    if value == []:
        place.warn(code, '"categories" is empty: no value is allowed.', hint="Name the values, or leave it out.")
        return ()
    return tuple(Category(*pair) for pair in pairs) if pairs else None


def _pairs(value: object, place: Place, code: str, kind: Callable[[object], Any]) -> Labelled | None:
    try:
        entries = array(value)
    except Misfit as misfit:
        place.misfit(code, misfit)
        return None
    if any(isinstance(e, dict) for e in entries) and not all(isinstance(e, dict) for e in entries):
        message = f'"{place.key}" must hold values only, or objects only.'
        place.fault(code, message, hint='Write each as {"value": ...}.')
    pairs = [pair for i, entry in enumerate(entries) if (pair := _pair(entry, place.at(i), code, kind)) is not None]
    _must_differ((value for value, _ in pairs), "value", place, code)
    _must_differ((label for _, label in pairs if label is not None), "label", place, code)
    return list({pair[0]: pair for pair in reversed(pairs)}.values())[::-1]


def _pair(entry: object, place: Place, code: str, kind: Callable[[object], Any]) -> tuple[Any, str | None] | None:
    if not isinstance(entry, dict):
        value = _value(entry, place, code, kind)
        return None if value is None else (value, None)
    warn_unknown((key for key in entry if key not in _WORDS), _WORDS, place)
    if "value" not in entry:
        message = f'An object of "{_owner(place)}" must have a value.'
        place.fault(code, message, hint='Write {"value": ..., "label": ...}.')
        return None
    value = _value(entry["value"], place.at("value"), code, kind)
    label = given(entry, "label", place, code)
    if label is not None and not isinstance(label, str):
        place.at("label").fault(code, f'"label" must be a string, not {shown(label)}.')
        label = None
    return None if value is None else (value, label)


def _value(value: object, place: Place, code: str, kind: Callable[[object], Any]) -> Any:
    try:
        return kind(value)
    except Misfit as misfit:
        place.misfit(code, misfit)
        # The descriptor is wrong, but what was meant is plain: -99 for "-99", "1" for 1.
        return _meant(value, kind)


def _meant(value: object, kind: Callable[[object], Any]) -> str | int | None:
    if kind is _integer_category:
        return int(value) if isinstance(value, str) and value.lstrip("-").isdecimal() else None
    return shown(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _missing_text(value: object) -> str:
    try:
        return text(value)
    except Misfit as misfit:
        hint = f'Write "{shown(value)}": texts are compared before any type is read.'
        raise Misfit(misfit.reason, hint=hint if isinstance(value, (int, float)) else "") from None


def _integer_category(value: object) -> int:
    return whole(value, least=-(10**4000))


def _must_differ(values: Iterable[Hashable], what: str, place: Place, code: str) -> None:
    seen: set[Hashable] = set()
    for value in values:
        if value in seen:
            place.fault(code, f'The {what} {shown(value)} stands twice in "{place.key}".', hint="Remove one of them.")
        seen.add(value)


def _owner(place: Place) -> str:
    return str(place.parent.key) if place.parent is not None else ""
