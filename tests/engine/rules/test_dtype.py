"""A number that the dtype of its field cannot hold is told by the cell, and not first when a build fails."""

from __future__ import annotations

import polars as pl
import pytest

from talent_dataset.engine.descriptor.model import Field
from talent_dataset.engine.reading.cast import column
from talent_dataset.engine.rules.field_checks import dtype_check


def findings(type_: str, dtype: str, *cells: str, decimal_char: str = ".") -> list[str]:
    made = column(Field(name="a", type=type_, custom={"proof:data": {"dtype": dtype}}, decimal_char=decimal_char), 0)
    check = dtype_check(made)
    assert check is not None
    frame = pl.DataFrame({"0": cells}, schema={"0": pl.String}).with_columns(made.value)
    clean, offends = frame.select(check.clean).item(), frame.select(check.offends).to_series()
    assert not (clean and offends.any())
    return [check.message(cell) for cell, wrong in zip(cells, offends, strict=True) if wrong]


def test_a_decimal_has_no_more_decimals_than_its_scale() -> None:
    cells = ("1.23", "-1.230", "0", "0.000", "12e-1", "", "x", "1.234", "1e-3", "123456789", "1.2e7", "NaN")
    assert findings("number", "Decimal(9, 2)", *cells) == [
        "`1.234` has more than 2 decimals.",
        "`1e-3` has more than 2 decimals.",
        "`123456789` has more than 7 digits before the point.",
        "`1.2e7` has more than 7 digits before the point.",
        "`NaN` is no number that a decimal holds.",
    ]


def test_a_number_is_read_as_its_field_writes_it() -> None:
    assert findings("number", "Decimal(9, 1)", "1,2", "1,25", decimal_char=",") == ["`1,25` has more than 1 decimal."]


def test_an_integer_is_within_its_dtype() -> None:
    assert findings("integer", "Int8", "-128", "127", "007", "128", str(10**30)) == [
        "`128` is not between -128 and 127.",
        f"`{10**30}` is not between -128 and 127.",
    ]
    assert findings("integer", "UInt8", "255", "-1") == ["`-1` is not between 0 and 255."]


@pytest.mark.parametrize(("type_", "dtype"), [("integer", "Int64"), ("number", "Float64"), ("string", "Int8")])
def test_a_dtype_that_is_not_narrower_needs_no_check(type_: str, dtype: str) -> None:
    assert dtype_check(column(Field(name="a", type=type_, custom={"proof:data": {"dtype": dtype}}), 0)) is None
