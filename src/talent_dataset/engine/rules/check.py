"""A check of one batch, as a value: what it finds, how it is proved clean cheaply, what is said of an offender."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from talent_dataset.engine.issues import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check of a column (or of a row) of a batch.

    Both expressions run on the batch: text columns by position (``"0"``), typed columns as ``"v0"``.

    Attributes:
        code: ``scope/kind`` of the issues it makes.
        position: Position of the column whose cell is shown, or ``None`` for a check of the row.
        field: Name of the field, or ``None``.
        clean: Cheap scalar Boolean: true *proves* that no row of the batch offends. False proves nothing.
        offends: Boolean for each row, true where the row offends; exact; null counts as false.
        message: The sentence for an offending cell (its text, or ``None``).
        hint: How to mend it, whatever the cell.
        mend: How to mend this cell (its text, or ``None``); empty where only ``hint`` helps.
    """

    code: str
    clean: pl.Expr
    offends: pl.Expr
    message: Callable[[str | None], str]
    hint: str = ""
    severity: Severity = "error"
    position: int | None = None
    field: str | None = None
    mend: Callable[[str | None], str] | None = None

    def advice(self, text: str | None) -> str:
        """How to mend a cell: what is said of this one, else of all."""
        return (self.mend(text) if self.mend is not None else "") or self.hint
