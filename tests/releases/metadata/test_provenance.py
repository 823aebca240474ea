from __future__ import annotations

from collections.abc import Callable
from typing import Any

from talent_dataset.engine.descriptor.model import DataPackage
from talent_dataset.releases.metadata import Facts
from talent_dataset.releases.metadata.record_sets import record_sets

Described = Callable[..., DataPackage]
OfPackage = Callable[[DataPackage], Facts]

SOURCES = {"name": "documents", "schema": {"fields": [{"name": name} for name in ("source_id", "sha256", "language")]}}
EVIDENCE = {
    "name": "proof",
    "schema": {
        "fields": [
            {"name": name}
            for name in ("evidence_id", "table", "row_id", "field", "source_id", "start", "end", "quote", "basis")
        ]
    },
}
BOOKS = {"proof:data": {"books": {"sources": "documents", "evidence": "proof"}}}


def table(*key: str) -> dict[str, Any]:
    fields = [
        {"name": "id", "proof:data": {"role": "editorial"}},
        {"name": "part", "proof:data": {"role": "editorial"}},
        {"name": "value"},
        {"name": "unit"},
        {"name": "said"},
    ]
    return {
        "name": "facts",
        "schema": {"fields": fields, "primaryKey": list(key), "proof:data": {"groups": [["value", "unit"]]}},
    }


def described_facts(described: Described, facts: OfPackage, *key: str) -> dict[str, Any]:
    package = described(table(*key), SOURCES, EVIDENCE, **BOOKS)
    return next(one for one in record_sets(package, facts(package)) if one["name"] == "facts")


def test_the_evidence_of_a_cell_is_found_by_table_row_and_field(described: Described, facts: OfPackage) -> None:
    record_set = described_facts(described, facts, "id")
    (said,) = record_set["field"][4]["annotation"]
    assert said == {
        "@type": "cr:Field",
        "@id": "facts/said/evidence",
        "name": "evidence",
        "description": "Entries of proof that back the cell.",
        "isArray": True,
        "equivalentProperty": "prov:wasDerivedFrom",
        "references": {"field": {"@id": "proof/evidence_id"}},
        "subField": [
            {
                "@type": "cr:Field",
                "@id": "facts/said/evidence/table",
                "name": "table",
                "dataType": "sc:Text",
                "value": "facts",
                "references": {"field": {"@id": "proof/table"}},
            },
            {
                "@type": "cr:Field",
                "@id": "facts/said/evidence/row_id",
                "name": "row_id",
                "dataType": "sc:Text",
                "source": {"fileObject": {"@id": "data/t0.parquet"}, "extract": {"column": "id"}},
                "references": {"field": {"@id": "proof/row_id"}},
            },
            {
                "@type": "cr:Field",
                "@id": "facts/said/evidence/field",
                "name": "field",
                "dataType": "sc:Text",
                "value": "said",
                "references": {"field": {"@id": "proof/field"}},
            },
        ],
    }


def test_one_entry_backs_the_cells_of_a_group(described: Described, facts: OfPackage) -> None:
    record_set = described_facts(described, facts, "id")
    for place in (2, 3):
        (said,) = record_set["field"][place]["annotation"]
        assert (said["subField"][2]["value"], said["subField"][2]["isArray"]) == ('["value", "unit"]', True)


def test_editorial_cells_have_no_evidence_and_a_row_has_its_own(described: Described, facts: OfPackage) -> None:
    record_set = described_facts(described, facts, "id")
    assert "annotation" not in record_set["field"][0]
    assert [part["name"] for part in record_set["annotation"]["subField"]] == ["table", "row_id"]


def test_a_key_of_several_fields_has_no_column_to_be_found_by(described: Described, facts: OfPackage) -> None:
    record_set = described_facts(described, facts, "id", "part")
    assert "source" not in record_set["annotation"]["subField"][1]


def test_the_books_themselves_need_no_evidence_but_say_what_they_mean(described: Described, facts: OfPackage) -> None:
    package = described(table("id"), SOURCES, EVIDENCE, **BOOKS)
    proof = next(one for one in record_sets(package, facts(package)) if one["name"] == "proof")
    assert "annotation" not in proof
    meant = {field["name"]: field["equivalentProperty"] for field in proof["field"] if "equivalentProperty" in field}
    assert meant == {"source_id": "prov:hadPrimarySource", "start": "oa:start", "end": "oa:end", "quote": "oa:exact"}
