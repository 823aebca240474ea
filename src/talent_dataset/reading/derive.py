"""Columns that are computed from others, by the methods that ``descriptor.derived`` names."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable

    from talent_dataset.descriptor.model import Derivation, Schema

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)


# The reader of EDTF is loaded where a column needs it: few packages have one.
def _earliest(text: pl.Expr) -> pl.Expr:
    from talent_dataset.reading import edtf

    return edtf.earliest_expr(text)


def _latest(text: pl.Expr) -> pl.Expr:
    from talent_dataset.reading import edtf

    return edtf.latest_expr(text)


EXPRESSIONS: dict[str, Callable[[pl.Expr], pl.Expr]] = {"edtf-earliest": _earliest, "edtf-latest": _latest}


def derived_expr(derivation: Derivation, source: pl.Expr | None = None) -> pl.Expr:
    """The values that a computed column must have.

    Args:
        derivation: What is computed.
        source: The values of its source, as text; the column of that name where it is not given.

    Raises:
        KeyError: The method is not known.
    """
    return EXPRESSIONS[derivation.by](pl.col(derivation.source) if source is None else source)


def derive(frame: Frame, schema: Schema) -> Frame:
    """The frame with each computed column that it lacks, where its source is at hand and its method is known."""
    names = frame.collect_schema().names()
    lacking = [d for d in schema.derived if d.name not in names and d.source in names and d.by in EXPRESSIONS]
    return frame.with_columns(**{d.name: derived_expr(d) for d in lacking})
