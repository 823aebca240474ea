"""Tables as record sets of Croissant: typed fields, keys, references, code lists, and where the evidence stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from talent_dataset.descriptor.model import Field, Package, Resource, Schema
from talent_dataset.release.languages import ours
from talent_dataset.release.metadata.code_lists import code_annotations, code_list
from talent_dataset.release.metadata.facts import Facts
from talent_dataset.release.metadata.identifiers import file_identifier, identifier
from talent_dataset.release.metadata.provenance import Provenance, meaning_of, provenance_of
from talent_dataset.release.metadata.wording import worded, worded_of

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


def record_sets(package: Package, facts: Facts) -> list[dict[str, Any]]:
    """A record set for each table that has a Parquet file, and one for each list of codes."""
    return [one for resource in package.resources for one in _of_table(package, resource, facts)]


def _of_table(package: Package, resource: Resource, facts: Facts) -> Iterator[dict[str, Any]]:
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

    package: Package
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
