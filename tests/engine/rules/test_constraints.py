"""Checks of cells say what is wrong and how to mend it."""

from __future__ import annotations

import json
from collections.abc import Callable

import polars as pl
import pytest

from talent_dataset.engine.descriptor.constraints import Constraints
from talent_dataset.engine.descriptor.model import Category, Field
from talent_dataset.engine.reading.cast import column
from talent_dataset.engine.rules.field_checks import Refusal, attempted, checks

WIDE = "Write 12: its characters are of another width or form: U+FF11 stands where U+0031 is meant."
NO_GUESS = "Write {}; a text that stands for no value belongs in missingValues."
CORRECT = "Correct the value, or what the field asks of it."
LISTED = "Write one of them, or add the value to the list of the field."


def findings(field: Field, *cells: str | None) -> list[tuple[str, str, str]]:
    made = column(field, 0)
    frame = pl.DataFrame({"0": cells}, schema={"0": pl.String}).with_columns(made.value)
    return [
        (check.code, check.message(cell), check.advice(cell))
        for check in checks(made)
        for cell, offends in zip(cells, frame.select(mask=check.offends)["mask"], strict=True)
        if offends
    ]


@pytest.mark.parametrize(
    ("field", "cell", "message", "advice"),
    [
        (Field(name="a", type="date"), "2020-1-2", "`2020-1-2` is not a date yyyy-mm-dd.", "Write 2020-01-02."),
        (
            Field(name="a", type="date"),
            "2020年4月22日",
            "`2020年4月22日` is not a date yyyy-mm-dd.",
            "Write 2020-04-22.",
        ),
        (
            Field(name="a", type="date"),
            "2023-02-29",
            "`2023-02-29` is not a date yyyy-mm-dd.",
            NO_GUESS.format("a date yyyy-mm-dd"),
        ),
        (
            Field(name="a", type="date"),
            "3/4/2020",
            "`3/4/2020` is not a date yyyy-mm-dd.",
            NO_GUESS.format("a date yyyy-mm-dd"),
        ),
        (
            Field(name="a", type="integer"),
            " 12",
            "` 12` is not an integer such as 42.",
            "Write 12: there is a blank at its start.",
        ),
        (Field(name="a", type="integer"), "１２", "`１２` is not an integer such as 42.", WIDE),
        (Field(name="a", type="integer"), "1,369", "`1,369` is not an integer such as 42.", "Write 1369."),
        (Field(name="a", type="number"), "31,6", "`31,6` is not a number such as 3.14.", "Write 31.6."),
        (
            Field(name="a", type="number"),
            "1,000",
            "`1,000` is not a number such as 3.14.",
            "Write 1000, or 1.000 where the comma is a decimal one.",
        ),
        (Field(name="a", type="number"), "1,234.5", "`1,234.5` is not a number such as 3.14.", "Write 1234.5."),
        (Field(name="a", type="number"), "1.234,5", "`1.234,5` is not a number such as 3.14.", "Write 1234.5."),
        (Field(name="a", type="number"), "31.6%", "`31.6%` is not a number such as 3.14.", "Write 31.6."),
        (
            Field(name="a", type="boolean"),
            "tRUE",
            "`tRUE` is not a boolean (true, True, TRUE, 1, false, False, FALSE, 0).",
            "Write true: the case differs.",
        ),
        (
            Field(name="a", type="list", item_type="integer"),
            "1,x",
            '`1,x` is not a list of integer items separated by ",": its item 2, `x`, is not an integer such as 42.',
            NO_GUESS.format('a list of integer items separated by ","'),
        ),
    ],
)
def test_a_misfit_is_told_with_what_was_meant(field: Field, cell: str, message: str, advice: str) -> None:
    assert findings(field, cell) == [("cell/type", message, advice)]


def test_numbers_are_compared_exactly() -> None:
    field = Field(name="a", type="number", constraints=Constraints(maximum=0.3))
    assert findings(field, "0.3", "0.30", "0.30000000000000001", "NaN") == [
        ("cell/maximum", "`0.30000000000000001` is not at most 0.3.", CORRECT),
        ("cell/maximum", "`NaN` is not at most 0.3.", CORRECT),
    ]


def test_integers_beyond_64_bits_are_compared_exactly() -> None:
    field = Field(name="a", type="integer", constraints=Constraints(minimum=10**20))
    assert findings(field, "100000000000000000000", "99999999999999999999") == [
        ("cell/minimum", "`99999999999999999999` is not at least 100000000000000000000.", CORRECT)
    ]


