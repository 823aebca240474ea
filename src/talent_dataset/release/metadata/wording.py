"""What a package, table or field is called, in every language that it says it in."""

from __future__ import annotations

import re
from collections.abc import Mapping

from talent_dataset.descriptor.model import Field, Package, Resource, Schema
from talent_dataset.release.languages import ours

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*", re.ASCII)


def worded(thing: Package | Schema | Field, part: str) -> Mapping[str, str] | str:
    """The ``title`` or ``description``: by language where languages are named, else as it stands, or empty."""
    texts = ours(thing).get(part)
    if isinstance(texts, Mapping):
        by_language = {tag: str(text) for tag, text in texts.items() if text and is_tag(tag)}
        return by_language or getattr(thing, part) or ""
    return (texts if isinstance(texts, str) else "") or getattr(thing, part) or ""


def is_tag(tag: object) -> bool:
    """Whether this has the form of a language tag (BCP 47): other formats refuse anything else."""
    return isinstance(tag, str) and _TAG.fullmatch(tag) is not None


def worded_of(resource: Resource, part: str) -> Mapping[str, str] | str:
    """The same of a table: its schema's words come before its own."""
    in_schema = worded(resource.schema, part) if resource.schema is not None else ""
    return in_schema or getattr(resource, part) or ""


def in_language(text: Mapping[str, str] | str, language: str) -> str:
    """A text in a language, else in the first that it has."""
    if isinstance(text, str):
        return text
    return text.get(language) or next(iter(text.values()), "")


def languages_of(package: Package) -> tuple[str, ...]:
    """The languages of a package, as BCP 47 tags: those it names (``languages``), else those of its own texts."""
    named = package.custom.get("languages")
    if isinstance(named, (list, tuple)) and named:
        return tuple(tag for tag in named if is_tag(tag))
    schemas = [resource.schema for resource in package.resources if resource.schema is not None]
    things: list[Package | Schema] = [package, *schemas]
    texts = [worded(thing, part) for thing in things for part in ("title", "description")]
    return tuple(dict.fromkeys(tag for text in texts if isinstance(text, Mapping) for tag in text))
