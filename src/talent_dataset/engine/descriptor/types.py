"""The field types of Table Schema: their formats, the properties that shape their texts, the constraints that fit.

The constraints of a field are read here as well: bounds and values by its type.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from talent_dataset.engine.descriptor.constraints import (
    BOUNDS,
    CONSTRAINTS,
    LENGTHS,
    Constraint,
    Constraints,
    ConstraintValue,
    fitting,
)
from talent_dataset.engine.descriptor.model import Category, Field
from talent_dataset.engine.descriptor.properties import (
    Misfit,
    Place,
    Properties,
    PropertyKind,
    array,
    filled,
    flag,
    mapping,
    named,
    one_of,
    read,
    shown,
    text,
    texts,
    warn_unknown,
    whole,
)

NUMBER: Properties = {"groupChar": ("group_char", text), "bareNumber": ("bare_number", flag)}
ITEM_TYPES = ("string", "integer", "boolean", "number", "datetime", "date", "time")

_DIRECTIVE = re.compile(r"%(.?)", re.DOTALL)
# Those of C, and ``%f``. Whether Python reads one is asked where formats are read (``Probes.format``).
_KNOWN_DIRECTIVES = frozenset("aAbBcCdDeFgGhHIjklmMnpPrRsStTuUVwWxXyYzZf%")


@dataclass(frozen=True, slots=True)
class FieldType:
    """What the standard says of one type.

    Attributes:
        formats: Formats beside ``default``.
        has_pattern: Whether a strptime pattern is a format.
        options: Properties that hold for fields of this type only.
        constraints: Constraints that fit it.
    """

    formats: tuple[str, ...] = ()
    has_pattern: bool = False
    options: Properties = field(default_factory=dict)
    constraints: frozenset[str] = fitting()


_ORDERED, _SIZED, _JSON = fitting("ordered"), fitting("sized"), fitting("sized", "json")
_TEMPORAL = FieldType(("any",), has_pattern=True, constraints=_ORDERED)

FIELD_TYPES: Mapping[str, FieldType] = MappingProxyType(
    {
        "string": FieldType(("email", "uri", "binary", "uuid"), constraints=fitting("sized", "text")),
        "number": FieldType(options={**NUMBER, "decimalChar": ("decimal_char", filled)}, constraints=_ORDERED),
        "integer": FieldType(options=NUMBER, constraints=_ORDERED),
        "boolean": FieldType(options={"trueValues": ("true_values", texts), "falseValues": ("false_values", texts)}),
        "object": FieldType(constraints=_JSON),
        "array": FieldType(constraints=_JSON),
        "list": FieldType(
            options={"delimiter": ("delimiter", filled), "itemType": ("item_type", one_of(ITEM_TYPES))},
            constraints=_SIZED,
        ),
        "datetime": _TEMPORAL,
        "date": _TEMPORAL,
        "time": _TEMPORAL,
        "year": FieldType(constraints=_ORDERED),
        "yearmonth": FieldType(constraints=_ORDERED),
        "duration": FieldType(constraints=_ORDERED),
        "geopoint": FieldType(("array", "object")),
        # The profile has lengths for geojson, the text neither grants nor denies them.
        "geojson": FieldType(("topojson",), constraints=_SIZED),
        "any": FieldType(),
    }
)

MEANT = MappingProxyType(
    {
        "int": "integer", "int64": "integer", "bigint": "integer", "long": "integer",
        "float": "number", "float64": "number", "double": "number", "decimal": "number", "numeric": "number",
        "str": "string", "text": "string", "varchar": "string", "char": "string", "enum": "string",
        "bool": "boolean", "logical": "boolean", "timestamp": "datetime", "date-time": "datetime", "json": "object",
        "dict": "object", "geo_point": "geopoint", "point": "geopoint", "interval": "duration", "null": "any",
    }
)  # fmt: skip
"""What people of other trades call the types."""


def pattern_fault(pattern: str) -> tuple[str, str] | None:
    """What is wrong with a strptime pattern, and how to mend it."""
    for directive in _DIRECTIVE.finditer(pattern):
        if directive[1] not in _KNOWN_DIRECTIVES or directive[1] == "":
            return f'"{directive[0]}" is not a directive of strptime', "See the table of strftime and strptime."
    return None


CODE = "descriptor/constraint"


def _anything(value: object) -> object:
    return value


_KINDS: Mapping[ConstraintValue, PropertyKind] = {
    "flag": flag,
    "count": whole,
    "text": text,
    "values": array,
    "object": mapping,
    "value": _anything,
}
CONSTRAINT: Properties = {each.name: (each.attribute, _KINDS[each.says]) for each in CONSTRAINTS}
FieldValues = Mapping[str, Any]
_LONGEST_INTEGER = 4000  # Python refuses to read longer ones
# The values of JSON that are values of a type as they are, without being read from a text.
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


def parse_constraints(data: object, field: FieldValues, place: Place) -> Constraints:
    """The constraints that can be checked; the others are noted down and dropped.

    Args:
        data: What the descriptor says.
        field: Everything else of the field, by the names of ``Field``.
        place: Where ``data`` stands.
    """
    if not isinstance(data, dict):
        place.fault(CODE, f'"constraints" must be an object, not {named(data)}.', hint='Write {"required": true}.')
        return Constraints()
    values, custom = read(_fitting(data, field["type"], place), CONSTRAINT, place, CODE)
    warn_unknown(custom, CONSTRAINT, place, is_closed=True)
    for each in CONSTRAINTS:
        is_of_type = each.says == "value" and each.attribute in values
        if is_of_type and not _is_castable(values[each.attribute], field, place.at(each.name)):
            del values[each.attribute]
    values |= _texts(values, place)
    if "enum" in values:
        values["enum"] = _enum(values["enum"], field, place.at("enum"))
    _warn_empty_range(values, field, place)
    return Constraints(custom=custom, **{k: v for k, v in values.items() if v is not None})


def _fitting(data: dict[str, Any], type: str, place: Place) -> dict[str, Any]:
    """Without the known constraints that do not fit the type: the standard lists the fields of each."""
    fit = FIELD_TYPES[type].constraints
    unfit = [key for key in data if key in CONSTRAINT and key not in fit]
    for key in unfit:
        others = [name for name, about in FIELD_TYPES.items() if key in about.constraints]
        place.at(key).fault(CODE, f'"{key}" does not fit the type {type}.', hint=f"It fits {', '.join(others)}.")
    return {key: value for key, value in data.items() if key not in unfit}


def _texts(values: dict[str, Any], place: Place) -> dict[str, Any]:
    """Pattern and JSON Schema, ``None`` where they cannot be used."""
    probes = place.context.probes
    texts: dict[str, Any] = {}
    if probes.pattern is not None and "pattern" in values:
        texts["pattern"] = _probed(values["pattern"], probes.pattern, place.at("pattern"))
    if probes.json_schema is not None and "json_schema" in values:
        texts["json_schema"] = _probed(values["json_schema"], probes.json_schema, place.at("jsonSchema"))
    return texts


def _probed(value: Any, probe: Callable[[Any], object], place: Place) -> Any:
    try:
        probe(value)
    except ValueError as error:
        # A reason may end in a point of its own.
        place.fault(CODE, f'"{place.key}" cannot be used: {error}.'.replace("..", "."))
        return None
    return value


def _enum(values: list[Any], field: FieldValues, place: Place) -> tuple[Any, ...] | None:
    allowed = tuple(value for i, value in enumerate(values) if _is_castable(value, field, place.at(i)))
    if not values:
        place.fault(CODE, '"enum" must name at least one value.', hint="Name the values, or leave it out.")
    elif len({shown_whole(value) for value in allowed}) < len(allowed):
        place.repeated(CODE, 'A value stands twice in "enum".', hint="Remove one of them.")
    if (categories := field.get("categories")) is not None:
        _check_subset(allowed, categories, place)
    return allowed or None


def _check_subset(values: tuple[Any, ...], categories: tuple[Category, ...], place: Place) -> None:
    """``enum`` must be a subset of ``categories``."""
    allowed = {_plain(category.value) for category in categories}
    for i, value in enumerate(values):
        if _plain(value) not in allowed:
            hint = "Add it to the categories, or remove it here."
            place.at(i).fault(CODE, f'{shown(value)} in "enum" is none of the categories.', hint=hint)


def _plain(value: object) -> str:
    text = str(value)
    return str(int(text)) if text.removeprefix("-").isdecimal() and len(text) < _LONGEST_INTEGER else text


def shown_whole(value: object) -> tuple[str, str]:
    """A key that tells JSON values apart (``1`` from ``true`` and from ``"1"``)."""
    return type(value).__name__, repr(value)


def _is_castable(value: object, field: FieldValues, place: Place) -> bool:
    try:
        _cast(value, field, place)
    except (ValueError, Misfit) as error:
        reason = f": {error}".rstrip(".") if isinstance(error, ValueError) else ""
        subject = "A value of" if isinstance(place.key, int) else "The value of"
        named = place.parent.key if isinstance(place.key, int) and place.parent else place.key
        message = f'{subject} "{named}", {shown(value)}, cannot be read as {field["type"]}{reason}.'
        place.fault(CODE, message, hint=f"Write it as a value of the field (type {field['type']}).")
        return False
    return True


def _cast(value: object, field: FieldValues, place: Place) -> object:
    """The value as the field would read it: JSON's own kinds count as values, texts are cast."""
    if not isinstance(value, str):
        return _native(value, field["type"])
    cast = place.context.probes.cast
    return value if cast is None else cast(Field(**{**field, "missing_values": ()}), value)


