"""A Table Schema."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from talent_dataset.descriptor.field import parse_field
from talent_dataset.descriptor.keys import parse_foreign_keys, parse_primary_key, parse_unique_keys
from talent_dataset.descriptor.kinds import named, one_of, text
from talent_dataset.descriptor.missing import parse_missing_values
from talent_dataset.descriptor.model import Field, MissingValue, Schema
from talent_dataset.descriptor.place import Misfit, Place, shown
from talent_dataset.descriptor.properties import Properties, check_profiles, read, take, warn_unknown
from talent_dataset.descriptor.travelling import PROPERTY, take_derivations, take_extension, take_rules

CODE = "descriptor/schema"
FIELDS_MATCH = ("exact", "equal", "subset", "superset", "partial")

SCHEMA: Properties = {
    "name": ("name", text),
    "title": ("title", text),
    "description": ("description", text),
}
OWN_WORDS = ("fields", "fieldsMatch", "missingValues", "primaryKey", "uniqueKeys", "foreignKeys")
_KNOWN = (*OWN_WORDS, *SCHEMA)
_ELSEWHERE = {
    **dict.fromkeys(("required", "unique"), '"constraints" of a field'),
    **dict.fromkeys(("delimiter", "quoteChar", "lineTerminator", "headerRows"), "the dialect"),
}


def parse_schema(data: object, place: Place) -> Schema | None:
    """The schema; ``None`` where it names no fields, so that the table is read without one."""
    if not isinstance(data, dict):
        place.fault(CODE, f'"schema" must be an object or a path, not {named(data)}.', hint='Write {"fields": [...]}.')
        return None
    if not isinstance(data.get("fields"), list):
        _fault_fields(data, place)
        return None
    values, custom = read(data, SCHEMA, place, CODE)
    own = take(custom, OWN_WORDS, place, CODE)
    check_profiles(custom, place, CODE)
    warn_unknown(custom, _KNOWN, place, elsewhere=_ELSEWHERE)
    missing = _missing_values(own, place)
    fields = _fields(own["fields"], missing, place)
    extension = take_extension(custom, place, CODE)
    names = tuple(field.name for field in fields)
    values |= {
        "fields": fields,
        "missing_values": missing,
        "fields_match": _fields_match(own.get("fieldsMatch"), place.at("fieldsMatch")),
        "rules": take_rules(extension, place, CODE, of_tables=False),
        "derived": take_derivations(extension, names, place, CODE),
        **_keys(own, names, place),
    }
    return Schema(**values, custom=custom | ({PROPERTY: extension} if extension else {}))


def _fault_fields(data: dict[str, Any], place: Place) -> None:
    if "fields" in data:
        message = f'"fields" must be an array, not {named(data["fields"])}.'
        place.at("fields").fault(CODE, message, hint='Write [{"name": ..., "type": ...}, ...].')
    else:
        place.fault(CODE, 'A schema must have "fields".', hint='Add "fields": [{"name": ..., "type": ...}, ...].')


def _missing_values(own: dict[str, Any], place: Place) -> tuple[MissingValue, ...]:
    default = (MissingValue(""),)
    if "missingValues" not in own:
        return default
    parsed = parse_missing_values(own["missingValues"], place.at("missingValues"), CODE)
    return default if parsed is None else parsed


def _fields(data: list[Any], missing: tuple[MissingValue, ...], place: Place) -> tuple[Field, ...]:
    where = place.at("fields")
    if not data:
        where.warn(CODE, '"fields" is empty.', hint="Name the fields of the table, or leave the schema out.")
    fields = tuple(parse_field(field, where.at(i), missing) for i, field in enumerate(data))
    seen: set[str] = set()
    for i, field in enumerate(fields):
        # Version 1.0 allowed repeated names, so a consumer must not refuse them.
        if field.name in seen and field.name:
            message = f"The field name {shown(field.name)} stands twice."
            where.at(i, "name").warn(CODE, message, hint="Rename one of the columns.")
        seen.add(field.name)
    return fields


def _fields_match(value: object, place: Place) -> str:
    """The mode: a string in the text of the standard, an array in its published profile."""
    if value is None:
        return "exact"
    is_single = isinstance(value, list) and len(value) == 1
    try:
        return str(one_of(FIELDS_MATCH)(value[0] if isinstance(value, list) and is_single else value))
    except Misfit as misfit:
        place.misfit(CODE, misfit)
        return "exact"


def _keys(own: dict[str, Any], names: Sequence[str], place: Place) -> dict[str, Any]:
    known = dict.fromkeys(name for name in names if name)
    keys: dict[str, Any] = {}
    if "primaryKey" in own:
        keys["primary_key"] = parse_primary_key(own["primaryKey"], known, place.at("primaryKey"))
    if "uniqueKeys" in own:
        keys["unique_keys"] = parse_unique_keys(own["uniqueKeys"], known, place.at("uniqueKeys"))
    if "foreignKeys" in own:
        keys["foreign_keys"] = parse_foreign_keys(own["foreignKeys"], known, place.at("foreignKeys"))
    return keys