def test_lengths_count_code_points() -> None:
    field = Field(name="a", constraints=Constraints(max_length=4))
    assert findings(field, "👨‍👩‍👧", "四川重庆") == [
        ("cell/max-length", "`👨‍👩‍👧` has 5 characters; the field takes at most 4 characters.", CORRECT)
    ]


LONG_AS: dict[str, Callable[[int], str]] = {
    "string": lambda size: "樂" * size,
    "array": lambda size: json.dumps([0] * size),
    "object": lambda size: json.dumps({str(member): 0 for member in range(size)}),
    "list": lambda size: ",".join(["a"] * size),
}


@pytest.mark.parametrize("type_name", LONG_AS)
@pytest.mark.parametrize(
    ("sizes", "short", "long"),
    [
        pytest.param((2, 1, 3), (1,), (), id="one too short"),
        pytest.param((1, 1, 1), (0, 1, 2), (), id="all too short"),
        pytest.param((2, 3, 2), (), (), id="exactly at the bounds"),
        pytest.param((3, 2, 4), (), (2,), id="one too long"),
        pytest.param((4, 5, 4), (), (0, 1, 2), id="all too long"),
    ],
)
def test_lengths_are_proved_and_told_at_their_bounds(
    type_name: str, sizes: tuple[int, ...], short: tuple[int, ...], long: tuple[int, ...]
) -> None:
    field = Field(name="a", type=type_name, constraints=Constraints(min_length=2, max_length=3))
    cells = [*map(LONG_AS[type_name], sizes), ""]  # an empty cell has no length
    made = column(field, 0)
    frame = pl.DataFrame({"0": cells}).with_columns(made.value)
    found = {check.code: check for check in checks(made)}
    for code, offenders in (("cell/min-length", short), ("cell/max-length", long)):
        check = found[code]
        offends = frame.select(offends=check.offends.fill_null(value=False))["offends"]
        assert tuple(offends.arg_true()) == offenders
        # A proof that holds ends the matter: the cells are not looked at again.
        assert frame.select(clean=check.clean)["clean"].to_list() == [not offenders]


def test_a_value_outside_the_list_gets_the_nearest_one() -> None:
    field = Field(name="a", constraints=Constraints(enum=("signing", "launch")))
    assert findings(field, "Signing") == [
        (
            "cell/enum",
            "`Signing` is not one of the values allowed: signing, launch.",
            "Write signing: the case differs.",
        )
    ]


def test_a_value_unlike_any_of_a_long_list_gets_no_guess() -> None:
    field = Field(name="a", constraints=Constraints(enum=("seminar", *"bcdefghij")))
    assert findings(field, "signature") == [
        (
            "cell/enum",
            "`signature` is not one of the values allowed: seminar, b, c, d, e, f, g, h and 2 more.",
            LISTED,
        )
    ]


def test_categories_are_values_and_not_labels() -> None:
    field = Field(name="a", type="integer", categories=(Category(1, "low"), Category(2, "high")))
    assert findings(field, "01", "3") == [("cell/categories", "`3` is not one of the categories: 1, 2.", LISTED)]


def test_a_value_outside_both_enum_and_categories_is_told_once() -> None:
    field = Field(name="a", constraints=Constraints(enum=("low",)), categories=(Category("low"), Category("high")))
    assert [code for code, _, _ in findings(field, "low", "high", "x")] == ["cell/enum", "cell/enum"]


def test_only_a_required_field_minds_missing_cells() -> None:
    constraints = Constraints(required=True, minimum=1, enum=(1, 2))
    assert [code for code, _, _ in findings(Field(name="a", type="integer", constraints=constraints), "", None)] == [
        "cell/required",
        "cell/required",
    ]


def refused(field: Field) -> list[Refusal]:
    return [found for found in attempted(column(field, 0)) if isinstance(found, Refusal)]


def test_constraints_that_cannot_be_checked_are_told() -> None:
    constraints = Constraints(pattern="(?=a)b", enum=("a",))
    found = refused(Field(name="a", constraints=constraints))
    assert [(refusal.constraint, refusal.is_fault) for refusal in found] == [("pattern", False)]
    unfit = Field(name="a", type="integer", constraints=Constraints(minimum="x"))
    assert refused(unfit) == [
        Refusal("minimum", "its value must fit the field: not an integer such as 42", is_fault=True)
    ]
