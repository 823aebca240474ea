"""Blanks in cells are what they are: none is taken for another, and none is cut without a word."""

from __future__ import annotations

import polars as pl
import pytest

from talent_dataset.engine.descriptor.model import Field
from talent_dataset.engine.reading.cast import column, kind_of

BLANKS = {
    "no-break space": "\u00a0",
    "figure space": "\u2007",
    "thin space": "\u2009",
    "narrow no-break space": "\u202f",
}


def misfits(field: Field, *texts: str) -> list[bool]:
    made = column(field, 0)
    frame = pl.DataFrame({"0": list(texts)}).with_columns(made.value)
    return frame.select(mask=made.misfit).get_column("mask").to_list()


@pytest.mark.parametrize("type", ["integer", "number"])
@pytest.mark.parametrize("blank", BLANKS.values(), ids=BLANKS)
def test_a_group_char_is_that_blank_and_no_other(type: str, blank: str) -> None:
    assert misfits(Field(name="a", type=type, group_char=" "), "1 234", f"1{blank}234") == [False, True]
    assert misfits(Field(name="a", type=type, group_char=blank), "1 234", f"1{blank}234") == [True, False]


@pytest.mark.parametrize("type", ["integer", "number"])
def test_the_hint_names_the_blank_that_stands_there_and_how_to_declare_it(type: str) -> None:
    assert kind_of(Field(name="a", type=type, group_char=" ")).mend("1\u00a0234") == (
        "write 1 234: its groups are parted by U+00A0 (no-break space); "
        'or say "groupChar": "\\u00a0" where all cells are so'
    )


UNTRIMMED = {
    "integer": "42",
    "number": "4.2",
    "boolean": "true",
    "date": "2024-01-26",
    "time": "15:00:00",
    "datetime": "2024-01-26T15:00:00Z",
    "year": "2024",
    "yearmonth": "2024-01",
    "duration": "P1Y",
    "geopoint": "90.5,45",
}


@pytest.mark.parametrize("type", UNTRIMMED)
@pytest.mark.parametrize("blank", [" ", "\t", "\ufeff", "\u200b", *BLANKS.values()])
def test_no_blank_around_a_value_is_cut(type: str, blank: str) -> None:
    text = UNTRIMMED[type]
    assert misfits(Field(name="a", type=type), text, f"{blank}{text}", f"{text}{blank}") == [False, True, True]


@pytest.mark.parametrize("type", ["integer", "number", "year", "date", "time", "datetime", "yearmonth", "geopoint"])
@pytest.mark.parametrize("zero", [0x0660, 0xFF10, 0x0966], ids=["Arabic", "full width", "Devanagari"])
def test_digits_of_other_scripts_are_no_digits(type: str, zero: int) -> None:
    text = UNTRIMMED[type]
    foreign = text.translate({ord("0") + n: zero + n for n in range(10)})
    assert misfits(Field(name="a", type=type), text, foreign) == [False, True]
