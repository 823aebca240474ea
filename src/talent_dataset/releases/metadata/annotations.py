"""Where each cell comes from, in the words of Croissant: annotations that lead from a field to the table of evidence.

A cell and its entries share the name of the table, the key of the row and the name of the field. So an annotation names
the fields of the evidence that it is found by: two as constants, the key from the row itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from talent_dataset.engine.descriptor.model import DataPackage, Field, Resource, ours
from talent_dataset.releases.metadata.facts import identifier, row_identifier

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
