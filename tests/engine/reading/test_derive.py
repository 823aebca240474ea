"""Columns computed from others."""

from __future__ import annotations

import datetime as dt

import polars as pl

from talent_dataset.engine.descriptor.derived import METHODS
from talent_dataset.engine.descriptor.model import Derivation, Field, Schema
from talent_dataset.engine.reading.whole import EXPRESSIONS, derive

SCHEMA = Schema(
    fields=(Field(name="on"),),
    derived=(
        Derivation("first", "on", "edtf-earliest"),
        Derivation("last", "on", "edtf-latest"),
        Derivation("odd", "on", "unknown-method"),
        Derivation("far", "elsewhere", "edtf-latest"),
    ),
)


def test_what_is_lacking_is_computed_where_its_source_and_method_are_there() -> None:
    frame = pl.DataFrame({"on": ["2020-02", None, "no date"]})
    assert derive(frame, SCHEMA).to_dict(as_series=False) == {
        "on": ["2020-02", None, "no date"],
        "first": [dt.date(2020, 2, 1), None, None],
        "last": [dt.date(2020, 2, 29), None, None],
    }


def test_what_is_there_is_left_as_it_is() -> None:
    frame = pl.DataFrame({"on": ["2020"], "first": [dt.date(1, 1, 1)], "last": [dt.date(1, 1, 1)]})
    assert derive(frame, SCHEMA).equals(frame)


def test_every_method_that_a_descriptor_may_name_can_be_run() -> None:
    assert METHODS.keys() == EXPRESSIONS.keys()
