from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from talent_dataset.engine.descriptor.model import DataPackage
from talent_dataset.releases.metadata import Facts, csvw
from talent_dataset.releases.metadata.csvw import datatype

Described = Callable[..., DataPackage]


def parsed(package: DataPackage) -> dict[str, Any]:
    ((path, text),) = csvw(package, Facts()).items()
    assert path == "data/csv-metadata.json"
    return dict(json.loads(text))


def test_a_plain_table_is_one_of_a_group(described: Described) -> None:
    assert parsed(described({"schema": {"fields": [{"name": "a", "type": "string"}]}})) == {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:bibliographicCitation": "Untitled data package (n.d.) [Data set].",
        "dialect": {"encoding": "utf-8"},
        "tables": [
            {
                "url": "t0.csv",
                "tableSchema": {
                    "columns": [{"name": "a", "titles": {"und": ["a"]}, "datatype": "string", "null": [""]}]
                },
            }
        ],
    }


def test_it_says_what_a_column_is_called_in_each_language(described: Described) -> None:
    fields = [
        {"name": "a", "title": "An A", "description": "What it is."},
        {"name": "b", "proof:data": {"title": {"en": "B", "zh": "乙"}, "description": {"zh": "说明"}}},
        {"name": "_c d", "proof:data": {"title": {"zh": "丙"}}},
    ]
    said = parsed(described({"title": "T", "schema": {"fields": fields}}))["tables"][0]
    assert said["dc:title"] == "T"
    columns = said["tableSchema"]["columns"]
    assert [(one["name"], one["titles"], one.get("dc:title"), one.get("dc:description")) for one in columns] == [
        ("a", {"und": ["a", "An A"]}, None, "What it is."),
        ("b", {"und": ["b"], "en": ["B"], "zh": ["乙"]}, None, [{"@value": "说明", "@language": "zh"}]),
        ("%5Fc%20d", "_c d", [{"@value": "丙", "@language": "zh"}], None),
    ]


def test_keys_of_one_and_of_several_columns_are_told(described: Described) -> None:
    one = {
        "fields": [{"name": "a b"}, {"name": "c"}],
        "primaryKey": ["a b", "c"],
        "foreignKeys": [{"fields": ["c"], "reference": {"fields": ["a b"]}}],
    }
    two = {
        "fields": [{"name": "a"}, {"name": "c", "constraints": {"required": True}}],
        "foreignKeys": [{"fields": ["a", "c"], "reference": {"resource": "t0", "fields": ["a b", "c"]}}],
    }
    first, second = (one["tableSchema"] for one in parsed(described({"schema": one}, {"schema": two}))["tables"])
    assert first["primaryKey"] == ["a%20b", "c"]
    assert first["foreignKeys"] == [
        {"columnReference": ["c"], "reference": {"resource": "t0.csv", "columnReference": ["a%20b"]}}
    ]
    assert second["foreignKeys"] == [
        {"columnReference": ["a", "c"], "reference": {"resource": "t0.csv", "columnReference": ["a%20b", "c"]}}
    ]
    assert [column.get("required") for column in (*first["columns"], *second["columns"])] == [True, True, None, True]


def test_missing_values_and_lists_are_told(described: Described) -> None:
    field = {"name": "a", "type": "list", "delimiter": ";", "itemType": "date", "missingValues": ["", "NA"]}
    (column,) = parsed(described({"schema": {"fields": [field]}}))["tables"][0]["tableSchema"]["columns"]
    assert (column["datatype"], column["separator"], column["null"]) == ("date", ";", ["", "NA"])


def test_tables_of_two_folders_have_a_description_each(described: Described) -> None:
    schema = {"fields": [{"name": "a"}]}
    package = described({"path": "one/a.csv", "schema": schema}, {"path": "b.csv", "schema": schema})
    assert list(csvw(package, Facts())) == ["one/csv-metadata.json", "csv-metadata.json"]


