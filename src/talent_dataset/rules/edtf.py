"""Dates in EDTF: a field of text that says ``"edtf": true`` in our custom property holds nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talent_dataset.rules.check import Check

if TYPE_CHECKING:
    from talent_dataset.reading.cast import Column


def edtf_check(column: Column) -> Check | None:
    """The check that each text of a column is a date, where its field says so."""
    ours = column.field.custom.get("talentDataset")
    if not isinstance(ours, dict) or ours.get("edtf") is not True or column.field.type != "string":
        return None
    from talent_dataset.reading import edtf

    is_valid = edtf.is_valid_expr(column.cells.present)

    def message(text: str | None) -> str:
        return f"{text!r} is not a date in EDTF: {edtf.reason(text or '') or 'it is one'}."

    return Check(
        code="cell/edtf",
        clean=is_valid.all(),
        offends=~is_valid.fill_null(value=True),
        message=message,
        hint="Write a date such as 2020-04-21, 2020-04, 2020?, XXXX-11-22 or 2020-05-18/2020-05-20.",
        position=column.position,
        field=column.field.name,
    )
