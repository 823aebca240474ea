"""Frames of pandas and of what speaks Arrow come in as frames of polars, and no value changes on the way."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from talent_dataset.engine.errors import CannotCheckError
from talent_dataset.engine.reading.foreign_frames import ACCEPTED, is_frame, polars_frame

if TYPE_CHECKING:
    from collections.abc import Callable

NAN = float("nan")
PLAIN = pl.DataFrame({"a": [1, None], "b": ["x", None]})
ARROW = pa.table({"a": [1, None], "b": ["x", None]})


@pytest.mark.parametrize(
    "made",
    [
        lambda: PLAIN,
        PLAIN.lazy,
        lambda: ARROW,
        lambda: ARROW.to_batches()[0],
        ARROW.to_reader,
        lambda: duckdb.sql("SELECT 1::BIGINT AS a, 'x' AS b UNION ALL SELECT NULL, NULL"),
        lambda: pd.DataFrame({"a": pd.array([1, None], dtype="Int64"), "b": ["x", None]}),
        lambda: pd.DataFrame({"a": [1, None], "b": ["x", NAN]}, dtype=object),
        lambda: ARROW.to_pandas(types_mapper=pd.ArrowDtype),
    ],
)
def test_frames_of_every_kind_are_the_same_frame(made: Callable[[], Any]) -> None:
    frame = made()
    assert is_frame(frame)
    assert polars_frame(frame).equals(PLAIN)


def test_arrow_comes_in_without_a_copy() -> None:
    numbers = pa.array(range(1000))
    taken = polars_frame(pa.table({"a": numbers}))["a"].to_arrow()
    assert taken.buffers()[1].address == numbers.buffers()[1].address


DAY = dt.date(2020, 1, 2)
MOMENT = pd.Timestamp("2020-01-02T10:00:00.123456789")
# Values of a column of pandas to the column of polars: all that marks a missing value is null.
COLUMNS: dict[str, tuple[Any, pl.Series]] = {
    "integers": ([1, 2], pl.Series([1, 2])),
    "integers with holes": ([1, NAN], pl.Series([1.0, None])),
    "nullable integers": (pd.array([1, pd.NA], dtype="Int8"), pl.Series([1, None], dtype=pl.Int8)),
    "nullable floats": (pd.array([1.5, pd.NA], dtype="Float64"), pl.Series([1.5, None])),
    "infinity": ([1.5, float("inf")], pl.Series([1.5, float("inf")])),
    "text": (["a", None], pl.Series(["a", None])),
    "text as objects": (pd.Series(["a", NAN], dtype=object), pl.Series(["a", None])),
    "booleans as objects": (pd.Series([True, None], dtype=object), pl.Series([True, None])),
    "moments": (pd.to_datetime(["2020-01-02T10:00", None]), pl.Series([dt.datetime(2020, 1, 2, 10), None])),  # noqa: DTZ001
    "days as objects": (pd.Series([DAY, pd.NaT], dtype=object), pl.Series([DAY, None])),
    "decimals": ([Decimal("1.10"), None], pl.Series([Decimal("1.10"), None])),
    "nothing": (pd.Series([None, NAN], dtype=object), pl.Series([None, None])),
    "categories of numbers": (pd.Series([3, 4]).astype("category"), pl.Series([3, 4])),
    "sparse": (pd.arrays.SparseArray([0, 1]), pl.Series([0, 1])),
    "lists": (pd.Series([["a"], None], dtype=object), pl.Series([["a"], None])),
    "integers beyond 64 bits": (pd.Series([2**70, 1], dtype=object), pl.Series([2**70, 1])),
    # What is of several types is the text of each, as in a file; none is cut or bent to the type of another.
    "numbers and text": (pd.Series([1, "x", None], dtype=object), pl.Series(["1", "x", None])),
    "booleans and numbers": (pd.Series([True, 1], dtype=object), pl.Series(["true", "1"])),
    "days and moments": (
        pd.Series([DAY, pd.Timestamp("2020-01-02T10:00")], dtype=object),
        pl.Series(["2020-01-02", "2020-01-02T10:00:00"]),
    ),
    "moments of nanoseconds as objects": (pd.Series([MOMENT], dtype=object), pl.Series([MOMENT.isoformat()])),
}


@pytest.mark.parametrize("word", COLUMNS)
def test_a_column_of_pandas_keeps_its_values(word: str) -> None:
    values, expected = COLUMNS[word]
    found = polars_frame(pd.DataFrame({"a": values}))["a"]
    assert found.to_list() == expected.to_list()
    assert found.dtype == expected.dtype or found.dtype.is_temporal()


def test_nan_is_missing_in_pandas_and_a_number_elsewhere() -> None:
    assert polars_frame(pd.DataFrame({"a": [NAN]}))["a"].to_list() == [None]
    assert polars_frame(pa.table({"a": [NAN]}))["a"].is_nan().all()
    assert polars_frame(pl.DataFrame({"a": [NAN]}))["a"].is_nan().all()


def test_an_index_with_a_name_is_a_column_and_any_other_is_left_out() -> None:
    frame = pd.DataFrame({"a": [1, 2, 3]})
    assert polars_frame(frame[frame["a"] > 1]).to_dict(as_series=False) == {"a": [2, 3]}
    named = frame.set_index(pd.Index(["x", "y", "z"], name="id"))
    assert polars_frame(named).to_dict(as_series=False) == {"id": ["x", "y", "z"], "a": [1, 2, 3]}
    both = frame.set_index(pd.MultiIndex.from_tuples([(1, 2), (3, 4), (5, 6)], names=["k", None]))
    assert polars_frame(both).columns == ["k", "a"]


NO_STRUCT = "invalid series dtype: expected `Struct`, got `i64` for series with name ``."
UNHELD = "The column 'a' holds values that no table has: {}."
TO_TEXT = "Turn them into text, or numbers, first."
REFUSED: dict[str, tuple[Any, str, str]] = {
    "a list": ([1], "list is no frame.", ACCEPTED),
    "a column of pandas": (pd.Series([1]), "pandas.Series is no frame.", ACCEPTED),
    "a column of polars": (pl.Series([1]), "polars.Series is no frame.", ACCEPTED),
    "a column of Arrow": (
        pa.array([1]),
        "pyarrow.Int64Array cannot be read by polars: " + NO_STRUCT,
        ACCEPTED,
    ),
    "two columns of one name": (
        pd.DataFrame([[1, 2]], columns=["a", "a"]),
        "Two columns of the frame are called 'a'.",
        "Rename one of them.",
    ),
    "names of two levels": (
        pd.DataFrame([[1]], columns=pd.MultiIndex.from_tuples([("a", "b")])),
        "The columns of the frame have names of several levels.",
        "Give each one name.",
    ),
    "periods": (
        pd.DataFrame({"a": pd.period_range("2020", periods=1, freq="M")}),
        UNHELD.format("period[M]"),
        TO_TEXT,
    ),
    "intervals": (pd.DataFrame({"a": pd.interval_range(0, 1)}), UNHELD.format("interval[int64, right]"), TO_TEXT),
    "complex numbers": (pd.DataFrame({"a": [1j]}), UNHELD.format("complex128"), TO_TEXT),
    "objects": (pd.DataFrame({"a": [uuid.UUID(int=1)]}), UNHELD.format("uuid.UUID"), TO_TEXT),
    "lists beside text": (
        pd.DataFrame({"a": pd.Series([[1], "x"], dtype=object)}),
        UNHELD.format("list beside others"),
        TO_TEXT,
    ),
}


@pytest.mark.parametrize("word", REFUSED)
def test_what_cannot_be_taken_is_named(word: str) -> None:
    source, message, hint = REFUSED[word]
    with pytest.raises(CannotCheckError) as raised:
        polars_frame(source)
    assert (raised.value.message, raised.value.hint) == (message, hint)


@pytest.mark.parametrize(
    "kind", [pa.decimal256(60, 1), pa.month_day_nano_interval()], ids=["a panic of polars", "an error of polars"]
)
def test_a_type_of_arrow_that_polars_has_not_is_no_crash(kind: Any) -> None:
    with pytest.raises(CannotCheckError, match=r"pyarrow\.Table cannot be read by polars"):
        polars_frame(pa.table({"a": pa.array([None], kind)}))


def test_neither_pandas_nor_pyarrow_is_imported_for_a_frame_of_polars() -> None:
    program = (
        "import sys, polars as pl, talent_dataset as td\n"
        "assert td.validate(pl.DataFrame({'a': [1]}), schema={'fields': [{'name': 'a', 'type': 'integer'}]}).is_valid\n"
        "print(sorted({'pandas', 'pyarrow'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_pandas_without_pyarrow_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object) -> None:
        raise ImportError("pyarrow is required")

    monkeypatch.setattr(pl, "from_pandas", refuse)
    frame = pd.DataFrame({"a": pd.array([1, pd.NA], dtype="Int64"), "b": ["x", None], "c": [1.5, NAN]})
    assert polars_frame(frame).to_dict(as_series=False) == {"a": [1, None], "b": ["x", None], "c": [1.5, None]}


def test_an_index_that_stands_among_the_columns_too_comes_once_where_both_hold_the_same() -> None:
    frame = pd.DataFrame({"id": [1, 2]})
    assert polars_frame(frame.set_index("id", drop=False)).equals(pl.DataFrame({"id": [1, 2]}))
    with pytest.raises(CannotCheckError, match="Two columns of the frame are called 'id'"):
        polars_frame(frame.set_index(pd.Index([1, 3], name="id")))


def test_objects_of_python_are_refused_in_frames_of_polars_too() -> None:
    with pytest.raises(CannotCheckError, match="The column 'x' holds values that no table has: objects of Python"):
        polars_frame(pl.DataFrame({"x": pl.Series([object()], dtype=pl.Object)}))


def test_a_lazy_frame_that_cannot_be_collected_is_refused_with_the_reason() -> None:
    with pytest.raises(CannotCheckError, match=r"The lazy frame cannot be collected: .*no-such-file"):
        polars_frame(pl.scan_csv("no-such-file.csv"))
    with pytest.raises(CannotCheckError, match="The lazy frame cannot be collected: conversion from"):
        polars_frame(pl.LazyFrame({"x": ["a"]}).cast(pl.Int64))


def test_lists_come_back_from_pandas_as_they_went_there() -> None:
    frame = pl.DataFrame({"texts": [["a", "b"], None, []], "numbers": [[1], [2, 3], None]})
    assert polars_frame(frame.to_pandas()).equals(frame)


def test_moments_of_numpy_are_not_taken_for_numbers() -> None:
    moments = pd.Series([np.datetime64("2020-01-01T00:00:00.123456789")], dtype=object)
    with pytest.raises(CannotCheckError, match=r"holds values that no table has: numpy\.datetime64"):
        polars_frame(pd.DataFrame({"x": moments}))
