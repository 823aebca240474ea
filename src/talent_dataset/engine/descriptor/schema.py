"""A Table Schema: its fields and its keys (version 1.0 writes a key of one field as a string)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from talent_dataset.engine.descriptor.extension import take_derivations, take_extension, take_rules
from talent_dataset.engine.descriptor.field import parse_field, parse_missing_values
from talent_dataset.engine.descriptor.model import PROPERTY, Field, ForeignKey, MissingValue, Schema
from talent_dataset.engine.descriptor.properties import (
    Misfit,
    Place,
    Properties,
    array,
    check_profiles,
    given,
    named,
    one_of,
    read,
    shown,
    take,
    text,
    warn_unknown,
)
from talent_dataset.engine.meant import did_you_mean

KEY = "descriptor/key"

FieldNames = tuple[str, ...]

_KEY = ("fields", "reference")
_REFERENCE = ("resource", "fields")


def parse_primary_key(value: object, names: Collection[str], place: Place) -> FieldNames:
    """The fields of the primary key; none where the key cannot be checked."""
    key = _names(value, place, accepts_string=True)
    if key == ():
        place.warn(KEY, '"primaryKey" is empty.', hint="Name its fields, or leave it out.")
    return key if key and all_known(key, names, place) else ()


def parse_unique_keys(value: object, names: Collection[str], place: Place) -> tuple[FieldNames, ...]:
    """The unique keys that can be checked."""
    try:
        keys = array(value)
    except Misfit as misfit:
        place.misfit(KEY, misfit)
        return ()
    if not keys:
        place.fault(KEY, '"uniqueKeys" must not be empty.', hint="Name a key, or leave it out.")
    parsed = [(_names(key, place.at(i)), place.at(i)) for i, key in enumerate(keys)]
    for where in (where for key, where in parsed if key == ()):
        where.warn(KEY, 'A key of "uniqueKeys" is empty.', hint="Name its fields, or leave it out.")
    return tuple(key for key, where in parsed if key and all_known(key, names, where))


def parse_foreign_keys(value: object, names: Collection[str], place: Place) -> tuple[ForeignKey, ...]:
    """The foreign keys whose own side is sound; the other side is checked when the whole package is known."""
    try:
        keys = array(value)
    except Misfit as misfit:
        place.misfit(KEY, misfit)
        return ()
    parsed = [(_foreign_key(key, names, place.at(i)), place.at(i)) for i, key in enumerate(keys)]
    sound = [(key, where) for key, where in parsed if key is not None]
    place.context.references.extend(sound)
    return tuple(key for key, _ in sound)


def all_known(
    key: FieldNames, names: Collection[str], place: Place, *, code: str = KEY, owner: str = "this schema"
) -> bool:
    """Whether all names of a key are fields; notes down those that are not."""
    unknown = [name for name in key if name not in names]
    for name in unknown:
        where = place if len(key) == 1 else place.at(key.index(name))
        where.fault(code, f"{shown(name)} is not a field of {owner}.", hint=did_you_mean(name, names))
    return not unknown


def _names(value: object, place: Place, *, accepts_string: bool = False) -> FieldNames | None:
    # Version 1.0 writes a key of one field so.
    if isinstance(value, str) and accepts_string:
        return (value,)
    if not isinstance(value, list):
        hint = f"Write [[{shown(value)}]]: each key is an array of fields." if isinstance(value, str) else ""
        kinds = "an array of field names" + (" (or one name)" if accepts_string else "")
        place.fault(KEY, f"A key must be {kinds}, not {named(value)}.", hint=hint)
        return None
    for i, name in enumerate(value):
        try:
            text(name)
        except Misfit as misfit:
            place.at(i).misfit(KEY, misfit)
            return None
    return _distinct(tuple(value), place)


def _distinct(names: FieldNames, place: Place) -> FieldNames:
    distinct = tuple(dict.fromkeys(names))
    if len(distinct) < len(names):
        place.repeated(KEY, "A field stands twice in a key.", hint="Remove one of them.")
    # The fields of a foreign key are paired with those of its other side: none of them may go.
    return names if place.key == "fields" else distinct


def _foreign_key(value: object, names: Collection[str], place: Place) -> ForeignKey | None:
    if not isinstance(value, dict):
        place.fault(KEY, f"A foreign key must be an object, not {named(value)}.", hint=_FORM)
        return None
    reference = value.get("reference")
    warn_unknown(value.keys() - _KEY, _KEY, place, elsewhere={"resource": '"reference"'})
    fields = _side(value, place)
    if not isinstance(reference, dict):
        what = f"not {named(reference)}" if "reference" in value else "and is not there"
        place.at("reference").fault(KEY, f'"reference" must be an object, {what}.', hint=_FORM)
        return None
    warn_unknown(reference.keys() - _REFERENCE, _REFERENCE, place.at("reference"))
    others = _side(reference, place.at("reference"))
    resource = _resource(reference, place.at("reference"))
    if fields is None or others is None or resource is None:
        return None
    if not _are_as_many(fields, others, place) or not all_known(fields, names, place.at("fields")):
        return None
    beyond = _beyond(reference, _REFERENCE)
    return ForeignKey(fields, resource, others, _beyond(value, _KEY) | ({"reference": beyond} if beyond else {}))


def _beyond(data: dict[str, Any], known: Collection[str]) -> dict[str, Any]:
    """The custom properties of an object."""
    return {key: value for key, value in data.items() if key not in known}


def _are_as_many(fields: FieldNames, others: FieldNames, place: Place) -> bool:
    if len(fields) != len(others):
        noun = "field" if len(fields) == 1 else "fields"
        message = f"A foreign key of {len(fields)} {noun} cannot refer to {len(others)}."
        place.fault(KEY, message, hint="Both sides must name as many fields, in the same order.")
    return len(fields) == len(others)


def _side(value: dict[str, Any], place: Place) -> FieldNames | None:
    if "fields" not in value:
        place.fault(KEY, 'A foreign key must name "fields" on both sides.', hint=_FORM)
        return None
    names = _names(value["fields"], place.at("fields"), accepts_string=True)
    if names == ():
        place.at("fields").fault(KEY, "A foreign key must name at least one field.", hint=_FORM)
    return names or None


def _resource(reference: dict[str, Any], place: Place) -> str | None:
    """The table referred to; ``""`` is the own table, as an absent property is."""
    resource = given(reference, "resource", place, KEY)
    if resource is None:
        return ""
    if isinstance(resource, str):
        return resource
    place.at("resource").fault(KEY, f'"resource" must be a string, not {named(resource)}.', hint=_FORM)
    return None


_FORM = '{"fields": ["a"], "reference": {"resource": "other", "fields": ["id"]}} is the form.'


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
    extension = take_extension(custom, place, CODE) if PROPERTY in custom else {}
    names = tuple(field.name for field in fields)
    values |= {
        "fields": fields,
        "missing_values": missing,
        "fields_match": _fields_match(own.get("fieldsMatch"), place.at("fieldsMatch")),
        **_keys(own, names, place),
    }
    if extension:
        values["rules"] = take_rules(extension, place, CODE, of_tables=False)
        values["derived"] = take_derivations(extension, names, place, CODE)
    return Schema(**values, custom=custom | ({PROPERTY: extension} if extension else {}))


def _fault_fields(data: dict[str, Any], place: Place) -> None:
    if "fields" in data:
        message = f'"fields" must be an array, not {named(data["fields"])}.'
        place.at("fields").fault(CODE, message, hint='Write [{"name": ..., "type": ...}, ...].')
    else:
        place.fault(CODE, 'A schema must have "fields".', hint='Add "fields": [{"name": ..., "type": ...}, ...].')


def _missing_values(own: dict[str, Any], place: Place) -> tuple[MissingValue, ...]:
    # An empty array differs from none: then no text is missing.
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
            where.at(i, "name").repeated(CODE, message, hint="Rename one of the columns.")
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
    # A field without a usable name has the name ``""``, which no key can mean.
    known = dict.fromkeys(name for name in names if name)
    keys: dict[str, Any] = {}
    if "primaryKey" in own:
        keys["primary_key"] = parse_primary_key(own["primaryKey"], known, place.at("primaryKey"))
    if "uniqueKeys" in own:
        keys["unique_keys"] = parse_unique_keys(own["uniqueKeys"], known, place.at("uniqueKeys"))
    if "foreignKeys" in own:
        keys["foreign_keys"] = parse_foreign_keys(own["foreignKeys"], known, place.at("foreignKeys"))
    return keys
