"""Booleans: the texts that the field names, and no others."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator

import polars as pl

from talent_dataset.reading.types.cells import Cells
from talent_dataset.reading.types.kind import Kind


class BooleanKind(Kind):
    """``boolean`` with ``trueValues`` and ``falseValues``; a text in both is true."""

    dtype = pl.Boolean

    @property
    def expected(self) -> str:
        """One of the texts for true and false."""
        texts = (*self.field.true_values, *self.field.false_values)
        return f"a boolean ({', '.join(texts)})"

    def parse(self, text: str) -> bool:
        """The truth of a text."""
        if text in self.field.true_values:
            return True
        if text in self.field.false_values:
            return False
        msg = f"not {self.expected}"
        raise ValueError(msg)

    def literal(self, value: object) -> Hashable:
        """Text as a cell, or a JSON boolean."""
        return value if isinstance(value, bool) else super().literal(value)

    @property
    def _texts(self) -> list[str]:
        return [*self.field.true_values, *self.field.false_values]

    def misfit(self, cells: Cells) -> pl.Expr:
        """The texts that stand for neither."""
        return cells.where_present(~cells.text.is_in(self._texts))

    def clean(self, cells: Cells) -> pl.Expr:
        """The commonest texts (the first and last of each list) are enough for most data, and cheaper than all."""
        true, false = self.field.true_values, self.field.false_values
        common = dict.fromkeys((*true[:1], *false[:1], *true[-1:], *false[-1:], *cells.missing_texts))
        return cells.is_among(list(common)).all()

    def value(self, cells: Cells) -> pl.Expr:
        """True, false, or null."""
        is_true = cells.present.is_in(list(self.field.true_values))
        return pl.when(is_true | cells.present.is_in(list(self.field.false_values))).then(is_true)

    def among(self, cells: Cells, literals: frozenset[Hashable]) -> pl.Expr | None:
        """The texts of the values that are allowed."""
        return cells.is_among([text for text in self._texts if self.parse(text) in literals])

    def mend(self, text: str) -> str:
        """A word of another list is written as one of this, or declared."""
        hint = super().mend(text)
        if not hint or ":" in hint:
            return hint
        key = "trueValues" if hint.removeprefix("write ") in self.field.true_values else "falseValues"
        return f'{hint}, or add {json.dumps(text, ensure_ascii=False)} to "{key}"'

    def guesses(self, text: str) -> Iterator[str]:
        """Another case, or the words of another language."""
        plain = text.casefold()
        yield from (known for known in self._texts if known.casefold() == plain)
        if plain in {"y", "yes", "t", "on", "是", "真", "1", "1.0"}:
            yield from self.field.true_values[:1]
        if plain in {"n", "no", "f", "off", "否", "假", "0", "0.0"}:
            yield from self.field.false_values[:1]
