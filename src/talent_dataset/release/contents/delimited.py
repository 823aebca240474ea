"""A table as a CSV file: its cells, as they were checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talent_dataset.descriptor.model import Dialect
from talent_dataset.release.canonical import written

if TYPE_CHECKING:
    from talent_dataset.reading.whole import Whole

MEDIATYPE = "text/csv"


def delimited(table: Whole) -> bytes:
    """The CSV file of a table, in the default dialect but for its line ends, which are LF."""
    return written([table.text.columns, *table.text.iter_rows()], Dialect()).encode("utf-8")
