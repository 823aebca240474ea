"""A field of a Table Schema; its missing values and categories are values with optional labels, in two forms each."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any

from talent_dataset.engine.descriptor.model import Category, Field, MissingValue
from talent_dataset.engine.descriptor.properties import (
    Misfit,
    Place,
    Properties,
    array,
    flag,
    given,
    named,
    read,
    shown,
    take,
    text,
    uri,
    warn_unknown,
    whole,
)
from talent_dataset.engine.descriptor.types import CONSTRAINT, FIELD_TYPES, MEANT, parse_constraints, pattern_fault
from talent_dataset.engine.issues import Severity
from talent_dataset.engine.meant import did_you_mean

_WORDS = ("value", "label")
Labelled = list[tuple[Any, str | None]]


def parse_missing_values(value: object, place: Place, code: str) -> tuple[MissingValue, ...] | None:
    """The texts that stand for no value; ``None`` where nothing can be made of them."""
    if isinstance(value, str):
        message = f'"missingValues" must be an array, not a string ({shown(value)}).'
        place.fault(code, message, hint=f"Write [{shown(value)}].")
        # What was meant is plain, and the table can be read with it.
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
    if len({isinstance(entry, dict) for entry in entries}) > 1:
        message = f'"{place.key}" must hold values only, or objects only.'
        place.fault(code, message, hint='Write each as {"value": ...}.')
    pairs = [pair for i, entry in enumerate(entries) if (pair := _pair(entry, place.at(i), code, kind)) is not None]
    _must_differ((value for value, _ in pairs), "value", place, code)
    _must_differ((label for _, label in pairs if label is not None), "label", place, code)
    # Of a value that stands twice the first label counts.
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
    **dict.fromkeys(CONSTRAINT, '"constraints"'),
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
    """The type; ``any`` where it is missing or not known."""
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
    strings_only = FIELD_TYPES["string"].constraints - FIELD_TYPES["any"].constraints
    is_string = isinstance(constraints, dict) and not strings_only.isdisjoint(constraints)
    return "string" if is_string or rest.get("format") in FIELD_TYPES["string"].formats else "any"


def _format(value: object, type: str, place: Place) -> str:
    if not isinstance(value, str):
        place.fault(CODE, f'"format" must be a string, not {named(value)}.')
        return "default"
    # Before version 1.0 a pattern had this prefix, and programs still write it.
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
    # Read on as ``any``: else each cell would be at fault for what the pattern lacks.
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
    # ``1.234`` would be two numbers.
    if values["type"] == "number" and values.get("group_char") == values.get("decimal_char", "."):
        place.at("groupChar").fault(CODE, '"groupChar" and "decimalChar" are the same.', hint="Change one of them.")
        return {"group_char": None}
    return {}
