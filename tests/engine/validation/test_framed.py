"""Frames of every kind are checked as tables, and what is none is named."""

from __future__ import annotations

import datetime as dt
from typing import Any

import frictionless
import pandas as pd
import polars as pl
import pytest

from talent_dataset.checking import validate
from talent_dataset.engine.descriptor.model import DataPackage, Field, Resource, Schema
from talent_dataset.engine.errors import CannotCheckError
from talent_dataset.engine.reading.foreign_frames import ACCEPTED

STATIONS = {
    "fields": [
        {"name": "id", "type": "string", "constraints": {"required": True}},
        {"name": "opened", "type": "date"},
        {"name": "level", "type": "integer"},
    ]
}


def test_a_frame_of_pandas_is_checked_as_the_frame_of_polars_that_it_was() -> None:
    frame = pl.DataFrame({"id": ["a", None], "opened": [dt.date(2020, 1, 2), None], "level": [1, None]})
    for given in (frame, frame.to_pandas(), frame.to_arrow(), {"table": frame.to_pandas()}):
        report = validate(given, schema=STATIONS)
        assert dict(report.totals) == {"cell/required": 1}
        assert [(issue.resource, issue.row, issue.field) for issue in report.issues] == [("table", 3, "id")]


def test_a_moment_that_is_no_midnight_is_no_date_in_a_frame_of_pandas() -> None:
    frame = pd.DataFrame(
        {"id": ["a", "b"], "opened": pd.to_datetime(["2020-01-02T00:00", "2020-01-02T10:00"]), "level": 1}
    )
    assert dict(validate(frame, schema=STATIONS).totals) == {"cell/type": 2}


def test_cells_of_a_mixed_column_of_pandas_are_told_one_by_one() -> None:
    frame = pd.DataFrame({"id": ["a", "b", "c"], "opened": None, "level": pd.Series([1, "two", 3.5], dtype=object)})
    report = validate(frame, schema=STATIONS)
    assert [(issue.code, issue.row, issue.field, issue.cell) for issue in report.issues] == [
        ("cell/type", 3, "level", "two"),
        ("cell/type", 4, "level", "3.5"),
    ]


ONE = DataPackage(resources=(Resource(name="ones", schema=Schema(fields=(Field(name="a", type="integer"),))),))
TWO = DataPackage(resources=(Resource(name="p"), Resource(name="c")))
NO_SOURCE = "Give a path, a descriptor as dict, a frame, or a dict of frames by name. " + ACCEPTED
UNTAKEN: dict[str, tuple[Any, Any, str, str]] = {
    "a number": (5, None, "int is nothing that can be checked.", NO_SOURCE),
    "a list of rows": ([{"a": 1}], STATIONS, "list is nothing that can be checked.", NO_SOURCE),
    "a column": (pd.Series([1]), STATIONS, "pandas.Series is nothing that can be checked.", NO_SOURCE),
    "frames beside what is none": (
        {"p": pl.DataFrame({"a": [1]}), "c": [1]},
        {"p": STATIONS, "c": STATIONS},
        "The frame 'c': list is no frame.",
        ACCEPTED,
    ),
    "columns that are no frame": ({"a": [1]}, STATIONS, "The frame 'a': list is no frame.", ACCEPTED),
    "a frame without a name": (
        {1: pl.DataFrame({"a": [1]})},
        STATIONS,
        "The name of a frame is a text, not 1.",
        "Name it after its table.",
    ),
    "a frame of several tables": (
        pl.DataFrame({"a": [1]}),
        TWO,
        "A frame was given, and a package of several tables: p, c.",
        "Say which it is: {'p': frame}.",
    ),
    "a frame of no table": (
        {"q": pl.DataFrame({"a": [1]})},
        ONE,
        "The frame 'q' has no schema.",
        "schema= has: ones.",
    ),
    "a schema that is none": (
        pl.DataFrame({"a": [1]}),
        3,
        "int describes no table.",
        "Give a Table, a Table Schema as dict, or the path of one.",
    ),
}


@pytest.mark.parametrize("word", UNTAKEN)
def test_what_cannot_be_taken_is_named_with_what_can(word: str) -> None:
    source, schema, message, hint = UNTAKEN[word]
    with pytest.raises(CannotCheckError) as raised:
        validate(source, schema=schema)
    assert (raised.value.message, raised.value.hint) == (message, hint)


def test_a_frame_is_the_table_of_a_package_that_has_one() -> None:
    report = validate(pd.DataFrame({"a": [1, 2]}), schema=ONE)
    assert [(each.name, each.rows) for each in report.resources] == [("ones", 2)]


def test_a_schema_of_frictionless_describes_a_frame() -> None:
    schema = frictionless.Schema.from_descriptor({"fields": [{"name": "a", "type": "integer"}]})
    assert dict(validate(pl.DataFrame({"a": ["x"]}), schema=schema).totals) == {"cell/type": 1}
