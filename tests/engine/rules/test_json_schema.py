"""JSON Schemas judge values without reaching out of themselves."""

from __future__ import annotations

from typing import Any

import pytest

from talent_dataset.engine.rules.json_schema import JsonSchemaError, fault_finder


def test_a_value_that_does_not_conform_is_told_where_and_why() -> None:
    fault_of = fault_finder({"properties": {"a": {"items": {"type": "integer"}}}})
    assert fault_of({"a": [1, "x"]}) == "a[1]: 'x' is not of type 'integer'"
    assert fault_of({"a": [1]}) == ""


def test_patterns_run_on_the_linear_engine() -> None:
    fault_of = fault_finder({"patternProperties": {"^(x+)+$": {"type": "string"}}, "items": {"pattern": "(a+)+$"}})
    assert fault_of({"x" * 5000 + "!": 1}) == ""
    assert fault_of({"xx": 1}) == "xx: 1 is not of type 'string'"
    assert fault_of(["a" * 5000 + "!"]).startswith("[0]: 'aaa")


def nested(levels: int) -> dict[str, Any]:
    """Schemas within schemas."""
    schema: dict[str, Any] = {}
    for _ in range(levels):
        schema = {"not": schema}
    return schema


@pytest.mark.parametrize(
    ("schema", "is_fault"),
    [
        ({"type": 1}, True),
        ({"$schema": 1}, True),
        ({"$schema": []}, True),
        ({"$schema": {}}, True),
        ({"type": "object", "$ref": "#/type"}, True),
        ({"$ref": "#/enum/0", "enum": [1]}, True),
        (nested(100), False),
        ({"pattern": "(a"}, True),
        ({"$ref": "http://example.org/schema.json"}, False),
        ({"properties": {"a": {"$ref": "file:///etc/passwd"}}}, False),
        ({"pattern": "(?=a)b"}, False),
    ],
)
def test_a_schema_that_is_wrong_or_unsafe_is_refused(schema: dict[str, Any], *, is_fault: bool) -> None:
    with pytest.raises(JsonSchemaError) as caught:
        fault_finder(schema)
    assert caught.value.is_fault is is_fault


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#"},
        {"if": {"$ref": "#"}},
        {"not": {"$ref": "#"}},
        {"allOf": [{"$ref": "#"}]},
        {"$dynamicRef": "#"},
        {"$ref": "#/a%20b"},
        {"$schema": "http://json-schema.org/draft-03/schema#", "extends": [{"$ref": "#"}]},
        {"$schema": "http://json-schema.org/draft-04/schema#", "id": "http://example.org/a", "$ref": "#"},
        {"$schema": "https://json-schema.org/draft/2019-09/schema", "$recursiveRef": "#"},
    ],
    ids=str,
)
def test_a_schema_that_loops_or_leads_nowhere_ends(schema: dict[str, Any], capfd: pytest.CaptureFixture[str]) -> None:
    assert fault_finder(schema)({}) == "the schema refers to itself without end, or to what is not there"
    assert capfd.readouterr() == ("", "")


def test_a_schema_that_leads_back_follows_honest_values_down() -> None:
    fault_of = fault_finder({"type": "object", "additionalProperties": {"$ref": "#"}})
    value: Any = {}
    for _ in range(30):
        value = {"a": value}
    assert fault_of(value) == ""
    assert fault_of({"a": {"a": 1}}) == "a.a: 1 is not of type 'object'"
