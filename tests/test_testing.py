"""Frames that hypothesis is given are valid."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl  # noqa: TC002  # annotations of a table are evaluated
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.errors import FailedHealthCheck, Unsatisfiable

from talent_dataset.declare import Field, Table, rule
from talent_dataset.engine.descriptor import model as m
from talent_dataset.engine.errors import CannotCheckError, DeclarationError
from talent_dataset.schemas import TABLES
from talent_dataset.testing import example, frames
from tests.declare.conftest import Mines

if TYPE_CHECKING:
    from collections.abc import Iterable


@given(st.data())
def test_frames_of_a_table_of_everything_are_valid(data: st.DataObject) -> None:
    Mines.validate(data.draw(frames(Mines)))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.Config.name))
@settings(max_examples=10)
@given(data=st.data())
def test_frames_of_the_tables_of_the_dataset_are_valid(table: type[Table], data: st.DataObject) -> None:
    table.validate(data.draw(frames(table, 4)))


@given(st.data(), st.integers(0, 6))
def test_a_frame_has_as_many_rows_as_were_asked_for(data: st.DataObject, size: int) -> None:
    assert data.draw(frames(Mines, size)).height == size
    assert data.draw(frames(Mines, max_size=2)).height <= 2


@given(st.data())
def test_references_of_a_table_to_itself_name_rows_before(data: st.DataObject) -> None:
    frame = data.draw(frames(Mines, 5))
    seen: set[str] = set()
    for key, whole in frame.select("mine_id", "part_of").rows():
        assert whole is None or whole in seen
        seen.add(key)


ALL_TYPES = Table.from_schema(
    m.Schema(
        fields=tuple(
            m.Field(name=name, type=name)
            for name in (
                *("string", "integer", "number", "boolean", "date", "time", "datetime", "list"),
                *("year", "yearmonth", "duration", "object", "array", "geopoint", "geojson", "any"),
            )
        )
        + tuple(m.Field(name=form, format=form) for form in ("email", "uri", "uuid", "binary"))
        + tuple(m.Field(name=f"list of {item}", type="list", item_type=item) for item in ("integer", "date", "number"))
    )
)


@given(frames(ALL_TYPES, 2))
def test_there_are_values_of_every_type(frame: pl.DataFrame) -> None:
    ALL_TYPES.validate(frame)


class Bounded(Table):
    small: pl.Int8 = Field(gt=-3, le=100)
    unsigned: pl.UInt16 = Field()
    share: Decimal = Field(gt=0, lt=1, scale=2)
    ratio: float = Field(gt=0, lt=1)
    day: dt.date = Field(gt=dt.date(2020, 1, 1), le=dt.date(2020, 1, 3))
    hour: dt.time = Field(ge=dt.time(8), lt=dt.time(18))
    moment: dt.datetime = Field(ge=dt.datetime(2020, 1, 1))  # noqa: DTZ001  # the column has no zone
    word: str = Field(pattern="[a-c]{2,}", max_length=6)
    month: str = Field(type="yearmonth", le="2020-06")


@given(frames(Bounded, 3))
def test_values_stay_inside_their_bounds(frame: pl.DataFrame) -> None:
    Bounded.validate(frame)


def test_what_no_frame_can_be_is_found_out() -> None:
    class Impossible(Table):
        a: int = Field()

        class Config(Table.Config):
            rules = (rule("never", "a <> a"),)

    @settings(database=None)
    @given(frames(Impossible, 1))
    def none(frame: pl.DataFrame) -> None:
        raise AssertionError(frame)

    with pytest.raises((Unsatisfiable, FailedHealthCheck)):
        none()


def test_a_key_of_several_fields_does_not_repeat() -> None:
    class Pairs(Table):
        a: bool = Field(primary_key=True)
        b: bool = Field(primary_key=True)

    @settings(max_examples=20)
    @given(frames(Pairs, 3))
    def different(frame: pl.DataFrame) -> None:
        rows: Iterable[Any] = frame.rows()
        assert len(set(rows)) == 3

    different()


def test_an_example_of_more_rows_than_there_are_values_is_not_found() -> None:
    class Coins(Table):
        side: int = Field(ge=0, le=1, primary_key=True)

    with pytest.raises(CannotCheckError, match="No 5 valid rows of 'coins' were found"):
        example(Coins, 5)
    with pytest.raises(DeclarationError, match=r"example: size must be an integer from 0 on, not -1"):
        example(Coins, -1)


def test_an_example_is_valid_and_as_long_as_asked_for() -> None:
    for size in (0, 1, 3):
        frame = example(Mines, size)
        assert frame.height == size
        assert Mines.validate(frame).equals(frame)
    assert example(Mines, 2).equals(example(Mines, 2))


def test_an_example_that_there_cannot_be_is_refused() -> None:
    class Flags(Table):
        on: bool = Field(primary_key=True)

    with pytest.raises(CannotCheckError) as raised:
        example(Flags, 3)
    assert str(raised.value) == "No 3 valid rows of 'flags' were found.\nAsk for fewer, or build them by hand."


def test_a_table_says_who_makes_frames_up() -> None:
    class Coins(Table):
        side: int = Field(ge=0, le=1, primary_key=True)

    with pytest.raises(DeclarationError, match=r"Write `from talent_dataset\.testing import frames`"):
        Coins.strategy(3)
    with pytest.raises(DeclarationError, match=r"and `example\(Coins, 3\)`"):
        Coins.example(3)


def test_nothing_but_this_module_needs_hypothesis() -> None:
    program = "import sys; import talent_dataset.declare, talent_dataset.schemas; print('hypothesis' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
