from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.engine.descriptor.model import Field
from talent_dataset.engine.reading.cast import Column, column
from talent_dataset.engine.rules.keys import Holdings, Key, Neighbours, Reference, Repeated, Repeats


def columns(*types: str) -> tuple[Column, ...]:
    return tuple(column(Field(name=f"c{n}", type=kind), n) for n, kind in enumerate(types))


def keyed(rows: list[tuple[str | None, ...]], key: tuple[Column, ...]) -> pl.DataFrame:
    frame = pl.DataFrame(rows, schema={str(c.position): pl.String for c in key}, orient="row")
    frame = frame.with_columns(c.value for c in key)
    return frame.with_columns(c.key.alias(f"k{c.position}") for c in key)


def later(rows: list[tuple[str | None, ...]], *types: str, size: int = 3) -> list[tuple[int, int]]:
    """Rows whose key stood before, and where, read in batches."""
    key = Key("row/unique-key", columns(*types))
    repeats = Repeats(key)
    batches = [keyed(rows[at : at + size], key.columns) for at in range(0, len(rows), size)]
    for batch in batches:
        repeats.see(batch)
    hunt, row = Repeated(key, repeats.suspects()), 2
    for batch in batches:
        hunt.see(batch, pl.int_range(row, row + batch.height, dtype=pl.UInt64, eager=True))
        row += batch.height
    return hunt.later().select("row", "first").sort("row").rows()


@pytest.mark.parametrize(
    ("kind", "texts", "found"),
    [
        ("string", ["a", "A", "a", "a "], [(4, 2)]),
        ("integer", ["1", "01", "+1", "2"], [(3, 2), (4, 2)]),
        ("integer", ["123456789012345678901", "123456789012345678902", "0123456789012345678901"], [(4, 2)]),
        ("number", ["1", "1.0", "1e0", "1.01"], [(3, 2), (4, 2)]),
        ("number", ["0.1", "0.10000000000000000001"], []),
        ("boolean", ["true", "1", "false", "0"], [(3, 2), (5, 4)]),
        ("date", ["2020-01-01", "2020-01-02", "2020-01-01"], [(4, 2)]),
        ("array", ["[1, 2]", "[1,2]", "[2, 1]"], [(3, 2)]),
        ("string", ["", "", "x"], []),
        ("integer", ["x", "x", "1"], []),
        ("number", ["Infinity", "Infinity", "+NaN", "+NaN", "INF"], []),
        ("number", ["1e999999999", "1e-99999999999999999999", "1e999999999"], [(4, 2)]),
        ("number", ["1e-999", "0", "1e400", "1e401", "10e399"], [(6, 4)]),
    ],
)
def test_values_repeat_and_not_their_texts(kind: str, texts: list[str], found: list[tuple[int, int]]) -> None:
    assert later([(text,) for text in texts], kind) == found


def test_the_parts_of_a_key_are_not_run_together() -> None:
    assert later([("a", "bc"), ("ab", "c"), ("a", "bc")], "string", "string") == [(4, 2)]


def test_a_key_with_a_null_repeats_nothing() -> None:
    assert later([("a", ""), ("a", ""), ("a", None)], "string", "string") == []


@given(
    rows=st.lists(st.tuples(st.sampled_from(["1", "01", "2", ""]), st.sampled_from(["x", "y", ""]))),
    size=st.integers(1, 9),
)
def test_repeats_are_those_that_a_dictionary_finds(rows: list[tuple[str, str]], size: int) -> None:
    first: dict[Any, int] = {}
    expected = []
    for row, (number, text) in enumerate(rows, start=2):
        if number and text and first.setdefault((int(number), text), row) != row:
            expected.append((row, first[int(number), text]))
    assert later(list(rows), "integer", "string", size=size) == expected


def test_a_reference_finds_values_whatever_their_form() -> None:
    parent, child = columns("integer"), columns("integer")
    held = Holdings(parent)
    held.see(keyed([("1",), ("02",), ("",)], parent))
    held.see(keyed([("2",), ("3",)], parent))
    assert sorted(held.values()["0"].to_list()) == [1, 2, 3]
    lost = Reference(child, "p", ("c0",)).lost(keyed([("01",), ("4",), ("",), ("2",)], child), held.values())
    assert lost.to_list() == [False, True, False, False]


