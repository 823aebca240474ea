"""JSON values by their value: what is equal has one text, and nothing else has it."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.engine.reading.types.jsontext import frozen, read_json

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.sampled_from([0.0, 1.0, 1.5, -0.0])
    | st.text("a1:,]{", max_size=2),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("a:", max_size=2), inner, max_size=3),
    max_leaves=6,
)


def kinds(value: Any) -> Any:
    """A value in which true is not 1, to compare by Python's equality."""
    if isinstance(value, dict):
        return {key: kinds(member) for key, member in value.items()}
    if isinstance(value, list):
        return [kinds(item) for item in value]
    return ("boolean", value) if isinstance(value, bool) else value


@given(VALUES, VALUES)
def test_values_have_one_text_exactly_if_they_are_equal(one: Any, other: Any) -> None:
    assert (frozen(one) == frozen(other)) == (kinds(one) == kinds(other))
    assert frozen(one) == frozen(json.loads(json.dumps(one)))


@pytest.mark.parametrize(
    ("one", "other"),
    [("1", "1.0"), ("100", "1e2"), ("0", "-0.0"), ("1e999999999", "10e999999998"), ('{"a":1,"b":2}', '{"b":2,"a":1}')],
)
def test_equal_values_of_different_looks_have_one_text(one: str, other: str) -> None:
    assert frozen(read_json(one, is_exact=True)) == frozen(read_json(other, is_exact=True))


@pytest.mark.parametrize(
    ("one", "other"), [("1", "true"), ("1", '"1"'), ("0.1", "0.10000000000000000001"), ("[]", "{}")]
)
def test_different_values_have_different_texts(one: str, other: str) -> None:
    assert frozen(read_json(one, is_exact=True)) != frozen(read_json(other, is_exact=True))


def test_depth_and_digits_are_no_danger() -> None:
    deep = read_json("[" * 400 + "]" * 400)
    assert frozen(deep) == frozen(read_json(json.dumps(deep)))
    assert frozen(Decimal("9" * 10_000)) == "9" * 10_000 + "e0"
