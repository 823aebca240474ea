"""No regular expression and no JSON Schema takes more time than a table of honest ones would."""

from __future__ import annotations

from typing import Any

import pytest

Attack = Any

PATTERNS = [
    "(a+)+$",
    "^(a+)+$",
    "(a|aa)*b",
    "(a|a)*b",
    "(.*)*x",
    "(x+x+)+y",
    "^(([a-z])+.)+[A-Z]([a-z])+$",
    "(a?){30}a{30}",
    r"(\w|\d|a)*!!",
    "a{1,1000}{1,1000}",
    "((a{1000}){1000}){1000}",
    r"\p{L}{1000}{100}",
    r"[\w\p{L}]{1000}",
    "a{99999999999}",
    "(" * 5_000 + ")" * 5_000,
    "(?:a|" * 3_000 + "b" + ")" * 3_000,
    "[a-z" * 3_000,
    "(?=(a+))*b",
    r"(a+)\1+b",
    "(?>a+)+b",
]
CELL = "a" * 30_000 + "!"


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern[:20])
def test_no_pattern_explodes(attack: Attack, pattern: str) -> None:
    field = {"name": "a", "constraints": {"pattern": pattern}}
    found = attack({"fields": [field]}, {"t.csv": f"a\n{CELL}\n"})
    assert found.codes <= {"cell/pattern", "descriptor/constraint"}
    assert found.codes or "cell/pattern" in found.skipped


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern[:20])
def test_no_pattern_of_a_json_schema_explodes(attack: Attack, pattern: str) -> None:
    schema = {"properties": {"k": {"pattern": pattern}}, "patternProperties": {pattern: {"type": "integer"}}}
    field = {"name": "a", "type": "object", "constraints": {"jsonSchema": schema}}
    found = attack({"fields": [field]}, {"t.csv": f'a\n"{{""k"": ""{CELL}"", ""{CELL}"": 1}}"\n'})
    assert found.codes <= {"cell/json-schema", "descriptor/constraint"}


@pytest.mark.parametrize("how", ["pattern", "patternProperties", "nested", "again"])
def test_no_part_of_a_json_schema_brings_back_the_patterns_of_python(attack: Attack, how: str) -> None:
    pattern = "(a+)+$"
    dialect = "https://json-schema.org/draft/2020-12/schema"
    schemas: dict[str, dict[str, Any]] = {
        "pattern": {"properties": {"k": {"pattern": pattern}}},
        "patternProperties": {"patternProperties": {pattern: {"type": "integer"}}},
        "nested": {"properties": {"k": {"$schema": dialect, "pattern": pattern}}},
        "again": {"$schema": dialect, "pattern": pattern, "properties": {"k": {"$ref": "#"}}},
    }
    field = {"name": "a", "type": "object", "constraints": {"jsonSchema": schemas[how]}}
    attack({"fields": [field]}, {"t.csv": f'a\n"{{""k"": ""{CELL}"", ""{CELL}"": 1}}"\n'}, is_guarded=True)


OBJECTS = ",".join(f'{{""k"":{n % 20_000}}}' for n in range(20_001))
DOUBLED = {f"a{n}": {"anyOf": [{"$ref": f"#/$defs/a{n + 1}"}] * 2} for n in range(40)} | {"a40": {"type": "string"}}

SCHEMAS: dict[str, tuple[dict[str, Any], str]] = {
    "doubled": ({"$ref": "#/$defs/a0", "$defs": DOUBLED}, "cannot be checked, since the schema needs more than"),
    "itself": ({"$ref": "#"}, "refers to itself without end"),
    "nowhere": ({"items": {"$ref": "#/nowhere"}}, "what is not there"),
    "outside": ({"$id": "http://127.0.0.1:9/", "items": {"$ref": "#/x"}}, "what is not there"),
    "unique": ({"uniqueItems": True}, "equal items"),
    "multiple": ({"items": {"multipleOf": 1e-300}}, "out of reach"),
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_no_json_schema_takes_long_or_reaches_out(attack: Attack, name: str) -> None:
    schema, reason = SCHEMAS[name]
    cell = f"[{OBJECTS}]" if name == "unique" else "[1e400]"
    field = {"name": "a", "type": "array", "constraints": {"jsonSchema": schema}}
    found = attack({"fields": [field]}, {"t.csv": "a\n" + f'"{cell}"\n' * 3}, is_guarded=True, seconds=30)
    assert found.codes == {"cell/json-schema"}
    assert reason in found.messages


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "http://127.0.0.1:9/x"},
        {"$ref": "file:///etc/passwd"},
        {"properties": {f"p{n}": {"type": "string"} for n in range(50_000)}},
    ],
)
def test_a_json_schema_that_asks_for_too_much_is_skipped_with_the_reason(attack: Attack, schema: Any) -> None:
    field = {"name": "a", "type": "object", "constraints": {"jsonSchema": schema}}
    found = attack({"fields": [field]}, {"t.csv": 'a\n"{}"\n'})
    assert found.codes == set()
    assert "cell/json-schema" in found.skipped
