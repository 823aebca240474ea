"""pandera's verdict on a frame is the engine's."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandera.errors import SchemaErrors

from talent_dataset import validate
from talent_dataset.declare import Table
from talent_dataset.engine.descriptor import model as m
from talent_dataset.engine.descriptor.constraints import Constraints
from talent_dataset.engine.errors import InvalidDataError
from talent_dataset.schemas import TABLES
from talent_dataset.testing import frames

# Values on and beyond the edges of what tables admit, by dtype.
EDGES: dict[Any, list[Any]] = {
    pl.String: [
        "",
        " ",
        "a",
        "A",
        "iron",
        "zigong",
        "a-b",
        "a\n",
        "1985-13",
        "2021/2020",
        "2020",
        "XXXX-01-01",
        "人才",
        "x" * 6,
    ],
    pl.Int64: [-1, 0, 1, 99, 100, 2**40],
    pl.Float64: [-0.5, 0.0, 0.5, 1e300, float("nan")],
    pl.Boolean: [True, False],
    pl.Date: [dt.date(1, 1, 1), dt.date(1899, 12, 31), dt.date(1900, 1, 1), dt.date(9999, 12, 31)],
    pl.Time: [dt.time(0), dt.time(23, 59, 59)],
    pl.Datetime: [dt.datetime(1900, 1, 1), dt.datetime(2999, 12, 31, 23, 59, 59)],  # noqa: DTZ001  # no zone
    pl.List: [["a"], ["a"] * 4, ["a"] * 5, ["a,b"], ["a", None], [""], ["", ""]],
    pl.Decimal: [Decimal("-0.1"), Decimal(0), Decimal("4000.4"), Decimal("4000.5")],
}


def is_fine_to_pandera(table: type[Table], frame: pl.DataFrame) -> bool:
    """Whether the model finds nothing wrong."""
    try:
        table.__schema__.validate(frame, lazy=True)
    except SchemaErrors:
        return False
    return True


@st.composite
def marred(draw: st.DrawFn, table: type[Table]) -> pl.DataFrame:
    """A frame of the table, with some cells on the edge, or copied from another row."""
    frame: pl.DataFrame = draw(frames(table, draw(st.integers(1, 4))))
    for _ in range(draw(st.integers(0, 2))):
        name = draw(st.sampled_from(frame.columns))
        cells = frame[name].to_list()
        dtype = frame.schema[name]
        other = draw(st.sampled_from([None, *EDGES[dtype.base_type()], *cells]))
        cells[draw(st.integers(0, len(cells) - 1))] = other
        frame = frame.with_columns(pl.Series(name, cells, dtype=dtype))
    return frame


@given(st.data())
def test_the_two_verdicts_agree_on_a_table_of_everything(mines: type[Table], data: st.DataObject) -> None:
    frame = data.draw(marred(mines))
    assert is_fine_to_pandera(mines, frame) == (validate(frame, schema=mines).verdict != "invalid")


@given(st.data())
def test_a_table_refuses_what_is_not_valid_with_the_report_that_says_so(
    mines: type[Table], data: st.DataObject
) -> None:
    frame = data.draw(marred(mines))
    report = validate(frame, schema=mines)
    if not report.errors:
        assert mines.validate(frame).equals(frame)
        return
    with pytest.raises(InvalidDataError) as raised:
        mines.validate(frame)
    assert (raised.value.report.totals, raised.value.report.issues) == (report.totals, report.issues)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.Config.name))
@settings(max_examples=settings().max_examples // 10)
@given(data=st.data())
def test_the_two_verdicts_agree_on_the_tables_of_the_dataset(table: type[Table], data: st.DataObject) -> None:
    frame = data.draw(marred(table))
    report = validate(frame, schema=table)
    assert is_fine_to_pandera(table, frame) == (report.verdict != "invalid"), report.totals


TEXT_TYPES = Table.from_schema(
    m.Schema(
        fields=(
            m.Field(name="email", format="email"),
            m.Field(name="year", type="year", constraints=Constraints(minimum=1900, unique=True)),
            m.Field(name="month", type="yearmonth", constraints=Constraints(maximum="2020-12", required=True)),
            m.Field(name="span", type="duration", constraints=Constraints(minimum="P1M")),
            m.Field(name="about", type="object", constraints=Constraints(json_schema={"required": ["a"]})),
            m.Field(name="where", type="geopoint"),
            m.Field(name="rank", type="integer", categories=(m.Category(1), m.Category(2))),
        )
    )
)
TEXTS: dict[str, list[Any]] = {
    "email": ["a@example.org", "a", ""],
    "year": ["1899", "1900", "2020", "02020", ""],
    "month": ["2020-12", "2021-01", "2020-13", ""],
    "span": ["P1D", "P1M", "P30D", "P1Y", "P"],
    "about": ['{"a": 1}', '{"b": 1}', "[]", "{"],
    "where": ["106.55, 29.56", "106.55", "200, 10"],
    "rank": [1, 2, 3],
}


@given(
    st.fixed_dictionaries(
        {name: st.lists(st.none() | st.sampled_from(cells), min_size=2, max_size=2) for name, cells in TEXTS.items()}
    )
)
def test_the_two_verdicts_agree_on_types_that_frames_hold_as_text(columns: dict[str, list[Any]]) -> None:
    frame = pl.DataFrame(columns, schema={name: pl.Int64 if name == "rank" else pl.String for name in columns})
    report = validate(frame, schema=TEXT_TYPES)
    assert is_fine_to_pandera(TEXT_TYPES, frame) == report.is_valid, report.totals