def test_a_composite_reference_is_found_as_a_whole_and_void_where_a_part_is_null() -> None:
    parent, child = columns("string", "integer"), columns("string", "integer")
    held = Holdings(parent)
    held.see(keyed([("a", "1"), ("b", "2")], parent))
    rows: list[tuple[str | None, ...]] = [("a", "1"), ("a", "2"), ("", "7"), ("b", "02")]
    lost = Reference(child, "p", ("c0", "c1")).lost(keyed(rows, child), held.values())
    assert lost.to_list() == [False, True, False, False]


def test_columns_of_different_types_are_compared_as_text() -> None:
    held = Holdings(columns("integer"))
    held.see(keyed([("1",)], columns("integer")))
    child = columns("string")
    assert Reference(child, "p", ("c0",)).lost(keyed([("1",), ("x",)], child), held.values()).to_list() == [False, True]


@pytest.mark.parametrize(("parent", "child"), [("number", "integer"), ("integer", "number")])
def test_integers_and_numbers_are_compared_as_numbers(parent: str, child: str) -> None:
    held = Holdings(columns(parent))
    held.see(keyed([("1",), ("20",)], columns(parent)))
    referring = columns(child)
    lost = Reference(referring, "p", ("c0",)).lost(keyed([("1",), ("20",), ("3",)], referring), held.values())
    assert lost.to_list() == [False, False, True]


def test_numbers_nearest_to_one_double_are_not_one() -> None:
    held = Holdings(columns("number"))
    there: list[tuple[str | None, ...]] = [
        ("0.10000000000000000001",),
        ("0.500000000000000000000",),
        ("9007199254740993",),
    ]
    held.see(keyed(there, columns("number")))
    child = columns("number")
    rows: list[tuple[str | None, ...]] = [
        ("0.1",),
        ("0.5",),
        ("9007199254740993.0",),
        ("0.100000000000000000010",),
        ("Infinity",),
        ("1e-999",),
    ]
    lost = Reference(child, "p", ("c0",)).lost(keyed(rows, child), held.values())
    assert lost.to_list() == [True, False, False, False, False, True]


def test_nothing_is_found_in_a_table_without_rows() -> None:
    child = columns("string")
    lost = Reference(child, "p", ("c0",)).lost(keyed([("1",), ("",)], child), Holdings(columns("string")).values())
    assert lost.to_list() == [True, False]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("deyang ", "Write deyang: there is a blank at its end."),
        ("DEYANG", "Write deyang: the case differs."),
        ("zigong", "places.id has 'zigong ', and there is a blank at its end: correct one of the two."),
        ("重庆巿", "Write 重庆市: `巿` (U+5DFF) stands where `市` (U+5E02) is meant."),
        ("deyung", "Perhaps deyang is meant."),
        ("bridge", ""),
    ],
)
def test_what_a_table_holds_beside_a_value_that_it_lacks_is_told(text: str, hint: str) -> None:
    held = pl.DataFrame({"0": ["deyang", "zigong ", "重庆市"]})
    assert Neighbours(held).hint(text, "places.id") == hint


def test_among_many_values_only_those_that_look_the_same_are_told() -> None:
    held = pl.DataFrame({"0": [f"place-{number}" for number in range(1000)]})
    assert Neighbours(held).hint("Place-7", "places.id") == "Write place-7: the case differs."
    assert Neighbours(held).hint("plcae-7", "places.id") == ""


def test_equal_rows_are_found_with_their_missing_cells_and_misfits() -> None:
    key = Key("row/duplicate", columns("integer", "string"))
    rows: list[tuple[str | None, ...]] = [
        ("1", "x"),
        ("01", "x"),
        ("2", None),
        ("2", None),
        ("y", ""),
        ("y", ""),
        ("z", ""),
        ("1", "y"),
    ]
    batch = keyed(rows, key.columns)
    repeats = Repeats(key)
    repeats.see(batch)
    hunt = Repeated(key, repeats.suspects())
    hunt.see(batch, pl.int_range(2, 2 + batch.height, dtype=pl.UInt64, eager=True))
    assert hunt.later().select("row", "first").sort("row").rows() == [(3, 2), (5, 4), (7, 6)]
