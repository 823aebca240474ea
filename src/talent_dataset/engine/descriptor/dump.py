"""Frozen values to descriptors: the inverse of ``parse``; what equals a default of the standard is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from talent_dataset.engine.descriptor.constraints import Constraints
from talent_dataset.engine.descriptor.extension import DERIVATION, RULE
from talent_dataset.engine.descriptor.field import FIELD
from talent_dataset.engine.descriptor.model import (
    PROPERTY,
    Category,
    DataPackage,
    Derivation,
    Dialect,
    Field,
    ForeignKey,
    MissingValue,
    Resource,
    Rule,
    Schema,
)
from talent_dataset.engine.descriptor.package import PACKAGE, PROFILE_V2
from talent_dataset.engine.descriptor.properties import Properties
from talent_dataset.engine.descriptor.resource import DIALECT, RESOURCE
from talent_dataset.engine.descriptor.schema import SCHEMA
from talent_dataset.engine.descriptor.types import CONSTRAINT, FIELD_TYPES

if TYPE_CHECKING:
    from talent_dataset.engine.descriptor.model import Books

Json = dict[str, Any]


def dump_package(package: DataPackage) -> Json:
    """The descriptor of a package, in the order in which people read one."""
    # A profile other than that of the standard stands among the custom properties.
    profile: Json = {"$schema": PROFILE_V2} if package.profile == "2.0" and "$schema" not in package.custom else {}
    return {
        **profile,
        **_declared(package, PACKAGE),
        **_lists(package, ("licenses", "contributors", "sources")),
        **_custom(package.custom, rules=package.rules, books=package.books),
        "resources": [dump_resource(resource) for resource in package.resources],
    }


def dump_resource(resource: Resource) -> Json:
    """The descriptor of a resource."""
    data: Json = {"name": resource.name}
    # Version 1.0 says it with its profile, which is written as it came.
    if resource.type is not None and "profile" not in resource.custom:
        data["type"] = resource.type
    if resource.paths:
        # As people write it: a string for one file.
        data["path"] = resource.paths[0] if len(resource.paths) == 1 else list(resource.paths)
    data |= _declared(resource, RESOURCE) | _lists(resource, ("licenses", "sources")) | dict(resource.custom)
    if resource.dialect != Dialect():
        data["dialect"] = dump_dialect(resource.dialect)
    if resource.schema is not None:
        data["schema"] = dump_schema(resource.schema)
    return data if resource.data is None else data | {"data": resource.data}


def dump_dialect(dialect: Dialect) -> Json:
    """The descriptor of a dialect: what was declared, and what differs from the defaults."""
    default = Dialect()
    data: Json = {}
    for key, (attribute, _) in DIALECT.items():
        value = getattr(dialect, attribute)
        if key in dialect.declared or value != getattr(default, attribute):
            data[key] = _plain(value)
    return data | dict(dialect.custom)


def dump_schema(schema: Schema) -> Json:
    """The descriptor of a Table Schema."""
    data: Json = _declared(schema, SCHEMA) | {"fields": [dump_field(field) for field in schema.fields]}
    if schema.fields_match != "exact":
        data["fieldsMatch"] = schema.fields_match
    if schema.missing_values != (MissingValue(""),):
        data["missingValues"] = _labelled(schema.missing_values)
    if schema.primary_key:
        data["primaryKey"] = list(schema.primary_key)
    if schema.unique_keys:
        data["uniqueKeys"] = [list(key) for key in schema.unique_keys]
    if schema.foreign_keys:
        data["foreignKeys"] = [_foreign_key(key) for key in schema.foreign_keys]
    return data | _custom(schema.custom, rules=schema.rules, derived=schema.derived)


def dump_field(field: Field) -> Json:
    """The descriptor of a field; the type is always written, the format where it is not the default."""
    data: Json = {"name": field.name, "type": field.type}
    if field.format != "default":
        data["format"] = field.format
    data |= _declared(field, {**FIELD, **FIELD_TYPES[field.type].options})
    if field.example is not None:
        data["example"] = field.example
    if field.has_own_missing_values:
        data["missingValues"] = _labelled(field.missing_values)
    if field.categories is not None:
        data["categories"] = _labelled(field.categories)
    if constraints := _constraints(field.constraints):
        data["constraints"] = constraints
    return data | dict(field.custom)


def _constraints(constraints: Constraints) -> Json:
    return _declared(constraints, CONSTRAINT) | dict(constraints.custom)


def _foreign_key(key: ForeignKey) -> Json:
    reference: Json = {"resource": key.resource} if key.resource else {}
    reference |= {"fields": list(key.reference_fields), **key.custom.get("reference", {})}
    return {"fields": list(key.fields), **key.custom, "reference": reference}


def _labelled(values: Sequence[MissingValue] | Sequence[Category]) -> list[Any]:
    if all(value.label is None for value in values):
        return [value.value for value in values]
    return [{"value": v.value} if v.label is None else {"value": v.value, "label": v.label} for v in values]


def _custom(
    custom: Mapping[str, Any], *, rules: Sequence[Rule], derived: Sequence[Derivation] = (), books: Books | None = None
) -> Json:
    """The custom properties, with our own put together again."""
    extension: Json = {}
    if rules:
        extension["rules"] = [_declared(rule, RULE) for rule in rules]
    if derived:
        extension["derived"] = [_declared(derivation, DERIVATION) for derivation in derived]
    if books is not None:
        from talent_dataset.engine.descriptor.books import dump_books

        extension["books"] = dump_books(books)
    # What a later version of the property says is carried along, though nothing here reads it.
    extension |= custom.get(PROPERTY, {})
    data = {key: value for key, value in custom.items() if key != PROPERTY}
    return data | ({PROPERTY: extension} if extension else {})


def _lists(owner: DataPackage | Resource, keys: tuple[str, ...]) -> Json:
    return {key: [dict(entry) for entry in getattr(owner, key)] for key in keys if getattr(owner, key)}


def _declared(owner: Any, properties: Properties) -> Json:
    """The properties whose values differ from the defaults of their class."""
    defaults = _defaults(type(owner))
    values = {key: getattr(owner, attribute) for key, (attribute, _) in properties.items()}
    return {key: _plain(value) for key, value in values.items() if value != defaults.get(properties[key][0])}


def _defaults(owner: type) -> Json:
    cached = _DEFAULTS.get(owner)
    if cached is None:
        factories = {f.name: f.default_factory for f in fields(owner)}
        cached = {f.name: f.default for f in fields(owner) if callable(factories[f.name]) is False}
        _DEFAULTS[owner] = cached
    return cached


_DEFAULTS: dict[type, Json] = {}


def _plain(value: Any) -> Any:
    if isinstance(value, (tuple, list)):
        return [_plain(entry) for entry in value]
    return dict(value) if isinstance(value, Mapping) else value
