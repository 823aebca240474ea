"""From a package, a table or frames to a report; from a table to its good rows."""

from __future__ import annotations

from talent_dataset.validation.checking import validate
from talent_dataset.validation.sifting import (
    Filtered,
    FilteredTables,
    filter,  # noqa: A004 (the verb of the field)
    filter_tables,
)

__all__ = ["Filtered", "FilteredTables", "filter", "filter_tables", "validate"]
