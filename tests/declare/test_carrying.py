"""Tables to Table Schemas and back: nothing is lost, and what cannot be carried is listed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandera.polars as pa
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent_dataset.declare import Field, Package, Table, rule
from talent_dataset.engine.descriptor import model as m
from talent_dataset.engine.descriptor import parse_package, parse_schema
from talent_dataset.engine.descriptor.constraints import Constraints
from talent_dataset.engine.descriptor.dump import dump_package, dump_schema
from talent_dataset.engine.errors import CannotCheckError, DeclarationError, InvalidDataError
from talent_dataset.engine.issues import Issue

names = st.text("abcdefg_", min_size=1, max_size=6) | st.sampled_from(
    ["validate", "Config", "größe", "1st", "a b", "列"]
)
texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)
languages = st.dictionaries(st.sampled_from(["en", "zh", "de"]), texts, min_size=1)
CONSTRAINTS: dict[str, list[Constraints]] = {
    "string": [Constraints(pattern="[a-z]+", min_length=1), Constraints(enum=("x", "y"), unique=True)],
    "integer": [Constraints(minimum=1, exclusive_maximum="9"), Constraints(enum=(1, 2))],
    "number": [Constraints(minimum="0.1", maximum=2.5)],
    "date": [Constraints(exclusive_minimum="2020-01-01")],
    "list": [Constraints(max_length=4)],
    "object": [Constraints(json_schema={"type": "object"})],
    "yearmonth": [Constraints(minimum="2020-01")],
}
TYPES = [*CONSTRAINTS, "boolean", "time", "datetime", "year", "duration", "array", "geopoint", "geojson", "any"]


@st.composite
def fields(draw: st.DrawFn, name: str) -> m.Field:
    """A field that a parser could have made."""
    kind = draw(st.sampled_from(TYPES))
    own = {
        "title": draw(st.none() | languages),
        "unit": draw(st.none() | texts),
        "role": draw(st.none() | st.just("editorial")),
        "dtype": {"integer": "Int16", "number": "Decimal(38, 2)"}.get(kind),
    }
    ours = {key: value for key, value in own.items() if value is not None}
    return m.Field(
        name=name,
        type=kind,
        title=draw(st.none() | texts),
        description=draw(st.none() | texts),
        example=draw(st.none() | texts),
        constraints=draw(st.sampled_from([Constraints(), Constraints(required=True), *CONSTRAINTS.get(kind, [])])),
        custom=draw(st.sampled_from([{}, {"x:y": [1]}])) | ({"proof:data": ours} if ours else {}),
    )


@st.composite
def schemas(draw: st.DrawFn) -> m.Schema:
    """A schema that a parser could have made."""
    listed = draw(st.lists(names, min_size=1, max_size=4, unique=True))
    own = tuple(draw(fields(name)) for name in listed)
    first, last = listed[0], listed[-1]
    numeric = [field.name for field in own if field.type == "integer"]
    key = next((field.name for field in own if field.constraints.required), None)
    return m.Schema(
        fields=own,
        fields_match=draw(st.sampled_from(["exact", "equal", "subset", "superset", "partial"])),
        primary_key=(key,) if key and draw(st.booleans()) else (),
        unique_keys=draw(st.sampled_from([(), ((first,),), ((last, first) if first != last else (first,),)])),
        foreign_keys=draw(st.sampled_from([(), (m.ForeignKey((first,), "elsewhere", ("id",)),)])),
        rules=(m.Rule(name="positive", sql=f'"{numeric[0]}" > 0', summary={"en": "x"}),) if numeric else (),
        derived=draw(st.sampled_from([(), (m.Derivation("derived", first, "edtf-earliest"),)])),
        title=draw(st.none() | texts),
        custom=draw(st.sampled_from([{}, {"proof:data": {"groups": [[first]]}}, {"x:z": None}])),
    )


@given(schemas())
def test_a_table_of_a_schema_gives_the_schema_back(schema: m.Schema) -> None:
    table = Table.from_schema(schema, "made")
    assert table.to_schema() == schema
    assert table.not_carried() == ()
    assert table.Config.name == "made"


@given(schemas())
def test_the_schema_of_a_table_stands_the_way_through_its_descriptor(schema: m.Schema) -> None:
    told = dump_schema(Table.from_schema(schema).to_schema())
    assert parse_schema(told).schema == schema


def test_a_declared_table_comes_back_from_its_schema(mines: type[Table]) -> None:
    again = Table.from_schema(mines.to_schema(), "mines")
    assert again.to_schema() == mines.to_schema()
    assert again.__definition__.dtypes == mines.__definition__.dtypes


def test_a_schema_equals_plain_schemas_that_say_the_same(mines: type[Table]) -> None:
    own = mines.to_schema()
    plain = m.Schema(**{name: getattr(own, name) for name in m.Schema.__dataclass_fields__})
    assert own == plain
    assert plain == own
    assert own != mines.to_schema(built=True)
    assert own != "mines"


def test_a_schema_that_no_frame_can_hold_is_refused() -> None:
    with pytest.raises(DeclarationError, match="twice"):
        Table.from_schema(m.Schema(fields=(m.Field(name="a"), m.Field(name="a"))))


def test_a_package_stands_the_way_through_its_descriptor(mines: type[Table], regions: type[Table]) -> None:
    package = Package.of(mines, regions, name="mining", title={"en": "Mining", "zh": "采矿"}, version="1.0.0")
    parsed = parse_package(dump_package(package))
    assert parsed.faults == ()
    assert parsed.package is not None
    assert {name: getattr(parsed.package, name) for name in m.DataPackage.__dataclass_fields__} == {
        name: getattr(package, name) for name in m.DataPackage.__dataclass_fields__
    }


CHECKS: dict[str, tuple[type, Any, dict[str, Any]]] = {
    "ge": (int, pa.Field(ge=1), {"minimum": 1}),
    "gt and lt": (int, pa.Field(gt=1, lt=5), {"exclusive_minimum": 1, "exclusive_maximum": 5}),
    "le": (dt.date, pa.Field(le=dt.date(2020, 1, 2)), {"maximum": "2020-01-02"}),
    "in_range": (int, pa.Field(in_range=(1, 5, False, True)), {"exclusive_minimum": 1, "maximum": 5}),
    "isin": (str, pa.Field(isin=["x", "y"]), {"enum": ("x", "y")}),
    "eq": (int, pa.Field(eq=3), {"enum": (3,)}),
    "str_length": (str, pa.Field(str_length=(1, 3)), {"min_length": 1, "max_length": 3}),
    "str_startswith": (str, pa.Field(str_startswith="a.b"), {"pattern": r"a\.b[\s\S]*"}),
    "str_matches to the end": (str, pa.Field(str_matches="^[a-z]{2}$"), {"pattern": "[a-z]{2}"}),
    "str_matches from the start": (str, pa.Field(str_matches=r"a\d"), {"pattern": r"a\d[\s\S]*"}),
    "str_length exactly": (str, pa.Field(str_length=3), {"min_length": 3, "max_length": 3}),
    "str_endswith": (str, pa.Field(str_endswith="(c)"), {"pattern": r"[\s\S]*\(c\)"}),
    "unique": (str, pa.Field(unique=True), {"unique": True}),
    "nullable": (str, pa.Field(nullable=True), {"required": False}),
}


@pytest.mark.parametrize("word", CHECKS)
def test_what_plain_fields_of_pandera_say_is_carried(word: str) -> None:
    annotation, field, said = CHECKS[word]
    table: Any = type("Things", (Table,), {"__annotations__": {"a": annotation}, "a": field})
    assert table.to_schema().fields[0].constraints == Constraints(**{"required": True, **said})
    assert table.not_carried() == ()


def test_what_the_descriptor_cannot_say_is_listed_and_still_checked() -> None:
    class Things(Table):
        a: str = pa.Field(str_contains="x")
        b: int = Field(ge=0, ne=5)
        c: float = pa.Field(ge=0, raise_warning=True)

        @pa.check("b")
        def is_even(cls: Any, data: Any) -> pl.LazyFrame:  # noqa: N805  # a class method to pandera
            checked: pl.LazyFrame = data.lazyframe.select(pl.col(data.key) % 2 == 0)
            return checked

        @pa.dataframe_check
        def is_short(cls: Any, data: Any) -> pl.LazyFrame:  # type: ignore[misc]  # noqa: N805  # as above
            checked: pl.LazyFrame = data.lazyframe.select(pl.len() < 3)
            return checked

        class Config(Table.Config):
            table_rules = (rule("none", "SELECT * FROM things WHERE b > 9"),)

    assert Things.not_carried() == (
        "field 'a': the check str_contains",
        "field 'b': the check not_equal_to",
        "field 'c': the check greater_than_or_equal_to",
        "field 'b': the check is_even",
        "the table check is_short",
        "the table rule 'none', which travels with the package",
    )
    good = pl.DataFrame({"a": ["xx"], "b": [2], "c": [0.0]})
    assert Things.validate(good).equals(good)
    refused = {
        "row/str-contains": pl.Series("a", ["y"]),
        "row/not-equal-to": pl.Series("b", [5]),
        "row/is-even": pl.Series("b", [7]),
        "cell/minimum": pl.Series("b", [-2]),
    }
    for code, column in refused.items():
        with pytest.raises(InvalidDataError) as raised:
            Things.validate(good.with_columns(column))
        assert code in raised.value.report.totals


def test_checks_in_python_are_told_row_by_row_and_counted_beyond_the_examples() -> None:
    class Things(Table):
        b: int = Field()

        @pa.check("b")
        def is_even(cls: Any, data: Any) -> pl.LazyFrame:  # noqa: N805  # a class method to pandera
            checked: pl.LazyFrame = data.lazyframe.select(pl.col(data.key) % 2 == 0)
            return checked

        @pa.dataframe_check
        def is_short(cls: Any, data: Any) -> pl.LazyFrame:  # type: ignore[misc]  # noqa: N805  # as above
            checked: pl.LazyFrame = data.lazyframe.select(pl.len() < 3)
            return checked

    with pytest.raises(InvalidDataError) as raised:
        Things.validate(pl.DataFrame({"b": [1] * 30 + [2]}))
    report = raised.value.report
    assert (dict(report.totals), report.errors, len(report.issues)) == ({"row/is-even": 30, "row/is-short": 1}, 31, 21)
    assert report.issues[:1] + report.issues[-1:] == (
        Issue(
            code="row/is-even",
            message="The check is_even does not hold.",
            resource="things",
            row=2,
            field="b",
            cell="1",
        ),
        Issue(code="row/is-short", message="The check is_short does not hold.", resource="things"),
    )


def test_a_check_in_python_that_does_not_run_is_no_fault_of_the_data() -> None:
    class Things(Table):
        b: int = Field()

        @pa.check("b")
        def is_even(cls: Any, data: Any) -> pl.LazyFrame:  # noqa: N805, ARG002  # a class method to pandera
            raise RuntimeError("mine")

    with pytest.raises(CannotCheckError) as raised:
        Things.validate(pl.DataFrame({"b": [1]}))
    assert raised.value.message == """The check 'is_even' does not run: RuntimeError("mine")."""
