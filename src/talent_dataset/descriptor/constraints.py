"""The constraints of a field: known, fitting its type, with bounds and values that can be read by its type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any

from talent_dataset.descriptor.kinds import array, flag, mapping, named, text, whole
from talent_dataset.descriptor.model import Constraints, Field
from talent_dataset.descriptor.place import Misfit, Place, did_you_mean, shown
from talent_dataset.descriptor.properties import Properties, read
from talent_dataset.descriptor.types import FIELD_TYPES

CODE = "descriptor/constraint"


def _anything(value: object) -> object:
    return value


CONSTRAINTS: Properties = {
    "required": ("required", flag),
    "unique": ("unique", flag),
    "minLength": ("min_length", whole),
    "maxLength": ("max_length", whole),
    "minimum": ("minimum", _anything),
    "maximum": ("maximum", _anything),
    "exclusiveMinimum": ("exclusive_minimum", _anything),
    "exclusiveMaximum": ("exclusive_maximum", _anything),
    "pattern": ("pattern", text),
    "enum": ("enum", array),
    "jsonSchema": ("json_schema", mapping),
}
BOUNDS = {"minimum": "minimum", "maximum": "maximum",
          "exclusiveMinimum": "exclusive_minimum", "exclusiveMaximum": "exclusive_maximum"}  # fmt: skip
_DEFAULTS = {f.name: f.default for f in fields(Constraints)}
_LONGEST_INTEGER = 4000  # Python refuses to read longer ones
_NATIVE: Mapping[str, tuple[type, ...]] = {
    "number": (int, float),
    "integer": (int,),
    "year": (int,),
    "boolean": (bool,),
    "object": (dict,),
    "geojson": (dict,),
    "array": (list,),
    "list": (list,),
    "geopoint": (list, dict),
    "any": (object,),
}


def parse_constraints(data: object, field: Field, place: Place) -> Constraints:
    """The constraints that can be checked; the others are noted down and dropped."""
    if not isinstance(data, dict):
        place.fault(CODE, f'"constraints" must be an object, not {named(data)}.', hint='Write {"required": true}.')
        return Constraints()
    if not data:
        return Constraints()
    values, custom = read(_fitting(data, field, place), CONSTRAINTS, place, CODE)
    for key in custom:
        hint = did_you_mean(key, CONSTRAINTS)
        place.at(key).warn(CODE, f'"{key}" is not a constraint of the standard and is not checked.', hint=hint)
    for key, attribute in BOUNDS.items():
        if attribute in values and not _is_castable(values[attribute], field, place.at(key)):
            del values[attribute]
    values |= _texts(values, place) | _enum(values, field, place.at("enum"))
    _warn_empty_range(values, field, place)
    return Constraints(custom=custom, **{k: v for k, v in values.items() if v is not None})


def check_enum_subset(field: Field, place: Place) -> None:
    """``enum`` must be a subset of ``categories``."""
    if field.categories is None or field.constraints.enum is None:
        return
    allowed = {_plain(category.value) for category in field.categories}
    for i, value in enumerate(field.constraints.enum):
        if _plain(value) not in allowed:
            hint = "Add it to the categories, or remove it here."
            place.at(i).fault(CODE, f'{shown(value)} in "enum" is none of the categories.', hint=hint)


def _plain(value: object) -> str:
    text = str(value)
    return str(int(text)) if text.removeprefix("-").isdecimal() and len(text) < _LONGEST_INTEGER else text


def _fitting(data: dict[str, Any], field: Field, place: Place) -> dict[str, Any]:
    """Without the known constraints that do not fit the type: the standard lists the fields of each."""
    fit = FIELD_TYPES[field.type].constraints
    unfit = [key for key in data if key in CONSTRAINTS and key not in fit]
    for key in unfit:
        others = [name for name, type in FIELD_TYPES.items() if key in type.constraints]
        place.at(key).fault(CODE, f'"{key}" does not fit the type {field.type}.', hint=f"It fits {', '.join(others)}.")
    return {key: value for key, value in data.items() if key not in unfit}


def _texts(values: dict[str, Any], place: Place) -> dict[str, Any]:
    """Pattern and JSON Schema, ``None`` where they cannot be used."""
    probes = place.context.probes
    return {
        "pattern": _probed(values.get("pattern"), probes.pattern, place.at("pattern")),
        "json_schema": _probed(values.get("json_schema"), probes.json_schema, place.at("jsonSchema")),
    }


def _probed(value: Any, probe: Callable[[Any], object] | None, place: Place) -> Any:
    if value is None or probe is None:
        return value
    try:
        probe(value)
    except ValueError as error:
        place.fault(CODE, f'"{place.key}" cannot be used: {error}.'.replace("..", "."))
        return None
    return value


def _enum(values: dict[str, Any], field: Field, place: Place) -> dict[str, Any]:
    if "enum" not in values:
        return {}
    allowed = tuple(value for i, value in enumerate(values["enum"]) if _is_castable(value, field, place.at(i)))
    if not values["enum"]:
        place.fault(CODE, '"enum" must name at least one value.', hint="Name the values, or leave it out.")
    elif len({shown_whole(value) for value in allowed}) < len(allowed):
        place.warn(CODE, 'A value stands twice in "enum".', hint="Remove one of them.")
    return {"enum": allowed or None}


def shown_whole(value: object) -> tuple[str, str]:
    """A key that tells JSON values apart (``1`` from ``true`` and from ``"1"``)."""
    return type(value).__name__, repr(value)


def _is_castable(value: object, field: Field, place: Place) -> bool:
    try:
        _cast(value, field, place)
    except (ValueError, Misfit) as error:
        reason = f": {error}".rstrip(".") if isinstance(error, ValueError) else ""
        subject = "A value of" if isinstance(place.key, int) else "The value of"
        named = place.parent.key if isinstance(place.key, int) and place.parent else place.key
        message = f'{subject} "{named}", {shown(value)}, cannot be read as {field.type}{reason}.'
        place.fault(CODE, message, hint=f"Write it as a value of the field (type {field.type}).")
        return False
    return True


def _cast(value: object, field: Field, place: Place) -> object:
    """The value as the field would read it: JSON's own kinds count as values, texts are cast."""
    native = _NATIVE.get(field.type, ())
    if isinstance(value, float) and value.is_integer() and int in native:
        return int(value)
    if isinstance(value, bool) and field.type != "any":
        native = (bool,) if bool in native else ()
    if not isinstance(value, str) and isinstance(value, native):
        return value
    cast = place.context.probes.cast
    if not isinstance(value, str):
        raise Misfit("is of the wrong kind")
    if cast is None:
        return value
    if (result := cast(replace(field, missing_values=()), value)) is None:
        raise ValueError("it stands for no value")
    return result


def _warn_empty_range(values: dict[str, Any], field: Field, place: Place) -> None:
    for low, high in (("min_length", "max_length"), ("minimum", "maximum")):
        least, most = values.get(low), values.get(high)
        if least is None or most is None or (low == "minimum" and place.context.probes.cast is None):
            continue
        if low == "minimum":
            least, most = _cast(least, field, place), _cast(most, field, place)
        if _exceeds(least, most):
            place.warn(CODE, f"No value can satisfy {low.replace('_l', ' l')} and {high.replace('_l', ' l')} at once.")


def _exceeds(least: Any, most: Any) -> bool:
    try:
        return bool(least > most)
    except TypeError:
        return False
