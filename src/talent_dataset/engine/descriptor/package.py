"""A Data Package: what its resources have in common, and what they say of each other.

Whatever is wrong with a descriptor is noted down with its place, and dropped to its default. Nothing here raises for
what a descriptor says, reads a file, or knows of frames.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from talent_dataset.engine.descriptor.credits import parse_credits
from talent_dataset.engine.descriptor.extension import take_extension, take_rules
from talent_dataset.engine.descriptor.model import PROPERTY, DataPackage, ForeignKey, Resource, Rule, Schema
from talent_dataset.engine.descriptor.paths import url_or_path
from talent_dataset.engine.descriptor.properties import (
    Context,
    Place,
    Probes,
    Properties,
    date_time,
    given,
    named,
    read,
    shown,
    text,
    texts,
    uri,
    warn_unknown,
)
from talent_dataset.engine.descriptor.resource import parse_resource
from talent_dataset.engine.descriptor.schema import all_known
from talent_dataset.engine.descriptor.schema import parse_schema as schema_at
from talent_dataset.engine.issues import Issue
from talent_dataset.engine.meant import did_you_mean
from talent_dataset.engine.report import Skipped

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.model import Books


CODE = "descriptor/package"
REFERENCE = "descriptor/reference"
PROFILE_V2 = "https://datapackage.org/profiles/2.0/datapackage.json"

_OFFICIAL = re.compile(r"https?://(?:www\.)?datapackage\.org/profiles/(\d+)\.\d+/datapackage\.json")
_NAME_V1 = re.compile(r"[-a-z0-9._/]+")
# Version 1.0 names its profiles by identifiers or by the addresses of their files.
_AT_SPECS = re.compile(r"https?://specs\.frictionlessdata\.io/schemas/([a-z-]+)\.json")
_PROFILES_V1 = frozenset({"data-package", "tabular-data-package", "default", "tabular"})

PACKAGE: Properties = {
    "name": ("name", text),
    "id": ("id", text),
    "title": ("title", text),
    "description": ("description", text),
    "version": ("version", text),
    "homepage": ("homepage", uri),
    "image": ("image", url_or_path),
    "created": ("created", date_time),
    "keywords": ("keywords", texts),
}
_CREDITS = ("contributors", "sources", "licenses")
_OTHERS = ("resources", *_CREDITS, "$schema", "profile")
_KNOWN = (*_OTHERS, *PACKAGE)
_ELSEWHERE = dict.fromkeys(("path", "schema", "dialect", "encoding", "mediatype"), "a resource")


def is_v1(data: object) -> bool:
    """Whether the descriptor is of version 1.0: it says so, or it has no ``$schema``."""
    profile = data.get("$schema") if isinstance(data, dict) else None
    if not isinstance(profile, str):
        return True
    official = _OFFICIAL.fullmatch(profile)
    return official is not None and int(official[1]) < 2  # noqa: PLR2004 - the version that the standard is at


def package_at(data: dict[str, Any], place: Place) -> DataPackage:
    """The package, whatever is wrong with it."""
    rest = dict(data)
    # Known before the resources are parsed, which are tables in a package of that profile.
    place.context.is_tabular = _identifier(rest.get("profile")) == "tabular-data-package" and place.context.is_v1
    _check_profile(rest, place)
    credits: dict[str, Any] = dict(parse_credits(rest, place, CODE, of=_CREDITS))
    resources = _resources(rest, place)
    values, custom = read(rest, PACKAGE, place, CODE)
    warn_unknown((key for key in custom if key not in _OTHERS), _KNOWN, place, elsewhere=_ELSEWHERE)
    _warn_profile(values, place)
    extension = take_extension(custom, place, CODE) if PROPERTY in custom else {}
    rules = take_rules(extension, place, CODE, of_tables=True) if extension else ()
    return DataPackage(
        resources=resolve_references(resources, place),
        books=_books(extension, resources, place),
        profile="1.0" if place.context.is_v1 else "2.0",
        rules=tuple(rule for rule in rules if _returns_known(rule, resources, place)),
        custom=custom | ({PROPERTY: extension} if extension else {}),
        **credits,
        **values,
    )


def _books(extension: dict[str, Any], resources: tuple[Resource, ...], place: Place) -> Books | None:
    data = given(extension, "books", place.at(PROPERTY), CODE)
    extension.pop("books", None)
    # Few packages keep books: the others need not load what reads them.
    if data is None and not any(_is_evidence(resource) for resource in resources):
        return None
    from talent_dataset.engine.descriptor.books import take_books, warn_undeclared

    where = place.at(PROPERTY, "books")
    books = None if data is None else take_books(data, resources, where)
    if data is None or books is not None:
        warn_undeclared(resources, books, where)
    return books


def _is_evidence(resource: Resource) -> bool:
    """Whether a table has the field by which every entry of evidence is known."""
    return resource.schema is not None and any(field.name == "evidence_id" for field in resource.schema.fields)


def _check_profile(rest: dict[str, Any], place: Place) -> None:
    profile = given(rest, "$schema", place, CODE)
    rest.pop("$schema", None)
    if profile is None:
        _check_profile_v1(rest.get("profile"), place)
    elif not isinstance(profile, str):
        where = place.at("$schema")
        where.fault(CODE, f'"$schema" must be a string, not {named(profile)}.', hint=f'Write "{PROFILE_V2}".')
    else:
        if not _OFFICIAL.fullmatch(profile):
            place.skip(CODE, f"The rules of the profile {profile} are its own, and are not fetched.")
        if profile != PROFILE_V2:
            rest["$schema"] = profile


def _identifier(profile: object) -> str:
    """The identifier of a profile of version 1.0."""
    if not isinstance(profile, str):
        return ""
    at_specs = _AT_SPECS.fullmatch(profile)
    return at_specs[1] if at_specs else profile


def _check_profile_v1(profile: object, place: Place) -> None:
    if profile is None or _identifier(profile) in _PROFILES_V1:
        return
    if isinstance(profile, str):
        place.skip(CODE, f"The rules of the profile {profile} are its own, and are not fetched.")
    else:
        place.at("profile").warn(CODE, f'"profile" must be a string, not {named(profile)}.')


def _warn_profile(values: dict[str, Any], place: Place) -> None:
    """What the profiles want beyond the text of the standard."""
    if values.get("keywords") == ():
        place.at("keywords").warn(CODE, '"keywords" is empty.', hint="Name some, or leave the property out.")
    if not place.context.is_v1:
        return
    name = values.get("name", "x")
    if not _NAME_V1.fullmatch(name):
        hint = 'Lower-case letters, digits, ".", "-" and "_" only.'
        place.at("name").warn(CODE, f"The 1.0 profile does not allow the name {shown(name)}.", hint=hint)


def _resources(rest: dict[str, Any], place: Place) -> tuple[Resource, ...]:
    where = place.at("resources")
    entries = rest.pop("resources", None)
    if not isinstance(entries, list) or not entries:
        what = "is missing" if entries is None else "is empty" if entries == [] else f"is {named(entries)}"
        message = f'"resources" must be an array of at least one resource; it {what}.'
        where.fault(CODE, message, hint='Write "resources": [{"name": ..., "path": ...}].')
        return ()
    parsed = ((parse_resource(entry, where.at(i), i), where.at(i, "name")) for i, entry in enumerate(entries))
    sound = [(resource, at) for resource, at in parsed if resource is not None]
    _must_differ(sound)
    return tuple(resource for resource, _ in sound)


def _must_differ(resources: Iterable[tuple[Resource, Place]]) -> None:
    """Tell each resource that has the name of one before it."""
    seen: set[str] = set()
    for resource, at in resources:
        if resource.name in seen:
            message = f"Two resources have the name {shown(resource.name)}."
            at.of(resource=resource.name).fault(CODE, message, hint="Rename one of them.")
        seen.add(resource.name)


def resolve_references(resources: tuple[Resource, ...], place: Place) -> tuple[Resource, ...]:
    """The resources without the foreign keys that lead to no resource or field."""
    # Of resources of one name the first is meant.
    tables = {resource.name: resource for resource in reversed(resources)}
    # By identity: equal keys of two tables lead from different places.
    resolved = {id(key): _resolved(key, tables, where) for key, where in place.context.references}
    if all(key is resolved[id(key)] for key, _ in place.context.references):
        return resources
    return tuple(_with_keys(resource, resolved) for resource in resources)


def _with_keys(resource: Resource, resolved: dict[int, ForeignKey | None]) -> Resource:
    if resource.schema is None:
        return resource
    keys = tuple(key for old in resource.schema.foreign_keys if (key := resolved[id(old)]) is not None)
    return replace(resource, schema=replace(resource.schema, foreign_keys=keys))


def _resolved(key: ForeignKey, tables: dict[str, Resource], place: Place) -> ForeignKey | None:
    # A recipe of the standard (External Foreign Keys), and no part of it.
    if "package" in key.custom.get("reference", {}):
        place.skip("table/foreign-key", "The key refers to another package, which is not read.")
        return None
    where = place.at("reference")
    # Version 2 has the absent property for it, version 1.0 the empty string.
    if key.resource and key.resource == place.resource:
        message = '"resource" must be left out where a table refers to itself.'
        where.at("resource").fault("descriptor/key", message, hint="Remove it.")
        key = replace(key, resource="")
    target = tables.get(key.resource or str(place.resource))
    if target is None:
        message = f"There is no resource {shown(key.resource)} to refer to."
        where.at("resource").fault(REFERENCE, message, hint=did_you_mean(key.resource, tables))
        return None
    if target.schema is None:
        place.skip("table/foreign-key", f'The resource "{target.name}" has no schema to say what its fields are.')
        return None
    names = dict.fromkeys(field.name for field in target.schema.fields)
    owner = f'the resource "{target.name}"'
    is_known = all_known(key.reference_fields, names, where.at("fields"), code=REFERENCE, owner=owner)
    return key if is_known else None


def _returns_known(rule: Rule, resources: tuple[Resource, ...], place: Place) -> bool:
    names = [resource.name for resource in resources]
    if rule.resource in names:
        return True
    message = f'The rule "{rule.name}" is about {shown(rule.resource)}, which is no resource.'
    place.at(PROPERTY, "rules").fault(CODE, message, hint=did_you_mean(str(rule.resource), names))
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What a descriptor says, and what is wrong with it.

    Attributes:
        package: The package with every fault dropped to its default; ``None`` where there is no object to read.
        faults: What is wrong, in the order of the descriptor; ``path`` is the place in it.
        skipped: What could not be checked, and why.
    """

    package: DataPackage | None
    faults: tuple[Issue, ...] = ()
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedSchema:
    """A Table Schema on its own, and what is wrong with it; keys to other tables stand as they are."""

    schema: Schema | None
    faults: tuple[Issue, ...] = ()


def parse_package(data: object, *, probes: Probes | None = None) -> Parsed:
    """Parse a Data Package descriptor of version 1.0 or 2.

    Args:
        data: The JSON value.
        probes: Checks that need more than the descriptor (see ``Probes``).
    """
    context = Context(is_v1=is_v1(data), probes=probes or Probes())
    if isinstance(data, dict):
        package = package_at(data, Place(context))
        return Parsed(package=package, faults=tuple(context.issues), skipped=tuple(context.skipped))
    message = f"A descriptor must be a JSON object, not {named(data)}."
    Place(context).fault("descriptor/json", message, hint='Write {"resources": [{"name": ..., "path": ...}]}.')
    return Parsed(package=None, faults=tuple(context.issues))


def parse_schema(data: object, *, probes: Probes | None = None, is_declared: bool = False) -> ParsedSchema:
    """Parse a Table Schema that stands alone.

    Args:
        data: The JSON value.
        probes: Checks that need more than the descriptor (see ``Probes``).
        is_declared: Whether it stands for a table that is declared in Python: then what stands twice is an error.
    """
    context = Context(probes=probes or Probes(), is_declared=is_declared)
    schema = schema_at(data, Place(context))
    return ParsedSchema(schema=schema, faults=tuple(context.issues))
