"""The CSV files of a release as CSV on the Web describes them, one group of tables a folder; and datatypes of fields.

Rules: https://www.w3.org/TR/tabular-metadata/, its section on datatypes, and
https://www.w3.org/TR/tabular-data-model/#parsing-cells. What has no counterpart there is left out; never is something
said that is stricter than the field. The file is called ``csv-metadata.json`` and stands beside the tables: there a
reader that is given one table looks for it (https://www.w3.org/TR/tabular-data-model/#locating-metadata).
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from talent_dataset.engine.descriptor.constraints import BOUNDS, LENGTHS, Constraint, Constraints, asked
from talent_dataset.engine.descriptor.model import DataPackage, Field, ForeignKey, Resource, Schema, ours
from talent_dataset.releases.citation import citation
from talent_dataset.releases.languages import languages_of, worded, worded_of
from talent_dataset.releases.metadata.attribution import authors, licence_url
from talent_dataset.releases.metadata.facts import Facts, file_address

Datatype = str | dict[str, Any]

_UUID = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
# The date patterns that every implementation must know, by the directives of strptime.
_DATES = frozenset({"%Y-%m-%d", "%Y%m%d", *(f"{a}{s}{b}{s}%Y" for s in "-/." for a, b in (("%d", "%m"), ("%m", "%d")))})
_TIMES = frozenset({"%H:%M:%S", "%H%M%S", "%H:%M", "%H%M"})
_UNICODE = {"%Y": "yyyy", "%m": "MM", "%d": "dd", "%H": "HH", "%M": "mm", "%S": "ss"}
# Property classes of Unicode and names of XML, and a class less another: other languages of patterns lack these.
_FOREIGN = re.compile(r"\\[pPiIcC]|-\[")
_SPECIAL = re.compile(r"[\\^$.*+?()\[\]{}|/]")


def datatype(field: Field, texts: Collection[str] | None = None) -> Datatype:
    """The datatype of a column, or of the items of a list (the column then has a separator).

    Args:
        field: The field.
        texts: Those that stand in a boolean column, where they are known.
    """
    if field.type == "list":
        return datatype(replace(field, type=field.item_type, format="default", constraints=Constraints()))
    if field.type == "boolean":
        field = _as_used(field, texts)
    said = _BASES.get(field.type, _text)(field)
    return said["base"] if len(said) == 1 else said


def _as_used(field: Field, texts: Collection[str] | None) -> Field:
    """The field with those of its words for true and false that are in use."""
    if texts is None:
        return field
    true, false = (tuple(word for word in words if word in texts) for words in (field.true_values, field.false_values))
    return replace(field, true_values=true, false_values=false)


def _text(field: Field) -> dict[str, Any]:
    if field.type != "string":
        return {"base": "string"}
    if field.format == "binary":
        return {"base": "base64Binary"}
    if field.format == "uri":
        return _with_format("anyURI", _pattern(field))
    return _with_format("string", _pattern(field)) | _facets(field, LENGTHS)


def _pattern(field: Field) -> str | None:
    """The regular expression that whole cells match: one of the codes, else the pattern, else the form of a UUID."""
    codes = [category.value for category in field.categories or ()] or field.constraints.enum or ()
    if codes:
        return one_of(map(str, codes))
    pattern = field.constraints.pattern
    if pattern is None:
        return _UUID if field.format == "uuid" else None
    try:
        # A reader takes the pattern for one of its own language: what Python cannot read is left out.
        re.compile(pattern)
    except re.error:
        return None
    return None if _FOREIGN.search(pattern) else pattern


def one_of(texts: Iterable[str]) -> str:
    """A regular expression that matches these texts and no other, in any language of patterns."""
    return "|".join(_SPECIAL.sub(lambda found: f"\\{found[0]}", text) for text in texts)


def _boolean(field: Field) -> dict[str, Any]:
    """One pair of words can be named; the words that need no naming are ``true``, ``false``, ``1`` and ``0``."""
    true, false = field.true_values, field.false_values
    if set(true) <= {"true", "1"} and set(false) <= {"false", "0"}:
        return {"base": "boolean"}
    if len(true) < 2 > len(false) and "|" not in "".join((*true, *false)):  # noqa: PLR2004 - one of each
        return {"base": "boolean", "format": "|".join((*(true or ("true",)), *(false or ("false",))))}
    # More words than one pair can only be listed.
    return {"base": "string", "format": one_of((*true, *false))}


def _integer(field: Field) -> dict[str, Any]:
    if not field.bare_number:
        return {"base": "string"}
    return _with_format("integer", _number_format(field)) | _bounds(field)


def _number(field: Field) -> dict[str, Any]:
    """A decimal has no exponent and is never ``NaN`` or ``INF``: a number is a double unless its field says more."""
    if not field.bare_number:
        return {"base": "string"}
    form = _number_format(field)
    is_decimal = form or str(ours(field).get("dtype") or "").startswith("Decimal")
    return _with_format("decimal" if is_decimal else "double", form) | _bounds(field)


def _number_format(field: Field) -> dict[str, str] | None:
    said = {"groupChar": field.group_char, "decimalChar": field.decimal_char if field.decimal_char != "." else None}
    return {name: character for name, character in said.items() if character} or None


def _temporal(base: str, known: frozenset[str]) -> Callable[[Field], dict[str, Any]]:
    def said(field: Field) -> dict[str, Any]:
        if field.format == "default":
            return {"base": base} | _bounds(field)
        if field.format not in known:
            return {"base": "string"}
        form = re.sub("%.", lambda found: _UNICODE[found[0]], field.format)
        # Bounds are written as the descriptor has them, in the format of the cells.
        return {"base": base, "format": form} | _bounds(field)

    return said


def _bounds(field: Field) -> dict[str, Any]:
    return {name: str(bound) for name, bound in _facets(field, BOUNDS).items()}


def _facets(field: Field, among: tuple[Constraint, ...]) -> dict[str, Any]:
    return {constraint.csvw: said for constraint, said in asked(field.constraints, among) if constraint.csvw}


def _with_format(base: str, form: Any) -> dict[str, Any]:
    return {"base": base} if form is None else {"base": base, "format": form}


def _plain(base: str) -> Callable[[Field], dict[str, Any]]:
    return lambda _field: {"base": base}


_BASES: Mapping[str, Callable[[Field], dict[str, Any]]] = {
    "boolean": _boolean,
    "integer": _integer,
    "number": _number,
    "date": _temporal("date", _DATES),
    "time": _temporal("time", _TIMES),
    "datetime": _temporal("dateTime", frozenset(f"{date}T{time}" for date in _DATES for time in _TIMES)),
    "year": _plain("gYear"),
    "yearmonth": _plain("gYearMonth"),
    "duration": _plain("duration"),
    "object": _plain("json"),
    "array": _plain("json"),
    "geojson": _plain("json"),
}


_NAME = re.compile(r"[A-Za-z0-9_.]+")
# Where the one of a release stands.
CSVW_FILE = "data/csv-metadata.json"


def csvw(package: DataPackage, facts: Facts) -> Mapping[str, str]:
    """The description of each folder that holds tables, by the path of its file.

    Args:
        package: The built package: each table is one CSV file in the default dialect.
        facts: The texts of boolean fields; where they are not known, any that the field admits may stand there.
    """
    # A description stands beside the tables it is of, where readers look for it.
    folders = dict.fromkeys(posixpath.dirname(one.paths[0]) for one in _tables(package))
    return {posixpath.join(folder, posixpath.basename(CSVW_FILE)): _group(package, facts, folder) for folder in folders}


def _tables(package: DataPackage) -> Iterator[Resource]:
    return (one for one in package.resources if one.schema is not None and len(one.paths) == 1)


def _group(package: DataPackage, facts: Facts, folder: str) -> str:
    # Keys lead to tables of the same description only: a reader loads no other.
    here = {one.name: one for one in _tables(package) if posixpath.dirname(one.paths[0]) == folder}
    languages = languages_of(package)
    said = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": languages[0] if languages else "en"}],
        **_about(package, languages),
        "dialect": {"encoding": "utf-8"},
        "tables": [_table(one, here, facts) for one in here.values()],
    }
    return json.dumps({name: value for name, value in said.items() if value}, ensure_ascii=False, indent=1) + "\n"


def _about(package: DataPackage, languages: tuple[str, ...]) -> dict[str, Any]:
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