def test_the_licence_the_version_and_the_date_are_told(described: Described) -> None:
    said = parsed(
        described(
            {"schema": {"fields": [{"name": "a"}]}},
            version="1.0.0",
            created="2026-11-22T00:00:00Z",
            licenses=[{"name": "ODC-PDDL-1.0"}, {"name": "own"}],
            contributors=[{"title": "Ada"}],
            languages=["zh"],
        )
    )
    assert said["@context"][1] == {"@language": "zh"}
    assert said["schema:version"] == "1.0.0"
    assert said["dc:issued"] == {"@value": "2026-11-22", "@type": "xsd:date"}
    assert said["dc:license"] == [{"@id": "https://spdx.org/licenses/PDDL-1.0.html"}]
    assert (said["dc:creator"], said["dc:language"]) == (["Ada"], ["zh"])


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ({"type": "string"}, "string"),
        ({"type": "string", "format": "uri"}, "anyURI"),
        ({"type": "string", "format": "binary"}, "base64Binary"),
        (
            {"type": "string", "constraints": {"minLength": 1, "maxLength": 2}},
            {"base": "string", "minLength": 1, "maxLength": 2},
        ),
        ({"type": "string", "constraints": {"pattern": "[a-z]+"}}, {"base": "string", "format": "[a-z]+"}),
        # No other language of patterns knows classes of Unicode by these names.
        ({"type": "string", "constraints": {"pattern": r"\p{Lu}+"}}, "string"),
        ({"type": "string", "constraints": {"enum": ["a.b", "c|d"]}}, {"base": "string", "format": r"a\.b|c\|d"}),
        ({"type": "string", "categories": ["x", "y"]}, {"base": "string", "format": "x|y"}),
        (
            {"type": "integer", "constraints": {"minimum": 1, "maximum": "9"}},
            {"base": "integer", "minimum": "1", "maximum": "9"},
        ),
        ({"type": "integer", "groupChar": " "}, {"base": "integer", "format": {"groupChar": " "}}),
        ({"type": "integer", "bareNumber": False}, "string"),
        ({"type": "integer", "constraints": {"enum": [1, 2]}}, "integer"),
        ({"type": "number"}, "double"),
        ({"type": "number", "constraints": {"exclusiveMinimum": 0}}, {"base": "double", "minExclusive": "0"}),
        ({"type": "number", "decimalChar": ","}, {"base": "decimal", "format": {"decimalChar": ","}}),
        ({"type": "number", "proof:data": {"dtype": "Decimal(38, 2)"}}, "decimal"),
        ({"type": "date"}, "date"),
        ({"type": "date", "format": "any"}, "string"),
        ({"type": "date", "format": "%d.%m.%Y"}, {"base": "date", "format": "dd.MM.yyyy"}),
        ({"type": "date", "format": "%B %Y"}, "string"),
        ({"type": "datetime"}, "dateTime"),
        ({"type": "datetime", "format": "%Y-%m-%dT%H:%M"}, {"base": "dateTime", "format": "yyyy-MM-ddTHH:mm"}),
        ({"type": "time", "format": "%H%M%S"}, {"base": "time", "format": "HHmmss"}),
        ({"type": "year"}, "gYear"),
        ({"type": "yearmonth"}, "gYearMonth"),
        ({"type": "duration"}, "duration"),
        ({"type": "object"}, "json"),
        ({"type": "geojson"}, "json"),
        ({"type": "geopoint"}, "string"),
        ({"type": "any"}, "string"),
    ],
)
def test_a_datatype_never_says_more_than_the_field(described: Described, field: dict[str, Any], said: Any) -> None:
    schema = described({"schema": {"fields": [{"name": "a", **field}]}}).resources[0].schema
    assert schema is not None
    assert datatype(schema.fields[0]) == said


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"true", "0"}, "boolean"),
        ({"True", "False"}, {"base": "boolean", "format": "True|False"}),
        ({"TRUE"}, {"base": "boolean", "format": "TRUE|false"}),
        ({"true", "True", "false"}, {"base": "string", "format": "true|True|false"}),
        (set(), "boolean"),
        (None, {"base": "string", "format": "true|True|TRUE|1|false|False|FALSE|0"}),
    ],
)
def test_words_for_true_and_false_are_those_in_use(described: Described, texts: set[str] | None, said: Any) -> None:
    schema = described({"schema": {"fields": [{"name": "a", "type": "boolean"}]}}).resources[0].schema
    assert schema is not None
    assert datatype(schema.fields[0], texts) == said
