"""What a descriptor says of values is read as the field itself would read it."""

from __future__ import annotations

from typing import Any

import pytest

from talent_dataset.engine.descriptor import parse_package
from talent_dataset.engine.rules.field_checks import probes


def faults(**field: Any) -> list[tuple[str, str | None, str]]:
    schema = {"fields": [{"name": "a", **field}]}
    parsed = parse_package({"resources": [{"name": "t", "path": "t.csv", "schema": schema}]}, probes=probes())
    return [(fault.severity, fault.path, fault.message) for fault in parsed.faults]


C = "resources[0].schema.fields[0].constraints"


@pytest.mark.parametrize(
    ("field", "path", "start"),
    [
        (
            {"type": "integer", "constraints": {"minimum": "abc"}},
            f"{C}.minimum",
            'The value of "minimum", "abc", cannot',
        ),
        (
            {"type": "date", "constraints": {"maximum": "1.1.20"}},
            f"{C}.maximum",
            'The value of "maximum", "1.1.20", cannot',
        ),
        (
            {"type": "integer", "constraints": {"enum": [1, "x"]}},
            f"{C}.enum[1]",
            'A value of "enum", "x", cannot be read',
        ),
        (
            {"type": "string", "constraints": {"pattern": "(a"}},
            f"{C}.pattern",
            '"pattern" cannot be used: not a regular',
        ),
        (
            {"type": "object", "constraints": {"jsonSchema": {"type": 1}}},
            f"{C}.jsonSchema",
            '"jsonSchema" cannot be used:',
        ),
    ],
)
def test_a_constraint_that_cannot_be_read_is_an_error(field: dict[str, Any], path: str, start: str) -> None:
    [(severity, found, message)] = faults(**field)
    assert (severity, found) == ("error", path)
    assert message.startswith(start)


@pytest.mark.parametrize(
    "field",
    [
        {"type": "integer", "groupChar": ",", "constraints": {"minimum": "1,000"}},
        {"type": "date", "format": "%d/%m/%Y", "constraints": {"minimum": "31/12/2020"}},
        {"type": "boolean", "trueValues": ["ja"], "constraints": {"enum": ["ja"]}},
        {"type": "integer", "missingValues": ["0"], "constraints": {"minimum": "0"}},
        {"type": "string", "constraints": {"pattern": "(?=a)b"}},
    ],
)
def test_constraints_in_the_field_s_own_form_are_sound(field: dict[str, Any]) -> None:
    assert faults(**field) == []


def test_bounds_that_no_value_satisfies_are_a_warning() -> None:
    message = "No value can satisfy minimum and maximum at once."
    field = {"type": "date", "constraints": {"minimum": "2021-01-01", "maximum": "2020-01-01"}}
    assert faults(**field) == [("warning", C, message)]
