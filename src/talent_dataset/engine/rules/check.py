"""A check of one batch, as a value: what it finds, how it is proved clean cheaply, what is said of an offender."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from talent_dataset.engine.sentences import NO_FACTS, sentence

if TYPE_CHECKING:
    import polars as pl

    from talent_dataset.engine.issues import Severity
    from talent_dataset.engine.sentences import FindingFacts


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
        facts: What is to be said of an offending cell (its text, or ``None``), as data.
        hint: How to mend it, whatever the cell.
        mend: How to mend this cell (its text, or ``None``); empty where only ``hint`` helps.
    """

    code: str
    clean: pl.Expr
    offends: pl.Expr
    facts: Callable[[str | None], FindingFacts] = lambda _: NO_FACTS
    hint: str = ""
    severity: Severity = "error"
    position: int | None = None
    field: str | None = None
    mend: Callable[[str | None], str] | None = None

    def message(self, text: str | None) -> str:
        """The sentence for an offending cell."""
        return sentence(self.code, text, self.facts(text))

    def advice(self, text: str | None) -> str:
        """How to mend a cell: what is said of this one, else of all."""
        return (self.mend(text) if self.mend is not None else "") or self.hint
