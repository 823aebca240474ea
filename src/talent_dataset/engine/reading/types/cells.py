"""The cells of one column of a batch, as polars expressions: the text, what counts as missing, and rare cases."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

_MEMO_SIZE = 20_000
_MEMO_TEXT = 200
_FEW_TEXTS = 6


@dataclass(frozen=True, slots=True)
class Cells:
    """One text column of a batch (``"3"``) and its typed column (``"v3"``)."""

    position: int
    missing_texts: tuple[str, ...]

    @property
    def text(self) -> pl.Expr:
        """The cells as they stand; null where there is no cell."""
        return pl.col(str(self.position))

    @property
    def typed(self) -> pl.Expr:
        """The typed column, where the batch has it."""
        return pl.col(f"v{self.position}")

    @property
    def is_missing(self) -> pl.Expr:
        """Whether a cell has no value: absent, or one of ``missingValues``. Never null."""
        if not self.missing_texts:
            return self.text.is_null()
        return self.is_among(self.missing_texts).fill_null(value=True)

    @property
    def missing_count(self) -> pl.Expr:
        """How many cells have no value."""
        absent = self.text.null_count()
        return self.is_among(self.missing_texts).sum() + absent if self.missing_texts else absent

    @property
    def none_missing(self) -> pl.Expr:
        """One Boolean, cheap: true proves that every cell has a value."""
        if len(self.missing_texts) == 1:
            return (self.text != self.missing_texts[0]).all(ignore_nulls=False)
        return self.missing_count == 0

    @property
    def present(self) -> pl.Expr:
        """The text of cells that are not missing, else null."""
        if not self.missing_texts:
            return self.text
        return pl.when(~self.is_among(self.missing_texts)).then(self.text)

    def is_among(self, texts: Sequence[str]) -> pl.Expr:
        """Whether a cell is one of some texts; null where there is none. A few are compared one by one: cheaper."""
        if len(texts) > _FEW_TEXTS:
            return self.text.is_in(list(texts))
        claims = [self.text == text for text in texts]
        return functools.reduce(operator.or_, claims) if claims else self.text.is_null() & pl.lit(value=False)

    def all_texts(self, claim: pl.Expr) -> pl.Expr:
        """One Boolean: a claim about texts, null only where there is none, holds of all that are not missing."""
        return (claim | self.is_among(self.missing_texts)).all() if self.missing_texts else claim.all()

    def all_cast(self) -> pl.Expr:
        """One Boolean: every cell that is not missing has a typed value."""
        return self.typed.null_count() == self.missing_count

    def all_hold(self, claim: pl.Expr) -> pl.Expr:
        """One Boolean: every cell is missing, or the claim is true of it. A null claim proves nothing."""
        return (claim | self.is_missing).all(ignore_nulls=False)

    def where_present(self, claim: pl.Expr) -> pl.Expr:
        """The claim, false where the cell is missing or the claim null."""
        return (claim & ~self.is_missing).fill_null(value=False)


def among_those(mask: pl.Expr, text: pl.Expr, keep: Callable[[pl.Series], pl.Series]) -> pl.Expr:
    """The rows of a mask whose text is kept; asked of those rows only, which are few where data are mostly right."""

    def narrow(columns: Sequence[pl.Series]) -> pl.Series:
        chosen, texts = columns
        rows = chosen.arg_true()
        if not len(rows):
            return chosen
        kept = rows.filter(keep(texts.gather(rows)))
        return chosen if len(kept) == len(rows) else (chosen & False).scatter(kept, values=True)

    return pl.map_batches([mask, text], narrow, return_dtype=pl.Boolean)


def resolve(verdict: pl.Expr, text: pl.Expr, decide: Callable[[str], bool]) -> pl.Expr:
    """Booleans of ``verdict``; where it is null, what Python decides of the text (false where that is null too).

    Python sees each different text once; of many rows with few open verdicts it sees few.
    """
    memo: dict[str, bool] = {}

    def settle(columns: Sequence[pl.Series]) -> pl.Series:
        known, texts = columns
        if not known.null_count():
            return known
        is_open = known.is_null() & texts.is_not_null()
        if not is_open.any():
            return known.fill_null(value=False)
        decisions = _true_of(texts, texts.filter(is_open), memo, decide)
        return known.fill_null(value=False) | (is_open & decisions)

    return pl.map_batches([verdict, text], settle, return_dtype=pl.Boolean)


def decided(text: pl.Expr, decide: Callable[[str], bool]) -> pl.Expr:
    """What Python decides of each different text; false where it is null."""
    memo: dict[str, bool] = {}
    return text.map_batches(lambda texts: _true_of(texts, texts, memo, decide), return_dtype=pl.Boolean)


def decide_each(texts: pl.Series, decide: Callable[[str], bool]) -> pl.Series:
    """What Python decides of each different text of a series."""
    return _true_of(texts, texts, {}, decide)


def _true_of(texts: pl.Series, asked: pl.Series, memo: dict[str, bool], decide: Callable[[str], bool]) -> pl.Series:
    """Where ``texts`` are among those of ``asked`` that Python says yes to."""
    yes = [text for text in asked.drop_nulls().unique() if _recall(memo, text, decide)]
    return texts.is_in(pl.Series(yes, dtype=pl.String).implode()).fill_null(value=False)


def looked_up(text: pl.Expr, find: Callable[[str], Any], dtype: pl.DataType | type[pl.DataType]) -> pl.Expr:
    """What Python makes of each different text, as a column; null where it raises ``ValueError``."""
    memo: dict[str, Any] = {}

    def look_up(texts: pl.Series) -> pl.Series:
        distinct = texts.drop_nulls().unique()
        values = [_recall(memo, text, lambda each: _or_none(find, each)) for text in distinct]
        # Rows point into the values: polars 2.1 replaces no text by a list.
        places = pl.int_range(len(distinct), dtype=pl.UInt32, eager=True)
        rows = texts.replace_strict(distinct, places, default=None, return_dtype=pl.UInt32)
        return pl.Series(texts.name, values, dtype=dtype, strict=False).gather(rows)

    return text.map_batches(look_up, return_dtype=dtype)


def _or_none(find: Callable[[str], Any], text: str) -> Any:
    try:
        return find(text)
    except ValueError:
        return None


def _recall(memo: dict[str, Any], text: str, find: Callable[[str], Any]) -> Any:
    """What was found of a text before, else found now; memory stays bounded."""
    if len(text) > _MEMO_TEXT:
        return find(text)
    if text not in memo:
        if len(memo) >= _MEMO_SIZE:
            memo.clear()
        memo[text] = find(text)
    return memo[text]
