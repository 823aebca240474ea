"""What a package, table or field is called in one language, from the descriptor's own words and ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from talent_dataset.descriptor.model import Field, Package, Resource, Schema

PROPERTY = "talentDataset"


def ours(thing: Package | Schema | Field) -> Mapping[str, Any]:
    """The custom property of this library, or nothing."""
    found = thing.custom.get(PROPERTY)
    return found if isinstance(found, Mapping) else {}


def said(thing: Package | Schema | Field, part: str, language: str) -> str:
    """The ``title`` or ``description`` in a language, else as the standard's property has it, or empty."""
    return _worded(ours(thing).get(part), language) or getattr(thing, part) or ""


def title_of(resource: Resource, language: str) -> str:
    """What a table is called: by its schema, by itself, or its name."""
    in_schema = said(resource.schema, "title", language) if resource.schema else ""
    return in_schema or resource.title or resource.name


def description_of(resource: Resource, language: str) -> str:
    """What a table is, or empty."""
    in_schema = said(resource.schema, "description", language) if resource.schema else ""
    return in_schema or resource.description or ""


def terms(field: Field, language: str) -> list[tuple[str, str, str]]:
    """Code, label and definition of each value that a field admits, in the order of the descriptor."""
    labels, definitions = ours(field).get("labels") or {}, ours(field).get("definitions") or {}
    own = {str(category.value): category.label or "" for category in field.categories or ()}
    codes = own or dict.fromkeys(map(str, field.constraints.enum or ()), "")
    return [
        (code, _worded(labels.get(code), language) or label, _worded(definitions.get(code), language))
        for code, label in codes.items()
    ]


def _worded(texts: object, language: str) -> str:
    """One of the texts by language; a text that names no language is of all."""
    if isinstance(texts, Mapping):
        return str(texts.get(language) or "")
    return texts if isinstance(texts, str) else ""


def has_language(package: Package, language: str) -> bool:
    """Whether the package, or one of its tables, says its title in a language."""
    schemas = [resource.schema for resource in package.resources if resource.schema is not None]
    titles = [ours(package).get("title"), *(ours(schema).get("title") for schema in schemas)]
    return any(isinstance(title, Mapping) and title.get(language) for title in titles)


def languages(package: Package) -> list[str]:
    """The languages of its documents: English, and Chinese where it has titles in it."""
    return ["en", *(["zh"] if has_language(package, "zh") else [])]
