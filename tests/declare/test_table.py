"""What a declared table says, and how it validates frames."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pandera.polars as pa
import polars as pl
import pytest
from pandera.errors import SchemaError
from pandera.typing.polars import DataFrame

from talent_dataset.declare import Field, Table, both, rule
from talent_dataset.engine.descriptor import parse_schema
from talent_dataset.engine.descriptor.dump import dump_schema
from talent_dataset.engine.descriptor.model import Derivation
from talent_dataset.engine.errors import CannotCheckError, InvalidDataError
from talent_dataset.engine.issues import Issue

if TYPE_CHECKING:
    from collections.abc import Callable

GOOD = {
    "mine_id": ["zigong", "zigong-east"],
    "kind": ["salt", "salt"],
    "depth": [Decimal("1001.4"), None],
    "shafts": [3, 99],
    "grade": [0.5, 1.25],
    "is_open": [False, True],
    "opened_on": ["18XX", "1985?-04"],
    "closed": [dt.date(1987, 5, 1), None],
    "inspected": [None, dt.datetime(2020, 4, 21, 9, 30)],  # noqa: DTZ001  # the column has no zone
    "shift": [dt.time(6), None],
    "seams": [["a", "b"], []],
    "code": ["SC01", None],
    "region_id": ["sichuan", None],
    "part_of": [None, "zigong"],
}


@pytest.fixture
def frame(mines: type[Table]) -> pl.DataFrame:
    dtypes = {name: mines.__definition__.dtypes[name] for name in GOOD}
    return pl.DataFrame(GOOD, schema=dtypes)


def with_cell(frame: pl.DataFrame, field: str, value: Any) -> pl.DataFrame:
    """The frame with another value in the first row."""
    column = pl.Series(field, [value, *frame[field][1:].to_list()], dtype=frame.schema[field])
    return frame.with_columns(column)


def test_a_good_frame_is_handed_back(mines: type[Table], frame: pl.DataFrame) -> None:
    assert mines.validate(frame).equals(frame)


def test_a_lazy_frame_stays_lazy_and_is_checked_whole(mines: type[Table], frame: pl.DataFrame) -> None:
    checked = mines.validate(frame.lazy())
    assert isinstance(checked, pl.LazyFrame)
    assert checked.collect().equals(frame)
    assert totals(mines, with_cell(frame, "shafts", 0).lazy()) == {"cell/exclusive-minimum": 1}


@pytest.mark.parametrize("option", [{"head": 1}, {"tail": 1}, {"sample": 1}, {"inplace": True}])
def test_options_that_would_leave_rows_out_are_refused(
    mines: type[Table], frame: pl.DataFrame, option: dict[str, Any]
) -> None:
    word = next(iter(option))
    with pytest.raises(CannotCheckError) as raised:
        mines.validate(frame, **option)
    assert raised.value.message == (
        f"Mines.validate does not take {word}=: it looks at all rows, and leaves them alone."
    )
    assert raised.value.hint == "Give it the rows to look at, such as frame.head(9)."
    assert mines.validate(frame, lazy=False).equals(frame)


def test_annotations_of_frames_validate(mines: type[Table], frame: pl.DataFrame) -> None:
    assert DataFrame[mines](frame).equals(frame)  # type: ignore[valid-type]
    with pytest.raises(SchemaError):
        DataFrame[mines](with_cell(frame, "shafts", 0))  # type: ignore[valid-type]


def test_decorated_functions_check_their_arguments(mines: type[Table], frame: pl.DataFrame) -> None:
    def deepest(shafts: Any) -> int:
        return int(shafts["shafts"].max())

    deepest.__annotations__["shafts"] = DataFrame[mines]  # type: ignore[valid-type]
    checked: Callable[[Any], int] = pa.check_types(deepest)
    assert checked(frame) == 99
    with pytest.raises(SchemaError):
        checked(frame.drop("kind"))


BAD = {
    "kind": ("gold", {"cell/enum": 1}),
    "depth": (Decimal("4000.5"), {"cell/exclusive-maximum": 1}),
    "shafts": (0, {"cell/exclusive-minimum": 1}),
    "grade": (float("nan"), {"cell/minimum": 1}),
    "opened_on": ("1985-13", {"cell/edtf": 1}),
    "closed": (dt.date(1899, 12, 31), {"cell/minimum": 1}),
    "seams": (["a"] * 5, {"cell/max-length": 1}),
    "code": ("x", {"cell/min-length": 1}),
    "part_of": ("nowhere", {"table/foreign-key": 1}),
    "is_open": (True, {"row/open-or-closed": 1}),
}


def totals(table: type[Table], frame: Any) -> dict[str, int]:
    """What ``validate`` finds wrong, by code."""
    with pytest.raises(InvalidDataError) as raised:
        table.validate(frame)
    return dict(raised.value.report.totals)


@pytest.mark.parametrize("field", BAD)
def test_a_bad_cell_is_told_by_its_code(mines: type[Table], frame: pl.DataFrame, field: str) -> None:
    value, codes = BAD[field]
    assert totals(mines, with_cell(frame, field, value)) == codes


def test_keys_are_checked(mines: type[Table], frame: pl.DataFrame) -> None:
    assert totals(mines, with_cell(frame, "mine_id", "zigong-east"))["row/primary-key"] == 1
    assert totals(mines, frame.with_columns(depth=pl.lit(Decimal(1)).cast(pl.Decimal(38, 1)))) == {"row/unique-key": 1}
    assert totals(mines, frame.with_columns(code=pl.lit("same"))) == {"cell/unique": 1}


def test_all_faults_are_told_at_once(mines: type[Table], frame: pl.DataFrame) -> None:
    bad = with_cell(with_cell(frame, "shafts", 0), "kind", None).with_columns(more=1)
    with pytest.raises(InvalidDataError) as raised:
        mines.validate(bad)
    assert str(raised.value) == (
        "Mines: invalid, 3 errors (1 cell/exclusive-minimum, 1 cell/required, 1 header/extra-field); "
        "30 cells in 2 rows checked\n"
        "  mines, more: The column 'more' is not a field of the schema. (header/extra-field)\n"
        "  mines row 2, kind: An empty cell stands for no value, and the field requires one. (cell/required)\n"
        "  mines row 2, shafts: `0` is not more than 0. (cell/exclusive-minimum)\n"
        "The error's `report` has all of them; rows are numbered as in a file, so that row 2 is frame[0]."
    )


def test_computed_columns_may_be_there_and_must_be_right(mines: type[Table], frame: pl.DataFrame) -> None:
    built = frame.with_columns(opened_on_latest=pl.Series([dt.date(1899, 12, 31), dt.date(1985, 4, 30)]))
    assert mines.validate(built).equals(built)
    assert totals(mines, with_cell(built, "opened_on_latest", dt.date(1899, 12, 30))) == {"cell/derived": 1}


def test_computed_columns_can_be_used_by_rules_without_being_there(mines: type[Table], frame: pl.DataFrame) -> None:
    assert totals(mines, with_cell(frame, "opened_on", "1990")) == {"row/opened-before-closed": 1}


@pytest.mark.parametrize("change", [lambda f: f.drop("code"), lambda f: f.with_columns(more=1)])
def test_columns_are_those_of_the_table(
    mines: type[Table], frame: pl.DataFrame, change: Callable[[pl.DataFrame], pl.DataFrame]
) -> None:
    assert sum(totals(mines, change(frame)).values()) == 1


def test_the_order_of_the_columns_of_a_frame_says_nothing(mines: type[Table], frame: pl.DataFrame) -> None:
    assert mines.validate(frame.select(reversed(frame.columns))).width == frame.width


@pytest.mark.parametrize(
    ("mode", "is_fine_with_less", "is_fine_with_more"),
    [("equal", False, False), ("subset", False, True), ("superset", True, False), ("partial", True, True)],
)
def test_fields_match_says_which_columns_a_frame_has(
    mode: Any,
    is_fine_with_less: bool,  # noqa: FBT001  # a table of cases
    is_fine_with_more: bool,  # noqa: FBT001  # a table of cases
) -> None:
    class Pairs(Table):
        a: int = Field()
        b: int = Field()

        class Config(Table.Config):
            fields_match = mode

    def is_fine(frame: pl.DataFrame) -> bool:
        try:
            Pairs.validate(frame)
        except InvalidDataError:
            return False
        return True

    assert is_fine(pl.DataFrame({"a": [1]})) is is_fine_with_less
    assert is_fine(pl.DataFrame({"a": [1], "b": [1], "c": [1]})) is is_fine_with_more


class Gauges(Table):
    """A table of dtypes that others than the declared may stand in for."""

    name: str = Field()
    count: int = Field(nullable=True)
    level: Decimal = Field(scale=1, nullable=True)
    share: float = Field(nullable=True)
    seen: dt.datetime = Field(nullable=True)
    marks: list[int] = Field(nullable=True)


MOMENT = dt.datetime(2020, 1, 2, 3, 4, 5)  # noqa: DTZ001  # the column has no zone
GAUGES = {
    "name": ["a", "b"],
    "count": [1, None],
    "level": [Decimal("1.5"), None],
    "share": [0.5, None],
    "seen": [MOMENT, None],
    "marks": [[1], None],
}
STANDING_IN = {
    "name": pl.Categorical(),
    "count": pl.Int8(),
    "level": pl.Decimal(10, 3),
    "share": pl.Decimal(10, 1),
    "seen": pl.Datetime("ns"),
    "marks": pl.List(pl.UInt8()),
}


def gauges(**dtypes: Any) -> pl.DataFrame:
    return pl.DataFrame(GAUGES, schema={**Gauges.__definition__.dtypes, **dtypes})


@pytest.mark.parametrize("name", GAUGES)
def test_a_column_whose_values_fit_the_declared_dtype_gets_it(name: str) -> None:
    assert Gauges.validate(gauges(**{name: STANDING_IN[name]})).equals(gauges())
    empty = gauges().with_columns(pl.lit(None).alias(name))
    assert empty.schema[name] == pl.Null
    assert Gauges.validate(gauges().with_columns(share=pl.lit(None, pl.String))).schema == gauges().schema
    if name == "name":
        assert totals(Gauges, empty) == {"cell/required": 2}
    else:
        assert Gauges.validate(empty).schema == gauges().schema


def test_frames_of_pandas_and_arrow_come_back_as_the_typed_frame() -> None:
    frame = gauges()
    assert Gauges.validate(frame.to_arrow()).equals(frame)
    assert Gauges.validate(frame.drop("marks").to_pandas().assign(marks=None)).drop("marks").equals(frame.drop("marks"))


UNFIT: dict[str, tuple[pl.Series, Issue]] = {
    "text that stands for a number": (
        pl.Series("count", ["1", "2"]),
        Issue(
            code="cell/type",
            message="The column holds String, and the table declares Int64.",
            hint="Cast it: frame.with_columns(pl.col('count').cast(pl.Int64)).",
            resource="gauges",
            field="count",
        ),
    ),
    "more decimals than are declared": (
        pl.Series("level", [Decimal("1.50"), Decimal("1.25")]),
        Issue(
            code="cell/type",
            message="`1.25` has more than 1 decimal.",
            hint="Correct the number, or give the field a larger scale.",
            resource="gauges",
            row=3,
            field="level",
            cell="1.25",
            facts={"wide": "has more than 1 decimal", "dtype": "Decimal(precision=38, scale=1)"},
        ),
    ),
    "an integer that no float is": (
        pl.Series("share", [2**53, 2**53 + 1]),
        Issue(
            code="cell/type",
            message="9007199254740993 does not fit Float64.",
            hint="Correct the value, or declare a dtype that holds it.",
            resource="gauges",
            row=3,
            field="share",
            cell="9007199254740993",
        ),
    ),
    "a part of an integer": (
        pl.Series("count", [1.0, 1.5]),
        Issue(
            code="cell/type",
            message="`1.5` is not an integer such as 42.",
            hint="Write an integer such as 42; a text that stands for no value belongs in missingValues.",
            resource="gauges",
            row=3,
            field="count",
            cell="1.5",
            facts={"type": "integer", "format": "default", "expected": "an integer such as 42", "reason": ""},
        ),
    ),
}


@pytest.mark.parametrize("word", UNFIT)
def test_values_that_do_not_fit_the_declared_dtype_are_told(word: str) -> None:
    column, issue = UNFIT[word]
    with pytest.raises(InvalidDataError) as raised:
        Gauges.validate(gauges().with_columns(column))
    report = raised.value.report
    assert report.issues == (issue,)
    assert (dict(report.totals), report.errors, report.resources[0].issues) == ({"cell/type": 1}, 1, 1)


def test_a_warning_does_not_fail_a_frame() -> None:
    class Soft(Table):
        a: int = Field()

        class Config(Table.Config):
            rules = (rule("small", "a < 5", severity="warning"),)

    with pytest.warns(match="small"):
        Soft.validate(pl.DataFrame({"a": [7]}))


def test_an_empty_frame_has_the_columns_of_the_curated_table(mines: type[Table], frame: pl.DataFrame) -> None:
    assert mines.empty().schema == frame.schema


def test_the_descriptor_says_what_the_class_says(mines: type[Table]) -> None:
    schema = dump_schema(mines.to_schema())
    fields = {field["name"]: field for field in schema["fields"]}
    assert schema["primaryKey"] == ["mine_id"]
    assert schema["uniqueKeys"] == [["kind", "depth"]]
    assert schema["foreignKeys"] == [
        {"fields": ["region_id"], "reference": {"resource": "regions", "fields": ["region_id"]}},
        {"fields": ["part_of"], "reference": {"fields": ["mine_id"]}},
    ]
    assert list(schema["proof:data"]) == ["rules", "derived", "title", "description", "groups"]
    assert fields["kind"] == {
        "name": "kind",
        "type": "string",
        "title": "Kind",
        "description": "What is mined.",
        "categories": [{"value": "iron", "label": "iron"}, {"value": "salt", "label": "salt"}],
        "constraints": {"required": True, "enum": ["iron", "salt"]},
        "proof:data": {
            "title": {"en": "Kind", "zh": "种类"},
            "description": {"en": "What is mined.", "zh": "所采的矿。"},
            "labels": {"iron": {"en": "iron", "zh": "铁"}, "salt": {"en": "salt", "zh": "盐"}},
            "definitions": {
                "iron": {"en": "Iron is mined.", "zh": "开采铁矿。"},
                "salt": {"en": "Salt is mined.", "zh": "开采盐矿。"},
            },
        },
    }
    assert fields["depth"] == {
        "name": "depth",
        "type": "number",
        "constraints": {"minimum": 0, "exclusiveMaximum": "4000.5"},
        "proof:data": {"unit": "metre", "dtype": "Decimal(38, 1)"},
    }
    assert fields["mine_id"]["proof:data"] == {"role": "editorial", "reason": {"en": "Made up.", "zh": "自拟。"}}
    assert "opened_on_earliest" not in fields


def test_the_built_table_has_computed_columns_beside_their_sources(mines: type[Table]) -> None:
    names = [field.name for field in mines.to_schema(built=True).fields]
    at = names.index("opened_on")
    assert names[at : at + 3] == ["opened_on", "opened_on_earliest", "opened_on_latest"]
    assert mines.to_schema().derived == (
        Derivation("opened_on_earliest", "opened_on", "edtf-earliest"),
        Derivation("opened_on_latest", "opened_on", "edtf-latest"),
    )


def test_the_descriptor_stands_the_way_through_json(mines: type[Table]) -> None:
    schema = mines.to_schema()
    parsed = parse_schema(json.loads(json.dumps(dump_schema(schema))))
    assert (parsed.schema, parsed.faults) == (schema, ())


def test_a_table_takes_its_name_from_its_class_or_its_options() -> None:
    class BigMines(Table):
        a: int = Field()

    class Small(BigMines):
        class Config(Table.Config):
            name = "small-mines"

    assert (BigMines.Config.name, Small.Config.name) == ("big_mines", "small-mines")


def test_a_table_inherits_fields_keys_and_rules(regions: type[Table]) -> None:
    class Provinces(regions):  # type: ignore[misc, valid-type]  # a fixture
        capital: str = Field(nullable=True)

        class Config(regions.Config):  # type: ignore[misc, name-defined]  # a fixture
            rules = (rule("capital-is-named", "capital <> ''"),)

    schema = Provinces.to_schema()
    assert [field.name for field in schema.fields] == ["region_id", "name", "capital"]
    assert (schema.primary_key, schema.title) == (("region_id",), "Regions")
    assert [one.name for one in schema.rules] == ["capital-is-named"]


def test_options_that_are_no_descendants_of_ours_do_too() -> None:
    class Plain(Table):
        a: int = pa.Field(ge=0)

        class Config:
            title = both("Plain", "简表")
            primary_key = "a"

    assert (Plain.to_schema().title, Plain.to_schema().primary_key) == ("Plain", ("a",))
