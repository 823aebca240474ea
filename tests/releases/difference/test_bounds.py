from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.engine.descriptor import parse_schema
from talent_dataset.engine.descriptor.model import Field
from talent_dataset.releases.difference.bounds import ConstraintChange, constraint_changes

NONE: dict[str, Any] = {}


def field(type: str, constraints: dict[str, Any], **others: Any) -> Field:
    schema = parse_schema({"fields": [{"name": "f", "type": type, "constraints": constraints, **others}]}).schema
    assert schema is not None
    return schema.fields[0]


def change(*values: Any) -> list[ConstraintChange]:
    return [ConstraintChange(*values)]


@pytest.mark.parametrize(
    ("type", "old", "new", "expected"),
    [
        ("string", NONE, {"required": True}, change("required", None, True, "tightened")),
        ("string", {"required": True}, NONE, change("required", True, None, "loosened")),
        ("string", {"unique": True}, {"unique": False}, change("unique", True, None, "loosened")),
        ("string", {"minLength": 2}, {"minLength": 3}, change("minLength", 2, 3, "tightened")),
        ("string", {"minLength": 2}, {"minLength": 1}, change("minLength", 2, 1, "loosened")),
        ("string", NONE, {"minLength": 1}, change("minLength", None, 1, "tightened")),
        ("string", {"maxLength": 9}, {"maxLength": 10}, change("maxLength", 9, 10, "loosened")),
        ("string", {"maxLength": 9}, {"maxLength": 8}, change("maxLength", 9, 8, "tightened")),
        ("string", {"maxLength": 9}, NONE, change("maxLength", 9, None, "loosened")),
        ("string", NONE, {"pattern": "a+"}, change("pattern", None, "a+", "tightened")),
        ("string", {"pattern": "a+"}, {"pattern": "a*"}, change("pattern", "a+", "a*", "constraint")),
        ("string", {"pattern": "a+"}, NONE, change("pattern", "a+", None, "loosened")),
        ("object", {"jsonSchema": {}}, {"jsonSchema": {"type": "object"}},
         change("jsonSchema", {}, {"type": "object"}, "constraint")),
        ("integer", {"minimum": 5}, {"minimum": 6}, change("minimum", 5, 6, "tightened")),
        ("integer", {"minimum": 10}, {"minimum": 9}, change("minimum", 10, 9, "loosened")),
        ("integer", {"maximum": 5}, {"maximum": 10}, change("maximum", 5, 10, "loosened")),
        ("number", {"minimum": "1.0"}, {"minimum": 1}, []),
        ("number", {"minimum": 0}, {"exclusiveMinimum": 0}, change("minimum", 0, {"exclusive": 0}, "tightened")),
        ("number", {"exclusiveMinimum": 0}, {"minimum": 0}, change("minimum", {"exclusive": 0}, 0, "loosened")),
        ("number", {"minimum": 5}, {"minimum": 5, "exclusiveMinimum": 2}, []),
        ("number", {"maximum": 5}, {"maximum": 5, "exclusiveMaximum": 5},
         change("maximum", 5, {"exclusive": 5}, "tightened")),
        ("date", {"minimum": "2020-01-31"}, {"minimum": "2020-02-01"},
         change("minimum", "2020-01-31", "2020-02-01", "tightened")),
        ("integer", {"maximum": 5}, NONE, change("maximum", 5, None, "loosened")),
        ("string", {"enum": ["a", "b"]}, {"enum": ["b", "a"]}, []),
        ("string", {"enum": ["a", "b"]}, {"enum": ["a", "b", "c"]}, change("enum", None, ["c"], "loosened")),
        ("string", {"enum": ["a", "b"]}, {"enum": ["a"]}, change("enum", ["b"], None, "tightened")),
        ("string", {"enum": ["a", "b"]}, {"enum": ["a", "c"]}, change("enum", ["b"], ["c"], "tightened")),
        ("string", NONE, {"enum": ["a"]}, change("enum", None, ["a"], "tightened")),
        ("string", {"enum": ["a"]}, NONE, change("enum", ["a"], None, "loosened")),
        ("number", {"enum": [1, 2]}, {"enum": ["2.0", "1.00"]}, []),
    ],
)  # fmt: skip
def test_each_constraint_has_a_direction(
    type: str, old: dict[str, Any], new: dict[str, Any], expected: list[ConstraintChange]
) -> None:
    assert list(constraint_changes(field(type, old), field(type, new))) == expected


def test_categories_are_values_that_are_admitted() -> None:
    old = field("string", {}, categories=["low", "high"])
    new = field("string", {}, categories=[{"value": "low", "label": "Low"}, "high", "none"])
    assert list(constraint_changes(old, new)) == change("categories", None, ["none"], "loosened")


def test_the_order_of_categories_counts_where_they_have_one() -> None:
    plain = [field("string", {}, categories=names) for names in (["low", "high"], ["high", "low"])]
    ordered = [field("string", {}, categories=names, categoriesOrdered=True) for names in (["a", "b"], ["b", "a"])]
    assert list(constraint_changes(*plain)) == []
    assert list(constraint_changes(*ordered)) == change("categoriesOrdered", ["a", "b"], ["b", "a"], "constraint")


def test_bounds_of_two_types_cannot_be_compared() -> None:
    old, new = field("date", {"minimum": "2020-01-01"}), field("integer", {"minimum": 2020})
    expected = change("minimum", {"minimum": "2020-01-01"}, {"minimum": 2020}, "constraint")
    assert list(constraint_changes(old, new)) == expected


BOUNDS = st.none() | st.integers(-3, 3)


@given(BOUNDS, BOUNDS, BOUNDS, BOUNDS)
def test_a_bound_is_tightened_where_an_integer_is_not_admitted_any_more(
    minimum: int | None, exclusive: int | None, new_minimum: int | None, new_exclusive: int | None
) -> None:
    def limits(inclusive: int | None, exclusive: int | None) -> dict[str, Any]:
        both = {"minimum": inclusive, "exclusiveMinimum": exclusive}
        return {name: value for name, value in both.items() if value is not None}

    def admits(bounds: dict[str, Any], half: int) -> bool:
        return bool(half >= 2 * bounds.get("minimum", -100) and half > 2 * bounds.get("exclusiveMinimum", -100))

    old, new = limits(minimum, exclusive), limits(new_minimum, new_exclusive)
    before, after = ({half for half in range(-12, 12) if admits(one, half)} for one in (old, new))
    found = [one.direction for one in constraint_changes(field("number", old), field("number", new))]
    assert found == ([] if before == after else ["tightened"] if before > after else ["loosened"])
