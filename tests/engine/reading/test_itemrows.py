from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from talent_dataset.engine.descriptor.model import Field
from talent_dataset.engine.reading.itemrows import cell


@pytest.mark.parametrize(
    ("value", "kind", "more", "expected"),
    [
        (None, "integer", {}, (None, False)),
        ("1", "integer", {}, ("1", False)),
        (1, "integer", {}, ("1", False)),
        (True, "integer", {}, ("true", True)),
        (Decimal("1.5"), "integer", {}, ("1.5", False)),
        (1.0, "integer", {}, ("1", False)),
        (Decimal("1E+3"), "integer", {}, ("1000", False)),
        (Decimal("1E+999999"), "integer", {}, ("1E+999999", False)),
        (2020, "year", {}, ("2020", False)),
        (1, "number", {}, ("1", False)),
        (Decimal("0.12345678901234567890"), "number", {}, ("0.12345678901234567890", False)),
        (Decimal("1.5"), "number", {"decimal_char": ","}, ("1,5", False)),
        (float("-inf"), "number", {}, ("-INF", False)),
        (1, "string", {}, ("1", True)),
        (1, "boolean", {}, ("1", True)),
        (True, "boolean", {}, ("true", False)),
        (False, "boolean", {"true_values": ("yes",), "false_values": ("no",)}, ("no", False)),
        (True, "any", {}, ("true", False)),
        (1, "date", {}, ("1", True)),
        ({"a": Decimal("1.5")}, "object", {}, ('{"a": 1.5}', False)),
        (
            {"a": [Decimal("0.12345678901234567890"), {}], "b": {"c": Decimal("1E+400"), "d": [None, True, "é"]}},
            "object",
            {},
            ('{"a": [0.12345678901234567890, {}], "b": {"c": 1E+400, "d": [null, true, "é"]}}', False),
        ),
        ({"a": 1}, "string", {}, ('{"a": 1}', True)),
        ([1, "é"], "array", {}, ('[1, "é"]', False)),
        ([1], "object", {}, ("[1]", True)),
        (["a", "b", ""], "list", {"delimiter": ";"}, ("a;b;", False)),
        ([1.0, 2], "list", {"item_type": "integer"}, ("1,2", False)),
        ([True, False], "list", {"item_type": "boolean"}, ("true,false", False)),
        ([], "list", {}, ("", False)),
        ([1, "b"], "list", {}, ('[1, "b"]', True)),
        (["b", None], "list", {}, ('["b", null]', True)),
        ([""], "list", {}, ('[""]', True)),
        (["a,b"], "list", {}, ('["a,b"]', True)),
        ([[1]], "list", {}, ("[[1]]", True)),
        ([1, 2], "geopoint", {"format": "array"}, ("[1, 2]", False)),
        ([1, 2], "geopoint", {}, ("[1, 2]", True)),
        ({"lon": 1, "lat": 2}, "geopoint", {"format": "object"}, ('{"lon": 1, "lat": 2}', False)),
        ({"type": "Point"}, "geojson", {}, ('{"type": "Point"}', False)),
    ],
)
def test_a_value_is_the_text_of_a_cell_or_a_misfit(
    value: Any, kind: str, more: dict[str, Any], expected: tuple[str | None, bool]
) -> None:
    assert cell(value, Field(name="x", type=kind, **more)) == expected


def test_a_column_without_a_field_takes_anything() -> None:
    assert [cell(value, None) for value in (1, True, "a", [1], None)] == [
        ("1", False),
        ("true", False),
        ("a", False),
        ("[1]", False),
        (None, False),
    ]


def test_an_integer_of_any_length_keeps_its_digits() -> None:
    assert cell(10**5000, Field(name="x", type="integer")) == ("1" + "0" * 5000, False)
