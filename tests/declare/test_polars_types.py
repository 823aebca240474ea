"""Which dtype and which type of the standard an annotation stands for."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

import polars as pl
import pytest

from talent_dataset.declare import Field, Table
from talent_dataset.engine.descriptor.constraints import Constraints
from talent_dataset.engine.errors import DeclarationError, InvalidDataError

MEANT: dict[str, tuple[Any, str, pl.DataType, str | None]] = {
    "text": (str, "string", pl.String(), None),
    "integer": (int, "integer", pl.Int64(), None),
    "small integer": (pl.Int16, "integer", pl.Int16(), "Int16"),
    "float": (float, "number", pl.Float64(), "Float64"),
    "decimal": (Decimal, "number", pl.Decimal(38, 6), "Decimal(38, 6)"),
    "decimal of polars": (pl.Decimal, "number", pl.Decimal(38, 6), "Decimal(38, 6)"),
    "decimal of pandera": (Annotated[pl.Decimal, 20, 2], "number", pl.Decimal(20, 2), "Decimal(20, 2)"),
    "boolean": (bool, "boolean", pl.Boolean(), None),
    "date": (dt.date, "date", pl.Date(), None),
    "time": (dt.time, "time", pl.Time(), None),
    "datetime": (dt.datetime, "datetime", pl.Datetime("us"), None),
    "datetime in a zone": (
        Annotated[pl.Datetime, "ms", "UTC"],
        "datetime",
        pl.Datetime("ms", "UTC"),
        "Datetime(ms, UTC)",
    ),
    "list": (list[str], "list", pl.List(pl.String()), None),
    "list of integers": (list[int], "list", pl.List(pl.Int64()), None),
    "list of dates of polars": (Annotated[pl.List, pl.Date], "list", pl.List(pl.Date()), None),
}


def declared(annotation: Any, field: Any = None) -> type[Table]:
    body = {"__annotations__": {"a": annotation}, "a": field or Field(nullable=True)}
    made: type[Table] = type("Things", (Table,), body)
    return made


@pytest.mark.parametrize("word", MEANT)
def test_an_annotation_stands_for_a_type_and_a_dtype(word: str) -> None:
    annotation, type_name, dtype, hint = MEANT[word]
    table = declared(annotation)
    field = table.to_schema().fields[0]
    assert (field.type, table.__definition__.dtypes["a"]) == (type_name, dtype)
    assert field.custom.get("proof:data", {}).get("dtype") == hint
    assert Table.from_schema(table.to_schema(), "things").__definition__.dtypes == {"a": dtype}


@pytest.mark.parametrize("annotation", [complex, pl.Duration, pl.Struct({"a": pl.Int64}), object, pl.Object])
def test_what_the_standard_has_no_type_for_is_refused(annotation: Any) -> None:
    with pytest.raises(DeclarationError, match="No type of Table Schema holds values of"):
        declared(annotation)


def test_a_type_that_polars_has_no_dtype_for_is_named_beside_text() -> None:
    table = declared(str, Field(type="yearmonth", le="2020-06"))
    assert (table.to_schema().fields[0].type, table.__definition__.dtypes["a"]) == ("yearmonth", pl.String())
    assert table.to_schema().fields[0].constraints == Constraints(required=True, maximum="2020-06")


@pytest.mark.parametrize(
    ("annotation", "field", "good", "bad"),
    [
        (dt.datetime, Field(lt=dt.datetime(2020, 1, 1)), dt.datetime(2019, 1, 1), dt.datetime(2020, 1, 1)),  # noqa: DTZ001
        (list[str], Field(min_length=2), ["a", "b"], ["a"]),
        (bool, Field(isin=[True]), True, False),
        (int, Field(isin=[1, 2]), 2, 3),
        (dt.date, Field(isin=[dt.date(2020, 1, 1)]), dt.date(2020, 1, 1), dt.date(2020, 1, 2)),
        (Decimal, Field(gt=Decimal("0.1"), scale=1), Decimal("0.2"), Decimal("0.1")),
    ],
)
def test_constraints_of_every_type_are_checked(annotation: Any, field: Any, good: Any, bad: Any) -> None:
    table = declared(annotation, field)
    dtype = table.__definition__.dtypes["a"]
    assert table.validate(pl.DataFrame({"a": [good]}, schema={"a": dtype})).height == 1
    with pytest.raises(InvalidDataError, match="1 error"):
        table.validate(pl.DataFrame({"a": [bad]}, schema={"a": dtype}))
