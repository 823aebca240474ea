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
