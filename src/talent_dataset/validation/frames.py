"""Batches with their typed columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from talent_dataset.validation.cells import Typed

if TYPE_CHECKING:
    from talent_dataset.reading.cast import Column
    from talent_dataset.reading.table import TextTable


def typed_batches(table: TextTable, valued: Sequence[Column], keyed: Sequence[Column]) -> Iterator[Typed]:
    """The batches of a table with values (``"v0"``) and keys (``"k0"``) of the columns for which they are needed."""
    values = [each.value.alias(f"v{each.position}") for each in valued]
    keys = [each.key.alias(f"k{each.position}") for each in keyed]
    for batch in table.batches:
        frame = batch.frame.with_columns(values) if values else batch.frame
        yield Typed(batch, frame.with_columns(keys) if keys else frame)
