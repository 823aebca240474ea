"""A field of a Table Schema."""

from __future__ import annotations

from typing import Any

from talent_dataset.descriptor.constraints import CONSTRAINTS, parse_constraints
from talent_dataset.descriptor.kinds import flag, named, text, uri
from talent_dataset.descriptor.missing import parse_categories, parse_missing_values
from talent_dataset.descriptor.model import Field, MissingValue
from talent_dataset.descriptor.place import Place, shown
from talent_dataset.descriptor.properties import Properties, given, read, take, warn_unknown
from talent_dataset.descriptor.types import FIELD_TYPES, MEANT, pattern_fault
from talent_dataset.issues import Severity
from talent_dataset.meant import did_you_mean

CODE = "descriptor/field"

FIELD: Properties = {
    "title": ("title", text),
    "description": ("description", text),
    "rdfType": ("rdf_type", uri),
    "categoriesOrdered": ("categories_ordered", flag),
}
_PER_TYPE = {name: {**FIELD, **type.options} for name, type in FIELD_TYPES.items()}
_OTHERS = ("name", "type", "format", "example", "constraints", "missingValues", "categories")
_TRUE, _FALSE = Field(name="").true_values, Field(name="").false_values
_MARKS = {"group_char": None, "decimal_char": "."}
_WITH_OPTIONS = frozenset({"number", "integer", "boolean"})
_KNOWN = {name: (*_OTHERS, *properties) for name, properties in _PER_TYPE.items()}
_ELSEWHERE = {
    **dict.fromkeys(CONSTRAINTS, '"constraints"'),
    **dict.fromkeys(("primaryKey", "uniqueKeys", "foreignKeys", "fieldsMatch"), "the schema, beside its fields"),
    **{
        option: f"fields of the type {' or '.join(n for n, about in FIELD_TYPES.items() if option in about.options)}"
        for option in {option for about in FIELD_TYPES.values() for option in about.options}
    },
}


def parse_field(data: object, place: Place, inherited: tuple[MissingValue, ...]) -> Field:
    """The field, whatever is wrong with it: dropping it would shift all columns after it.

    A field without a usable name gets the name ``""``.
    """
    if not isinstance(data, dict):
        place.fault(CODE, f"A field must be an object, not {named(data)}.", hint='Write {"name": ..., "type": ...}.')
        return Field(name=data if isinstance(data, str) else "", type="any", missing_values=inherited)
    rest = dict(data)
    name = _name(rest, place)
    place = place.of(field=name or None)
    type = _type(rest, place)
    values, custom = read(rest, _PER_TYPE[type], place, CODE)
    own = take(custom, _OTHERS, place, CODE)
    warn_unknown(custom, _KNOWN[type], place, elsewhere=_ELSEWHERE)
    values |= {"name": name, "type": type, "missing_values": inherited, "custom": custom}
    values |= _own_values(own, type, place, custom)
    if type in _WITH_OPTIONS:
        values |= _consistent(values, place)
    if "constraints" in own:
        values["constraints"] = parse_constraints(own["constraints"], values, place.at("constraints"))
    return Field(**values)


