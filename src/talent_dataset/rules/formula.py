"""Text that a spreadsheet would run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from talent_dataset.rules.check import Check

if TYPE_CHECKING:
    from talent_dataset.reading.cast import Column

_BEGINS = r"^[=+\-@\t\r]"
# Numbers, dates, ranges and telephone numbers: a sign, digits and what stands between them.
_PLAIN = r"^[+-]?[0-9.,:/() %+-]*$"


def formula(column: Column) -> Check | None:
    """The check that the texts of a column do not begin as formulas do; ``None`` where the schema lists its values."""
    field = column.field
    if field.type not in {"string", "any"} or field.constraints.enum is not None or field.categories is not None:
        return None
    text = pl.col(str(column.position))
    # Ranges of first characters around the six: comparisons of texts cost a tenth of a pattern.
    may_begin = ((text >= "\t") & (text < " ")) | ((text >= "+") & (text < ".")) | ((text >= "=") & (text < "A"))
    return Check(
        code="cell/formula",
        clean=~may_begin.any(),
        offends=text.str.contains(_BEGINS) & ~text.str.contains(_PLAIN),
        message=lambda cell: f"A spreadsheet would take the text for a formula: it begins with {(cell or ' ')[0]!r}.",
        hint="Put the text so that it begins with another character.",
        severity="warning",
        position=column.position,
        field=field.name,
    )
