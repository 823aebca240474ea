"""The codes that a field admits, as an enumeration of Croissant: a record set that holds its records itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from talent_dataset.descriptor.model import Field, Resource
from talent_dataset.release.languages import ours
from talent_dataset.release.metadata.identifiers import identifier

_TYPES = {"string": "sc:Text", "integer": "sc:Integer"}


def code_annotations(resource: Resource, field: Field) -> Iterator[dict[str, Any]]:
    """The annotation of a field that leads from its codes to their names.

    It is one, and no reference, for the reason that references of tables are.
    """
    if _codes(field):
        base = (resource.name, field.name)
        yield {
            "@type": "cr:Field",
            "@id": identifier(*base, "label"),
            "name": "label",
            "dataType": "sc:Text",
            "equivalentProperty": "sc:name",
            "source": {"field": {"@id": identifier(*base, "codes", "name")}},
            "references": {"field": {"@id": identifier(*base, "codes", "code")}},
        }


def code_list(resource: Resource, field: Field) -> dict[str, Any] | None:
    """The list of codes with their labels and definitions in every language, or nothing.

    The field ``name``, which an enumeration must have, is the label in the first language, else the code itself.
    """
    codes = _codes(field)
    if not codes:
        return None
    base = (resource.name, field.name, "codes")
    columns = _columns(field, codes)
    return {
        "@type": "cr:RecordSet",
        "@id": identifier(*base),
        "name": f"{resource.name}/{field.name}/codes",
        "dataType": "sc:Enumeration",
        "key": {"@id": identifier(*base, "code")},
        "field": [
            {
                "@type": "cr:Field",
                "@id": identifier(*base, name),
                "name": name,
                "dataType": _TYPES[field.type] if name == "code" else "sc:Text",
            }
            for name in columns
        ],
        "data": [
            {identifier(*base, name): texts[position] for name, texts in columns.items()}
            for position in range(len(codes))
        ],
    }


def _codes(field: Field) -> list[Any]:
    if field.type not in _TYPES:
        return []
    codes = [category.value for category in field.categories or ()] or list(field.constraints.enum or ())
    try:
        return [int(code) if field.type == "integer" else str(code) for code in codes]
    except ValueError:  # an integer of the enum is written with group characters
        return []


def _columns(field: Field, codes: list[Any]) -> dict[str, list[Any]]:
    """Columns of the list by name: the codes, then labels and definitions by language."""
    standard = {str(category.value): category.label for category in field.categories or ()}
    labels, definitions = _texts(field, "labels"), _texts(field, "definitions")
    languages = list(dict.fromkeys(tag for texts in (*labels.values(), *definitions.values()) for tag in texts))
    columns: dict[str, list[Any]] = {"code": codes}
    for part, words in (("name", labels), ("description", definitions)):
        for position, language in enumerate(languages or [""]):
            texts = [words.get(str(code), {}).get(language, "") for code in codes]
            columns[part if position == 0 else f"{part}_{language}"] = texts
    columns["name"] = [
        name or standard.get(str(code)) or str(code) for name, code in zip(columns["name"], codes, strict=True)
    ]
    return {name: texts for name, texts in columns.items() if any(texts) or name == "code"}


def _texts(field: Field, part: str) -> Mapping[str, Mapping[str, str]]:
    """Texts by code, then by language; a text of no language has the empty one."""
    found = ours(field).get(part)
    if not isinstance(found, Mapping):
        return {}
    return {
        code: {tag: str(text) for tag, text in texts.items()} if isinstance(texts, Mapping) else {"": str(texts)}
        for code, texts in found.items()
    }