def _native(value: object, type: str) -> object:
    """A value of JSON that is not a text, where fields of the type take its kind."""
    native = _NATIVE.get(type, ())
    if isinstance(value, float) and value.is_integer() and int in native:
        return int(value)
    # Python takes a boolean for an integer.
    is_native = bool in native or type == "any" if isinstance(value, bool) else isinstance(value, native)
    if not is_native:
        raise Misfit("is of the wrong kind")
    return value


def _warn_empty_range(values: dict[str, Any], field: FieldValues, place: Place) -> None:
    for low, high in (LENGTHS, [each for each in BOUNDS if not each.is_exclusive]):
        least, most = (_comparable(each, values.get(each.attribute), field, place) for each in (low, high))
        if least is not None and most is not None and _exceeds(least, most):
            place.warn(CODE, f"No value can satisfy {low.name} and {high.name} at once.", hint="Swap or mend them.")


def _comparable(constraint: Constraint, said: Any, field: FieldValues, place: Place) -> Any:
    """What a constraint says as a value that compares; ``None`` where it says nothing, or nobody can read it."""
    if said is None or constraint.says != "value":
        return said
    return None if place.context.probes.cast is None else _cast(said, field, place)


def _exceeds(least: Any, most: Any) -> bool:
    try:
        return bool(least > most)
    except TypeError:
        return False