def _own_values(own: dict[str, Any], type: str, place: Place, custom: dict[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if "example" in own:
        values["example"] = own["example"]
    if "format" in own:
        values["format"] = _format(own["format"], type, place.at("format"))
    if "missingValues" in own:
        missing = parse_missing_values(own["missingValues"], place.at("missingValues"), CODE)
        if missing is not None:
            values |= {"missing_values": missing, "has_own_missing_values": True}
    if "categories" in own:
        values |= _categories(own["categories"], type, place.at("categories"), custom)
    return values


def _name(rest: dict[str, Any], place: Place) -> str:
    if "name" not in rest:
        place.fault(CODE, "A field must have a name.", hint='Add "name": the header of its column.')
        return ""
    name = rest.pop("name")
    if not isinstance(name, str):
        place.at("name").fault(CODE, f'"name" must be a string, not {named(name)}.', hint=f'Write "{shown(name)}".')
        return str(name) if isinstance(name, int) and not isinstance(name, bool) else ""
    if name == "":
        place.at("name").warn(CODE, "A field has an empty name.", hint="Name it as the header of its column.")
    return name


def _type(rest: dict[str, Any], place: Place) -> str:
    """The type; ``any`` where there is none or none that is known."""
    type = given(rest, "type", place, CODE)
    rest.pop("type", None)
    if type is None:
        return _type_of_v1(rest) if place.context.is_v1 else "any"
    if isinstance(type, str) and type in FIELD_TYPES:
        return type
    where = place.at("type")
    if not isinstance(type, str):
        where.fault(CODE, f'"type" must be a string, not {named(type)}.', hint="A field has one type.")
        return "any"
    meant = MEANT.get(type.lower())
    hint = f'Did you mean "{meant}"?' if meant else did_you_mean(type, FIELD_TYPES)
    where.fault(CODE, f'"{shown(type)[1:-1]}" is not a field type.', hint=hint)
    return "any"


def _type_of_v1(rest: dict[str, Any]) -> str:
    """Version 1.0 took a field without a type for a string, version 2 takes it for ``any``.

    The two differ where strings have constraints that ``any`` has not; all else is read alike.
    """
    constraints = rest.get("constraints")
    strings_only = {"pattern", "minLength", "maxLength"}
    is_string = isinstance(constraints, dict) and not strings_only.isdisjoint(constraints)
    return "string" if is_string or rest.get("format") in FIELD_TYPES["string"].formats else "any"


def _format(value: object, type: str, place: Place) -> str:
    if not isinstance(value, str):
        place.fault(CODE, f'"format" must be a string, not {named(value)}.')
        return "default"
    value = value.removeprefix("fmt:")
    about = FIELD_TYPES[type]
    if value in about.formats or type == "any" or value == "default":
        return value
    if about.has_pattern:
        return _pattern(value, type, place)
    severity: Severity = "warning" if place.context.is_v1 and not about.formats else "error"
    known = ("default", *about.formats)
    message = f"{shown(value)} is not a format of the type {type}."
    place.fault(CODE, message, hint=did_you_mean(value, known), severity=severity)
    return "default"


def _pattern(pattern: str, type: str, place: Place) -> str:
    if "%" not in pattern:  # the text of the standard demands no directive, but no cell can say a value without one
        message = f'"format" has no directive: no {type} has the format {shown(pattern)}.'
        place.warn(CODE, message, hint='Write patterns as in C: "%Y-%m-%d", "%d/%m/%Y %H:%M:%S".')
        return pattern
    if (fault := pattern_fault(pattern) or _probed(pattern, place)) is None:
        return pattern
    place.fault(CODE, f'"format" is not a pattern: {fault[0]}.', hint=fault[1])
    return "any"


def _probed(pattern: str, place: Place) -> tuple[str, str] | None:
    try:
        if place.context.probes.format is not None:
            place.context.probes.format(pattern)
    except ValueError as error:
        return str(error), "Write patterns with the directives of Python's strptime."
    return None


def _categories(value: object, type: str, place: Place, custom: dict[str, Any]) -> dict[str, Any]:
    if type not in {"string", "integer"}:
        message = f'"categories" fits the types string and integer, not {type}, and is not checked.'
        place.warn(CODE, message, hint='Use the constraint "enum".')
        return {"custom": {**custom, "categories": value}}
    return {"categories": parse_categories(value, place, CODE, type)}


def _consistent(values: dict[str, Any], place: Place) -> dict[str, Any]:
    """Note down options that contradict each other, and take the one that can be read."""
    changes = _marks(values, place)
    true, false = values.get("true_values", _TRUE), values.get("false_values", _FALSE)
    if both := sorted(set(true) & set(false)):
        place.fault(CODE, f"{shown(both[0])} is both true and false.", hint="Take it out of one of the two lists.")
        changes["false_values"] = tuple(v for v in false if v not in both)
    return changes


def _marks(values: dict[str, Any], place: Place) -> dict[str, Any]:
    """The marks within numbers that cannot be told from their digits or from one another are left out."""
    if values.get("group_char") == "":
        place.at("groupChar").warn(CODE, '"groupChar" is empty.', hint="Leave the property out.")
        return {"group_char": None}
    marks = {"groupChar": "group_char", "decimalChar": "decimal_char"}
    digits = [key for key, attribute in marks.items() if any(map(str.isdigit, values.get(attribute) or ""))]
    for key in digits:
        message = f'"{key}" holds a digit ({shown(values[marks[key]])}).'
        place.at(key).fault(CODE, message, hint="Name the mark that stands between digits.")
    if digits:
        return {marks[key]: _MARKS[marks[key]] for key in digits}
    if values["type"] == "number" and values.get("group_char") == values.get("decimal_char", "."):
        place.at("groupChar").fault(CODE, '"groupChar" and "decimalChar" are the same.', hint="Change one of them.")
        return {"group_char": None}
    return {}
