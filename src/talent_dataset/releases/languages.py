"""What a package, table or field is called in each language, and in a file system: from its own words and ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from talent_dataset.engine.descriptor.model import DataPackage, Field, Resource, Schema, ours


def stem(name: str, instead: str = "table") -> str:
    """A name where it can be that of a file on every system, else as near to it as can be; ``instead`` of nothing."""
    return re.sub(r"[^\w.-]+", "-", name).strip(".-") or instead


def package_stem(package: DataPackage) -> str:
    """The name of a package as that of a file."""
    return stem(package.name or "", "data-package")


def stems(names: Iterable[str]) -> Iterator[str]:
    """A file name for each resource; no two differ in case alone."""
    return distinct(stem(name) for name in names)


def distinct(names: Iterable[str], *, longest: int | None = None) -> Iterator[str]:
    """The names, each with a number behind it where it is taken already (case does not tell names apart).

    Args:
        names: Any names.
        longest: Characters that a name may have; longer ones are cut.
    """
    # Windows and macOS tell no names of files apart by case, nor does Excel those of sheets.
    taken: set[str] = set()
    for name in names:
        tries = (_numbered(name, number, longest) for number in range(1, len(taken) + 2))
        free = next(one for one in tries if one.casefold() not in taken)
        taken.add(free.casefold())
        yield free


def _numbered(name: str, number: int, longest: int | None) -> str:
    tail = "" if number == 1 else f"-{number}"
    return (name if longest is None else name[: longest - len(tail)]) + tail


def said(thing: DataPackage | Schema | Field, part: str, language: str) -> str:
    """The ``title`` or ``description`` in a language, else as the standard's property has it, or empty."""
    return _text(ours(thing).get(part), language) or getattr(thing, part) or ""


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
        (code, _text(labels.get(code), language) or label, _text(definitions.get(code), language))
        for code, label in codes.items()
    ]


def by_language(texts: object) -> Mapping[str, str]:
    """Texts by the tag of their language (BCP 47), as our property has them; one of no language has the empty tag."""
    if isinstance(texts, Mapping):
        return {tag: str(text) for tag, text in texts.items() if text and is_tag(tag)}
    return {"": texts} if isinstance(texts, str) and texts else {}


def _text(texts: object, language: str) -> str:
    """One of the texts; a text that names no language is of all."""
    found = by_language(texts)
    return found.get(language) or found.get("", "")


def has_language(package: DataPackage, language: str) -> bool:
    """Whether the package, or one of its tables, says its title in a language."""
    return any(language in by_language(ours(thing).get("title")) for thing in _titled(package))


def _titled(package: DataPackage) -> Iterator[DataPackage | Schema]:
    yield package
    yield from (resource.schema for resource in package.resources if resource.schema is not None)


def document_languages(package: DataPackage) -> list[str]:
    """The languages of the documents of its release: English, and Chinese where it has titles in it."""
    return ["en", *(["zh"] if has_language(package, "zh") else [])]


_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*", re.ASCII)


def worded(thing: DataPackage | Schema | Field, part: str) -> Mapping[str, str] | str:
    """The ``title`` or ``description``: by language where languages are named, else as it stands, or empty."""
    found = by_language(ours(thing).get(part))
    return found.get("") or found or getattr(thing, part) or ""


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


def languages_of(package: DataPackage) -> tuple[str, ...]:
    """The languages of a package, as BCP 47 tags: those it names (``languages``), else those of its own texts."""
    named = package.custom.get("languages")
    if isinstance(named, (list, tuple)) and named:
        return tuple(tag for tag in named if is_tag(tag))
    return tuple(dict.fromkeys(tag for text in _texts(package) if isinstance(text, Mapping) for tag in text))


def _texts(package: DataPackage) -> Iterator[Mapping[str, str] | str]:
    """Titles and descriptions of a package and its tables."""
    for thing in _titled(package):
        yield from (worded(thing, part) for part in ("title", "description"))
