"""Primary, unique and foreign keys: their forms (version 1.0 writes a single field as a string) and their fields."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from talent_dataset.descriptor.kinds import array, named, text
from talent_dataset.descriptor.model import ForeignKey
from talent_dataset.descriptor.place import Misfit, Place, shown
from talent_dataset.descriptor.properties import given, warn_unknown
from talent_dataset.meant import did_you_mean

CODE = "descriptor/key"

Names = tuple[str, ...]

_KEY = ("fields", "reference")
_REFERENCE = ("resource", "fields")


def parse_primary_key(value: object, names: Collection[str], place: Place) -> Names:
    """The fields of the primary key; none where the key cannot be checked."""
    key = _names(value, place, accepts_string=True)
    if key == ():
        place.warn(CODE, '"primaryKey" is empty.', hint="Name its fields, or leave it out.")
    return key if key and all_known(key, names, place) else ()


def parse_unique_keys(value: object, names: Collection[str], place: Place) -> tuple[Names, ...]:
    """The unique keys that can be checked."""
    try:
        keys = array(value)
    except Misfit as misfit:
        place.misfit(CODE, misfit)
        return ()
    if not keys:
        place.fault(CODE, '"uniqueKeys" must not be empty.', hint="Name a key, or leave it out.")
    parsed = [(_names(key, place.at(i)), place.at(i)) for i, key in enumerate(keys)]
    for where in (where for key, where in parsed if key == ()):
        where.warn(CODE, 'A key of "uniqueKeys" is empty.', hint="Name its fields, or leave it out.")
    return tuple(key for key, where in parsed if key and all_known(key, names, where))


def parse_foreign_keys(value: object, names: Collection[str], place: Place) -> tuple[ForeignKey, ...]:
    """The foreign keys whose own side is sound; the other side is checked when the whole package is known."""
    try:
        keys = array(value)
    except Misfit as misfit:
        place.misfit(CODE, misfit)
        return ()
    parsed = [(_foreign_key(key, names, place.at(i)), place.at(i)) for i, key in enumerate(keys)]
    sound = [(key, where) for key, where in parsed if key is not None]
    place.context.references.extend(sound)
    return tuple(key for key, _ in sound)


def all_known(
    key: Names, names: Collection[str], place: Place, *, code: str = CODE, owner: str = "this schema"
) -> bool:
    """Whether all names of a key are fields; notes down those that are not."""
    unknown = [name for name in key if name not in names]
    for name in unknown:
        where = place if len(key) == 1 else place.at(key.index(name))
        where.fault(code, f"{shown(name)} is not a field of {owner}.", hint=did_you_mean(name, names))
    return not unknown


def _names(value: object, place: Place, *, accepts_string: bool = False) -> Names | None:
    if isinstance(value, str) and accepts_string:
        return (value,)
    if not isinstance(value, list):
        hint = f"Write [[{shown(value)}]]: each key is an array of fields." if isinstance(value, str) else ""
        kinds = "an array of field names" + (" (or one name)" if accepts_string else "")
        place.fault(CODE, f"A key must be {kinds}, not {named(value)}.", hint=hint)
        return None
    for i, name in enumerate(value):
        try:
            text(name)
        except Misfit as misfit:
            place.at(i).misfit(CODE, misfit)
            return None
    return _distinct(tuple(value), place)


def _distinct(names: Names, place: Place) -> Names:
    distinct = tuple(dict.fromkeys(names))
    if len(distinct) < len(names):
        place.warn(CODE, "A field stands twice in a key.", hint="Remove one of them.")
    return names if place.key == "fields" else distinct


def _foreign_key(value: object, names: Collection[str], place: Place) -> ForeignKey | None:
    if not isinstance(value, dict):
        place.fault(CODE, f"A foreign key must be an object, not {named(value)}.", hint=_FORM)
        return None
    reference = value.get("reference")
    warn_unknown(value.keys() - _KEY, _KEY, place, elsewhere={"resource": '"reference"'})
    fields = _side(value, place)
    if not isinstance(reference, dict):
        what = f"not {named(reference)}" if "reference" in value else "and is not there"
        place.at("reference").fault(CODE, f'"reference" must be an object, {what}.', hint=_FORM)
        return None
    warn_unknown(reference.keys() - _REFERENCE, _REFERENCE, place.at("reference"))
    others = _side(reference, place.at("reference"))
    resource = _resource(reference, place.at("reference"))
    if fields is None or others is None or resource is None:
        return None
    if len(fields) != len(others):
        message = (
            f"A foreign key of {len(fields)} field{'' if len(fields) == 1 else 's'} cannot refer to {len(others)}."
        )
        place.fault(CODE, message, hint="Both sides must name as many fields, in the same order.")
        return None
    if not all_known(fields, names, place.at("fields")):
        return None
    custom = {k: v for k, v in value.items() if k not in _KEY}
    beyond = {k: v for k, v in reference.items() if k not in _REFERENCE}
    return ForeignKey(fields, resource, others, custom | ({"reference": beyond} if beyond else {}))


def _side(value: dict[str, Any], place: Place) -> Names | None:
    if "fields" not in value:
        place.fault(CODE, 'A foreign key must name "fields" on both sides.', hint=_FORM)
        return None
    names = _names(value["fields"], place.at("fields"), accepts_string=True)
    if names == ():
        place.at("fields").fault(CODE, "A foreign key must name at least one field.", hint=_FORM)
    return names or None


def _resource(reference: dict[str, Any], place: Place) -> str | None:
    """The table referred to; ``""`` is the own table, as an absent property is."""
    resource = given(reference, "resource", place, CODE)
    if resource is None:
        return ""
    if isinstance(resource, str):
        return resource
    place.at("resource").fault(CODE, f'"resource" must be a string, not {named(resource)}.', hint=_FORM)
    return None


_FORM = '{"fields": ["a"], "reference": {"resource": "other", "fields": ["id"]}} is the form.'
