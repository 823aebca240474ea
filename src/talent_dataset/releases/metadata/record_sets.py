"""Tables as record sets of Croissant: typed fields, keys, references, code lists, and where the evidence stands."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from talent_dataset.engine.descriptor.model import DataPackage, Field, Resource, Schema, ours
from talent_dataset.releases.languages import by_language, worded, worded_of
from talent_dataset.releases.metadata.facts import Facts, file_identifier, identifier, row_identifier

_CODE_TYPES = {"string": "sc:Text", "integer": "sc:Integer"}


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
                "dataType": _CODE_TYPES[field.type] if name == "code" else "sc:Text",
            }
            for name in columns
        ],
        "data": [
            {identifier(*base, name): texts[position] for name, texts in columns.items()}
            for position in range(len(codes))
        ],
    }


def _codes(field: Field) -> list[Any]:
    if field.type not in _CODE_TYPES:
        return []
    codes = [category.value for category in field.categories or ()] or list(field.constraints.enum or ())
    try:
        return [int(code) if field.type == "integer" else str(code) for code in codes]
    except ValueError:  # an integer of the enum is written with group characters
        return []


def _columns(field: Field, codes: list[Any]) -> dict[str, list[Any]]:
    """Columns of the list by name: the codes, then labels and definitions by language."""
    labels, definitions = _texts(field, "labels"), _texts(field, "definitions")
    languages = list(dict.fromkeys(chain.from_iterable((*labels.values(), *definitions.values())))) or [""]
    columns = {**_in_each("name", labels, codes, languages), **_in_each("description", definitions, codes, languages)}
    standard = {str(category.value): category.label for category in field.categories or ()}
    columns["name"] = [
        name or standard.get(str(code)) or str(code) for name, code in zip(columns["name"], codes, strict=True)
    ]
    return {"code": codes, **{name: texts for name, texts in columns.items() if any(texts)}}


def _in_each(
    part: str, words: Mapping[str, Mapping[str, str]], codes: list[Any], languages: list[str]
) -> dict[str, list[str]]:
    """A column for each language; that of the first one bears the bare name, which an enumeration must have."""
    return {
        part if language == languages[0] else f"{part}_{language}": [
            words.get(str(code), {}).get(language, "") for code in codes
        ]
        for language in languages
    }


def _texts(field: Field, part: str) -> Mapping[str, Mapping[str, str]]:
    """Texts by code, then by language; a text of no language has the empty one."""
    found = ours(field).get(part)
    return {code: by_language(texts) for code, texts in found.items()} if isinstance(found, Mapping) else {}


PARQUET = "application/vnd.apache.parquet"

# What stands in a Parquet file, by the type of the field; all else is text there.
_TYPES: Mapping[str, str] = {
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "time": "sc:Time",
    "datetime": "sc:DateTime",
}
_DTYPES = (
    ("Int", "sc:Integer"),
    ("UInt", "sc:Integer"),
    ("Decimal", "sc:Float"),
    ("Float", "sc:Float"),
    ("Boolean", "sc:Boolean"),
    ("Datetime", "sc:DateTime"),
    ("Date", "sc:Date"),
    ("Time", "sc:Time"),
)


def record_sets(package: DataPackage, facts: Facts) -> list[dict[str, Any]]:
    """A record set for each table that has a Parquet file, and one for each list of codes."""
    return [one for resource in package.resources for one in _of_table(package, resource, facts)]


def _of_table(package: DataPackage, resource: Resource, facts: Facts) -> Iterator[dict[str, Any]]:
    file = facts.of(resource.name, PARQUET)
    if resource.schema is None or file is None:
        return
    table = _Table(package, resource, file_identifier(file.path))
    yield table.record_set(resource.schema)
    for field in resource.schema.fields:
        if codes := code_list(resource, field):
            yield codes


@dataclass(frozen=True, slots=True)
class _Table:
    """A table, and what is needed to describe it."""

    package: DataPackage
    resource: Resource
    file: str

    @property
    def provenance(self) -> Provenance | None:
        return provenance_of(self.package, self.resource, self.file)

    def record_set(self, schema: Schema) -> dict[str, Any]:
        name, provenance = self.resource.name, self.provenance
        return _without_empty(
            {
                "@type": "cr:RecordSet",
                "@id": identifier(name),
                "name": name,
                "alternateName": _tagged(worded_of(self.resource, "title")),
                "description": worded_of(self.resource, "description"),
                "key": [{"@id": identifier(name, field)} for field in schema.primary_key],
                "field": [self.field(field) for field in schema.fields],
                "annotation": provenance.of_rows() if provenance else None,
            }
        )

    def field(self, field: Field) -> dict[str, Any]:
        provenance = self.provenance
        annotations = [
            *self.references(field),
            *(code_annotations(self.resource, field)),
            provenance.of_cells(field) if provenance else None,
        ]
        return _without_empty(
            {
                "@type": "cr:Field",
                "@id": identifier(self.resource.name, field.name),
                "name": field.name,
                "alternateName": _tagged(worded(field, "title")),
                "description": worded(field, "description"),
                **_type(field),
                # What the books mean is known here; what other fields mean, their descriptor says.
                "equivalentProperty": meaning_of(self.package, self.resource, field) or field.rdf_type,
                "source": {"fileObject": {"@id": self.file}, "extract": {"column": field.name}},
                "annotation": [one for one in annotations if one],
            }
        )

    def references(self, field: Field) -> Iterator[dict[str, Any]]:
        """The field of a table that this one refers to.

        It stands in an annotation: ``references`` of the field itself makes mlcroissant (1.1) join the tables, which
        fails for empty columns, for tables that refer to themselves, and where two record sets are read in turn.
        """
        names = {one.name for one in self.package.resources if one.schema is not None}
        for key in self.resource.schema.foreign_keys if self.resource.schema else ():
            target = key.resource or self.resource.name
            if key.fields == (field.name,) and target in names:
                yield {
                    "@type": "cr:Field",
                    "@id": identifier(self.resource.name, field.name, "refers to", target, *key.reference_fields),
                    "name": "refers to",
                    "dataType": _type(field)["dataType"],
                    "references": {"field": {"@id": identifier(target, *key.reference_fields)}},
                }


def _type(field: Field) -> dict[str, Any]:
    """The type of a field; a dtype that it names comes before that of its type, as in the Parquet file."""
    dtype = str(ours(field).get("dtype") or "")
    own = next((type for prefix, type in _DTYPES if dtype.startswith(prefix)), "sc:Text" if dtype else None)
    # Croissant (1.1) has a shape for each array; -1 is any number of items.
    if field.type == "list":
        return {"dataType": own or _TYPES.get(field.item_type, "sc:Text"), "isArray": True, "arrayShape": "-1"}
    is_url = field.type == "string" and field.format == "uri"
    return {"dataType": own or ("sc:URL" if is_url else _TYPES.get(field.type, "sc:Text"))}


def _tagged(text: Mapping[str, str] | str) -> list[dict[str, str]] | str:
    """A text in each language, for a property that has no map of languages in the context."""
    if isinstance(text, str):
        return text
    return [{"@value": words, "@language": tag} for tag, words in text.items()]


def _without_empty(properties: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if value not in (None, "", [], {})}


# Columns of the books that other vocabularies have words for: W3C Web Annotation for the place in a text, PROV for what
# was derived from what.
_MEANT: Mapping[str, str] = {
    "source_id": "prov:hadPrimarySource",
    "start": "oa:start",
    "end": "oa:end",
    "quote": "oa:exact",
}
_DERIVED = "prov:wasDerivedFrom"


@dataclass(frozen=True, slots=True)
class Provenance:
    """How the evidence for the cells of one table is found.

    Attributes:
        resource: The table.
        evidence: Name of the table of evidence.
        file: Id of the file that the table is read from.
    """

    resource: Resource
    evidence: str
    file: str

    def of_rows(self) -> dict[str, Any]:
        """The annotation of a row: what says that it exists."""
        base = row_identifier(self.resource.name, "evidence")
        return self._annotation(base, (), f"Entries of {self.evidence} that back the row as such.")

    def of_cells(self, field: Field) -> dict[str, Any] | None:
        """The annotation of a field, or nothing where its cells need no evidence."""
        # Computed columns follow from others, and what an editor has written is nobody else's word.
        if ours(field).get("role", "factual") != "factual":
            return None
        base = identifier(self.resource.name, field.name, "evidence")
        return self._annotation(base, self._group(field.name), f"Entries of {self.evidence} that back the cell.")

    def _group(self, name: str) -> tuple[str, ...]:
        """The fields whose cells one entry backs together with this one."""
        schema = self.resource.schema
        groups = (ours(schema).get("groups") if schema is not None else None) or ()
        return next((tuple(map(str, group)) for group in groups if name in group), (name,))

    def _annotation(self, base: str, fields: tuple[str, ...], words: str) -> dict[str, Any]:
        key = self.resource.schema.primary_key if self.resource.schema is not None else ()
        row = {"fileObject": {"@id": self.file}, "extract": {"column": key[0]}} if len(key) == 1 else None
        found_by: dict[str, dict[str, Any]] = {"table": {"value": self.resource.name}}
        # The parts of a key of several fields are joined to one text, which no source of Croissant can say.
        found_by["row_id"] = {"source": row} if row else {}
        if fields:
            # A value is one: of several fields, the list in JSON.
            several = {"isArray": True, "value": json.dumps(fields, ensure_ascii=False)}
            found_by["field"] = several if len(fields) > 1 else {"value": fields[0]}
        return {
            "@type": "cr:Field",
            "@id": base,
            "name": "evidence",
            "description": words,
            "isArray": True,
            "equivalentProperty": _DERIVED,
            "references": {"field": {"@id": identifier(self.evidence, "evidence_id")}},
            "subField": [
                {
                    "@type": "cr:Field",
                    "@id": f"{base}/{name}",
                    "name": name,
                    "dataType": "sc:Text",
                    **said,
                    "references": {"field": {"@id": identifier(self.evidence, name)}},
                }
                for name, said in found_by.items()
            ],
        }


def provenance_of(package: DataPackage, resource: Resource, file: str) -> Provenance | None:
    """How a table's evidence is found; ``None`` where the package keeps no books, or the table is one of them."""
    if package.books is None or resource.name in package.books.tables():
        return None
    return Provenance(resource, package.books.evidence, file)


def meaning_of(package: DataPackage, resource: Resource, field: Field) -> str | None:
    """The property of another vocabulary that a field of the table of evidence stands for."""
    books = package.books
    is_evidence = books is not None and resource.name == books.evidence
    return _MEANT.get(field.name) if is_evidence else None
