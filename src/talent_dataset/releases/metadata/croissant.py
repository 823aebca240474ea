"""The dataset as schema.org and Croissant 1.1 describe one, in one JSON-LD document.

Rules: https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html. Tables are read from their Parquet files,
since only these have types of their own: from CSV, the code ``04`` would be read as the number 4.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from talent_dataset.engine.descriptor.model import DataPackage
from talent_dataset.releases.citation import citation
from talent_dataset.releases.languages import in_language, languages_of, worded
from talent_dataset.releases.metadata.attribution import Author, authors, licence_url
from talent_dataset.releases.metadata.facts import Facts, ReleasedFile, file_address, file_identifier
from talent_dataset.releases.metadata.record_sets import PARQUET, record_sets

VERSION = "http://mlcommons.org/croissant/1.1"

# The context of the specification's first appendix, as its implementation reads it: names and descriptions by language,
# https for schema.org, and the constant `value` of a field as the one of schema.org.
_CONTEXT: Mapping[str, Any] = {
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "name": {"@container": "@language"},
    "description": {"@container": "@language"},
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
} | {
    term: f"cr:{term}"
    for term in (
        *("annotation", "arrayShape", "citeAs", "column", "containedIn", "equivalentProperty", "excludes", "extract"),
        *("field", "fileObject", "fileProperty", "fileSet", "format", "includes", "isArray", "isLiveDataset"),
        *("jsonPath", "key", "md5", "parentField", "path", "readLines", "recordSet", "references", "regex"),
        *("repeated", "replace", "samplingRate", "sdVersion", "separator", "source", "subField", "transform"),
        "unArchive",
    )
}


def croissant(package: DataPackage, facts: Facts) -> str:
    """The dataset in JSON-LD: who made it, its files with their hashes, its tables with types, keys and references.

    Args:
        package: The built package.
        facts: The files of the release. A table that has no Parquet file is described as a file, not as a record set.
    """
    languages = languages_of(package)
    said = {
        "@context": {"@language": languages[0] if languages else "en", **dict(sorted(_CONTEXT.items()))},
        "@type": "sc:Dataset",
        **_about(package, languages),
        "distribution": [_file(one, facts) for one in facts.files],
        "recordSet": record_sets(package, facts),
    }
    return json.dumps({name: value for name, value in said.items() if value}, ensure_ascii=False, indent=1) + "\n"


def _about(package: DataPackage, languages: tuple[str, ...]) -> dict[str, Any]:
    title = worded(package, "title") or package.name or "Untitled data package"
    return {
        "name": title,
        # Not twice the same, where a package has no title.
        "alternateName": None if in_language(title, "en") == package.name else package.name,
        # Croissant asks for a description.
        "description": worded(package, "description") or title,
        "conformsTo": VERSION,
        "identifier": package.id,
        "url": package.homepage,
        "image": package.image,
        "version": package.version,
        "datePublished": package.created and package.created[:10],
        "license": list(filter(None, map(_licence, package.licenses))),
        "creator": [_creator(author) for author in authors(package)],
        "keywords": list(package.keywords),
        "inLanguage": list(languages),
        "citeAs": citation(package, style="bibtex"),
        "isBasedOn": [_source(source) for source in package.sources],
    }


def _licence(licence: Mapping[str, Any]) -> str | None:
    """Its address, else what people call it; a title without either says of no licence what it is."""
    name = licence.get("name")
    return licence_url(licence) or (name and (licence.get("title") or name))


def _creator(author: Author) -> dict[str, Any]:
    person = {"givenName": author.given, "familyName": author.family} if author.is_person else {}
    work = {"affiliation": {"@type": "sc:Organization", "name": author.organization}} if author.organization else {}
    said = {
        "@type": "sc:Person" if author.is_person else "sc:Organization",
        "name": author.name,
        **person,
        "url": author.url,
        "email": author.email,
        **work,
    }
    return {name: value for name, value in said.items() if value}


def _source(source: Mapping[str, Any]) -> dict[str, Any]:
    said = {"@type": "sc:CreativeWork", "name": source.get("title"), "url": source.get("path")}
    return {name: value for name, value in said.items() if value}


def _file(file: ReleasedFile, facts: Facts) -> dict[str, Any]:
    mediatype = file.mediatype or "application/octet-stream"
    said = {
        "@type": "cr:FileObject",
        "@id": file_identifier(file.path),
        "name": file.path,
        "contentUrl": file_address(file.path),
        "contentSize": f"{file.bytes} B",
        # What readers of Croissant know comes before what is registered.
        "encodingFormat": [file.known_as, mediatype] if file.known_as else mediatype,
        "sha256": file.sha256,
        "sameAs": [file_identifier(other.path) for other in _other_forms(file, facts)],
    }
    return {name: value for name, value in said.items() if value}


def _other_forms(file: ReleasedFile, facts: Facts) -> list[ReleasedFile]:
    """The other files of the same table; what is no table may be a list of parts, which are not the same."""
    if file.resource is None or facts.of(file.resource, PARQUET) is None:
        return []
    return [one for one in facts.files if one.resource == file.resource and one != file]
