"""Schemas of others become tables, and what is lost of them is listed."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import frictionless
import pandas as pd
import pandera.pandas as pandas_models
import pandera.polars as pa
import polars as pl
import pytest

from talent_dataset.declare import Table
from talent_dataset.engine.descriptor.dump import dump_schema
from talent_dataset.engine.errors import CannotCheckError, DeclarationError, InvalidDataError

STATIONS = {
    "fields": [
        {"name": "id", "type": "string", "constraints": {"required": True, "pattern": "[a-z]+"}},
        {"name": "level", "type": "integer", "constraints": {"minimum": 0}},
    ],
    "primaryKey": ["id"],
}


def test_a_schema_comes_as_dict_as_file_and_from_frictionless(tmp_path: Path) -> None:
    file = tmp_path / "Big Stations.schema.json"
    file.write_text(json.dumps(STATIONS), encoding="utf-8")
    made = {
        "table": Table.from_schema(STATIONS),
        "big-stations": Table.from_schema(file),
        "s": Table.from_schema(frictionless.Schema.from_descriptor(STATIONS), "s"),
        "t": Table.from_schema(str(file), name="t"),
    }
    for name, table in made.items():
        assert (table.Config.name, dump_schema(table.to_schema())) == (name, STATIONS)
        assert table.not_carried() == ()
        with pytest.raises(InvalidDataError, match="1 error"):
            table.validate(pl.DataFrame({"id": ["A"], "level": [1]}))


class Readings(pa.DataFrameModel):
    """A model of pandera for polars."""

    name: str = pa.Field(str_matches="^[a-z]+$", unique=True, title="Name")
    level: int = pa.Field(ge=1, le=9, nullable=True)
    kind: str = pa.Field(isin=["a", "b"], str_length={"min_value": 1})
    share: float | None = pa.Field(in_range={"min_value": 0, "max_value": 1}, coerce=True)

    @pa.check("level")
    def is_even(cls: Any, data: Any) -> pl.LazyFrame:  # noqa: N805  # a class method to pandera
        checked: pl.LazyFrame = data.lazyframe.select(pl.col(data.key) % 2 == 0)
        return checked

    class Config:
        strict = True
        unique = ["kind", "level"]  # noqa: RUF012  # pandera's


CARRIED = {
    "description": "A model of pandera for polars.",
    "fields": [
        {
            "name": "name",
            "type": "string",
            "title": "Name",
            "constraints": {"required": True, "unique": True, "pattern": "[a-z]+"},
        },
        {"name": "level", "type": "integer", "constraints": {"minimum": 1, "maximum": 9}},
        {"name": "kind", "type": "string", "constraints": {"required": True, "minLength": 1, "enum": ["a", "b"]}},
        {
            "name": "share",
            "type": "number",
            "constraints": {"required": True, "minimum": 0, "maximum": 1},
            "proof:data": {"dtype": "Float64"},
        },
    ],
    "fieldsMatch": "equal",
    "uniqueKeys": [["kind", "level"]],
}


@pytest.mark.parametrize("model", [Readings, Readings.to_schema()], ids=["a model", "its schema"])
def test_a_model_of_pandera_comes_with_what_is_lost_of_it(model: Any) -> None:
    table = Table.from_schema(model)
    assert (table.Config.name, dump_schema(table.to_schema())) == ("readings", CARRIED)
    assert table.not_carried() == (
        "field 'level': the check is_even",
        "field 'share': coerce=True",
        "field 'share': that the column may be absent",
    )
    good = pl.DataFrame({"name": ["a"], "level": [1], "kind": ["b"], "share": [0.5]})
    assert table.validate(good).equals(good)


def test_a_model_of_pandera_for_pandas_comes_with_dtypes_of_polars() -> None:
    class Visits(pandas_models.DataFrameModel):
        count: pd.Int32Dtype = pandas_models.Field(ge=0)
        seen: pd.Timestamp
        name: str = pandas_models.Field(nullable=True)
        is_open: bool
        place: pandas_models.typing.Index[int]

        class Config:
            coerce = True

    table = Table.from_schema(Visits, "visits")
    assert table.__definition__.dtypes == {
        "count": pl.Int32(),
        "seen": pl.Datetime("us"),
        "name": pl.String(),
        "is_open": pl.Boolean(),
    }
    assert table.not_carried() == ("the option coerce", "the index")
    frame = pd.DataFrame({"count": [1], "seen": [dt.datetime(2020, 1, 1)], "name": [None], "is_open": [True]})  # noqa: DTZ001
    assert table.validate(frame).schema == table.__definition__.dtypes


def test_a_pattern_that_may_mean_something_else_is_not_carried() -> None:
    class Odd(pa.DataFrameModel):
        a: str = pa.Field(str_matches="^x|y$")

    assert Table.from_schema(Odd).not_carried() == ("field 'a': the check str_matches",)


def test_what_is_no_schema_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotCheckError, match="int describes no table"):
        Table.from_schema(3)
    with pytest.raises(CannotCheckError, match=r"none\.json cannot be read: No such file"):
        Table.from_schema(tmp_path / "none.json")
    with pytest.raises(DeclarationError) as raised:
        Table.from_schema({"fields": [{"name": "a", "type": "strng"}]})
    assert str(raised.value) == """The schema, fields[0].type: "strng" is not a field type.\nDid you mean "string"?"""
    with pytest.raises(DeclarationError, match="Field 'a': no type of Table Schema holds values of"):
        Table.from_schema(pa.DataFrameSchema({"a": pa.Column(pl.Duration)}))
