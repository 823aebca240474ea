"""The CSV files of a release as CSV on the Web describes them: one group of tables a folder.

Rules: https://www.w3.org/TR/tabular-metadata/. The file is called ``csv-metadata.json`` and stands beside the tables:
there a reader that is given one table looks for it (https://www.w3.org/TR/tabular-data-model/#locating-metadata).
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from talent_dataset.descriptor.model import Field, ForeignKey, Package, Resource, Schema
from talent_dataset.release.citation import citation
from talent_dataset.release.metadata.csv_datatypes import datatype
from talent_dataset.release.metadata.facts import Facts
from talent_dataset.release.metadata.identifiers import file_address
from talent_dataset.release.metadata.licences import licence_url
from talent_dataset.release.metadata.people import authors
from talent_dataset.release.metadata.wording import languages_of, worded, worded_of

_NAME = re.compile(r"[A-Za-z0-9_.]+")


def csvw(package: Package, facts: Facts) -> Mapping[str, str]:
    """The description of each folder that holds tables, by the path of its file.

    Args:
        package: The built package: each table is one CSV file in the default dialect.
        facts: The texts of boolean fields; where they are not known, any that the field admits may stand there.
    """
    folders = dict.fromkeys(posixpath.dirname(one.paths[0]) for one in _tables(package))
    return {posixpath.join(folder, "csv-metadata.json"): _group(package, facts, folder) for folder in folders}


def _tables(package: Package) -> Iterator[Resource]:
    return (one for one in package.resources if one.schema is not None and len(one.paths) == 1)


def _group(package: Package, facts: Facts, folder: str) -> str:
    here = {one.name: one for one in _tables(package) if posixpath.dirname(one.paths[0]) == folder}
    languages = languages_of(package)
    said = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": languages[0] if languages else "en"}],
        **_about(package, languages),
        "dialect": {"encoding": "utf-8"},
        "tables": [_table(one, here, facts) for one in here.values()],
    }
    return json.dumps({name: value for name, value in said.items() if value}, ensure_ascii=False, indent=1) + "\n"


def _about(package: Package, languages: tuple[str, ...]) -> dict[str, Any]:
    return {
        "dc:title": _said(worded(package, "title") or package.name or ""),
        "dc:description": _said(worded(package, "description")),
        "dc:identifier": package.id,
        "dc:language": list(languages),
        "dc:issued": {"@value": package.created[:10], "@type": "xsd:date"} if package.created else None,
        "dc:license": [{"@id": url} for url in map(licence_url, package.licenses) if url],
        "dc:creator": [author.name for author in authors(package)],
        "dc:bibliographicCitation": citation(package),
        "schema:version": package.version,
        "dcat:keyword": list(package.keywords),
    }


def _said(text: Mapping[str, str] | str) -> str | list[dict[str, str]]:
    """A text, or one for each language, as a common property has it."""
    if isinstance(text, str):
        return text
    return [{"@value": words, "@language": tag} for tag, words in text.items()]


def _table(resource: Resource, tables: Mapping[str, Resource], facts: Facts) -> dict[str, Any]:
    about = {
        "url": _url(resource),
        "dc:title": _said(worded_of(resource, "title")),
        "dc:description": _said(worded_of(resource, "description")),
    }
    schema = _schema(resource, tables, resource.schema, facts) if resource.schema is not None else {}
    return {name: value for name, value in about.items() if value} | {"tableSchema": schema}


def _url(resource: Resource) -> str:
    return file_address(posixpath.basename(resource.paths[0]))


def _schema(resource: Resource, tables: Mapping[str, Resource], schema: Schema, facts: Facts) -> dict[str, Any]:
    texts = facts.booleans.get(resource.name, {})
    columns = [
        _column(field, texts.get(field.name), is_key=field.name in schema.primary_key) for field in schema.fields
    ]
    said = {
        "columns": columns,
        "primaryKey": [_name(name) for name in schema.primary_key],
        "foreignKeys": list(_foreign_keys(resource, tables, schema.foreign_keys)),
    }
    return {name: value for name, value in said.items() if value}


def _column(field: Field, texts: Collection[str] | None, *, is_key: bool) -> dict[str, Any]:
    said = {
        "name": _name(field.name),
        **_titles(field),
        "dc:description": _said(worded(field, "description")),
        "propertyUrl": field.rdf_type,
        "datatype": datatype(field, texts),
        "null": [missing.value for missing in field.missing_values],
        "separator": field.delimiter if field.type == "list" else None,
        "required": True if field.constraints.required or is_key else None,
    }
    return {name: value for name, value in said.items() if value}


def _titles(field: Field) -> dict[str, Any]:
    """The label in the file, which is of no language (``und``), and what the field is called in each."""
    title = worded(field, "title")
    if _name(field.name) != field.name:
        # The column is found by this title alone, and the package csvw (4.1) looks for it only where no languages are.
        return {"titles": field.name, "dc:title": _said(title)}
    if isinstance(title, str):
        return {"titles": {"und": list(dict.fromkeys(label for label in (field.name, title) if label))}}
    return {"titles": {"und": [field.name], **{tag: [words] for tag, words in title.items()}}}


def _foreign_keys(
    resource: Resource, tables: Mapping[str, Resource], keys: tuple[ForeignKey, ...]
) -> Iterator[dict[str, Any]]:
    for key in keys:
        target = tables.get(key.resource or resource.name)
        if target is not None:
            yield {
                "columnReference": [_name(name) for name in key.fields],
                "reference": {
                    "resource": _url(target),
                    "columnReference": [_name(name) for name in key.reference_fields],
                },
            }


def _name(name: str) -> str:
    """The name of a column as a variable of URI templates may be called; none starts with an underscore."""
    return "".join(
        character
        if _NAME.fullmatch(character) and (place or character != "_")
        else "".join(f"%{byte:02X}" for byte in character.encode())
        for place, character in enumerate(name)
    )
