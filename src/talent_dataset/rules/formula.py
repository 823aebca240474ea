"""Text that a spreadsheet would run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from talent_dataset.rules.check import Check

if TYPE_CHECKING:
    from talent_dataset.reading.cast import Column

# A lone sign, such as the code of a comparison, is run by none.
_BEGINS = r"^[=+\-@\t\r](?s:.)"
# Numbers, dates, ranges and telephone numbers: a sign, digits and what stands between them.
_PLAIN = r"^[+-]?[0-9.,:/() %+-]*$"


def formula(column: Column) -> Check | None:
    """The check that the texts of a column do not begin as formulas do; ``None`` where the schema lists its values."""
    field = column.field
    if field.type not in {"string", "any"} or field.constraints.enum is not None or field.categories is not None:
        return None
    text = pl.col(str(column.position))
    return Check(
        code="cell/formula",
        clean=(text.min() >= "A").fill_null(value=True),
        offends=text.map_batches(_begin_as_formulas, return_dtype=pl.Boolean),
        message=lambda cell: f"A spreadsheet would take the text for a formula: it begins with {(cell or ' ')[0]!r}.",
        hint="Put the text so that it begins with another character.",
        severity="warning",
        position=column.position,
        field=field.name,
    )


def _begin_as_formulas(texts: pl.Series) -> pl.Series:
    """For each text whether it begins as a formula does."""
    # Comparisons of texts cost a tenth of a pattern: it is asked only of those in the ranges around the six characters.
    may_begin = (
        ((texts >= "\t") & (texts < " ")) | ((texts >= "+") & (texts < ".")) | ((texts >= "=") & (texts < "A"))
    ).fill_null(value=False)
    places = may_begin.arg_true()
    asked = texts.gather(places)
    found = places.filter(asked.str.contains(_BEGINS) & ~asked.str.contains(_PLAIN))
    return pl.zeros(len(texts), dtype=pl.Boolean, eager=True).scatter(found, True) if len(found) else may_begin & False
