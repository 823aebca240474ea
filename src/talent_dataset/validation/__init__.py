"""From a package, a table or frames to a report; from a table to its good rows."""

from __future__ import annotations

from talent_dataset.validation.checking import validate
from talent_dataset.validation.sifting import Filtered, filter  # noqa: A004 (the verb of the field)

__all__ = ["Filtered", "filter", "validate"]
