from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from talent_dataset.engine.descriptor.model import DataPackage
from talent_dataset.releases.metadata import Facts
from talent_dataset.releases.metadata.record_sets import record_sets

Described = Callable[..., DataPackage]
OfPackage = Callable[[DataPackage], Facts]
KINDS = {
    "name": "k",
    "schema": {"fields": [{"name": "id"}, {"name": "no", "type": "integer"}], "primaryKey": ["id", "no"]},
}


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ({"type": "integer"}, {"dataType": "sc:Integer"}),
        ({"type": "number"}, {"dataType": "sc:Float"}),
        ({"type": "boolean"}, {"dataType": "sc:Boolean"}),
        ({"type": "date"}, {"dataType": "sc:Date"}),
        ({"type": "time"}, {"dataType": "sc:Time"}),
        ({"type": "datetime"}, {"dataType": "sc:DateTime"}),
        ({"type": "string", "format": "uri"}, {"dataType": "sc:URL"}),
        ({"type": "year"}, {"dataType": "sc:Text"}),
        ({"type": "object"}, {"dataType": "sc:Text"}),
        ({"type": "list", "itemType": "number"}, {"dataType": "sc:Float", "isArray": True, "arrayShape": "-1"}),
        ({"type": "integer", "proof:data": {"dtype": "String"}}, {"dataType": "sc:Text"}),
        ({"type": "any", "proof:data": {"dtype": "Decimal(9, 2)"}}, {"dataType": "sc:Float"}),
    ],
)
def test_types_are_those_of_the_parquet_file(
    described: Described, facts: OfPackage, field: dict[str, Any], said: dict[str, Any]
) -> None:
    package = described({"schema": {"fields": [{"name": "a", **field}]}})
    (record_set,) = record_sets(package, facts(package))
    (read,) = record_set["field"]
    assert {name: read[name] for name in ("dataType", "isArray", "arrayShape") if name in read} == said


def test_a_table_has_its_key_and_a_field_the_field_that_it_refers_to(described: Described, facts: OfPackage) -> None:
    schema = {
        "fields": [{"name": "a b"}, {"name": "c", "type": "integer"}],
        "primaryKey": ["a b"],
        "foreignKeys": [
            {"fields": ["a b"], "reference": {"fields": ["a b"]}},
            {"fields": ["c"], "reference": {"resource": "k", "fields": ["no"]}},
            {"fields": ["a b", "c"], "reference": {"resource": "k", "fields": ["id", "no"]}},
        ],
    }
    package = described({"name": "x.y", "schema": schema}, KINDS)
    first, second = record_sets(package, facts(package))
    assert (first["@id"], first["key"]) == ("x%2Ey", [{"@id": "x%2Ey/a%20b"}])
    assert second["key"] == [{"@id": "k/id"}, {"@id": "k/no"}]
    assert [[one["references"] for one in field["annotation"]] for field in first["field"]] == [
        [{"field": {"@id": "x%2Ey/a%20b"}}],
        [{"field": {"@id": "k/no"}}],
    ]
    assert not any("references" in field for field in first["field"])


def test_a_table_without_a_parquet_file_is_no_record_set(described: Described) -> None:
    assert record_sets(described({"schema": {"fields": [{"name": "a"}]}}), Facts()) == []


def test_codes_are_an_enumeration_with_names_in_each_language(described: Described, facts: OfPackage) -> None:
    field = {
        "name": "kind",
        "type": "string",
        "categories": [{"value": "a", "label": "an A"}, {"value": "b"}],
        "proof:data": {"labels": {"a": {"en": "an A", "zh": "甲"}}, "definitions": {"b": {"en": "The other."}}},
    }
    package = described({"schema": {"fields": [field]}})
    table, codes = record_sets(package, facts(package))
    base = "t0/kind/codes"
    assert table["field"][0]["annotation"] == [
        {
            "@type": "cr:Field",
            "@id": "t0/kind/label",
            "name": "label",
            "dataType": "sc:Text",
            "equivalentProperty": "sc:name",
            "source": {"field": {"@id": f"{base}/name"}},
            "references": {"field": {"@id": f"{base}/code"}},
        }
    ]
    assert (codes["@id"], codes["dataType"], codes["key"]) == (base, "sc:Enumeration", {"@id": f"{base}/code"})
    assert codes["data"] == [
        {f"{base}/code": "a", f"{base}/name": "an A", f"{base}/name_zh": "甲", f"{base}/description": ""},
        {f"{base}/code": "b", f"{base}/name": "b", f"{base}/name_zh": "", f"{base}/description": "The other."},
    ]
    assert [field["name"] for field in codes["field"]] == ["code", "name", "name_zh", "description"]


def test_whole_numbers_are_codes_too_and_other_values_are_none(described: Described, facts: OfPackage) -> None:
    fields = [
        {"name": "n", "type": "integer", "constraints": {"enum": [1, "2"]}},
        {"name": "d", "type": "date", "constraints": {"enum": ["2020-01-01"]}},
    ]
    package = described({"schema": {"fields": fields}})
    _, codes = record_sets(package, facts(package))
    assert codes["data"] == [
        {"t0/n/codes/code": 1, "t0/n/codes/name": "1"},
        {"t0/n/codes/code": 2, "t0/n/codes/name": "2"},
    ]


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
